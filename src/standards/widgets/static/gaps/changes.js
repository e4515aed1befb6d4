import { button, count, h, moment } from "./dom.js";
import { prose } from "./gap.js";

const GROUPS = 40; // criteria drawn at a time
const HEADS = ["Field", "As it left", "Here now", "In the workbook", "Who changed it"];

const text = (words) => (words ? prose(words) : h("span.gp-note", "empty"));

/**
 * Changed cells as a table, a block of rows for each criterion. Roles are written out, because on narrow screens
 * the cells stand below each other and browsers would forget that it is a table.
 */
export class Changes {
  /**
   * @param {(theirs: [string, string][]) => void} chosen called whenever a choice changes; without it there are none
   * @param {string} uid keeps the choices of two pages apart
   */
  constructor(groups, label, { chosen = null, uid = "" } = {}) {
    Object.assign(this, { groups, chosen, uid, theirs: new Set(), drawn: 0 });
    this.table = h(
      "table.gp-table",
      { role: "table", "aria-label": label },
      h(
        "thead",
        { role: "rowgroup" },
        h(
          "tr",
          { role: "row" },
          HEADS.map((title) => h("th", { role: "columnheader", scope: "col" }, title)),
        ),
      ),
    );
    this.more = h("p.gp-more");
    this.el = h("div", this.table, this.more);
    this.#some();
  }

  /** Conflicts in which the workbook's text is taken. */
  get choices() {
    return [...this.theirs].map((key) => JSON.parse(key));
  }

  /** Every conflict at once, drawn or not. */
  all(theirs) {
    this.theirs.clear();
    for (const { id, changes } of this.groups)
      for (const one of changes) if (theirs && one.conflict) this.theirs.add(JSON.stringify([id, one.field]));
    this.#mark();
    this.chosen(this.choices);
  }

  /** Keep choices made in an earlier preview where they still are choices. */
  keep(choices) {
    const wanted = new Set(choices.map((pair) => JSON.stringify(pair)));
    for (const { id, changes } of this.groups)
      for (const one of changes) {
        const key = JSON.stringify([id, one.field]);
        if (one.conflict && wanted.has(key)) this.theirs.add(key);
      }
    this.#mark();
    if (this.theirs.size) this.chosen(this.choices);
  }

  #mark() {
    for (const radio of this.table.querySelectorAll("input"))
      radio.checked = (radio.value === "there") === this.theirs.has(radio.name.slice(this.uid.length + 1));
  }

  #some() {
    const next = this.groups.slice(this.drawn, this.drawn + GROUPS);
    this.drawn += next.length;
    this.table.append(...next.map((group) => this.#group(group)));
    const left = this.groups.length - this.drawn;
    this.more.replaceChildren(
      ...(left
        ? [button(`Show ${count(Math.min(GROUPS, left), "more criterion", "more criteria")} of ${left}`, () => this.#on())]
        : []),
    );
  }

  #on() {
    const from = this.drawn;
    this.#some();
    const first = this.table.tBodies[from].querySelector("th");
    first.tabIndex = -1;
    first.focus();
  }

  #group({ id, title, changes }) {
    return h(
      "tbody",
      { role: "rowgroup" },
      h(
        "tr.gp-of",
        { role: "row" },
        h("th", { role: "rowheader", colSpan: 5, scope: "rowgroup" }, h("span.gp-id", id), ` ${title}`),
      ),
      changes.map((one) => this.#row(id, one)),
    );
  }

  #row(id, one) {
    const cell = (title, ...parts) => h("td", { role: "cell" }, h("span.gp-head", { "aria-hidden": "true" }, title), parts);
    const choose = one.conflict && this.chosen;
    return h(
      `tr${choose ? ".gp-conflict" : ""}`,
      { role: "row" },
      h("th", { role: "rowheader", scope: "row" }, choose && h("span.gp-chip", "△ Conflict"), one.heading),
      cell(HEADS[1], text(one.base)),
      cell(HEADS[2], text(one.here), choose && this.#radio(id, one, "here", "Keep what is here")),
      cell(HEADS[3], text(one.there), choose && this.#radio(id, one, "there", "Take the workbook’s")),
      cell(
        HEADS[4],
        one.at ? `${one.who}, ${moment(one.at)} ` : `${one.who} `,
        h("span.gp-note.gp-place", one.place),
      ),
    );
  }

  #radio(id, one, value, label) {
    const key = JSON.stringify([id, one.field]);
    const radio = h("input", {
      type: "radio",
      name: `${this.uid}-${key}`,
      value,
      checked: (value === "there") === this.theirs.has(key),
      "aria-label": `${id} ${one.heading}: ${label.toLowerCase()}`,
      onchange: () => {
        if (value === "there") this.theirs.add(key);
        else this.theirs.delete(key);
        this.chosen(this.choices);
      },
    });
    return h("label.gp-choice", radio, label);
  }
}
