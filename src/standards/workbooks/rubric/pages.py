"""The sheets with tables: yellow cells that a task force edits, with room for new rows below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from standards.rubrics.model import Rubric
from standards.workbooks.build import SheetBuilder
from standards.workbooks.rubric.fields import WORDS, Field
from standards.workbooks.rubric.meaning import meaning
from standards.workbooks.rubric.plan import LIST_COLUMNS, LISTS, Placed, Plan
from standards.workbooks.rubric.spelling import EMPTY, NO, YES, listed, number, text
from standards.workbooks.sheet import Choices, Content, Paper, Sheet, Table, column_name
from standards.workbooks.text import clean
from standards.workbooks.writer import WriteError

__all__ = ["guideline_page", "lists_page", "table_page"]

_STYLES = {
    "id": "input text",
    "when": "input text",
    "number": "input center",
    "whole": "input center",
    "yes": "input center",
    "day": "input day",
    "told": "cell wrap",
}
_TOP = {
    "input wrap": "input top",
    "input text": "input text top",
    "input text bold": "input text top bold",
    "input center": "input top center",
    "input day": "input top day",
    "cell wrap": "cell top",
}
"""The same looks with the text at the top, for rows that are many lines high."""
_PAGE = 190.0
"""Characters across one printed page."""


def content(field: Field, value: Any, where: str) -> Content:
    """What a cell holds for a value of the model.

    Raises:
        WriteError: the text is too long for a cell, or holds a character no cell can.
    """
    if value is None or value is ...:
        return None if value is None else EMPTY
    match field.kind:
        case "day":
            return date.fromisoformat(value)
        case "yes":
            return YES if value else NO
        case "number":
            found = number(value)
        case "whole":
            found = value
        case "lines":
            found = listed(value)
        case _:
            found = text(value, blank=field.blank)
    if isinstance(found, str) and clean(found) != found:
        message = f"“{field.heading}” of {where} has {len(found):,} characters, or some that no cell can hold."
        raise WriteError(f"{message} Shorten it, or go on with the YAML file.")
    return found


def table_page(plan: Plan, placed: Placed) -> Sheet:
    """One table, one row for each record."""
    table, fields, rows, used = placed.filled
    page = SheetBuilder(table.sheet, placed.columns)
    placed.head.write(page)
    top, bottom = placed.top, placed.bottom
    page.put_row(top, 0, [f.heading for f in fields], ["head" if f.kind == "told" else "head input" for f in fields])
    styles = [_style(field, first=not place, tall=table.tall) for place, field in enumerate(fields)]
    for offset in range(bottom - top):
        row = rows[offset] if offset < len(rows) else {}
        where = f"{table.title} no. {offset + 1}"
        page.put_row(top + 1 + offset, 0, [content(f, row.get(f.steps), where) for f in fields], styles)
    return page.sheet(
        paper=_paper(placed, used, table.keep),
        freeze=(top + 1, table.keep),
        tables=(_table(placed, tuple(field.heading for field in fields)),),
        choices=tuple(_choices(plan, placed, col, top + 1, bottom) for col, f in enumerate(fields) if plan.choices(f)),
        tab=table.tab,
        texts=(f"A{top + 2}:{column_name(len(fields) - 1)}{bottom + 1}",),
    )


def guideline_page(plan: Plan, placed: Placed) -> Sheet:
    """The guideline's own facts, one below the other, each with what it means."""
    table, fields, (row,), _ = placed.filled
    page = SheetBuilder(table.sheet, placed.columns)
    placed.head.write(page)
    top = placed.top
    headings = ("Field", "Value", "What it means")
    page.put_row(top, 0, headings, ("head", "head input", "head"))
    choices = []
    for place, field in enumerate(fields, start=top + 1):
        style = _style(field, first=False, tall=False)
        page.put(place, 0, field.heading, "cell wrap bold")
        page.put(place, 1, content(field, row[field.steps], "the guideline"), style)
        page.put(place, 2, meaning(Rubric, field.steps), "cell wrap")
        if plan.choices(field):
            choices.append(_choice(plan, field, (place, 1, place, 1)))
    bottom = top + len(fields)
    return page.sheet(
        paper=Paper(right=2, repeat_row=top),
        freeze=(top + 1, 0),
        tables=(Table(table.name, top, bottom, 0, 2, headings, table.alt),),
        choices=tuple(choices),
        tab=table.tab,
        texts=(f"B{top + 2}:B{bottom + 1}",),
    )


def lists_page(plan: Plan) -> Sheet:
    """The words of every drop-down and what each means."""
    page = SheetBuilder(LISTS, LIST_COLUMNS)
    plan.lists.write(page)
    for title, words in WORDS.items():
        first = plan.words[title]
        page.put_row(first - 1, 0, (title, "What it means"), ("head", "head"))
        for row, word in enumerate(words, start=first):
            page.put_row(row, 0, (word, meaning(title, (word,))), ("cell", "cell wrap"))
    return page.sheet(paper=Paper(right=1), protected=True, tab="9AA5B1")


def _style(field: Field, *, first: bool, tall: bool) -> str:
    style = _STYLES.get(field.kind, "input wrap")
    if first and style == "input text":
        style = "input text bold"
    return _TOP[style] if tall else style


def _table(placed: Placed, headings: Sequence[str]) -> Table:
    table = placed.filled.table
    return Table(table.name, placed.top, placed.bottom, 0, len(headings) - 1, tuple(headings), table.alt)


def _choices(plan: Plan, placed: Placed, col: int, top: int, bottom: int) -> Choices:
    return _choice(plan, placed.filled.fields[col], (top, col, bottom, col))


def _choice(plan: Plan, field: Field, cells: tuple[int, int, int, int]) -> Choices:
    title = field.heading[:32]
    return Choices(*cells, plan.choices(field), title, "Choose one of the words in the list, or leave the cell empty.")


def _paper(placed: Placed, used: int, keep: int) -> Paper:
    """One page across where that stays readable, else new pages at columns."""
    widths = [column.width for column in placed.columns[:used]]
    if sum(widths) <= _PAGE:
        return Paper(right=used - 1, repeat_row=placed.top)
    return Paper(
        right=used - 1,
        fit=None,
        breaks=_breaks(widths, sum(widths[:keep])),
        top=placed.top,
        header=placed.head.printed,
        repeat_row=placed.top,
        repeat_columns=keep,
    )


def _breaks(widths: Sequence[float], repeated: float) -> tuple[int, ...]:
    """Columns in front of which a new page begins, so that each holds as much as fits."""
    breaks, used = [0], 0.0
    for col, width in enumerate(widths):
        if used and used + width > _PAGE:
            breaks.append(col)
            used = repeated
        used += width
    return tuple(breaks[1:])
