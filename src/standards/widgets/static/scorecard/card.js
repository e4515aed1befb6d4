import { bring, button, clock, count, field, h } from "./dom.js";
import { Details } from "./details.js";

export const ABSENCES = [
  ["not yet", "Not yet"],
  ["not applicable", "N/A"],
  ["insufficient evidence", "Insufficient evidence"],
  ["recused", "Recused"],
];

/** Where a level lies from the target decides its tint, on any scale. */
export const tone = (rank, target) => (rank > target ? "top" : rank === target ? "met" : rank ? "mid" : "low");

/** Symbol and words of a rating, and its tint. */
export function said(criterion, rating) {
  const rank = criterion.levels.findIndex((level) => level.key === rating.level);
  if (rank >= 0)
    return {
      symbol: criterion.levels[rank].symbol,
      label: criterion.levels[rank].label,
      tone: tone(rank, criterion.target),
    };
  const none = { "not yet": "…", "not applicable": "–", "insufficient evidence": "?", recused: "×" };
  const label = rating.absence === "not yet" ? "Not yet rated" : ABSENCES.find(([key]) => key === rating.absence)[1];
  return { symbol: none[rating.absence], label, tone: rating.absence === "not yet" ? "" : "absent" };
}

/** One criterion: a shell with its heading at once, the rating when it comes near, the details when opened. */
export class Card {
  constructor(room, criterion) {
    Object.assign(this, { room, desk: room.desk, criterion, id: criterion.id, dom: `${room.uid}-${criterion.id}` });
    this.chip = h("span.sc-chip");
    this.heading = h("h3", { id: `${this.dom}-h` }, h("span.sc-id", criterion.id), " ", criterion.title);
    this.el = h("article.sc-card", { "aria-labelledby": this.heading.id }, this.heading);
  }

  /** Build the rating; cheap to call again. */
  fill() {
    if (this.filled) return this;
    this.filled = true;
    const { criterion } = this;
    const tags = [
      h("span.sc-tag", criterion.essential ? "▲ Essential" : "Aspirational"),
      criterion.weight !== "1" && h("span.sc-tag", `Weight ${criterion.weight}`),
      this.desk.card.probes[this.id]?.some(({ status }) => status === "dispute") &&
        h("span.sc-tag.t-mid", "△ Sources disagree"),
      this.chip,
    ];
    this.message = h("div.sc-message");
    this.more = h("button.sc-more", {
      type: "button",
      "aria-expanded": "false",
      onclick: () => this.open(this.more.ariaExpanded !== "true", true),
    });
    this.place = h("div");
    this.el.append(
      h("div.sc-tags", tags),
      h("p.sc-statement", criterion.statement),
      ...this.#probes(),
      this.#rating(),
      this.#aside(),
      this.message,
      this.more,
      this.place,
    );
    this.show();
    return this;
  }

  #probes() {
    const loud = (this.desk.card.probes[this.id] ?? []).filter(
      ({ status }) => status === "dispute" || status === "not met",
    );
    return loud.map((probe) => this.room.probe(probe));
  }

  #radio(value) {
    const input = h("input", { type: "radio", name: this.dom, value });
    this.radios.push(input);
    return input;
  }

  #rating() {
    const { criterion } = this;
    this.radios = [];
    const tiles = criterion.levels.map((level, rank) => {
      const ids = `${this.dom}-${rank}`;
      const input = this.#radio(`level:${level.key}`);
      const text = criterion.texts[level.key] || level.description;
      input.setAttribute("aria-labelledby", `${ids}l`);
      if (text) input.setAttribute("aria-describedby", `${ids}t`);
      return h(
        `label.sc-tile.t-${tone(rank, criterion.target)}`,
        h(
          "span.sc-level",
          input,
          h("span.sc-symbol", { "aria-hidden": "true" }, level.symbol),
          h("span", { id: `${ids}l` }, level.label),
          rank === criterion.target && h("span.sc-target", "target"),
          rank < 9 && h("kbd", { "aria-hidden": "true" }, `${rank + 1}`),
        ),
        h("span.sc-text", { id: `${ids}t` }, text),
      );
    });
    const pills = ABSENCES.filter(([key]) => key !== "not applicable" || criterion.na !== "not allowed").map(
      ([key, label]) => h("label.sc-pill", this.#radio(`absence:${key}`), label),
    );
    this.fieldset = h(
      "fieldset.sc-rating",
      h("legend.sc-hidden", `Rating of ${criterion.id} ${criterion.title}`),
      h("div.sc-tiles", { style: `--n: ${tiles.length}` }, tiles),
      h("div.sc-pills", pills),
    );
    this.fieldset.addEventListener("change", (event) => this.choose(event.target.value, this.room.arrow ? 350 : 0));
    return this.fieldset;
  }

  /** Rate: "level:met" or "absence:recused". Arrow keys pass through levels, so those wait a moment. */
  choose(value, wait = 0) {
    const [kind, key] = [value.slice(0, value.indexOf(":")), value.slice(value.indexOf(":") + 1)];
    this.open(true);
    this.desk.edit(this.id, kind === "level" ? { level: key, absence: null } : { level: null, absence: key }, wait);
  }

  /** Reason and acceptance, shown when the criterion is set aside. */
  #aside() {
    const approval = this.criterion.na === "with approval";
    this.reason = this.text("reason", h("input", { type: "text", autocomplete: "off" }));
    this.accepted = this.text("accepted_by", h("input", { type: "text", autocomplete: "off" }));
    this.reasonLabel = h("span");
    this.acceptedField = field(`Accepted by${approval ? " (needed)" : ""}`, this.accepted);
    this.aside = h("div.sc-aside", h("label.sc-field", this.reasonLabel, this.reason), this.acceptedField);
    return this.aside;
  }

  /** Tie a text input to a field of the rating. */
  text(name, input) {
    input.addEventListener("input", () => this.desk.edit(this.id, { [name]: input.value }, 600));
    input.addEventListener("blur", () => this.desk.flush(this.id));
    return input;
  }

  /** Open or close the details; one opened by hand stays open. */
  open(yes, byHand = false) {
    this.fill();
    if (byHand) this.pinned = yes;
    if (yes === (this.more.ariaExpanded === "true")) return;
    if (yes && !this.details) this.place.append((this.details = new Details(this)).el);
    this.more.ariaExpanded = `${yes}`;
    this.place.hidden = !yes;
    this.details.show(this.desk.rating(this.id));
  }

  /** Where the keyboard lands. */
  focus() {
    this.fill();
    const input = this.radios.find((radio) => radio.checked) ?? this.radios[0];
    if (input.disabled) this.heading.tabIndex = -1;
    (input.disabled ? this.heading : input).focus({ preventScroll: true });
    bring(this.el);
  }

  /** Make the card say what the desk says. */
  show() {
    if (!this.filled) return;
    const rating = this.desk.rating(this.id);
    const value = rating.level ? `level:${rating.level}` : `absence:${rating.absence}`;
    for (const radio of this.radios) {
      radio.checked = radio.value === value;
      radio.closest("label").classList.toggle("on", radio.checked);
    }
    this.fieldset.disabled = this.desk.finished;
    const { symbol, label, tone } = said(this.criterion, rating);
    this.chip.className = `sc-chip t-${tone || "none"}`;
    this.chip.textContent = `${symbol} ${label}`;
    this.el.dataset.tone = tone;
    const apart = rating.absence === "not applicable" || rating.absence === "recused";
    this.aside.hidden = !apart;
    this.acceptedField.hidden = rating.absence === "recused";
    this.reasonLabel.textContent =
      rating.absence === "recused" ? "Which conflict of interest" : "Why it does not apply (needed)";
    fillText(this.reason, rating.reason, this.desk.finished);
    fillText(this.accepted, rating.accepted_by, this.desk.finished);
    this.more.replaceChildren(h("span", "Rationale, evidence and guidance"), h("span.sc-note", summary(rating)));
    this.message.replaceChildren(...this.#messages());
    if (this.details && !this.place.hidden) this.details.show(rating);
  }

  #messages() {
    const conflict = this.desk.conflicts.get(this.id);
    const missing = this.desk.missing(this.id);
    return [
      missing && h("p.sc-warn", `△ ${missing}`),
      ...this.desk.failed(this.id).map((line) =>
        h(
          "div.sc-error",
          h(
            "p",
            h("strong", line.op === "rate" ? "▲ Not saved. " : `▲ Evidence “${line.body.evidence.title}” not saved. `),
            line.error.text,
            " What you typed is kept here.",
          ),
          h(
            "div.sc-actions",
            button("Try again", () => this.room.retry(line)),
            button("Give up this change", () => this.desk.discard(line)),
          ),
        ),
      ),
      conflict && this.#conflict(conflict),
    ].filter(Boolean);
  }

  #conflict({ theirs }) {
    const version = (title, rating, label) => {
      const { symbol, label: level } = said(this.criterion, rating);
      return h(
        "div.sc-version",
        h("h4", title),
        h("p", h("strong", `${symbol} ${level}`)),
        rating.rationale && h("p", `“${rating.rationale}”`),
        rating.action && h("p", `Action: ${rating.action}`),
        rating.evidence?.length > 0 && h("p", `Evidence: ${rating.evidence.join(", ")}`),
        button(label, () => this.desk.settle(this.id, rating)),
      );
    };
    return h(
      "div.sc-conflict",
      { role: "group", "aria-label": `Two versions of ${this.id}` },
      h(
        "p",
        h("strong", "△ Rated in two places. "),
        "While you were at it, this criterion was rated elsewhere. Theirs counts until you choose; the history keeps both.",
      ),
      h(
        "div.sc-versions",
        version(`Theirs: ${theirs.by}, ${clock(theirs.at)}`, theirs, "Keep theirs"),
        version("Yours", this.desk.rating(this.id), "Use mine"),
      ),
    );
  }
}

/** Show a text without disturbing the person who is typing it. */
export function fillText(input, text, readOnly) {
  input.readOnly = readOnly;
  if (input.value === text || (input.matches(":focus") && input.value.trim() === text.trim())) return;
  input.value = text;
}

function summary(rating) {
  const rationale = rating.rationale.length > 70 ? `${rating.rationale.slice(0, 68)}…` : rating.rationale;
  return [
    rationale && `“${rationale}”`,
    rating.evidence.length > 0 && count(rating.evidence.length, "item of evidence", "items of evidence"),
    rating.finding,
    rating.confidence && `${rating.confidence} confidence`,
  ]
    .filter(Boolean)
    .join(" · ");
}
