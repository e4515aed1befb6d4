"""What the workbench hands back: receipts, lists of reviews, reports."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from standards.errors import Finding, StandardsError
from standards.reviews.filed import Filed
from standards.reviews.history import ReviewState
from standards.reviews.model import Entry, Rating
from standards.reviews.panel import Declaration, Member
from standards.reviews.panel_history import PanelState
from standards.reviews.settling import Difference
from standards.rounding import counted
from standards.rubrics.model import Rubric
from standards.scoring import Recommendation, ScoreCard

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "PanelView",
    "Receipt",
    "Report",
    "ReviewList",
    "ReviewSummary",
    "RubricRead",
    "Seat",
    "TakenIn",
    "Verification",
]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a line is on disk, and what holds after it."""

    entry: Entry
    state: ReviewState
    conflict: bool
    """True when the line was kept aside because someone else wrote on the criterion first."""


@dataclass(frozen=True, slots=True)
class ReviewSummary:
    """One review in a list."""

    id: str
    program_id: str
    program_title: str
    rubric_name: str
    rubric_title: str
    reviewer: str
    started: datetime
    changed: datetime
    rated: int
    """Criteria with a level or a reason why there is none."""
    criteria: int
    finished: bool


class ReviewList(tuple[ReviewSummary, ...]):
    """Reviews as a table."""

    __slots__ = ()

    def to_frame(self) -> pd.DataFrame:
        """One row per review."""
        import pandas as pd

        columns = ["id", "program", "rubric", "reviewer", "changed", "rated", "criteria", "finished"]
        rows = [
            (r.id, r.program_id, r.rubric_name, r.reviewer, r.changed, r.rated, r.criteria, r.finished) for r in self
        ]
        return pd.DataFrame(rows, columns=columns).set_index("id")

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th scope=row>{r.id}</th><td>{escape(r.program_title)}</td><td>{escape(r.rubric_title)}</td>"
            f"<td>{escape(r.reviewer)}</td><td>{r.rated} of {r.criteria}</td></tr>"
            for r in self
        )
        return f"<table><tr><th>Review<th>Program<th>Rubric<th>Reviewer<th>Rated</tr>{rows}</table>"


@dataclass(frozen=True, slots=True)
class Report:
    """A workbook, ready to be saved or sent."""

    name: str
    """Suggested file name."""
    data: bytes
    digest: str
    """SHA-256 over the content of its parts; the same report has the same digest on any machine."""

    def save(self, path: Path | str) -> Path:
        """Write the file; it appears whole or not at all.

        Raises:
            StandardsError: the place cannot be written.
        """
        target = Path(path)
        if target.is_dir():
            target /= self.name
        unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            unfinished.write_bytes(self.data)
            unfinished.replace(target)
        except OSError as problem:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
            message = f"{target} cannot be written: {problem.strerror}. Choose another place."
            raise StandardsError(message) from problem
        return target

    def __repr__(self) -> str:
        return f"Report({self.name!r}, {len(self.data)} bytes, digest {self.digest[:12]})"


@dataclass(frozen=True, slots=True)
class Seat:
    """One member of a panel as everybody on it may see them: how far they are, never what they rated."""

    member: Member
    declaration: Declaration | None
    rated: int
    criteria: int
    handed_in: bool
    recused: bool


@dataclass(frozen=True, slots=True)
class PanelView:
    """A panel as one of its members may see it. Before everyone has handed in, it holds no rating at all."""

    state: PanelState
    seats: tuple[Seat, ...]
    revealed: bool
    differences: tuple[Difference, ...] = ()
    """Every criterion, the largest difference first."""
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    """What stands for the panel: its consensus, or what all said alike."""
    card: ScoreCard | None = None
    recommendation: Recommendation | None = None
    distances: Mapping[str, Mapping[str, int | None]] = field(default_factory=dict)
    """Steps from the key of a calibration sample, by reviewer and criterion."""

    @property
    def open(self) -> tuple[str, ...]:
        """Criteria on which the reviewers differ and the panel has not settled."""
        return tuple(one.criterion.id for one in self.differences if one.criterion.id not in self.ratings)


@dataclass(frozen=True, slots=True)
class RubricRead:
    """A rubric read back from its workbook."""

    rubric: Rubric | None
    """None when a finding is an error."""
    findings: tuple[Finding, ...]
    text: str
    """The rubric as YAML; empty without a rubric."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a workbook that came back has changed."""

    entries: tuple[Entry, ...]
    """New lines of the history, evidence first."""
    conflicts: tuple[Entry, ...]
    """Those kept aside, because someone wrote on the same criterion after the preview."""
    state: ReviewState
    known: bool = False
    """The same preview was stored before."""
    kept: int = 0
    """Conflicts in which what is here stays."""
    unread: int = 0
    """Cells and rows that could not be read or are not allowed."""

    @property
    def words(self) -> str:
        """What was stored, and what was not, in a sentence each."""
        return " ".join(filter(None, (self._stored, self._left)))

    @property
    def _stored(self) -> str:
        ratings = sum(entry.rating is not None for entry in self.entries)
        plans = sum(entry.plan is not None for entry in self.entries)
        if self.known:
            return "This was stored before. Bring the file again to compare it with the review as it is now."
        if not self.entries:
            return "Nothing to store." if self._left else "Nothing to change: everything in the workbook is on file."
        parts = [counted(ratings, "rating")] * bool(ratings)
        parts += [f"{counted(plans, 'answer')} in the action plan"] * bool(plans)
        aside = f" {len(self.conflicts)} kept aside, because someone changed them meanwhile." if self.conflicts else ""
        return f"Stored: {' and '.join(parts)}.{aside}"

    @property
    def _left(self) -> str:
        parts = [f"{counted(self.kept, 'conflict')}, where what is here stays"] * bool(self.kept)
        parts += [f"{counted(self.unread, 'place')} that could not be read"] * bool(self.unread)
        return f"Not taken: {' and '.join(parts)}." if parts else ""


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a file is one we issued, to the last cell."""

    name: str
    digest: str
    """Over the uncompressed parts."""
    filed: tuple[Filed, ...]
    """Every time a workbook with this content was issued or came back."""
    identity: str
    """The code the file itself carries; empty for none."""

    @property
    def issued(self) -> bool:
        """True when the content is exactly what was issued."""
        return any(file.way == "issued" for file in self.filed)

    @property
    def words(self) -> str:
        """In a sentence or two."""
        if first := next((file for file in self.filed if file.way == "issued"), None):
            return (
                f"This is the {first.kind} “{first.name}” that {first.by_whom} issued on "
                f"{first.at:%Y-%m-%d at %H:%M} UTC, unchanged to the last cell."
            )
        if self.filed:
            last = self.filed[-1]
            return f"This file was not issued, but came back on {last.at:%Y-%m-%d at %H:%M} UTC, to {last.by_whom}."
        if self.identity:
            return (
                f"This is not a file as it was issued. It carries the code {self.identity}, so it was made by a "
                "workbench, and was changed or saved again since, or issued from another store."
            )
        return "This file was not issued here, and carries no mark of a workbench."
