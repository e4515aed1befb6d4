"""Pages in a real browser: ours, the same card in plain ipywidgets, and the least such a page can be, in turn.

    python -m benchmarks bench_page

A page is *ready* when the last criterion's levels are on the page (laid out and visible, or to be reached by
scrolling), one of them has been clicked, and the page says that this rating is saved. The clock starts when the address
is entered, the browser's cache is empty, and the click comes as soon as there is something to click on. *Cold* starts a
kernel for the visit; *preheated* finds one waiting, as `standards start --preheat 1` keeps it.

STANDARDS_BENCH_RUNS (5), STANDARDS_BENCH_SAVES (60) and STANDARDS_BENCH_SIZES ("150 1341") make it shorter.
"""

from __future__ import annotations

import math
import os
import platform
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.page.place import commit_seconds, prepared, serving, settled
from benchmarks.page.state import state_bytes
from benchmarks.page.visit import CONTENDERS, Contender, Visit, opened, visiting
from benchmarks.page.wire import wire
from tests.browser.conftest import SWITCHES
from tests.provision import chromium
from tests.serve.running import Running

RUNS = int(os.environ.get("STANDARDS_BENCH_RUNS", "5"))
SAVES = int(os.environ.get("STANDARDS_BENCH_SAVES", "60"))
SIZES = [int(size) for size in os.environ.get("STANDARDS_BENCH_SIZES", "150 1341").split()]

Found = dict[str, list[Visit]]
"""Visits by contender."""

NAMES = [contender.name for contender in CONTENDERS]
AIMS = {
    "page ready, cold, s": {150: "≤ 2", 1341: "≤ 2.5"},
    "page ready, preheated, s": {150: "≤ 1.5"},
    "rating: click → shown as saved, ms": {150: "≤ 15"},
    "widgets' synced state, KB": {150: "≤ 60"},
    "first visit on the wire, KB": {150: "≤ 1600"},
    "kernel with the page open, MB USS": {150: "≤ 60"},
}


def main() -> None:
    load = os.getloadavg()
    with tempfile.TemporaryDirectory(prefix="standards-bench-") as name, browsing() as browser:
        folder = Path(name)
        reviews = prepared(folder, SIZES)
        cold: dict[int, Found] = {}
        with serving(folder, preheat=0) as server:
            for size in SIZES:
                cold[size] = in_turn(browser, server, size, reviews[size], saves=SAVES if size == SIZES[0] else 0)
            weights = on_the_wire(browser, server, SIZES[0], reviews[SIZES[0]])
        with serving(folder, preheat=1) as server:
            warm, again = preheated(browser, server, SIZES[0], reviews[SIZES[0]])
        rows = Rows()
        for size in SIZES:
            few = size == SIZES[0]
            rows.add("page ready, cold, s", size, of(cold[size], lambda visit: visit.ready / 1000), "{:.2f}")
            if few:
                rows.add("page ready, preheated, s", size, of(warm, lambda visit: visit.ready / 1000), "{:.2f}")
                rows.add("page ready again, preheated, s", size, of(again, lambda visit: visit.ready / 1000), "{:.2f}")
                rows.add("rating: click → shown as saved, ms", size, of(cold[size], lambda v: v.shown), "{:.1f}")
                rows.add("rating: message → receipt, ms", size, of(cold[size], lambda v: v.wire), "{:.1f}")
            rows.add("widgets' synced state, KB", size, kilobytes(state_bytes(folder / "workspace", reviews[size])))
            rows.add("came through the socket, KB", size, of(cold[size], lambda visit: visit.socket / 1000), "{:.0f}")
            if few:
                rows.add("first visit on the wire, KB", size, kilobytes(weights[0]))
                rows.add("visit again on the wire, KB", size, kilobytes(weights[1]))
            rows.add("kernel with the page open, MB USS", size, of(cold[size], lambda v: v.uss / 2**20), "{:.0f}")
        commit = statistics.median(commit_seconds(folder, max(SAVES, 20))) * 1000
        print(rows)
        for size, found in cold.items():
            for who, visits in found.items():
                if lost := sum(visit.ready == math.inf for visit in visits):
                    print(
                        f"{lost} of {len(visits)} cold visits to {who} with {size:,} criteria were not ready in 60 s."
                    )
        print(f"One line committed to SQLite with nothing around it (WAL, synchronous=FULL): {commit:.2f} ms.")
        print(f"{machine(browser)}, load average {load[0]:.1f} at the start and {os.getloadavg()[0]:.1f} at the end.\n")


@contextmanager
def browsing() -> Iterator[Browser]:
    """The browser of the tests."""
    path = chromium() or sys.exit("Chromium is missing; run: python tests/provision.py")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        try:
            yield browser
        finally:
            browser.close()


def rounds(contenders: tuple[Contender, ...], *, warm_up: bool) -> Iterator[tuple[bool, Contender]]:
    """Contenders in turn, each round begun by another one; a warm-up, which does not count, fills the disk cache."""
    for number in range(0 if warm_up else 1, RUNS + 1):
        start = number % len(contenders)
        for contender in contenders[start:] + contenders[:start]:
            yield number > 0, contender


def in_turn(browser: Browser, server: Running, size: int, review: str, saves: int) -> Found:
    """Cold visits."""
    found: Found = defaultdict(list)
    few = size == SIZES[0]
    # The least page has no criteria to be many.
    for counts, contender in rounds(CONTENDERS if few else CONTENDERS[:2], warm_up=few):
        settled(server, 0)
        with visiting(browser, server, contender, size) as context:
            visit = opened(context, server, contender, review, saves if counts else 0)
        if counts:
            found[contender.name].append(visit)
            told(f"{size} cold", contender, visit)
    return found


def preheated(browser: Browser, server: Running, size: int, review: str) -> tuple[Found, Found]:
    """First visits to a waiting kernel, and second ones with what the browser has kept."""
    first: Found = defaultdict(list)
    again: Found = defaultdict(list)
    waiting = len(CONTENDERS)
    for _, contender in rounds(CONTENDERS, warm_up=False):
        settled(server, waiting)
        with visiting(browser, server, contender, size) as context:
            visits = [opened(context, server, contender, review)]
            settled(server, waiting)
            visits.append(opened(context, server, contender, review))
        for found, visit, title in zip((first, again), visits, ("preheated", "again"), strict=True):
            found[contender.name].append(visit)
            told(f"{size} {title}", contender, visit)
    return first, again


def on_the_wire(browser: Browser, server: Running, size: int, review: str) -> tuple[dict[str, int], dict[str, int]]:
    """Bytes of a first and a second visit. Counted once: they hardly vary."""
    first: dict[str, int] = {}
    again: dict[str, int] = {}
    with wire(server.port) as relay:
        there = replace(server, address=server.address.replace(f":{server.port}/", f":{relay.port}/"))
        for contender in CONTENDERS:
            with visiting(browser, there, contender, size) as context:
                for found in (first, again):
                    settled(server, 0)
                    relay.received = 0
                    opened(context, there, contender, review)
                    found[contender.name] = relay.received
    return first, again


def of(found: Found, figure: Callable[[Visit], float | Iterable[float]]) -> dict[str, float]:
    """The median of a figure for each contender; of all of them together where a visit has many."""
    return {name: statistics.median(flat(figure(visit) for visit in visits)) for name, visits in found.items()}


def flat(figures: Iterable[float | Iterable[float]]) -> list[float]:
    return [one for many in figures for one in (many if isinstance(many, Iterable) else (many,))]


def kilobytes(found: dict[str, int]) -> dict[str, float]:
    return {name: size / 1000 for name, size in found.items()}


class Rows:
    """A markdown table, filled row by row."""

    def __init__(self) -> None:
        head = "| what | criteria | ours | plain ipywidgets | ratio | least possible | aim |"
        self._lines = [head, "|---|---|---|---|---|---|---|"]

    def add(self, what: str, size: int, found: dict[str, float], form: str = "{:.0f}") -> None:
        cells = [form.format(found[name]).replace("inf", "never") if name in found else "" for name in NAMES]
        ratio, aim = f"{found['ours'] / found['peer']:.2f}", AIMS.get(what, {}).get(size, "")
        self._lines.append(f"| {what} | {size:,} | {cells[0]} | {cells[1]} | {ratio} | {cells[2]} | {aim} |")

    def __str__(self) -> str:
        title = f"### Pages in a browser, medians of {RUNS} visits each, in turn"
        return "\n".join([title, "", *self._lines, ""])


def machine(browser: Browser) -> str:
    names = ("voila", "jupyter_server", "ipykernel", "ipywidgets", "anywidget", "tornado")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, Chromium {browser.version}, {versions}"


def told(title: str, contender: Contender, visit: Visit) -> None:
    """To whoever waits."""
    times = f"first {visit.first:.0f}, last {visit.last:.0f}, ready {visit.ready:.0f} ms"
    print(f"{title}, {contender.name}: {times}, {visit.uss / 2**20:.0f} MB", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
