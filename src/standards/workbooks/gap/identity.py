"""Whose workbook this is, on a sheet that no menu shows; properties and a visible code say the same."""

from __future__ import annotations

from standards.workbooks.build import SheetBuilder
from standards.workbooks.gap.inputs import GapReportInput
from standards.workbooks.sheet import Column, Paper, Sheet

__all__ = ["IDENTITY", "identity", "identity_sheet"]

IDENTITY = "_standards"
_SCHEMA = "1"


def identity(inputs: GapReportInput) -> dict[str, str]:
    """Kind, schema and what the workbook is about; always text, because some programs turn 1 into 1.0."""
    return {
        "standards.kind": "gap report",
        "standards.schema": _SCHEMA,
        "standards.rubric": inputs.rubric.id,
        "standards.version": inputs.rubric.version,
        "standards.digest": inputs.rubric.digest,
        "standards.program": inputs.program.id,
        "standards.review": inputs.review.id,
        "standards.code": inputs.code,
    }


def identity_sheet(inputs: GapReportInput) -> Sheet:
    """Two columns: key and value."""
    page = SheetBuilder(IDENTITY, (Column(24), Column(70)))
    for row, (key, value) in enumerate(identity(inputs).items()):
        page.put_row(row, 0, (key, value), ("text", "text"))
    return page.sheet(paper=Paper(right=1), protected=True, very_hidden=True)
