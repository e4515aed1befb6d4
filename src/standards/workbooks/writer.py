"""Plain sheets become a file. The only module that knows XlsxWriter, which it imports when a file is asked for.

Text is written as text and never guessed at; formulas go out with the value that our engine computed.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from io import BytesIO
from itertools import pairwise
from typing import Any

from standards.errors import StandardsError
from standards.workbooks.measure import column_pixels
from standards.workbooks.sheet import Cell, Chart, Column, Formula, Link, Paper, Series, Sheet, Workbook, quoted
from standards.workbooks.styles import FONT, STYLES, Style
from standards.workbooks.text import acts, cut, right_to_left

__all__ = ["WriteError", "write"]

_EARLIEST = date(1900, 3, 1)
"""Excel counts days from 1900 and takes that year for a leap year; earlier dates are written as text."""
_FOOTER_ROOM = 75
"""Characters for each side of the footer, which may have 255 in all."""


_HEADER_ROOM = (40, 165)
"""The same for a header's two lines."""
_MARGIN = 0.4
_PAPER_PIXELS = (11.69 - 2 * _MARGIN) * 96
"""What fits across a landscape A4 page at full size."""


class WriteError(StandardsError):
    """A cell cannot be written: it lies outside the sheet, or a link is too long."""


class _Formats:
    """Formats made on first use, so that the file holds none that nobody wears."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool], Any] = {}
        self._plain: dict[str, Any] = {}
        """Those for texts that neither act nor turn around: nearly all of them."""

    def get(self, style: str, text: str = "") -> Any:
        if not text or (text[0].isalnum() and text.isascii()):
            return self._plain.get(style) or self._plain.setdefault(style, self._made_for(style, ""))
        return self._made_for(style, text)

    def _made_for(self, style: str, text: str) -> Any:
        quote = acts(text)
        turned = right_to_left(text)
        key = (style, quote, turned)
        if key not in self._made:
            properties = _properties(STYLES[style])
            if quote:
                properties["quote_prefix"] = True
            if turned:
                properties["reading_order"] = 2
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def tint(self, style: str) -> Any:
        """What a conditional format may change: fill and boldness only."""
        key = (f"when {style}", False, False)
        if key not in self._made:
            look = STYLES[style]
            properties: dict[str, Any] = {"bg_color": f"#{look.fill}"}
            if look.bold:
                properties["bold"] = True
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def _properties(look: Style) -> dict[str, Any]:
    found: dict[str, Any] = {
        "font_name": FONT,
        "font_size": look.size,
        "font_color": f"#{look.ink}",
        "align": look.align,
        "valign": "vcenter" if look.middle else "top",
        "locked": look.locked,
    }
    flags = {"bold": look.bold, "italic": look.italic, "underline": look.underline, "text_wrap": look.wrap}
    found.update({key: 1 for key, on in flags.items() if on})
    if look.indent:
        found["indent"] = look.indent
    if look.number:
        found["num_format"] = look.number
    if look.fill:
        found |= {"bg_color": f"#{look.fill}", "pattern": 1}
    for side in ("top", "bottom"):
        if colour := getattr(look, side):
            found |= {side: look.rule, f"{side}_color": f"#{colour}"}
    if look.box:
        found |= {"border": 1, "border_color": f"#{look.box}"}
    return found


def write(workbook: Workbook) -> bytes:
    """The workbook as the bytes of an .xlsx file; the same workbook gives the same bytes.

    Raises:
        WriteError: a cell that the format cannot hold.
    """
    import xlsxwriter.worksheet  # only an export needs it, so a page does not wait for it

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties(
        {
            "title": workbook.title,
            "subject": workbook.subject,
            "author": workbook.author,
            "keywords": workbook.keywords,
            "comments": workbook.comments,
            "created": workbook.created,
        }
    )
    for key, value in workbook.properties.items():
        book.set_custom_property(key, value, "text")
    with _no_collection():
        _fill(book, workbook, _page_class(xlsxwriter.worksheet.Worksheet))
        book.close()
    return buffer.getvalue()


def _fill(book: Any, workbook: Workbook, kind: type[Any]) -> None:
    formats = _Formats(book)
    pages = [(sheet, book.add_worksheet(sheet.name, kind)) for sheet in workbook.sheets]
    for sheet, page in pages:
        _columns(page, sheet.columns)
        _rows(page, sheet.heights)
        _cells(page, sheet.cells, formats, sheet.name)
        _extras(page, sheet, formats)
        for chart in sheet.charts:
            _chart(book, page, sheet, chart)
        if not sheet.very_hidden:  # with a print area, LibreOffice prints it all the same
            _paper(page, sheet, workbook.footer)
    pages[0][1].activate()


@contextmanager
def _no_collection() -> Iterator[None]:
    """A hundred thousand cells make no garbage, but the collector would look through them again and again.

    It takes a quarter of the time that writing takes.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _page_class(worksheet: type[Any]) -> type[Any]:
    """A worksheet that takes formulas as they are.

    XlsxWriter searches each formula for some 30 functions that need a prefix. Ours use none of them (a test sees to
    that), and the search would take as long as everything else.
    """

    class Page(worksheet):  # type: ignore[misc]  # the class is only known when a file is asked for
        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            return formula.removeprefix("=")

    return Page


def _columns(page: Any, columns: tuple[Column, ...]) -> None:
    for index, column in enumerate(columns):
        options = {"level": column.level, "hidden": column.hidden} if column.level or column.hidden else {}
        page.set_column(index, index, column.width, None, options)
    if any(column.hidden for column in columns):
        page.set_column(len(columns), len(columns), 9, None, {"collapsed": True})


def _rows(page: Any, heights: Mapping[int, float]) -> None:
    page.set_default_row(15)
    for row, height in heights.items():
        page.set_row(row, height)


def _cells(page: Any, cells: Mapping[tuple[int, int], Cell], formats: _Formats, name: str) -> None:
    for (row, col), (content, style) in sorted(cells.items()):
        match content:
            case str():
                code = page.write_string(row, col, content, formats.get(style, content))
            case None:
                code = page.write_blank(row, col, None, formats.get(style))
            case Formula():
                code = page.write_formula(row, col, content.text, formats.get(style), content.value)
            case Link():
                code = page.write_url(row, col, _target(content.target), formats.get(style, content.text), content.text)
            case datetime() | date():
                code = _moment(page, row, col, content, formats, style)
            case _:
                code = page.write_number(row, col, content, formats.get(style))
        if code:
            raise WriteError(f"Sheet {name}, row {row + 1}, column {col + 1} cannot be written (code {code}).")


def _moment(page: Any, row: int, col: int, moment: date, formats: _Formats, style: str) -> int:
    day = moment.date() if isinstance(moment, datetime) else moment
    if day < _EARLIEST:
        return int(page.write_string(row, col, day.isoformat(), formats.get(style)))
    return int(page.write_datetime(row, col, moment, formats.get(style)))


def _target(target: str) -> str:
    if not target.startswith("#"):
        return target
    sheet, _, cell = target[1:].rpartition("!")
    return f"internal:{quoted(sheet)}!{cell}"


def _extras(page: Any, sheet: Sheet, formats: _Formats) -> None:
    page.hide_gridlines(2)
    if sheet.freeze != (0, 0):
        page.freeze_panes(*sheet.freeze)
    if sheet.tab:
        page.set_tab_color(f"#{sheet.tab}")
    for table in sheet.tables:
        headings = [
            {"header": text, "header_format": formats.get(sheet.cells[table.top, table.left + i].style, text)}
            for i, text in enumerate(table.headings)
        ]
        options = {"name": table.name, "style": None, "columns": headings, "description": table.alt}
        page.add_table(table.top, table.left, table.bottom, table.right, options)
    for item in sheet.choices:
        rule = {
            "validate": "list",
            "source": item.source,
            "error_title": item.title,
            "error_message": item.message,
            "error_type": "stop" if item.strict else "information",
        }
        page.data_validation(item.top, item.left, item.bottom, item.right, rule)
    for tint in sheet.tints:
        when = {"type": "formula", "criteria": tint.when, "format": formats.tint(tint.style), "stop_if_true": True}
        page.conditional_format(tint.top, tint.left, tint.bottom, tint.right, when)
    if sheet.texts:
        page.ignore_errors({"number_stored_as_text": " ".join(sheet.texts)})
    if sheet.protected:
        allowed = ("format_cells", "format_columns", "format_rows", "sort", "autofilter", "select_locked_cells")
        page.protect("", dict.fromkeys((*allowed, "select_unlocked_cells"), True))
    if sheet.very_hidden:
        page.very_hidden()


def _chart(book: Any, page: Any, sheet: Sheet, chart: Chart) -> None:
    drawing = book.add_chart({"type": "bar", "subtype": "stacked"} if chart.stacked else {"type": "bar"})
    for series in chart.series:
        drawing.add_series(_series(series, stacked=chart.stacked))
    font = {"name": FONT, "size": 9, "color": "#1F2933"}
    line = {"color": "#9AA5B1"}
    drawing.set_y_axis(
        {"reverse": True, "num_font": font, "line": line, "major_tick_mark": "none", "label_position": "low"}
    )
    if chart.axis:
        scale = {"min": 0} | ({"max": chart.top, "major_unit": chart.top / 4} if chart.top is not None else {})
        grid = {"visible": True, "line": {"color": "#E4E7EB"}}
        drawing.set_x_axis(
            {
                "num_format": chart.axis,
                "num_font": font,
                "major_gridlines": grid,
                "line": {"none": True},
                "label_position": "high",
                **scale,
            }
        )
    else:
        drawing.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    drawing.set_legend({"position": "bottom", "font": font})
    drawing.set_title({"none": True})
    drawing.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    wide = sum(column_pixels(sheet.columns[col].width) for col in range(chart.left, chart.right + 1))
    drawing.set_size({"width": wide, "height": chart.height})
    page.insert_chart(
        chart.row, chart.left, drawing, {"description": chart.alt, "object_position": 2, "x_offset": 0, "y_offset": 2}
    )


def _series(series: Series, *, stacked: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": series.name,
        "categories": series.categories,
        "values": series.values,
        "gap": 45 if stacked else 55,
        "overlap": 100 if stacked else 0,
    }
    if series.pattern:
        found["pattern"] = {"pattern": series.pattern, "fg_color": f"#{series.fill}", "bg_color": "#FFFFFF"}
        found["border"] = {"color": f"#{series.fill}", "width": 0.75}
    else:
        found["fill"] = {"color": f"#{series.fill}"}
        found["border"] = {"color": "#FFFFFF", "width": 0.75}
    if series.label:
        font = {"name": FONT, "size": 9, "color": f"#{series.ink}", "bold": stacked}
        found["data_labels"] = {"value": True, "num_format": series.label, "font": font}
        found["data_labels"]["position"] = "center" if stacked else "outside_end"
    return found


def _paper(page: Any, sheet: Sheet, footer: tuple[str, str]) -> None:
    paper: Paper = sheet.paper
    page.set_paper(9)
    page.set_landscape()
    page.set_margins(left=_MARGIN, right=_MARGIN, top=1.0 if paper.header else 0.5, bottom=0.6)
    bottom = max((row for row, _ in sheet.cells), default=0)
    bottom = max([bottom, *(chart.row + int(chart.height / 20) for chart in sheet.charts)])
    page.print_area(paper.top, 0, bottom, paper.right)
    page.center_horizontally()
    if paper.fit:
        page.fit_to_pages(*paper.fit)
    else:
        page.set_print_scale(_scale(sheet))
        page.set_v_pagebreaks(list(paper.breaks))
        page.print_across()
    if paper.repeat_row is not None:
        page.repeat_rows(paper.repeat_row)
    if paper.repeat_columns:
        page.repeat_columns(0, paper.repeat_columns - 1)
    left, right = (_margin_text(text, _FOOTER_ROOM) for text in footer)
    if paper.header:
        title, status = (_margin_text(line, room) for line, room in zip(paper.header, _HEADER_ROOM, strict=True))
        text = f'&L&"{FONT},Bold"&14{title}&"{FONT},Regular"&9\n{status}'
        page.set_header(text, {"scale_with_doc": False})
    page.set_footer(f"&L&8 {left}&C&8 Page &P of &N&R&8 {right}", {"scale_with_doc": False})


def _margin_text(text: str, room: int) -> str:
    """Text for header or footer, where an ampersand begins a code unless it is written twice."""
    length = room
    while len(doubled := cut(text, length).replace("&", "&&")) > room:
        length -= 1
    return doubled


def _scale(sheet: Sheet) -> int:
    """Percent at which the widest page of a sheet with breaks fits, repeated columns included."""
    paper = sheet.paper
    pixels = [column_pixels(column.width) for column in sheet.columns[: paper.right + 1]]
    edges = (0, *paper.breaks, paper.right + 1)
    repeated = sum(pixels[: paper.repeat_columns])
    pages = [sum(pixels[a:b]) + (repeated if a else 0) for a, b in pairwise(edges)]
    return max(25, min(100, int(92 * _PAPER_PIXELS / max(pages))))
