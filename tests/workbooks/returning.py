"""A workbook on somebody's desk: opened with openpyxl, filled in by criterion and heading, saved again."""

from __future__ import annotations

from io import BytesIO

import openpyxl
from openpyxl.cell import Cell

from standards.reviews.history import ReviewState
from standards.workbooks.back.reader import read
from standards.workbooks.back.returned import Returned, understand
from standards.workbooks.back.whose import whose


class Desk:
    """One open workbook."""

    def __init__(self, data: bytes, sheet: str = "Scoring", key: str = "ID") -> None:
        self.book = openpyxl.load_workbook(BytesIO(data))
        self.sheet = self.book[sheet]
        head = next(row for row in self.sheet.iter_rows() if {key, "Domain"} <= {cell.value for cell in row})
        self.key = key
        self.top = head[0].row
        self.columns = {cell.value: cell.column for cell in head if cell.value}

    def row(self, criterion: str) -> int:
        ids = range(self.top + 1, self.sheet.max_row + 1)
        return next(row for row in ids if self.sheet.cell(row, self.columns[self.key]).value == criterion)

    def at(self, criterion: str, heading: str) -> Cell:
        cell = self.sheet.cell(self.row(criterion), self.columns[heading])
        assert isinstance(cell, Cell)
        return cell

    def put(self, criterion: str, heading: str, value: object) -> None:
        self.at(criterion, heading).value = value  # type: ignore[assignment]

    def saved(self) -> bytes:
        stream = BytesIO()
        self.book.save(stream)
        return stream.getvalue()


def compared(data: bytes, state: ReviewState) -> Returned:
    """What the workbench makes of it, without the detour over another process."""
    book = read(data)
    return understand(book, whose(book), state, "back.xlsx", data)
