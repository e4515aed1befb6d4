"""Gaps, workbooks out and back, and what if, in a real browser."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from standards._folders import packaged
from tests.browser.gaps import GapWindow, answered, filled_in, rated
from tests.browser.scoring import ENOUGH, OPEN_UNIVERSITY, Window, bench, sticks_out, violations
from tests.serve.running import Running, running, starting
from tests.workbooks.returning import Desk

pytestmark = pytest.mark.browser

KEEP, TAKE = "M9 Rationale: keep what is here", "M9 Rationale: take the workbook’s"


@pytest.fixture(scope="module")
def one_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("gaps")
    workspace = folder / "workspace"
    (workspace / "rubrics").mkdir(parents=True)
    with running(starting(workspace, packaged("workbench")), workspace, folder / "output.txt") as server:
        yield server


@pytest.fixture
def server(one_server: Running) -> Running:
    """One server for all tests of this file; each test begins a review of its own."""
    return one_server


@pytest.fixture
def review(server: Running) -> str:
    """The example, rated and answered."""
    desk = bench(server.workspace)
    review = desk.start_review(OPEN_UNIVERSITY, "cmf").id
    rated(desk, review)
    answered(desk, review)
    return review


@pytest.fixture
def window(page: Page, server: Running, review: str) -> GapWindow:
    return GapWindow(page, server, review).open()


@pytest.fixture
def book(server: Running, review: str, tmp_path: Path) -> Path:
    """The scoring book of the review, filled in while the review went on."""
    return filled_in(bench(server.workspace), review, tmp_path / "back.xlsx")


def test_the_score_page_leads_to_the_gaps_and_back(page: Page, server: Running, review: str):
    Window(page, server, review).open()
    page.get_by_role("link", name="Gaps and Excel →").click()
    window = GapWindow(page, server, review).ready()
    page.get_by_role("link", name="← Scoring").click()
    Window(page, server, review).ready()
    page.goto(server.url("home"))
    page.get_by_role("link", name=re.compile("^Gaps and Excel: Open University")).first.click(timeout=ENOUGH)
    window.ready()


def test_gaps_stand_worst_first_with_what_was_seen_asked_and_answered(window: GapWindow):
    expect(window.gaps).to_have_text([re.compile(f"^{name} ") for name in ("M7", "M1", "M9", "M11")])
    first = window.gap("M7")
    expect(first).to_contain_text("▲ Critical")
    expect(first).to_contain_text("○ Not met → ")
    for words in ("No identity check", "Describe how identity", "Head of assessment", "2027-10-01", "In progress"):
        expect(first).to_contain_text(words)


def test_filters_say_how_many_of_how_many_are_shown(window: GapWindow):
    expect(window.register).to_contain_text("4 gaps")
    severity = window.page.get_by_role("combobox", name=re.compile("^Severity"))
    severity.select_option("critical")
    expect(window.gaps).to_have_count(1)
    expect(window.status).to_have_text("1 of 4 gaps")
    severity.select_option("")
    window.page.get_by_label("Action status").select_option("No answer yet")
    expect(window.gaps).to_have_text([re.compile("^M1 "), re.compile("^M11 ")])
    window.page.get_by_label("Domain").select_option(label="Assessment and credit (1)")
    expect(window.gaps).to_have_count(0)
    window.button("Show all gaps").click()
    expect(window.gaps).to_have_count(4)


def test_a_review_without_gaps_says_so_and_what_is_not_yet_rated(page: Page, server: Running):
    desk = bench(server.workspace)
    review = desk.start_review(OPEN_UNIVERSITY, "cmf").id
    for criterion in ("M1", "M2", "M3", "M4", "M5", "M6", "M7"):
        desk.rate(review, criterion, "met")
    window = GapWindow(page, server, review).open()
    expect(window.register).to_contain_text("No gap in what has been rated; 4 criteria are not yet rated.")


def test_hundreds_of_gaps_come_in_helpings_and_reading_goes_on_where_new_ones_begin(page: Page, server: Running):
    desk = bench(server.workspace)
    (server.workspace / "rubrics" / "large").mkdir(exist_ok=True)
    (server.workspace / "rubrics" / "large" / "1.yaml").write_text(large(120), encoding="utf-8")
    review = desk.start_review(OPEN_UNIVERSITY, "large").id
    for number in range(1, 121):
        desk.rate(review, f"C{number}", "no")
    window = GapWindow(page, server, review).open()
    expect(window.register).to_contain_text("120 gaps")
    expect(window.gaps).to_have_count(50)
    window.button("Show 50 more of 70").press("Enter")
    expect(window.gaps).to_have_count(100)
    expect(window.gaps.nth(50)).to_be_focused()


def large(criteria: int) -> str:
    """A guideline with as many criteria as wanted."""
    head = """\
id: large
version: "1"
title: A large guideline
status: draft
issuer: nobody
disclaimer: Made up for a test.
source: {title: Made up, mark: ours}
scales:
  plain:
    title: "No, yes"
    target: "yes"
    levels:
      - {key: "no", label: "No", symbol: "○", points: 0}
      - {key: "yes", label: "Yes", symbol: "●", points: 1}
scale: plain
rule: {note: A profile without a decision.}
domains:
  - id: D
    title: All of it
    criteria:
"""
    lines = [f'      - {{id: C{n}, title: "Criterion {n}", statement: "It is so."}}\n' for n in range(1, criteria + 1)]
    return head + "".join(lines)


def test_a_book_goes_out_is_filled_in_and_comes_back(window: GapWindow, tmp_path: Path):
    page, desk = window.page, bench(window.server.workspace)
    report = window.download("Gap report", tmp_path)
    assert "Summary" in load_workbook(report).sheetnames
    book = window.download("Scoring book for offline work", tmp_path)
    digest = desk.verify(book).digest
    expect(page.get_by_role("region", name="Excel out")).to_contain_text(digest)

    filled = Desk(book.read_bytes())
    filled.put("M9", "Rationale", "The registry confirmed that hours follow.")
    filled.put("M11", "Rating", "● Met")
    filled.put("M11", "Evidence", "Sample transcript of 3 March, by mail")
    filled.put("M2", "Rating", "perhaps")
    book.write_bytes(filled.saved())
    desk.rate(window.review, "M9", "partly", rationale="Written here meanwhile.")

    window.bring(book)
    expect(page.get_by_role("heading", name=re.compile("would change$"))).to_be_focused()
    expect(window.preview).to_contain_text("11 rows read")
    rows = window.preview.get_by_role("row")
    expect(rows.nth(1)).to_contain_text("M9 ")
    expect(rows.nth(2)).to_contain_text("Written here meanwhile.")
    expect(rows.nth(2)).to_contain_text("Ana Ruiz here")
    expect(window.preview).to_contain_text(re.compile(r"Scoring![A-Z]+\d+ \(Rating of M2\).*“perhaps”.*W06"))
    expect(window.preview).to_contain_text("Sample transcript of 3 March, by mail")
    expect(page.get_by_role("radio", name=KEEP)).to_be_checked()
    expect(window.preview).to_contain_text("Will be stored: 1 rating and 1 new piece of evidence.")
    assert desk.review(window.review).ratings["M11"].level is None, "nothing is stored before the yes"

    page.get_by_role("radio", name=TAKE).check()
    expect(window.preview).to_contain_text("Will be stored: 2 ratings and 1 new piece of evidence.")
    window.button("Keep all that is here").click()
    expect(page.get_by_role("radio", name=KEEP)).to_be_checked()
    window.button("Take all from the workbook").click()
    expect(page.get_by_role("radio", name=TAKE)).to_be_checked()
    window.button("Store these changes").click()
    expect(window.incoming).to_contain_text("Stored: 2 ratings.", timeout=ENOUGH)
    expect(window.preview).to_have_count(0)
    expect(window.gaps).to_have_count(3)
    assert desk.review(window.review).ratings["M9"].rationale == "The registry confirmed that hours follow."

    window.reload()
    expect(window.gap("M9")).to_contain_text("The registry confirmed that hours follow.")
    window.bring(book)
    expect(window.preview).to_contain_text("Nothing changes; 1 place could not be read.")
    expect(window.button("Store these changes")).to_have_count(0)


def test_answers_of_the_provider_come_back_in_a_gap_report_and_stay_when_the_gap_is_closed(
    window: GapWindow, tmp_path: Path
):
    path = window.download("Gap report", tmp_path)
    desk = Desk(path.read_bytes(), "Gaps & actions")
    desk.put("M1", "Provider's reply", "156 hours count.")
    desk.put("M1", "Owner", "Registry")
    path.write_bytes(desk.saved())
    window.bring(path)
    expect(window.preview).to_contain_text("Will be stored: 1 answer.")
    window.button("Store these changes").click()
    expect(window.gap("M1")).to_contain_text("156 hours count.", timeout=ENOUGH)
    bench(window.server.workspace).rate(window.review, "M1", "met")
    window.reload()
    expect(window.page.get_by_role("heading", name="Closed since: 1")).to_be_visible()
    expect(window.gap("M1")).to_contain_text("✓ No gap")
    expect(window.gap("M1")).to_contain_text("156 hours count.")


def test_what_is_discarded_is_not_stored_and_the_file_stays_chosen(window: GapWindow, book: Path):
    before = bench(window.server.workspace).review(window.review).last_seq
    window.bring(book)
    window.button("Discard").click()
    expect(window.preview).to_have_count(0)
    expect(window.chooser).to_be_focused()
    expect(window.incoming).to_contain_text("nothing of this workbook was stored")
    assert bench(window.server.workspace).review(window.review).last_seq == before
    window.button("Read it again").click()
    expect(window.preview).to_be_visible(timeout=ENOUGH)


def test_a_review_that_changed_after_the_preview_is_compared_again_before_anything_is_stored(
    window: GapWindow, book: Path
):
    desk = bench(window.server.workspace)
    window.bring(book)
    window.page.get_by_role("radio", name=TAKE).check()
    desk.rate(window.review, "M11", "partly", rationale="Half of it.")
    window.button("Store these changes").click()
    expect(window.preview).to_contain_text("changed by Ana Ruiz on M11 after this preview", timeout=ENOUGH)
    expect(window.page.get_by_role("radio", name="M11 Rating: keep what is here")).to_be_checked()
    expect(window.page.get_by_role("radio", name=TAKE)).to_be_checked()
    assert desk.review(window.review).ratings["M11"].level == "partly"
    window.button("Store these changes").click()
    expect(window.incoming).to_contain_text("Stored: ", timeout=ENOUGH)
    assert desk.review(window.review).ratings["M11"].level == "partly"


def test_a_file_that_is_no_workbook_is_refused_in_words_and_stays_chosen(window: GapWindow, tmp_path: Path):
    path = tmp_path / "notes.xlsx"
    path.write_text("Dear all, …", encoding="utf-8")
    window.chooser.set_input_files(path)
    expect(window.incoming).to_contain_text(re.compile(r"▲ Not read\. This is not an Excel workbook.*\(X02\)"))
    assert window.chooser.evaluate("input => input.files[0].name") == "notes.xlsx"
    expect(window.button("Read it again")).to_be_visible()
    with window.page.expect_file_chooser() as choosing:
        window.chooser.click()
    path.write_bytes(b"")
    choosing.value.set_files(path)
    expect(window.incoming).to_contain_text("(X01)", timeout=ENOUGH)
    assert violations(window.page) == []


def test_nine_megabytes_arrive_and_more_than_ten_are_refused_before_they_leave(
    window: GapWindow, book: Path, tmp_path: Path
):
    stuffed = tmp_path / "stuffed.xlsx"
    stuffed.write_bytes(book.read_bytes())
    with zipfile.ZipFile(stuffed, "a", zipfile.ZIP_STORED) as file:
        file.writestr("xl/media/photo.png", b"\x89PNG" + bytes(9_000_000))
    assert 9_000_000 < stuffed.stat().st_size < 10_000_000
    window.bring(stuffed)
    expect(window.preview).to_contain_text("11 rows read")
    window.button("Discard").click()

    large = tmp_path / "large.xlsx"
    large.write_bytes(bytes(10_000_001))
    window.page.evaluate(
        "window.sent = 0; WebSocket.prototype.send = (data) => { window.sent += (data?.byteLength ?? 0) > 1e6; }"
    )
    window.chooser.set_input_files(large)
    expect(window.incoming).to_contain_text("“large.xlsx” has 10.0 MB; up to 10 MB are read.")
    assert window.page.evaluate("window.sent") == 0


def test_a_file_can_be_dropped(window: GapWindow, book: Path):
    transfer = window.page.evaluate_handle(
        """async (bytes) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(bytes)], "dropped.xlsx"));
            return transfer;
        }""",
        list(book.read_bytes()),
    )
    window.page.locator(".gp-zone").dispatch_event("drop", {"dataTransfer": transfer})
    expect(window.preview).to_contain_text("What “dropped.xlsx” would change", timeout=ENOUGH)


def test_what_if_shows_the_outcome_and_the_difference_and_stores_nothing(window: GapWindow):
    before = bench(window.server.workspace).review(window.review).last_seq
    panel = window.page.get_by_role("region", name="What if")
    window.page.get_by_label("What if M1 were raised?").check()
    expect(panel).to_contain_text("80.0 %, then  → 85.0 % (+5.0 points)")
    expect(panel).to_contain_text("(no change)")
    window.button("Do not raise M1").click()
    expect(window.page.get_by_label("What if M1 were raised?")).not_to_be_checked()
    expect(panel).to_contain_text("raise 2 criteria to the top level: M7, M11")
    window.button("Tick these 2 criteria").click()
    expect(window.page.get_by_label("What if M7 were raised?")).to_be_checked()
    expect(panel).to_contain_text(re.compile("▲ Does not meet the framework, then  → △ Meets it in part"))
    expect(window.status).to_have_text(re.compile("^If raised: Meets it in part.*gaps 2"))
    assert bench(window.server.workspace).review(window.review).last_seq == before


def test_by_keyboard_alone_a_workbook_is_brought_back_and_stored(window: GapWindow, book: Path):
    page = window.page
    page.get_by_role("link", name="Excel in").press("Enter")
    expect(page.get_by_role("heading", name="Excel in")).to_be_focused()
    page.keyboard.press("Tab")
    expect(window.chooser).to_be_focused()
    with page.expect_file_chooser() as choosing:
        page.keyboard.press("Enter")
    choosing.value.set_files(book)
    expect(page.get_by_role("heading", name=re.compile("would change$"))).to_be_focused(timeout=ENOUGH)
    keep = page.get_by_role("radio", name=KEEP)
    for _ in range(3):  # past “keep all” and “take all”
        page.keyboard.press("Tab")
    expect(keep).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=TAKE)).to_be_checked()
    store = window.button("Store these changes")
    for _ in range(6):
        page.keyboard.press("Tab")
        if store.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Gaps, worst first")).to_be_focused(timeout=ENOUGH)
    expect(window.status).to_have_text(re.compile(r"^Stored: 3 ratings\."))
    rating = bench(window.server.workspace).review(window.review).ratings["M9"]
    assert rating.rationale == "The registry confirmed by mail that hours follow in 2027."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_a_preview_open(window: GapWindow, book: Path, scheme: str):
    window.page.emulate_media(color_scheme=scheme)
    assert violations(window.page) == []
    window.page.get_by_label("What if M7 were raised?").check()
    window.bring(book)
    assert violations(window.page) == []


def test_nothing_sticks_out_sideways(window: GapWindow, book: Path):
    window.bring(book)
    for width, height in ((360, 640), (640, 450)):
        window.page.set_viewport_size({"width": width, "height": height})
        expect(window.button("Store these changes")).to_be_attached()
        assert sticks_out(window.page) <= 0


def test_without_a_review_of_ones_own_the_page_shows_where_to_find_one(page: Page, server: Running):
    page.goto(server.url("gaps?review=nonesuch"))
    expect(page.get_by_role("heading", name="No such review")).to_be_visible(timeout=ENOUGH)
    expect(page.get_by_role("heading", name="Your reviews")).to_be_visible()
