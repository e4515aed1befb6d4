"""Panel agreement: who rated what, where they differed, and what was settled. Only in the report of a panel.

The reviewers' ratings stand as they were handed in; figures on this sheet are calculated at export and say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations

from standards.reviews.model import Rating
from standards.reviews.settling import Difference
from standards.rounding import percent
from standards.workbooks.answers import WORD_OF_ABSENCE, word_of
from standards.workbooks.build import SheetBuilder
from standards.workbooks.choices import NOT_YET, ChoiceList
from standards.workbooks.gap.context import Context
from standards.workbooks.gap.figures import Line
from standards.workbooks.gap.inputs import GapReportInput, PanelFacts
from standards.workbooks.gap.layout import AGREEMENT
from standards.workbooks.head import Head, head
from standards.workbooks.sheet import Column, Content, Link, Paper, Sheet, Table, Tint, column_name
from standards.workbooks.standard import STANDARD
from standards.workbooks.text import name

__all__ = ["agreement_head", "agreement_sheet"]

_LEAD = (("ID", 8.0), ("Criterion", 30.0))
_TAIL = (
    ("Spread", 8.0), ("Say the same", 12.0), ("Discussion", 16.0), ("Settled", 20.0), ("Why", 46.0), ("Dissent", 36.0),
)  # fmt: skip
_PERSON = 19.0
_BY_REVIEWER = ("Reviewer", "Rated", "Set aside", "At target", "Same as others")
_AGREED, _CHECK, _DISCUSS = "✓ Agreed", "△ Check", "▲ Discuss"
_FAR = 2
"""Steps apart from which a criterion is to be discussed."""
_HINT = (
    "Ratings as they were handed in, calculated at export. Spread is the distance between the lowest and the highest "
    "level in steps; “Say the same” is the share of pairs of reviewers with the same word. The consensus stands on "
    "Criteria and in every total."
)


def _columns(panel: PanelFacts) -> tuple[Column, ...]:
    widths = (*(w for _, w in _LEAD), *(_PERSON for _ in panel.ratings), *(w for _, w in _TAIL))
    return tuple(Column(width) for width in widths)


def agreement_head(inputs: GapReportInput) -> Head:
    """The sheet's head."""
    assert inputs.panel is not None
    columns = _columns(inputs.panel)
    return head(inputs.rubric, inputs.program.title, AGREEMENT, _HINT, columns, len(columns) - 1)


def agreement_sheet(context: Context) -> Sheet:
    """A row for each criterion, then a table by reviewer, then the decision."""
    panel = context.inputs.panel
    assert panel is not None
    page = SheetBuilder(AGREEMENT, _columns(panel))
    heading = context.heads[AGREEMENT]
    heading.write(page)
    top = heading.rows
    headings = (*(text for text, _ in _LEAD), *map(name, panel.ratings), *(text for text, _ in _TAIL))
    page.put_row(top, 0, headings, ["head"] * len(headings))
    for line in context.known.lines:
        _criterion(page, context, panel, top + line.no, line)
    bottom = top + len(context.known.lines)
    people = _reviewers(page, context, panel, bottom + 2)
    _decision(page, panel, people.bottom + 2)
    alt = "Each reviewer's rating of each criterion, how far apart they are, and what the panel settled on."
    return page.sheet(
        paper=Paper(right=len(headings) - 1),
        freeze=(top + 1, len(_LEAD)),
        tables=(Table("tblAgreement", top, bottom, 0, len(headings) - 1, headings, alt), people),
        tints=_tints(top + 1, bottom, len(_LEAD) + len(panel.ratings) + 2),
        tab="52606D",
        texts=(f"A{top + 2}:A{bottom + 1}",),
    )


def _decision(page: SheetBuilder, panel: PanelFacts, row: int) -> None:
    for offset, (label, text) in enumerate(panel.decision):
        page.put(row + offset, 1, label, "key")
        page.put(row + offset, 2, text, "text")


def _reviewers(page: SheetBuilder, context: Context, panel: PanelFacts, top: int) -> Table:
    page.put_row(top, 1, _BY_REVIEWER, ("head", *["head center"] * 4))
    lines = {line.criterion.id: line for line in context.known.lines}
    for row, (person, ratings) in enumerate(panel.ratings.items(), start=top + 1):
        given = [(lines[one.criterion], one) for one in ratings.values() if one.level]
        met = sum(line.choices.scale.rank(one.level or "") + 1 >= line.target for line, one in given)
        aside = sum(one.absence is not None for one in ratings.values())
        cells: tuple[Content, ...] = (name(person), len(given), aside, met, _same_as_others(panel, person))
        page.put_row(row, 1, cells, ("cell bold", "whole", "whole", "whole", "center"))
    bottom = top + len(panel.ratings)
    alt = "How many criteria each reviewer rated, set aside and saw at target, and how often they said the same."
    return Table("tblReviewers", top, bottom, 1, len(_BY_REVIEWER), _BY_REVIEWER, alt)


def _same_as_others(panel: PanelFacts, person: str) -> str:
    """Share of the pairs with this person in which both said the same; a dash without a pair."""
    pairs = [pair for found in panel.differences for pair in _pairs(found.ratings, person)]
    return percent(Fraction(sum(pairs), len(pairs))) if pairs else "–"


def _pairs(ratings: Mapping[str, Rating | None], person: str = "") -> list[bool]:
    """For each pair of people who rated: whether they said the same."""
    said = {who: (one.level, one.absence) for who, one in ratings.items() if one}
    return [said[one] == said[two] for one, two in combinations(said, 2) if not person or person in (one, two)]


def _criterion(page: SheetBuilder, context: Context, panel: PanelFacts, row: int, line: Line) -> None:
    found = next(one for one in panel.differences if one.criterion.id == line.criterion.id)
    pairs = _pairs(found.ratings)
    standard = context.heads[STANDARD].rows + 1 + line.no
    settled, why, dissent = panel.settled.get(line.criterion.id, ("", "", ""))
    words = (_word(found.ratings.get(person), line.choices) for person in panel.ratings)
    cells: tuple[tuple[Content, str], ...] = (
        (Link(line.criterion.id, f"#{STANDARD}!A{standard}"), "cell link"),
        (name(line.criterion.title), "cell wrap bold"),
        *((word, "cell wrap") for word in words),
        (found.spread, "whole"),
        (percent(Fraction(sum(pairs), len(pairs))) if pairs else "–", "center"),
        (_talk(found), "cell"),
        (settled, "cell wrap"),
        (why, "cell wrap"),
        (dissent, "cell wrap"),
    )
    for col, (content, style) in enumerate(cells):
        page.put(row, col, content, style)


def _word(rating: Rating | None, choices: ChoiceList) -> str:
    if rating is None:
        return choices.word(NOT_YET)
    return WORD_OF_ABSENCE[rating.absence] if rating.absence else word_of(rating, choices)


def _talk(found: Difference) -> str:
    if found.split or found.spread >= _FAR:
        return _DISCUSS
    return _AGREED if found.alike else _CHECK


def _tints(top: int, bottom: int, col: int) -> tuple[Tint, ...]:
    first = f"LEFT(${column_name(col)}{top + 1},1)"
    styles = {"▲": "tint essential", "△": "tint gap", "✓": "tint reached"}
    return tuple(Tint(top, col, bottom, col, f'={first}="{symbol}"', style) for symbol, style in styles.items())
