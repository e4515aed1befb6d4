"""A workbench with a real store, and a page on it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from standards import Workbench
from standards.pages.scoring import ScorePage

OPEN_UNIVERSITY = "open-university-microcredential"


class Tab:
    """One browser tab, as Python sees it: it sends, and remembers what it has seen."""

    def __init__(self, page: ScorePage, session: str) -> None:
        self.page, self.session, self.count = page, session, 0
        self.seq = page.start()["seq"]

    def say(self, op: str, **content: Any) -> dict[str, Any]:
        """Send one message and take in the replies; the result that follows a receipt is put beside it."""
        reply, *more = self.page.handle({"op": op, **content})
        self.seq = max(self.seq, reply.content.get("seq", 0))
        for one in more:
            reply.content["result"] = one.content["result"]
        return reply.content

    def change(self, op: str, **content: Any) -> dict[str, Any]:
        """Send a change with a fresh client id, based on what the tab has seen."""
        self.count += 1
        defaults = {"client_id": f"{self.session}-{self.count}", "session": self.session, "based_on": self.seq}
        return self.say(op, **{**defaults, **content})

    def rate(self, criterion: str, level: str | None = None, **content: Any) -> dict[str, Any]:
        return self.change("rate", criterion=criterion, level=level, **content)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A workspace with one review in which nothing is rated yet, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("prepared")
    bench = Workbench(folder, reviewer="Ana")
    review = bench.start_review(OPEN_UNIVERSITY, "cmf").id
    bench._store.close()
    return folder, review


@pytest.fixture
def empty(prepared: tuple[Path, str], tmp_path: Path) -> Workbench:
    """A workbench without reviews."""
    shutil.copytree(prepared[0] / ".workbench" / "cache", tmp_path / ".workbench" / "cache")
    return Workbench(tmp_path, reviewer="Ana")


@pytest.fixture
def bench(prepared: tuple[Path, str], tmp_path: Path) -> Workbench:
    """A workbench with one review of Ana's."""
    shutil.copytree(prepared[0], tmp_path, dirs_exist_ok=True)
    return Workbench(tmp_path, reviewer="Ana")


@pytest.fixture
def review(prepared: tuple[Path, str]) -> str:
    """The review in which nothing is rated yet."""
    return prepared[1]


@pytest.fixture
def page(bench: Workbench, review: str) -> ScorePage:
    return ScorePage(bench, review)


@pytest.fixture
def tab(page: ScorePage) -> Tab:
    return Tab(page, "tab one")


@pytest.fixture
def other(page: ScorePage) -> Tab:
    return Tab(page, "tab two")
