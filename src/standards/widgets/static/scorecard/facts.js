import { h, link } from "./dom.js";

/** What is being judged, against what, and what the reader must know about both. */
export function heading({ rubric, program, review }) {
  const { source } = rubric;
  return h(
    "header.sc-head",
    h("h2.sc-title", program.title),
    h(
      "p.sc-sub",
      `${program.provider} · scored against `,
      h("strong", `${rubric.title}, version ${rubric.version}`),
      ` · reviewer ${review.reviewer}`,
    ),
    h(
      "div.sc-notices",
      { role: "note", "aria-label": "Please note" },
      h(
        "p",
        h("strong", "The guideline. "),
        rubric.disclaimer,
        ` Status: ${rubric.status}. Wording of the criteria: ${rubric.marks}.`,
      ),
      h("p", h("strong", "The program. "), program.notice),
    ),
    h(
      "div.sc-folds",
      h(
        "details.sc-fold",
        h("summary", `About the guideline: ${rubric.status}, issued by ${rubric.issuer}`),
        rubric.summary && h("p", rubric.summary),
        h("p", [source.title, source.clause].filter(Boolean).join(", "), " ", source.address && link(source.address)),
        h(
          "p",
          source.licence && `Licence of the source: ${source.licence}.`,
          ` Licence of our paraphrase: ${rubric.licence}.`,
        ),
        source.note && h("p", source.note),
        rubric.definitions.length > 0 &&
          h(
            "dl",
            rubric.definitions.flatMap(({ term, text }) => [h("dt", term), h("dd", text)]),
          ),
      ),
      factPanel(program),
    ),
  );
}

const name = (element) => {
  const words = element.replaceAll("_", " ");
  return words[0].toUpperCase() + words.slice(1);
};

/** Where a fact was read, as links. */
function sources(program, ids) {
  return ids.flatMap((id, position) => {
    const item = program.evidence.find((one) => one.id === id);
    return [
      position ? ", " : "",
      item && /^http/.test(item.locator) ? link(item.locator, `${id} ${item.title}`) : `${id} ${item?.title ?? ""}`,
    ];
  });
}

/** Facts with their sources. */
export const factList = (program, facts) =>
  h(
    "ul.sc-facts",
    facts.map((fact) =>
      h(
        "li",
        fact.statement,
        " ",
        h("span.sc-note", "Source: ", sources(program, fact.evidence), `; ${fact.mark_words}.`),
      ),
    ),
  );

/** All program facts, folded away. */
function factPanel(program) {
  return h(
    "details.sc-fold",
    h("summary", `Program facts: ${program.facts.length}, as of ${program.as_of}`),
    h(
      "div.sc-scroll",
      { tabIndex: 0, role: "region", "aria-label": "Program facts" },
      h(
        "table",
        h(
          "thead",
          h(
            "tr",
            ["Element", "What is published", "Source"].map((title) => h("th", { scope: "col" }, title)),
          ),
        ),
        h(
          "tbody",
          program.facts.map((fact) =>
            h(
              "tr",
              h("th", { scope: "row" }, name(fact.element)),
              h("td", fact.statement),
              h("td", sources(program, fact.evidence), h("span.sc-note", ` ${fact.mark_words}`)),
            ),
          ),
        ),
      ),
    ),
  );
}

const PROBES = {
  dispute: ["△", "sources disagree", "mid"],
  "not met": ["▲", "not what is asked", "low"],
  ok: ["✓", "as asked", "met"],
  unknown: ["–", "nothing on file", "none"],
};

/** What a machine found, clearly marked as such. */
export function probeBox(program, probe) {
  const [symbol, words, tone] = PROBES[probe.status];
  return h(
    `div.sc-probe.t-${tone}`,
    { role: "note", "aria-label": `Machine finding: ${words}` },
    h(
      "p",
      h("strong", `${symbol} Machine finding: ${words}. `),
      probe.text,
      " ",
      h("span.sc-note", "It informs you and rates nothing."),
    ),
    probe.facts.length > 0 &&
      factList(
        program,
        probe.facts.map((index) => program.facts[index]),
      ),
  );
}
