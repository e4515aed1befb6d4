"""Lists: the words of every drop-down, and the working figures behind the charts and the rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from standards.workbooks.build import SheetBuilder
from standards.workbooks.choices import ABSENCES, MEANING_OF_ABSENCE, ChoiceList
from standards.workbooks.formulas import Block, count_if, sum_if
from standards.workbooks.gap.actions import EFFORTS, STATES
from standards.workbooks.gap.context import Context
from standards.workbooks.gap.figures import ZERO, DomainFigures, Line
from standards.workbooks.gap.inputs import GapReportInput
from standards.workbooks.gap.layout import LISTS
from standards.workbooks.gap.reasons import outcome_lines
from standards.workbooks.head import Head, head
from standards.workbooks.sheet import Column, Paper, Sheet
from standards.workbooks.text import name

__all__ = ["SEVERITY_WORDS", "bar_words", "lists_head", "lists_sheet"]

SEVERITY_WORDS = ("▲ Critical", "▲ Major", "△ Minor", "✓ Note")
_SEVERITY_MEANING = (
    "essential, at the scale's lowest level",
    "essential, otherwise below target or without sufficient evidence",
    "aspirational, below target or without sufficient evidence",
    "target reached, with something to do",
)
_STATE_MEANING = (
    "nobody has begun",
    "someone is at work",
    "the owner says it is done",
    "someone else has seen the closure evidence",
    "given up, with the reason under Accepted deviation",
)
_EFFORT_MEANING = ("small: hours to a few days", "medium: weeks", "large: months, or a decision by others")
_HINT = "Words that the drop-downs offer, what they count for, and the figures behind charts and rule."
_WIDE = 13
_MEANING = 9
"""Last column that a meaning may run over."""


def _columns(words: int) -> tuple[Column, ...]:
    return (Column(30), *(Column(14) for _ in range(max(13, words))))


def bar_words(lists: Mapping[str, ChoiceList]) -> tuple[str, ...]:
    """Every word a rating can have, lowest level first, scales one after the other, then the absences."""
    words = [choice.word for item in lists.values() for choice in item.choices if choice.code > 0]
    return (*dict.fromkeys(words), *ABSENCES.values())


def lists_head(inputs: GapReportInput) -> Head:
    """The sheet's head."""
    return head(inputs.rubric, inputs.program.title, "Lists and working figures", _HINT, _columns(0), _WIDE)


def lists_sheet(context: Context) -> Sheet:
    """Choices by scale, the other lists, figures by domain, counts for the chart."""
    layout = context.layout
    page = SheetBuilder(LISTS, _columns(len(layout.bars.columns)))
    context.heads[LISTS].write(page)
    for key, item in context.known.lists.items():
        _choices(page, layout.choices[key], item)
    _words(page, layout.states, "Action status", STATES, _STATE_MEANING)
    _words(page, layout.efforts, "Effort", EFFORTS, _EFFORT_MEANING)
    _words(page, layout.severities, "Severity", SEVERITY_WORDS, _SEVERITY_MEANING)
    _domains(page, context)
    _bars(page, context)
    _reasons(page, context)
    return page.sheet(paper=Paper(right=_WIDE), protected=True, tab="9AA5B1")


def _title(page: SheetBuilder, block: Block, text: str, headings: Sequence[str]) -> None:
    page.put(block.top - 2, 0, text, "heading")
    page.heights[block.top - 2] = 24
    styles = ["head", *["head center"] * (len(headings) - 1)]
    page.put_row(block.top - 1, 0, headings, styles)
    page.heights[block.top - 1] = 20


def _choices(page: SheetBuilder, block: Block, item: ChoiceList) -> None:
    title = f"Scale {item.number}: {name(item.scale.title)}"
    page.put(block.top - 2, 0, title, "heading")
    page.heights[block.top - 2] = 24
    styles = ("head", "head center", "head center", "head")
    page.put_row(block.top - 1, 0, ("Word", "Code", "Points", "Meaning"), styles)
    page.fill(block.top - 1, 4, _MEANING, "head")
    for index, choice in enumerate(item.choices):
        target = " (target)" if choice.level and choice.level.key == item.scale.target else ""
        meaning = choice.level.description + target if choice.level else MEANING_OF_ABSENCE[choice.word]
        page.put_row(
            block.top + index, 0, (choice.word, choice.code, choice.points, meaning), ("cell", "whole", "plain", "cell")
        )
        page.fill(block.top + index, 4, _MEANING, "cell")


def _words(page: SheetBuilder, block: Block, title: str, words: Sequence[str], meanings: Sequence[str]) -> None:
    _title(page, block, title, ("Word",))
    page.put(block.top - 1, 1, "Meaning", "head")
    page.fill(block.top - 1, 2, _MEANING, "head")
    for index, (word, meaning) in enumerate(zip(words, meanings, strict=True)):
        page.put_row(block.top + index, 0, (word, meaning), ("cell", "cell"))
        page.fill(block.top + index, 2, _MEANING, "cell")


_WORK = (
    "Domain", "No.", "Weight", "Earned", "Attainable", "Score", "Weight counted",
    "Score at lowest", "Score at highest", "Weight", "Points at lowest", "Points at highest", "Weight",
)  # fmt: skip


def _domains(page: SheetBuilder, context: Context) -> None:
    """Sums over each domain, and the ends that a rule about the mean of domain scores needs."""
    block, criteria = context.layout.domains, context.layout.criteria
    _title(page, block, "Figures by domain (rated criteria; then all that apply)", _WORK)
    page.heights[block.top - 1] = 32
    for index, domain in enumerate(context.known.domains):
        row, at = block.top + index, block.columns
        cell = {key: block.here(key, index) for key in at}
        where = [(criteria.all("domain_no"), cell["no"])]
        score = domain.score.score
        weight = float(domain.domain.weight)
        page.put(row, at["no"], domain.no, "whole")
        page.put(row, at["domain"], name(domain.domain.title), "cell wrap")
        page.put(row, at["weight"], weight, "plain")
        sums = {key: "=" + sum_if(criteria.all(key), where) for key in ("earned", "attainable")}
        page.formula(row, at["earned"], sums["earned"], float(score.earned), "plain")
        page.formula(row, at["attainable"], sums["attainable"], float(score.attainable), "plain")
        share = f"=IF({cell['attainable']}=0,0,{cell['earned']}/{cell['attainable']})"
        page.formula(row, at["share"], share, float(score.share or 0), "percent")
        counted = f"=IF({cell['attainable']}=0,0,{cell['weight']})"
        page.formula(row, at["counted"], counted, weight if score.share is not None else 0, "plain")
        for kind, unit, style in (("share", "attainable_all", "percent"), ("mean", "weight_all", "plain")):
            total = sum_if(criteria.all(unit), where)
            attainable = _attainable(domain, share=kind == "share")
            for end in ("low", "high"):
                earned = sum_if(criteria.all(f"earned_{end}"), where)
                points = sum((line.earned(_code(line, end)) for line in domain.lines), ZERO)
                value = float(points / attainable) if attainable else 0
                page.formula(row, at[f"{kind}_{end}"], f"=IF({total}=0,0,{earned}/{total})", value, style)
            text = f"=IF({total}=0,0,{cell['weight']})"
            page.formula(row, at[f"{kind}_weight"], text, weight if attainable else 0, "plain")


def _code(line: Line, end: str) -> int:
    return line.low if end == "low" else line.high


def _attainable(domain: DomainFigures, *, share: bool) -> Fraction:
    lines = [line for line in domain.lines if line.applies]
    return sum((line.criterion.weight * (line.score.top if share else 1) for line in lines), ZERO)


def _bars(page: SheetBuilder, context: Context) -> None:
    """How many criteria of each domain carry each word."""
    block, criteria = context.layout.bars, context.layout.criteria
    words = list(block.columns)[1:]
    _title(page, block, "Ratings by domain", ("Domain", *words))
    page.heights[block.top - 1] = 32
    lists = context.known.lists.values()
    for index, domain in enumerate(context.known.domains):
        row = block.top + index
        page.put(row, 0, name(domain.domain.title), "cell wrap")
        for word in words:
            parts = []
            for item in lists:
                code = next((choice.code for choice in item.choices if choice.word == word), None)
                if code is not None:
                    where = [(criteria.all("domain_no"), str(domain.no)), (criteria.all("scale_no"), str(item.number))]
                    parts.append(count_if([*where, (criteria.all("code"), str(code))]))
            count = sum(line.choices.word(line.code) == word for line in domain.lines)
            page.formula(row, block.columns[word], "=" + "+".join(parts), count, "whole")


def _reasons(page: SheetBuilder, context: Context) -> None:
    """The outcomes' texts in lines as long as the banner is wide; the Summary picks the ones it needs."""
    block = context.layout.reasons
    if not block.count:
        return
    page.put(block.top - 2, 0, "Texts of the outcomes, in lines for the banner", "heading")
    page.heights[block.top - 2] = 24
    headings = [f"Line {place}" for place in range(1, len(block.columns) + 1)]
    page.put_row(block.top - 1, 0, headings, ["head"] * len(headings))
    for index, lines in enumerate(outcome_lines(context.inputs.rubric)):
        page.put_row(block.top + index, 0, lines, ["cell"] * len(lines))
