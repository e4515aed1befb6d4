"""Excel out and back."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from standards.errors import StandardsError, StoreReadOnly, UnknownName, WorkbookRefused
from standards.programs.probes import probe
from standards.record import Record
from standards.results import Report, RubricRead, TakenIn, Verification
from standards.reviews.filed import Filed
from standards.reviews.history import ReviewState
from standards.reviews.model import Entry
from standards.scoring import gaps, recommend, score
from standards.workbench.desk import now
from standards.workbench.results import Results

if TYPE_CHECKING:
    from standards.workbooks.back.propose import Proposals
    from standards.workbooks.back.returned import Returned
    from standards.workbooks.identity import Identity

__all__ = ["Excel"]

log = logging.getLogger(__name__)

_SHORT_DIGEST = 8
"""Digits of a digest in the visible code."""


class Excel(Results):
    """Workbooks that leave, and what they bring back."""

    def report(self, review_id: str, path: Path | str | None = None) -> Report:
        """The gap report as an Excel workbook; written to a path when one is given."""
        from standards import __version__
        from standards.workbooks.gap_report import GapReportInput, file_name, gap_report_bytes

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
            generated=now(),
            tool_version=__version__,
            entries=state.current,
            history=tuple(entry for entry in state.entries if entry.rating),
            line=state.last_seq,
            plans={name: state.plan_of(name) for name in state.plans},
            evidence=tuple(state.evidence.values()),
            probes=probe(state.rubric, state.program),
            finished=state.finished,
        )
        return self._issue("gap report", review_id, file_name(inputs), gap_report_bytes(inputs), path)

    def scoring_book(self, review_id: str, path: Path | str | None = None) -> Report:
        """A workbook in which the reviewer scores offline; written to a path when one is given.

        It holds this review and nothing of anyone else's.
        """
        from standards import __version__
        from standards.workbooks.scoring_book import ScoringBookInput, file_name, scoring_book_bytes

        inputs = ScoringBookInput(self.review(review_id), now(), __version__)
        return self._issue("scoring book", review_id, file_name(inputs), scoring_book_bytes(inputs), path)

    def rubric_book(self, name: str, path: Path | str | None = None) -> Report:
        """A rubric as a workbook in which a task force can write; `rubric_from_book` reads it back."""
        from standards.workbooks.rubric_book import file_name, rubric_book_bytes

        rubric = self.rubric(name)
        return self._issue("rubric book", rubric.name, file_name(rubric), rubric_book_bytes(rubric, now()), path)

    def rubric_from_book(self, file: Path | str | bytes, name: str = "") -> RubricRead:
        """Read a rubric back from its workbook, with every finding at its cell. Nothing is stored.

        Raises:
            WorkbookRefused: not a workbook, or not safe to open.
        """
        from standards.rubrics.files import dump
        from standards.workbooks.back.rubric_book import rubric_from_book
        from standards.workbooks.back.worker import read_apart

        data, name = _bytes(file, name)
        rubric, findings = rubric_from_book(read_apart(data), name)
        return RubricRead(rubric, findings, dump(rubric) if rubric else "")

    def returned(self, file: Path | str | bytes, name: str = "", review_id: str | None = None) -> Returned:
        """Read a workbook that came back and compare it with its review. Nothing is stored.

        Args:
            file: a path, or the bytes themselves.
            name: the file's name, for messages.
            review_id: the review it is expected to belong to, when there is one.

        Raises:
            WorkbookRefused: not a workbook, not safe, not ours, or about something else.
        """
        from standards.workbooks.back.returned import understand
        from standards.workbooks.back.whose import whose
        from standards.workbooks.back.worker import read_apart

        data, name = _bytes(file, name)
        book = read_apart(data)
        identity = whose(book)
        if identity.kind not in ("", "gap report", "scoring book"):
            raise WorkbookRefused(
                "M02", f"This is a {identity.kind}; ratings come back in scoring books and gap reports."
            )
        if review_id and identity.review != review_id:
            raise WorkbookRefused(
                "M05", f"This workbook belongs to review {identity.review}, not to {review_id}. Bring it back there."
            )
        return understand(book, identity, self._belongs_to(identity), name, data)

    def take_in(self, returned: Returned, theirs: Collection[tuple[str, str]] = ()) -> TakenIn:
        """Store what a workbook brings back, after a person has seen it. All of it or nothing.

        Args:
            theirs: conflicts, as criterion and field, in which the workbook's text is taken; in all others what is
                here stays.

        Raises:
            ReviewClosed: the review is finished, and ratings would change.
            UnknownName: `theirs` names something that is no conflict, or the review is not in this store.
        """
        conflicts = {(change.criterion, change.field) for change in returned.conflicts}
        if unknown := sorted(set(theirs) - conflicts):
            raise UnknownName("conflict", ":".join(unknown[0]), [":".join(one) for one in conflicts])
        name = returned.state.review.id
        with self._lock:
            self.review(name)  # it must be here, and not hidden from whoever says yes
            proposals = returned.proposals(theirs)
            if proposals.ratings:
                self._writable(name, None)
            stored = self._store.take_in(
                name,
                returned.state.last_seq,
                lambda news: _lines(returned, proposals, returned.state.after(news), self.reviewer),
                self._filed("returned", returned.identity.kind or "scoring book", name, returned.file, returned.data),
            )
            after = self._state(name)
        aside = {entry.seq for entry in after.conflicts}
        return TakenIn(
            entries=stored,
            conflicts=tuple(entry for entry in stored if entry.seq in aside),
            state=after,
            known=bool(proposals) and not stored,
            kept=len(conflicts - set(theirs)),
            unread=len(returned.errors),
        )

    def verify(self, file: Path | str | bytes, name: str = "") -> Verification:
        """Whether a file is one that was issued here, to the last cell.

        Raises:
            WorkbookRefused: not a workbook, or not safe to look into.
        """
        from standards.workbooks.back.preflight import preflight
        from standards.workbooks.back.whose import whose
        from standards.workbooks.back.worker import read_apart
        from standards.workbooks.digest import content_digest

        data, name = _bytes(file, name)
        preflight(data)
        digest = content_digest(data)
        filed = self._store.filed(digest)
        code = ""
        if not filed:
            try:
                code = whose(read_apart(data)).code
            except WorkbookRefused as problem:
                if not problem.code.startswith("M"):
                    raise
        return Verification(name, digest, filed, code)

    # -- plumbing ---------------------------------------------------------------------------

    def _belongs_to(self, identity: Identity) -> ReviewState:
        """The review a workbook was exported from, as it stands now."""
        try:
            state = self.review(identity.review)
        except UnknownName:
            raise WorkbookRefused(
                "M06",
                f"This workbook belongs to review {identity.review}, which is not in this store. "
                "Bring it back where it was exported.",
            ) from None
        if not state.review.rubric_digest.startswith(identity.digest) or len(identity.digest) < _SHORT_DIGEST:
            raise WorkbookRefused(
                "M04",
                f"This workbook was made for another version of the rubric ({identity.rubric} {identity.version}, "
                f"{identity.digest[:8]}) than the review is pinned to. Export the review again.",
            )
        if not re.fullmatch(r"[0-9]{1,18}", identity.line) or int(identity.line) > state.last_seq:
            raise WorkbookRefused(
                "M07",
                "This workbook knows a later state of the review than this store does, as after restoring a backup. "
                "Export the review again and copy your entries.",
            )
        return state

    def _issue(self, kind: str, about: str, name: str, data: bytes, path: Path | str | None) -> Report:
        """Hand a workbook out and remember its content, so that it can be verified later."""
        filed = self._filed("issued", kind, about, name, data)
        made = Report(name, data, filed.digest)
        if path is not None:
            made.save(path)
        try:
            self._store.issue(filed)
        except StoreReadOnly as problem:
            log.warning("%s was handed out, but cannot be verified later: %s", name, problem)
        return made

    def _filed(self, way: str, kind: str, about: str, name: str, data: bytes) -> Filed:
        from standards.workbooks.digest import content_digest

        return Filed.model_validate(
            {
                "way": way,
                "digest": content_digest(data),
                "sha256": hashlib.sha256(data).hexdigest(),
                "kind": kind,
                "name": name[:200],
                "about": about,
                "by_whom": self.reviewer,
                "at": now(),
                "content": data if way == "returned" else None,
            }
        )


def _lines(returned: Returned, proposals: Proposals, now_here: ReviewState, by: str) -> Iterator[Entry]:
    """Lines for the history: evidence first, because ratings cite it.

    Args:
        now_here: the review at this moment; ids taken since the preview make room.
    """
    seen, mark = returned.state.last_seq, returned.sha256[:16]
    pairs = zip(_records(proposals), _records(proposals.beside(now_here)), strict=True)
    for (kind, proposed), (_, record) in pairs:
        content = hashlib.sha256(f"{kind}\0{proposed.model_dump_json()}".encode()).hexdigest()[:24]
        yield Entry.model_validate(
            {
                "seq": 0,
                # The same yes twice is stored once; after something else has changed, it is a new decision.
                "client_id": f"{mark}-{seen}-{content}",
                "kind": kind,
                "by": by,
                "at": now(),
                "session": f"workbook {mark}",
                "based_on": seen,
                "note": returned.file[:200],
                kind: record,
            }
        )


def _records(proposals: Proposals) -> list[tuple[str, Record]]:
    return [
        *(("evidence", one) for one in proposals.evidence),
        *(("rating", one) for one in proposals.ratings),
        *(("plan", one) for one in proposals.plans),
    ]


def _bytes(file: Path | str | bytes, name: str) -> tuple[bytes, str]:
    if isinstance(file, bytes):
        return file, name or "workbook"
    path = Path(file)
    shown = path.name.encode("utf-8", "replace").decode()  # file systems allow names that are no text
    try:
        return path.read_bytes(), name or shown
    except (OSError, ValueError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else str(problem)
        raise StandardsError(f"{shown} cannot be read: {why}. Check the path.") from problem
