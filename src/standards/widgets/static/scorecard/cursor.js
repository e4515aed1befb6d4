import { bring } from "./dom.js";

/** Where the reviewer is, and the ways to move and to rate from there. */
export class Cursor {
  constructor(room) {
    this.room = room;
    this.active = null;
  }

  /** Make a card the active one; the one before closes, and nothing under the pointer moves. */
  activate(card, open) {
    const before = this.active;
    if (before === card) return open ? card.open(true) : undefined;
    const top = card.el.getBoundingClientRect().top;
    this.active = card;
    before?.el.removeAttribute("data-active");
    if (before?.filled && !before.pinned) before.open(false);
    card.el.dataset.active = "true";
    if (open) card.open(true);
    if (this.room.filters.on) this.room.filters.apply(card);
    const shift = card.el.getBoundingClientRect().top - top;
    if (shift) scroller(this.room.el).scrollBy(0, shift);
  }

  #visible() {
    return [...this.room.cards.values()].filter((card) => !card.el.hidden);
  }

  #at(card) {
    if (!card) return;
    if (card.el.hidden) this.room.filters.clear();
    this.activate(card, true);
    card.focus();
  }

  step(by) {
    const cards = this.#visible();
    const at = cards.indexOf(this.active);
    this.#at(cards[at < 0 ? (by > 0 ? 0 : cards.length - 1) : Math.min(Math.max(at + by, 0), cards.length - 1)]);
  }

  nextOpen() {
    const cards = [...this.room.cards.values()];
    const start = cards.indexOf(this.active) + 1;
    const open = [...cards.slice(start), ...cards.slice(0, start)].find(
      (card) => this.room.desk.rating(card.id).absence === "not yet",
    );
    if (open) this.#at(open);
    else this.room.say("Every criterion is answered.");
  }

  go(event, id) {
    event.preventDefault();
    this.#at(this.room.cards.get(id));
  }

  goDomain(event, id) {
    event.preventDefault();
    const heading = this.room.sections.get(id).querySelector("h2");
    if (this.room.sections.get(id).hidden) this.room.filters.clear();
    bring(heading);
    heading.focus({ preventScroll: true });
  }

  toResult() {
    bring(this.room.panel.title);
    this.room.panel.title.focus({ preventScroll: true });
  }

  #now() {
    if (!this.active) this.step(1);
    return this.active;
  }

  level(rank) {
    const card = this.#now();
    const level = card.criterion.levels[rank];
    if (level) card.choose(`level:${level.key}`);
    else this.room.say(`${card.id} has ${card.criterion.levels.length} levels.`);
    card.focus();
  }

  absent(key) {
    const card = this.#now();
    if (key === "not applicable" && card.criterion.na === "not allowed")
      return this.room.say(`${card.id}: the guideline does not allow “not applicable” here.`);
    card.choose(`absence:${key}`);
    card.focus();
    if (key === "not applicable") card.reason.focus();
  }

  write() {
    this.#now().open(true);
    this.active.details.rationale.focus();
  }

  cite() {
    this.#now().open(true);
    (this.active.details.list.querySelector("input") ?? this.active.details.adder).focus();
  }
}

/** The nearest thing that scrolls. */
function scroller(el) {
  for (let node = el; node; node = node.parentElement) {
    if (node.scrollHeight > node.clientHeight && /auto|scroll/.test(getComputedStyle(node).overflowY)) return node;
  }
  return document.scrollingElement;
}
