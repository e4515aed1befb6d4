"""What a program does about a gap: who, what, by when, and how anyone can tell that it is done."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from standards.record import Record
from standards.rubrics.model import Identifier

__all__ = ["PlanItem", "PlanStatus"]


class PlanStatus(StrEnum):
    """How far an action has come."""

    OPEN = "Open"
    """Nobody has begun."""
    IN_PROGRESS = "In progress"
    """Someone is at work."""
    DONE = "Done"
    """The owner says it is done."""
    VERIFIED = "Verified"
    """Someone else has seen the closure evidence."""
    NOT_PURSUED = "Not pursued"
    """Given up, with the reason as accepted deviation."""


class PlanItem(Record):
    """A provider's answer on one criterion. Everything may be empty: an answer grows over months."""

    criterion: Identifier
    reply: str = ""
    """What the provider says to the gap."""
    owner: str = ""
    """Who sees to it."""
    milestone: str = ""
    """What will have been reached."""
    due: date | None = None
    effort: str = ""
    """S, M, L, or hours such as 12 h."""
    status: PlanStatus = PlanStatus.OPEN
    deviation: str = ""
    """Why it stays as it is, and who accepted that."""
    closure: str = ""
    """What shows that the gap is closed."""
    verified: str = ""
    """Who has seen that."""
