"""What every part of the workbench stands on: the library, the programs, the store and the reviews in memory."""

from __future__ import annotations

import getpass
import os
import secrets
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, TypeVar

from standards._folders import made, packaged, workspace
from standards.errors import NotRevealed, StoreReadOnly
from standards.programs.library import ProgramList, Programs
from standards.programs.model import Program
from standards.reviews.history import ReviewState
from standards.reviews.model import Review
from standards.reviews.panel_history import PanelState
from standards.reviews.sight import hidden
from standards.rubrics.library import Library, RubricList
from standards.rubrics.model import Rubric
from standards.store import Store

__all__ = ["Desk", "new_id", "now"]

Snapshot = TypeVar("Snapshot", Rubric, Program)

STATE_FOLDER = ".workbench"
"""Folder inside a workspace for the store, the cache and secrets."""


class Desk:
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
        self._panels: dict[str, PanelState] = {}
        self._snapshots: dict[str, Rubric | Program] = {}
        self._lock = threading.RLock()

    @classmethod
    def find(cls, start: Path | str | None = None, *, reviewer: str | None = None) -> Self:
        """The workbench of a folder; without one, of the workspace around the current folder.

        Raises:
            StandardsError: the folder cannot be made, or is a file.
        """
        return cls(made(Path(start)) if start else workspace(), reviewer=reviewer)

    def __repr__(self) -> str:
        return f"Workbench({str(self.folder)!r}, reviewer={self.reviewer!r})"

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

    def review(self, review_id: str) -> ReviewState:
        """A review as it stands now, with the snapshots it is pinned to.

        Raises:
            UnknownName: with the nearest ids.
            NotRevealed: it belongs to a panel, and is hidden from whoever works at this desk.
        """
        state = self._state(review_id)
        if reason := self._hidden(state.review):
            raise NotRevealed(reason)
        return state

    def _hidden(self, review: Review) -> str:
        """Why whoever works here may not see a review; empty when they may."""
        if not review.panel or review.reviewer == self.reviewer:
            return ""
        panel = self._panel(review.panel)
        handed_in = {one.review for one in panel.members.values() if one.review and self._state(one.review).finished}
        return hidden(panel, self.reviewer, review, handed_in)

    def _counts(self, review: Review) -> bool:
        """Whether a review may stand in a result that whoever works here sees."""
        practice = bool(review.panel) and self._panel(review.panel).panel.calibration
        return not practice and not self._hidden(review)

    def _panel(self, panel_id: str) -> PanelState:
        """A panel as it stands now."""
        with self._lock:
            known = self._panels.get(panel_id)
            if known is None:
                found = self._store.panel(panel_id)
                known = PanelState(
                    found, self._snapshot(found.rubric_digest, Rubric), self._snapshot(found.program_digest, Program)
                )
            self._panels[panel_id] = known.after(self._store.lines(panel_id, known.last_seq))
            return self._panels[panel_id]

    def _state(self, review_id: str) -> ReviewState:
        """A review as it stands, whoever asks: for counting and for checks, never for showing."""
        with self._lock:
            state = self._states.get(review_id) or self._open(review_id)
            state = state.after(news) if (news := self._store.entries(review_id, state.last_seq)) else state
            self._states[review_id] = state
            return state

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


def new_id() -> str:
    """An id that nobody can guess and that can stand in an address."""
    return secrets.token_urlsafe(9).replace("-", "x").replace("_", "y")


def now() -> datetime:
    """The time, in UTC."""
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
