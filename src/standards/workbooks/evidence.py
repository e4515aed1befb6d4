"""A table of evidence: what the judgements rest on, one piece a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from standards.programs.model import Evidence
from standards.workbooks.build import SheetBuilder
from standards.workbooks.sheet import Column, Content, Link, Table
from standards.workbooks.text import name, web_address

__all__ = ["EVIDENCE", "EVIDENCE_COLUMNS", "EVIDENCE_HEADINGS", "evidence_table"]

EVIDENCE = "Evidence"
EVIDENCE_COLUMNS = tuple(Column(width) for width in (9, 34, 17, 36, 14, 12, 36, 36, 13, 15, 22, 11))
EVIDENCE_HEADINGS = (
    "ID", "Title", "Type", "Where", "Dated", "Accessed", "Quotation", "Note", "Confidential", "Submitted by",
    "Used for", "Link",
)  # fmt: skip


def evidence_table(
    page: SheetBuilder, top: int, items: Sequence[Evidence], used: Mapping[str, str]
) -> tuple[tuple[Table, ...], int]:
    """Write the table, or a sentence where there is nothing.

    Args:
        used: ids of the criteria that cite a piece, by its id.

    Returns:
        The table, if any, and the last row written.
    """
    page.put_row(top, 0, EVIDENCE_HEADINGS, ["head"] * len(EVIDENCE_HEADINGS))
    if not items:
        page.put(top + 1, 0, "No evidence was recorded.", "text")
        return (), top + 1
    for index, item in enumerate(items, start=1):
        _row(page, top + index, item, used.get(item.id, ""))
    bottom = top + len(items)
    alt = "Evidence with type, place, dates and the criteria it was used for."
    return (Table("tblEvidence", top, bottom, 0, len(EVIDENCE_HEADINGS) - 1, EVIDENCE_HEADINGS, alt),), bottom


def _row(page: SheetBuilder, row: int, item: Evidence, used: str) -> None:
    link: Content = Link(f"Open {item.id} →", item.locator) if web_address(item.locator) else ""
    contents: tuple[tuple[Content, str], ...] = (
        (item.id, "cell bold"),
        (name(item.title), "cell wrap"),
        (item.type.value.capitalize(), "cell wrap"),
        (item.locator, "cell wrap"),
        (item.dated, "center wrap"),
        (item.accessed, "day"),
        (f"“{item.quotation}”" if item.quotation else "", "cell wrap"),
        (item.note, "cell wrap"),
        ("▲ yes" if item.confidential else "no", "center"),
        (name(item.submitted_by), "cell wrap"),
        (used, "cell wrap"),
        (link, "cell address"),
    )
    for col, (content, style) in enumerate(contents):
        page.put(row, col, content, style)
