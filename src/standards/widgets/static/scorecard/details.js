import { button, count, field, h, link, moment, select } from "./dom.js";
import { fillText } from "./card.js";

/** Everything below the rating: what the reviewer writes, and how to judge. Built when first opened. */
export class Details {
  constructor(card) {
    Object.assign(this, { card, desk: card.desk, criterion: card.criterion });
    this.el = h(
      "div.sc-details",
      h("div", this.#judgement(), this.#evidence()),
      h("div", (this.guide = h("div", h("p.sc-note", "Guidance is on its way."))), this.#history()),
    );
  }

  #judgement() {
    const edit = (patch) => this.desk.edit(this.card.id, patch, 0);
    this.rationale = this.card.text("rationale", h("textarea", { rows: 4, "data-role": "rationale" }));
    this.confidence = select(
      [
        ["", "–"],
        ["low", "Low"],
        ["medium", "Medium"],
        ["high", "High"],
      ],
      { onchange: (e) => edit({ confidence: e.target.value || null }) },
    );
    const kinds = ["commendation", "recommendation", "requirement", "question"];
    this.finding = select([["", "None"], ...kinds.map((kind) => [kind, kind[0].toUpperCase() + kind.slice(1)])], {
      onchange: (e) => edit({ finding: e.target.value || null }),
    });
    this.action = this.card.text("action", h("textarea", { rows: 2 }));
    return [
      field(["Rationale ", h("span.sc-note", "why this level")], this.rationale),
      h("div.sc-row", field("Confidence", this.confidence), field("Finding", this.finding)),
      field(["Action ", h("span.sc-note", "for the program, or your question")], this.action),
    ];
  }

  #evidence() {
    this.list = h("div.sc-evidence");
    this.shown = null;
    this.form = h("div");
    this.adder = button("Add evidence", () => this.#openForm());
    this.group = h("fieldset.sc-plain", h("legend", "Evidence it rests on"), this.list);
    if (this.desk.shelf.get(`form/${this.card.id}`)) this.#openForm();
    return [this.group, this.adder, this.form];
  }

  /** Items that speak to this criterion first. */
  #items() {
    const mine = `${this.desk.card.rubric.id}:${this.card.id}`;
    const near = (item) => (item.criteria?.includes(mine) ? 0 : 1);
    return [...this.desk.evidence]
      .sort((a, b) => near(a) - near(b))
      .map((item) => {
        const dates = [
          item.type,
          item.dated && `dated ${item.dated}`,
          item.accessed && `accessed ${item.accessed}`,
          !near(item) && "suggested here",
        ];
        const box = h("input", { type: "checkbox", value: item.id, onchange: () => this.#tick() });
        return h(
          "div.sc-item",
          h("label", box, h("span", h("strong", item.id), ` ${item.title}`)),
          h(
            "p.sc-note",
            dates.filter(Boolean).join(" · "),
            item.locator && " · ",
            item.locator && link(item.locator, `look up ${item.id}`),
          ),
          item.quotation && h("blockquote", `“${item.quotation}”`),
        );
      });
  }

  #tick() {
    const evidence = [...this.list.querySelectorAll("input:checked")].map((box) => box.value);
    this.desk.edit(this.card.id, { evidence }, 0);
  }

  #openForm() {
    const kept = this.desk.shelf.get(`form/${this.card.id}`) ?? {};
    const inputs = {
      type: select(
        this.desk.card.types.map((type) => [type, type]),
        { value: "public page" },
      ),
      title: h("input", { type: "text" }),
      locator: h("input", { type: "text", placeholder: "Web address, file name, page or paragraph" }),
      dated: h("input", { type: "text", placeholder: "2024-05" }),
      accessed: h("input", { type: "date" }),
      quotation: h("textarea", { rows: 2 }),
    };
    for (const [name, input] of Object.entries(inputs)) if (kept[name]) input.value = kept[name];
    const read = () => Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.value.trim()]));
    const note = h("p.sc-warn", { hidden: true }, "△ Give the evidence a title.");
    const close = () => {
      this.form.replaceChildren();
      this.adder.hidden = false;
      this.adder.focus();
    };
    const keep = () => {
      note.hidden = !!read().title;
      if (!read().title) return inputs.title.focus();
      this.desk.shelf.drop(`form/${this.card.id}`);
      this.card.room.addEvidence(this.card.id, { ...read(), accessed: read().accessed || null });
      close();
    };
    this.adder.hidden = true;
    this.form.replaceChildren(
      h(
        "div.sc-form",
        {
          role: "group",
          "aria-label": `New evidence for ${this.card.id}`,
          oninput: () => this.desk.shelf.put(`form/${this.card.id}`, read()),
        },
        field("Title", inputs.title),
        h(
          "div.sc-row",
          field("Type", inputs.type),
          field("Dated, as known", inputs.dated),
          field("Accessed", inputs.accessed),
        ),
        field("Where to find it", inputs.locator),
        field("Quotation, word for word", inputs.quotation),
        note,
        h(
          "div.sc-actions",
          button("Keep this evidence", keep),
          button("Cancel", () => {
            this.desk.shelf.drop(`form/${this.card.id}`);
            close();
          }),
        ),
      ),
    );
    inputs.title.focus();
  }

  /** How to judge, as soon as it is here. */
  #guidance(guide) {
    const { criterion, desk } = this;
    const probes = desk.card.probes[criterion.id] ?? [];
    const quiet = probes.filter(({ status }) => status === "ok" || status === "unknown");
    const told = new Set(probes.flatMap((probe) => probe.facts));
    const facts = desk.card.program.facts.filter(
      (fact, index) => criterion.elements?.includes(fact.element) && !told.has(index),
    );
    const part = (title, ...content) =>
      content.some(Boolean) && [
        h("h4", title),
        content.map((piece) => (typeof piece === "string" ? h("p", piece) : piece)),
      ];
    const list = (items) =>
      items?.length > 0 &&
      h(
        "ul",
        items.map((item) => h("li", item)),
      );
    const source = guide.source ?? {};
    this.guide.replaceChildren(
      h(
        "div",
        part("How to read it", guide.guidance),
        part("How much is enough", guide.enough),
        part("What a program would normally show", list(guide.evidence)),
        part("Not a valid objection here", list(guide.invalid)),
        part("Machine check", ...quiet.map((probe) => this.card.room.probe(probe))),
        part("What the program publishes", facts.length > 0 && this.card.room.factList(facts)),
        part(
          "Source",
          h(
            "p",
            [source.title, source.clause].filter(Boolean).join(", "),
            ". ",
            source.address && link(source.address),
          ),
          h("p.sc-note", `Wording: ${guide.mark}.`, source.note && ` ${source.note}`),
        ),
      ),
    );
  }

  #history() {
    this.past = h("ol.sc-history");
    const unfold = (title, name, out) =>
      h(
        "details.sc-fold",
        { ontoggle: (event) => event.target.open && this.card.room.ask(name, this.card.id, out) },
        h("summary", title),
        out,
      );
    this.sum = h("p");
    return [unfold("How does this count?", "explain", this.sum), unfold("History", "history", this.past)];
  }

  /** Make the fields say what the rating says. */
  show(rating) {
    const { finished } = this.desk;
    fillText(this.rationale, rating.rationale, finished);
    fillText(this.action, rating.action, finished);
    this.confidence.value = rating.confidence ?? "";
    this.finding.value = rating.finding ?? "";
    for (const control of [this.confidence, this.finding, this.group, this.adder]) control.disabled = finished;
    if (!this.guided && this.desk.guide) this.#guidance((this.guided = this.desk.guide[this.criterion.id]));
    if (this.shown !== this.desk.evidence) this.list.replaceChildren(...this.#items());
    this.shown = this.desk.evidence;
    for (const box of this.list.querySelectorAll("input")) box.checked = rating.evidence.includes(box.value);
  }
}

/** Lines of a criterion's history. */
export const historyLines = (lines) =>
  lines.length
    ? lines.map((line) =>
        h(
          "li",
          h("strong", line.what),
          ` · ${line.by}, ${moment(line.at)}`,
          line.undone && " · taken back",
          line.text && h("p", line.text),
        ),
      )
    : [h("li", "Nothing recorded yet.")];
