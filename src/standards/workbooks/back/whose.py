"""Whose workbook came back: three carriers that have to agree."""

from __future__ import annotations

from collections.abc import Mapping

from standards.errors import WorkbookRefused
from standards.workbooks.back.book import Book, Page
from standards.workbooks.identity import SHEET, Identity

__all__ = ["exported", "whose"]

_FARTHEST = 400
"""Rows from the top in which the visible code is looked for."""


def whose(book: Book) -> Identity:
    """The identity that the carriers agree on.

    Raises:
        WorkbookRefused: M01 none of ours, M03 they contradict each other.
    """
    found = [
        one
        for one in (
            Identity.from_properties(book.properties),
            Identity.from_properties(_pairs(_hidden(book))),
            _visible(book),
        )
        if one
    ]
    if not found:
        raise WorkbookRefused(
            "M01",
            "This workbook was not made by the workbench, or has lost every mark of it. "
            "Copy your entries into a fresh export and bring that back.",
        )
    first = found[0]
    if any(first.contradicts(other) for other in found[1:]):
        codes = ", ".join(dict.fromkeys(one.code for one in found))
        raise WorkbookRefused(
            "M03",
            f"This workbook says two things about whose it is ({codes}): sheets were pasted from another file. "
            "Bring back the files themselves, one by one.",
        )
    return first


def exported(book: Book) -> dict[str, dict[str, str]]:
    """Texts that stood in the cells when the workbook left: by criterion and heading; empty when that is lost."""
    page = _hidden(book)
    if page is None:
        return {}
    heads = [row for (row, col), held in page.cells.items() if col == 0 and held.value == "ID"]
    if not heads:
        return {}
    top = min(heads)
    columns = {col: str(held.value) for (row, col), held in page.cells.items() if row == top and col}
    found: dict[str, dict[str, str]] = {}
    for (row, col), held in page.cells.items():
        if row > top and col == 0 and held.value is not None:
            found[str(held.value)] = {heading: _said(page, row, place) for place, heading in columns.items()}
    return found


def _said(page: Page, row: int, col: int) -> str:
    held = page.cells.get((row, col))
    return "" if held is None or held.value is None else str(held.value)


def _hidden(book: Book) -> Page | None:
    return next((page for page in book.pages if page.name == SHEET), None)


def _pairs(page: Page | None) -> Mapping[str, str]:
    if page is None:
        return {}
    return {str(held.value): _said(page, row, 1) for (row, col), held in page.cells.items() if col == 0}


def _visible(book: Book) -> Identity | None:
    texts = (
        held.value
        for page in book.pages
        if page.state == "visible"
        for (row, _), held in page.cells.items()
        if row < _FARTHEST and isinstance(held.value, str) and held.value.startswith("Workbook code ")
    )
    return next((found for text in texts if (found := Identity.from_text(text))), None)
