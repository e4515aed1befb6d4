"""A scorecard in a browser window, as the people who use it would speak of it."""

from __future__ import annotations

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from standards import Workbench
from tests.browser.conftest import REVIEWER
from tests.serve.running import Running

ENOUGH = 30_000
"""Milliseconds a page may take on a busy machine."""

OPEN_UNIVERSITY = "open-university-microcredential"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def bench(workspace: Path) -> Workbench:
    """The workbench behind the server, seen from outside."""
    return Workbench(workspace, reviewer=REVIEWER)


STILL = """() => new Promise((done) => {
  let last = "", same = 0;
  const look = () => {
    const now = [document.documentElement.scrollHeight, scrollY, document.querySelector(".sc")?.scrollHeight].join();
    same = now === last ? same + 1 : 0;
    last = now;
    if (same > 10) done(); else setTimeout(look, 25);
  };
  look();
})"""


class Window:
    """One window on one review."""

    def __init__(self, page: Page, server: Running, review: str) -> None:
        self.page, self.server, self.review = page, server, review

    def open(self) -> Window:
        """Go to the review and wait until it can be used."""
        self.page.goto(self.server.url(f"score?review={self.review}"))
        return self.ready()

    def reload(self) -> Window:
        self.page.reload()
        return self.ready()

    def ready(self) -> Window:
        expect(self.page.locator(".sc")).to_have_attribute("data-ready", "true", timeout=ENOUGH)
        return self

    @property
    def status(self) -> Locator:
        """Where the page says whether everything is saved."""
        return self.page.get_by_role("status")

    def saved(self, criterion: str = "") -> None:
        """Wait until a change is acknowledged."""
        expect(self.status).to_have_text(re.compile(rf"^(Taken back\. )?{criterion}.*Saved at"), timeout=ENOUGH)

    def card(self, criterion: str) -> Locator:
        return self.page.get_by_role("article", name=re.compile(rf"^{re.escape(criterion)} "))

    def choice(self, criterion: str, name: str) -> Locator:
        """One way to answer a criterion."""
        group = self.page.get_by_role("group", name=re.compile(rf"^Rating of {re.escape(criterion)} "))
        return group.get_by_role("radio", name=name, exact=True)

    def rate(self, criterion: str, name: str) -> None:
        """Choose a level with the mouse and wait until it is saved."""
        self.still()
        self.choice(criterion, name).check()
        self.saved(criterion)

    def field(self, criterion: str, label: str) -> Locator:
        return self.card(criterion).get_by_label(re.compile(f"^{label}"))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.still()

    def still(self) -> None:
        """Wait until nothing moves, as a hand would before it clicks: guidance and results come in after a key."""
        self.page.evaluate(STILL)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)


def violations(page: Page) -> list[str]:
    """What axe finds, as sentences."""
    found = Axe().run(page, options={"runOnly": TAGS})
    return [f"{one['id']}: {[node['html'][:200] for node in one['nodes'][:5]]}" for one in found.response["violations"]]


def sticks_out(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
