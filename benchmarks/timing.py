"""Medians over repeats in turn, so that a slow moment of the machine hits every contender alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping

__all__ = ["medians", "table"]


def medians(contenders: Mapping[str, Callable[[], object]], repeats: int = 9) -> dict[str, float]:
    """Median CPU seconds of each, run in turn after one warm-up."""
    for run in contenders.values():
        run()
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(repeats):
        for name, run in contenders.items():
            start = time.process_time()
            run()
            times[name].append(time.process_time() - start)
    return {name: statistics.median(taken) for name, taken in times.items()}


def table(title: str, found: Mapping[str, float], peer: str, aims: Mapping[str, str]) -> str:
    """A markdown table in milliseconds, with the ratio to the peer."""
    lines = [f"### {title}", "", "| what | median CPU ms | ratio to the peer | aim |", "|---|---|---|---|"]
    for name, seconds in found.items():
        ratio = "1 (peer)" if name == peer else f"{seconds / found[peer]:.2f}"
        lines.append(f"| {name} | {seconds * 1000:.1f} | {ratio} | {aims.get(name, '')} |")
    return "\n".join([*lines, ""])
