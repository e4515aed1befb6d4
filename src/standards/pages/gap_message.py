"""What the gaps page may say, checked word for word.

Who is speaking, and about which review, it never says. A workbook that comes back is held in Python until the person
decides: the browser says yes to a preview by its number and names the conflicts it chose, nothing else.

Replies are small dictionaries with an `op`: file, what-if, weighed, stored, same, closed, error. Two carry their
contents packed as their one buffer: register (the gaps as they stand) and preview (what a workbook would change).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

__all__ = [
    "GAP_MESSAGE",
    "Bring",
    "Discard",
    "GapMessage",
    "Look",
    "MakeBook",
    "MakeGapReport",
    "Store",
    "Weigh",
    "WhatIf",
]

Short = Annotated[str, StringConstraints(max_length=300)]
Names = Annotated[tuple[Short, ...], Field(max_length=5_000)]
Choices = Annotated[tuple[tuple[Short, Short], ...], Field(max_length=100_000)]
"""Conflicts in which the workbook's text is taken, as criterion and field."""


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Look(_Message):
    """Asks for the gaps, if anything was written since."""

    op: Literal["look"]
    after: Annotated[int, Field(ge=0)]


class MakeGapReport(_Message):
    """Asks for the gap report."""

    op: Literal["report"]


class MakeBook(_Message):
    """Asks for the scoring book."""

    op: Literal["book"]


class WhatIf(_Message):
    """Asks what would follow if criteria were raised; nothing is stored."""

    op: Literal["what-if"]
    criteria: Names
    to: Literal["target", "top"] = "target"


class Bring(_Message):
    """Brings a workbook back; its bytes travel beside the message."""

    op: Literal["bring"]
    name: Short
    buffers: Annotated[tuple[bytes, ...], Field(max_length=1)] = ()


class _OfPreview(_Message):
    preview: Annotated[int, Field(ge=1)]
    """Number of the preview it is about; an older one counts no more."""


class Weigh(_OfPreview):
    """Asks what would be stored with these choices."""

    op: Literal["weigh"]
    theirs: Choices = ()


class Store(_OfPreview):
    """Says yes to a preview."""

    op: Literal["store"]
    theirs: Choices = ()


class Discard(_OfPreview):
    """Says no to a preview."""

    op: Literal["discard"]


GapMessage = Annotated[
    Look | MakeGapReport | MakeBook | WhatIf | Bring | Weigh | Store | Discard,
    Field(discriminator="op"),
]

GAP_MESSAGE: TypeAdapter[GapMessage] = TypeAdapter(GapMessage)
"""Reads a message. ValidationError when it is none of ours."""
