"""The width of the portfolio's Summary."""

from __future__ import annotations

from standards.workbooks.measure import column_pixels

__all__ = ["LEFT", "RIGHT", "STARTS", "WIDTHS", "pixels"]

WIDTHS = (2, 12, 24, 18, 18, 18, 18, 18, 18, 18, 18)
"""Columns in characters."""
LEFT, RIGHT = 1, len(WIDTHS) - 1
STARTS = (1, 3, 5, 7, 9)
"""First columns of the five tiles."""


def pixels(left: int, right: int) -> int:
    """Room from one column to another, both included, less a little air."""
    return sum(column_pixels(width) for width in WIDTHS[left : right + 1]) - 16
