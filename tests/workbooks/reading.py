"""Reading a report the way an importer would: by headings, never by place."""

from __future__ import annotations

import re

from openpyxl.utils import range_boundaries


def heading(sheet, text: str):
    """The cell of a table's head, found by its text as an importer would."""
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == text)


def column(sheet, text: str) -> list:
    """Everything below a heading, down to the last row of the table it belongs to."""
    head = heading(sheet, text)
    table = next(t for t in sheet.tables.values() if str(head.row) in re.findall(r"\d+", t.ref)[:1])
    bottom = range_boundaries(table.ref)[3]
    return [sheet.cell(row, head.column) for row in range(head.row + 1, bottom + 1)]


def texts(sheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
