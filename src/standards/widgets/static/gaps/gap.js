import { count, h } from "./dom.js";

export const SEVERITY = {
  critical: ["▲", "Critical"],
  major: ["▲", "Major"],
  minor: ["△", "Minor"],
  note: ["–", "Note"],
};
export const UNANSWERED = "No answer yet";

const ABOUT = [
  ["milestone", "Milestone"],
  ["owner", "Owner"],
  ["due", "Due"],
  ["effort", "Effort"],
  ["deviation", "Accepted deviation"],
  ["closure", "Closure evidence"],
  ["verified", "Verified by"],
];
const LONG = 420; // characters shown before a text folds

/** A text of any length: what is long folds after its beginning. */
export function prose(text) {
  if (text.length <= LONG) return h("span.gp-text", text);
  const start = text.slice(0, LONG - 120).trimEnd();
  return h("details.gp-long", h("summary", `${start} …`), h("span.gp-text", text));
}

/** Title and text of a definition list. */
export const fact = (title, ...parts) => h("div", h("dt", title), h("dd", parts));

/** What the provider says, with everything that was filled in. */
export function answerBox(answer) {
  if (!answer) return null;
  return h(
    "div.gp-answer",
    h("p", h("strong", "The provider’s answer"), h("span.gp-status", answer.status)),
    answer.reply && h("p", prose(answer.reply)),
    h(
      "dl",
      ABOUT.filter(([key]) => answer[key]).map(([key, title]) => fact(title, prose(answer[key]))),
    ),
  );
}

/** One gap of the register. The box at its foot belongs to “What if”. */
export function gapCard(gap, domain, box) {
  const [symbol, word] = SEVERITY[gap.severity];
  return h(
    `li.gp-gap.s-${gap.severity}`,
    { "data-id": gap.id },
    h(
      "div.gp-top",
      h("span.gp-chip", `${symbol} ${word}`),
      h("h3", h("span.gp-id", gap.id), " ", gap.title),
      h("span.gp-domain", `${domain} · ${gap.essential ? "essential" : "aspirational"}`),
    ),
    h(
      "p.gp-move",
      h("strong", gap.now),
      h("span", { "aria-hidden": "true" }, " → "),
      h("span.gp-hidden", " instead of "),
      h("strong", gap.target),
      gap.finding && h("span.gp-note", ` · ${gap.finding}`),
      h("span.gp-note", ` · urgency: ${gap.urgency.toLowerCase()}`),
    ),
    h(
      "dl",
      fact("Seen", gap.seen ? prose(gap.seen) : h("span.gp-note", "Nothing written down.")),
      fact("Asked for", gap.action ? prose(gap.action) : h("span.gp-note", `Reach “${gap.target}”.`)),
      gap.evidence.length > 0 &&
        fact(
          "Evidence",
          h(
            "details",
            h("summary", count(gap.evidence.length, "piece")),
            h(
              "ul",
              gap.evidence.map((title) => h("li", title)),
            ),
          ),
        ),
    ),
    answerBox(gap.answer),
    box,
  );
}

/** A criterion with an answer and no gap any more. */
export function closedCard(one, domain) {
  return h(
    "li.gp-gap.s-closed",
    { "data-id": one.id },
    h(
      "div.gp-top",
      h("span.gp-chip", "✓ No gap"),
      h("h3", h("span.gp-id", one.id), " ", one.title),
      h("span.gp-domain", domain),
    ),
    h("p.gp-move", "Now: ", h("strong", one.now)),
    answerBox(one.answer),
  );
}
