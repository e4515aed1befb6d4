"""Three versions of one cell: as it left, as it is here now, as it came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

__all__ = ["Change", "Kind", "compare", "together"]

Kind = Literal["unchanged", "changed there", "changed here", "changed in both"]


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that is not the same everywhere."""

    criterion: str
    field: str
    """Key of the field: rating, rationale, owner …"""
    heading: str
    place: str
    """Scoring!F12."""
    base: str
    here: str
    there: str
    kind: Kind


def compare(base: str, here: str, there: str) -> Kind:
    """Who changed a cell. The same change on both sides is no conflict, and nothing is left to do."""
    if there in (base, here):
        return "unchanged" if here == there else "changed here"
    return "changed there" if here == base else "changed in both"


_ONE_JUDGEMENT = {"rating", "rationale", "reason", "accepted_by"}
"""Fields that only mean something together: why this level, why it does not apply."""


def together(changes: Sequence[Change]) -> list[Change]:
    """The changes of one row, where a judgement changed on both sides is a conflict in all its parts.

    Otherwise a reason given there for “does not apply” would slip in beside the level given here.
    """
    parts = [change for change in changes if change.field in _ONE_JUDGEMENT]
    here = any(change.kind != "changed there" for change in parts)
    there = any(change.kind != "changed here" for change in parts)
    if not (here and there):
        return list(changes)
    return [
        replace(change, kind="changed in both") if change in parts and change.kind == "changed there" else change
        for change in changes
    ]
