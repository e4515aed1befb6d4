"""Method & provenance: how figures were worked out, the rule with its clauses, and where everything comes from."""

from __future__ import annotations

from collections.abc import Sequence

from standards.workbooks.build import SheetBuilder
from standards.workbooks.formulas import count_if
from standards.workbooks.gap.context import Context
from standards.workbooks.gap.inputs import GapReportInput
from standards.workbooks.gap.layout import METHOD
from standards.workbooks.gap.verdict import Verdict
from standards.workbooks.head import Head, head
from standards.workbooks.measure import wrapped
from standards.workbooks.sheet import Column, Content, Link, Paper, Sheet, Tint, naive_utc
from standards.workbooks.text import clean, name, web_address

__all__ = ["method_head", "method_sheet", "unchecked"]

_WIDTHS = (6, 36, 58, 34, 12, 12, 12, 8, 10, 9, 9, 20)
_RIGHT = len(_WIDTHS) - 1
_HINT = "How the figures come about, what the rule asks, and where texts, facts and ratings come from."
_OUTCOMES = ("No.", "Outcome", "What it means", "Now", "At lowest", "At highest", "Sign")
_CLAUSES = (
    "No.", "Outcome", "Condition", "What is measured", "Criteria that apply", "At lowest", "At highest", "Needs",
    "Bound", "Holds at lowest", "Holds at highest", "Verdict",
)  # fmt: skip
_FLIPS_SHOWN = 12
_AT_ONCE = "The overall score is worked out in the same way over all criteria at once."
_BY_DOMAIN = (
    "The overall score is the mean of the domain scores, weighted by the domains' weights; a domain without a rated "
    "criterion is left out."
)
_METHOD = """
A criterion earns weight × points of its level. A score is the sum earned, divided by the sum that the same criteria
would earn at the top of their scale. {overall}

Not applicable leaves every sum. Not yet rated, insufficient evidence and recused are left out as well, never counted as
zero; coverage says how much of the applicable weight a score rests on.

Conditions are tried twice: with every open rating at its lowest level and at its highest. A condition that holds at the
lowest holds whatever comes; one that fails at the highest fails; anything else is open.

An open gap is a criterion below its target, or without sufficient evidence. Critical: essential at the lowest level.
Major: essential, otherwise. Minor: aspirational. Note: target reached, with something to do.

Nothing is rounded before it is compared; figures are rounded half up for display. Comparisons here allow for the ninth
decimal, because a spreadsheet counts in binary fractions.

The workbench recommends; people decide. Probes inform the reviewer and never rate.
"""


def _columns() -> tuple[Column, ...]:
    return tuple(Column(width) for width in _WIDTHS)


def method_head(inputs: GapReportInput) -> Head:
    """The sheet's head."""
    return head(inputs.rubric, inputs.program.title, "Method and provenance", _HINT, _columns(), _RIGHT)


def unchecked(inputs: GapReportInput) -> int:
    """How many paraphrases have not been compared with the text they stand for."""
    rubric = inputs.rubric
    marks = [rubric.source_of(criterion).mark for criterion in rubric.criteria]
    return sum(mark is None or not mark.checked for mark in marks)


def method_sheet(context: Context) -> Sheet:
    """The change check, the rule, the method, the provenance, one below the other."""
    page = SheetBuilder(METHOD, _columns())
    context.heads[METHOD].write(page)
    verdict = Verdict(context.inputs, context.known, context.layout)
    _now(page, context, verdict)
    row = context.layout.now.bottom + 2
    if context.layout.outcomes.count:
        _outcomes(page, context)
        _clauses(page, context)
        row = (context.layout.clauses if context.clauses else context.layout.outcomes).bottom + 2
    row = _words(page, context, verdict, row)
    row = _method(page, context, row)
    _provenance(page, context.inputs, row)
    return page.sheet(paper=Paper(right=_RIGHT), tints=_tints(context), protected=True, tab="52606D")


def _section(page: SheetBuilder, row: int, title: str) -> int:
    page.put(row, 0, title, "heading rule")
    page.fill(row, 1, _RIGHT, "heading rule")
    page.heights[row] = 24
    return row + 1


def _now(page: SheetBuilder, context: Context, verdict: Verdict) -> None:
    """Has this file been changed since export? Figures at export beside figures now."""
    block, criteria, known = context.layout.now, context.layout.criteria, context.known
    at = block.columns
    _section(page, block.top - 2, "Has this file been changed since export?")
    page.put_row(block.top - 1, at["what"], ("Figure", "At export", "Now"), ["head"] * 3)
    essential = count_if([(criteria.all("gap"), "1"), (criteria.all("essential"), "1")])
    changed = f"=SUMPRODUCT(({criteria.all('code')}<>{criteria.all('exported')})*1)"
    share = context.inputs.card.overall.share
    rows: tuple[tuple[str, str, str | int | float, str], ...] = (
        ("Overall score", verdict.score_formula(), "–" if share is None else float(share), "value percent"),
        ("Recommendation", verdict.label_formula(), verdict.label, "value"),
        ("Open gaps", f"=SUM({criteria.all('gap')})", known.gaps, "value whole"),
        ("Essential gaps", f"={essential}", known.essential_gaps, "value whole"),
        ("Ratings changed since export", changed, 0, "value whole"),
    )
    for index, (what, text, value, style) in enumerate(rows):
        row = block.top + index
        page.put(row, at["what"], what, "cell bold")
        page.put(row, at["export"], value, style)
        page.formula(row, at["now"], text, value, style)


def _outcomes(page: SheetBuilder, context: Context) -> None:
    """The outcomes, best first: the first that holds is recommended."""
    block, clauses = context.layout.outcomes, context.layout.clauses
    _section(page, block.top - 2, "The decision rule: outcomes from best to worst; the first that holds is recommended")
    page.put_row(block.top - 1, 0, _OUTCOMES, ["head", "head", "head", "head", *["head center"] * 3])
    outcomes = context.inputs.rubric.rule.outcomes
    for index, outcome in enumerate(outcomes):
        row, no = block.top + index, block.here("no", index)
        mine = [clause for clause in context.clauses if clause.outcome == index + 1]
        page.put_row(row, 0, (index + 1, outcome.label, outcome.text), ("whole", "cell wrap bold", "cell wrap"))
        ends = {}
        for end in ("low", "high"):
            holds = all((clause.low if end == "low" else clause.high).holds for clause in mine)
            ends[end] = int(holds)
            where = [(clauses.all("no"), no), (clauses.all(f"holds_{end}"), "0")]
            text = f"=IF({count_if(where)}=0,1,0)" if mine else "=1"
            page.formula(row, block.columns[end], text, int(holds), "whole")
        low, high = block.here("low", index), block.here("high", index)
        said = "✓ holds" if ends["low"] else "… open" if ends["high"] else "▲ fails"
        page.formula(
            row, block.columns["verdict"], f'=IF({low}=1,"✓ holds",IF({high}=1,"… open","▲ fails"))', said, "cell"
        )
        symbol = "✓" if index == 0 else "▲" if index == len(outcomes) - 1 else "△"
        page.put(row, block.columns["symbol"], symbol, "center")


def _clauses(page: SheetBuilder, context: Context) -> None:
    """Each clause as one inequality."""
    block = context.layout.clauses
    if not context.clauses:
        return
    title = "Conditions: each figure with every open rating at its lowest and at its highest level"
    _section(page, block.top - 2, title)
    page.put_row(block.top - 1, 0, _CLAUSES, ["head"] * 4 + ["head center"] * 7 + ["head"])
    page.heights[block.top - 1] = 32
    labels = [outcome.label for outcome in context.inputs.rubric.rule.outcomes]
    for index, clause in enumerate(context.clauses):
        row, at = block.top + index, block.columns
        page.put_row(
            row, 0, (clause.outcome, labels[clause.outcome - 1], clause.words, clause.measured),
            ("whole", "cell wrap", "cell wrap", "cell wrap"),
        )  # fmt: skip
        page.formula(row, at["applies"], clause.applies_formula, clause.applies, "whole")
        page.formula(row, at["low"], clause.low.formula, clause.low.value, clause.style)
        page.formula(row, at["high"], clause.high.formula, clause.high.value, clause.style)
        page.put(row, at["sense"], clause.sense, "center")
        page.put(row, at["bound"], clause.bound, clause.style)
        page.formula(row, at["holds_low"], clause.low.holds_formula, int(clause.low.holds), "whole")
        page.formula(row, at["holds_high"], clause.high.holds_formula, int(clause.high.holds), "whole")
        n, low, high = (block.here(key, index) for key in ("applies", "holds_low", "holds_high"))
        text = f'=IF({n}=0,"– nothing applies",IF({low}=1,"✓ holds",IF({high}=1,"… open","▲ fails")))'
        page.formula(row, at["verdict"], text, clause.verdict, "cell")


def _words(page: SheetBuilder, context: Context, verdict: Verdict, row: int) -> int:
    """The recommendation in words (live), and how near the next outcome is (worked out at export)."""
    inputs = context.inputs
    recommendation = inputs.recommendation
    row = _section(page, row, "The recommendation in words")
    page.put(row, 1, "Now", "key")
    if inputs.rubric.rule.outcomes:
        page.formula(row, 2, verdict.words_formula(), verdict.words, "value")
    else:
        page.put(row, 2, recommendation.words, "value")
    row += 1
    note = inputs.rubric.rule.note
    facts = [("About the rule", note)] if note and inputs.rubric.rule.outcomes else []
    if recommendation.rise:
        facts.append(("Calculated at export", recommendation.rise.words))
    shown = [flip.words for flip in recommendation.flips[:_FLIPS_SHOWN]]
    if len(recommendation.flips) > _FLIPS_SHOWN:
        shown.append(f"… and {len(recommendation.flips) - _FLIPS_SHOWN} more single changes.")
    if shown:
        facts.append(("Calculated at export: single ratings that would change the outcome", "\n".join(shown)))
    elif recommendation.settled:
        facts.append(("Calculated at export", "No single rating would change the outcome."))
    for key, text in facts:
        page.put_row(row, 1, (key, text), ("key", "value"))
        row += 1
    return row + 1


def _method(page: SheetBuilder, context: Context, row: int) -> int:
    row = _section(page, row, "How scores are worked out")
    overall = _BY_DOMAIN if context.inputs.rubric.rule.average == "domains" else _AT_ONCE
    texts = _METHOD.format(overall=overall).split("\n\n")
    pixels = page.width(1, _RIGHT) - 20
    for text in texts:
        for line in wrapped(text.replace("\n", " ").strip(), pixels, 10):
            page.put(row, 1, line, "text")
            row += 1
    return row + 1


def _provenance(page: SheetBuilder, inputs: GapReportInput, row: int) -> None:
    row = _section(page, row, "Provenance")
    places = {"Program": inputs.program.address, "Source": inputs.rubric.source.address}
    for key, value in _facts(inputs):
        target = places.get(key, "")
        content: Content = Link(value, target) if web_address(target) else value
        style = "cell address" if isinstance(content, Link) else "value"
        page.put_row(row, 1, (key, content), ("key", style))
        row += 1


def _facts(inputs: GapReportInput) -> Sequence[tuple[str, str]]:
    """Everything needed to find out later what this report rests on; empty lines are left out."""
    rubric, program, review, source = inputs.rubric, inputs.program, inputs.review, inputs.rubric.source
    state = "finished" if inputs.finished else "in progress: this is an interim report"
    missing = unchecked(inputs)
    total = len(rubric.criteria)
    checked = (
        f"{missing} of {total} paraphrases not yet checked against the text"
        if missing
        else f"all {total} criteria are our own drafting or were compared with their source"
    )
    facts = [
        ("Program", f"{name(program.title)} ({program.id})"),
        ("Provider", name(program.provider)),
        ("Program page", program.address),
        ("Facts gathered", program.as_of.isoformat()),
        ("About these facts", program.notice),
        ("Program digest (SHA-256)", review.program_digest),
        ("Rubric", f"{name(rubric.title)}, version {rubric.version} ({rubric.name})"),
        ("Issuer", name(rubric.issuer)),
        ("Status", rubric.status.value),
        ("Published", rubric.published),
        ("Disclaimer", rubric.disclaimer),
        ("Source", source.title),
        ("Source address", source.address),
        ("Licence of the source", source.licence),
        ("Licence of our paraphrase", rubric.licence),
        ("Paraphrases", checked),
        ("About the source", source.note),
        ("Rubric digest (SHA-256)", rubric.digest),
        ("Review", f"{review.id}, {state}"),
        ("Reviewer", name(review.reviewer)),
        ("Review started (UTC)", naive_utc(review.started).isoformat(" ")),
        ("Report generated (UTC)", naive_utc(inputs.generated).isoformat(" ")),
        ("Made by", f"Standards Workbench {inputs.tool_version}"),
        ("Workbook code", inputs.identity.code),
        ("Texts", "a � stands for a character that a workbook cannot hold" if _damaged(inputs) else ""),
    ]
    return [(key, value) for key, value in facts if value]


def _damaged(inputs: GapReportInput) -> bool:
    """Whether a reviewer's text holds characters that a workbook cannot hold."""
    texts = (text for rating in inputs.ratings.values() for text in (rating.rationale, rating.action, rating.reason))
    return any("\ufffd" in clean(text) for text in texts)


def _tints(context: Context) -> tuple[Tint, ...]:
    found = []
    styles = {"✓": "tint reached", "▲": "tint essential", "…": "tint gap", "–": "tint out"}
    for block in (context.layout.outcomes, context.layout.clauses):
        if block.count:
            col, cell = block.columns["verdict"], block.here("verdict", 0)
            found += [
                Tint(block.top, col, block.bottom, col, f'=LEFT({cell},1)="{symbol}"', style)
                for symbol, style in styles.items()
            ]
    now = context.layout.now
    col, changed = now.columns["now"], now.here("now", now.count - 1)
    found.append(Tint(now.bottom, col, now.bottom, col, f"={changed}>0", "tint gap"))
    return tuple(found)
