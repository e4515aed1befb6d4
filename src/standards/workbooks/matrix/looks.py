"""How the portfolio's charts show what a program has on a criterion: a colour or a pattern, and always a number."""

from __future__ import annotations

import math

from standards.workbooks.formulas import Block
from standards.workbooks.sheet import Series, address, quoted

__all__ = ["STATE_BARS", "state_bars"]

_DARK, _LIGHT = "1F2933", "FFFFFF"
STATE_BARS = {
    "met": ("0072B2", "", _LIGHT, "✓"),
    "below": ("E69F00", "", _DARK, "△"),
    "insufficient": ("8A5A00", "wide_upward_diagonal", _DARK, "?"),
    "not_yet": ("9AA5B1", "percent_10", _DARK, "…"),
    "recused": ("52606D", "small_check", _DARK, "×"),
    "not_applicable": ("7B8794", "light_horizontal", _DARK, "–"),
}
"""Fill, pattern, ink and sign by column; absences are hatched, so that no colour stands for two things."""
_NARROW = 0.045
"""Share of the longest bar below which a segment is too narrow for its number; the table has it."""


def state_bars(block: Block, names: str, heading: int, longest: int) -> tuple[Series, ...]:
    """A row of bars for each state, named by the cells of the heading row.

    Args:
        longest: what the longest bar adds up to.
    """
    least = max(1, math.ceil(longest * _NARROW))
    found = []
    for key, (fill, pattern, ink, sign) in STATE_BARS.items():
        label = f'[<{least}]"";"{sign} "0'
        title = f"={quoted(block.sheet)}!{address(heading, block.columns[key])}"
        found.append(Series(title, names, f"={block.all(key)}", fill=fill, pattern=pattern, ink=ink, label=label))
    return tuple(found)
