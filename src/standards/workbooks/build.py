"""Filling a sheet cell by cell; text is made safe on the way in, row heights are worked out at the end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from standards.workbooks.measure import column_pixels, lines, row_height
from standards.workbooks.sheet import Cell, Column, Content, Formula, Link, Sheet
from standards.workbooks.styles import STYLES
from standards.workbooks.text import clean

__all__ = ["SheetBuilder"]


class SheetBuilder:
    """Collects the cells of one sheet."""

    def __init__(self, name: str, columns: Iterable[Column]) -> None:
        self.name = name
        self.columns = tuple(columns)
        self.cells: dict[tuple[int, int], Cell] = {}
        self.heights: dict[int, float] = {}

    def put(self, row: int, col: int, content: Content, style: str) -> None:
        """Set one cell. Text is cleaned; an empty text becomes an empty cell with its look."""
        if isinstance(content, str):
            content = clean(content) or None
        elif isinstance(content, Link):
            content = Link(clean(content.text), content.target)
        self.cells[row, col] = Cell(content, style)

    def put_row(self, row: int, left: int, contents: Iterable[Content], styles: Iterable[str]) -> None:
        """Set neighbouring cells."""
        for offset, (content, style) in enumerate(zip(contents, styles, strict=True)):
            self.put(row, left + offset, content, style)

    def formula(self, row: int, col: int, text: str, value: str | int | float, style: str) -> None:
        """Set a live formula and the value our engine computed for it; there is no way to set one without."""
        if isinstance(value, str):
            value = clean(value)
        self.cells[row, col] = Cell(Formula(text, value), style)

    def fill(self, row: int, left: int, right: int, style: str) -> None:
        """Give the empty cells of a span a look, so that a neighbour's text can run over them."""
        for col in range(left, right + 1):
            if (row, col) not in self.cells:
                self.cells[row, col] = Cell(None, style)

    def width(self, left: int, right: int) -> int:
        """Pixels from one column to another, both included."""
        return sum(column_pixels(self.columns[col].width) for col in range(left, right + 1))

    def sheet(self, **settings: Any) -> Sheet:
        """The finished sheet."""
        self._heights()
        return Sheet(self.name, self.cells, self.columns, dict(sorted(self.heights.items())), **settings)

    def _heights(self) -> None:
        """Every row with wrapping text becomes as high as its longest cell needs."""
        needed: dict[int, float] = {}
        for (row, col), (content, style) in self.cells.items():
            look = STYLES[style]
            if not look.wrap or row in self.heights:
                continue
            text = content.value if isinstance(content, Formula) else getattr(content, "text", content)
            least = 20.0 if look.box or look.bottom else 15.0
            height = least
            if isinstance(text, str) and text:
                pixels = column_pixels(self.columns[col].width) - 9 * look.indent
                height = row_height(lines(text, pixels, look.size, bold=look.bold), look.size, least=least)
            if height > needed.get(row, 0):
                needed[row] = height
        self.heights.update(needed)
