"""Reviewing: begin, rate, add evidence, take back, finish, reopen. Nothing earlier is ever overwritten."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from pydantic import ValidationError

from standards.errors import NotReady, RefusedRating, ReviewClosed
from standards.programs.model import Evidence, Program
from standards.results import Receipt, ReviewList, ReviewSummary
from standards.reviews.allowed import advice, blockers, check_rating, not_concerned
from standards.reviews.history import ReviewState, restored
from standards.reviews.model import Absence, Confidence, Entry, FindingKind, Rating, Review
from standards.rubrics.model import Rubric
from standards.workbench.desk import Desk, new_id, now

__all__ = ["EXAMPLE_PROGRAM", "EXAMPLE_RUBRIC", "Reviewing"]

EXAMPLE_PROGRAM, EXAMPLE_RUBRIC = "open-university-microcredential", "cmf/2019"
"""What a first visitor finds ready to score."""


class Reviewing(Desk):
    """What a reviewer does."""

    def reviews(self, reviewer: str | None = None) -> ReviewList:
        """The reviews of one reviewer, or all; the most recently changed first."""
        chosen = [r for r in self._store.reviews() if reviewer in (None, r.reviewer)]
        found = [self._summary(self._state(r.id)) for r in chosen]
        return ReviewList(sorted(found, key=lambda summary: summary.changed, reverse=True))

    def start_review(self, program: str, rubric: str, reviewer: str | None = None) -> Review:
        """Begin a review, pinned to the program and the rubric as they are now.

        Criteria that the rubric says do not apply to such a program are set aside with that reason.
        """
        return self._begin(self.rubric(rubric), self.program(program), reviewer or self.reviewer)

    def _begin(
        self, chosen: Rubric, judged: Program, reviewer: str, panel: str = "", domains: tuple[str, ...] = ()
    ) -> Review:
        new = Review(
            id=new_id(),
            program_id=judged.id,
            program_digest=self._store.pin("program", judged.id, judged),
            rubric_id=chosen.id,
            rubric_version=chosen.version,
            rubric_digest=self._store.pin("rubric", chosen.name, chosen),
            reviewer=reviewer,
            started=now(),
            panel=panel,
            domains=domains,
        )
        self._store.add_review(new)
        for criterion in chosen.criteria:
            if reason := not_concerned(criterion, judged):
                aside = Rating(
                    criterion=criterion.id,
                    absence=Absence.NOT_APPLICABLE,
                    reason=reason,
                    accepted_by="the rubric's “applies to”",
                )
                self._append(self._state(new.id), "rating", None, "start", None, rating=aside)
        return new

    def ensure_example(self) -> Review | None:
        """On an empty bench, begin the Open University example, so that there is something to score."""
        if self._store.reviews():
            return None
        return self.start_review(EXAMPLE_PROGRAM, EXAMPLE_RUBRIC)

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
            self._own(state)
            if not reason.strip():
                raise RefusedRating("Say why the review is reopened; the reason is kept with it.")
            return self._append(state, "reopened", client_id, "", None, note=reason.strip())

    def _writable(self, review_id: str, client_id: str | None) -> ReviewState:
        state = self.review(review_id)
        self._own(state)
        if state.finished and not any(entry.client_id == client_id for entry in state.entries):
            raise ReviewClosed("The review is finished. Reopen it, with a reason, to change it.")
        return state

    def _own(self, state: ReviewState) -> None:
        """On a panel everyone writes in their own review only, and not once they have stepped aside."""
        if not state.review.panel:
            return
        if state.review.reviewer != self.reviewer:
            raise RefusedRating(f"This is the review of {state.review.reviewer}; only they write in it.")
        if self.reviewer in self._panel(state.review.panel).recused:
            raise RefusedRating("You have stepped aside for this program; your review is closed for good.")

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
                "at": now(),
                "session": session,
                "based_on": state.last_seq if based_on is None else based_on,
                **content,
            }
        )
        stored = self._store.append(state.review.id, entry)
        after = self._state(state.review.id)
        return Receipt(stored, after, conflict=any(kept.seq == stored.seq for kept in after.conflicts))

    def _summary(self, state: ReviewState) -> ReviewSummary:
        review = state.review
        rated = (state.rating_of(criterion.id) for criterion in state.asked)
        done = sum(rating is not None and rating.absence is not Absence.NOT_YET for rating in rated)
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
            criteria=len(state.asked),
            finished=state.finished,
        )


def _rating(**fields: object) -> Rating:
    try:
        return Rating.model_validate(fields)
    except ValidationError as problem:
        said = [str(error["msg"]).removeprefix("Value error, ") for error in problem.errors()]
        raise RefusedRating(f"{fields['criterion']}: {'; '.join(said)}.") from None
