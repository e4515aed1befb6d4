import { button, h } from "./dom.js";

const PAUSE = 120; // ms in which more boxes may be ticked

/** What closing gaps would lead to. Nothing of it is stored. */
export class WhatIf {
  constructor(view) {
    this.view = view;
    this.raised = new Set();
    this.to = "target";
    this.result = h("div.gp-outcomes");
    this.chips = h("ul.gp-chips");
    this.rise = h("div.gp-rise");
    this.clear = button("Untick all", () => this.set([]), { hidden: true });
    const way = (value, label) =>
      h(
        "label",
        h("input", {
          type: "radio",
          name: `${view.uid}-to`,
          value,
          checked: value === this.to,
          onchange: () => this.#way(value),
        }),
        label,
      );
    this.ways = h(
      "fieldset.gp-ways",
      h("legend", "Raise what is ticked to"),
      way("target", "its target"),
      way("top", "its top level"),
    );
    this.el = h(
      "section.gp-panel.gp-whatif",
      { "aria-labelledby": `${view.uid}-whatif` },
      h("h2", { id: `${view.uid}-whatif`, tabIndex: -1 }, "What if"),
      h("p", "Tick gaps to see what would follow if they were closed. Nothing of this is stored."),
      this.ways,
      this.result,
      this.chips,
      this.clear,
      this.rise,
    );
  }

  /** Take in the register: what can be raised is what is there. */
  show({ standing, names, rise }) {
    this.names = names;
    this.standing = standing;
    this.rise.replaceChildren(
      ...(rise
        ? [
            h("h3", "The next outcome"),
            h("p", rise.words),
            button(rise.button, () => {
              this.#way(rise.to);
              this.set(rise.criteria);
            }),
          ]
        : []),
    );
    this.#ask();
  }

  raise(id, on) {
    if (on) this.raised.add(id);
    else this.raised.delete(id);
    this.#ask();
  }

  set(ids) {
    this.raised = new Set(ids);
    this.#ask();
    if (!ids.length) this.ways.querySelector("input:checked").focus();
  }

  #way(value) {
    this.to = value;
    for (const one of this.ways.querySelectorAll("input")) one.checked = one.value === value;
    this.#ask();
  }

  #ask() {
    this.view.register.tick(this.raised);
    this.#chips();
    clearTimeout(this.timer);
    if (!this.raised.size) return this.#outcomes(this.standing);
    this.timer = setTimeout(
      () => this.view.send({ op: "what-if", criteria: [...this.raised], to: this.to }),
      PAUSE,
    );
    return null;
  }

  #chips(levels = {}) {
    const focused = document.activeElement?.closest?.(".gp-chips li")?.dataset.id;
    this.clear.hidden = !this.raised.size;
    this.chips.replaceChildren(
      ...[...this.raised].map((id) =>
        h(
          "li",
          { "data-id": id },
          h("span", h("strong", id), ` ${this.names[id]}`, levels[id] && ` → ${levels[id]}`),
          button("✕", () => this.#drop(id), { "aria-label": `Do not raise ${id}` }),
        ),
      ),
    );
    if (focused) this.chips.querySelector(`[data-id="${CSS.escape(focused)}"] button`)?.focus();
  }

  #drop(id) {
    const place = [...this.raised].indexOf(id);
    this.raise(id, false);
    const left = this.chips.querySelectorAll("button");
    (left[place] ?? left[place - 1] ?? this.ways.querySelector("input:checked")).focus();
  }

  /** Python's answer: what holds now, and what would. */
  hear({ raised, now, then, points }) {
    if (!this.raised.size) return;
    this.#chips(raised);
    this.#outcomes(now, then, points);
    const changed = points && points !== "+0.0" ? `, score ${then.score}` : "";
    this.view.announce(`If raised: ${then.label}${changed}, gaps ${then.gaps}.`);
  }

  #outcomes(now, then = null, points = "") {
    const row = (title, was, becomes, more = "") =>
      h(
        "div",
        h("dt", title),
        h(
          "dd",
          h("span", { className: then ? "gp-was" : "" }, was),
          then && [
            h("span.gp-hidden", ", then "),
            h("span", { "aria-hidden": "true" }, " → "),
            h("strong", becomes),
            more && h("span.gp-note", ` ${more}`),
          ],
        ),
      );
    const fewer = then && then.gaps - now.gaps;
    this.result.className = `gp-outcomes t-${then?.tone ?? "none"}`;
    this.result.replaceChildren(
      h(
        "dl",
        row(
          "Recommendation",
          `${now.symbol} ${now.label}`,
          then && `${then.symbol} ${then.label}`,
          then && now.label === then.label ? "(no change)" : "",
        ),
        row("Score", now.score, then?.score, points && `(${points} points)`),
        row("Gaps", `${now.gaps}`, then && `${then.gaps}`, fewer ? `(${fewer > 0 ? "+" : "−"}${Math.abs(fewer)})` : ""),
      ),
      then && now.words !== then.words ? h("p", then.words) : "",
    );
  }
}
