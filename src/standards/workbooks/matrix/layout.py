"""Where everything stands, settled before the first cell is written, so that sheets can refer to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from standards.rubrics.model import Rubric
from standards.workbooks.choices import ChoiceList
from standards.workbooks.formulas import Block
from standards.workbooks.sheet import address, quoted

__all__ = [
    "CRITERIA",
    "DOMAINS",
    "KINDS",
    "LISTS",
    "MATRIX",
    "MEANS",
    "METHOD",
    "SCORED",
    "SUMMARY",
    "WEIGHTS",
    "Layout",
    "Working",
    "layout",
]

SUMMARY, MATRIX, DOMAINS, CRITERIA, METHOD, LISTS = "Summary", "Matrix", "Domains", "Criteria", "Method", "Lists"

_FIRST = (
    "rank",
    "program",
    "score",
    "rated",
    "applies",
    "met",
    "essential",
    "essential_rated",
    "essential_of",
    "advice",
)
_LAST = ("provider", "reviewer", "state", "reviews", "changed", "basis")
_FOLDED = ("earned", "attainable", "score_then", "rated_then", "met_then", "moved")
_LISTED = (
    "rated", "met", "below", "share", "gaps", "insufficient", "not_yet", "recused", "not_applicable", "note",
)  # fmt: skip
WEIGHTS, MEANS, SCORED = -5, -4, -3
"""Rows of the Domains sheet above its first program: the domains' weights, mean scores, and what these rest on."""
KINDS = ("mark", "counts", "earned", "attainable", "target", "essential", "essential_rated")
"""Working rows, for each level of the longest scale: what a cell has to hold, and what it then brings."""


@dataclass(frozen=True, slots=True)
class Working:
    """Rows with one column for each criterion, laid out like a row of the matrix."""

    top: int
    levels: int
    left: int = 1
    sheet: str = LISTS

    def row(self, kind: str, level: int) -> int:
        """Row of a kind at a level counted from 0."""
        return self.top + KINDS.index(kind) * self.levels + level

    def of(self, kind: str, first: int, last: int) -> str:
        """All levels of a kind, for the criteria from one position to another: Lists!$B$40:$F$42."""
        start = address(self.row(kind, 0), self.left + first)
        return f"{quoted(self.sheet)}!{start}:{address(self.row(kind, self.levels - 1), self.left + last)}"

    @property
    def applies_row(self) -> int:
        """One row: 1 for an essential criterion."""
        return self.top + len(KINDS) * self.levels

    def essential(self, last: int) -> str:
        """Which criteria are essential: Lists!$B$58:$AB$58."""
        start = address(self.applies_row, self.left)
        return f"{quoted(self.sheet)}!{start}:{address(self.applies_row, self.left + last)}"


@dataclass(frozen=True, slots=True)
class Layout:
    """Blocks of rows by what they hold."""

    matrix: Block
    criterion_columns: Mapping[str, int]
    """Column of each criterion on the matrix."""
    spans: tuple[tuple[int, int], ...]
    """First and last position of each domain's criteria, which stand side by side."""
    domains: Block
    criteria: Block
    choices: Mapping[str, Block]
    """Marks by scale name."""
    advice: Block
    """Words of recommendations and how many programs carry them."""
    states: Block
    """Chart data: criteria × programs of each domain by state."""
    working: Working

    def column(self, criterion: str) -> str:
        """A criterion's column of the matrix: Matrix!$K$12:$K$1011."""
        block = self.matrix
        col = self.criterion_columns[criterion]
        return f"{quoted(block.sheet)}!{address(block.top, col)}:{address(block.bottom, col)}"

    def level_key(self, word: str) -> str:
        """Key of the column on the Criteria sheet that counts a word."""
        return f"level {word}"


def layout(
    rubric: Rubric, programs: int, lists: Mapping[str, ChoiceList], words: Sequence[str], heads: Mapping[str, int],
    advice: int,
) -> Layout:  # fmt: skip
    """Settle all positions.

    Args:
        words: every word that a level may have, lowest first, scales one after the other.
        heads: first free row under each sheet's heading.
        advice: how many kinds of recommendation the Summary counts.
    """
    matrix_columns = _columns(_FIRST)
    start = len(matrix_columns)
    criterion_columns = {criterion.id: start + place for place, criterion in enumerate(rubric.criteria)}
    after = start + len(criterion_columns)
    matrix_columns |= {key: after + place for place, key in enumerate((*_LAST, *_FOLDED))}
    domain_keys = ("rank", "program", "score", *(f"domain {place}" for place in range(len(rubric.domains))))
    levels = (f"level {word}" for word in words)
    listed = ("id", "domain", "criterion", "kind", "weight", "target", *levels, *_LISTED, "order", "domain_no")
    row = heads[LISTS]
    choices = {}
    for name, item in lists.items():
        choices[name] = Block(LISTS, row + 2, len(item.choices), _columns(("mark", "word", "points", "meaning")))
        row = choices[name].bottom + 2
    advice_block = Block(LISTS, row + 2, advice, _columns(("word", "programs")))
    row = advice_block.bottom + 2
    states = ("domain", "no", "met", "below", *(key for key in _LISTED[5:9]))
    states_block = Block(LISTS, row + 2, len(rubric.domains), _columns(states))
    row = states_block.bottom + 2
    deepest = max(item.levels for item in lists.values())
    return Layout(
        matrix=Block(MATRIX, heads[MATRIX] + 4, programs, matrix_columns),
        criterion_columns=criterion_columns,
        spans=_spans(rubric),
        domains=Block(DOMAINS, heads[DOMAINS] + 7, programs, _columns(domain_keys)),
        criteria=Block(CRITERIA, heads[CRITERIA] + 1, len(rubric.criteria), _columns(listed)),
        choices=choices,
        advice=advice_block,
        states=states_block,
        working=Working(row + 2, deepest),
    )


def _columns(keys: Sequence[str]) -> dict[str, int]:
    return {key: index for index, key in enumerate(keys)}


def _spans(rubric: Rubric) -> tuple[tuple[int, int], ...]:
    found, start = [], 0
    for domain in rubric.domains:
        count = len(domain.criteria)
        found.append((start, start + count - 1))
        start += count
    return tuple(found)
