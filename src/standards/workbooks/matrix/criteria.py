"""Criteria: how many programs lie at each level of each criterion, and what stands out.

The counts compare marks with `=` inside SUMPRODUCT: COUNTIFS would take `?` for any sign.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

from standards.scoring.spread import Spread
from standards.workbooks.build import SheetBuilder
from standards.workbooks.choices import INSUFFICIENT, NOT_APPLICABLE, RECUSED, ChoiceList, choice_lists
from standards.workbooks.formulas import Block
from standards.workbooks.head import Head, head
from standards.workbooks.matrix.context import Context
from standards.workbooks.matrix.inputs import PortfolioInput, programs_words
from standards.workbooks.matrix.layout import CRITERIA
from standards.workbooks.matrix.looks import state_bars
from standards.workbooks.matrix.marks import ABSENT, literal, mark
from standards.workbooks.measure import column_pixels, lines, row_height
from standards.workbooks.sheet import Cell, Chart, Column, Content, Paper, Sheet, Table, Tint
from standards.workbooks.text import name

__all__ = ["criteria_head", "criteria_sheet", "level_words"]

_HINT = (
    "How many programs lie at each level, counted from the Matrix. Share at target: of the programs that carry a "
    "level; Rated says how many. Open gaps: below target, or without sufficient evidence."
)
_CHARTED = 60
"""Criteria that one chart can show; with more, the Summary's chart by domain has to do."""
_SLACK = 1.1
"""Programs differ in what they put on a page; a few blank rows too many do no harm."""
_ROW, _HEADING = 20, 30
"""Pixels of a row, and of the chart's heading."""
_PAPER_WIDE, _PAPER_HIGH = (11.69 - 0.8) * 96, (8.27 - 1.15) * 96
"""Pixels of landscape A4 within its margins."""
_FIRST: tuple[tuple[str, str, float, str], ...] = (
    ("id", "ID", 9, "head"),
    ("domain", "Domain", 22, "head"),
    ("criterion", "Criterion", 30, "head"),
    ("kind", "Kind", 11, "head"),
    ("weight", "Weight", 7.5, "head center"),
    ("target", "Target", 13, "head"),
)
_LAST: tuple[tuple[str, str, float, str], ...] = (
    ("rated", "Rated", 8, "head center"),
    ("met", "At target", 8, "head center"),
    ("below", "Below target", 8, "head center"),
    ("share", "Share at target", 9, "head center"),
    ("gaps", "Open gaps", 8, "head center"),
    ("insufficient", "? Insufficient evidence", 11.5, "head center"),
    ("not_yet", "… Not yet rated", 9, "head center"),
    ("recused", "× Recused", 9, "head center"),
    ("not_applicable", "– Not applicable", 10.5, "head center"),
    ("note", "What stands out", 24, "head"),
    ("order", "Order by gaps", 10, "head fold"),
    ("domain_no", "Domain no.", 10, "head fold"),
)
_ABSENCES = {"insufficient": INSUFFICIENT, "recused": RECUSED, "not_applicable": NOT_APPLICABLE}
_STATES = {"insufficient": "insufficient evidence", "not_yet": "not yet", "recused": "recused",
           "not_applicable": "not applicable"}  # fmt: skip
_WORD = 9


def level_words(lists: Mapping[str, ChoiceList]) -> tuple[str, ...]:
    """Every word a level can have, lowest first, scales one after the other."""
    words = [choice.word for item in lists.values() for choice in item.choices if choice.level]
    return tuple(dict.fromkeys(words))


def _columns(words: int) -> tuple[Column, ...]:
    last = [Column(width, hidden=folded, level=int(folded)) for key, _, width, _ in _LAST
            for folded in (key in ("order", "domain_no"),)]  # fmt: skip
    return (*(Column(width) for _, _, width, _ in _FIRST), *(Column(_WORD) for _ in range(words)), *last)


def criteria_head(inputs: PortfolioInput) -> Head:
    """The sheet's head."""
    words = len(level_words(choice_lists(inputs.portfolio.rubric)))
    columns = _columns(words)
    return head(
        inputs.portfolio.rubric,
        programs_words(len(inputs.portfolio)),
        "Criteria over all programs",
        _HINT,
        columns,
        len(columns) - 3,
    )


def criteria_sheet(context: Context) -> Sheet:
    """One row for each criterion, and a chart below."""
    block = context.layout.criteria
    words = level_words(context.lists)
    page = SheetBuilder(CRITERIA, _columns(len(words)))
    heading = context.heads[CRITERIA]
    heading.write(page)
    headings = (*(title for _, title, _, _ in _FIRST), *words, *(title for _, title, _, _ in _LAST))
    styles = [*(s for *_, s in _FIRST), *["head center"] * len(words), *(s for *_, s in _LAST)]
    page.put_row(block.top - 1, 0, headings, styles)
    deepest = max(
        lines(text, column_pixels(column.width), bold=True) for text, column in zip(headings, page.columns, strict=True)
    )
    page.heights[block.top - 1] = row_height(deepest, least=32) + 2
    for index, spread in enumerate(context.portfolio.criteria):
        _row(page, context, index, spread)
    alt = "A row for each criterion: programs by level and by absence, share at target, open gaps."
    sheet = page.sheet(
        paper=Paper(right=block.columns["note"], repeat_row=block.top - 1),
        freeze=(block.top, 3),
        tables=(Table("tblCriteria", block.top - 1, block.bottom, 0, len(headings) - 1, headings, alt),),
        tints=tuple(_tints(block)),
        protected=True,
        tab="E69F00",
        texts=(f"A{block.top + 1}:A{block.bottom + 1}",),
    )
    return _with_chart(sheet, context)


def _row(page: SheetBuilder, context: Context, index: int, spread: Spread) -> None:
    block, rubric = context.layout.criteria, context.rubric
    row, at = block.top + index, block.columns
    domain = rubric.domain_of[spread.criterion]
    item, target = context.choices_of(spread.criterion), context.target_code(spread.criterion)
    fixed: dict[str, tuple[Content, str]] = {
        "id": (spread.criterion, "cell bold"),
        "domain": (name(domain.title), "cell wrap"),
        "criterion": (name(spread.title), "cell wrap bold"),
        "kind": ("Essential" if spread.essential else "Aspirational", "cell"),
        "weight": (float(spread.weight), "plain"),
        "target": (item.word(target), "cell wrap"),
        "domain_no": (rubric.domains.index(domain) + 1, "fold whole"),
    }
    for key, (content, style) in fixed.items():
        page.put(row, at[key], content, style)
    _counts(page, context, index, spread)
    _figures(page, context, index, spread)


def _counts(page: SheetBuilder, context: Context, index: int, spread: Spread) -> None:
    """Programs by level and absence; the levels of other scales stay empty."""
    block, layout = context.layout.criteria, context.layout
    row, at = block.top + index, block.columns
    item = context.choices_of(spread.criterion)
    column = layout.column(spread.criterion)
    own = {layout.level_key(choice.word): choice for choice in item.choices if choice.level}
    for key, col in at.items():
        if not key.startswith("level "):
            continue
        if choice := own.get(key):
            level = choice.level
            text = f"=SUMPRODUCT(({column}={literal(mark(choice))})*1)"
            page.formula(row, col, text, spread.levels[level.key] if level else 0, "whole")
        else:
            page.put(row, col, None, "whole")
    for key, code in _ABSENCES.items():
        text = f"=SUMPRODUCT(({column}={literal(ABSENT[code])})*1)"
        page.formula(row, at[key], text, _absent(spread, key), "whole")


def _absent(spread: Spread, key: str) -> int:
    return {_STATES_BACK[state]: count for state, count in spread.absences.items()}[key]


_STATES_BACK = {state: key for key, state in _STATES.items()}


def _figures(page: SheetBuilder, context: Context, index: int, spread: Spread) -> None:
    block, layout = context.layout.criteria, context.layout
    row, at = block.top + index, block.columns
    cell = block.row(index)
    item, target = context.choices_of(spread.criterion), context.target_code(spread.criterion)
    levels = [(choice.code, cell[layout.level_key(choice.word)]) for choice in item.choices if choice.level]
    programs = str(context.layout.matrix.count)
    absent = f"{cell['insufficient']}+{cell['recused']}+{cell['not_applicable']}"
    gaps, block_gaps = cell["gaps"], block.all("gaps").rpartition("!")[2]
    so_far = block.first("gaps", index + 1).rpartition("!")[2]
    note = (
        f'=IF(AND({cell["rated"]}>0,{cell["met"]}=0),"▲ Everybody below target",'
        f'IF({programs}=0,"– No program",IF({cell["not_applicable"]}={programs},"– Applies to none",'
        f'IF({cell["rated"]}=0,"… Nobody rated yet",'
        f'IF({cell["met"]}={programs}-{cell["not_applicable"]},"✓ Everybody at target","")))))'
    )
    order = f'=IF({gaps}=0,0,COUNTIFS({block_gaps},">"&{gaps})+COUNTIFS({so_far},{gaps}))'
    share = "–" if spread.share is None else float(spread.share)
    live: tuple[tuple[str, str, str | float, str], ...] = (
        ("rated", "=" + "+".join(where for _, where in levels), spread.rated, "whole"),
        ("met", "=" + "+".join(where for code, where in levels if code >= target), spread.met, "whole"),
        ("below", f"={cell['rated']}-{cell['met']}", spread.below, "whole"),
        ("share", f'=IF({cell["rated"]}=0,"–",{cell["met"]}/{cell["rated"]})', share, "percent"),
        ("gaps", f"={cell['below']}+{cell['insufficient']}", spread.gaps, "whole"),
        ("not_yet", f"={programs}-{cell['rated']}-({absent})", _absent(spread, "not_yet"), "whole"),
        ("note", note, spread.note, "cell"),
        ("order", order, _order(context, spread), "fold whole"),
    )
    for key, text, value, style in live:
        page.formula(row, at[key], text, value, style)


def _order(context: Context, spread: Spread) -> int:
    """Place among the criteria with open gaps, 0 without."""
    return context.order.get(spread.criterion, 0)


def _tints(block: Block) -> Iterator[Tint]:
    col, cell = block.columns["note"], block.here("note", 0)
    for sign, style in {"▲": "tint essential", "✓": "tint reached", "…": "tint out", "–": "tint out"}.items():
        yield Tint(block.top, col, block.bottom, col, f"=LEFT({cell},1)={literal(sign)}", style)


def _with_chart(sheet: Sheet, context: Context) -> Sheet:
    """The chart below the table; where it would be torn by the end of a printed page, it begins the next one."""
    block = context.layout.criteria
    row, cells = block.bottom + 2, dict(sheet.cells)
    if block.count > _CHARTED or not context.portfolio.standings:
        return sheet
    height = 90 + 21 * block.count
    room = _page_pixels(sheet)
    used = sum(sheet.heights.get(place, 15) for place in range(row)) / 0.75
    pages, left = divmod(used, room)
    if left + height + _HEADING > room > height:
        repeated = sheet.heights.get(block.top - 1, 15) / 0.75 if pages else 0
        row += math.ceil((room * _SLACK - left + repeated) / _ROW)
    cells[row, 0] = Cell("Programs at target, below it, and without a level, by criterion", "heading")
    alt = (
        "Stacked bar chart: for each criterion how many programs are at target, below it, or carry no level. "
        "The same figures stand in the table above."
    )
    series = state_bars(block, f"={block.all('id')}", block.top - 1, len(context.portfolio))
    chart = Chart(row + 1, 0, block.columns["note"], height, series, stacked=True, axis="", alt=alt)
    return replace(sheet, cells=cells, heights={**sheet.heights, row: 22}, charts=(chart,))


def _page_pixels(sheet: Sheet) -> float:
    """Pixels of the sheet that one landscape A4 page holds from top to bottom when its columns fit across."""
    wide = sum(column_pixels(column.width) for column in sheet.columns[: sheet.paper.right + 1])
    return _PAPER_HIGH * max(1.0, wide / _PAPER_WIDE)
