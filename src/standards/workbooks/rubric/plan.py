"""Where every table of a rubric book stands, settled before the first cell is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from standards.rubrics.model import Rubric
from standards.workbooks.head import Head, head
from standards.workbooks.rubric.fields import WORDS, Field
from standards.workbooks.rubric.rows import Filled, filled_tables
from standards.workbooks.sheet import Column, column_name, quoted
from standards.workbooks.text import name

__all__ = ["LISTS", "LIST_COLUMNS", "START", "Placed", "Plan", "plan", "sheet_head"]

START, LISTS = "Start here", "Lists"
LIST_COLUMNS = (Column(30), Column(90))
_STRIP = 170.0
"""Characters that the status strip may span before it leaves the screen."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A table with its place on its sheet."""

    filled: Filled
    columns: tuple[Column, ...]
    head: Head

    @property
    def top(self) -> int:
        """Row of the headings."""
        return self.head.rows

    @property
    def bottom(self) -> int:
        """Last row, empty ones included."""
        return self.top + max(1, len(self.filled.rows) + self.filled.table.room)

    def range(self, col: int) -> str:
        """The cells of a column as a formula writes them: =Domains!$A$7:$A$24."""
        letter = column_name(col)
        return f"={quoted(self.filled.table.sheet)}!${letter}${self.top + 2}:${letter}${self.bottom + 1}"


@dataclass(frozen=True, slots=True)
class Plan:
    """The rubric and the places of its tables and lists."""

    rubric: Rubric
    placed: tuple[Placed, ...]
    """All tables but the guideline's own facts come as columns; those are one row to be turned."""
    lists: Head
    words: Mapping[str, int]
    """First row of each list of words on the sheet of lists."""

    def choices(self, field: Field) -> str:
        """The range of what a cell of that field may hold, empty where that is free."""
        table, colon, heading = field.words.partition(":")
        if not colon:
            first = self.words.get(field.words)
            last = (first or 0) + len(WORDS.get(field.words, ()))
            return f"={LISTS}!$A${first + 1}:$A${last}" if first is not None else ""
        for one in self.placed:
            if one.filled.table.name == table:
                return one.range([field.heading for field in one.filled.fields].index(heading))
        return ""


def plan(rubric: Rubric) -> Plan:
    """Place everything."""
    placed = tuple(_place(rubric, filled) for filled in filled_tables(rubric))
    lists = sheet_head(rubric, "Lists", "The words that the drop-downs offer.", LIST_COLUMNS)
    words, row = {}, lists.rows
    for title, found in WORDS.items():
        words[title] = row + 2
        row += len(found) + 3
    return Plan(rubric, placed, lists, words)


def _place(rubric: Rubric, filled: Filled) -> Placed:
    if not filled.table.room:
        columns: tuple[Column, ...] = (Column(20), Column(84), Column(62))
    else:
        columns = tuple(
            Column(field.width, hidden=place >= filled.used, level=int(place >= filled.used))
            for place, field in enumerate(filled.fields)
        )
    return Placed(filled, columns, sheet_head(rubric, filled.table.title, filled.table.hint, columns))


def sheet_head(rubric: Rubric, title: str, hint: str, columns: tuple[Column, ...]) -> Head:
    """The head of a sheet, as wide as the screen allows."""
    wide, right = 0.0, 0
    for place, column in enumerate(columns):
        wide += column.width
        if column.hidden or wide > _STRIP:
            break
        right = place
    return head(rubric, "Rubric book", name(title), hint, columns, right, first=START)
