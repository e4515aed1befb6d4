"""A workbook that came back, as plain data: what stands in which cell, before anyone has judged it.

Rows and columns are counted from 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

__all__ = ["Book", "Held", "Page", "Value"]

Value = str | int | float | bool | date | datetime | time | timedelta | None


class Held(NamedTuple):
    """What a cell holds. Empty cells are left out of a page."""

    value: Value
    """As last worked out by the program that saved the file; None for a formula nobody has worked out."""
    formula: str = ""
    """The formula, with its equals sign; empty for a typed value."""
    error: bool = False
    """The value is an error such as #N/A."""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet."""

    name: str
    cells: Mapping[tuple[int, int], Held]
    """By row and column."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Ranges of merged cells: top, left, bottom, right, all included."""
    state: Literal["visible", "hidden", "veryHidden"] = "visible"


@dataclass(frozen=True, slots=True)
class Book:
    """Everything in a file."""

    pages: tuple[Page, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    """Custom document properties, as text."""
