"""What people type into cells: read with a note, or refused with the reason, never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from standards.workbooks.back.book import Held
from standards.workbooks.back.cells import read_cell, read_choice
from standards.workbooks.choices import choice_lists
from tests.making import rubric

LIST = choice_lists(rubric([{"id": "A1"}]))["s"]
NUMBERED = choice_lists(
    rubric(
        [{"id": "A1"}],
        levels=tuple({"key": f"l{n}", "label": str(n), "points": n} for n in range(4)),
        target="l2",
    )
)["s"]
EXCELS_DAY = datetime(2026, 3, 2, tzinfo=UTC).replace(tzinfo=None)


@pytest.mark.parametrize("typed", ["● Met", " ● Met ", "●\u00a0Met", "●  Met"])
def test_blanks_around_a_word_are_nothing_to_mention(typed: str) -> None:
    answer = read_choice(typed, LIST)
    assert (answer.text, answer.note, answer.problem) == ("● Met", "", "")


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("met", "● Met"),
        ("MET", "● Met"),
        ("●", "● Met"),
        ("Partly Met", "◐ Partly met"),
        ("partly", "◐ Partly met"),
        ("not_met", "○ Not met"),
        ("\uff2d\uff45\uff54", "● Met"),
        ("n/a", "– Not applicable"),
        ("Not applicable", "– Not applicable"),
        ("insufficient evidence", "? Insufficient evidence"),
    ],
)
def test_what_can_mean_only_one_thing_is_read_and_said(typed: str, word: str) -> None:
    answer = read_choice(typed, LIST)
    assert answer.text == word
    assert word in answer.note
    assert answer.problem == ""


@pytest.mark.parametrize(
    "typed",
    [4, 2.5, -1, 2, "2", "2/3", True, EXCELS_DAY, time(2, 3), timedelta(days=1), "✓", "good", "● Met – mostly", "Met?"],
)
def test_what_is_not_on_the_list_is_refused_with_a_reason(typed: object) -> None:
    answer = read_choice(typed, LIST)  # type: ignore[arg-type]
    assert answer.text == ""
    assert "list" in answer.problem


def test_a_date_that_excel_made_is_named_as_such() -> None:
    assert "2/3" in read_choice(EXCELS_DAY, LIST).problem


@pytest.mark.parametrize("typed", [2, 2.0, "2", "2,0", "\uff12", "Level 2"])
def test_a_number_is_a_level_where_the_levels_are_numbers(typed: object) -> None:
    assert read_choice(typed, NUMBERED).text == "Level 2"  # type: ignore[arg-type]


def test_a_formula_or_an_error_is_shown_with_its_value() -> None:
    answer = read_cell("rating", Held("● Met", "=A1"), LIST)
    assert answer.code == "W05"
    assert "=A1" in answer.problem
    assert "● Met" in answer.problem
    assert read_cell("rationale", Held("#N/A", error=True)).code == "W05"
    assert read_cell("rationale", Held("=1+1 is text")).text == "=1+1 is text"


@pytest.mark.parametrize("value", [None, "", "   ", "\n"])
@pytest.mark.parametrize("field", ["rating", "confidence", "rationale", "due", "effort"])
def test_an_empty_cell_is_an_empty_text(value: str | None, field: str) -> None:
    answer = read_cell(field, Held(value), LIST if field == "rating" else None)
    assert (answer.text, answer.problem) == ("", "")


@pytest.mark.parametrize(
    ("field", "typed", "text"),
    [
        ("confidence", "HIGH", "High"),
        ("finding", "requirement", "Requirement"),
        ("status", "in progress", "In progress"),
        ("due", EXCELS_DAY, "2026-03-02"),
        ("due", date(2026, 3, 2), "2026-03-02"),
        ("due", "2026-3-2", "2026-03-02"),
        ("effort", "m", "M"),
        ("effort", 12, "12 h"),
        ("effort", "12,5 hours", "12.5 h"),
        ("owner", 7, "7"),
        ("rationale", " seen \n", "seen"),
    ],
)
def test_other_cells_are_read_as_their_own_kind(field: str, typed: object, text: str) -> None:
    answer = read_cell(field, Held(typed))  # type: ignore[arg-type]
    assert (answer.text, answer.problem) == (text, "")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("confidence", "very"),
        ("finding", "x"),
        ("status", "closed"),
        ("due", "3/2/2026"),
        ("due", "2026-02-30"),
        ("due", "soon"),
        ("effort", "a lot"),
        ("effort", EXCELS_DAY),
        ("evidence", EXCELS_DAY),
    ],
)
def test_what_cannot_be_told_is_refused_for_that_cell(field: str, typed: object) -> None:
    answer = read_cell(field, Held(typed))  # type: ignore[arg-type]
    assert answer.text == ""
    assert answer.problem
