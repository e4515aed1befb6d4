"""The first page in a real browser: a newcomer, a returning reviewer, a broken file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from standards._folders import packaged
from tests.browser.scoring import ENOUGH, OPEN_UNIVERSITY, Window, bench, sticks_out, violations
from tests.serve.running import Running, running, starting

pytestmark = pytest.mark.browser

BROKEN = """\
id: ours
version: "1"
titel: Our guideline
status: drafty
issuer: us
"""


@pytest.fixture
def server(request: pytest.FixtureRequest, workspace: Path, tmp_path: Path) -> Iterator[Running]:
    """A server on a workspace in which nothing has been begun; a parameter sets its base address."""
    command = starting(workspace, packaged("workbench"), base_url=getattr(request, "param", "/"))
    with running(command, workspace, tmp_path / "output.txt") as server:
        yield server


def opened(page: Page, server: Running) -> Page:
    page.goto(server.url("home"))
    expect(page.get_by_role("heading", level=2, name="Your reviews")).to_be_visible(timeout=ENOUGH)
    return page


@pytest.mark.parametrize("begun", [False, True], ids=["nothing begun", "begun by the start command"])
def test_a_newcomer_scores_the_example_with_one_click_and_finds_it_again(page: Page, server: Running, begun: bool):
    if begun:
        bench(server.workspace).ensure_example()
    opened(page, server)
    assert violations(page) == []
    page.get_by_role("button", name="Score the example").click()
    page.wait_for_url("**/score?review=*", timeout=ENOUGH)
    [review] = bench(server.workspace).reviews()
    window = Window(page, server, review.id).ready()
    window.rate("M1", "Partly shown")

    opened(page, server)
    expect(page.get_by_role("button", name="Score the example")).to_have_count(0)
    expect(page.get_by_role("progressbar", name=re.compile("Open University"))).to_have_attribute("value", "1")
    expect(page.get_by_role("main")).to_contain_text("1 of 11 answered · 10 to go")
    page.get_by_role("link", name=re.compile("^Resume: Open University.*Common Microcredential Framework 2019")).click()
    window.ready()
    expect(window.choice("M1", "Partly shown")).to_be_checked()


def test_a_review_of_any_program_on_any_guideline_is_started_by_keyboard(page: Page, server: Running):
    opened(page, server)
    start = page.get_by_role("button", name="Start scoring")
    start.press("Enter")
    expect(page.get_by_role("status")).to_have_text("△ Choose a program and a guideline first.")
    page.get_by_role("radio", name=re.compile("ServSafe")).press("Space")
    page.get_by_role("radio", name=re.compile("House draft")).press("Space")
    start.press("Enter")
    page.wait_for_url("**/score?review=*", timeout=ENOUGH)
    [review] = bench(server.workspace).reviews()
    assert (review.program_id, review.rubric_name.partition("/")[0]) == ("servsafe-food-handler", "house-draft")
    Window(page, server, review.id).ready()


def test_guidelines_say_who_issued_them_and_what_they_are_not(page: Page, server: Running):
    opened(page, server)
    house = page.get_by_role("radio", name=re.compile("House draft"))
    expect(house).to_have_accessible_name(re.compile("draft · issued by nobody · 27 criteria"))
    expect(house).to_have_accessible_name(re.compile("not issued by any body"))


def test_a_broken_rubric_lists_every_finding_and_the_rest_works(page: Page, server: Running):
    folder = server.workspace / "rubrics" / "ours"
    folder.mkdir()
    (folder / "1.yaml").write_text(BROKEN, encoding="utf-8")
    opened(page, server)
    expect(page.get_by_role("heading", name="Files that need attention")).to_be_visible()
    findings = page.get_by_role("listitem").filter(has_text=re.compile("R0"))
    assert findings.count() >= 3
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"ours/1\.yaml: \d+ findings"))
    expect(findings.filter(has_text="Line 3").first).to_contain_text("titel")
    expect(page.get_by_role("radio", name=re.compile("Common Microcredential Framework"))).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_reviews_listed(page: Page, server: Running, scheme: str):
    begun = bench(server.workspace)
    begun.start_review(OPEN_UNIVERSITY, "house-draft")
    page.emulate_media(color_scheme=scheme)
    opened(page, server)
    page.get_by_role("radio", name=re.compile("House draft")).check()
    assert violations(page) == []


def test_nothing_sticks_out_sideways(page: Page, server: Running):
    bench(server.workspace).start_review(OPEN_UNIVERSITY, "house-draft")
    for width in (360, 640):
        page.set_viewport_size({"width": width, "height": 600})
        opened(page, server)
        assert sticks_out(page) <= 0


@pytest.mark.parametrize("server", ["/wb/"], indirect=True, ids=["wb"])
def test_links_keep_the_base_address_of_the_server(page: Page, server: Running):
    review = bench(server.workspace).start_review(OPEN_UNIVERSITY, "house-draft").id
    opened(page, server)
    link = page.get_by_role("link", name=re.compile("^Begin: Open University"))
    expect(link).to_have_attribute("href", f"/wb/score?review={review}")
    link.click()
    Window(page, server, review).ready()
