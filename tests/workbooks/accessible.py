"""What keeps somebody from using a workbook: found in the file itself, as a screen reader or a printer meets it.

Language is not looked for: the format has no place for it that Excel reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import openpyxl
from defusedxml.ElementTree import fromstring
from openpyxl.utils import range_boundaries

from standards.workbooks.text import right_to_left
from tests.workbooks.contrast import contrast, mixed

__all__ = ["findings"]

SCREEN = 450
"""Points of height that a small laptop shows; a printed page holds about as much."""
_NAMELESS = re.compile(r"(sheet|table|chart|page)?\s*\d*", re.IGNORECASE)
_ADDRESS = re.compile(r"(https?:|www\.|mailto:)", re.IGNORECASE)
_COLOUR_WORD = re.compile(r"\[(red|green|blue|yellow|cyan|magenta|white|black|color)", re.IGNORECASE)
_PLACE = re.compile(r"L\d+")
"""A level without a symbol goes by its place on the scale."""
_COVERED = {"wdUpDiag": 3 / 8, "smCheck": 1 / 2, "pct10": 1 / 10, "ltHorz": 1 / 4}
"""How much of a hatched bar its own colour covers; the eye sees a number on the mix of both."""


def findings(data: bytes, *, spare_rows: bool = False) -> list[str]:
    """Everything that is wrong with it, each with its place; empty when all is well.

    Args:
        spare_rows: tables may end in empty rows, because new ones are meant to be written there.
    """
    book, values = (openpyxl.load_workbook(BytesIO(data), data_only=only) for only in (False, True))
    found = [] if book.properties.title else ["document: no title"]
    for sheet in book:
        if sheet.sheet_state == "visible":
            tables, tints = _tables(sheet, spare_rows=spare_rows), _tints(values[sheet.title])
            found += [f"{sheet.title}: {what}" for what in (*_sheet(sheet), *tables, *_cells(sheet), *tints)]
    with ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            if name.startswith(("xl/drawings/drawing", "xl/charts/chart", "xl/tables/", "xl/styles")):
                found += [f"{name}: {what}" for what in _part(fromstring(package.read(name)))]
    return found


def _sheet(sheet: Any) -> Iterator[str]:
    if _NAMELESS.fullmatch(sheet.title):
        yield "its name says nothing"
    yield from (f"{merged} is merged" for merged in sheet.merged_cells.ranges)
    if not sheet.print_area or not (sheet.sheet_properties.pageSetUpPr or sheet.col_breaks.brk):
        yield "prints without an area or a fit"


def _tables(sheet: Any, *, spare_rows: bool) -> Iterator[str]:
    for table in sheet.tables.values():
        left, top, right, bottom = range_boundaries(table.ref)
        rows = list(sheet.iter_rows(top, bottom, left, right, values_only=True))
        if table.headerRowCount == 0 or rows[0] != tuple(column.name for column in table.tableColumns):
            yield f"{table.name} has no row of headings"
        filled = [place for place, row in enumerate(rows) if any(value is not None for value in row)]
        last = filled[-1] + 1 if spare_rows else len(rows)
        if empty := set(range(last)) - set(filled):
            yield f"{table.name} has empty rows: {sorted(row + top for row in empty)}"
        if sum(sheet.row_dimensions[row].height or 15 for row in range(top, bottom + 1)) > SCREEN:
            if re.sub(r"\D", "", sheet.freeze_panes or "") != str(top + 1):
                yield f"{table.name} is higher than a screen and its headings scroll away"
            if len(sheet.tables) == 1 and not re.search(rf"\${top}:\${top}$", sheet.print_title_rows or ""):
                yield f"{table.name} is longer than a page and its headings are not repeated"


def _cells(sheet: Any) -> Iterator[str]:
    for row in sheet.iter_rows():
        for cell in row:
            text = cell.value if isinstance(cell.value, str) else ""
            if (ratio := contrast(_ink(cell), _ground(cell))) < _asked(cell.font):
                yield f"{cell.coordinate} has a contrast of {ratio:.1f}"
            if cell.hyperlink and _ADDRESS.match(text):
                yield f"{cell.coordinate} is a link whose words are its address"
            if cell.data_type == "s" and right_to_left(text) and cell.alignment.readingOrder != 2:
                yield f"{cell.coordinate} reads from right to left and is not set so"


def _tints(sheet: Any) -> Iterator[str]:
    """A tinted cell must be readable, and without the colour still say what it says: by a symbol or a figure.

    A rule that is always true colours a legend, which is about nothing but the colour and its words.
    """
    for area in sheet.conditional_formatting:
        cells = [sheet.cell(*place) for part in area.sqref.ranges for row in part.rows for place in row]
        for rule in area.rules:
            ground = rule.dxf.fill.bgColor.rgb[-6:]
            low = {round(ratio, 1) for cell in cells if (ratio := contrast(_ink(cell), ground)) < _asked(cell.font)}
            if low:
                yield f"{area.sqref} has a contrast of {sorted(low)} when {rule.formula[0]}"
        for cell in cells if any(rule.formula != ["TRUE"] for rule in area.rules) else ():
            if isinstance(cell.value, str) and cell.value[:1].isalpha() and not _PLACE.fullmatch(cell.value):
                yield f"{cell.coordinate} is tinted and begins with no symbol: {cell.value[:20]}"


def _part(root: Element) -> Iterator[str]:
    for node in root.iter():
        match node.tag.rpartition("}")[2]:
            case "cNvPr" if not node.get("descr"):
                yield f"{node.get('name')} has no text in place of the picture"
            case "table" if not any(each.get("altTextSummary") for each in root.iter()):
                yield f"{node.get('name')} does not say what it holds"
            case "numFmt" if _COLOUR_WORD.search(node.get("formatCode", "")):
                yield f"the number format {node.get('formatCode')} speaks by colour"
            case "ser":
                yield from _series(node)


def _series(series: Element) -> Iterator[str]:
    """Numbers inside a bar stand on its fill; those beside it, where an unstacked bar has them, on white."""
    if (label := series.find("{*}dLbls")) is None:
        return
    ink = _attribute(label, ".//{*}defRPr/{*}solidFill/{*}srgbClr") or "000000"
    place = _attribute(label, "{*}dLblPos")
    pattern = _attribute(series, "{*}spPr/{*}pattFill", "prst")
    fill = "{*}spPr/{*}pattFill/{*}fgClr/{*}srgbClr" if pattern else "{*}spPr/{*}solidFill/{*}srgbClr"
    ground = "FFFFFF" if place in ("", "outEnd") else mixed(_attribute(series, fill), _COVERED.get(pattern, 1))
    if (ratio := contrast(ink, ground)) < 4.5:
        yield f"the numbers of {series.findtext('{*}tx//{*}f')} have a contrast of {ratio:.1f}"


def _attribute(node: Element, path: str, name: str = "val") -> str:
    found = node.find(path)
    return "" if found is None else found.get(name, "")


def _ink(cell: Any) -> str:
    colour = cell.font.color
    return str(colour.rgb)[-6:] if colour is not None and colour.type == "rgb" else "000000"


def _ground(cell: Any) -> str:
    return str(cell.fill.fgColor.rgb)[-6:] if cell.fill.patternType == "solid" else "FFFFFF"


def _asked(font: Any) -> float:
    """What WCAG 2.2 asks: 3 : 1 for large text, which is 18 points, or 14 and bold."""
    return 3 if font.size >= 18 or (font.bold and font.size >= 14) else 4.5
