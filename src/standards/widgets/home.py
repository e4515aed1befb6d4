"""The first page in the browser: reviews to go on with, and programs and rubrics to start from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anywidget
import traitlets

from standards.widgets.assets import STATIC, joined, pack

__all__ = ["Home"]

_CODE = pack("\n".join([joined(STATIC / "scorecard", ["dom"]), joined(STATIC, ["home"])]))
_SHEET = pack((STATIC / "home.css").read_text(encoding="utf-8"))


class Home(anywidget.AnyWidget):
    """Lists what there is and asks for a new review.

    Args:
        contents: reviews, programs, rubrics and broken files, as `standards.pages.home` gathers them.
    """

    _esm = STATIC / "loader.js"
    code = traitlets.Bytes(_CODE).tag(sync=True)
    sheet = traitlets.Bytes(_SHEET).tag(sync=True)
    contents = traitlets.Bytes().tag(sync=True)

    def __init__(self, contents: Mapping[str, Any]) -> None:
        super().__init__(contents=pack(contents))

    def __repr__(self) -> str:
        return "Home()"
