import { button, h, select } from "./dom.js";

const SHOWS = [
  ["all", "All"],
  ["open", "Unrated"],
  ["gap", "Gaps"],
  ["essential", "Essential"],
];

/** Which criteria are in view. A card stays while someone works on it and leaves when they move on. */
export class Filters {
  constructor(room) {
    this.room = room;
    this.which = "all";
    this.domain = select([["", "All domains"], ...room.desk.card.domains.map(({ id, title }) => [id, title])], {
      "aria-label": "Domain",
      onchange: () => this.apply(),
    });
    this.text = h("input", {
      type: "search",
      placeholder: "Search criteria",
      "aria-label": "Search criteria",
      oninput: () => this.apply(),
    });
    this.buttons = SHOWS.map(([key, label]) =>
      button(
        label,
        () => {
          this.which = key;
          this.apply();
        },
        { "aria-pressed": `${key === "all"}` },
      ),
    );
    this.count = h("span.sc-note");
    this.el = h(
      "div.sc-filters",
      { role: "group", "aria-label": "Show" },
      this.buttons,
      this.domain,
      this.text,
      this.count,
    );
  }

  #keeps(card) {
    const { criterion, desk } = card;
    const rating = desk.rating(card.id);
    const rank = criterion.levels.findIndex((level) => level.key === rating.level);
    const passes = {
      all: true,
      open: rating.absence === "not yet",
      essential: criterion.essential,
      gap: (rank >= 0 && rank < criterion.target) || rating.absence === "insufficient evidence",
    };
    const words = `${card.id} ${criterion.title} ${criterion.statement} ${rating.rationale}`.toLowerCase();
    return (
      passes[this.which] &&
      (!this.domain.value || this.domain.value === criterion.domain.id) &&
      words.includes(this.text.value.toLowerCase())
    );
  }

  /** Whether anything is filtered out. */
  get on() {
    return this.which !== "all" || !!this.domain.value || !!this.text.value;
  }

  clear() {
    this.which = "all";
    this.domain.value = this.text.value = "";
    this.apply();
  }

  apply(staying = null) {
    const seen = new Set();
    let shown = 0;
    for (const card of this.room.cards.values()) {
      card.el.hidden = card !== staying && !this.#keeps(card);
      if (card.el.hidden) continue;
      shown += 1;
      seen.add(card.criterion.domain.id);
    }
    for (const [id, section] of this.room.sections) section.hidden = !seen.has(id);
    this.buttons.forEach((one, index) => {
      one.ariaPressed = `${SHOWS[index][0] === this.which}`;
    });
    this.count.textContent = this.on ? `${shown} of ${this.room.cards.size} shown` : "";
    this.room.empty.hidden = shown > 0;
  }
}
