"""Who may see whose ratings: blind until handed in, on every page, in Excel and in the API alike."""

from __future__ import annotations

from collections.abc import Collection

from standards.reviews.model import Review
from standards.reviews.panel_history import PanelState

__all__ = ["hidden"]


def hidden(panel: PanelState, viewer: str, review: Review, handed_in: Collection[str]) -> str:
    """Why a review of a panel is hidden from someone other than its reviewer; empty when it is not.

    Args:
        handed_in: ids of the panel's reviews that are handed in.
    """
    member = panel.members.get(viewer)
    if member is None:
        return f"The reviews of this panel are for its members; {viewer} is none of them."
    if viewer in panel.recused:
        return f"{viewer} has stepped aside for this program and sees none of its ratings."
    if review.id not in handed_in:
        return f"{review.reviewer} has not handed in yet; until then nobody else sees these ratings."
    if member.review and member.review not in handed_in:
        return "Hand in your own review first; until then the others' ratings are hidden from you."
    return ""
