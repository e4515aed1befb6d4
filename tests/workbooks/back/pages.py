"""Changing a workbook's plain data the way people change workbooks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from standards.workbooks.back.book import Book, Held, Page


def page_of(book: Book, name: str) -> Page:
    return next(page for page in book.pages if page.name == name)


def with_page(book: Book, name: str, page: Page | None) -> Book:
    """The book with a page replaced, or without it."""
    pages = (page if old.name == name else old for old in book.pages)
    return replace(book, pages=tuple(one for one in pages if one is not None))


def heading(page: Page, text: str) -> tuple[int, int]:
    return next(place for place, held in sorted(page.cells.items()) if held.value == text)


def cell(book: Book, name: str, column: str, row: str) -> tuple[int, int]:
    """Where the row of that name meets the column of that heading; names stand in the first column."""
    page = page_of(book, name)
    top, col = heading(page, column)
    found = next(r for (r, c), held in sorted(page.cells.items()) if c == 0 and r > top and held.value == row)
    return found, col


def typed(book: Book, name: str, place: tuple[int, int], value: Any, formula: str = "", *, error: bool = False) -> Book:
    """The book with one cell typed over; None clears it."""
    page = page_of(book, name)
    cells = {at: held for at, held in page.cells.items() if at != place}
    if value is not None or formula:
        cells[place] = Held(value, formula, error)
    return with_page(book, name, replace(page, cells=cells))


def moved(book: Book, name: str, where: Callable[[int, int], tuple[int, int] | None]) -> Book:
    """The book with every cell of a page somewhere else, or gone."""
    page = page_of(book, name)
    cells = {to: held for at, held in page.cells.items() if (to := where(*at)) is not None}
    return with_page(book, name, replace(page, cells=cells))
