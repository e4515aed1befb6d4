"""What the browser may say, checked word for word.

Who is speaking, and about which review, it never says: that is known in Python only, because everything a
browser sends can be made up.

Replies are small dictionaries with an `op`: saved, conflict, result, error, news, file, guide, explain, history,
ready, pong. Those that tell of a change carry `seq` (newest line known), `now` (what holds, for each criterion that
changed) and what else changed: `evidence`, `finished`, `undo`, `conflicts`. A `result` (score, recommendation, gaps)
follows each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from standards.programs.model import EvidenceType
from standards.reviews.model import Absence, Confidence, FindingKind

__all__ = [
    "MESSAGE",
    "AddEvidence",
    "Change",
    "Explain",
    "Finish",
    "Guide",
    "History",
    "MakeReport",
    "Message",
    "NewEvidence",
    "News",
    "Ping",
    "Rate",
    "Ready",
    "Reopen",
    "Reply",
    "Undo",
]

Short = Annotated[str, StringConstraints(max_length=200)]
Line = Annotated[str, StringConstraints(max_length=2_000)]
Text = Annotated[str, StringConstraints(max_length=50_000)]
Seq = Annotated[int, Field(ge=0)]


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Change(_Message):
    """A message that changes the review; sent again with the same id, it changes it once."""

    client_id: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    session: Short = ""
    based_on: Seq = 0
    """Newest line the browser had seen when the change was begun."""


class Rate(Change):
    """A rating, whole: what is left out is empty."""

    op: Literal["rate"]
    criterion: Short
    level: Short | None = None
    absence: Absence | None = None
    reason: Text = ""
    accepted_by: Line = ""
    rationale: Text = ""
    confidence: Confidence | None = None
    evidence: Annotated[tuple[Short, ...], Field(max_length=500)] = ()
    finding: FindingKind | None = None
    action: Text = ""


class NewEvidence(_Message):
    """A piece of evidence as a reviewer enters it; its id is given here."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]
    type: EvidenceType = EvidenceType.OTHER
    locator: Line = ""
    dated: Short = ""
    accessed: date | None = None
    quotation: Text = ""


class AddEvidence(Change):
    """New evidence, entered on a criterion."""

    op: Literal["evidence"]
    criterion: Short
    """The criterion it was added on."""
    evidence: NewEvidence


class Undo(Change):
    """Takes the newest rating back."""

    op: Literal["undo"]


class Finish(Change):
    """Closes the review."""

    op: Literal["finish"]
    note: Text = ""


class Reopen(Change):
    """Opens a finished review; asks for a reason."""

    op: Literal["reopen"]
    reason: Text = ""


class News(_Message):
    """Asks what was written since, by other tabs or people."""

    op: Literal["news"]
    after: Seq
    session: Short = ""


class Ping(_Message):
    """Asks whether anyone is there, without touching the store."""

    op: Literal["ping"]


class MakeReport(_Message):
    """Asks for the gap report."""

    op: Literal["report"]


class Explain(_Message):
    """Asks how figures were worked out: `overall`, domain ids, criterion ids."""

    op: Literal["explain"]
    names: Annotated[tuple[Short, ...], Field(max_length=500)]


class History(_Message):
    """Asks for everything ever said on a criterion."""

    op: Literal["history"]
    criterion: Short


class Guide(_Message):
    """Asks for guidance and sources of every criterion, which the first screen does without."""

    op: Literal["guide"]


class Ready(_Message):
    """Asks whether the review can be finished."""

    op: Literal["ready"]


Message = Annotated[
    Rate | AddEvidence | Undo | Finish | Reopen | News | Ping | MakeReport | Explain | History | Guide | Ready,
    Field(discriminator="op"),
]

MESSAGE: TypeAdapter[Message] = TypeAdapter(Message)
"""Reads a message. ValidationError when it is none of ours."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to the browser."""

    content: dict[str, Any]
    buffers: tuple[bytes, ...] = ()
