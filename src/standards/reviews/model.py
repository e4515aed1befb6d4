"""Who judged what: a rating or the reason there is none, and the review that gathers them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal, Self

from pydantic import model_validator

from standards.programs.model import Evidence
from standards.record import Record
from standards.reviews.plan import PlanItem
from standards.rubrics.model import Identifier

__all__ = ["Absence", "Confidence", "Entry", "FindingKind", "Rating", "Review"]


class Absence(StrEnum):
    """Why a criterion carries no level. Four different things, and none of them is a zero."""

    NOT_YET = "not yet"
    """Nobody has rated it yet."""
    NOT_APPLICABLE = "not applicable"
    """The criterion does not concern this program; says why and who accepted it."""
    INSUFFICIENT = "insufficient evidence"
    """The reviewer looked and cannot tell."""
    RECUSED = "recused"
    """The reviewer has a conflict of interest on this criterion."""


class Confidence(StrEnum):
    """How sure the reviewer is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class FindingKind(StrEnum):
    """What a reviewer asks of the program, beside the level."""

    COMMENDATION = "commendation"
    RECOMMENDATION = "recommendation"
    REQUIREMENT = "requirement"
    QUESTION = "question"


class Rating(Record):
    """One person's judgement on one criterion: a level, or an absence with its reason."""

    criterion: Identifier
    level: Identifier | None = None
    """Key of the level given; empty when there is an absence."""
    absence: Absence | None = None
    """Why there is no level; empty when there is one."""
    reason: str = ""
    """Why the criterion does not apply, or which conflict the reviewer has."""
    accepted_by: str = ""
    """Who accepted that the criterion does not apply."""
    rationale: str = ""
    """Why this level: what was seen, against what was expected."""
    confidence: Confidence | None = None
    evidence: tuple[Identifier, ...] = ()
    """Ids of the evidence the judgement rests on."""
    finding: FindingKind | None = None
    action: str = ""
    """What the program should do, or what the reviewer asks."""

    @model_validator(mode="after")
    def _level_or_absence(self) -> Self:
        if (self.level is None) == (self.absence is None):
            raise ValueError("a rating has either a level or an absence")
        if self.absence is Absence.NOT_APPLICABLE and not self.reason:
            raise ValueError("“not applicable” needs a reason: say why the criterion does not concern this program")
        return self

    @property
    def open(self) -> bool:
        """True while someone still has to look: not yet rated, or recused."""
        return self.absence in (Absence.NOT_YET, Absence.RECUSED)


class Entry(Record):
    """One line of a review's history. Lines are added, never changed."""

    seq: int
    """Position in the store; later is newer."""
    client_id: str
    """Made by whoever typed it, so that the same line sent twice is stored once."""
    kind: Literal["rating", "evidence", "plan", "finished", "reopened"]
    by: str
    at: datetime
    """UTC."""
    session: str = ""
    """The browser tab or program it came from."""
    based_on: int = 0
    """Newest line its author had seen; lines of other sessions after it make a conflict."""
    undoes: int | None = None
    """Position of the line this one takes back."""
    rating: Rating | None = None
    evidence: Evidence | None = None
    plan: PlanItem | None = None
    note: str = ""
    """Why the review was finished or reopened."""


class Review(Record):
    """One reviewer, one program, one rubric; both pinned to what they said when the review began."""

    id: str
    program_id: Identifier
    program_digest: str
    rubric_id: Identifier
    rubric_version: str
    rubric_digest: str
    reviewer: str
    started: datetime
    """UTC."""
    panel: str = ""
    """The panel it belongs to; empty for a review of one's own."""
    domains: tuple[Identifier, ...] = ()
    """Domains the reviewer was asked about; empty for the whole rubric."""
