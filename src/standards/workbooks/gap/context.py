"""Everything a sheet of the report is built from."""

from __future__ import annotations

from dataclasses import dataclass

from standards.workbooks.gap.figures import Figures
from standards.workbooks.gap.inputs import GapReportInput
from standards.workbooks.gap.layout import Layout
from standards.workbooks.gap.rule import ClauseRow
from standards.workbooks.head import Head

__all__ = ["Context"]


@dataclass(frozen=True, slots=True)
class Context:
    """The inputs, their figures, the positions of everything, and the rule's rows."""

    inputs: GapReportInput
    known: Figures
    layout: Layout
    clauses: tuple[ClauseRow, ...]
    heads: dict[str, Head]
    """By sheet name."""
