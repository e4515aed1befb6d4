import { Card, said } from "./card.js";
import { button, clock, count, h, inflate } from "./dom.js";
import { Closing } from "./closing.js";
import { Cursor } from "./cursor.js";
import { Desk } from "./desk.js";
import { historyLines } from "./details.js";
import { factList, heading, probeBox } from "./facts.js";
import { Filters } from "./filters.js";
import { Keys } from "./keys.js";
import { Line } from "./line.js";
import { Shelf, sessionName } from "./outbox.js";
import { Bar, Panel } from "./result.js";

const SLOW = 5_000; // ms until “not saved yet”
const LOST = 20_000; // ms until the banner
const NEWS = 3_000; // ms between questions for news
const FIRST = 8; // cards built before anything is shown
const SLICE = 20; // ms of building at a time
let rooms = 0;

/** The room in which one reviewer scores one program: it knows everyone and lets them talk. */
export class Room {
  constructor(model, el, card, start) {
    this.el = el;
    this.uid = `sc${(rooms += 1)}`;
    const store = storage("localStorage");
    this.desk = new Desk(card, start, new Shelf(store, card.key), sessionName(storage("sessionStorage")));
    this.line = new Line(model, (message, buffers) => this.hear(message, buffers));
    this.desk.post = (line) => this.line.post(line);
    this.desk.changed = (id) => this.#refresh(id);
    this.waiting = new Map();
    this.replay();
    this.result = start.result;
    this.#build(new Shelf(store, "settings"));
    this.#listen();
  }

  /** Send again what an earlier page left behind, with the base it had, before anything is shown. */
  replay() {
    for (const line of [...this.desk.outbox.lines.values()]) this.line.post(line);
    this.desk.flushAll();
    this.line.send({ op: "guide" });
    this.#news();
  }

  #build(settings) {
    const { card } = this.desk;
    this.cards = new Map();
    this.sections = new Map();
    this.byElement = new WeakMap();
    this.bar = new Bar(this);
    this.panel = new Panel(this);
    const list = h("div.sc-list");
    for (const domain of card.domains) {
      const section = h(
        "section.sc-domain",
        { "aria-labelledby": `${this.uid}-d-${domain.id}` },
        h("h2", { id: `${this.uid}-d-${domain.id}`, tabIndex: -1 }, domain.title),
        domain.description && h("p", domain.description),
      );
      for (const { id } of domain.criteria) {
        const one = new Card(this, this.desk.criteria.get(id));
        this.cards.set(id, one);
        this.byElement.set(one.el, one);
        section.append(one.el);
      }
      this.sections.set(domain.id, section);
      list.append(section);
    }
    this.empty = h(
      "p.sc-empty",
      { hidden: true },
      "No criterion matches. ",
      button("Show all", () => this.filters.clear()),
    );
    this.filters = new Filters(this);
    this.cursor = new Cursor(this);
    this.closing = new Closing(this);
    this.keys = new Keys(this, settings);
    this.el.append(
      heading(card),
      this.bar.el,
      h("div.sc-desk", h("div.sc-main", this.filters.el, this.empty, list), this.panel.el),
      this.keys.dialog,
    );
    const queue = [...this.cards.values()];
    for (const card of queue.splice(0, FIRST)) card.fill();
    this.render(this.result);
    this.#tell();
    this.el.dataset.ready = "true";
    this.#fill(queue);
    for (const [name, open] of [
      ["focusin", false],
      ["pointerdown", true],
    ]) {
      list.addEventListener(name, (event) => {
        if (open) this.arrow = false;
        const card = this.byElement.get(event.target.closest("article"));
        if (card) this.cursor.activate(card, open);
      });
    }
  }

  /** First screen first; then whatever comes near the screen, and the rest in slices. */
  #fill(queue) {
    this.near ??= new IntersectionObserver(
      (seen) => seen.forEach(({ isIntersecting, target }) => isIntersecting && this.byElement.get(target).fill()),
      { rootMargin: "1000px" },
    );
    for (const card of queue) this.near.observe(card.el);
    const some = () => {
      if (this.closed) return;
      const until = performance.now() + SLICE;
      while (queue.length && performance.now() < until) queue.shift().fill();
      if (queue.length) setTimeout(some);
      else this.near.disconnect();
    };
    setTimeout(some);
  }

  #listen() {
    const leave = () => this.desk.flushAll();
    const look = () => document.visibilityState === "visible" && this.#news();
    this.handlers = [
      [window, "pagehide", leave],
      [window, "focus", look],
      [document, "visibilitychange", () => (document.hidden ? leave() : look())],
    ];
    for (const [target, name, act] of this.handlers) target.addEventListener(name, act);
    this.beat = setInterval(() => this.#watch(), 1_000);
    this.sizes = new ResizeObserver(([entry]) =>
      this.el.style.setProperty("--bar", `${Math.ceil(entry.borderBoxSize[0]?.blockSize || 40)}px`),
    );
    this.sizes.observe(this.bar.el);
  }

  close() {
    this.desk.flushAll();
    this.line.close();
    this.keys.close();
    this.sizes.disconnect();
    clearInterval(this.beat);
    this.near.disconnect();
    this.closed = true;
    for (const [target, name, act] of this.handlers) target.removeEventListener(name, act);
  }

  // ---- talking with Python

  #news() {
    if (Date.now() - (this.lastNews ?? 0) < NEWS / 2) return;
    this.lastNews = Date.now();
    this.line.send({ op: "news", after: this.desk.seq, session: this.desk.session });
  }

  /** Once a second: is everything acknowledged, does anyone answer, what did other tabs do? */
  #watch() {
    const { desk, line } = this;
    for (const one of desk.outbox.waiting) if (!one.sent) line.post(one);
    if (!document.hidden && Date.now() - (this.lastNews ?? 0) >= NEWS) this.#news();
    const { age } = desk.outbox;
    if (age > SLOW && Date.now() - (this.lastPing ?? 0) > SLOW) {
      this.lastPing = Date.now();
      line.send({ op: "ping" });
    }
    const lost = line.broken || line.silence > LOST || age > LOST;
    if (lost) {
      this.bar.warn(
        h(
          "p",
          h("strong", "▲ The workbench does not answer. "),
          "What you typed is kept in this browser and is sent again after a reload.",
        ),
        button("Reload", () => location.reload()),
      );
    } else this.bar.warn();
    this.#tell(age);
  }

  /** The saved state, in words and only when true. */
  #tell(age = 0) {
    const { outbox } = this.desk;
    const failed = [...outbox.lines.values()].filter((line) => line.error).length;
    if (failed) this.bar.say(`▲ ${count(failed, "change")} not saved; see the marked criteria.`);
    else if (outbox.lines.size && (age > SLOW || this.line.broken)) this.bar.say("△ Not saved yet; still trying.");
    else if (outbox.waiting.length && age > 400) this.bar.say("Saving…");
    else if (!outbox.lines.size && this.news) this.bar.say(this.news);
    else if (!outbox.lines.size) this.bar.say("All saved.");
  }

  hear(message, buffers) {
    const { desk } = this;
    const changed = desk.learn(message);
    const acts = {
      saved: () => this.#saved(message),
      conflict: () => this.#saved(message),
      error: () => this.#failed(message),
      news: () => this.#calm(),
      pong: () => {},
      file: () => this.#file(message, buffers[0]),
      guide: () => this.#guide(buffers[0]),
      ready: () => this.closing.finishing(message),
      explain: () => this.#answer("explain", message),
      history: () => this.#answer("history", message),
    };
    const wasFinished = this.cards && this.el.dataset.finished;
    acts[message.op]?.();
    for (const id of changed) this.#refresh(id);
    if (message.elsewhere?.length && message.op !== "conflict")
      this.say(`${message.elsewhere.join(", ")} changed in another window by ${message.by.join(", ")}.`);
    this.el.dataset.finished = `${desk.finished}`;
    if (message.evidence || this.el.dataset.finished !== wasFinished)
      for (const card of this.cards.values()) card.show();
    if (message.result) this.render(message.result);
    this.#tell(desk.outbox.age);
  }

  #saved(message) {
    const line = this.desk.outbox.done(message.client_id);
    // The store takes writes again: what it could not take before gets its second chance.
    for (const other of this.desk.outbox.lines.values())
      if (["read-only", "store"].includes(other.error?.code)) this.retry(other);
    const id = message.criterion ?? line?.body.criterion;
    if (line?.op === "evidence" && message.evidence_id) {
      const { evidence } = this.desk.rating(id);
      this.desk.edit(id, { evidence: [...new Set([...evidence, message.evidence_id])] }, 0);
    }
    if (id) {
      const { label } = said(this.desk.criteria.get(id), this.desk.rating(id));
      const done = `${message.undone ? "Taken back. " : ""}${id}: ${label}. Saved at ${clock(Date.now())}.`;
      this.say(message.op === "conflict" ? `△ ${id} was rated elsewhere too. Choose between the two versions.` : done);
      this.#refresh(id);
    } else this.say(this.desk.finished ? "The review is finished." : "The review is open again.");
  }

  #failed(message) {
    const line = this.desk.outbox.lines.get(message.client_id);
    if (line) line.error = message;
    else this.say(`▲ ${message.text}`);
    this.trouble = message.for === "news";
    const id = line?.body.criterion;
    if (id) this.#refresh(id);
    this.bar.report.disabled = false;
  }

  /** News arrive again: what was said about trouble with them is over. */
  #calm() {
    if (this.trouble) this.say("All saved.");
    this.trouble = false;
  }

  async #guide(buffer) {
    this.desk.guide = await inflate(buffer);
    for (const card of this.cards.values()) if (card.details) card.show();
  }

  #file({ name, type }, buffer) {
    const address = URL.createObjectURL(new Blob([buffer], { type }));
    h("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    this.bar.report.disabled = false;
    this.say(`Gap report ready: ${name}`);
  }

  /** Ask for an explanation or a history and put the answer where it is awaited. */
  ask(op, what, out) {
    this.waiting.set(`${op}/${what}`, out);
    this.line.send({ op, [op === "explain" ? "names" : "criterion"]: op === "explain" ? [what].flat() : what });
  }

  #answer(op, message) {
    const key = op === "explain" ? `${op}/${Object.keys(message.texts)}` : `${op}/${message.criterion}`;
    const content =
      op === "explain" ? Object.values(message.texts).map((text) => h("p", text)) : historyLines(message.lines);
    this.waiting.get(key)?.replaceChildren(...content);
  }

  retry(line) {
    this.line.post(line);
    this.#refresh(line.body.criterion);
  }

  addEvidence(criterion, evidence) {
    this.desk.post(
      this.desk.outbox.put(
        `evidence/${Date.now()}`,
        "evidence",
        { criterion, evidence },
        this.desk.seq,
        this.desk.session,
      ),
    );
  }

  // ---- showing

  say(words) {
    this.news = words;
    this.bar.say(words);
  }

  render(result) {
    this.result = result;
    this.bar.show(result);
    this.panel.show(result);
  }

  #refresh(id) {
    this.cards?.get(id)?.show();
  }

  probe(probe) {
    return probeBox(this.desk.card.program, probe);
  }

  factList(facts) {
    return factList(this.desk.card.program, facts);
  }
}

function storage(name) {
  try {
    return window[name];
  } catch {
    return null;
  }
}
