"""Bytes to plain data. The only module that knows openpyxl, and itself imported only when a file has come back.

Of openpyxl we ask for what cells hold: strings, styles (they say what is a date), cells and formulas. Charts, pictures,
comments, links, lists, colours and pivot tables are never looked at, which is half of the time and most of what an
attacker could aim at. Each sheet is read once, for values and formulas together.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from openpyxl.formula.translate import Translator
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import FORMULA_TAG, MERGE_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from standards.errors import WorkbookRefused
from standards.workbooks.back.book import Book, Held, Page, Value
from standards.workbooks.back.escapes import plain
from standards.workbooks.back.limits import COLUMNS, ROWS
from standards.workbooks.back.markup import place
from standards.workbooks.back.preflight import preflight
from standards.workbooks.back.refusals import refused
from standards.workbooks.sheet import address, column_name

__all__ = ["parse", "read"]

_STRING, _TEXT, _RUN = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "t", "r"))
_TRANSLATED = 400_000
"""Characters of shared formulas that are rewritten for their cells, about a second; later ones read as the first."""
_LONGEST_FORMULA = 8_192


def read(data: bytes) -> Book:
    """Everything in the cells of an .xlsx file. Of hostile files, use `worker.read_apart`.

    Raises:
        WorkbookRefused: not an .xlsx workbook, damaged, or not safe to open.
    """
    preflight(data)
    return parse(data)


def parse(data: bytes) -> Book:
    """The same for bytes that `preflight` has let pass.

    Raises:
        WorkbookRefused: X07 when openpyxl cannot read them, X15, or X16 when memory runs out.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _Reader(data).book()
    except WorkbookRefused:
        raise
    except MemoryError as error:
        raise refused("not read", what="memory") from error
    except Exception as error:  # openpyxl raises whatever its parts happen to raise
        raise refused("damaged") from error


class _Reader(ExcelReader):
    """openpyxl's own way through the file, with less on it."""

    def __init__(self, data: bytes) -> None:
        super().__init__(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        self._budget = _TRANSLATED

    def book(self) -> Book:
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        if not self.parser.sheets:
            raise refused("damaged")
        self.read_custom()
        book: Any = self.wb  # the stubs leave these attributes out
        apply_stylesheet(self.archive, book)
        properties = {plain(one.name): _as_text(one.value) for one in book.custom_doc_props.props}
        return Book(tuple(self._pages(book)), properties)

    def read_strings(self) -> None:
        """The table of texts. openpyxl would delete `x005F_` wherever it stands, even where a person typed it."""
        part = self.package.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as stream:
            for _, node in iterparse(stream):  # noqa: S314  # preflight has let it pass
                if node.tag == _STRING:
                    texts = [*node.iterfind(_TEXT), *node.iterfind(f"{_RUN}/{_TEXT}")]
                    self.shared_strings.append(plain("".join(text.text or "" for text in texts)))
                    node.clear()

    def _pages(self, book: Any) -> Iterator[Page]:
        for sheet, link in self.parser.find_sheets():
            if not link.Type.endswith("/worksheet"):
                continue  # a chart on a sheet of its own
            with self.archive.open(link.target) as stream:
                looks = (book._date_formats, book._timedelta_formats)  # noqa: SLF001  # what openpyxl hands on
                cells = _Cells(self._budget, stream, self.shared_strings, True, book.epoch, *looks)
                held = dict(cells.held())
            self._budget = cells.budget
            yield Page(plain(sheet.name), held, tuple(cells.merged), sheet.state or "visible")


class _Cells(WorkSheetParser):
    """The rows and merged ranges of one sheet, and nothing else of it."""

    def __init__(self, budget: int, *given: Any) -> None:
        super().__init__(*given)
        self.budget = budget
        self.merged: list[tuple[int, int, int, int]] = []
        self._first: dict[str, tuple[str, str]] = {}
        """Formulas that several cells share: address and text of the first."""

    def held(self) -> Iterator[tuple[tuple[int, int], Held]]:
        element: Any
        for _, element in iterparse(self.source):  # noqa: S314  # preflight has let it pass
            if element.tag == ROW_TAG:
                for cell in self.parse_row(element)[1]:
                    row, col, held = cell["row"] - 1, cell["column"] - 1, cell["held"]
                    if held is None:
                        continue
                    if not (0 <= row < ROWS and 0 <= col < COLUMNS):
                        where = f"row {row + 1:,}"
                        raise refused("far away", place=where, rows=ROWS, column=column_name(COLUMNS - 1))
                    yield (row, col), held
                element.clear()
            elif element.tag == MERGE_TAG:
                self.merged += [_range(one.get("ref", "")) for one in element]
                element.clear()

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """Adds to what openpyxl finds what we keep of it: a `Held`, or None for an empty cell."""
        cell: dict[str, Any] = super().parse_cell(element)
        value, error = _value(cell["value"], cell["data_type"])
        if isinstance(value, str) and element.get("t") != "s":
            value = plain(value)
        formula = element.find(FORMULA_TAG)
        text = (
            "" if formula is None else self._formula(formula, address(cell["row"] - 1, cell["column"] - 1, fixed=False))
        )
        cell["held"] = Held(value, text, error) if text or value not in (None, "") else None
        return cell

    def _formula(self, formula: Element, where: str) -> str:
        text = plain("=" + (formula.text or ""))
        if formula.get("t") == "dataTable":
            return f"=TABLE({formula.get('r1', '')},{formula.get('r2', '')})"
        if formula.get("t") != "shared":
            return text
        key = formula.get("si", "")
        if key not in self._first:
            self._first[key] = (where, text)
            return text
        origin, text = self._first[key]
        self.budget -= len(text)
        if self.budget < 0 or len(text) > _LONGEST_FORMULA:
            return text
        return str(Translator(text, origin).translate_formula(where))


def _value(value: object, kind: str) -> tuple[Value, bool]:
    """The value and whether it is an error."""
    if isinstance(value, float) and not math.isfinite(value):
        return "#NUM!", True
    if isinstance(value, str | int | float | date | time | timedelta) or value is None:
        return value, kind == "e" and value is not None
    return str(value), False


def _range(ref: str) -> tuple[int, int, int, int]:
    corners = [place(corner) for corner in ref.split(":")]
    first, last = corners[0], corners[-1]
    if first is None or last is None:
        raise ValueError(ref)
    return (*first, *last)


def _as_text(value: object) -> str:
    """A document property as text; other programs may have changed its kind."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    return "" if value is None else plain(str(value))
