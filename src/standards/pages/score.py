"""The score page: the review that the address names, or where to find one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standards.errors import UnknownName
from standards.pages import home
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
    wanted = guest.query.get("review", "")
    if not wanted:
        return home.page(bench, notice=("Which review?", "Choose one of yours, or start a new one."))
    try:
        owner = bench.review(wanted).review.reviewer
    except UnknownName:
        mine = [one.id for one in bench.reviews(bench.reviewer)]  # other people's are nobody's business
        return home.page(bench, notice=("No such review", str(UnknownName("review", wanted, mine))))
    if owner != bench.reviewer:
        words = f"Only {owner}, who began it, can change this review. These are yours."
        return home.page(bench, notice=("Someone else’s review", words))
    return scorecard(bench, wanted)
