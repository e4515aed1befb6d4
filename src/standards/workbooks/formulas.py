"""Addresses and formula pieces. Only functions that Excel, LibreOffice and the web programs share.

Conditions are always numbers: text conditions read `?` and `*` as wildcards and take 1.1 and 1.10 for the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from standards.workbooks.sheet import address, column_name, quoted

__all__ = ["Block", "Condition", "count_if", "number", "sum_if"]

Condition = tuple[str, str]
"""A range and what its cells must be: ("Criteria!$V$7:$V$33", "2") or (…, '">=2"')."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one kind on a sheet, so that a formula elsewhere can name a column instead of a letter."""

    sheet: str
    top: int
    """First row with data."""
    count: int
    columns: Mapping[str, int]

    @property
    def bottom(self) -> int:
        return self.top + max(self.count, 1) - 1

    def all(self, key: str) -> str:
        """The whole column: Criteria!$G$7:$G$33."""
        letter = column_name(self.columns[key])
        return f"{quoted(self.sheet)}!${letter}${self.top + 1}:${letter}${self.bottom + 1}"

    def first(self, key: str, count: int) -> str:
        """The first so many rows of a column."""
        letter = column_name(self.columns[key])
        return f"{quoted(self.sheet)}!${letter}${self.top + 1}:${letter}${self.top + count}"

    def at(self, key: str, index: int) -> str:
        """One cell: Criteria!$G$9 for the third row."""
        return f"{quoted(self.sheet)}!{address(self.top + index, self.columns[key])}"

    def row(self, index: int) -> dict[str, str]:
        """All cells of one row, for formulas in that row."""
        place = str(self.top + index + 1)
        return {key: f"${column_name(col)}{place}" for key, col in self.columns.items()}

    def here(self, key: str, index: int) -> str:
        """One cell for a formula in the same row: $G9."""
        return f"${column_name(self.columns[key])}{self.top + index + 1}"


def number(value: float) -> str:
    """A number as a formula writes it, whole where it is whole."""
    return str(int(value)) if value == int(value) else repr(value)


def sum_if(values: str, conditions: Sequence[Condition]) -> str:
    """SUM, or SUMIFS with conditions."""
    if not conditions:
        return f"SUM({values})"
    return f"SUMIFS({values},{_joined(conditions)})"


def count_if(conditions: Sequence[Condition]) -> str:
    """COUNTIFS over at least one condition."""
    return f"COUNTIFS({_joined(conditions)})"


def _joined(conditions: Sequence[Condition]) -> str:
    return ",".join(f"{where},{what}" for where, what in conditions)
