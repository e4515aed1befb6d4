"""Several people judge one program: who they are, what stands between them and it, what they settle on.

Everything a panel does is a line of its history. Ratings are not here: they stay in each reviewer's own review, which
nobody changes, the chair included.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal, Self

from pydantic import model_validator

from standards.record import Record
from standards.reviews.model import Absence, FindingKind
from standards.rubrics.model import Identifier

__all__ = [
    "ConflictKind",
    "Consensus",
    "Decision",
    "Declaration",
    "Dissent",
    "Member",
    "Method",
    "Outcome",
    "Panel",
    "PanelLine",
    "Remark",
    "Role",
]


class Role(StrEnum):
    """What someone does on a panel."""

    CHAIR = "chair"
    """Settles and records the decision; may review as well."""
    REVIEWER = "reviewer"
    OBSERVER = "observer"
    """Sees what has been handed in; rates nothing and settles nothing."""


class Member(Record):
    """One person on a panel."""

    name: str
    role: Role
    domains: tuple[Identifier, ...] = ()
    """Domains to rate; empty for the whole rubric."""
    review: str = ""
    """The member's review; empty for someone who does not rate."""


class ConflictKind(StrEnum):
    """What may stand between a member and the program."""

    NONE = "none"
    FINANCIAL = "financial"
    EMPLOYMENT = "employment"
    PERSONAL = "personal"
    COMPETING = "competing program"
    EARLIER = "earlier involvement"
    OTHER = "other"


class Outcome(StrEnum):
    """What follows from a declaration."""

    NONE = "none"
    DISCLOSE = "disclose"
    """Stays on the panel, and everybody knows."""
    RECUSE = "recuse"
    """Rates nothing and settles nothing here; an absence of its own kind, not a missing rating."""


class Declaration(Record):
    """What a member says about interests in this program, and what was decided about it."""

    member: str
    kind: ConflictKind
    outcome: Outcome
    period: str = ""
    """From when to when, as the member says it: 2019 to 2023, ongoing."""
    details: str = ""
    decided_by: str
    """Who decided on the outcome."""

    @model_validator(mode="after")
    def _said(self) -> Self:
        if self.kind is ConflictKind.NONE and self.outcome is not Outcome.NONE:
            raise ValueError("someone without a conflict is neither disclosed nor recused: name the conflict")
        if self.kind is not ConflictKind.NONE and not self.details:
            raise ValueError("say in a sentence what the conflict is")
        return self


class Method(StrEnum):
    """How a consensus comes from ratings that differ. One for a whole cycle, written down beforehand."""

    MEDIAN_LOW = "median, lower middle"
    MEDIAN_HIGH = "median, higher middle"
    MODE = "most frequent, lower if tied"
    MOST_SEVERE = "most severe"
    MAJORITY = "majority of three"
    CHAIR = "chair decides"


class Remark(Record):
    """Something said in the discussion of a criterion; it stays."""

    criterion: Identifier
    text: str


class Consensus(Record):
    """What the panel settles on for a criterion. The ratings it rests on stay as they are."""

    criterion: Identifier
    level: Identifier | None = None
    absence: Absence | None = None
    reason: str
    """Why this, in the panel's words."""
    method: Method
    participants: tuple[str, ...]
    """Who took part."""
    finding: FindingKind | None = None
    action: str = ""

    @model_validator(mode="after")
    def _level_or_absence(self) -> Self:
        if (self.level is None) == (self.absence is None):
            raise ValueError("a consensus has either a level or an absence")
        if not self.reason:
            raise ValueError("say why the panel settles on this: an appeal will ask")
        if not self.participants:
            raise ValueError("name who took part")
        return self


class Dissent(Record):
    """A member who does not go along; kept beside the consensus for good."""

    criterion: Identifier
    member: str
    level: Identifier | None = None
    """What the member holds it to be, where that is a level."""
    reason: str


class Decision(Record):
    """What people decided about the program. May differ from the recommendation, visibly."""

    outcome: Identifier
    """Key of an outcome of the rubric's rule."""
    recommended: str
    """Key of the outcome that the rule gave at that moment; empty where it gave none."""
    reason: str
    names: tuple[str, ...]
    """Who decided."""
    dissent: tuple[str, ...] = ()
    """Who did not agree, with the reason: “Ben Okafor: …”."""
    reconsiders: int | None = None
    """Line of the decision that this one replaces."""

    @property
    def follows(self) -> bool:
        """Whether it is what the rule recommended."""
        return self.outcome == self.recommended

    @model_validator(mode="after")
    def _signed(self) -> Self:
        if not self.reason or not self.names:
            raise ValueError("a decision needs a reason and the names of those who took it")
        return self


class PanelLine(Record):
    """One line of a panel's history. Lines are added, never changed."""

    seq: int
    client_id: str
    kind: Literal["member", "declaration", "remark", "consensus", "dissent", "decision", "key"]
    by: str
    at: datetime
    """UTC."""
    member: Member | None = None
    declaration: Declaration | None = None
    remark: Remark | None = None
    consensus: Consensus | None = None
    dissent: Dissent | None = None
    decision: Decision | None = None
    key: dict[Identifier, Identifier] | None = None
    """Levels that a calibration sample is known to have, by criterion."""


class Panel(Record):
    """One program, one rubric, several people; pinned like a review."""

    id: str
    title: str
    program_id: Identifier
    program_digest: str
    rubric_id: Identifier
    rubric_version: str
    rubric_digest: str
    method: Method = Method.MEDIAN_LOW
    """How ratings that differ become a proposal."""
    calibration: bool = False
    """A keyed sample to practise on; left out of every result."""
    convened_by: str
    convened: datetime
    """UTC."""
