"""The gaps of one review in the browser: the register, workbooks out and back, and what if."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anywidget
import traitlets

from standards.widgets.assets import STATIC, joined, pack

__all__ = ["GAP_PARTS", "GapRegister"]

GAP_PARTS = ("gap", "register", "whatif", "outgoing", "incoming", "changes", "preview", "view", "main")
"""Sources in `static/gaps/`, one noun each."""

_CODE = pack("\n".join([joined(STATIC / "scorecard", ["dom", "line"]), joined(STATIC / "gaps", GAP_PARTS)]))
_SHEET = pack((STATIC / "gaps.css").read_text(encoding="utf-8"))


class GapRegister(anywidget.AnyWidget):
    """Shows gaps and talks in small messages, which `standards.pages.gap_message` lists.

    Args:
        contents: the register as `standards.pages.register` gathers it.
    """

    _esm = STATIC / "loader.js"
    code = traitlets.Bytes(_CODE).tag(sync=True)
    sheet = traitlets.Bytes(_SHEET).tag(sync=True)
    contents = traitlets.Bytes().tag(sync=True)

    def __init__(self, contents: Mapping[str, Any]) -> None:
        super().__init__(contents=pack(contents))

    def __repr__(self) -> str:
        return "GapRegister()"  # Voilà writes the repr into the page: nothing of the review belongs there
