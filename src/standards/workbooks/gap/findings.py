"""Findings: what the reviewer asks of the program, or praises, beside the levels."""

from __future__ import annotations

from standards.reviews.model import FindingKind
from standards.workbooks.build import SheetBuilder
from standards.workbooks.gap.context import Context
from standards.workbooks.gap.figures import Line
from standards.workbooks.gap.inputs import GapReportInput
from standards.workbooks.gap.layout import FINDINGS
from standards.workbooks.head import Head, head
from standards.workbooks.sheet import Column, Content, Link, Paper, Sheet, Table, Tint, naive_utc
from standards.workbooks.standard import STANDARD
from standards.workbooks.text import name

__all__ = ["findings_head", "findings_sheet"]

_WORDS = {
    FindingKind.REQUIREMENT: "▲ Requirement",
    FindingKind.QUESTION: "? Question",
    FindingKind.RECOMMENDATION: "→ Recommendation",
    FindingKind.COMMENDATION: "★ Commendation",
}
"""Symbol and word, in the order in which they are read."""
_COLUMNS = tuple(Column(width) for width in (6, 19, 8, 20, 30, 22, 46, 46, 16, 17))
_HEADINGS = (
    "No.", "Finding", "ID", "Domain", "Criterion", "Rating", "What is asked", "What was seen", "By", "When (UTC)",
)  # fmt: skip
_HINT = (
    "Requirements first, then questions, recommendations and commendations, as they were at export. What a rating "
    "alone comes to stands on Gaps & actions."
)


def findings_head(inputs: GapReportInput) -> Head:
    """The sheet's head."""
    return head(inputs.rubric, inputs.program.title, "Findings", _HINT, _COLUMNS, len(_COLUMNS) - 1)


def findings_sheet(context: Context) -> Sheet:
    """One row for each finding, or a sentence where there is none."""
    page = SheetBuilder(FINDINGS, _COLUMNS)
    heading = context.heads[FINDINGS]
    heading.write(page)
    top = heading.rows
    page.put_row(top, 0, _HEADINGS, ["head"] * len(_HEADINGS))
    rated = [(line.rating, line) for line in context.known.lines if line.rating]
    found = [(kind, line) for kind in _WORDS for rating, line in rated if rating.finding is kind]
    for number, (kind, line) in enumerate(found, start=1):
        _row(page, context, top + number, number, kind, line)
    tables: tuple[Table, ...] = ()
    bottom = top + len(found)
    if found:
        alt = "Requirements, questions, recommendations and commendations by criterion."
        tables = (Table("tblFindings", top, bottom, 0, len(_HEADINGS) - 1, _HEADINGS, alt),)
    else:
        page.put(top + 1, 0, "No finding was recorded.", "text")
    return page.sheet(
        paper=Paper(right=len(_COLUMNS) - 1, repeat_row=top),
        freeze=(top + 1, 3),
        tables=tables,
        tints=_tints(top + 1, bottom) if found else (),
        tab="52606D",
        texts=(f"C{top + 2}:C{bottom + 2}",),
    )


def _row(page: SheetBuilder, context: Context, row: int, number: int, kind: FindingKind, line: Line) -> None:
    rating, entry = line.rating, context.inputs.entries.get(line.criterion.id)
    assert rating is not None
    standard = context.heads[STANDARD].rows + 1 + line.no
    cells: tuple[tuple[Content, str], ...] = (
        (number, "whole"),
        (_WORDS[kind], "cell bold"),
        (Link(line.criterion.id, f"#{STANDARD}!A{standard}"), "cell link"),
        (name(line.domain.title), "cell wrap"),
        (name(line.criterion.title), "cell wrap bold"),
        (line.choices.word(line.code), "cell wrap"),
        (rating.action, "cell wrap"),
        (rating.rationale, "cell wrap"),
        (name(entry.by) if entry else "", "cell wrap"),
        (naive_utc(entry.at) if entry else "–", "moment"),
    )
    for col, (content, style) in enumerate(cells):
        page.put(row, col, content, style)


def _tints(top: int, bottom: int) -> tuple[Tint, ...]:
    first = f"LEFT($B{top + 1},1)"
    styles = {"▲": "tint essential", "→": "tint level", "★": "tint reached"}
    question = Tint(top, 1, bottom, 1, f'=EXACT({first},"?")', "tint gap")
    return (question, *(Tint(top, 1, bottom, 1, f'={first}="{symbol}"', style) for symbol, style in styles.items()))
