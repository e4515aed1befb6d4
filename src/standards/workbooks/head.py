"""The head that every sheet carries: what it is, of which program, and what the guideline is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from standards.rubrics.model import Rubric
from standards.workbooks.build import SheetBuilder
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
    back: Link
    """The way back to the first sheet."""

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
        page.put(row, 0, self.back, "link")


def head(
    rubric: Rubric,
    subject: str,
    title: str,
    hint: str,
    columns: Sequence[Column],
    right: int,
    *,
    first: str = "Summary",
) -> Head:
    """The head of a sheet.

    Args:
        subject: what the workbook is about, such as the program's title.
        right: last column of the first printed page.
        first: name of the sheet that the way back leads to.
    """
    pixels = sum(column_pixels(column.width) for column in columns[: right + 1]) - 20
    return Head(
        title=title,
        subtitle=" · ".join(filter(None, (name(subject), rubric_line(rubric)))),
        status=status_lines(rubric, pixels),
        hints=wrapped(hint, pixels, 9),
        right=right,
        back=Link(f"← Back to {first}", f"#{first}!A1"),
    )


def rubric_line(rubric: Rubric) -> str:
    """Title and version."""
    return f"{name(rubric.title)}, version {rubric.version}"


def status_lines(rubric: Rubric, pixels: float) -> tuple[str, ...]:
    """Where the guideline stands and what this encoding of it is not, in lines that fit."""
    return wrapped(f"STATUS: {rubric.status.value}. {name(rubric.disclaimer)}", pixels, 9.5)
