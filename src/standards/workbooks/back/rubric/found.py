"""Tables found by their headings, on whatever sheet and in whatever order, and their rows read."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from standards.workbooks.back.book import Book, Held, Page
from standards.workbooks.back.rubric.notes import Notes, Place
from standards.workbooks.back.rubric.typed import is_empty, read
from standards.workbooks.identity import SHEET
from standards.workbooks.rubric.fields import LEVEL, Field, Steps, Table, level_field
from standards.workbooks.rubric.tables import GUIDELINE, TABLES
from standards.workbooks.sheet import address

__all__ = ["Found", "Row", "find_tables", "plain"]


def plain(text: object) -> str:
    """A heading without the differences that do not count: case and blanks."""
    return " ".join(str(text).split()).casefold()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: what was typed, and where each value stands or would stand."""

    values: Mapping[Steps, Any]
    places: Mapping[Steps, Place]
    anchor: Place


@dataclass(frozen=True, slots=True)
class Found:
    """One table on one page."""

    table: Table
    number: int
    page: Page
    top: int
    bottom: int
    columns: Mapping[int, Field]
    """Fields by column, without those that are not read."""

    def place(self, row: int, col: int, words: str = "") -> Place:
        """A cell of the page."""
        return Place(self.number, self.page.name, row, col, words)

    @property
    def anchor(self) -> Place:
        """The first heading."""
        return self.place(self.top, min(self.columns))

    def rows(self, notes: Notes) -> Iterator[Row]:
        """Every row that holds something and can be read; what cannot is noted."""
        refused = self.merged(notes)
        key = next((col for col, field in self.columns.items() if field.steps == _first(self.table)), None)
        for row in range(self.top + 1, self.bottom + 1):
            cells = {col: self.page.cells.get((row, col)) for col in self.columns}
            if all(is_empty(held) for held in cells.values()):
                continue
            name = _name(cells.get(key)) if key is not None else ""
            if row in refused:
                notes.refuse(self.number, row)
            yield self._row(row, cells, name or f"row {row + 1}", notes)

    def _row(self, row: int, cells: Mapping[int, Held | None], name: str, notes: Notes) -> Row:
        values: dict[Steps, Any] = {}
        places: dict[Steps, Place] = {}
        for col, held in cells.items():
            field = self.columns[col]
            place = places[field.steps] = self.place(row, col, f"{_lower(field.heading)} of {name}")
            if held is None or is_empty(held):
                continue
            value, trouble = read(held, field)
            if value is not None:
                values[field.steps] = value
            if trouble and not notes.settled(place):
                notes.add(trouble.code, place, trouble.message, trouble.hint, warning=trouble.warning)
        anchor = places.get(_first(self.table)) or next(iter(places.values()))
        return Row(values, places, anchor)

    def merged(self, notes: Notes) -> set[int]:
        """Rows that lie in merged cells."""
        rows: set[int] = set()
        for top, left, bottom, right in self.page.merged:
            touched = [row for row in range(top, bottom + 1) if self.top <= row <= self.bottom]
            if not touched or not any(left <= col <= right for col in self.columns):
                continue
            cells = f"{address(top, left, fixed=False)}:{address(bottom, right, fixed=False)}"
            message = f"The cells {cells} are merged, so it cannot be told what belongs to which row or column."
            notes.add("B008", self.place(top, left), message, "Undo the merge, and fill each cell.")
            rows |= set(touched)
        return rows


def _first(table: Table) -> Steps:
    return (table.needs or (table.fields[0].steps,))[-1 if table.name == "tblScales" else 0]


def _name(held: Held | None) -> str:
    return "" if held is None or is_empty(held) else str(held.value).strip()[:40]


def _lower(heading: str) -> str:
    return heading if heading[1:2].isupper() else heading[:1].lower() + heading[1:]


def find_tables(book: Book, notes: Notes) -> dict[str, Found]:
    """The tables by name; what is missing, double or unknown is noted."""
    heads = [
        (number, page, row, texts, table)
        for number, page in enumerate(book.pages)
        if page.name != SHEET
        for row, texts in _texts(page).items()
        for table in TABLES
        if {plain(mark) for mark in table.marks} <= set(texts.values())
    ]
    found: dict[str, Found] = {}
    for number, page, row, texts, table in heads:
        below = [other[2] for other in heads if other[1] is page and other[2] > row]
        last = max(row for row, _ in page.cells)
        bottom = min(below) - 1 if below else last
        columns = _columns(table, page, texts, Place(number, page.name, row, 0), notes)
        one = Found(table, number, page, row, bottom, columns)
        if table.name in found:
            message = f"The table “{table.title}” stands here and at {found[table.name].anchor.cell}."
            notes.add("B003", one.anchor, message, "Delete one of them; until then only the first is read.")
        else:
            found[table.name] = one
    _note_missing(book, found, notes)
    return found


def _texts(page: Page) -> dict[int, dict[int, str]]:
    """Texts by row and column, as headings are compared."""
    rows: dict[int, dict[int, str]] = {}
    for (row, col), held in sorted(page.cells.items()):
        if isinstance(held.value, str) and not held.formula and held.value.strip():
            rows.setdefault(row, {})[col] = plain(held.value)
    return rows


def _columns(table: Table, page: Page, texts: Mapping[int, str], head: Place, notes: Notes) -> dict[int, Field]:
    """Which column holds which field; unknown and double headings are noted."""
    known = {plain(field.heading): field for field in _headings(table)}
    unread = [field.heading for heading, field in known.items() if heading not in texts.values()]
    columns: dict[int, Field] = {}
    taken: dict[str, int] = {}
    for col, text in texts.items():
        place, raw = head._replace(col=col), str(page.cells[head.row, col].value).strip()
        if text in taken:
            first = head._replace(col=taken[text]).cell
            notes.add("B005", place, f"The heading stands here and at {first}; only the first is read.", "Keep one.")
            continue
        taken[text] = col
        if text in known:
            columns[col] = known[text]
        elif table.name == "tblCriteria" and text.startswith(plain(LEVEL)):
            columns[col] = level_field(raw.partition(":")[2].strip())
        else:
            _note_unknown(raw, place, unread, notes)
    return {col: field for col, field in columns.items() if field.kind != "told"}


def _headings(table: Table) -> tuple[Field, ...]:
    if table is not GUIDELINE:
        return table.fields
    return (
        Field("Field", ("field",), "id", 0),
        Field("Value", ("value",), "text", 0),
        Field("What it means", ("meaning",), "told", 0),
    )


def _note_unknown(text: str, place: Place, unread: list[str], notes: Notes) -> None:
    """An error where a known heading is missing and looks much like it, else only a word."""
    close = difflib.get_close_matches(plain(text), [plain(heading) for heading in unread], n=1, cutoff=0.7)
    message = f"The heading “{text}” is not one of a rubric book; what stands below it is not read."
    if close:
        meant = next(heading for heading in unread if plain(heading) == close[0])
        notes.add("B004", place, message, f"Did you mean “{meant}”?")
    else:
        notes.add("B004", place, message, "Fine, if these are your own notes.", warning=True)


def _note_missing(book: Book, found: Mapping[str, Found], notes: Notes) -> None:
    criteria = found.get("tblCriteria")
    for table in TABLES:
        if table.name in found:
            continue
        if table.name == "tblLevelTexts" and not _lacks_levels(criteria):
            continue
        marks = " and ".join(f"“{mark}”" for mark in table.marks)
        message = f"There is no table “{table.title}”: no row has the headings {marks}."
        near = _nearest(book, table)
        if near:
            message += f" {near.cell} looks as if it began one."
        hint = "Put the headings back, or copy the sheet from a fresh rubric book."
        if not table.required:
            hint = "The rubric is then read without it; put the headings back if that is not meant."
        notes.add("B002", near or "book", message, hint, warning=not (table.required or near))


def _lacks_levels(criteria: Found | None) -> bool:
    """Whether nothing could hold the level texts: no columns, either."""
    return criteria is not None and all(field.steps[0] != "levels" for field in criteria.columns.values())


def _nearest(book: Book, table: Table) -> Place | None:
    """The row that has half of the table's headings or more."""
    known = {plain(field.heading) for field in _headings(table)}
    others = {plain(mark) for other in TABLES if other is not table for mark in other.marks}
    for number, page in enumerate(book.pages):
        for row, texts in _texts(page).items():
            hits = known & set(texts.values())
            if 2 * len(hits) >= len(known) and not hits <= others:
                return Place(number, page.name, row, min(texts))
    return None
