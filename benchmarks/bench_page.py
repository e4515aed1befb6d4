"""Pages in a real browser: ours, the same card in plain ipywidgets, and the least such a page can be, in turn.

    python -m benchmarks bench_page

A page is *ready* when the last criterion's levels are on the page (laid out and visible, or to be reached by
scrolling), one of them has been clicked, and the page says that this rating is saved. The clock starts when the address
is entered, the browser's cache is empty, and the click comes as soon as there is something to click on. *Cold* starts a
kernel for the visit; *preheated* finds one waiting, as `standards start --preheat 1` keeps it. Every second criterion
has been rated before.

STANDARDS_BENCH_RUNS (5), STANDARDS_BENCH_SAVES (60, all runs together) and STANDARDS_BENCH_SIZES ("150 1341") make it
shorter.
"""

from __future__ import annotations

import math
import os
import signal
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.page.place import commit_seconds, prepared, serving, settled
from benchmarks.page.state import state_bytes
from benchmarks.page.table import Table, calibration, machine
from benchmarks.page.visit import CONTENDERS, Contender, Visit, opened, visiting
from benchmarks.page.wire import wire
from tests.browser.conftest import SWITCHES
from tests.provision import chromium
from tests.serve.running import Running

RUNS = int(os.environ.get("STANDARDS_BENCH_RUNS", "5"))
SAVES = int(os.environ.get("STANDARDS_BENCH_SAVES", "60"))
SMALL, *LARGE = [int(size) for size in os.environ.get("STANDARDS_BENCH_SIZES", "150 1341").split()]

Found = dict[str, list[Visit]]
"""Visits by contender."""
Bytes = dict[str, int]
"""Bytes by contender."""

AIMS = {
    ("page ready, cold, s", 150): "≤ 2",
    ("page ready, cold, s", 1341): "≤ 2.5",
    ("page ready, preheated, s", 150): "≤ 1.5",
    ("rating: click → shown as saved, ms", 150): "≤ 15",
    ("widgets' synced state, KB", 150): "≤ 60",
    ("first visit on the wire, KB", 150): "≤ 1600",
    ("kernel with the page open, MB USS", 150): "≤ 60",
}


@dataclass(frozen=True)
class Measured:
    """Everything there is to tell."""

    cold: dict[int, Found]
    """By number of criteria."""
    preheated: Found
    again: Found
    first_bytes: Bytes
    again_bytes: Bytes
    state: dict[int, Bytes]


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # servers and browser end on the way out
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="standards-bench-") as name, browsing() as browser:
        folder = Path(name)
        reviews = prepared(folder, [SMALL, *LARGE])
        with serving(folder, preheat=0) as server:
            each = math.ceil(SAVES / RUNS)
            cold = {SMALL: cold_visits(browser, server, SMALL, reviews[SMALL], CONTENDERS, each)}
            for size in LARGE:  # the least page has no criteria to be many
                cold[size] = cold_visits(browser, server, size, reviews[size], CONTENDERS[:2], 0)
            wires = wire_bytes(browser, server, reviews[SMALL])
        with serving(folder, preheat=1) as server:
            visits = preheated_visits(browser, server, reviews[SMALL])
        state = {size: state_bytes(folder / "workspace", review) for size, review in reviews.items()}
        commit = 1000 * statistics.median(commit_seconds(folder, max(SAVES, 20)))
        print(table(Measured(cold, *visits, *wires, state)))
        print(f"One line committed to SQLite with nothing around it (WAL, synchronous=FULL): {commit:.2f} ms.")
        print(f"{machine(browser.version)}, load average {load:.1f} at the start, {os.getloadavg()[0]:.1f} at the end.")
        print(f"For comparison with other machines: importing pandas takes {calibration():.2f} s of CPU here.\n")


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


def rounds(contenders: tuple[Contender, ...], runs: int) -> Iterator[tuple[int, Contender]]:
    """Contenders in turn, each round begun by another one."""
    for number in range(runs):
        start = number % len(contenders)
        for contender in contenders[start:] + contenders[:start]:
            yield number, contender


def cold_visits(
    browser: Browser, server: Running, size: int, review: str, contenders: tuple[Contender, ...], saves: int
) -> Found:
    """Visits that start a kernel each. With saves, a round goes before that only fills the machine's caches."""
    found: Found = defaultdict(list)
    idle = 1 if saves else 0
    for number, contender in rounds(contenders, RUNS + idle):
        counts = number >= idle
        settled(server, 0)
        with visiting(browser, server, contender, size) as context:
            visit = opened(context, server, contender, review, saves if counts else 0)
        if counts:
            found[contender.name].append(visit)
            told(f"{size} cold", contender, visit)
    return found


def preheated_visits(browser: Browser, server: Running, review: str) -> tuple[Found, Found]:
    """First visits to a waiting kernel, and second ones to another, with what the browser has kept."""
    first: Found = defaultdict(list)
    again: Found = defaultdict(list)
    waiting = len(CONTENDERS)
    for _, contender in rounds(CONTENDERS, RUNS):
        with visiting(browser, server, contender, SMALL) as context:
            for found, title in ((first, "preheated"), (again, "again")):
                settled(server, waiting)
                visit = opened(context, server, contender, review)
                found[contender.name].append(visit)
                told(f"{SMALL} {title}", contender, visit)
    return first, again


def wire_bytes(browser: Browser, server: Running, review: str) -> tuple[Bytes, Bytes]:
    """Bytes of a first and a second visit. Counted once: they hardly vary."""
    first: Bytes = {}
    again: Bytes = {}
    with wire(server.port) as relay:
        there = replace(server, address=server.address.replace(f":{server.port}/", f":{relay.port}/"))
        for contender in CONTENDERS:
            with visiting(browser, there, contender, SMALL) as context:
                for found in (first, again):
                    settled(server, 0)
                    relay.received = 0
                    opened(context, there, contender, review)
                    found[contender.name] = relay.received
    return first, again


def table(measured: Measured) -> Table:
    """What is worth telling of it, in rows."""
    rows = Table(f"Pages in a browser, medians of {RUNS} visits each, in turn", AIMS)
    for size, cold in measured.cold.items():
        rows.add("page ready, cold, s", size, cold, lambda visit: visit.ready / 1000, "{:.2f}")
        if size == SMALL:
            rows.add("page ready, preheated, s", size, measured.preheated, lambda v: v.ready / 1000, "{:.2f}")
            rows.add("page ready again, preheated, s", size, measured.again, lambda v: v.ready / 1000, "{:.2f}")
            rows.add("rating: click → shown as saved, ms", size, cold, lambda visit: visit.shown, "{:.1f}")
            rows.add("rating: message → receipt, ms", size, cold, lambda visit: visit.wire, "{:.1f}")
        rows.add_bytes("widgets' synced state, KB", size, measured.state[size])
        rows.add("came through the socket, KB", size, cold, lambda visit: visit.socket / 1000)
        if size == SMALL:
            rows.add_bytes("first visit on the wire, KB", size, measured.first_bytes)
            rows.add_bytes("visit again on the wire, KB", size, measured.again_bytes)
        rows.add("kernel with the page open, MB USS", size, cold, lambda visit: visit.uss / 2**20)
        rows.add("kernel until ready, cold, CPU s", size, cold, lambda visit: visit.cpu, "{:.2f}")
    return rows


def told(title: str, contender: Contender, visit: Visit) -> None:
    """To whoever waits."""
    times = f"first {visit.first:.0f}, last {visit.last:.0f}, ready {visit.ready:.0f} ms"
    print(f"{title}, {contender.name}: {times}, {visit.uss / 2**20:.0f} MB", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
