"""The score page: the review that the address names, or where to find one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standards.pages import home
from standards.pages.asked import asked_for
from standards.pages.scoring import ScorePage, scorecard
from standards.serve.visitor import visitor
from standards.workbench import Workbench

if TYPE_CHECKING:
    import ipywidgets

__all__ = ["ScorePage", "page", "scorecard"]


def page(bench: Workbench | None = None) -> ipywidgets.Widget:
    """What the score notebook shows. Without a review of the visitor's own: what is wrong, and their reviews."""
    guest = visitor()
    bench = bench or Workbench.find(reviewer=guest.name)
    wanted, notice = asked_for(bench, guest)
    return home.page(bench, notice=notice) if notice else scorecard(bench, wanted)
