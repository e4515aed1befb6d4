"""Every look a cell can have, by name: one table, so that the whole report changes in one place.

Dark text on light tints keeps at least 5 : 1; a tint always comes with a symbol and a word. The four solids
stay apart under simulated colour blindness, where red, yellow and green do not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

__all__ = ["FONT", "STYLES", "TINTS", "Style"]

FONT = "Calibri"
INK, MUTED, NAVY, TEAL = "1F2933", "52606D", "14304F", "0B6E7F"
LINE, RULE, PALE, WHITE = "D5DBE1", "0B6E7F", "F2F6F9", "FFFFFF"
INPUT, INPUT_LINE = "FFFBE6", "B8A038"
BLUE, AMBER, RED, GREEN, GREY = "DCEAF6", "FBEBCB", "F6D8CB", "D6EFE7", "ECEFF2"

TINTS = {"reached": GREEN, "level": BLUE, "gap": AMBER, "essential": RED, "out": GREY}
"""Backgrounds of conditional styles; the last word on what a colour means is the symbol in the cell."""


@dataclass(frozen=True, slots=True)
class Style:
    """One look. Colours are hexadecimal, sizes are points."""

    size: float = 10
    bold: bool = False
    italic: bool = False
    underline: bool = False
    ink: str = INK
    fill: str = ""
    align: Literal["left", "center", "right"] = "left"
    middle: bool = True
    """Centred between top and bottom; else at the top."""
    wrap: bool = False
    indent: int = 0
    number: str = ""
    """Number format; empty for text."""
    bottom: str = ""
    """Colour of the line below."""
    top: str = ""
    box: str = ""
    """Colour of a border on all four sides."""
    locked: bool = True
    rule: int = 1
    """Weight of the line above or below: 1 thin, 2 medium."""


PERCENT, WHOLE, PLAIN = "0.0 %", "0", "0.0##"
DIFFERENCE = "+0.0 %;\u22120.0 %;0.0 %"
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
TEXT = "@"
"""What is typed stays as it is typed: version 1.10 does not become 1.1."""

_row = Style(bottom=LINE)
_mid = replace(_row, align="center")
_wrap = replace(_row, wrap=True)
_input = Style(fill=INPUT, box=INPUT_LINE, locked=False)
_head = Style(bold=True, ink=WHITE, fill=NAVY, wrap=True, bottom=NAVY)
_tile = Style(fill=PALE, ink=MUTED, size=9)
_banner = Style(fill=NAVY, ink=WHITE, size=10.5)
_fold = Style(size=9, ink=MUTED, bottom=LINE, align="center", number=PLAIN)

STYLES: dict[str, Style] = {
    "blank": Style(),
    "title": Style(size=18, bold=True, ink=NAVY),
    "sheet title": Style(size=16, bold=True, ink=NAVY),
    "subtitle": Style(ink=MUTED),
    "small": Style(size=9, ink=MUTED),
    "small bold": Style(size=9, ink=INK, bold=True),
    "link": Style(ink="0B4F8A", underline=True),
    "status": Style(size=9.5, bold=True, ink="6B3D00", fill=AMBER, indent=1),
    "status text": Style(size=9.5, ink="6B3D00", fill=AMBER, indent=1),
    "heading": Style(size=12, bold=True, ink=NAVY),
    "heading rule": Style(size=12, bold=True, ink=NAVY, bottom=RULE, rule=2),
    "text": Style(),
    "text wrap": Style(wrap=True, middle=False),
    "banner": replace(_banner, size=16, bold=True, indent=1),
    "banner text": replace(_banner, indent=1),
    "tile top": replace(_tile, top=RULE, rule=2, indent=1),
    "tile label": replace(_tile, top=RULE, rule=2, indent=1),
    "tile whole": replace(_tile, size=20, bold=True, ink=NAVY, number=WHOLE, indent=1),
    "tile percent": replace(_tile, size=20, bold=True, ink=NAVY, number=PERCENT, indent=1),
    "tile share": replace(_tile, size=20, bold=True, ink=NAVY, number="0 %", indent=1),
    "tile caption": replace(_tile, indent=1),
    "head": replace(_head, indent=1),
    "head center": replace(_head, align="center"),
    "head input": replace(_head, fill=TEAL, bottom=TEAL, indent=1),
    "head fold": replace(_head, fill="5B6770", bottom="5B6770", size=9, align="center"),
    "cell": replace(_row, indent=1),
    "cell bold": replace(_row, bold=True, indent=1),
    "cell wrap": replace(_wrap, indent=1),
    "cell wrap bold": replace(_wrap, indent=1, bold=True),
    "cell top": replace(_wrap, indent=1, middle=False),
    "cell top bold": replace(_wrap, indent=1, middle=False, bold=True),
    "whole top": replace(_mid, number=WHOLE, middle=False),
    "plain top": replace(_mid, number=PLAIN, middle=False),
    "cell link": replace(_row, ink="0B4F8A", underline=True, indent=1, bold=True),
    "cell address": replace(_wrap, ink="0B4F8A", underline=True, indent=1),
    "center": _mid,
    "center wrap": replace(_mid, wrap=True),
    "whole": replace(_mid, number=WHOLE),
    "plain": replace(_mid, number=PLAIN),
    "percent": replace(_mid, number=PERCENT),
    "difference": replace(_mid, number=DIFFERENCE),
    "day": replace(_mid, number=DAY),
    "moment": replace(_mid, number=MOMENT),
    "input": replace(_input, indent=1),
    "input wrap": replace(_input, indent=1, wrap=True),
    "input center": replace(_input, align="center"),
    "input day": replace(_input, align="center", number=DAY),
    "input share": replace(_input, align="center", number="0 %"),
    "input top": replace(_input, indent=1, wrap=True, middle=False),
    "input top center": replace(_input, align="center", middle=False),
    "input top day": replace(_input, align="center", middle=False, number=DAY),
    "input text": replace(_input, indent=1, wrap=True, number=TEXT),
    "input text bold": replace(_input, indent=1, wrap=True, number=TEXT, bold=True),
    "input text top": replace(_input, indent=1, wrap=True, middle=False, number=TEXT),
    "input text top bold": replace(_input, indent=1, wrap=True, middle=False, number=TEXT, bold=True),
    "fold": _fold,
    "fold whole": replace(_fold, number=WHOLE),
    "fold text": replace(_fold, number=""),
    "key": replace(_row, bold=True, indent=1, wrap=True),
    "value": replace(_wrap, indent=1),
    "value percent": replace(_row, indent=1, number=PERCENT),
    "value whole": replace(_row, indent=1, number=WHOLE),
    "tint reached": Style(fill=GREEN),
    "tint level": Style(fill=BLUE),
    "tint gap": Style(fill=AMBER),
    "tint essential": Style(fill=RED),
    "tint out": Style(fill=GREY),
    "tint alarm": Style(fill=RED, bold=True),
}
