"""The gaps page in a browser window, as the people who use it would speak of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from standards import Workbench
from tests.browser.scoring import ENOUGH
from tests.serve.running import Running
from tests.workbooks.returning import Desk

AUTUMN = datetime(2027, 10, 1, tzinfo=UTC).replace(tzinfo=None)


class GapWindow:
    """One window on the gaps of one review."""

    def __init__(self, page: Page, server: Running, review: str) -> None:
        self.page, self.server, self.review = page, server, review

    def open(self) -> GapWindow:
        self.page.goto(self.server.url(f"gaps?review={self.review}"))
        return self.ready()

    def reload(self) -> GapWindow:
        self.page.reload()
        return self.ready()

    def ready(self) -> GapWindow:
        expect(self.page.locator(".gp")).to_have_attribute("data-ready", "true", timeout=ENOUGH)
        return self

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("status")

    @property
    def register(self) -> Locator:
        return self.page.get_by_role("region", name="Gaps, worst first")

    @property
    def gaps(self) -> Locator:
        return self.register.get_by_role("heading", level=3)

    @property
    def preview(self) -> Locator:
        return self.page.get_by_role("region", name=re.compile("would change$"))

    @property
    def chooser(self) -> Locator:
        return self.page.get_by_label(re.compile("^Workbook that came back"))

    @property
    def incoming(self) -> Locator:
        return self.page.get_by_role("region", name="Excel in")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def gap(self, criterion: str) -> Locator:
        heading = self.page.get_by_role("heading", name=re.compile(rf"^{criterion} "))
        return self.page.get_by_role("listitem").filter(has=heading)

    def download(self, title: str, folder: Path) -> Path:
        """Press a button and keep what comes."""
        with self.page.expect_download(timeout=ENOUGH) as waiting:
            self.button(f"Download: {title}").click()
        path = folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    def bring(self, path: Path) -> None:
        """Choose a file and wait for its preview."""
        self.chooser.set_input_files(path)
        expect(self.preview).to_be_visible(timeout=ENOUGH)


def rated(bench: Workbench, review: str) -> None:
    """The example, rated: two gaps below target, one that cannot be told, and a note."""
    for criterion in ("M2", "M3", "M4", "M5", "M6", "M8", "M10"):
        bench.rate(review, criterion, "met")
    bench.rate(
        review,
        "M1",
        "partly",
        rationale="12 weeks of 13 hours make 156 hours; 15 UK credits make 150, and the framework ends at 150.",
        finding="question",
        action="Say which hours count.",
        evidence=["E1"],
    )
    bench.rate(
        review,
        "M7",
        "not_met",
        rationale="No identity check is described anywhere.",
        finding="requirement",
        action="Describe how identity is verified at assessment.",
    )
    bench.rate(review, "M9", "partly", rationale="Hours stand on the course page, not on the transcript.")
    bench.rate(review, "M11", absence="insufficient evidence", rationale="The sample transcript is not legible.")


def answered(bench: Workbench, review: str) -> None:
    """The provider's answers, as they come back in a gap report."""
    desk = Desk(bench.report(review).data, "Gaps & actions")
    for heading, value in {
        "Provider's reply": "The identity policy is published with the autumn run.",
        "Owner": "Head of assessment",
        "Action milestone": "Policy published",
        "Due date": AUTUMN,
        "Effort": "M",
        "Action status": "In progress",
    }.items():
        desk.put("M7", heading, value)
    desk.put("M9", "Provider's reply", "The registry prints hours from 2027.")
    bench.take_in(bench.returned(desk.saved()))


def filled_in(bench: Workbench, review: str, path: Path) -> Path:
    """A scoring book that was filled in, while the review went on: one conflict, one unreadable cell, new evidence."""
    desk = Desk(bench.scoring_book(review).data)
    bench.rate(review, "M9", "partly", rationale="Hours are in the catalogue too, not on the transcript.")
    desk.put("M9", "Rationale", "The registry confirmed by mail that hours follow in 2027.")
    desk.put("M11", "Rating", "● Met")
    desk.put("M11", "Rationale", "A legible sample arrived: credits are printed.")
    desk.put("M11", "Evidence", "Sample transcript of 3 March, by mail")
    desk.put("M2", "Rating", "perhaps")
    desk.put("M3", "Confidence", "high")
    path.write_bytes(desk.saved())
    return path
