"""Many cells as few lines: formulas relative to their cell, cells as the areas they fill."""

from __future__ import annotations

import re
from collections.abc import Iterable

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import column_index_from_string, get_column_letter

__all__ = ["areas", "pattern", "runs"]

Place = tuple[int, int]
"""Row and column, counted from 1."""
_CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")


def pattern(formula: str, row: int, col: int) -> str:
    """The formula in R1C1, so that it reads the same in every row it was copied to: =RC[-1]*R8C2."""

    def turned(found: re.Match[str]) -> str:
        fixed_col, letters, fixed_row, digits = found.groups()
        at = int(digits), column_index_from_string(letters)
        return _part("R", at[0], row, fixed=bool(fixed_row)) + _part("C", at[1], col, fixed=bool(fixed_col))

    def operand(token: Token) -> str:
        if token.type != Token.OPERAND or token.subtype != Token.RANGE:
            return str(token.value)
        sheet, mark, cells = token.value.rpartition("!")
        return f"{sheet}{mark}{_CELL.sub(turned, cells)}"

    return "=" + "".join(operand(token) for token in Tokenizer(formula).items)


def _part(letter: str, at: int, here: int, *, fixed: bool) -> str:
    if fixed:
        return f"{letter}{at}"
    return letter if at == here else f"{letter}[{at - here}]"


def runs(places: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of each unbroken row of numbers."""
    found: list[tuple[int, int]] = []
    for place in sorted(places):
        if found and place == found[-1][1] + 1:
            found[-1] = found[-1][0], place
        else:
            found.append((place, place))
    return found


def areas(places: Iterable[Place]) -> str:
    """The cells as rectangles: A1:B7 D4."""
    columns: dict[int, list[int]] = {}
    for row, col in places:
        columns.setdefault(col, []).append(row)
    tall: dict[tuple[int, int], list[int]] = {}
    for col, rows in columns.items():
        for run in runs(rows):
            tall.setdefault(run, []).append(col)
    found = [(top, left, bottom, right) for (top, bottom), cols in tall.items() for left, right in runs(cols)]
    return " ".join(_named(*area) for area in sorted(found))


def _named(top: int, left: int, bottom: int, right: int) -> str:
    first, last = f"{get_column_letter(left)}{top}", f"{get_column_letter(right)}{bottom}"
    return first if first == last else f"{first}:{last}"
