"""Text as a person typed it, from the way an .xlsx file writes it."""

from __future__ import annotations

import re

__all__ = ["plain"]

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def plain(text: str) -> str:
    """The text with `_xHHHH_` undone, line ends as newlines and control characters as �.

    Excel writes a carriage return as `_x000D_`, and `_x0041_`, when somebody typed just that, as `_x005F_x0041_`.
    """
    if text.isprintable() and "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if _SURROGATES.search(text):  # an emoji may have been escaped as two halves
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _FORBIDDEN.sub("\ufffd", text)
