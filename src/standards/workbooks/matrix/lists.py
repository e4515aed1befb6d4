"""Lists: what the marks stand for, and the working rows that the formulas of the matrix look at."""

from __future__ import annotations

from collections.abc import Sequence

from standards.workbooks.build import SheetBuilder
from standards.workbooks.choices import MEANING_OF_ABSENCE, ChoiceList
from standards.workbooks.formulas import Block, sum_if
from standards.workbooks.head import Head, head
from standards.workbooks.matrix.context import Context
from standards.workbooks.matrix.inputs import PortfolioInput, programs_words
from standards.workbooks.matrix.layout import KINDS, LISTS
from standards.workbooks.matrix.marks import literal, mark
from standards.workbooks.sheet import Column, Content, Paper, Sheet
from standards.workbooks.text import name

__all__ = ["lists_head", "lists_sheet"]

_HINT = "What the marks of the Matrix stand for, and the working rows behind scores and charts."
_RIGHT = 12
_TITLES = {
    "mark": "Mark at level",
    "counts": "Counts as rated at level",
    "earned": "Weight × points at level",
    "attainable": "Weight × highest points, if at level",
    "target": "At target at level",
    "essential": "Essential and at target at level",
    "essential_rated": "Essential and rated at level",
}
_STATES = ("Domain", "No.", "At target", "Below target", "? Insufficient evidence", "… Not yet rated", "× Recused",
           "– Not applicable")  # fmt: skip


def _columns(criteria: int) -> tuple[Column, ...]:
    return (Column(34), Column(22), *(Column(13) for _ in range(max(_RIGHT, criteria))))


def lists_head(inputs: PortfolioInput) -> Head:
    """The sheet's head."""
    return head(
        inputs.portfolio.rubric,
        programs_words(len(inputs.portfolio)),
        "Lists and working figures",
        _HINT,
        _columns(0),
        _RIGHT,
    )


def lists_sheet(context: Context) -> Sheet:
    """Marks by scale, recommendations, criteria by state, working rows."""
    layout = context.layout
    page = SheetBuilder(LISTS, _columns(len(context.rubric.criteria)))
    context.heads[LISTS].write(page)
    for key, item in context.lists.items():
        _marks(page, layout.choices[key], item)
    _advice(page, context)
    _states(page, context)
    _working(page, context)
    return page.sheet(paper=Paper(right=_RIGHT), protected=True, tab="9AA5B1")


def _title(page: SheetBuilder, row: int, text: str, headings: Sequence[str]) -> None:
    page.put(row, 0, text, "heading")
    page.heights[row] = 24
    page.put_row(row + 1, 0, headings, ["head", *["head center"] * (len(headings) - 1)])


def _marks(page: SheetBuilder, block: Block, item: ChoiceList) -> None:
    _title(page, block.top - 2, f"Scale {item.number}: {name(item.scale.title)}", ("Mark", "Word", "Points"))
    page.put(block.top - 1, 3, "Meaning", "head")
    page.fill(block.top - 1, 4, _RIGHT, "head")
    for index, choice in enumerate(item.choices):
        target = " (target)" if choice.level and choice.level.key == item.scale.target else ""
        meaning = choice.level.description + target if choice.level else MEANING_OF_ABSENCE[choice.word]
        contents: tuple[Content, ...] = (mark(choice), choice.word, choice.points, meaning.strip())
        page.put_row(block.top + index, 0, contents, ("cell bold", "cell wrap", "plain", "cell"))
        page.fill(block.top + index, 4, _RIGHT, "cell")


def _advice(page: SheetBuilder, context: Context) -> None:
    """Counted from the matrix, so that a filtered or edited column is counted as it stands."""
    block = context.layout.advice
    _title(page, block.top - 2, "Recommendations at export", ("Recommendation", "Programs"))
    said = context.layout.matrix.all("advice")
    for index, (words, count) in enumerate(context.advice.items()):
        page.put(block.top + index, 0, words, "cell wrap")
        page.formula(block.top + index, 1, f"=SUMPRODUCT(({said}={literal(words)})*1)", count, "whole")


def _states(page: SheetBuilder, context: Context) -> None:
    block, criteria = context.layout.states, context.layout.criteria
    _title(page, block.top - 2, "Ratings by domain: programs × criteria", _STATES)
    spreads = context.portfolio.criteria
    for index, domain in enumerate(context.rubric.domains):
        here = [spread for spread in spreads if spread.domain == domain.id]
        counts = {
            "met": sum(spread.met for spread in here),
            "below": sum(spread.below for spread in here),
            "insufficient": sum(spread.absences["insufficient evidence"] for spread in here),
            "not_yet": sum(spread.absences["not yet"] for spread in here),
            "recused": sum(spread.absences["recused"] for spread in here),
            "not_applicable": sum(spread.absences["not applicable"] for spread in here),
        }
        row, at = block.top + index, block.columns
        page.put_row(row, 0, (name(domain.title), index + 1), ("cell wrap", "whole"))
        for key, count in counts.items():
            text = "=" + sum_if(criteria.all(key), [(criteria.all("domain_no"), str(index + 1))])
            page.formula(row, at[key], text, count, "whole")


def _working(page: SheetBuilder, context: Context) -> None:
    """What each level of each criterion brings; a shorter scale leaves its cells empty."""
    working, rubric = context.layout.working, context.rubric
    names = [criterion.id for criterion in rubric.criteria]
    _title(page, working.top - 2, "Working rows: what a mark brings, by criterion", ("", *names))
    for kind in KINDS:
        for level in range(working.levels):
            page.put(working.row(kind, level), 0, f"{_TITLES[kind]} {level + 1}", "cell")
    page.put(working.applies_row, 0, "Essential", "cell")
    for place, criterion in enumerate(rubric.criteria):
        col = working.left + place
        item, target = context.choices_of(criterion.id), context.target_code(criterion.id)
        page.put(working.applies_row, col, int(criterion.essential), "fold whole")
        for choice in item.choices:
            if not choice.level:
                continue
            reached = int(choice.code >= target)
            brings: dict[str, Content] = {
                "mark": mark(choice),
                "counts": 1,
                "earned": float(criterion.weight * choice.level.points),
                "attainable": float(criterion.weight * item.scale.top),
                "target": reached,
                "essential": reached * int(criterion.essential),
                "essential_rated": int(criterion.essential),
            }
            for kind, content in brings.items():
                style = "fold text" if kind == "mark" else "fold" if kind in ("earned", "attainable") else "fold whole"
                page.put(working.row(kind, choice.code - 1), col, content, style)
