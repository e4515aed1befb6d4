"""The scorecard in the browser: one reviewer, one program, one rubric."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anywidget
import traitlets

from standards.widgets.assets import STATIC, joined, pack

__all__ = ["Scorecard"]

PARTS = (
    *("dom", "outbox", "desk", "line", "card", "details", "facts"),
    *("result", "filters", "keys", "cursor", "closing", "room", "main"),
)
"""Sources in `static/scorecard/`, one noun each."""

_CODE = pack(joined(STATIC / "scorecard", PARTS))
_SHEET = pack((STATIC / "scorecard.css").read_text(encoding="utf-8"))


class Scorecard(anywidget.AnyWidget):
    """Shows a card and talks in small messages; it knows neither the store nor who is reviewing.

    Everything in a synced trait can be set by the browser, so the traits carry only what is shown. Whoever
    makes the widget listens with `on_msg` and answers with `send`; `standards.pages.message` lists the messages.

    Args:
        card: what never changes on the page: rubric, program, machine findings.
        start: the review as it stands when the page is made.
    """

    _esm = STATIC / "loader.js"
    code = traitlets.Bytes(_CODE).tag(sync=True)
    sheet = traitlets.Bytes(_SHEET).tag(sync=True)
    card = traitlets.Bytes().tag(sync=True)
    start = traitlets.Bytes().tag(sync=True)

    def __init__(self, card: Mapping[str, Any], start: Mapping[str, Any]) -> None:
        super().__init__(card=pack(card), start=pack(start))

    def __repr__(self) -> str:
        return "Scorecard()"  # Voilà writes the repr into the page: nothing of the review belongs there
