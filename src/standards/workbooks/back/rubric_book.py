"""The way back from a rubric book: the rubric, and every finding at its cell.

    rubric, findings = rubric_from_book(read(data), "rubric-book_cmf-2019.xlsx")
    files.dump(rubric)                            # the YAML file

Tables are found by their headings and rows by their ids, wherever they stand. The rules are those of a rubric file;
only the places differ.
"""

from __future__ import annotations

from standards.errors import Finding
from standards.rubrics.checks import check
from standards.rubrics.model import Rubric
from standards.workbooks.back.book import Book
from standards.workbooks.back.rubric.found import find_tables
from standards.workbooks.back.rubric.gather import Gathered
from standards.workbooks.back.rubric.notes import Notes
from standards.workbooks.identity import SHEET, Identity
from standards.yaml_file import Path, YamlFile, schema_findings, where

__all__ = ["rubric_from_book"]

_SCHEMA = "1"
_NEEDED = ("tblDomains", "tblCriteria", "tblScales")
_CONSEQUENCES = ("R010", "R012", "R020", "R021", "R022", "R023", "R029", "R046", "R047", "R051", "R060", "R070")
"""Findings that follow from a missing table, which has a finding of its own."""


def rubric_from_book(book: Book, file: str = "") -> tuple[Rubric | None, tuple[Finding, ...]]:
    """Read a rubric book.

    Args:
        book: what the file holds.
        file: what it is called in findings.

    Returns:
        The rubric, or None when a finding is an error; and all findings, cell by cell.
    """
    notes = Notes(file)
    if not _is_ours(book, notes):
        return None, notes.sorted
    tables = find_tables(book, notes)
    gathered = Gathered(tables, notes)
    cells = _Cells(gathered, notes, missing=any(name not in tables for name in _NEEDED))
    rubric = schema_findings(cells, Rubric)
    check(cells.data, cells.add)
    return (None if notes.broken else rubric), notes.sorted


class _Cells(YamlFile):
    """The gathered data to be checked like a rubric file's; a finding names its cell in place of a line."""

    def __init__(self, gathered: Gathered, notes: Notes, *, missing: bool) -> None:
        super().__init__("{}", "", "R")
        self.data = gathered.data
        self._gathered, self._notes, self._missing = gathered, notes, missing

    def add(self, code: str, path: Path, message: str, hint: str = "", *, warning: bool = False) -> None:
        """Note a finding at the cell of a path, unless it only follows from one that is there."""
        place = self._gathered.place(path)
        follows = self._missing and self.prefix + code in _CONSEQUENCES
        if follows or (place is not None and self._notes.settled(place)):
            return
        at = place or f"book ({where(self.data, path)})"
        self._notes.add(self.prefix + code, at, message, hint, warning=warning)


def _is_ours(book: Book, notes: Notes) -> bool:
    """False when the workbook says that it is something else, or from a later version of the workbench."""
    hidden = next((page for page in book.pages if page.name == SHEET), None)
    told = {str(held.value): row for (row, col), held in hidden.cells.items() if col == 0} if hidden else {}
    found = {
        key: str(held.value)
        for key, row in told.items()
        if hidden is not None and (held := hidden.cells.get((row, 1))) is not None
    }
    for identity in (Identity.from_properties(book.properties), Identity.from_properties(found)):
        if identity is None:
            continue
        if identity.kind != "rubric book":
            message = f"This workbook is a {identity.kind}, not a rubric book."
            notes.add("B001", "book", message, "Export the rubric book of the guideline and edit that.")
            return False
        if identity.schema != _SCHEMA:
            message = f"The book has form {identity.schema}; this workbench reads form {_SCHEMA}."
            notes.add("B001", "book", message, "Read it with the version of the workbench that made it.")
            return False
    return True
