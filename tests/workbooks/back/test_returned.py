"""A workbook goes out, is changed on somebody's desk, and comes back."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standards import Workbench
from standards.errors import ReviewClosed, UnknownName, WorkbookRefused
from standards.programs.model import Evidence
from standards.reviews.model import Absence, Confidence, FindingKind
from standards.reviews.plan import PlanStatus
from standards.workbooks.identity import of_review
from tests.workbooks.returning import Desk, compared

DAY = datetime(2027, 3, 1, tzinfo=UTC).replace(tzinfo=None)
PROGRAM = "open-university-microcredential"
ANSWERS = {
    "Rating": "● Met",
    "Confidence": "High",
    "Rationale": "Seen on the course page.\nSecond line: “quoted”.",
    "Evidence": "E1; E2",
    "Finding": "Commendation",
    "Action asked for": "Keep it up.",
}


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench(tmp_path, reviewer="Ana Ruiz")


@pytest.fixture
def review(bench: Workbench) -> str:
    return bench.start_review(PROGRAM, "cmf/2019").id


def codes(returned) -> list[str]:
    return [finding.code for finding in returned.findings]


def test_a_book_that_nobody_touched_changes_nothing(bench: Workbench, review: str) -> None:
    bench.rate(review, "M1", "partly", rationale="The hours do not add up.", evidence=["E1"], confidence="low")
    bench.rate(review, "M2", absence="insufficient evidence", finding="question", action="Which hours count?")
    for made in (bench.scoring_book(review), bench.report(review)):
        found = bench.returned(made.data)
        assert found.rows >= 11
        assert found.changes == found.findings == ()
        assert not found.proposals()


def test_everything_typed_comes_back(bench: Workbench, review: str) -> None:
    desk = Desk(bench.scoring_book(review).data)
    for heading, value in ANSWERS.items():
        desk.put("M3", heading, value)
    taken = bench.take_in(bench.returned(desk.saved()))
    rating = taken.state.rating_of("M3")
    assert rating is not None
    assert (rating.level, rating.confidence, rating.finding) == ("met", Confidence.HIGH, FindingKind.COMMENDATION)
    assert rating.rationale == ANSWERS["Rationale"]
    assert (rating.evidence, rating.action) == (("E1", "E2"), "Keep it up.")
    assert [entry.rating.criterion for entry in taken.entries if entry.rating] == ["M3"]


def test_the_same_file_twice_changes_nothing(bench: Workbench, review: str) -> None:
    desk = Desk(bench.scoring_book(review).data)
    desk.put("M3", "Rating", "● Met")
    desk.put("M3", "Evidence", "Interview with the head of studies; https://example.org/plan, E1")
    data = desk.saved()
    first = bench.returned(data)
    assert len(bench.take_in(first).entries) == 3
    assert bench.take_in(first).entries == ()
    again = bench.returned(data)
    assert not again.proposals()
    assert bench.take_in(again).entries == ()
    assert [item.title for item in bench.review(review).added.values()] == [
        "Interview with the head of studies", "https://example.org/plan",
    ]  # fmt: skip


def test_each_cell_is_told_apart_by_who_changed_it(bench: Workbench, review: str) -> None:
    for criterion in ("M1", "M2", "M3"):
        bench.rate(review, criterion, "met", rationale="as exported")
    desk = Desk(bench.scoring_book(review).data)
    desk.put("M1", "Rationale", "there")
    desk.put("M3", "Rationale", "there")
    bench.rate(review, "M2", "met", rationale="here")
    bench.rate(review, "M3", "met", rationale="here")
    found = bench.returned(desk.saved())
    kinds = {change.criterion: (change.kind, change.base, change.here, change.there) for change in found.changes}
    assert kinds == {
        "M1": ("changed there", "as exported", "as exported", "there"),
        "M2": ("changed here", "as exported", "here", "as exported"),
        "M3": ("changed in both", "as exported", "here", "there"),
    }
    cautious = {rating.criterion: rating.rationale for rating in found.proposals().ratings}
    assert cautious == {"M1": "there"}
    bold = {rating.criterion: rating.rationale for rating in found.proposals({("M3", "rationale")}).ratings}
    assert bold == {"M1": "there", "M3": "there"}


def test_a_conflict_in_one_cell_leaves_the_others_of_the_row_alone(bench: Workbench, review: str) -> None:
    bench.rate(review, "M1", "met", rationale="as exported")
    desk = Desk(bench.scoring_book(review).data)
    desk.put("M1", "Rationale", "there")
    desk.put("M1", "Action asked for", "Publish the hours.")
    bench.rate(review, "M1", "partly", rationale="here")
    (rating,) = bench.returned(desk.saved()).proposals().ratings
    assert (rating.level, rating.rationale, rating.action) == ("partly", "here", "Publish the hours.")


def test_what_changes_between_preview_and_yes_is_kept_aside_and_not_overwritten(bench: Workbench, review: str) -> None:
    desk = Desk(bench.scoring_book(review).data)
    desk.put("M1", "Rating", "● Met")
    found = bench.returned(desk.saved())
    bench.rate(review, "M1", "not_met", rationale="in the other tab", session="tab")
    taken = bench.take_in(found)
    assert len(taken.conflicts) == 1
    assert "kept aside" in taken.words
    assert taken.state.ratings["M1"].level == "not_met"


def test_a_finished_review_takes_answers_of_the_provider_but_no_ratings(bench: Workbench, review: str) -> None:
    for criterion in bench.review(review).rubric.criteria:
        bench.rate(review, criterion.id, "not_met", rationale="Not found.")
    bench.finish(review)
    report = Desk(bench.report(review).data, "Gaps & actions")
    report.put("M1", "Owner", "Dana Weber")
    assert bench.take_in(bench.returned(report.saved())).state.plan_of("M1").owner == "Dana Weber"
    book = Desk(bench.scoring_book(review).data)
    book.put("M1", "Rating", "● Met")
    with pytest.raises(ReviewClosed):
        bench.take_in(bench.returned(book.saved()))


def test_the_provider_answers_in_the_action_plan(bench: Workbench, review: str) -> None:
    bench.rate(review, "M1", "not_met", rationale="Not found.")
    desk = Desk(bench.report(review).data, "Gaps & actions")
    answers = {
        "Provider's reply": "We agree.",
        "Owner": "Dana Weber",
        "Action milestone": "Hours on every course page",
        "Due date": DAY,
        "Effort": "12,5",
        "Action status": "in progress",
        "Closure evidence": "https://example.org/hours",
        "Verified by": "=1+1 is what she wrote",
    }
    for heading, value in answers.items():
        desk.put("M1", heading, value)
    desk.at("M1", "Verified by").data_type = "s"
    taken = bench.take_in(bench.returned(desk.saved()))
    plan = taken.state.plan_of("M1")
    assert (plan.reply, plan.owner, plan.milestone) == ("We agree.", "Dana Weber", "Hours on every course page")
    assert plan.due is not None
    assert (plan.due.isoformat(), plan.effort, plan.status) == ("2027-03-01", "12.5 h", PlanStatus.IN_PROGRESS)
    assert plan.verified == "=1+1 is what she wrote"
    assert taken.state.rating_of("M1") == bench.review(review).rating_of("M1")
    again = Desk(bench.report(review).data, "Gaps & actions")
    assert again.at("M1", "Owner").value == "Dana Weber"
    assert again.at("M1", "Due date").value == DAY
    assert bench.returned(again.saved()).changes == ()


def test_the_bytes_that_came_back_are_kept(bench: Workbench, review: str) -> None:
    desk = Desk(bench.scoring_book(review).data)
    desk.put("M3", "Rating", "● Met")
    data = desk.saved()
    found = bench.returned(data, "von Ana.xlsx")
    bench.take_in(found)
    assert bench._store.returned_bytes(found.sha256) == data


# -- what people do to sheets ---------------------------------------------------------------


def shuffled(desk: Desk) -> None:
    rows = list(range(desk.top + 1, desk.sheet.max_row + 1))
    values = [[cell.value for cell in desk.sheet[row]] for row in rows]
    random.Random(7).shuffle(values)
    for row, line in zip(rows, values, strict=True):
        for col, value in enumerate(line, start=1):
            desk.sheet.cell(row, col).value = value


def renamed(desk: Desk) -> None:
    desk.sheet.title = "Ana's scores (final)"


def column_inserted(desk: Desk) -> None:
    desk.sheet.insert_cols(desk.columns["Rating"])


def rows_inserted(desk: Desk) -> None:
    desk.sheet.insert_rows(2, amount=3)


def headings_in_other_case(desk: Desk) -> None:
    for heading, col in desk.columns.items():
        desk.sheet.cell(desk.top, col).value = f" {str(heading).upper()}  "


def rows_hidden(desk: Desk) -> None:
    for row in range(desk.top + 1, desk.top + 6):
        desk.sheet.row_dimensions[row].hidden = True


@pytest.mark.parametrize(
    "change", [shuffled, renamed, column_inserted, rows_inserted, headings_in_other_case, rows_hidden]
)
def test_places_mean_nothing(bench: Workbench, review: str, change) -> None:
    desk = Desk(bench.scoring_book(review).data)
    words = (("● Met", "met"), ("◐ Partly shown", "partly"), ("○ Not met", "not_met"))
    wanted = {one.id: words[place % 3] for place, one in enumerate(bench.review(review).rubric.criteria)}
    for criterion, (word, _) in wanted.items():
        desk.put(criterion, "Rating", word)
    change(desk)
    found = compared(desk.saved(), bench.review(review))
    assert codes(found) == []
    given = {rating.criterion: rating.level for rating in found.proposals().ratings}
    assert given == {criterion: level for criterion, (_, level) in wanted.items()}


def test_rows_that_are_gone_twice_unknown_or_without_id_are_named_and_the_rest_is_read(
    bench: Workbench, review: str
) -> None:
    desk = Desk(bench.scoring_book(review).data)
    for criterion in ("M1", "M2", "M3", "M4", "M5"):
        desk.put(criterion, "Rating", "● Met")
    desk.put("M2", "ID", "M1")
    desk.put("M3", "ID", "Z9")
    desk.put("M4", "ID", None)
    found = compared(desk.saved(), bench.review(review))
    assert sorted(codes(found)) == ["W01", "W02", "W03", "W07"]
    assert [rating.criterion for rating in found.proposals().ratings] == ["M5"]


def test_a_table_that_is_there_twice_or_not_at_all_is_not_guessed(bench: Workbench, review: str) -> None:
    state = bench.review(review)
    desk = Desk(bench.scoring_book(review).data)
    desk.put("M1", "Rating", "● Met")
    desk.book.copy_worksheet(desk.sheet)
    assert codes(compared(desk.saved(), state)) == ["S02"]
    desk = Desk(bench.scoring_book(review).data)
    desk.sheet.cell(desk.top, desk.columns["Rating"]).value = "Note"
    assert codes(compared(desk.saved(), state)) == ["S01"]
    desk = Desk(bench.scoring_book(review).data)
    desk.sheet.cell(desk.top, desk.columns["Rationale"]).value = "Rating"
    assert codes(compared(desk.saved(), state)) == ["S03"]


def test_merged_cells_refuse_only_their_rows(bench: Workbench, review: str) -> None:
    desk = Desk(bench.scoring_book(review).data)
    desk.put("M1", "Rating", "● Met")
    desk.put("M5", "Rating", "● Met")
    col = desk.columns["Rating"]
    desk.sheet.merge_cells(None, desk.row("M1"), col, desk.row("M2"), col)
    found = compared(desk.saved(), bench.review(review))
    assert codes(found) == ["W04", "W04"]
    assert [rating.criterion for rating in found.proposals().ratings] == ["M5"]


def test_a_lost_column_leaves_what_stood_in_it(bench: Workbench, review: str) -> None:
    bench.rate(review, "M1", "met", rationale="Long thought about.")
    desk = Desk(bench.scoring_book(review).data)
    desk.put("M1", "Rating", "○ Not met")
    desk.sheet.cell(desk.top, desk.columns["Rationale"]).value = None
    found = compared(desk.saved(), bench.review(review))
    assert codes(found) == ["S04"]
    (rating,) = found.proposals().ratings
    assert (rating.level, rating.rationale) == ("not_met", "Long thought about.")


# -- whose it is ----------------------------------------------------------------------------


def test_one_carrier_is_enough(bench: Workbench, review: str) -> None:
    data = bench.scoring_book(review).data
    desk = Desk(data)
    desk.put("M1", "Rating", "● Met")
    for name in list(desk.book.custom_doc_props.names):
        del desk.book.custom_doc_props[name]
    del desk.book["_standards"]
    found = bench.returned(desk.saved())
    assert [rating.criterion for rating in found.proposals().ratings] == ["M1"]


def test_without_the_hidden_sheet_the_history_says_what_was_exported(bench: Workbench, review: str) -> None:
    bench.rate(review, "M1", "met", rationale="as exported")
    desk = Desk(bench.scoring_book(review).data)
    desk.put("M1", "Rationale", "there")
    bench.rate(review, "M2", "met", rationale="here, later")
    del desk.book["_standards"]
    kinds = {change.criterion: change.kind for change in bench.returned(desk.saved()).changes}
    assert kinds == {"M1": "changed there", "M2": "changed here"}


def test_a_workbook_of_someone_else_is_told_from_ours(bench: Workbench, review: str, tmp_path: Path) -> None:
    other = bench.start_review(PROGRAM, "house-draft/0.1").id
    data = bench.scoring_book(review).data

    def refused(data: bytes, *, where: Workbench = bench, expected: str | None = None) -> str:
        with pytest.raises(WorkbookRefused) as caught:
            where.returned(data, review_id=expected)
        return caught.value.code

    stream = BytesIO()
    openpyxl.Workbook().save(stream)
    assert refused(stream.getvalue()) == "M01"
    assert refused(data, expected=other) == "M05"
    assert refused(data, where=Workbench(tmp_path / "elsewhere", reviewer="Ben")) == "M06"
    pasted = Desk(data)
    for row in pasted.book["_standards"].iter_rows():
        if row[0].value == "standards.review":
            row[1].value = other
    assert refused(pasted.saved()) == "M03"


def test_a_backup_older_than_the_workbook_is_noticed(bench: Workbench, review: str) -> None:
    desk = Desk(bench.scoring_book(review).data)
    for row in desk.book["_standards"].iter_rows():
        if row[0].value == "standards.line":
            row[1].value = "99"
    for prop in desk.book.custom_doc_props.props:
        if prop.name == "standards.line":
            prop.value = "99"
    start = desk.book["Start here"]
    for row in start.iter_rows():
        for cell in row:
            if str(cell.value).startswith("Workbook code"):
                cell.value = str(cell.value).split("@", maxsplit=1)[0] + "@99"
    with pytest.raises(WorkbookRefused) as caught:
        bench.returned(desk.saved())
    assert caught.value.code == "M07"


def test_the_file_we_issued_is_known_again_and_any_other_is_not(bench: Workbench, review: str) -> None:
    made = bench.scoring_book(review)
    assert bench.verify(made.data).issued
    desk = Desk(made.data)
    desk.put("M1", "Rating", "● Met")
    changed = bench.verify(desk.saved())
    assert not changed.issued
    assert made.name in bench.verify(made.data).words
    assert changed.identity in changed.words
    stream = BytesIO()
    openpyxl.Workbook().save(stream)
    assert "no mark" in bench.verify(stream.getvalue()).words


# -- laws -----------------------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(TEXT, min_size=11, max_size=11))
def test_any_text_survives_the_journey(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    bench = Workbench(tmp_path_factory.mktemp("bench"), reviewer="Ana Ruiz")
    review = bench.start_review(PROGRAM, "cmf/2019").id
    for criterion, text in zip(bench.review(review).rubric.criteria, texts, strict=True):
        bench.rate(review, criterion.id, absence=Absence.INSUFFICIENT, rationale=text, action=text)
    state = bench.review(review)
    found = compared(bench.scoring_book(review).data, state)
    assert found.changes == ()
    assert found.findings == ()


def test_an_answer_stays_in_the_action_plan_when_its_gap_is_closed(bench: Workbench, review: str) -> None:
    bench.rate(review, "M1", "not_met", rationale="Not found.")
    bench.rate(review, "M2", "not_met", rationale="Not found.")
    desk = Desk(bench.report(review).data, "Gaps & actions")
    desk.put("M1", "Closure evidence", "https://example.org/hours")
    bench.take_in(bench.returned(desk.saved()))
    bench.rate(review, "M1", "met", rationale="Now it is there.")
    later = Desk(bench.report(review).data, "Gaps & actions")
    assert later.at("M1", "Priority").value == "✓ Closed"
    assert later.at("M1", "Closure evidence").value == "https://example.org/hours"
    assert later.row("M1") > later.row("M2")
    later.put("M1", "Verified by", "Ana Ruiz")
    plan = bench.take_in(bench.returned(later.saved())).state.plan_of("M1")
    assert (plan.verified, plan.closure) == ("Ana Ruiz", "https://example.org/hours")


def test_an_emptied_status_is_an_open_action_and_is_stored_once(bench: Workbench, review: str) -> None:
    bench.rate(review, "M1", "not_met", rationale="Not found.")
    desk = Desk(bench.report(review).data, "Gaps & actions")
    desk.put("M1", "Action status", None)
    assert bench.returned(desk.saved()).changes == ()
    desk.put("M1", "Owner", "Dana Weber")
    assert len(bench.take_in(bench.returned(desk.saved())).entries) == 1
    assert bench.take_in(bench.returned(desk.saved())).entries == ()


# -- what an attacker and a clumsy person found --------------------------------------------------


def cell(bench: Workbench, review: str, **values: object) -> bytes:
    """A scoring book with cells of M1 filled in."""
    desk = Desk(bench.scoring_book(review).data)
    for heading, value in values.items():
        desk.put("M1", heading.replace("_", " "), value)
    return desk.saved()


def titles(bench: Workbench, review: str) -> dict[str, str]:
    return {name: item.title for name, item in bench.review(review).evidence.items()}


def test_evidence_that_someone_adds_between_preview_and_yes_is_never_replaced(bench: Workbench, review: str) -> None:
    found = bench.returned(cell(bench, review, Rating="● Met", Evidence="Interview with the dean"))
    bench.add_evidence(review, Evidence(id="R1", title="Leaked minutes"))
    bench.rate(review, "M2", "met", evidence=["R1"])
    state = bench.take_in(found).state
    assert titles(bench, review)["R1"] == "Leaked minutes"
    assert titles(bench, review)[state.ratings["M1"].evidence[0]] == "Interview with the dean"
    assert state.ratings["M2"].evidence == ("R1",)


def test_two_previews_accepted_one_after_the_other_keep_both_notes(bench: Workbench, review: str) -> None:
    first = bench.returned(cell(bench, review, Rating="● Met", Evidence="Note one"))
    desk = Desk(bench.scoring_book(review).data)
    desk.put("M2", "Rating", "● Met")
    desk.put("M2", "Evidence", "Note two")
    second = bench.returned(desk.saved())
    bench.take_in(first)
    state = bench.take_in(second).state
    assert [titles(bench, review)[state.ratings[one].evidence[0]] for one in ("M1", "M2")] == ["Note one", "Note two"]


def test_notes_that_begin_alike_are_two_notes(bench: Workbench, review: str) -> None:
    alike = "The handbook, chapter on assessment, " * 8
    state = bench.take_in(bench.returned(cell(bench, review, Rating="● Met", Evidence=f"{alike}A;{alike}B"))).state
    cited = state.ratings["M1"].evidence
    assert len(cited) == 2
    assert {state.evidence[one].note[-1] for one in cited} == {"A", "B"}


def test_the_same_note_in_another_spelling_is_one_note_and_the_file_agrees_with_itself(
    bench: Workbench, review: str
) -> None:
    data = cell(bench, review, Rating="● Met", Evidence="Handbook; handbook; E1, E2,")
    state = bench.take_in(bench.returned(data)).state
    assert state.ratings["M1"].evidence == ("R1", "E1", "E2")
    assert bench.returned(data).changes == ()


def test_a_long_text_is_taken_whole_and_a_shortened_one_is_not_written_back(bench: Workbench, review: str) -> None:
    long = "a" * 32_760
    assert bench.take_in(bench.returned(cell(bench, review, Rationale=long))).state.ratings["M1"].rationale == long
    full = "b" * 40_000
    bench.rate(review, "M1", "met", rationale=full)
    desk = Desk(bench.scoring_book(review).data)
    shown = str(desk.at("M1", "Rationale").value)
    assert compared(desk.saved(), bench.review(review)).changes == ()
    desk.put("M1", "Rationale", "Mended. " + shown[100:])
    found = bench.returned(desk.saved())
    assert codes(found) == ["W09"]
    bench.take_in(found)
    assert bench.review(review).ratings["M1"].rationale == full


def test_a_reason_from_there_never_slips_in_beside_a_level_from_here(bench: Workbench, tmp_path: Path) -> None:
    review = bench.start_review(PROGRAM, "house-draft/0.1").id
    rubric = bench.review(review).rubric
    name = next(one.id for one in rubric.criteria if rubric.not_applicable_for(one).value == "with reason")
    desk = Desk(bench.scoring_book(review).data)
    desk.put(name, "Rating", "– Not applicable")
    desk.put(name, "Why it does not apply", "Not for this kind.")
    bench.rate(review, name, "met", rationale="Here.")
    found = bench.returned(desk.saved())
    assert {change.kind for change in found.changes if change.field in ("rating", "reason")} == {"changed in both"}
    assert not found.proposals()
    assert "conflict" in bench.take_in(found).words
    taken = bench.take_in(found, {(name, "rating"), (name, "reason")}).state.ratings[name]
    assert (taken.absence, taken.reason) == (Absence.NOT_APPLICABLE, "Not for this kind.")
    back = Desk(bench.scoring_book(review).data)
    back.put(name, "Rating", "● Met")
    again = bench.take_in(bench.returned(back.saved())).state.ratings[name]
    assert (again.level, again.reason) == ("met", "")


def test_the_drop_downs_own_words_are_always_understood(bench: Workbench, review: str) -> None:
    desk = Desk(bench.scoring_book(review).data)
    desk.put("M1", "Rating", "… Not yet rated")
    desk.put("M2", "Rating", "not yet rated")
    found = bench.returned(desk.saved())
    assert found.changes == ()
    assert found.errors == ()


def test_the_receipt_says_what_was_not_taken(bench: Workbench, review: str) -> None:
    bench.rate(review, "M1", "met", rationale="as exported")
    data = cell(bench, review, Rationale="there", Confidence="very")
    bench.rate(review, "M1", "met", rationale="here")
    found = bench.returned(data)
    words = bench.take_in(found).words
    assert "1 conflict" in words
    assert "1 place that could not be read" in words
    with pytest.raises(UnknownName, match="conflict"):
        bench.take_in(found, {("M1", "Rationale")})
    bench.take_in(found, {("M1", "rationale")})
    bench.undo(review)
    assert "stored before" in bench.take_in(found, {("M1", "rationale")}).words


def test_a_date_in_a_free_text_is_mentioned(bench: Workbench, review: str) -> None:
    found = bench.returned(cell(bench, review, Rating="● Met", Rationale=DAY))
    assert codes(found) == ["W10"]
    assert found.proposals().ratings[0].rationale == "2027-03-01"


@pytest.mark.parametrize("line", ["²", "9" * 5_000, "-1", ""])
def test_a_line_that_is_no_number_is_refused(bench: Workbench, review: str, line: str) -> None:
    identity = replace(of_review("scoring book", bench.review(review).review, 0), line=line)
    with pytest.raises(WorkbookRefused, match="later state"):
        bench._belongs_to(identity)


def test_a_store_that_does_not_know_the_review_says_so(bench: Workbench, review: str, tmp_path: Path) -> None:
    bench.rate(review, "M1", "not_met", rationale="Not found.")
    desk = Desk(bench.report(review).data, "Gaps & actions")
    desk.put("M1", "Owner", "Dana Weber")
    found = bench.returned(desk.saved())
    with pytest.raises(UnknownName, match="review"):
        Workbench(tmp_path / "elsewhere", reviewer="Ana Ruiz").take_in(found)
