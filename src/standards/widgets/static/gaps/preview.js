import { button, count, h } from "./dom.js";
import { Changes } from "./changes.js";

const OPEN = 12; // findings that need no folding

/** What a workbook would change. Nothing is stored before the person says so. */
export class Preview {
  constructor(view) {
    this.view = view;
    this.el = h("section.gp-preview", { "aria-labelledby": `${view.uid}-preview`, hidden: true });
  }

  get open() {
    return !this.el.hidden;
  }

  show(preview) {
    const kept = this.open && preview.since ? this.changes?.choices : null;
    this.preview = preview;
    this.nothing = !preview.groups.length;
    this.changes = this.nothing
      ? null
      : new Changes(preview.groups, "What the workbook would change", {
          uid: this.view.uid,
          chosen: (theirs) => this.#weigh(theirs),
        });
    this.title = h("h2", { id: `${this.view.uid}-preview`, tabIndex: -1 }, `What “${preview.file}” would change`);
    this.sum = h("p.gp-sum");
    this.evidence = h("div");
    this.refused = h("div");
    this.store = button("Store these changes", () => this.#store(), { className: "gp-main" });
    this.discard = button(this.nothing ? "Close" : "Discard", () => this.#discard());
    const here = preview.here.reduce((sum, { changes }) => sum + changes.length, 0);
    this.el.replaceChildren(
      ...[
        this.title,
        preview.since &&
          h("div.gp-said", { "data-tone": "mid" }, h("p", h("strong", "△ Not stored yet. "), preview.since, " Look again.")),
        h("p", this.#words()),
        preview.finished &&
          preview.ratings > 0 &&
          h("div.gp-said", { "data-tone": "mid" }, h("p", "△ The review is finished: reopen it on the score page to store ratings.")),
        preview.conflicts > 0 && this.#bulk(),
        this.changes?.el,
        this.refused,
        this.#findings("Not read, stays as it is here", "▲", preview.unread),
        this.#findings("Notes", "△", preview.notes),
        this.evidence,
        here > 0 &&
          h(
            "details",
            h("summary", `Changed here since the workbook left: ${count(here, "cell")}, which stay`),
            new Changes(preview.here, "Changed here since the workbook left").el,
          ),
        h("div.gp-foot", this.sum, h("div.gp-actions", !this.nothing && this.store, this.discard)),
      ].filter(Boolean),
    );
    this.el.hidden = false;
    this.weighed(preview);
    if (kept?.length) this.changes?.keep(kept);
    this.title.focus();
    this.title.scrollIntoView({ block: "start" });
    this.view.announce(preview.since || this.#words());
  }

  #words() {
    const { kind, rows, groups, conflicts, unread } = this.preview;
    const cells = groups.reduce((sum, { changes }) => sum + changes.length, 0);
    const start = `${kind[0].toUpperCase()}${kind.slice(1)}, ${rows} read.`;
    if (!cells && !unread.length) return `${start} Nothing changes: everything in this workbook is on file already.`;
    if (!cells) return `${start} Nothing changes; ${count(unread.length, "place")} could not be read.`;
    return [
      `${start} ${count(cells, "cell")} filled in or changed on ${count(groups.length, "criterion", "criteria")}.`,
      conflicts &&
        `${conflicts === 1 ? "One was" : `${conflicts} were`} changed here as well: choose, or what is here stays.`,
      unread.length && `${count(unread.length, "place")} could not be read.`,
    ]
      .filter(Boolean)
      .join(" ");
  }

  #bulk() {
    return h(
      "div.gp-bulk",
      { role: "group", "aria-label": "All conflicts" },
      h("span", `${count(this.preview.conflicts, "conflict")}:`),
      button("Keep all that is here", () => this.changes.all(false)),
      button("Take all from the workbook", () => this.changes.all(true)),
    );
  }

  #findings(title, symbol, findings) {
    if (!findings.length) return null;
    return h(
      "details.gp-findings",
      { open: findings.length <= OPEN },
      h("summary", `${title}: ${findings.length}`),
      h(
        "ul",
        findings.map(({ code, where, message, hint }) =>
          h("li", h("strong", `${symbol} ${where}: `), `${message} ${hint}`, h("span.gp-note", ` ${code}`)),
        ),
      ),
    );
  }

  #weigh(theirs) {
    this.view.send({ op: "weigh", preview: this.preview.preview, theirs });
  }

  /** What the choices come to. */
  weighed({ words, stores, evidence, refused, ratings }) {
    this.sum.textContent = this.nothing ? "" : words;
    this.store.disabled = !stores || (this.preview.finished && ratings > 0);
    this.evidence.replaceChildren(
      ...(evidence.length
        ? [
            h("h3", `New evidence that will be added: ${evidence.length}`),
            h(
              "ul",
              evidence.map((title) => h("li", title)),
            ),
          ]
        : []),
    );
    const seen = new Set(this.preview.unread.map(({ message }) => message));
    const fresh = refused.filter(({ text }) => !seen.has(text));
    this.refused.replaceChildren(
      ...(fresh.length
        ? [
            h(
              "div.gp-said",
              { "data-tone": "low" },
              fresh.map(({ id, text }) => h("p", h("strong", `▲ ${id} will not be stored: `), text)),
            ),
          ]
        : []),
    );
    if (this.said && this.said !== words) this.view.announce(words);
    this.said = words;
  }

  #store() {
    this.sum.textContent = "Storing…";
    this.view.send({ op: "store", preview: this.preview.preview, theirs: this.changes.choices });
  }

  #discard() {
    this.view.send({ op: "discard", preview: this.preview.preview });
    this.close();
    this.view.incoming.done(
      this.nothing ? "Nothing was to be stored from this workbook." : "Discarded: nothing of this workbook was stored.",
      "none",
    );
    this.view.announce(this.nothing ? "Closed." : "Discarded. Nothing was stored.");
    this.view.incoming.input.focus();
  }

  /** Something went wrong with this preview: it stays open, and says so. */
  fail(text) {
    this.sum.textContent = `▲ ${text}`;
    this.view.announce(text);
  }

  close() {
    this.el.hidden = true;
    this.el.replaceChildren();
    this.changes = null;
    this.said = "";
  }
}
