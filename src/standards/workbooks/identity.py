"""Whose workbook this is: in the document's properties, on a sheet that no menu shows, and as a code in plain sight.

Each of the three can be lost (a web program drops properties, a person deletes a sheet); two that contradict each
other mean that something was pasted from another file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal, Self

from standards.reviews.model import Review
from standards.workbooks.build import SheetBuilder
from standards.workbooks.sheet import Column, Paper, Sheet

__all__ = ["PREFIX", "SHEET", "Identity", "Kind", "identity_sheet", "of_review"]

SHEET = "_standards"
PREFIX = "standards."
_SCHEMA = "1"
_CODE = re.compile(
    r"(?P<rubric>[a-z0-9][\w.-]*)/(?P<version>[^/\s@]+)/(?P<digest>[0-9a-f]{8})/(?P<review>[\w-]+)@(?P<line>\d+)"
)

Kind = Literal["gap report", "panel report", "scoring book", "portfolio", "rubric book"]


@dataclass(frozen=True, slots=True)
class Identity:
    """What a workbook is about. All text, because some programs turn 1 into 1.0."""

    kind: str
    """One of `Kind`; empty where only the visible code was found."""
    rubric: str
    version: str
    digest: str
    """Of the rubric; its first 8 digits where only the visible code was found."""
    program: str = ""
    review: str = ""
    line: str = ""
    """Newest line of the review's history that the workbook knows."""
    schema: str = _SCHEMA
    """Version of the sheets' headings."""

    @property
    def code(self) -> str:
        """What stands on paper: cmf/2019/1a2b3c4d/Kq3…@57."""
        return f"{self.rubric}/{self.version}/{self.digest[:8]}/{self.review}@{self.line}"

    @property
    def properties(self) -> dict[str, str]:
        """Document properties and lines of the hidden sheet."""
        return {f"{PREFIX}{key.name}": str(getattr(self, key.name)) for key in fields(self)}

    @classmethod
    def from_properties(cls, found: Mapping[str, str]) -> Self | None:
        """Read back; None when these are not ours."""
        known = {key.name: str(found.get(f"{PREFIX}{key.name}", "")).strip() for key in fields(cls)}
        return cls(**known) if known["kind"] else None

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """Find the visible code in a text; kind and program stay unknown."""
        found = _CODE.search(text)
        return cls(kind="", **found.groupdict()) if found else None

    def contradicts(self, other: Identity) -> bool:
        """True when both say something about the same thing, and not the same."""
        pairs = {key.name: (getattr(self, key.name), getattr(other, key.name)) for key in fields(self)}
        # The visible code carries the beginning of the digest only.
        short, long = sorted(pairs.pop("digest"), key=len)
        return not long.startswith(short) or any(mine and theirs and mine != theirs for mine, theirs in pairs.values())


def of_review(kind: Kind, review: Review, line: int) -> Identity:
    """The identity of a workbook about one review as it stood after a line of its history."""
    return Identity(
        kind=kind,
        rubric=review.rubric_id,
        version=review.rubric_version,
        digest=review.rubric_digest,
        program=review.program_id,
        review=review.id,
        line=str(line),
    )


def identity_sheet(identity: Identity, headings: Sequence[str] = (), exported: Sequence[Sequence[str]] = ()) -> Sheet:
    """Key and value, then what was written into the cells that people fill in, so that a change can be told later.

    Args:
        headings: names of the cells; the first is the criterion.
        exported: a row for each criterion, the texts as they stand in the cells.
    """
    width = max(2, len(headings))
    page = SheetBuilder(SHEET, (Column(24), Column(70), *(Column(20) for _ in range(width - 2))))
    for row, (key, value) in enumerate(identity.properties.items()):
        page.put_row(row, 0, (key, value), ("text", "text"))
    top = len(identity.properties) + 1
    for row, texts in enumerate([headings, *exported] if headings else [], start=top):
        page.put_row(row, 0, texts, ["text"] * len(texts))
    return page.sheet(paper=Paper(right=width - 1), protected=True, very_hidden=True)
