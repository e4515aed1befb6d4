import { address, button, h, inflate, served } from "./dom.js";
import { Line } from "./line.js";
import { SEVERITY } from "./gap.js";
import { Incoming } from "./incoming.js";
import { Outgoing } from "./outgoing.js";
import { Preview } from "./preview.js";
import { Register } from "./register.js";
import { WhatIf } from "./whatif.js";

const LOST = 40_000; // ms; reading a large workbook may take twenty seconds
let views = 0;

/** The page: it knows everyone and lets them talk. */
export class View {
  constructor(model, el, contents) {
    this.el = el;
    this.uid = `gp${(views += 1)}`; // JupyterLab may show several on one page
    this.line = new Line(this.#sender(model), (message, buffers) => this.hear(message, buffers));
    this.live = h("p.gp-hidden", { role: "status" });
    this.lost = h("div.gp-said", { role: "alert", hidden: true, "data-tone": "low" });
    this.head = h("div.gp-headline");
    this.register = new Register(this);
    this.whatIf = new WhatIf(this);
    this.outgoing = new Outgoing(this);
    this.incoming = new Incoming(this, contents.limit);
    this.preview = new Preview(this);
    el.append(
      this.live,
      this.lost,
      this.head,
      this.preview.el,
      h(
        "div.gp-desk",
        this.register.el,
        h("div.gp-aside", this.outgoing.el, this.incoming.el, this.whatIf.el),
      ),
    );
    this.show(contents);
    this.look = () => document.visibilityState === "visible" && this.send({ op: "look", after: this.seq });
    document.addEventListener("visibilitychange", this.look);
    this.beat = setInterval(() => this.#watch(), 2_000);
    el.dataset.ready = "true";
  }

  /** anywidget sends content, callbacks, buffers; the line sends content alone. */
  #sender(model) {
    return {
      on: (...args) => model.on(...args),
      off: (...args) => model.off(...args),
      send: ({ buffers, ...content }) => model.send(content, undefined, buffers),
    };
  }

  send(message, buffers) {
    this.line.send(buffers ? { ...message, buffers } : message);
    this.#watch();
  }

  /** For people who listen: one polite region, the same words twice are said twice. */
  announce(words) {
    this.live.textContent = this.live.textContent === words ? `${words}\u00a0` : words;
  }

  async hear(message, buffers) {
    this.#watch();
    const packed = ["register", "preview"].includes(message.op) ? await inflate(buffers[0]) : null;
    const acts = {
      register: () => this.show(packed),
      preview: () => this.#previewed(packed),
      file: () => this.outgoing.hear(message, buffers[0]),
      "what-if": () => this.whatIf.hear(message),
      weighed: () => this.preview.open && this.preview.weighed(message),
      stored: () => this.#stored(message),
      error: () => this.#failed(message),
    };
    acts[message.op]?.();
  }

  #previewed(preview) {
    this.incoming.done(`“${preview.file}” was read; nothing is stored yet.`, "none");
    this.preview.show(preview);
  }

  #stored({ file, words, aside }) {
    this.preview.close();
    this.incoming.empty();
    const more = aside.length ? ` ${aside.join(", ")}: settle on the score page which version holds.` : "";
    this.incoming.done(`✓ “${file}”: ${words}${more}`);
    this.announce(`${words}${more}`);
    this.register.title.focus();
    this.incoming.said.scrollIntoView({ block: "nearest" });
  }

  #failed(message) {
    const { for: op, code, text } = message;
    if (op === "bring") this.incoming.refuse(/^[A-Z]\d/.test(code) ? code : "", text);
    else if (op === "report" || op === "book") this.outgoing.fail(message);
    else if (this.preview.open && ["store", "weigh"].includes(op)) this.preview.fail(text);
    else this.announce(text);
  }

  show(contents) {
    this.seq = contents.seq;
    this.#headline(contents);
    this.register.show(contents);
    this.whatIf.show(contents);
  }

  #headline({ review, standing, severities, gaps, waiting }) {
    const figure = (title, value, note, tone = "none") =>
      h(`div.gp-figure.t-${tone}`, h("dt", title), h("dd", h("strong", value), h("span", note)));
    const counts = Object.entries(severities).filter(([, n]) => n);
    const jump = (id, words) =>
      h("a", { href: `#${this.uid}-${id}`, onclick: (event) => this.#jump(event, id) }, words);
    this.head.replaceChildren(
      h(
        "nav.gp-ways",
        { "aria-label": "This review" },
        served() && [
          h("a", { href: address("score", review.id) }, "← Scoring"),
          h("a", { href: address("home") }, "Home"),
        ],
        h("span.gp-jumps", jump("out", "Excel out"), jump("in", "Excel in"), jump("whatif", "What if")),
      ),
      h("h2", review.program),
      h("p.gp-note", `${review.rubric} · reviewer: ${review.reviewer}${review.finished ? " · ✓ finished" : ""}`),
      h(
        "dl.gp-figures",
        figure("Recommendation", `${standing.symbol} ${standing.label}`, standing.words, standing.tone),
        figure("Score", standing.score, standing.coverage),
        figure(
          "Gaps",
          `${gaps.length}`,
          counts.map(([name, n]) => `${SEVERITY[name][0]} ${n} ${name}`).join(" · ") ||
            (waiting ? `${waiting} not yet rated` : "none"),
        ),
      ),
    );
  }

  #jump(event, id) {
    event.preventDefault();
    const title = this.el.querySelector(`#${this.uid}-${id}`);
    title.scrollIntoView({ block: "start" });
    title.focus({ preventScroll: true });
  }

  /** Does anyone answer? */
  #watch() {
    const lost = this.line.broken || this.line.silence > LOST;
    if (lost && this.lost.hidden) {
      this.lost.replaceChildren(
        h("p", h("strong", "▲ The workbench does not answer. "), "What was stored is safe. Reload, and bring the workbook back again."),
        button("Reload", () => location.reload()),
      );
      if (this.incoming.busy) this.incoming.refuse("", "The workbench did not answer.");
    }
    this.lost.hidden = !lost;
  }

  close() {
    this.line.close();
    clearInterval(this.beat);
    document.removeEventListener("visibilitychange", this.look);
  }
}
