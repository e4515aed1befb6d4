"""A workspace with made-up rubrics and a review on each, and servers that show it."""

from __future__ import annotations

import compileall
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import standards
from benchmarks.making import rubric
from standards import Workbench
from standards._folders import packaged
from standards.rubrics.files import dump
from tests.serve.running import Running, running, starting

__all__ = ["REVIEWER", "commit_seconds", "prepared", "serving", "settled"]

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
REVIEWER = "Ana Ruiz"
PROGRAM = "open-university-microcredential"


def prepared(folder: Path, sizes: list[int]) -> dict[int, str]:
    """Make the workspace; a review for each size, every second criterion rated, as on a day in the middle of the work.

    Contenders share the reviews, so all of them meet the same state at the same point.
    """
    # Like `make start`: no contender is to be slowed down by sources that nobody has compiled yet.
    for sources in (Path(standards.__file__).parent, HERE.parent):
        compileall.compile_dir(sources, quiet=2)
    pages, workspace = folder / "pages", folder / "workspace"
    pages.mkdir()
    for notebook in (packaged("workbench") / "score.ipynb", *(HERE / "pages").glob("*.ipynb")):
        shutil.copy(notebook, pages)
    for size in sizes:
        made = rubric(size)
        path = workspace / "rubrics" / made.id / "1.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(dump(made), encoding="utf-8")
    bench = Workbench(workspace, reviewer=REVIEWER)
    return {size: _half_rated(bench, f"made-{size}", size) for size in sizes}


def _half_rated(bench: Workbench, name: str, size: int) -> str:
    review = bench.start_review(PROGRAM, name).id
    for number in range(0, size, 2):
        bench.rate(review, f"C{number}", "met" if number % 3 else "partly", rationale="Seen on the course page.")
    return review


@contextmanager
def serving(folder: Path, preheat: int) -> Iterator[Running]:
    """The workbench's own server with the three pages; kernels find this package, too."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), before]))
    command = starting(folder / "workspace", folder / "pages", reviewer=REVIEWER, first_page="score", preheat=preheat)
    try:
        with running(command, folder / "workspace", folder / "output.txt") as server:
            yield server
    finally:
        os.environ.pop("PYTHONPATH", None)
        if before is not None:
            os.environ["PYTHONPATH"] = before


def settled(server: Running, kernels: int, patience: float = 60.0) -> None:
    """Wait until the last visit's kernel is gone, waiting ones are there, and none of them has anything to do."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        before = _busy(server)
        time.sleep(0.4)
        after = _busy(server)
        if (
            len(before) == kernels
            and before.keys() == after.keys()
            and sum(after.values()) - sum(before.values()) < 0.02
        ):
            return
    raise TimeoutError(f"{len(_busy(server))} kernels instead of {kernels}.\n{server.log()[-4000:]}")


def _busy(server: Running) -> dict[int, float]:
    """CPU seconds of every kernel so far."""
    return {kernel.pid: kernel.cpu_times().user + kernel.cpu_times().system for kernel in server.kernels()}


def commit_seconds(folder: Path, times: int) -> list[float]:
    """What the disk takes for one line, committed with the pragmas of our store and nothing around it."""
    connection = sqlite3.connect(folder / "limit.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS line (number INTEGER PRIMARY KEY, body TEXT)")
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        connection.execute("INSERT INTO line (body) VALUES (?)", ("x" * 300,))
        taken.append(time.perf_counter() - start)
    connection.close()
    return taken
