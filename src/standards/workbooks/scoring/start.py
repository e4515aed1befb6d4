"""Start here: whose work it is, what to do, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence

from standards.workbooks.build import SheetBuilder
from standards.workbooks.formulas import Block, count_if
from standards.workbooks.head import rubric_line, status_lines
from standards.workbooks.measure import fitted
from standards.workbooks.scoring.check import COMPLETE, TO_DO
from standards.workbooks.scoring.plan import SCORING, START, Plan
from standards.workbooks.sheet import Column, Link, Paper, Sheet, Table, Tint, naive_utc
from standards.workbooks.standard import STANDARD
from standards.workbooks.text import name

__all__ = ["start_sheet"]

_COLUMNS = (Column(2), Column(34), Column(12), Column(12), Column(12), Column(16), Column(18))
_LEFT, _RIGHT = 1, 6
_STEPS = (
    "1. Work through the Scoring sheet in any order; a click on a criterion's id leads to its level texts.",
    "2. Fill in the yellow cells: rating, confidence, why, evidence, finding, action. The words come from lists.",
    "3. “Not applicable” needs a reason. “Insufficient evidence” is an honest answer: an open gap, never a zero.",
    "4. Filter and hide as you like; to sort, take the protection off first. Copy no rows in from another file.",
    "5. The check column says what is still missing. You can hand the file in before everything is complete.",
    "6. Save it as .xlsx under any name and bring it back: you see what will change before anything is stored.",
)
_HEADINGS = ("Domain", "Criteria", "Rated", "Complete", "To look at", "Progress")


def start_sheet(plan: Plan, rows: Block) -> Sheet:
    """One page: head, instructions, progress by domain."""
    page = SheetBuilder(START, _COLUMNS)
    row = _head(page, plan)
    page.put(row, _LEFT, "What to do", "heading rule")
    page.fill(row, _LEFT, _RIGHT, "heading rule")
    for step in _STEPS:
        row += 1
        page.put(row, _LEFT, step, "text")
        page.heights[row] = 17
    row += 1
    for place, sheet in enumerate((SCORING, "Evidence", STANDARD)):
        page.put(row, _LEFT + place, Link(f"{sheet} →", f"#{sheet}!A1"), "link")
    table, row = _progress(page, plan, rows, row + 2)
    page.put(row + 1, _LEFT, f"Workbook code {plan.identity.code}", "small")
    made = naive_utc(plan.generated)
    page.put(row + 2, _LEFT, f"Made {made:%Y-%m-%d %H:%M} UTC by Standards Workbench {plan.tool_version}", "small")
    return page.sheet(
        paper=Paper(right=_RIGHT, fit=(1, 1)), tables=(table,), tints=_tints(table), protected=True, tab="14304F"
    )


def _head(page: SheetBuilder, plan: Plan) -> int:
    program, review = plan.state.program, plan.state.review
    page.put(0, _LEFT, fitted(name(program.title), page.width(_LEFT, _RIGHT), 18, bold=True), "title")
    page.heights[0] = 30
    about = ("Scoring book", name(program.provider), f"reviewer {name(review.reviewer)}")
    page.put(1, _LEFT, " · ".join(filter(None, about)), "subtitle")
    page.put(2, _LEFT, f"{rubric_line(plan.rubric)} · {len(plan.lines)} criteria", "subtitle")
    row = 3
    for text in status_lines(plan.rubric, page.width(_LEFT, _RIGHT) - 20):
        page.put(row, _LEFT, text, "status text")
        page.fill(row, _LEFT, _RIGHT, "status text")
        row += 1
    page.heights[row] = 8
    return row + 1


def _progress(page: SheetBuilder, plan: Plan, rows: Block, row: int) -> tuple[Table, int]:
    """Live counts by domain, the whole in the last row."""
    page.put(row, _LEFT, "How far it has come", "heading rule")
    page.fill(row, _LEFT, _RIGHT, "heading rule")
    top = row + 1
    page.put_row(top, _LEFT, _HEADINGS, ("head", *["head center"] * 4, "head"))
    row, start = top, 0
    for domain in plan.rubric.domains:
        row += 1
        count = len(domain.criteria)
        checks = [line.check for line in plan.lines[start : start + count]]
        span = Block(rows.sheet, rows.top + start, count, rows.columns)
        _counts(page, row, name(domain.title), span, checks)
        start += count
    row += 1
    _counts(page, row, "All criteria", rows, [line.check for line in plan.lines], total=True)
    alt = "Criteria, rated, complete and to look at by domain; the whole in the last row."
    return Table("tblProgress", top, row, _LEFT, _RIGHT, _HEADINGS, alt), row + 1


def _counts(
    page: SheetBuilder, row: int, title: str, span: Block, checks: Sequence[str], *, total: bool = False
) -> None:
    check, codes = span.all("check"), span.all("code")
    done = sum(text == COMPLETE for text in checks)
    rated = sum(text != TO_DO and not text.startswith("▲") for text in checks)
    criteria, place = len(checks), row + 1
    rated_cells = count_if([(codes, '"<>0"')])
    page.put(row, _LEFT, title, "cell bold" if total else "cell wrap")
    page.put(row, _LEFT + 1, criteria, "whole")
    page.formula(row, _LEFT + 2, f"={rated_cells}", rated, "whole")
    # Compared with EXACT: COUNTIF would read a leading symbol or a ? in a text as something to compare with.
    page.formula(row, _LEFT + 3, f'=SUMPRODUCT(--EXACT({check},"{COMPLETE}"))', done, "whole")
    page.formula(row, _LEFT + 4, f'=C{place}-E{place}-SUMPRODUCT(--EXACT({check},"{TO_DO}"))',
                 criteria - done - sum(text == TO_DO for text in checks), "whole")  # fmt: skip
    tenths = int(10 * done / criteria + 0.5)
    bar = f'=REPT("█",INT(10*E{place}/C{place}+0.5))&REPT("░",10-INT(10*E{place}/C{place}+0.5))'
    page.formula(row, _LEFT + 5, bar, "█" * tenths + "░" * (10 - tenths), "cell")


def _tints(table: Table) -> tuple[Tint, ...]:
    first = table.top + 1
    return (
        Tint(first, _LEFT + 3, table.bottom, _LEFT + 3, f"=$E{first + 1}=$C{first + 1}", "tint reached"),
        Tint(first, _LEFT + 4, table.bottom, _LEFT + 4, f"=$F{first + 1}>0", "tint gap"),
    )
