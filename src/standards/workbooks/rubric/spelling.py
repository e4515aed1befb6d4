"""How a value of a rubric is spelled in a cell, so that reading the cell gives exactly the value again.

empty text where none is the default   two quotation marks: ""
list                                   one item a line; bullets where an item has lines of its own
number                                 a number, or text where a cell would round it: 1/3
"""

from __future__ import annotations

import re
from fractions import Fraction

__all__ = ["BULLET", "EMPTY", "NO", "YES", "listed", "number", "read_list", "read_number", "read_text", "text"]

YES, NO = "yes", "no"
BULLET = "•"
_INDENT = "  "
_QUOTE = '"'
EMPTY = _QUOTE * 2
"""Stands for a text that is empty on purpose."""
_DIGITS = 15
"""A cell keeps so many digits of a number."""
_LONGEST = 700
"""Characters of the longest number that is read."""


def text(value: str, *, blank: bool) -> str:
    """The text for a cell.

    Args:
        blank: whether an empty cell already stands for the empty text.
    """
    if (not value and not blank) or (len(value) > 1 and not value.strip(_QUOTE)):
        return value + EMPTY
    return value


def read_text(found: str) -> str:
    """What `text` spelled."""
    bare = found.strip()
    return bare[2:] if len(bare) > 1 and not bare.strip(_QUOTE) else found


def listed(items: list[str] | tuple[str, ...]) -> str:
    """The items of a list, one a line."""
    if all(item and "\n" not in item and not item.startswith(BULLET) for item in items):
        return "\n".join(text(item, blank=False) for item in items)
    return "\n".join(
        f"{BULLET} {item}" if item else BULLET for item in (i.replace("\n", f"\n{_INDENT}") for i in items)
    )


def read_list(found: str) -> list[str]:
    """What `listed` spelled; blank lines between items do not count."""
    lines = found.split("\n")
    if not any(line.startswith(BULLET) for line in lines):
        return [read_text(line) for line in lines if line.strip()]
    items: list[str] = []
    for line in lines:
        if line.startswith(BULLET) or not items:
            items.append(line.removeprefix(BULLET).removeprefix(" "))
        else:
            items[-1] += "\n" + line.removeprefix(_INDENT)
    return items


def number(value: float | str) -> float | str:
    """The number as the model writes it (2, 0.5, "1/3"), as text where a cell would lose digits."""
    if isinstance(value, str):
        return value
    kept = float(f"{value:.{_DIGITS}g}") if abs(value) < 10**_DIGITS else None
    return value if kept == value else str(Fraction(str(value)))


def read_number(found: str) -> Fraction | None:
    """3, 0.5, 0,5, 1/3 or 85 % as exactly that number; None where it is none, or could be two.

    “1,000” is a thousand to some and one to others, so it is left alone.
    """
    plain = re.sub(r"\s*([/%])\s*", r"\1", found.strip()).replace("\u2212", "-")
    if len(plain) > _LONGEST:
        return None
    whole, comma, rest = plain.partition(",")
    if comma and not (len(rest.rstrip("%")) == 3 and whole.strip("+-0")):
        plain = f"{whole}.{rest}"
    if not plain.rstrip("%").replace("/", "").replace(".", "").lstrip("+-").isdecimal():
        return None
    try:
        value = Fraction(plain.removesuffix("%"))
    except (ValueError, ZeroDivisionError):
        return None
    return value / 100 if plain.endswith("%") else value
