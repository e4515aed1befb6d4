"""Summary: one landscape page that a board reads first. Everything on it follows the ratings."""

from __future__ import annotations

from standards.workbooks.build import SheetBuilder
from standards.workbooks.formulas import Block
from standards.workbooks.gap.charts import charts
from standards.workbooks.gap.context import Context
from standards.workbooks.gap.layout import ACTIONS, CRITERIA, EVIDENCE, FINDINGS, METHOD, STANDARD, SUMMARY
from standards.workbooks.gap.method import unchecked
from standards.workbooks.gap.notices import findings, notices
from standards.workbooks.gap.reasons import LEFT, RIGHT, WIDTHS
from standards.workbooks.gap.tiles import tiles
from standards.workbooks.gap.top import act_first, domain_table
from standards.workbooks.gap.verdict import Verdict
from standards.workbooks.head import rubric_line, status_lines
from standards.workbooks.sheet import Column, Link, Paper, Sheet, Tint, naive_utc
from standards.workbooks.text import name

__all__ = ["summary_sheet"]

_LINKS = ((LEFT, ACTIONS), (3, CRITERIA), (4, FINDINGS), (5, EVIDENCE), (6, STANDARD), (7, METHOD))


def summary_sheet(context: Context) -> Sheet:
    """Build the page from top to bottom."""
    page = SheetBuilder(SUMMARY, (Column(width) for width in WIDTHS))
    verdict = Verdict(context.inputs, context.known, context.layout)
    row = _head(page, context)
    row = _banner(page, context, verdict, row)
    row = tiles(page, context, verdict, row)
    table, row = domain_table(page, context, row)
    drawn, row = charts(page, context, table, row)
    first, row = act_first(page, context, row)
    row = findings(page, context, row)
    row = notices(page, context, row)
    row = _links(page, row)
    page.put(row, LEFT, f"Workbook code {context.inputs.identity.code}", "small")
    high = 1 if len(context.known.domains) <= _ONE_PAGE else 0
    return page.sheet(
        paper=Paper(right=RIGHT, fit=(1, high)),
        tints=(*_status_tints(table), *_status_tints(first)),
        charts=drawn,
        protected=True,
        tab="14304F",
    )


_ONE_PAGE = 14
"""Domains that still fit on one readable page."""


def _head(page: SheetBuilder, context: Context) -> int:
    inputs = context.inputs
    rubric, program, review = inputs.rubric, inputs.program, inputs.review
    page.put(0, LEFT, name(program.title), "title")
    page.heights[0] = 30
    made = naive_utc(inputs.generated).date().isoformat()
    parts = ["Gap report", name(program.provider), program.level, f"reviewer {name(review.reviewer)}"]
    state = "review finished" if inputs.finished else "interim: the review is not finished"
    page.put(1, LEFT, " · ".join(filter(None, [*parts, state, f"made {made}"])), "subtitle")
    missing, total = unchecked(inputs), len(rubric.criteria)
    checked = f"{missing} of {total} paraphrases not yet checked against the text" if missing else ""
    about = [rubric_line(rubric), f"issuer: {name(rubric.issuer)}", f"{total} criteria", checked]
    page.put(2, LEFT, " · ".join(filter(None, about)), "subtitle")
    row = 3
    for text in status_lines(rubric, page.width(LEFT, RIGHT) - 20):
        page.put(row, LEFT, text, "status text")
        page.fill(row, LEFT, RIGHT, "status text")
        row += 1
    page.heights[row] = 6
    return row + 1


def _banner(page: SheetBuilder, context: Context, verdict: Verdict, row: int) -> int:
    """The recommendation and its reason. Texts of outcomes are broken into lines beforehand; which is shown is live."""
    now = context.layout.now
    label = now.at("now", 1)
    page.formula(row, LEFT, f'{verdict.sign_formula()}&"  "&{label}', f"{verdict.sign}  {verdict.label}", "banner")
    page.heights[row] = 30
    reasons = verdict.reason_lines()
    for offset, (text, value) in enumerate(reasons, start=1):
        if text:
            page.formula(row + offset, LEFT, text, value, "banner text")
        else:
            page.put(row + offset, LEFT, value, "banner text")
        page.heights[row + offset] = 16.5
    for filled in range(row, row + len(reasons) + 1):
        page.fill(filled, LEFT, RIGHT, "banner text")
    row += len(reasons) + 1
    page.heights[row] = 8
    return row + 1


def _links(page: SheetBuilder, row: int) -> int:
    for col, sheet in _LINKS:
        page.put(row, col, Link(f"{sheet} →", f"#{sheet}!A1"), "link")
    return row + 1


def _status_tints(block: Block) -> tuple[Tint, ...]:
    col, cell = block.columns["status"], block.here("status", 0)
    styles = {"▲": "tint essential", "△": "tint gap", "✓": "tint reached", "…": "tint out", "–": "tint out"}
    return tuple(
        Tint(block.top, col, block.bottom, col, f'=LEFT({cell},1)="{symbol}"', style)
        for symbol, style in styles.items()
    )
