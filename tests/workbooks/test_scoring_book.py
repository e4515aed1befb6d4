"""The scoring book: everything one reviewer needs offline, and nothing of anyone else's."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from standards import Workbench
from standards.workbooks.identity import Identity
from tests.workbooks.returning import Desk

PROGRAM = "open-university-microcredential"
SECRET = "Only Ben knows this sentence."


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench(tmp_path, reviewer="Ana Ruiz")


def parts(data: bytes) -> str:
    """Everything the file says, hidden or not."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_nothing_of_another_reviewer_is_in_the_file(bench: Workbench, tmp_path: Path) -> None:
    ben = Workbench(tmp_path, reviewer="Ben Okafor")
    theirs = ben.start_review(PROGRAM, "cmf/2019").id
    ben.rate(theirs, "M1", "not_met", rationale=SECRET)
    mine = bench.start_review(PROGRAM, "cmf/2019").id
    said = parts(bench.scoring_book(mine).data)
    assert SECRET in parts(ben.scoring_book(theirs).data)
    assert SECRET not in said
    assert "Ben Okafor" not in said
    assert theirs not in said


def test_five_sheets_are_shown_and_one_never(bench: Workbench) -> None:
    review = bench.start_review(PROGRAM, "cmf/2019").id
    book = openpyxl.load_workbook(BytesIO(bench.scoring_book(review).data))
    shown = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert shown == ["Start here", "Scoring", "Evidence", "Standard", "Lists"]
    assert book["_standards"].sheet_state == "veryHidden"
    assert book.active is not None
    assert book.active.title == "Start here"


def test_only_the_reviewers_cells_are_open(bench: Workbench) -> None:
    review = bench.start_review(PROGRAM, "cmf/2019").id
    desk = Desk(bench.scoring_book(review).data)
    assert desk.sheet.protection.sheet
    open_ = {heading for heading in desk.columns if not desk.at("M1", heading).protection.locked}
    assert open_ == {
        "Rating", "Confidence", "Rationale", "Evidence", "Finding", "Action asked for", "Why it does not apply",
        "Accepted by",
    }  # fmt: skip


def test_a_criterion_that_may_not_be_set_aside_does_not_offer_it(bench: Workbench) -> None:
    review = bench.start_review(PROGRAM, "house-draft/0.1").id
    rubric = bench.review(review).rubric
    desk = Desk(bench.scoring_book(review).data)
    lists = desk.book["Lists"]
    seen = set()
    for criterion in rubric.criteria:
        cell = desk.at(criterion.id, "Rating")
        (found,) = [one for one in desk.sheet.data_validations.dataValidation if cell.coordinate in one.sqref]
        assert found.formula1 is not None
        words = [row[0].value for row in lists[found.formula1.split("!")[1].replace("$", "")]]
        allowed = rubric.not_applicable_for(criterion).value != "not allowed"
        assert ("– Not applicable" in words) == allowed
        assert "? Insufficient evidence" in words
        seen.add(allowed)
    assert seen == {True, False}


def test_the_same_review_at_the_same_moment_is_the_same_bytes(bench: Workbench) -> None:
    from datetime import UTC, datetime

    from standards.workbooks.scoring_book import ScoringBookInput, scoring_book_bytes

    review = bench.start_review(PROGRAM, "cmf/2019").id
    bench.rate(review, "M1", "met", rationale="Seen.")
    made = ScoringBookInput(bench.review(review), datetime(2026, 11, 23, tzinfo=UTC), "0.1.0")
    assert scoring_book_bytes(made) == scoring_book_bytes(made)


def test_the_code_on_paper_names_the_line_of_the_history(bench: Workbench) -> None:
    review = bench.start_review(PROGRAM, "cmf/2019").id
    bench.rate(review, "M1", "met", rationale="Seen.")
    desk = Desk(bench.scoring_book(review).data)
    codes = [str(cell.value) for row in desk.book["Start here"].iter_rows() for cell in row if cell.value]
    found = next(one for text in codes if (one := Identity.from_text(text)))
    assert (found.review, found.line) == (review, str(bench.review(review).last_seq))
