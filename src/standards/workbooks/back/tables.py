"""Tables in a workbook that came back, found by their headings and read by id. Places mean nothing.

People sort, insert, delete, rename sheets and move columns; what stays is what a column is called and what a row
is about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from standards.errors import Finding
from standards.workbooks.back.book import Book, Held, Page
from standards.workbooks.sheet import address

__all__ = ["Found", "Row", "find", "folded", "place"]

_FARTHEST_HEADING = 60
"""Rows from the top in which headings are looked for."""
_EMPTY = Held(None)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table that is about a known id."""

    id: str
    number: int
    """Row in the sheet, from 0."""
    cells: Mapping[str, Held]
    """By heading asked for; empty cells included."""
    merged: bool
    """One of those cells is part of a merged range, so nobody can tell which rows it speaks for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A table as it came back."""

    page: str
    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]

    def place(self, row: Row, heading: str) -> str:
        """Scoring!F12."""
        return place(self.page, row.number, self.columns[heading])


def place(page: str, row: int, col: int) -> str:
    """A cell as a person finds it: Scoring!F12."""
    return f"{page}!{address(row, col, fixed=False)}"


def folded(text: object) -> str:
    """A heading or id without what does not matter: case, width, blanks, a mark for sorting or a star."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", str(text))).strip(" *:\u25b2\u25bc").casefold()


def find(
    book: Book, headings: Sequence[str], ids: Sequence[str], *, needed: Sequence[str], file: str = ""
) -> Found | tuple[Finding, ...]:
    """The table with these headings, or why it cannot be read.

    Args:
        headings: the first names the column of ids.
        ids: what a row may be about.
        needed: headings without which it is not this table.
    """
    found = [(page, row, columns) for page in book.pages for row, columns in _headings(page, headings, needed)]
    wanted = " and ".join(f"“{heading}”" for heading in needed)
    if not found:
        message = f"No sheet has a table with the headings {wanted}."
        hint = "Headings may move, but not be renamed or deleted: give them their names back."
        return (Finding(code="S01", where="workbook", message=message, hint=hint, file=file),)
    if len(found) > 1:
        names = ", ".join(f"{page.name} row {row + 1}" for page, row, _ in found)
        message = f"The table with the headings {wanted} is there {len(found)} times: {names}."
        hint = "Delete the copies that are not to be read."
        return (Finding(code="S02", where="workbook", message=message, hint=hint, file=file),)
    page, top, columns = found[0]
    twice = [heading for heading, places in columns.items() if len(places) > 1]
    if twice:
        return tuple(
            Finding(
                code="S03",
                where=f"{page.name} row {top + 1}",
                message=f"The heading “{heading}” stands over {len(columns[heading])} columns.",
                hint="Rename or delete the column that is not to be read.",
                file=file,
            )
            for heading in twice
        )
    return _read(page, top, {heading: places[0] for heading, places in columns.items()}, headings[0], ids, file)


def _headings(page: Page, headings: Sequence[str], needed: Sequence[str]) -> list[tuple[int, dict[str, list[int]]]]:
    """Rows near the top that hold the needed headings, with the columns of each."""
    if page.state == "veryHidden" or page.name.startswith("_"):
        return []
    known = {folded(heading): heading for heading in (*headings, *needed)}
    rows: dict[int, dict[str, list[int]]] = {}
    for (row, col), held in page.cells.items():
        if row < _FARTHEST_HEADING and isinstance(held.value, str) and (heading := known.get(folded(held.value))):
            rows.setdefault(row, {}).setdefault(heading, []).append(col)
    return [(row, columns) for row, columns in sorted(rows.items()) if set(needed) <= columns.keys()]


def _read(page: Page, top: int, columns: Mapping[str, int], key: str, ids: Sequence[str], file: str) -> Found:
    by_row: dict[int, dict[str, Held]] = {}
    back = {col: heading for heading, col in columns.items()}
    for (row, col), held in page.cells.items():
        if row > top and col in back:
            by_row.setdefault(row, {})[back[col]] = held
    known, seen = {folded(one): one for one in ids}, dict[str, int]()
    rows, findings = [], []
    twice: set[str] = set()
    spans = [span for span in page.merged if span[2] > top and any(span[1] <= col <= span[3] for col in back)]

    def finding(code: str, where: str, message: str, hint: str, severity: str = "error") -> None:
        findings.append(
            Finding.model_validate(
                {"code": code, "where": where, "message": message, "hint": hint, "file": file, "severity": severity}
            )
        )

    for number in sorted(by_row):
        cells = by_row[number]
        written = cells.get(key, _EMPTY).value
        where = f"{page.name} row {number + 1}"
        if written is None or not folded(written):
            if any(held.value not in (None, "") for held in cells.values()):
                said = next(held.value for held in cells.values() if held.value not in (None, ""))
                finding("W01", where, f"The row has no id, but says “{_short(said)}”.", "It is left out.", "warning")
            continue
        name = known.get(folded(written)) or known.get(folded(written).removesuffix(".0"))
        if name is None:
            message = f"“{_short(written)}” is not a criterion of this rubric."
            finding("W02", where, message, "The row is left out; put the id back.", "error")
        elif name in seen:
            twice.add(name)
            message = f"{name} is there twice, in row {seen[name] + 1}, too."
            finding("W03", where, message, "Neither row is read; delete the wrong one.")
        else:
            seen[name] = number
            full = {heading: cells.get(heading, _EMPTY) for heading in columns}
            rows.append(Row(name, number, full, any(span[0] <= number <= span[2] for span in spans)))
    missing = [one for one in ids if one not in seen]
    if missing and len(missing) < len(ids):
        named = ", ".join(missing[:12]) + (f" and {len(missing) - 12} more" if len(missing) > 12 else "")
        finding(
            "W07", page.name, f"{len(missing)} rows are missing: {named}.", "They stay as they are here.", "warning"
        )
    return Found(page.name, columns, tuple(row for row in rows if row.id not in twice), tuple(findings))


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"
