"""Start here: what the book is, how to edit it, and what the guideline is not."""

from __future__ import annotations

from standards.workbooks.build import SheetBuilder
from standards.workbooks.head import rubric_line, status_lines
from standards.workbooks.rubric.plan import LISTS, START, Plan
from standards.workbooks.sheet import Column, Link, Paper, Sheet

__all__ = ["start_page"]

_COLUMNS = (Column(24), Column(14), Column(104))
_WIDE = 960
_STEPS = {
    "Edit": "Change the yellow cells. Everything else explains, and is not read back.",
    "Add": "A new criterion is a new row: fill one of the empty yellow rows, or insert a row where it belongs. People "
    "read in the order of the rows.",
    "Remove, move": "To remove something, delete its row. To move it, cut the row and insert it elsewhere, or sort.",
    "Arrange": "Columns for notes of your own, other sheet names and another order are fine. Leave the headings as "
    "they are: the way back finds everything by heading and ID.",
    "Numbers and lists": "Numbers may be 2, 0.5, 85 % or 1/3 (type '1/3 with the apostrophe, or Excel makes a date of "
    "it). Lists take one item a line: Alt+Enter begins a new line.",
    "Plain cells": "Type values, not formulas, and do not merge cells.",
    "Hand back": "Save the file and hand it back to the workbench. It checks everything at once, names the cell of "
    'each finding and makes the rubric file. An empty cell takes the usual value; "" stands for a text that is empty '
    "on purpose.",
}


def start_page(plan: Plan, code: str) -> Sheet:
    """One page that a task force reads first."""
    page = SheetBuilder(START, _COLUMNS)
    rubric = plan.rubric
    page.put(0, 0, rubric_line(rubric), "title")
    page.heights[0] = 30
    page.put(1, 0, "Rubric book: one version of a guideline as a workbook, to be edited and read back.", "subtitle")
    row = 2
    for line in status_lines(rubric, _WIDE):
        page.put(row, 0, line, "status text")
        page.fill(row, 0, 2, "status text")
        row += 1
    row = _steps(page, row + 1)
    row = _legend(page, row)
    row = _sheets(page, plan, row)
    page.put(row, 0, f"Workbook code {code}", "small")
    return page.sheet(paper=Paper(right=2, fit=(1, 1)), protected=True, tab="14304F")


def _heading(page: SheetBuilder, row: int, text: str) -> int:
    page.put(row, 0, text, "heading rule")
    page.fill(row, 0, 2, "heading rule")
    page.heights[row] = 22
    return row + 1


def _steps(page: SheetBuilder, row: int) -> int:
    row = _heading(page, row, "How to write a guideline here")
    for number, (word, text) in enumerate(_STEPS.items(), start=1):
        page.put_row(row, 0, (word, number, text), ("cell wrap bold", "whole", "cell wrap"))
        row += 1
    return row + 1


def _legend(page: SheetBuilder, row: int) -> int:
    row = _heading(page, row, "Legend")
    for style, word, text in (
        ("input", "Yellow", "Yours: type, paste or choose from the list."),
        ("head input", "Teal heading", "A column that is read back."),
        ("head", "Dark heading", "A column that only explains; what stands there is not read back."),
    ):
        page.put(row, 0, word, style)
        page.put(row, 1, None, "cell")
        page.heights[row] = 20
        page.put(row, 2, text, "cell")
        row += 1
    return row + 1


def _sheets(page: SheetBuilder, plan: Plan, row: int) -> int:
    row = _heading(page, row, "Sheets")
    for placed in plan.placed:
        table, rows = placed.filled.table, placed.filled.rows
        page.put(row, 0, Link(table.sheet, f"#{table.sheet}!A1"), "cell link")
        page.put(row, 1, f"{len(rows)} row{'s' * (len(rows) != 1)}" if table.room else None, "center")
        page.put(row, 2, table.hint, "cell wrap")
        row += 1
    page.put(row, 0, Link(LISTS, f"#{LISTS}!A1"), "cell link")
    page.put_row(row, 1, (None, "The words that the drop-downs offer."), ("center", "cell wrap"))
    return row + 2
