import { address, button, h, served } from "./dom.js";
import { said } from "./card.js";

const VERDICTS = { holds: ["✓", "holds"], fails: ["▲", "does not hold"], open: ["○", "open"] };
const SEVERITIES = [
  ["critical", "▲"],
  ["major", "▲"],
  ["minor", "△"],
  ["note", "–"],
];

/** The bar that stays in view: how far, what score, which way it points, and whether all is saved. */
export class Bar {
  constructor(room) {
    this.room = room;
    this.progress = h("progress");
    this.done = h("span");
    [this.score, this.rests, this.label, this.gaps] = ["strong", "small", "strong", "strong"].map((tag) => h(tag));
    this.gapNote = h("small");
    this.words = h("small");
    this.status = h("p.sc-status", { role: "status" });
    this.banner = h("div.sc-banner", { role: "alert" });
    this.undo = button("Undo", () => room.closing.undo());
    this.finish = button("Finish…", () => room.closing.finish());
    this.report = button("Download gap report", () => room.closing.report());
    const figure = (title, ...parts) => h("div.sc-figure", h("span", title), ...parts);
    this.el = h(
      "div.sc-bar",
      { role: "region", "aria-label": "Progress and result" },
      this.banner,
      h(
        "div.sc-figures",
        h("label.sc-figure", h("span", "Progress"), this.done, this.progress),
        figure("Score", this.score, this.rests),
        figure("Recommendation", this.label, this.words),
        figure("Gaps", this.gaps, this.gapNote),
      ),
      h(
        "div.sc-strip",
        this.status,
        h(
          "div.sc-actions",
          this.undo,
          this.finish,
          this.report,
          button("Result", () => room.cursor.toResult()),
          button("Keys", () => room.closing.help(), { "aria-haspopup": "dialog" }),
        ),
      ),
    );
  }

  show(result) {
    const { desk } = this.room;
    this.progress.max = result.total;
    this.progress.value = result.answered;
    this.done.textContent = `${result.answered} of ${result.total} answered${desk.finished ? " · ✓ Finished" : ""}`;
    this.score.textContent = result.score;
    this.rests.textContent = result.coverage;
    this.label.textContent = `${result.symbol} ${result.label}`;
    this.words.textContent = result.brief;
    this.gaps.textContent = `${result.gaps.total}`;
    this.gapNote.textContent = `${result.gaps.critical} critical, ${result.gaps.major} major`;
    this.undo.disabled = !desk.undo || desk.finished;
    this.undo.title = desk.undo ? `Take back: ${desk.undo}` : "";
    this.finish.textContent = desk.finished ? "Reopen…" : "Finish…";
    this.el.dataset.finished = `${desk.finished}`;
  }

  say(words) {
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  /** A message that needs an answer; empty to clear. */
  warn(...content) {
    const key = content.map((piece) => piece.textContent ?? piece).join("");
    if (key !== this.warned) this.banner.replaceChildren(...content);
    this.warned = key;
  }
}

/** The result in full: recommendation and why, what would change it, domains, gaps. */
export class Panel {
  constructor(room) {
    this.room = room;
    this.body = h("div");
    this.sum = h("p");
    this.sums = h("div");
    this.title = h("h2", { tabIndex: -1 }, "Result");
    this.why = this.#fold("How was the score worked out?", ["overall"], this.sum);
    this.whyDomains = this.#fold(
      "How were the domain scores worked out?",
      room.desk.card.domains.map(({ id }) => id),
      this.sums,
    );
    this.twin = h("details.sc-fold", h("summary", "Domains as a table"));
    this.el = h("section.sc-result", { "aria-label": "Result" }, this.title, this.body);
  }

  #fold(title, names, out) {
    const ask = (event) => event.target.open && this.room.ask("explain", names, out);
    return h("details.sc-fold", { ontoggle: ask }, h("summary", title), out);
  }

  show(result) {
    const { trace, margin } = result;
    const focused = this.el.contains(document.activeElement) && document.activeElement.textContent;
    this.body.replaceChildren(
      h(
        "div",
        h(
          `div.sc-outcome.t-${result.tone}`,
          h("p", h("strong", `${result.symbol} ${result.label}`)),
          h("p", result.words),
        ),
        h("h3", "Score"),
        h("p", h("strong.sc-big", result.score), ` ${result.coverage}`),
        this.why,
        trace.length > 0 && [h("h3", "Why this recommendation"), this.#trace(trace)],
        margin.length > 0 && [
          h("h3", "What would change it"),
          h(
            "ul",
            margin.map((words) => h("li", words)),
          ),
        ],
        h("h3", "Domains: score against target"),
        this.#bars(result),
        this.#table(result.domains),
        this.whyDomains,
        h("h3", `Gaps: ${result.gaps.total}`),
        this.#gaps(result.gaps),
        served() &&
          h("p.sc-onward", h("a", { href: address("gaps", this.room.desk.card.review.id) }, "Gaps and Excel →")),
      ),
    );
    if (focused)
      [...this.el.querySelectorAll("a, summary, h2")]
        .find((one) => one.textContent === focused)
        ?.focus({ preventScroll: true });
    for (const fold of [this.why, this.whyDomains]) if (fold.open) fold.dispatchEvent(new Event("toggle"));
  }

  #trace(trace) {
    return h(
      "ol.sc-trace",
      trace.map(({ label, verdict, clauses }) =>
        h(
          "li",
          h("strong", label),
          clauses.length ? ` ${VERDICTS[verdict][0]} ${VERDICTS[verdict][1]}` : " otherwise",
          h(
            "ul",
            clauses.map((clause) =>
              h(
                "li",
                { "data-verdict": clause.verdict },
                h("span", { "aria-hidden": "true" }, VERDICTS[clause.verdict][0]),
                h(
                  "span",
                  `${clause.words}: ${VERDICTS[clause.verdict][1]}. `,
                  h("span.sc-note", `Found: ${clause.value}.`),
                ),
              ),
            ),
          ),
        ),
      ),
    );
  }

  #bars(result) {
    const figure = h("div.sc-bars");
    figure.append(new DOMParser().parseFromString(result.bars, "image/svg+xml").documentElement);
    return figure;
  }

  #table(domains) {
    const head = ["Domain", "Score", "Target", "Answered", "Gaps"].map((title) => h("th", { scope: "col" }, title));
    const rows = domains.map((row) =>
      h(
        "tr",
        h(
          "th",
          { scope: "row" },
          h("a", { href: "#", onclick: (event) => this.room.cursor.goDomain(event, row.id) }, row.title),
        ),
        [row.score, row.target, `${row.answered} of ${row.total}`, `${row.gaps}`].map((text) => h("td", text)),
      ),
    );
    this.twin.replaceChildren(
      this.twin.firstChild,
      h("div.sc-scroll", h("table", h("thead", h("tr", head)), h("tbody", rows))),
    );
    return this.twin;
  }

  #gaps(gaps) {
    if (!gaps.total) return [h("p", "No gaps in what has been rated.")];
    return SEVERITIES.filter(([name]) => gaps[name])
      .flatMap(([name, symbol]) => [
        h("h4", `${symbol} ${name[0].toUpperCase()}${name.slice(1)}: ${gaps[name]}`),
        h(
          "ul.sc-gaps",
          gaps.list.filter(([, severity]) => severity === name).map(([id]) => this.#gap(id)),
        ),
      ])
      .concat(
        gaps.total > gaps.list.length
          ? [h("p.sc-note", `The first ${gaps.list.length} of ${gaps.total}; the report lists all.`)]
          : [],
      );
  }

  #gap(id) {
    const { desk } = this.room;
    const criterion = desk.criteria.get(id);
    const { symbol, label } = said(criterion, { ...desk.rating(id) });
    return h(
      "li",
      h("a", { href: "#", onclick: (event) => this.room.cursor.go(event, id) }, `${id} ${criterion.title}`),
      h("span.sc-note", ` ${symbol} ${label} → ${criterion.levels[criterion.target].label}`),
    );
  }
}
