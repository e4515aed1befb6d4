"""What was measured, as a markdown table, and on what machine."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version

from benchmarks.page.visit import CONTENDERS, Visit

__all__ = ["Table", "calibration", "machine"]

Figure = float | Iterable[float]
NAMES = [contender.name for contender in CONTENDERS]


class Table:
    """A markdown table, filled row by row.

    Args:
        aims: by row and number of criteria.
    """

    def __init__(self, title: str, aims: Mapping[tuple[str, int], str]) -> None:
        self._aims = aims
        self._lines = [f"### {title}", "", f"| what | criteria | {' | '.join(HEADS)} | aim |", "|---" * 7 + "|"]
        self._lost: dict[str, None] = {}

    def add(
        self,
        what: str,
        size: int,
        found: Mapping[str, Sequence[Visit]],
        figure: Callable[[Visit], Figure],
        form: str = "{:.0f}",
    ) -> None:
        """The median of a figure for each contender; of all of them together where a visit has many."""
        good = {name: [visit for visit in visits if visit.opened] for name, visits in found.items()}
        medians = {
            name: statistics.median(_flat(figure(visit) for visit in visits)) for name, visits in good.items() if visits
        }
        self._row(what, size, medians, form)
        for name, visits in found.items():
            if lost := len(visits) - len(good[name]):
                words = f"{lost} of {len(visits)} visits to {name} with {size:,} criteria were not ready in a minute"
                self._lost[f"{words} ({what.partition(', s')[0]}) and are left out."] = None

    def add_bytes(self, what: str, size: int, found: Mapping[str, int]) -> None:
        """A figure that was counted once, in kilobytes of 1,000."""
        self._row(what, size, {name: count / 1000 for name, count in found.items()}, "{:.0f}")

    def _row(self, what: str, size: int, found: Mapping[str, float], form: str) -> None:
        ours, peer, least = (form.format(found[name]) if name in found else "" for name in NAMES)
        ratio = f"{found['ours'] / found['peer']:.2f}" if {"ours", "peer"} <= found.keys() else ""
        cells = [what, f"{size:,}", ours, peer, ratio, least, self._aims.get((what, size), "")]
        self._lines.append(f"| {' | '.join(cells)} |")

    def __str__(self) -> str:
        return "\n".join([*self._lines, "", *self._lost])


HEADS = ["ours", "plain ipywidgets", "ratio", "least possible"]


def _flat(figures: Iterable[Figure]) -> list[float]:
    return [one for many in figures for one in (many if isinstance(many, Iterable) else (many,))]


def machine(browser: str) -> str:
    """Cores and versions."""
    names = ("voila", "jupyter_server", "ipykernel", "ipywidgets", "anywidget", "tornado")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, Chromium {browser}, {versions}"


def calibration() -> float:
    """CPU seconds of an import everyone knows; the best of five."""
    code = "import time; import pandas; print(time.process_time())"
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True) for _ in range(5)]
    return min(float(run.stdout) for run in runs)
