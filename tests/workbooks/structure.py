"""What a workbook is made of, as plain data: everything but the words and figures that people wrote.

Formulas are kept relative to their cell, so that a column of one formula is one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import openpyxl
from defusedxml.ElementTree import fromstring
from openpyxl.utils import get_column_letter

from tests.workbooks.patterns import areas, pattern, runs

__all__ = ["structure"]


def structure(data: bytes) -> dict[str, Any]:
    """The whole workbook as texts, numbers, lists and dictionaries."""
    book = openpyxl.load_workbook(BytesIO(data))
    cells = [cell for sheet in book for cell in _cells(sheet)]
    return {
        "properties": sorted(str(each.name) for each in book.custom_doc_props.props),
        "names": {name: each.attr_text for name, each in sorted(book.defined_names.items())},
        "recalculates": bool(book.calculation.fullCalcOnLoad),
        "looks": dict(sorted({_key(_look(cell)): _look(cell) for cell in cells}.items())),
        "sheets": {sheet.title: _sheet(sheet, charts) for sheet, charts in zip(book, _charts(data), strict=True)},
    }


def _cells(sheet: Any) -> Iterator[Any]:
    """All that are written down, empty ones with a look too."""
    return (cell for row in sheet.iter_rows() for cell in row if cell.has_style or cell.value is not None)


def _sheet(sheet: Any, charts: list[Any]) -> dict[str, Any]:
    cells = list(_cells(sheet))
    found = {
        "state": sheet.sheet_state,
        "tab": sheet.sheet_properties.tabColor and sheet.sheet_properties.tabColor.rgb,
        "gridlines": sheet.sheet_view.showGridLines,
        "freeze": sheet.freeze_panes,
        "protection": _protection(sheet.protection),
        "columns": _columns(sheet),
        "heights": _heights(sheet),
        "print": _print(sheet),
        "merged": [str(each) for each in sheet.merged_cells.ranges],
        "tables": [_table(table) for table in sheet.tables.values()],
        "lists": [_choice(rule) for rule in sheet.data_validations.dataValidation],
        "tints": [_tint(area, rule) for area in sheet.conditional_formatting for rule in area.rules],
        "charts": charts,
        "links": _grouped((cell for cell in cells if cell.hyperlink), _target),
        "input": areas((cell.row, cell.column) for cell in cells if not cell.protection.locked),
        "looks": _grouped(cells, lambda cell: _key(_look(cell))),
        "formulas": _grouped(
            (cell for cell in cells if cell.data_type == "f"), lambda cell: pattern(cell.value, cell.row, cell.column)
        ),
    }
    return {key: value for key, value in found.items() if value not in (None, "", [], {})}


def _grouped(cells: Iterable[Any], key: Callable[[Any], str]) -> list[str]:
    """Areas and what their cells have in common, in the order of the first cell."""
    found: dict[str, list[tuple[int, int]]] = {}
    for cell in cells:
        found.setdefault(key(cell), []).append((cell.row, cell.column))
    return [f"{areas(places)} {name}" for name, places in found.items()]


def _target(cell: Any) -> str:
    """Where a link leads; the row it leads to is often the row it stands in, counted elsewhere."""
    link = cell.hyperlink
    return f"#{re.sub(r'[0-9]+$', '', link.location)}" if link.location else "outside"


def _look(cell: Any) -> str:
    """Everything that a style says, in words."""
    font, fill, place, edge = cell.font, cell.fill, cell.alignment, cell.border
    sides = (f"{name} {side.style} {_rgb(side.color)}" for name in ("left", "right", "top", "bottom")
             if (side := getattr(edge, name)) is not None and side.style)  # fmt: skip
    parts = (
        f"{font.name} {font.sz:g}",
        "bold" if font.b else "",
        "italic" if font.i else "",
        "underlined" if font.u else "",
        _rgb(font.color),
        f"on {_rgb(fill.fgColor)}" if fill.patternType else "",
        f"{place.horizontal or 'general'} {place.vertical or 'bottom'}",
        "wraps" if place.wrap_text else "",
        f"indent {place.indent:g}" if place.indent else "",
        f"reading {place.readingOrder:g}" if place.readingOrder else "",
        f"as {cell.number_format}" if cell.number_format != "General" else "",
        "quoted" if cell.quotePrefix else "",
        "" if cell.protection.locked else "input",
        *sides,
    )
    return ", ".join(part for part in parts if part)


def _key(look: str) -> str:
    return sha256(look.encode()).hexdigest()[:6]


def _rgb(colour: Any) -> str:
    if colour is None:
        return ""
    return str(colour.rgb)[-6:] if colour.type == "rgb" else f"{colour.type} {colour.value}"


def _protection(rules: Any) -> str:
    """What a protected sheet still allows; empty where it is open."""
    if not rules.sheet:
        return ""
    allowed = [name for name, forbidden in sorted(vars(rules).items()) if forbidden is False and name != "sheet"]
    return f"{'password' if rules.password else 'no password'}; allows {', '.join(allowed)}"


def _columns(sheet: Any) -> list[str]:
    """Columns, their width in characters, and whether they are folded away."""
    found = []
    for column in sorted(sheet.column_dimensions.values(), key=lambda each: each.min):
        name = ":".join(get_column_letter(place) for place in sorted({column.min, column.max}))
        said = (f"{name} {column.width:.1f}", "hidden" if column.hidden else "",
                f"level {column.outlineLevel}" if column.outlineLevel else "")  # fmt: skip
        found.append(", ".join(part for part in said if part))
    return found


def _heights(sheet: Any) -> list[str]:
    """Height in points and the rows that have it."""
    found: dict[float, list[int]] = {}
    for row, each in sheet.row_dimensions.items():
        if each.height:
            found.setdefault(each.height, []).append(row)
    rows = {height: (f"{a}-{b}" if a != b else f"{a}" for a, b in runs(found[height])) for height in sorted(found)}
    return [f"{height:g}: rows {', '.join(said)}" for height, said in rows.items()]


def _print(sheet: Any) -> dict[str, Any]:
    setup, fit = sheet.page_setup, sheet.sheet_properties.pageSetUpPr
    wide, high = (1 if pages is None else pages for pages in (setup.fitToWidth, setup.fitToHeight))
    parts = {f"{end} {side}": getattr(getattr(sheet, f"odd{end.title()}"), side).text
             for end in ("header", "footer") for side in ("left", "center", "right")}  # fmt: skip
    found = {
        "area": sheet.print_area,
        "paper": f"{setup.paperSize} {setup.orientation}",
        "fit": f"{wide} × {high or 'any'} pages" if fit and fit.fitToPage else f"{setup.scale} %",
        "breaks": [each.id for each in sheet.col_breaks.brk],
        "titles": sheet.print_titles,
        "margin texts": ", ".join(name for name, text in parts.items() if text),
    }
    return {key: value for key, value in found.items() if value}


def _table(table: Any) -> dict[str, Any]:
    return {"name": table.name, "area": table.ref, "headings": [column.name for column in table.tableColumns]}


def _choice(rule: Any) -> dict[str, Any]:
    return {"area": str(rule.sqref), "source": rule.formula1, "kind": rule.type, "shown": not rule.showDropDown,
            "otherwise": f"{rule.errorStyle or 'stop'}: {rule.errorTitle}: {rule.error}" if rule.showErrorMessage
            else "anything goes"}  # fmt: skip


def _tint(area: Any, rule: Any) -> str:
    look = rule.dxf
    bold = " bold" if look.font is not None and look.font.b else ""
    stop = "" if rule.stopIfTrue else " and goes on"
    return f"{area.sqref} {_rgb(look.fill.bgColor)}{bold} when ={rule.formula[0]}{stop}"


def _charts(data: bytes) -> Iterator[list[dict[str, Any]]]:
    """Charts of each sheet, as the links between the parts say."""
    with ZipFile(BytesIO(data)) as package:
        count = sum(name.startswith("xl/worksheets/sheet") for name in package.namelist())
        for place in range(1, count + 1):
            drawings = _led_to(package, f"xl/worksheets/_rels/sheet{place}.xml.rels", "drawing")
            yield [found for drawing in drawings.values() for found in _drawn(package, drawing)]


def _led_to(package: ZipFile, part: str, kind: str) -> dict[str, str]:
    if part not in package.namelist():
        return {}
    found = fromstring(package.read(part))
    links = {each.get("Id", ""): each for each in found if each.get("Type", "").endswith(f"/{kind}")}
    return {name: each.get("Target", "").rpartition("/")[2] for name, each in links.items()}


def _drawn(package: ZipFile, drawing: str) -> Iterator[dict[str, Any]]:
    charts = _led_to(package, f"xl/drawings/_rels/{drawing}.rels", "chart")
    for anchor in fromstring(package.read(f"xl/drawings/{drawing}")):
        link = next(value for node in anchor.iter() for key, value in node.attrib.items() if key.endswith("}id"))
        corners = [tuple(int(node.text or 0) for node in corner) for corner in anchor[:2]]
        picture = anchor.find(".//{*}cNvPr")
        chart = fromstring(package.read(f"xl/charts/{charts[link]}"))
        yield {
            "corners": [f"column {col}+{x}, row {row}+{y}" for col, x, row, y in corners],
            "alt": picture.get("descr") if picture is not None else None,
            "kind": " ".join(_values(chart, "barDir", "grouping", "overlap", "gapWidth")),
            "axes": [_axis(node) for node in chart.iter() if node.tag.endswith(("catAx", "valAx"))],
            "series": [_series(node) for node in chart.iter() if node.tag.endswith("}ser")],
        }


def _values(node: Element, *names: str) -> list[str]:
    return [f"{name} {each.get('val')}" for name in names for each in node.findall(f".//{{*}}{name}")]


def _axis(node: Element) -> str:
    marks = _values(node, "min", "max", "majorUnit", "orientation", "delete", "crosses", "tickLblPos")
    return ", ".join([*marks, *(f"as {each.get('formatCode')}" for each in node.findall("{*}numFmt"))])


def _series(node: Element) -> str:
    """Name, categories, values, then fill and label as the file writes them."""
    ranges = [found.text or "" for part in ("tx", "cat", "val") for found in node.findall(f"{{*}}{part}//{{*}}f")]
    looks = [_mark(each) for part in ("spPr", "dLbls") for top in node.findall(f"{{*}}{part}") for each in top.iter()]
    return f"{' | '.join(ranges)} | {' '.join(filter(None, looks))}"


def _mark(node: Element) -> str:
    said = [node.get(name, "") for name in ("prst", "val", "formatCode", "b")]
    return " ".join(filter(None, (node.tag.rpartition("}")[2] if any(said) else "", *said)))
