"""The head that every sheet carries: what it is, of which program, and what the guideline is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from standards.rubrics.model import Rubric
from standards.workbooks.build import SheetBuilder
from standards.workbooks.gap.inputs import GapReportInput
from standards.workbooks.gap.layout import SUMMARY
from standards.workbooks.measure import column_pixels, wrapped
from standards.workbooks.sheet import Column, Link
from standards.workbooks.text import name

__all__ = ["Head", "head", "rubric_line", "status_lines"]


@dataclass(frozen=True, slots=True)
class Head:
    """Title, status strip, a hint and the way back."""

    title: str
    subtitle: str
    status: tuple[str, ...]
    hints: tuple[str, ...]
    right: int
    """Last column of the status strip."""

    @property
    def rows(self) -> int:
        """First free row below the head."""
        return 4 + len(self.status) + len(self.hints)

    @property
    def printed(self) -> tuple[str, str]:
        """The head as the page header of a sheet that prints on more than one page across."""
        return self.title, " ".join(self.status)

    def write(self, page: SheetBuilder) -> None:
        """Write the head from the first row on."""
        page.put(0, 0, self.title, "sheet title")
        page.heights[0] = 27
        page.put(1, 0, self.subtitle, "subtitle")
        row = 2
        for text in self.status:
            page.put(row, 0, text, "status text")
            page.fill(row, 0, self.right, "status text")
            row += 1
        for text in self.hints:
            page.put(row, 0, text, "small")
            row += 1
        page.put(row, 0, Link("← Back to Summary", f"#{SUMMARY}!A1"), "link")


def head(inputs: GapReportInput, title: str, hint: str, columns: Sequence[Column], right: int) -> Head:
    """The head of a sheet whose first printed page ends with column `right`."""
    pixels = sum(column_pixels(column.width) for column in columns[: right + 1]) - 20
    return Head(
        title=title,
        subtitle=f"{name(inputs.program.title)} · {rubric_line(inputs.rubric)}",
        status=status_lines(inputs.rubric, pixels),
        hints=wrapped(hint, pixels, 9),
        right=right,
    )


def rubric_line(rubric: Rubric) -> str:
    """Title and version."""
    return f"{name(rubric.title)}, version {rubric.version}"


def status_lines(rubric: Rubric, pixels: float) -> tuple[str, ...]:
    """Where the guideline stands and what this encoding of it is not, in lines that fit."""
    return wrapped(f"STATUS: {rubric.status.value}. {name(rubric.disclaimer)}", pixels, 9.5)
