"""Everything that can go wrong, as one tree.

    StandardsError
    ├── RubricError          a rubric file cannot be used; carries every finding
    ├── ProgramError         a program file cannot be used; carries every finding
    ├── RatingsError         ratings cannot be compared; carries every finding
    ├── UnknownName          no such rubric, program, review, criterion or level; carries the nearest
    ├── RefusedRating        a rating the rubric does not allow; nothing was stored
    ├── NotReady             the review cannot be finished yet; carries what is missing
    ├── ReviewClosed         the review is finished; reopen it first
    ├── NotRevealed          ratings of a panel that this person may not see yet
    ├── WorkbookRefused      a file that came back cannot be read, or is not safe to read; nothing was taken from it
    └── StoreError           the store cannot be read or written
        └── StoreReadOnly    full disk, read-only folder, missing permission

A message says what happened, where, and what to do next.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Literal

from standards.record import Record

__all__ = [
    "Finding",
    "NotReady",
    "NotRevealed",
    "ProgramError",
    "RatingsError",
    "RefusedRating",
    "ReviewClosed",
    "RubricError",
    "StandardsError",
    "StoreError",
    "StoreReadOnly",
    "UnknownName",
    "WorkbookRefused",
]


class Finding(Record):
    """One thing a check noticed, with the place and the way out."""

    code: str
    """Stable short code, such as R004; every code is explained in docs/findings.md."""
    where: str
    """The field, as a path a person can follow: criteria B2 › levels › partly."""
    message: str
    """What is wrong, in a sentence."""
    hint: str = ""
    """What to write instead."""
    file: str = ""
    """The file's name, when the finding is about a file."""
    line: int | None = None
    """The line in the file, counted from 1."""
    severity: Literal["error", "warning"] = "error"
    """An error stops the file from being used; a warning does not."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{place}{self.code} {self.where}: {self.message}{hint}"


class StandardsError(Exception):
    """The root: catch this to catch everything the workbench raises on purpose."""


class _WithFindings(StandardsError):
    noun = "file"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        count = len(self.findings)
        head = f"{count} finding{'s' if count != 1 else ''} in the {self.noun}"
        super().__init__("\n".join([f"{head}:", *(f"  {finding}" for finding in self.findings)]))


class RubricError(_WithFindings):
    """A rubric cannot be used. `findings` holds everything that is wrong, not only the first."""

    noun = "rubric"


class ProgramError(_WithFindings):
    """A program file cannot be used. `findings` holds everything that is wrong."""

    noun = "program"


class RatingsError(_WithFindings):
    """Ratings cannot be compared with each other. `findings` holds everything that is wrong."""

    noun = "ratings"


class UnknownName(StandardsError, LookupError):
    """Nothing of that kind has that name. `nearest` holds the names that come closest."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name = kind, name
        known = sorted(known)
        folded = {key.casefold(): key for key in known}
        close = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.4)
        self.nearest = tuple(folded[key] for key in close)
        if self.nearest:
            tail = f" Did you mean {' or '.join(self.nearest)}?"
        elif known:
            shown = ", ".join(known[:8]) + (" …" if len(known) > 8 else "")
            tail = f" There are: {shown}."
        else:
            tail = " There are none yet."
        super().__init__(f"There is no {kind} “{name}”.{tail}")


class RefusedRating(StandardsError, ValueError):
    """The rubric does not allow this rating; nothing was stored."""


class NotReady(StandardsError):
    """The review cannot be finished yet. `blockers` says what is missing, a sentence each."""

    def __init__(self, blockers: Iterable[str]) -> None:
        self.blockers = tuple(blockers)
        super().__init__("\n".join(["The review cannot be finished yet:", *(f"  {b}" for b in self.blockers)]))


class ReviewClosed(StandardsError):
    """The review is finished. Reopen it, with a reason, to change a rating."""


class NotRevealed(StandardsError):
    """A panel's ratings stay hidden until they are handed in, and from those who have not handed in their own."""


class WorkbookRefused(StandardsError):
    """A file that came back cannot be read, or is not safe to read; nothing was taken from it.

    `code` is stable, such as X07; every code is explained in docs/findings.md.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class StoreError(StandardsError):
    """The store cannot be read or written."""


class StoreReadOnly(StoreError):
    """The store takes no writes: full disk, read-only folder or missing permission."""
