"""The same pages inside JupyterLab, where callbacks run in a thread of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
import requests
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from tests.browser.conftest import REVIEWER
from tests.browser.scoring import ENOUGH, OPEN_UNIVERSITY, bench
from tests.serve.running import notebook, some_port
from tests.workbooks.returning import Desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOKEN = "a-token-for-this-test"
SCORE = """
from standards import Workbench
from standards.pages.score import scorecard

scorecard(Workbench.find(reviewer={reviewer!r}), {review!r})
"""
HOME = """
from standards import Workbench
from standards.pages import home

home.page(Workbench.find(reviewer={reviewer!r}))
"""
GAPS = """
from standards import Workbench
from standards.pages import gaps

gaps.page(Workbench.find(reviewer={reviewer!r}))
"""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab, and the review its notebook opens."""

    address: str
    workspace: Path
    review: str


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    folder = tmp_path_factory.mktemp("lab")
    (folder / "rubrics").mkdir()
    review = bench(folder).start_review(OPEN_UNIVERSITY, "house-draft").id
    words = {"reviewer": REVIEWER, "review": review}
    (folder / "score.ipynb").write_text(notebook("Score", "In the lab.", SCORE.format(**words)), encoding="utf-8")
    (folder / "home.ipynb").write_text(notebook("Home", "In the lab.", HOME.format(**words)), encoding="utf-8")
    (folder / "gaps.ipynb").write_text(notebook("Gaps", "In the lab.", GAPS.format(**words)), encoding="utf-8")
    port = some_port()
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"),
        *(f"--ServerApp.root_dir={folder}", f"--IdentityProvider.token={TOKEN}", "--LabApp.news_url=None"),
    ]
    environment = {**os.environ, "STANDARDS_WORKSPACE": str(folder)}
    with (folder / "lab.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=environment)
    try:
        _wait(f"http://127.0.0.1:{port}/api?token={TOKEN}", process)
        yield Lab(f"http://127.0.0.1:{port}/lab/tree/{{}}?token={TOKEN}&reset", folder, review)
    finally:
        kernels = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        process.wait(60)
        for kernel in kernels:
            if kernel.is_running():
                kernel.kill()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "JupyterLab did not start"
        try:
            if requests.get(address, timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.2)
    raise AssertionError("JupyterLab did not answer")


@pytest.fixture
def page(browser: Browser, lab: Lab) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def run(page: Page, lab: Lab, name: str) -> None:
    """Open a notebook and run its cells."""
    page.goto(lab.address.format(name))
    cell = page.locator(".jp-CodeCell").first
    expect(cell).to_be_visible(timeout=90_000)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=90_000)
    shown = page.locator(".sc, .hm").first
    for _ in range(6):  # the first try may come before the kernel takes it
        cell.locator(".cm-content").click()
        page.keyboard.press("Control+Enter")
        try:
            shown.wait_for(timeout=15_000)
        except TooLate:
            continue
        return
    raise AssertionError("The cell showed nothing")


def test_sixty_of_sixty_ratings_are_acknowledged(page: Page, lab: Lab):
    run(page, lab, "score.ipynb")
    expect(page.locator(".sc")).to_have_attribute("data-ready", "true", timeout=90_000)
    criteria = [criterion.id for criterion in bench(lab.workspace).review(lab.review).rubric.criteria]
    rounds = [(criterion, key) for key in "231" for criterion in criteria[:20]]
    status = page.locator(".sc").get_by_role("status")
    labels = {"1": "Not met", "2": "Partly met", "3": "Met"}
    for count, (criterion, key) in enumerate(rounds):
        if count % 20 == 0:
            page.locator(".sc").get_by_role("article").first.get_by_role("radio", checked=True).focus()
        else:
            page.keyboard.press("j")
        page.keyboard.press(key)
        expect(status).to_have_text(re.compile(f"^{criterion}: {labels[key]}. Saved at"), timeout=ENOUGH)
    state = bench(lab.workspace).review(lab.review)
    assert len([entry for entry in state.entries if entry.rating]) >= 60
    assert page.locator(".jp-CodeCell").count() == 1, "single keys must not reach JupyterLab's own shortcuts"


def test_a_review_chosen_on_the_first_page_opens_below(page: Page, lab: Lab):
    run(page, lab, "home.ipynb")
    page.get_by_role("button", name=re.compile("^(Begin|Resume): Open University")).first.click(timeout=90_000)
    expect(page.locator(".sc")).to_have_attribute("data-ready", "true", timeout=90_000)
    expect(page.locator(".hm").get_by_role("status")).to_have_text("The scorecard is open below.")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_workbook_comes_back_in_the_lab(page: Page, lab: Lab, tmp_path: Path):
    desk = Desk(bench(lab.workspace).scoring_book(lab.review).data)
    desk.put("A1", "Rationale", "Written on a train.")
    book = tmp_path / "back.xlsx"
    book.write_bytes(desk.saved())
    run(page, lab, "gaps.ipynb")
    page.get_by_role("button", name=re.compile("^(Begin|Resume): Open University")).first.click(timeout=90_000)
    expect(page.locator(".hm").get_by_role("status")).to_have_text("The gap register is open below.")
    page.get_by_label(re.compile("^Workbook that came back")).set_input_files(book)
    page.get_by_role("button", name="Store these changes").click(timeout=ENOUGH)
    expect(page.get_by_role("region", name="Excel in")).to_contain_text("Stored: 1 rating", timeout=ENOUGH)
    rating = bench(lab.workspace).review(lab.review).rating_of("A1")
    assert rating is not None
    assert rating.rationale == "Written on a train."
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
