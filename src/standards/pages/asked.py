"""Which review an address asks for, and what to say when there is none to show."""

from __future__ import annotations

from standards.errors import UnknownName
from standards.serve.visitor import Visitor
from standards.workbench import Workbench

__all__ = ["Notice", "asked_for"]

Notice = tuple[str, str]
"""A title and a sentence."""


def asked_for(bench: Workbench, guest: Visitor) -> tuple[str, Notice | None]:
    """The visitor's own review that the address names; otherwise an empty id and what is wrong."""
    wanted = guest.query.get("review", "")
    if not wanted:
        return "", ("Which review?", "Choose one of yours, or start a new one.")
    try:
        owner = bench.review(wanted).review.reviewer
    except UnknownName:
        mine = [one.id for one in bench.reviews(bench.reviewer)]  # other people's are nobody's business
        return "", ("No such review", str(UnknownName("review", wanted, mine)))
    if owner != bench.reviewer:
        return "", (
            "Someone else’s review",
            f"Only {owner}, who began it, can change this review. These are yours.",
        )
    return wanted, None
