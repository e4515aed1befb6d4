"""A visitor with a stop watch: opens a page in a browser without a past, rates, and leaves."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from benchmarks.page.least import CRITERION, STATUS
from tests.serve.running import Running, command_line

__all__ = ["CONTENDERS", "Contender", "Visit", "kernel_costs", "opened", "visiting"]

PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Contender:
    """A page, and where on it the stop watch looks."""

    name: str
    page: str
    criteria: str
    """Tag or class of the element around one criterion."""
    status: str
    """Selector of the place that says what is saved."""

    def watch(self, count: int) -> str:
        """The script that measures this page."""
        about = {"criteria": self.criteria, "status": self.status, "count": count, "levels": 3}
        return f"({PROBE})({json.dumps(about)})"


CONTENDERS = (
    Contender("ours", "score", "article", ".sc [role=status]"),
    Contender("peer", "peer", f".{CRITERION}", f".{STATUS}"),
    Contender("least", "least", f".{CRITERION}", f".{STATUS}"),
)


@dataclass(frozen=True)
class Visit:
    """What one visit took. Times in milliseconds since the address was entered."""

    uss: int
    """Memory of the kernel that nobody shares with it, in bytes."""
    cpu: float
    """CPU seconds of the kernel so far."""
    ready: float = math.inf
    """A click on one of the last criterion's levels was acknowledged; infinity when the page never got so far."""
    first: float = math.inf
    """The first criterion's levels are on the page."""
    last: float = math.inf
    """The last criterion's levels are on the page."""
    socket: int = 0
    """Bytes of the messages that had come through the socket at `last`, unpacked."""
    shown: tuple[float, ...] = ()
    """From each click until the page said that it is saved."""
    wire: tuple[float, ...] = ()
    """From each message sent until its receipt had come."""

    @property
    def opened(self) -> bool:
        """Whether the page got ready at all."""
        return math.isfinite(self.ready)


@contextmanager
def visiting(browser: Browser, server: Running, contender: Contender, count: int) -> Iterator[BrowserContext]:
    """A browser with an empty cache, signed in, with the stop watch in every page."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(contender.watch(count if contender.name != "least" else 1))
    context.request.get(server.address, max_redirects=0)
    yield context
    context.close()


def opened(context: BrowserContext, server: Running, contender: Contender, review: str, saves: int = 0) -> Visit:
    """Open a page, wait until it is ready, rate, and leave it, so that its kernel ends."""
    page = context.new_page()
    page.goto(server.url(f"{contender.page}?review={review}"), wait_until="commit")
    found: dict[str, float] | None = page.evaluate("bench.opened()")
    uss, cpu = kernel_costs(page, server)
    answers = [rated(page, place) for place in range(saves)] if found else []
    page.goto("about:blank")
    page.close()
    if not found:
        return Visit(uss, cpu)
    return Visit(
        first=found["first"],
        last=found["last"],
        ready=found["ready"],
        socket=int(found["bytes"]),
        uss=uss,
        cpu=cpu,
        shown=tuple(answer["shown"] for answer in answers),
        wire=tuple(answer["wire"] for answer in answers),
    )


def rated(page: Page, place: int) -> dict[str, float]:
    """Click on a level with the mouse and wait for the answer."""
    x, y = page.evaluate("place => bench.aim(place)", place)
    page.mouse.click(x, y, delay=60)  # a finger takes its time
    answer: dict[str, float] = page.evaluate("bench.answer")
    return answer


def kernel_costs(page: Page, server: Running) -> tuple[int, float]:
    """USS in bytes and CPU seconds of the kernel behind a page."""
    name = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    kernel = next(one for one in server.kernels() if name in " ".join(command_line(one)))
    times = kernel.cpu_times()
    return int(kernel.memory_full_info().uss), float(times.user + times.system)
