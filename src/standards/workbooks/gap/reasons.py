"""The width of the Summary page, and the outcomes' texts broken into lines that fit its banner."""

from __future__ import annotations

from standards.rubrics.model import Rubric
from standards.workbooks.measure import column_pixels, text_pixels, wrapped

__all__ = ["LACKING", "LEFT", "RIGHT", "SHORT", "WIDTHS", "outcome_lines", "reasons"]

WIDTHS = (2, 15, 29, 14, 14, 14, 14, 14, 15, 15, 24)
"""Columns of the Summary, in characters."""
LEFT, RIGHT = 1, len(WIDTHS) - 1
LACKING = "criteria lack evidence, but no level on them would change this."
"""What a decision adds, after their number."""
SHORT = {
    "criterion": sum(column_pixels(width) for width in WIDTHS[2:5]) - 16,
    "domain": sum(column_pixels(width) for width in WIDTHS[5:8]) - 16,
    "table": sum(column_pixels(width) for width in WIDTHS[1:3]) - 16,
}
"""Pixels that a criterion's and a domain's title have under “Where to act first”, and a domain's in the table."""
_SIZE = 10.5
_ROOM = sum(column_pixels(width) for width in WIDTHS[LEFT:]) - 40


def reasons(text: str) -> tuple[str, ...]:
    """A text in lines as wide as the banner."""
    return wrapped(text, _ROOM, _SIZE)


def outcome_lines(rubric: Rubric) -> tuple[tuple[str, ...], ...]:
    """Each outcome's text in lines, all with as many lines, at least two; the last has room for the tail."""
    texts = [reasons(outcome.text or f"The rule leads to “{outcome.label}”.") for outcome in rubric.rule.outcomes]
    tail = f" 8888 {LACKING}"
    needed = [len(lines) + (text_pixels(lines[-1] + tail, _SIZE) > _ROOM) for lines in texts]
    count = max([2, *needed])
    return tuple((*lines, *[""] * (count - len(lines))) for lines in texts)
