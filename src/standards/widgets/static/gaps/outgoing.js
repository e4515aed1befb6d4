import { button, h } from "./dom.js";

const FILES = [
  [
    "report",
    "Gap report",
    "For the provider, and for anyone who was not in the room: the result, the gaps and an action plan to fill in.",
  ],
  [
    "book",
    "Scoring book for offline work",
    "For you, without the workbench: every criterion with its levels, and cells to rate in.",
  ],
];

/** Workbooks out: two buttons, and what came of them. */
export class Outgoing {
  constructor(view) {
    this.view = view;
    this.parts = new Map(FILES.map(([op, title, words]) => [op, this.#part(op, title, words)]));
    this.el = h(
      "section.gp-panel",
      { "aria-labelledby": `${view.uid}-out` },
      h("h2", { id: `${view.uid}-out`, tabIndex: -1 }, "Excel out"),
      [...this.parts.values()].map(({ el }) => el),
    );
  }

  #part(op, title, words) {
    const ask = button(`Download: ${title}`, () => this.#ask(op));
    const said = h("p.gp-said", { hidden: true });
    return { ask, said, el: h("div.gp-file", h("p", words), ask, said) };
  }

  #ask(op) {
    const { ask } = this.parts.get(op);
    if (ask.ariaDisabled === "true") return;
    ask.ariaDisabled = "true"; // not `disabled`, which would take the focus away
    this.#tell(op, "Preparing the workbook…");
    this.view.send({ op });
  }

  #tell(op, ...words) {
    const { said } = this.parts.get(op);
    said.hidden = false;
    said.replaceChildren(...words);
    this.view.announce(said.textContent);
  }

  /** The file is here: hand it to the browser and say what it is. */
  hear({ for: op, kind, name, digest, type }, buffer) {
    const place = URL.createObjectURL(new Blob([buffer], { type }));
    h("a", { href: place, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(place), 10_000);
    this.parts.get(op).ask.ariaDisabled = null;
    this.#tell(op, `✓ ${kind} ready: `, h("strong", name));
    this.parts.get(op).said.append(
      h("span.gp-note.gp-digest", "Content digest (SHA-256): ", h("code", digest)),
    );
  }

  fail({ for: op, text }) {
    this.parts.get(op).ask.ariaDisabled = null;
    this.#tell(op, `▲ ${text}`);
  }
}
