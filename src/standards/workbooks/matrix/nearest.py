"""Two short lists of the Summary: the criteria most often missed, and the programs nearest to their next outcome."""

from __future__ import annotations

from collections.abc import Sequence

from standards.rounding import percent
from standards.scoring.words import name_list
from standards.workbooks.build import SheetBuilder
from standards.workbooks.formulas import number
from standards.workbooks.matrix.context import Context
from standards.workbooks.matrix.marks import advice_words, outcome_words
from standards.workbooks.matrix.page import LEFT, RIGHT, pixels
from standards.workbooks.measure import fitted
from standards.workbooks.text import cut, name

__all__ = ["closest_table", "missed_table"]

_SHOWN = 5
_LONG = 200
"""Characters after which a text is cut before it is measured."""
_NONE = "No open gap in what has been rated."
_PROFILE = "This guideline describes a profile; it has no pass or fail."
_NEAR = "No program has a next outcome to reach: the rest are undecided, or at the best one."


def _heads(page: SheetBuilder, row: int, title: str, headings: Sequence[tuple[int, str, str]]) -> None:
    page.put(row, LEFT, title, "heading")
    page.heights[row] = 22
    for col, text, style in headings:
        page.put(row + 1, col, text, style)
    page.fill(row + 1, LEFT, RIGHT, "head")
    page.heights[row + 1] = 20


def missed_table(page: SheetBuilder, context: Context, row: int) -> int:
    """Five criteria, live: the order follows the open gaps on the Criteria sheet."""
    columns = {"id": LEFT, "criterion": LEFT + 1, "domain": 6, "gaps": 8, "rated": 9, "share": RIGHT}
    headings = (
        (LEFT, "ID", "head"), (LEFT + 1, "Criterion", "head"), (6, "Domain", "head"),
        (8, "Open gaps", "head center"), (9, "Rated", "head center"), (RIGHT, "Share at target", "head center"),
    )  # fmt: skip
    _heads(page, row, "Criteria most often missed (live: follows the marks)", headings)
    block, rubric = context.layout.criteria, context.rubric
    missed = context.portfolio.most_missed(_SHOWN)
    for index in range(_SHOWN):
        values: dict[str, str | float] = dict.fromkeys(columns, "")
        if index < len(missed):
            spread = missed[index]
            share = "–" if spread.share is None else float(spread.share)
            domain = name(rubric.domain_of[spread.criterion].title)
            values = {"id": spread.criterion, "criterion": name(spread.title), "domain": domain, "gaps": spread.gaps,
                      "rated": spread.rated, "share": share}  # fmt: skip
        elif index == 0:
            values["criterion"] = _NONE
        here = row + 2 + index
        place = f"MATCH({number(index + 1)},{block.all('order')},0)"
        for key, col in columns.items():
            missing = f'"{_NONE}"' if key == "criterion" and index == 0 else '""'
            style = {"criterion": "cell bold", "gaps": "whole", "rated": "whole", "share": "percent"}.get(key, "cell")
            page.formula(here, col, f"=IFERROR(INDEX({block.all(key)},{place}),{missing})", values[key], style)
        page.fill(here, LEFT, RIGHT, "cell")
        page.heights[here] = 18.5
    end = row + 2 + _SHOWN
    page.heights[end] = 6
    return end + 1


def closest_table(page: SheetBuilder, context: Context, row: int) -> int:
    """Programs that need the fewest raised ratings, worked out at export: a search, which no formula does."""
    headings = (
        (LEFT, "Score", "head center"), (LEFT + 1, "Program", "head"), (5, "Now", "head"), (7, "Next", "head"),
        (9, "Raise", "head"),
    )  # fmt: skip
    _heads(page, row, "Programs closest to their next outcome (calculated at export)", headings)
    rubric = context.rubric
    found = context.portfolio.closest(_SHOWN)
    here = row + 2
    for standing in found:
        rise = standing.recommendation.rise
        if rise is None:
            continue
        share = standing.share
        next_words = outcome_words(rubric, rubric.rule.outcomes.index(rise.outcome))
        count = len(rise.criteria)
        raised = f"{count}: {name_list(rise.criteria, 5)}"
        page.put(here, LEFT, "–" if share is None else percent(share), "center")
        page.put(here, LEFT + 1, fitted(cut(name(standing.title), _LONG), pixels(2, 4), 10, bold=True), "cell bold")
        page.put(here, 5, fitted(cut(advice_words(rubric, standing.recommendation), _LONG), pixels(5, 6)), "cell")
        page.put(here, 7, fitted(cut(next_words, _LONG), pixels(7, 8)), "cell")
        page.put(here, 9, fitted(raised, pixels(9, RIGHT)), "cell")
        page.fill(here, LEFT, RIGHT, "cell")
        page.heights[here] = 18.5
        here += 1
    if not found:
        page.put(here, LEFT, _NEAR if rubric.rule.outcomes else _PROFILE, "cell")
        page.fill(here, LEFT, RIGHT, "cell")
        here += 1
    page.heights[here] = 6
    return here + 1
