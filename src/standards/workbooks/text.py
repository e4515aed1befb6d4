"""Text made safe for a cell: what a spreadsheet cannot hold is replaced, what could act as a formula is marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["LIMIT", "acts", "clean", "cut", "holdable", "host", "name", "right_to_left", "shortened", "web_address"]

LIMIT = 32_700
"""Characters kept in one cell; Excel's own limit is 32,767."""

_CUT = " … [cut, full text in the workbench]"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WEB = re.compile(r"^(https?://|mailto:)[^\s\"<>]+$", re.IGNORECASE)
_LONGEST_LINK = 2_000


def clean(text: str) -> str:
    """The text with line ends unified, impossible characters as � and not longer than a cell.

    Control characters, lone surrogates and non-characters are not allowed in the file's XML.
    """
    text = holdable(text)
    return text if len(text) <= LIMIT else text[: LIMIT - len(_CUT)] + _CUT


def holdable(text: str) -> str:
    """The same at any length."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _FORBIDDEN.sub("\ufffd", text)


def shortened(text: str) -> bool:
    """True when a text was cut to fit into a cell, and perhaps edited since."""
    return _CUT.strip() in text


def cut(text: str, length: int) -> str:
    """The text, or as many whole words of it as fit, with an ellipsis."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0] + "…"


def name(text: str) -> str:
    """A name on one line, without the characters that turn the reading direction around."""
    return " ".join(_STEERING.sub("", text).split())


def acts(text: str) -> bool:
    """True when the text, typed again into the cell, could be taken for a formula."""
    return text[:1] in ("=", "+", "-", "@", "\t", "\r")


def right_to_left(text: str) -> bool:
    """True when the first letter belongs to a script written from right to left."""
    if text.isascii():
        return False
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return True
        if kind == "L":
            return False
    return False


def web_address(text: str) -> bool:
    """True for a web or mail address that is safe and short enough to be a link."""
    return len(text) <= _LONGEST_LINK and _WEB.match(text) is not None


def host(locator: str) -> str:
    """www.example.org for a web address; anything else as it is."""
    return locator.split("/", 3)[2] if web_address(locator) and "//" in locator else locator


def file_name_of(parts: Iterable[str], ending: str = "xlsx") -> str:
    """A file name that every system can hold: plain letters, each part of a sensible length."""
    return "_".join(re.sub(r"[^A-Za-z0-9._-]+", "-", part)[:60] for part in parts) + f".{ending}"
