"""One person scores one program in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import BrowserContext, Page, expect

from standards._folders import packaged
from tests.browser.scoring import ENOUGH, OPEN_UNIVERSITY, Window, bench, sticks_out, violations
from tests.serve.running import Running, running, starting

pytestmark = pytest.mark.browser

CMF = [f"M{number}" for number in range(1, 12)]


@pytest.fixture(scope="module")
def one_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("score")
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
    return bench(server.workspace).start_review(OPEN_UNIVERSITY, "cmf").id


@pytest.fixture
def draft_review(server: Running) -> str:
    """A review on the house draft, where N/A is allowed."""
    return bench(server.workspace).start_review(OPEN_UNIVERSITY, "house-draft").id


@pytest.fixture
def window(page: Page, server: Running, review: str) -> Window:
    return Window(page, server, review).open()


def test_all_criteria_are_scored_by_keyboard_alone_with_a_reload_in_the_middle(window: Window, tmp_path: Path):
    page = window.page
    for count, criterion in enumerate(CMF, start=1):
        window.press("j", "2" if criterion == "M1" else "3")
        window.saved(criterion)
        if criterion == "M1":
            window.press("r")
            page.keyboard.type("156 hours are published; 15 credits would be 150.")
            window.press("Escape")
            window.saved("M1")
            window.press("e", "Space")
            expect(window.card("M1").get_by_role("checkbox").first).to_be_checked()
            window.saved("M1")
        if count == 6:
            window.reload()
            expect(window.choice("M6", "Met")).to_be_checked()
            expect(window.choice("M1", "Partly shown")).to_be_checked()
            expect(window.choice("M7", "Not yet")).to_be_checked()
            expect(page.get_by_role("progressbar", name=re.compile("6 of 11"))).to_be_visible()
            window.press("g", "k")  # to the first one without an answer, and back
    expect(page.get_by_role("region", name="Progress and result")).to_contain_text("11 of 11 answered")

    state = bench(window.server.workspace).review(window.review)
    assert {name: rating.level for name, rating in state.ratings.items()} == {
        name: "partly" if name == "M1" else "met" for name in CMF
    }
    assert state.ratings["M1"].rationale.startswith("156 hours")
    assert len(state.ratings["M1"].evidence) == 1

    window.button("Finish…").focus()
    window.press("Enter")
    page.get_by_role("dialog", name="Finish the review").get_by_role("button", name="Finish", exact=True).focus()
    window.press("Enter")
    expect(window.status).to_have_text("The review is finished.")
    expect(window.choice("M1", "Met")).to_be_disabled()

    with page.expect_download(timeout=ENOUGH) as waiting:
        window.button("Download gap report").press("Enter")
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    book = load_workbook(path)
    assert "Summary" in book.sheetnames
    words = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
    assert "156 hours are published" in words


def test_a_screen_reader_hears_the_criterion_the_level_and_what_it_means(window: Window):
    choice = window.choice("M1", "Partly shown")
    expect(choice).to_have_accessible_description(re.compile("both sides of a bound"))
    expect(window.page.get_by_role("heading", level=1)).to_have_count(1)
    expect(window.page.get_by_role("heading", level=2, name="Size and level")).to_be_visible()
    expect(window.page.get_by_role("heading", level=3, name="M1 Total study time")).to_be_visible()
    window.choice("M1", "Not yet").focus()
    window.press("Tab")
    expect(window.card("M1").get_by_role("button", expanded=False)).to_be_focused()


def test_arrow_keys_pass_through_levels_and_store_only_where_they_stop(window: Window):
    window.choice("M2", "Not yet").focus()
    window.press("ArrowDown", "ArrowDown", "ArrowDown")  # insufficient evidence, recused, and round to the lowest
    window.press("ArrowDown", "ArrowDown")
    window.saved("M2")
    expect(window.choice("M2", "Met")).to_be_checked()
    entries = bench(window.server.workspace).review(window.review).entries
    assert [entry.rating.level for entry in entries if entry.rating] == ["met"]


def test_the_published_dispute_stands_beside_the_criterion(window: Window):
    finding = window.card("M1").get_by_role("note", name=re.compile("Machine finding: sources disagree"))
    expect(finding).to_contain_text("156")
    expect(finding).to_contain_text("150")
    expect(finding).to_contain_text("Source: E")
    expect(finding).to_contain_text("rates nothing")


def test_disclaimer_and_notice_are_always_in_view(window: Window):
    note = window.page.get_by_role("note", name="Please note")
    expect(note).to_contain_text("has not endorsed it")
    expect(note).to_contain_text("not an accreditation judgement")


def test_a_second_tab_sees_the_first_ones_ratings(window: Window, context: BrowserContext, server: Running):
    other = Window(context.new_page(), server, window.review).open()
    window.rate("M3", "Met")
    other.page.bring_to_front()
    expect(other.choice("M3", "Met")).to_be_checked(timeout=ENOUGH)
    expect(other.page.get_by_role("region", name="Progress and result")).to_contain_text("1 of 11 answered")


@pytest.mark.parametrize(("button", "level"), [("Use mine", "partly"), ("Keep theirs", "met")])
def test_a_conflict_shows_both_versions_and_loses_neither(
    window: Window, context: BrowserContext, server: Running, button: str, level: str
):
    other = Window(context.new_page(), server, window.review).open()
    other.press("j", "j", "r")
    other.page.keyboard.type("I see it differently")  # begun before the other tab rates, sent after it
    window.page.bring_to_front()
    window.rate("M2", "Met")
    other.page.bring_to_front()
    other.choice("M2", "Partly shown").check()
    versions = other.page.get_by_role("group", name="Two versions of M2")
    expect(versions).to_contain_text("● Met", timeout=ENOUGH)
    expect(versions).to_contain_text("◐ Partly shown")
    expect(versions).to_contain_text("I see it differently")
    expect(other.field("M2", "Rationale")).to_have_value("I see it differently")
    assert violations(other.page) == []
    other.button(button).click()
    expect(versions).to_have_count(0)
    other.saved("M2")
    state = bench(server.workspace).review(window.review)
    assert state.ratings["M2"].level == level
    texts = [entry.rating.rationale for entry in state.history_of("M2") if entry.rating]
    assert "I see it differently" in texts


def test_not_applicable_waits_for_its_reason_even_over_a_reload(page: Page, server: Running, draft_review: str):
    window = Window(page, server, draft_review).open()
    card = window.card("B2")
    window.choice("B2", "N/A").check()
    expect(card).to_contain_text("Not sent yet: say why this criterion does not apply.")
    assert "B2" not in bench(server.workspace).review(draft_review).ratings
    window.reload()
    expect(window.choice("B2", "N/A")).to_be_checked()
    expect(card).to_contain_text("Not sent yet")
    card.get_by_label("Why it does not apply (needed)").fill("No skills framework exists for this field")
    window.saved("B2")
    expect(card).not_to_contain_text("Not sent yet")
    assert bench(server.workspace).review(draft_review).ratings["B2"].reason.startswith("No skills framework")


def test_text_is_saved_when_the_page_is_left_in_the_middle_of_a_word(window: Window):
    window.press("j", "r")
    window.page.keyboard.type("half a wo")
    window.page.goto("about:blank")
    window.open()
    window.card("M1").get_by_role("button", expanded=False).click()
    expect(window.field("M1", "Rationale")).to_have_value("half a wo")


def test_evidence_added_on_the_page_is_stored_and_ticked(window: Window):
    window.press("j", "e")
    card = window.card("M1")
    card.get_by_role("button", name="Add evidence").click()
    form = window.page.get_by_role("group", name="New evidence for M1")
    form.get_by_role("button", name="Keep this evidence").click()
    expect(form).to_contain_text("Give the evidence a title")
    form.get_by_label("Title").fill("Course page, archived copy")
    form.get_by_label("Type").select_option("public page")
    form.get_by_label("Quotation").fill("12 weeks, 13 hours per week")
    form.get_by_role("button", name="Keep this evidence").click()
    expect(card.get_by_role("checkbox", name=re.compile("Course page, archived copy"))).to_be_checked()
    window.saved("M1")
    state = bench(window.server.workspace).review(window.review)
    assert state.ratings["M1"].evidence == tuple(state.added)
    assert next(iter(state.added.values())).quotation == "12 weeks, 13 hours per week"


@pytest.mark.parametrize("undo", ["button", "Control+z"])
def test_undo_takes_the_last_rating_back(window: Window, undo: str):
    window.rate("M2", "Met")
    window.rate("M2", "Not met")
    window.button("Undo").click() if undo == "button" else window.press(undo)
    expect(window.status).to_have_text(re.compile("^Taken back. M2: Met"))
    expect(window.choice("M2", "Met")).to_be_checked()


def test_finishing_says_what_is_missing_and_reopening_asks_why(window: Window):
    window.button("Finish…").click()
    dialog = window.page.get_by_role("dialog", name="Finish the review")
    expect(dialog).to_contain_text("11 not yet rated")
    dialog.get_by_role("button", name="Back to the review").click()
    for criterion in CMF:
        window.rate(criterion, "Met")
    window.button("Finish…").click()
    dialog.get_by_role("button", name="Finish", exact=True).click()
    expect(window.status).to_have_text("The review is finished.")
    assert violations(window.page) == []
    window.button("Reopen…").click()
    dialog = window.page.get_by_role("dialog", name="Reopen the review")
    dialog.get_by_role("button", name="Reopen", exact=True).click()
    expect(dialog.get_by_label("Reason (needed)")).to_be_focused()
    window.page.keyboard.type("A newer course page was found")
    dialog.get_by_role("button", name="Reopen", exact=True).click()
    expect(window.status).to_have_text("The review is open again.")
    window.rate("M1", "Partly shown")


def test_the_result_explains_itself_and_leads_to_the_gaps(window: Window):
    window.rate("M1", "Partly shown")
    result = window.page.get_by_role("region", name="Result", exact=True)
    result.get_by_text("How was the score worked out?").click()
    expect(result).to_contain_text("0.5 ÷ 1")
    expect(result.get_by_role("img", name=re.compile("Size and level 50.0 %"))).to_be_visible()
    result.get_by_text("Domains as a table").click()
    expect(result.get_by_role("row", name=re.compile("Size and level 50.0 %"))).to_be_visible()
    result.get_by_role("link", name="M1 Total study time").click()
    expect(window.choice("M1", "Partly shown")).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_result_is_one_click_away_from_anywhere(page: Page, server: Running, draft_review: str, width: int):
    page.set_viewport_size({"width": width, "height": 740})
    window = Window(page, server, draft_review).open()
    window.button("Result").click()
    page.wait_for_timeout(500)
    heading = page.get_by_role("heading", level=2, name="Result")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()


def test_history_of_a_criterion_tells_who_when_and_what(window: Window):
    window.rate("M1", "Met")
    window.rate("M1", "Partly shown")
    window.card("M1").get_by_text("History", exact=True).click()
    lines = window.card("M1").get_by_role("listitem").filter(has_text="Ana Ruiz")
    expect(lines).to_have_text([re.compile("● Met"), re.compile("◐ Partly shown")])


def test_filters_show_what_is_asked_and_keep_the_card_in_hand(window: Window):
    articles = window.page.get_by_role("article")
    window.rate("M1", "Partly shown")
    window.button("Gaps").click()
    expect(articles).to_have_count(1)
    window.button("Unrated").click()
    expect(articles).to_have_count(10)
    window.rate("M2", "Met")
    expect(window.card("M2")).to_be_visible()
    window.press("j")
    expect(window.card("M2")).to_be_hidden()
    window.button("All").click()
    window.page.get_by_role("searchbox", name="Search criteria").fill("transcript")
    assert 0 < articles.count() < 11
    window.page.get_by_role("searchbox", name="Search criteria").fill("nothing has this")
    window.button("Show all").click()
    expect(articles).to_have_count(11)


def test_single_keys_can_be_switched_off_and_stay_off(window: Window):
    window.press("?")
    dialog = window.page.get_by_role("dialog", name="Keyboard")
    assert violations(window.page) == []
    dialog.get_by_role("checkbox", name="Use single-key shortcuts").uncheck()
    window.press("Escape")
    window.reload()
    window.choice("M1", "Not yet").focus()
    window.press("3", "a", "j")
    expect(window.choice("M1", "Not yet")).to_be_checked()
    expect(window.choice("M1", "Not yet")).to_be_focused()


def test_keys_typed_into_a_text_field_stay_text(window: Window):
    window.press("j", "r")
    window.page.keyboard.type("1 ajk z?")
    expect(window.field("M1", "Rationale")).to_have_value("1 ajk z?")
    expect(window.choice("M1", "Not yet")).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_everything_open(page: Page, server: Running, draft_review: str, scheme: str):
    page.emulate_media(color_scheme=scheme)
    window = Window(page, server, draft_review).open()
    window.press("j", "1", "j", "2", "j", "3", "j", "i", "j", "a")
    page.get_by_label("Why it does not apply (needed)").first.press("Escape")
    window.rate("B3", "Partly met")
    window.card("B3").get_by_role("button", name="Add evidence").click()
    for summary in page.locator("summary").all():
        if summary.is_visible():
            summary.click()
    assert violations(page) == []


@pytest.mark.parametrize(
    ("width", "height"), [(360, 740), (640, 450), (1280, 900)], ids=["phone", "zoomed to 200 %", "desk"]
)
def test_nothing_sticks_out_sideways(page: Page, server: Running, draft_review: str, width: int, height: int):
    page.set_viewport_size({"width": width, "height": height})
    window = Window(page, server, draft_review).open()
    window.press("j", "2", "e")
    window.card("A1").get_by_role("button", name="Add evidence").click()
    expect(window.status).to_be_in_viewport()
    page.locator("summary", has_text="Program facts").click()
    assert sticks_out(page) <= 0


def test_every_target_is_large_enough_to_hit(window: Window):
    window.press("j")
    small = window.page.evaluate(
        """() => [...document.querySelectorAll(".sc :is(button, label, summary, select, textarea)")]
        .map((one) => [one.textContent.slice(0, 40), one.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([text]) => text)"""
    )
    assert small == []


def test_an_unknown_review_is_answered_with_the_nearest_and_ones_own(page: Page, server: Running, review: str):
    page.goto(server.url(f"score?review={review[:-1]}"))
    expect(page.get_by_role("heading", name="No such review")).to_be_visible(timeout=ENOUGH)
    main = page.get_by_role("main")
    expect(main).to_contain_text(f"Did you mean {review}?")
    expect(main.get_by_role("link", name=re.compile("^Begin: Open University")).first).to_have_attribute(
        "href", f"/score?review={review}"
    )


def test_someone_elses_review_is_not_opened(page: Page, server: Running):
    theirs = bench(server.workspace).start_review(OPEN_UNIVERSITY, "cmf", reviewer="Ben Okri").id
    page.goto(server.url(f"score?review={theirs}"))
    expect(page.get_by_role("heading", name="Someone else’s review")).to_be_visible(timeout=ENOUGH)
    expect(page.get_by_role("article")).to_have_count(0)


def test_the_page_holds_nothing_of_the_review_outside_the_widget(window: Window):
    source = window.page.context.request.get(window.server.url(f"score?review={window.review}")).text()
    assert "Scorecard()" in source
    assert "Total study time" not in source
