"""A workbook as plain data: what is in which cell, before any writer has seen it.

Rows and columns are counted from 0, widths are in characters, heights in points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

__all__ = [
    "Cell",
    "Chart",
    "Choices",
    "Column",
    "Content",
    "Formula",
    "Link",
    "Paper",
    "Series",
    "Sheet",
    "Table",
    "Tint",
    "Workbook",
    "address",
    "column_name",
    "naive_utc",
    "quoted",
]


class Formula(NamedTuple):
    """A live formula together with the value our own engine computed for it.

    Whoever opens the file without recalculating (a preview, pandas, a protected view) reads the value.
    """

    text: str
    """Starts with an equals sign; English function names, comma between arguments."""
    value: str | int | float


class Link(NamedTuple):
    """Words that lead to another place."""

    text: str
    target: str
    """A web or mail address, or `#` and a cell, the sheet's name as it is: #Start here!A7."""


Content = str | int | float | date | datetime | Formula | Link | None


class Cell(NamedTuple):
    """One cell: what it holds and the name of its style."""

    content: Content
    style: str


@dataclass(frozen=True, slots=True)
class Column:
    """Width of one column; `level` above 0 folds it away as a working column."""

    width: float
    hidden: bool = False
    level: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A range with a header row, which screen readers and filters know about."""

    name: str
    """Unique in the workbook; begins with tbl, since names such as Criteria mean something to Excel."""
    top: int
    """Row of the headings."""
    bottom: int
    left: int
    right: int
    headings: tuple[str, ...]
    alt: str
    """What the table holds, for people who cannot see it."""


@dataclass(frozen=True, slots=True)
class Choices:
    """A drop-down list on a range of cells."""

    top: int
    left: int
    bottom: int
    right: int
    source: str
    """Range of the allowed words: =Lists!$A$5:$A$11."""
    title: str
    message: str
    """Shown when something else is typed."""
    strict: bool = True
    """False lets something else through after the message."""


@dataclass(frozen=True, slots=True)
class Tint:
    """A style that a range takes on while a formula is true."""

    top: int
    left: int
    bottom: int
    right: int
    when: str
    """Formula, written for the range's first cell."""
    style: str


@dataclass(frozen=True, slots=True)
class Series:
    """One row of bars. Either a solid fill or a pattern, never both."""

    name: str
    """Range of the cell that names it: =Lists!$C$30."""
    categories: str
    values: str
    fill: str = ""
    pattern: str = ""
    ink: str = "1F2933"
    label: str = ""
    """Number format of the labels; empty for none."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart that lies exactly on a span of columns."""

    row: int
    left: int
    right: int
    height: int
    """Pixels."""
    series: tuple[Series, ...]
    stacked: bool
    axis: str
    """Number format of the value axis; empty hides the axis."""
    alt: str
    top: float | None = None
    """Highest value on the axis; None leaves it to the program."""


@dataclass(frozen=True, slots=True)
class Paper:
    """How the sheet prints: A4 landscape."""

    right: int
    """Last column that prints."""
    fit: tuple[int, int] | None = (1, 0)
    """Pages wide and high, 0 for as many as needed; None uses `breaks`."""
    breaks: tuple[int, ...] = ()
    """Columns in front of which a new page begins; the scale makes the widest page fit."""
    top: int = 0
    """First row that prints."""
    header: tuple[str, str] | None = None
    """Title and a line below it at the top of every page, where the sheet's own head is not printed."""
    repeat_row: int | None = None
    repeat_columns: int = 0
    """How many columns at the left are printed on every page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    columns: tuple[Column, ...]
    heights: Mapping[int, float]
    paper: Paper
    freeze: tuple[int, int] = (0, 0)
    tables: tuple[Table, ...] = ()
    choices: tuple[Choices, ...] = ()
    tints: tuple[Tint, ...] = ()
    charts: tuple[Chart, ...] = ()
    protected: bool = False
    very_hidden: bool = False
    tab: str = ""
    """Colour of the tab."""
    texts: tuple[str, ...] = ()
    """Ranges in which numbers are meant as text, such as ids."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """Everything a file holds. The same workbook is always the same bytes."""

    title: str
    subject: str
    author: str
    keywords: str
    comments: str
    created: datetime
    """UTC, without time zone."""
    sheets: tuple[Sheet, ...]
    footer: tuple[str, str] = ("", "")
    """Left and right; the page number stands between them."""
    properties: Mapping[str, str] = field(default_factory=dict)
    """Custom document properties, always text: some programs turn whole numbers into fractions."""


@lru_cache(maxsize=512)
def column_name(col: int) -> str:
    """A, B … Z, AA for 0, 1 … 25, 26."""
    name = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, col: int, *, fixed: bool = True) -> str:
    """$B$7, or B7."""
    mark = "$" if fixed else ""
    return f"{mark}{column_name(col)}{mark}{row + 1}"


def quoted(name: str) -> str:
    """A sheet's name as a formula writes it: 'Gaps & actions'."""
    return name if name.isascii() and name.isalpha() else "'" + name.replace("'", "''") + "'"


def naive_utc(moment: datetime) -> datetime:
    """The moment in UTC without its zone and without fractions of a second, as a cell holds it."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return moment.replace(tzinfo=None, microsecond=0)
