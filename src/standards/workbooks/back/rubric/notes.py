"""Findings with the cell they are about."""

from __future__ import annotations

from typing import NamedTuple

from standards.errors import Finding
from standards.workbooks.sheet import address, quoted

__all__ = ["Notes", "Place"]


class Place(NamedTuple):
    """A cell, and what it holds in words: “statement of B2”."""

    number: int
    """Of the page, counted from 0."""
    page: str
    row: int
    col: int
    words: str = ""

    def __str__(self) -> str:
        words = f" ({self.words})" if self.words else ""
        return f"{self.cell}{words}"

    @property
    def cell(self) -> str:
        """Criteria!F12."""
        return f"{quoted(self.page)}!{address(self.row, self.col, fixed=False)}"


class Notes:
    """Collects findings; `sorted` gives them in the order of the cells."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[tuple[tuple[int, int, int], Finding]] = []
        self._cells: set[tuple[int, int, int]] = set()
        self._rows: set[tuple[int, int]] = set()

    def add(self, code: str, place: Place | str, message: str, hint: str = "", *, warning: bool = False) -> None:
        """Note something at a cell, or about the whole book when `place` is text."""
        at = place[:1] + place[2:4] if isinstance(place, Place) else (-1, 0, 0)
        finding = Finding(
            code=code,
            where=str(place),
            message=message,
            hint=hint,
            file=self._file,
            severity="warning" if warning else "error",
        )
        self._found.append((at, finding))
        if not warning:
            self._cells.add(at)

    def refuse(self, page: int, row: int) -> None:
        """Leave a whole row out: nothing more is said about it."""
        self._rows.add((page, row))

    def settled(self, place: Place) -> bool:
        """Whether the cell or its row has an error already, of which another would only be the consequence."""
        return (place.number, place.row, place.col) in self._cells or (place.number, place.row) in self._rows

    @property
    def broken(self) -> bool:
        """Whether there is an error."""
        return bool(self._cells)

    @property
    def sorted(self) -> tuple[Finding, ...]:
        """All findings: the book's own first, then cell by cell."""
        return tuple(finding for _, finding in sorted(self._found, key=lambda pair: (pair[0], pair[1].code)))
