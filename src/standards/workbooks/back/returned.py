"""A scoring book or gap report that came back, compared with its review: what it would change, and what it cannot.

Nothing is stored here. `Returned.proposals` says what the review would gain; the workbench stores it after a person
has said yes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field

from standards.errors import Finding
from standards.reviews.history import ReviewState
from standards.workbooks.answers import (
    PLAN_FIELDS,
    RATING_FIELDS,
    Field,
    Texts,
    lists_by_criterion,
    plan_texts,
    rating_texts,
)
from standards.workbooks.back.book import Book, Held
from standards.workbooks.back.cells import read_cell
from standards.workbooks.back.merge import Change, compare, together
from standards.workbooks.back.propose import EvidenceNames, Proposals, propose
from standards.workbooks.back.tables import Found, Row, find
from standards.workbooks.back.whose import exported
from standards.workbooks.identity import Identity
from standards.workbooks.text import shortened

__all__ = ["Returned", "understand"]

_ID = "ID"
_CRITERIA_FIELDS = (RATING_FIELDS[0],)
"""In a gap report the rating is the only cell of the Criteria sheet that people fill in."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What a workbook brings back to a review."""

    file: str
    data: bytes = field(repr=False)
    identity: Identity
    state: ReviewState
    """The review it was compared with."""
    rows: int
    """Rows that could be read."""
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    """Errors: cells and rows that were not read. Warnings: what was read differently from how it was typed."""

    @property
    def sha256(self) -> str:
        """Of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def conflicts(self) -> tuple[Change, ...]:
        """Cells changed on both sides; a person chooses."""
        return tuple(change for change in self.changes if change.kind == "changed in both")

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity == "error")

    def proposals(self, theirs: Collection[tuple[str, str]] = ()) -> Proposals:
        """What would be stored.

        Args:
            theirs: conflicts, as criterion and field, in which the workbook's text is taken; in all others the
                review's text stays.
        """
        taken = [
            change
            for change in self.changes
            if change.kind == "changed there"
            or (change.kind == "changed in both" and (change.criterion, change.field) in theirs)
        ]
        return propose(self.state, taken)


def understand(book: Book, identity: Identity, state: ReviewState, file: str, data: bytes) -> Returned:
    """Read every cell that people fill in and compare it with the review.

    Args:
        state: the review that the workbook belongs to, as it stands now.
    """
    reading = _Reading(book, identity, state, file)
    rubric = [criterion.id for criterion in state.rubric.criteria]
    report = _is_report(book, identity)
    own = "Rating used" if report else "Check"
    reading.table(_CRITERIA_FIELDS if report else RATING_FIELDS, rubric, needed=(_ID, "Rating", own))
    if report:
        reading.table(PLAN_FIELDS, rubric, needed=(_ID, "Owner"), optional=True)
    findings = [*reading.findings, *reading.refused()]
    return Returned(file, data, identity, state, reading.rows, tuple(reading.changes), tuple(findings))


def _is_report(book: Book, identity: Identity) -> bool:
    """The kind, or what the sheets look like where only the visible code is left."""
    if identity.kind:
        return identity.kind == "gap report"
    return any(held.value == "Action milestone" for page in book.pages for held in page.cells.values())


class _Reading:
    """Collects changes and findings, table by table."""

    def __init__(self, book: Book, identity: Identity, state: ReviewState, file: str) -> None:
        self.book, self.state, self.file = book, state, file
        self.lists = lists_by_criterion(state.rubric)
        self.names = EvidenceNames(state)
        self.before = exported(book)
        self.past = state if self.before else state.as_of(int(identity.line or 0))
        self.rows = 0
        self.changes: list[Change] = []
        self.findings: list[Finding] = []

    def table(
        self, fields: tuple[Field, ...], ids: list[str], *, needed: tuple[str, ...], optional: bool = False
    ) -> None:
        """Read one table; without it there is nothing to read, or, for an optional one, nothing to say."""
        headings = (_ID, *(field.heading for field in fields))
        found = find(self.book, headings, ids, needed=needed, file=self.file)
        if isinstance(found, tuple):
            self.findings += [one for one in found if not (optional and one.code == "S01")]
            return
        self.findings += [one for one in found.findings if not (optional and one.code == "W07")]
        for one in fields:
            if one.heading not in found.columns:
                message = f"The column “{one.heading}” is gone."
                self._finding("S04", found.page, message, "What stood in it stays as it is here.", "warning")
        for row in found.rows:
            self._row(found, row, [one for one in fields if one.heading in found.columns])
        self.rows += len(found.rows)

    def _row(self, found: Found, row: Row, fields: list[Field]) -> None:
        if row.merged:
            where = f"{found.page} row {row.number + 1}"
            message = f"Cells of {row.id} are merged, so nobody can tell which criteria they speak for."
            self._finding("W04", where, message, "Split the cells; the row is left out.")
            return
        here = self._texts(self.state, row.id)
        base = self.before.get(row.id)
        found_here = []
        for one in fields:
            held = row.cells.get(one.heading, Held(None))
            place = found.place(row, one.heading)
            there = self._read(one, held, row.id, place)
            if there is None:
                continue
            was = base.get(one.heading, "") if base is not None else self._texts(self.past, row.id)[one.key]
            now = here[one.key]
            if one.key == "evidence":
                was, now = self.names.canonical(was), self.names.canonical(now)
            kind = compare(was, now, there)
            if kind != "unchanged" and shortened(was) and shortened(there):
                where = f"{place} ({one.heading} of {row.id})"
                message = "The text is too long for a cell: it was shortened on the way out, and changed since."
                self._finding("W09", where, message, "Change it in the workbench; it stays as it is here.")
            elif kind != "unchanged":
                found_here.append(Change(row.id, one.key, one.heading, place, was, now, there, kind))
        self.changes += together(found_here)

    def _read(self, field: Field, held: Held, criterion: str, place: str) -> str | None:
        """The cell's text; None when it cannot be read."""
        answer = read_cell(field.key, held, self.lists[criterion] if field.key == "rating" else None)
        if answer.problem:
            where = f"{place} ({field.heading} of {criterion})"
            self._finding(answer.code, where, f"The cell {answer.problem}", "It stays as it is here.")
            return None
        if answer.note:
            self._finding("W10", f"{place} ({criterion})", f"{answer.note[0].upper()}{answer.note[1:]}.", "", "warning")
        return self.names.canonical(answer.text) if field.key == "evidence" else answer.text

    def _texts(self, state: ReviewState, criterion: str) -> Texts:
        ratings = rating_texts(state.rating_of(criterion), self.lists[criterion])
        return {**ratings, **plan_texts(state.plan_of(criterion))}

    def refused(self) -> list[Finding]:
        """What the rubric does not allow, said before anyone confirms; each at its cell."""
        places = {change.criterion: change.place for change in reversed(self.changes)}
        problems = propose(self.state, [one for one in self.changes if one.kind != "changed here"]).refused
        return [
            Finding(
                code="W08",
                where=f"{places[criterion]} ({criterion})",
                message=message,
                hint="The row stays as it is here.",
                file=self.file,
            )
            for criterion, message in problems
        ]

    def _finding(self, code: str, where: str, message: str, hint: str, severity: str = "error") -> None:
        fields = {"code": code, "where": where, "message": message, "hint": hint, "file": self.file}
        self.findings.append(Finding.model_validate({**fields, "severity": severity}))
