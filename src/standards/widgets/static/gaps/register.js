import { button, count, field, h, select } from "./dom.js";
import { SEVERITY, UNANSWERED, closedCard, gapCard } from "./gap.js";

const SOME = 50; // gaps drawn at a time

/** The gaps, worst first, as many as the filters let through, drawn some at a time. */
export class Register {
  constructor(view) {
    this.view = view;
    this.drawn = SOME;
    this.title = h("h2", { id: `${view.uid}-gaps`, tabIndex: -1 }, "Gaps, worst first");
    this.filters = h("div.gp-filters", { role: "group", "aria-label": "Show" });
    this.counted = h("p.gp-counted");
    this.list = h("ol.gp-list");
    this.more = h("p.gp-more");
    this.closed = h("div.gp-closed");
    this.el = h(
      "section.gp-register",
      { "aria-labelledby": `${view.uid}-gaps` },
      this.title,
      this.filters,
      this.counted,
      this.list,
      this.more,
      this.closed,
    );
  }

  /** Take in the register as it stands; filters keep what was chosen. */
  show(contents) {
    this.contents = contents;
    this.domains = new Map(contents.domains.map(({ id, title }) => [id, title]));
    this.#filters();
    this.draw();
    const { closed } = contents;
    this.closed.replaceChildren(
      ...(closed.length
        ? [
            h("h2", `Closed since: ${closed.length}`),
            h("p.gp-note", "There is an answer on these, and no gap any more."),
            h(
              "ol.gp-list",
              closed.map((one) => closedCard(one, this.domains.get(one.domain))),
            ),
          ]
        : []),
    );
  }

  #filters() {
    const { gaps, severities, statuses } = this.contents;
    const kept = Object.fromEntries(Object.entries(this.picks ?? {}).map(([key, pick]) => [key, pick.value]));
    const status = (gap) => gap.answer?.status ?? UNANSWERED;
    const some = (all, of) =>
      all.map((value) => [value, gaps.filter((gap) => of(gap) === value).length]).filter(([, n]) => n);
    const choice = (label, pairs, all) => {
      const pick = select([["", all], ...pairs], { onchange: () => this.#filtered() });
      return [pick, field(label, pick)];
    };
    const made = {
      severity: choice(
        "Severity",
        Object.keys(SEVERITY)
          .filter((name) => severities[name])
          .map((name) => [name, `${SEVERITY[name].join(" ")} (${severities[name]})`]),
        "All severities",
      ),
      domain: choice(
        "Domain",
        some([...this.domains.keys()], (gap) => gap.domain).map(([id, n]) => [id, `${this.domains.get(id)} (${n})`]),
        "All domains",
      ),
      status: choice(
        "Action status",
        some([UNANSWERED, ...statuses], status).map(([name, n]) => [name, `${name} (${n})`]),
        "Whatever the answer",
      ),
    };
    this.picks = Object.fromEntries(Object.entries(made).map(([key, [pick]]) => [key, pick]));
    for (const [key, value] of Object.entries(kept))
      if ([...this.picks[key].options].some((option) => option.value === value)) this.picks[key].value = value;
    this.filters.replaceChildren(...Object.values(made).map(([, labelled]) => labelled));
    this.filters.hidden = gaps.length < 2;
    this.keeps = (gap) =>
      (!this.picks.severity.value || gap.severity === this.picks.severity.value) &&
      (!this.picks.domain.value || gap.domain === this.picks.domain.value) &&
      (!this.picks.status.value || status(gap) === this.picks.status.value);
  }

  #filtered() {
    this.drawn = SOME;
    this.draw();
    this.view.announce(this.counted.textContent);
  }

  #clear() {
    for (const pick of Object.values(this.picks)) pick.value = "";
    this.#filtered();
    this.picks.severity.focus();
  }

  draw() {
    const { gaps, empty } = this.contents;
    const kept = gaps.filter(this.keeps);
    this.counted.textContent = gaps.length
      ? `${kept.length === gaps.length ? "" : `${kept.length} of `}${count(gaps.length, "gap")}`
      : `✓ ${empty}`;
    const shown = kept.slice(0, this.drawn);
    this.list.replaceChildren(...shown.map((gap) => gapCard(gap, this.domains.get(gap.domain), this.#box(gap))));
    this.list.hidden = !shown.length;
    const left = kept.length - shown.length;
    this.more.replaceChildren(
      ...(left ? [button(`Show ${Math.min(SOME, left)} more of ${left}`, () => this.#draw(shown.length))] : []),
      ...(gaps.length && !kept.length
        ? ["No gap is like that. ", button("Show all gaps", () => this.#clear())]
        : []),
    );
  }

  /** Draw more, and go on reading where the new ones begin. */
  #draw(from) {
    this.drawn = from + SOME;
    this.draw();
    const first = this.list.children[from].querySelector("h3");
    first.tabIndex = -1;
    first.focus();
  }

  #box(gap) {
    if (!gap.below) return null;
    const { whatIf } = this.view;
    const box = h("input", {
      type: "checkbox",
      checked: whatIf.raised.has(gap.id),
      onchange: () => whatIf.raise(gap.id, box.checked),
    });
    return h("label.gp-raise", box, `What if ${gap.id} were raised?`);
  }

  /** Show what is ticked, after “What if” changed it. */
  tick(raised) {
    for (const one of this.list.children) {
      const box = one.querySelector(".gp-raise input");
      if (box) box.checked = raised.has(one.dataset.id);
    }
  }
}
