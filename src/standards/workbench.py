"""The door: one method per task a person would name."""

from __future__ import annotations

import getpass
import os
import secrets
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, TypeVar

from pydantic import ValidationError

from standards._folders import packaged, workspace
from standards.errors import NotReady, RefusedRating, ReviewClosed, StoreReadOnly
from standards.programs.library import ProgramList, Programs
from standards.programs.model import Evidence, Program
from standards.programs.probes import ProbeResult, probe
from standards.results import Receipt, Report, ReviewList, ReviewSummary
from standards.reviews.allowed import advice, blockers, check_rating, not_concerned
from standards.reviews.history import ReviewState, restored
from standards.reviews.model import Absence, Confidence, Entry, FindingKind, Rating, Review
from standards.rubrics.library import Library, RubricList
from standards.rubrics.model import Rubric
from standards.scoring import GapList, Recommendation, ScoreCard, gaps, recommend, score
from standards.store import Store

__all__ = ["Workbench"]

Snapshot = TypeVar("Snapshot", Rubric, Program)

EXAMPLE_PROGRAM, EXAMPLE_RUBRIC = "open-university-microcredential", "cmf/2019"
"""What a first visitor finds ready to score."""

STATE_FOLDER = ".workbench"
"""Folder inside a workspace for the store, the cache and secrets."""


class Workbench:
    """Rubrics, programs and reviews in one place.

    Args:
        folder: the workspace; its own `rubrics/` and `programs/` are added to what is packaged.
        reviewer: who is working; the login name by default.
        store: SQLAlchemy URL of the store; a SQLite file in the workspace by default.
    """

    def __init__(self, folder: Path, *, reviewer: str | None = None, store: str | None = None) -> None:
        self.folder = folder
        self.reviewer = reviewer or os.environ.get("STANDARDS_REVIEWER") or _login()
        own = folder / STATE_FOLDER
        packaged_rubrics = packaged("rubrics")
        origins = [("workspace", folder / "rubrics"), ("packaged", packaged_rubrics)]
        if (folder / "rubrics").resolve() == packaged_rubrics.resolve():
            origins = [("packaged", packaged_rubrics)]
        self._library = Library(origins, own / "cache")
        self._programs = Programs([folder / "programs", packaged("examples") / "programs"])
        self._store_url: str | Path = store or os.environ.get("STANDARDS_STORE") or own / "store.sqlite3"
        self._opened: Store | None = None
        self._states: dict[str, ReviewState] = {}
        self._snapshots: dict[str, Rubric | Program] = {}
        self._lock = threading.RLock()

    @classmethod
    def find(cls, start: Path | str | None = None, *, reviewer: str | None = None) -> Self:
        """The workbench of the workspace around a folder, the current one by default."""
        return cls(workspace(Path(start) if start else None), reviewer=reviewer)

    def __repr__(self) -> str:
        return f"Workbench({str(self.folder)!r}, reviewer={self.reviewer!r})"

    # -- what there is ----------------------------------------------------------------------

    def rubrics(self) -> RubricList:
        """Every rubric in the library, broken files included with their findings."""
        return self._library.entries()

    def rubric(self, name: str) -> Rubric:
        """A rubric by `id/version`, or its newest version by `id`."""
        return self._library.rubric(name)

    def programs(self) -> ProgramList:
        """Every program that can be reviewed."""
        return self._programs.entries()

    def program(self, name: str) -> Program:
        """A program by id."""
        return self._programs.program(name)

    def reviews(self, reviewer: str | None = None) -> ReviewList:
        """The reviews of one reviewer, or all; the most recently changed first."""
        chosen = [r for r in self._store.reviews() if reviewer in (None, r.reviewer)]
        found = [self._summary(self.review(r.id)) for r in chosen]
        return ReviewList(sorted(found, key=lambda summary: summary.changed, reverse=True))

    # -- reviewing --------------------------------------------------------------------------

    def start_review(self, program: str, rubric: str, reviewer: str | None = None) -> Review:
        """Begin a review, pinned to the program and the rubric as they are now.

        Criteria that the rubric says do not apply to such a program are set aside with that reason.
        """
        chosen, judged = self.rubric(rubric), self.program(program)
        new = Review(
            id=secrets.token_urlsafe(9).replace("-", "x").replace("_", "y"),
            program_id=judged.id,
            program_digest=self._store.pin("program", judged.id, judged),
            rubric_id=chosen.id,
            rubric_version=chosen.version,
            rubric_digest=self._store.pin("rubric", chosen.name, chosen),
            reviewer=reviewer or self.reviewer,
            started=_now(),
        )
        self._store.add_review(new)
        for criterion in chosen.criteria:
            if reason := not_concerned(criterion, judged):
                self.rate(
                    new.id,
                    criterion.id,
                    absence=Absence.NOT_APPLICABLE,
                    reason=reason,
                    accepted_by="the rubric's “applies to”",
                    session="start",
                )
        return new

    def ensure_example(self) -> Review | None:
        """On an empty bench, begin the Open University example, so that there is something to score."""
        if self._store.reviews():
            return None
        return self.start_review(EXAMPLE_PROGRAM, EXAMPLE_RUBRIC)

    def review(self, review_id: str) -> ReviewState:
        """A review as it stands now, with the snapshots it is pinned to.

        Raises UnknownName with the nearest ids.
        """
        with self._lock:
            state = self._states.get(review_id) or self._open(review_id)
            state = state.after(news) if (news := self._store.entries(review_id, state.last_seq)) else state
            self._states[review_id] = state
            return state

    def news(self, review_id: str, after: int) -> tuple[Entry, ...]:
        """Lines written after a position, by any tab or person."""
        return tuple(entry for entry in self.review(review_id).entries if entry.seq > after)

    def rate(
        self,
        review_id: str,
        criterion: str,
        level: str | None = None,
        *,
        absence: Absence | str | None = None,
        reason: str = "",
        accepted_by: str = "",
        rationale: str = "",
        confidence: Confidence | str | None = None,
        evidence: Iterable[str] = (),
        finding: FindingKind | str | None = None,
        action: str = "",
        client_id: str | None = None,
        session: str = "",
        based_on: int | None = None,
    ) -> Receipt:
        """Record a rating, or why there is none. Nothing earlier is overwritten.

        Args:
            client_id: made by the caller, so that the same rating sent twice is stored once.
            session: the tab or program it comes from.
            based_on: newest line the author had seen; everything known by default.

        Raises:
            UnknownName: no such criterion, level or evidence; with the nearest names.
            RefusedRating: the rubric does not allow it.
            ReviewClosed: the review is finished.
            StoreReadOnly: nothing was stored; full disk, read-only folder.
        """
        rating = _rating(
            criterion=criterion,
            level=level,
            absence=absence,
            reason=reason,
            accepted_by=accepted_by,
            rationale=rationale,
            confidence=confidence,
            evidence=tuple(evidence),
            finding=finding,
            action=action,
        )
        with self._lock:
            state = self._writable(review_id, client_id)
            check_rating(state, rating)
            return self._append(state, "rating", client_id, session, based_on, rating=rating)

    def add_evidence(
        self, review_id: str, evidence: Evidence, *, client_id: str | None = None, session: str = ""
    ) -> Receipt:
        """Add something a rating can rest on. A taken id gets the next free number."""
        with self._lock:
            state = self._writable(review_id, client_id)
            known = state.evidence
            number = len(state.added) + 1
            while evidence.id in known:
                evidence = evidence.revised(id=f"R{number}")
                number += 1
            return self._append(state, "evidence", client_id, session, None, evidence=evidence)

    def undo(self, review_id: str, *, client_id: str | None = None, session: str = "") -> Receipt | None:
        """Take the newest rating back by recording what held before it; None when there is none."""
        with self._lock:
            state = self._writable(review_id, client_id)
            step = state.undoable
            if step is None:
                return None
            return self._append(state, "rating", client_id, session, None, rating=restored(step), undoes=step.seq)

    def blockers(self, review_id: str) -> tuple[str, ...]:
        """What has to be done before the review can be finished, a sentence each."""
        return blockers(self.review(review_id))

    def advice(self, review_id: str) -> tuple[str, ...]:
        """What would make the review stronger in an appeal, a sentence each."""
        return advice(self.review(review_id))

    def finish(self, review_id: str, note: str = "", *, client_id: str | None = None) -> Receipt:
        """Close the review. Ratings are frozen until it is reopened.

        Raises:
            NotReady: something is not yet rated; says what.
        """
        with self._lock:
            state = self._writable(review_id, client_id)
            if missing := blockers(state):
                raise NotReady(missing)
            return self._append(state, "finished", client_id, "", None, note=note)

    def reopen(self, review_id: str, reason: str, *, client_id: str | None = None) -> Receipt:
        """Open a finished review again; the reason is kept.

        Raises:
            RefusedRating: no reason was given.
        """
        with self._lock:
            state = self.review(review_id)
            if not reason.strip():
                raise RefusedRating("Say why the review is reopened; the reason is kept with it.")
            return self._append(state, "reopened", client_id, "", None, note=reason.strip())

    # -- results ----------------------------------------------------------------------------

    def score(self, review_id: str) -> ScoreCard:
        """The score card of a review as it stands."""
        state = self.review(review_id)
        return score(state.rubric, state.ratings)

    def gaps(self, review_id: str) -> GapList:
        """Where the program falls short, first to act on first."""
        state = self.review(review_id)
        return gaps(state.rubric, score(state.rubric, state.ratings), state.ratings)

    def recommend(self, review_id: str) -> Recommendation:
        """What the rubric's rule says of the ratings so far. People decide."""
        state = self.review(review_id)
        return recommend(state.rubric, state.ratings)

    def probes(self, review_id: str) -> tuple[ProbeResult, ...]:
        """What machine checks found in the program's published facts."""
        state = self.review(review_id)
        return probe(state.rubric, state.program)

    def report(self, review_id: str, path: Path | str | None = None) -> Report:
        """The gap report as an Excel workbook; written to a path when one is given."""
        from standards import __version__
        from standards.workbooks.gap_report import GapReportInput, content_digest, file_name, gap_report_bytes

        state = self.review(review_id)
        card = score(state.rubric, state.ratings)
        inputs = GapReportInput(
            rubric=state.rubric,
            program=state.program,
            review=state.review,
            ratings=state.ratings,
            card=card,
            gaps=gaps(state.rubric, card, state.ratings),
            recommendation=recommend(state.rubric, state.ratings),
            generated=_now(),
            tool_version=__version__,
            entries=state.current,
            line=state.last_seq,
            evidence=tuple(state.evidence.values()),
            probes=probe(state.rubric, state.program),
            finished=state.finished,
        )
        data = gap_report_bytes(inputs)
        made = Report(file_name(inputs), data, content_digest(data))
        if path is not None:
            made.save(path)
        return made

    # -- plumbing ---------------------------------------------------------------------------

    @property
    def _store(self) -> Store:
        """The store, opened when first needed, so that reading rubrics needs no writable folder."""
        with self._lock:
            if self._opened is None:
                if isinstance(self._store_url, Path):
                    _make(self._store_url.parent)
                self._opened = Store(self._store_url)
            return self._opened

    def _open(self, review_id: str) -> ReviewState:
        found = self._store.review(review_id)
        return ReviewState(
            found, self._snapshot(found.rubric_digest, Rubric), self._snapshot(found.program_digest, Program)
        )

    def _snapshot(self, digest: str, model: type[Snapshot]) -> Snapshot:
        if digest not in self._snapshots:
            self._snapshots[digest] = self._store.pinned(digest, model)
        found = self._snapshots[digest]
        assert isinstance(found, model)
        return found

    def _writable(self, review_id: str, client_id: str | None) -> ReviewState:
        state = self.review(review_id)
        if state.finished and not any(entry.client_id == client_id for entry in state.entries):
            raise ReviewClosed("The review is finished. Reopen it, with a reason, to change it.")
        return state

    def _append(
        self,
        state: ReviewState,
        kind: str,
        client_id: str | None,
        session: str,
        based_on: int | None,
        **content: object,
    ) -> Receipt:
        entry = Entry.model_validate(
            {
                "seq": 0,
                "client_id": client_id or secrets.token_hex(8),
                "kind": kind,
                "by": self.reviewer,
                "at": _now(),
                "session": session,
                "based_on": state.last_seq if based_on is None else based_on,
                **content,
            }
        )
        stored = self._store.append(state.review.id, entry)
        after = self.review(state.review.id)
        return Receipt(stored, after, conflict=any(kept.seq == stored.seq for kept in after.conflicts))

    def _summary(self, state: ReviewState) -> ReviewSummary:
        review = state.review
        done = sum(rating.absence is not Absence.NOT_YET for rating in state.ratings.values())
        return ReviewSummary(
            id=review.id,
            program_id=review.program_id,
            program_title=state.program.title,
            rubric_name=state.rubric.name,
            rubric_title=state.rubric.title,
            reviewer=review.reviewer,
            started=review.started,
            changed=state.entries[-1].at if state.entries else review.started,
            rated=done,
            criteria=len(state.rubric.criteria),
            finished=state.finished,
        )


def _rating(**fields: object) -> Rating:
    try:
        return Rating.model_validate(fields)
    except ValidationError as problem:
        said = [str(error["msg"]).removeprefix("Value error, ") for error in problem.errors()]
        raise RefusedRating(f"{fields['criterion']}: {'; '.join(said)}.") from None


def _now() -> datetime:
    return datetime.now(UTC)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reviewer"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        message = f"The folder {folder} cannot be made: {problem.strerror}. Start in a folder you can write to."
        raise StoreReadOnly(message) from problem
