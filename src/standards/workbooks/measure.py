"""How wide a text is and how many lines it takes, so that nothing is cut in a cell.

Spreadsheet programs do not fit row heights for a file they have not saved themselves; a row has to come with its
height. Widths are pixels of Calibri 11 at 96 dpi, where a column of n characters is 7n + 5 pixels wide.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["column_pixels", "fitted", "lines", "row_height", "text_pixels", "wrapped"]

_BY_WIDTH = {
    3: " '",
    4: ",.:;Iijl`",
    5: "!()-Jf[]rt{}",
    6: '"/L\\csz',
    7: "#$*+0123456789<=>?EFSTYZ^_agkvxy|~",
    8: "BCKPRXbdehnopqu",
    9: "ADGHUV",
    10: "&NOQ",
    11: "%w",
    12: "Mm",
    13: "@W",
}
_WIDTHS = {char: width for width, chars in _BY_WIDTH.items() for char in chars}
_BOLD = 1.06
_LEADING = 1.27
"""Height of a line of text over its font size."""
_REAL = 0.96
"""Pixel widths of single letters are rounded up; words come out this much narrower."""
_TALLEST = 409.0
"""Excel's limit for the height of a row, in points."""


def _char(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 15 if unicodedata.east_asian_width(char) in "WF" or ord(char) > 0x1F000 else 9


@lru_cache(maxsize=20_000)
def _word(word: str) -> int:
    widths = _WIDTHS
    return sum(widths[char] if char in widths else _char(char) for char in word)


def text_pixels(text: str, size: float = 11, *, bold: bool = False) -> float:
    """Width of a text on one line, in pixels."""
    plain = sum(map(_word, text.split(" "))) + 3 * text.count(" ")
    return plain * size / 11 * (_BOLD if bold else 1)


def column_pixels(width: float) -> int:
    """Pixels of a column that is so many characters wide."""
    return int(width * 7 + 5)


def wrapped(text: str, pixels: float, size: float = 11, *, bold: bool = False) -> tuple[str, ...]:
    """The text broken at blanks into lines that fit; a word that is too long stands alone."""
    found: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and text_pixels(longer, size, bold=bold) > pixels:
                found.append(line)
                line = word
            else:
                line = longer
        found.append(line)
    return tuple(found)


def fitted(text: str, pixels: float, size: float = 10, *, bold: bool = False) -> str:
    """The text on one line, shortened with an ellipsis where it would run into the next cell."""
    if text_pixels(text, size, bold=bold) <= pixels:
        return text
    fits, wide = 0, len(text)
    while wide - fits > 1:  # a text is wider than its beginning, so halving finds the longest that fits
        middle = (fits + wide) // 2
        if text_pixels(f"{text[:middle]}…", size, bold=bold) > pixels:
            wide = middle
        else:
            fits = middle
    return f"{text[:fits].rstrip()}…"


def lines(text: str, pixels: float, size: float = 10, *, bold: bool = False) -> int:
    """How many lines the text takes in a cell of that width that wraps."""
    room = (pixels - 10) / _REAL / (size / 11 * (_BOLD if bold else 1))
    count = 0
    for paragraph in text.split("\n"):
        count += 1
        used = 0.0
        for word in paragraph.split(" "):
            wide = _word(word)
            if used and used + 3 + wide > room:
                count += 1
                used = 0
            while wide > room:
                count += 1
                wide -= int(room)
            used += wide + (3 if used else 0)
    return count


def row_height(count: int, size: float = 10, *, least: float = 18) -> float:
    """Points for so many lines of text, with a little air."""
    return min(_TALLEST, max(least, round(count * size * _LEADING + 4, 1)))
