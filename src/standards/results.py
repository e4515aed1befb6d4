"""What the workbench hands back: receipts, lists of reviews, reports."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from standards.errors import StandardsError
from standards.reviews.history import ReviewState
from standards.reviews.model import Entry

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Receipt", "Report", "ReviewList", "ReviewSummary"]


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
            unfinished.unlink(missing_ok=True)
            message = f"{target} cannot be written: {problem.strerror}. Choose another place."
            raise StandardsError(message) from problem
        return target

    def __repr__(self) -> str:
        return f"Report({self.name!r}, {len(self.data)} bytes, digest {self.digest[:12]})"
