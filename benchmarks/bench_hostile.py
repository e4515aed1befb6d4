"""Files that come back, hostile and honest: how long a look at them takes and how much memory, and then the reading.

Each file is looked at in a process of its own, which says how much more memory it needed at its peak (Linux only).
Beside it openpyxl in the common way, `load_workbook` twice, for values and for formulas; what takes it longer than
five seconds or more than 1.5 GB is stopped there.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.bench_report import made_input
from standards.workbooks.gap_report import gap_report_bytes
from tests.workbooks.back.hostile import CORPUS

LOOK = "look"
READ = "read"
PEER = "openpyxl"
SECONDS, MEGABYTES = 5, 1500
CHILD = """
import io, json, resource, sys, time, warnings
from standards.errors import WorkbookRefused
from standards.workbooks.back.preflight import preflight
what, seconds, megabytes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
data = sys.stdin.buffer.read()
warnings.simplefilter("ignore")
if what == "openpyxl":
    import openpyxl
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + 2, seconds + 2))
    def run():
        for values in (False, True):
            openpyxl.load_workbook(io.BytesIO(data), data_only=values)
elif what == "read":
    from standards.workbooks.back.reader import parse
    run = lambda: parse(data)
else:
    run = lambda: preflight(data)
def peak():  # kilobytes; getrusage would tell the peak of the process that started this one
    with open("/proc/self/status") as status:
        return int(next(line for line in status if line.startswith("VmHWM")).split()[1])
before = peak()
start = time.process_time()
try:
    run()
except (Exception, MemoryError):
    pass
taken = time.process_time() - start
print(json.dumps([taken, (peak() - before) / 1024]))
"""


class Cost(NamedTuple):
    """CPU seconds and megabytes; None for what was stopped."""

    seconds: float | None
    megabytes: float | None


def cost(data: bytes, what: str) -> Cost:
    """One file, one fresh process."""
    command = [sys.executable, "-c", CHILD, what, str(SECONDS), str(MEGABYTES)]
    try:
        ran = subprocess.run(command, input=data, capture_output=True, timeout=2 * SECONDS, check=False)
        return Cost(*json.loads(ran.stdout))
    except (subprocess.TimeoutExpired, ValueError):
        return Cost(None, None)


def until_stopped(costs: Iterator[Cost]) -> Iterator[Cost]:
    """One that had to be stopped says enough about its group."""
    for one in costs:
        yield one
        if one.seconds is None:
            return


def worst(costs: list[Cost]) -> str:
    """The longest time and the highest peak, as two cells of a table."""
    if any(one.seconds is None or one.seconds > SECONDS for one in costs):
        return f"stopped at {SECONDS} s or {MEGABYTES / 1000:.1f} GB | –"
    return f"{max(one.seconds for one in costs) * 1000:,.0f} | {max(one.megabytes for one in costs):,.0f}"


def row(name: str, files: list[bytes], *, let_in: bool) -> str:
    """A group of files: look, read when they are let in, and the peer."""
    looks = worst([cost(data, LOOK) for data in files])
    reads = worst([cost(data, READ) for data in files]) if let_in else "– | –"
    peers = worst(list(until_stopped(cost(data, PEER) for data in files)))
    return f"| {name} | {len(files)} | {looks} | {reads} | {peers} |"


def main() -> None:
    groups: dict[str, list[bytes]] = defaultdict(list)
    for one in CORPUS.values():
        groups[one.group].append(one.make())
    print("### Files that come back: worst CPU ms and worst peak in MB beyond the start, per group\n")
    print("| files | how many | look, ms | MB | read, ms | MB | openpyxl twice, ms | MB |")
    print("|---|---|---|---|---|---|---|---|")
    for name, files in groups.items():
        print(row(name, files, let_in=name == "only looks dangerous"), flush=True)
    for size in (30, 1341):
        data = gap_report_bytes(made_input(size))
        print(row(f"honest: gap report of {size:,} criteria", [data], let_in=True), flush=True)
    print("\nAim: a look takes at most 100 ms and 50 MB.\n")


if __name__ == "__main__":
    main()
