"""Three versions of one cell: as it left, as it is here now, as it came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Change", "Kind", "compare"]

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
