"""What the way back from a rubric book says: every finding at its cell, all at once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standards.rubrics.model import NotApplicable, Rubric
from standards.workbooks.back.book import Book, Page
from standards.workbooks.back.reader import read
from standards.workbooks.back.rubric_book import rubric_from_book
from standards.workbooks.rubric_book import rubric_book_bytes
from tests.workbooks.back.pages import cell, heading, moved, page_of, typed, with_page
from tests.workbooks.reports import shipped

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MARCH = datetime(2026, 3, 2, tzinfo=UTC).replace(tzinfo=None)
"""As a reader gives it: cells know no time zones."""
CMF = shipped("cmf/2019")
FIRST = CMF.criteria[0].id


def book_of(rubric: Rubric) -> Book:
    return read(rubric_book_bytes(rubric, NOON))


@pytest.fixture(scope="module")
def cmf() -> Book:
    return book_of(CMF)


def codes(book: Book) -> list[str]:
    return [finding.code for finding in rubric_from_book(book)[1]]


def only(book: Book) -> str:
    """The one finding, as a person reads it."""
    rubric, findings = rubric_from_book(book, "cmf.xlsx")
    assert rubric is None
    assert len(findings) == 1, [str(finding) for finding in findings]
    return str(findings[0])


# ---------------------------------------------------------------- what people type


@pytest.mark.parametrize(
    ("value", "weight"),
    [(3, 3), (0.1, "1/10"), ("1/3", "1/3"), ("85 %", "17/20"), ("85%", "17/20"), ("0,5", "1/2"), ("2,25", "9/4"),
     (" 2 ", 2), ("1 / 4", "1/4"), ("0,125", "1/8"), (2.0, 2)],
)  # fmt: skip
def test_a_number_is_read_as_the_person_meant_it(cmf: Book, value: Any, weight: Any):
    back, findings = rubric_from_book(typed(cmf, "Criteria", cell(cmf, "Criteria", "Weight", FIRST), value))
    assert findings == ()
    assert back.by_id[FIRST].weight == Fraction(weight)


@pytest.mark.parametrize("value", ["1,000", "1 1/2", "two", "1½", "3-4", True, "1/0", "0.5.5"])
def test_a_number_that_could_be_two_is_refused(cmf: Book, value: Any):
    place = cell(cmf, "Criteria", "Weight", FIRST)
    said = only(typed(cmf, "Criteria", place, value))
    assert said.startswith(f"cmf.xlsx: B012 Criteria!F{place[0] + 1} (weight of {FIRST}): ")


@pytest.mark.parametrize("value", ["Yes", "x", "✓", True, 1, "TRUE", 1.0])
def test_yes_has_many_spellings(cmf: Book, value: Any):
    back, findings = rubric_from_book(typed(cmf, "Criteria", cell(cmf, "Criteria", "Essential", FIRST), value))
    assert findings == ()
    assert back.by_id[FIRST].essential is True


@pytest.mark.parametrize("value", ["No", "-", "–", False, 0, "false"])
def test_no_has_many_spellings(cmf: Book, value: Any):
    back, _ = rubric_from_book(typed(cmf, "Criteria", cell(cmf, "Criteria", "Essential", FIRST), value))
    assert back is None or back.by_id[FIRST].essential is False


def test_maybe_is_neither(cmf: Book):
    said = only(typed(cmf, "Criteria", cell(cmf, "Criteria", "Essential", FIRST), "maybe"))
    assert "“maybe” is neither yes nor no. Write yes or no." in said


def test_a_word_of_a_list_may_be_in_capitals(cmf: Book):
    back, findings = rubric_from_book(
        typed(cmf, "Criteria", cell(cmf, "Criteria", "Not applicable", FIRST), "WITH  Approval")
    )
    assert findings == ()
    assert back.by_id[FIRST].not_applicable is NotApplicable.APPROVAL


def test_another_word_is_refused_with_the_words_of_the_list(cmf: Book):
    place = cell(cmf, "Guideline", "Value", "Status")
    said = only(typed(cmf, "Guideline", place, "finished"))
    assert said.startswith(f"cmf.xlsx: R012 Guideline!B{place[0] + 1} (status): 'finished' does not fit")
    assert "'public comment'" in said


@pytest.mark.parametrize("value", [MARCH, date(2026, 3, 2), time(2, 3)])
@pytest.mark.parametrize("column", ["Weight", "Criterion title", "Essential"])
def test_what_excel_made_a_date_of_is_refused(cmf: Book, value: Any, column: str):
    said = only(typed(cmf, "Criteria", cell(cmf, "Criteria", column, FIRST), value))
    assert "B011" in said
    assert "begin with an apostrophe" in said


def test_a_day_may_be_a_date_or_text(cmf: Book):
    place = cell(cmf, "Guideline", "Value", "Source: seen")
    for value in (MARCH, "2026-03-02"):
        back, findings = rubric_from_book(typed(cmf, "Guideline", place, value))
        assert findings == ()
        assert back.source.seen == date(2026, 3, 2)


@pytest.mark.parametrize("value", ["2 March 2026", "2026-02-30", 46349, "2/3/2026"])
def test_a_day_that_could_be_another_is_refused(cmf: Book, value: Any):
    assert "Write year, month and day" in only(
        typed(cmf, "Guideline", cell(cmf, "Guideline", "Value", "Source: seen"), value)
    )


def test_a_formula_is_refused_with_what_it_shows(cmf: Book):
    said = only(typed(cmf, "Criteria", cell(cmf, "Criteria", "Weight", FIRST), 6, "=2*3"))
    assert "B009" in said
    assert "the formula =2*3, which shows “6”" in said


def test_an_error_value_is_refused(cmf: Book):
    said = only(typed(cmf, "Criteria", cell(cmf, "Criteria", "Statement", FIRST), "#N/A", error=True))
    assert "B010" in said
    assert "#N/A" in said


def test_a_version_typed_as_a_number_is_read_with_a_word_of_warning(cmf: Book):
    back, (finding,) = rubric_from_book(typed(cmf, "Guideline", cell(cmf, "Guideline", "Value", "Version"), 1.1))
    assert back.version == "1.1"
    assert (finding.code, finding.severity) == ("B018", "warning")
    assert "1.10" in finding.hint


def test_a_whole_number_is_a_fine_text(cmf: Book):
    back, findings = rubric_from_book(typed(cmf, "Guideline", cell(cmf, "Guideline", "Value", "Version"), 2020.0))
    assert findings == ()
    assert back.version == "2020"


ANYTHING = st.one_of(
    st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.times(), st.datetimes(), st.timedeltas()
)
PAGES = ("Guideline", "Domains", "Criteria", "Scales", "Decision rule", "Probes", "Definitions", "Translations")
WHOLE = book_of(shipped("house-draft/0.1"))


@given(st.lists(st.tuples(st.sampled_from(PAGES), st.integers(4, 14), st.integers(0, 34), ANYTHING), max_size=12))
@settings(max_examples=80)
def test_whatever_is_typed_anywhere_there_are_only_findings(given: list[tuple[str, int, int, Any]]):
    book = WHOLE
    for page, row, col, value in given:
        book = typed(book, page, (row, col), value)
    rubric, findings = rubric_from_book(book)
    assert (rubric is None) == any(finding.severity == "error" for finding in findings)
    assert all(finding.where and finding.message for finding in findings)


# ---------------------------------------------------------------- tables, rows, headings


def test_another_kind_of_workbook_is_named(cmf: Book):
    other = replace(cmf, properties={**cmf.properties, "standards.kind": "gap report"})
    assert only(other).startswith("cmf.xlsx: B001 book: This workbook is a gap report, not a rubric book.")


def test_a_book_of_a_later_form_is_not_guessed_at(cmf: Book):
    assert "B001" in only(replace(cmf, properties={**cmf.properties, "standards.schema": "2"}))


def test_without_properties_and_hidden_sheet_it_is_read_all_the_same(cmf: Book):
    assert rubric_from_book(with_page(replace(cmf, properties={}), "_standards", None)) == (CMF, ())


@pytest.mark.parametrize("name", ["Guideline", "Domains", "Criteria", "Scales", "Decision rule"])
def test_a_missing_table_is_the_only_finding_about_it(cmf: Book, name: str):
    rubric, findings = rubric_from_book(with_page(cmf, name, None))
    assert rubric is None
    assert "B002" in {finding.code for finding in findings}
    assert not {"B015", "R021", "R022", "R047"} & {finding.code for finding in findings}


def test_a_missing_table_of_probes_is_a_warning(cmf: Book):
    back, (finding,) = rubric_from_book(with_page(cmf, "Probes", None))
    assert (finding.code, finding.severity) == ("B002", "warning")
    assert not any(criterion.probes for criterion in back.criteria)


def test_a_heading_that_was_renamed_is_named(cmf: Book):
    place = heading(page_of(cmf, "Criteria"), "Statement")
    said = only(typed(cmf, "Criteria", place, "Requirement"))
    assert "B002" in said
    assert f"Criteria!A{place[0] + 1} looks as if it began one" in said


def test_a_misspelled_heading_is_an_error_because_a_column_would_be_lost(cmf: Book):
    place = heading(page_of(cmf, "Criteria"), "Guidance")
    said = only(typed(cmf, "Criteria", place, "Guidence"))
    assert "B004" in said
    assert "Did you mean “Guidance”?" in said


def test_a_heading_given_twice_is_refused(cmf: Book):
    top, _ = heading(page_of(cmf, "Criteria"), "Weight")
    assert "B005" in only(typed(cmf, "Criteria", (top, 60), "weight"))


def test_a_sheet_copied_is_one_finding(cmf: Book):
    copy = replace(page_of(cmf, "Criteria"), name="Criteria (2)")
    said = only(replace(cmf, pages=(*cmf.pages, copy)))
    assert "B003 'Criteria (2)'!A" in said


def test_an_id_given_twice_is_refused_at_its_second_row(cmf: Book):
    second = CMF.criteria[1].id
    first = cell(cmf, "Criteria", "Criterion ID", FIRST)
    place = cell(cmf, "Criteria", "Criterion ID", second)
    rubric, findings = rubric_from_book(typed(cmf, "Criteria", place, FIRST))
    assert rubric is None
    assert findings[0].code == "B006"
    assert findings[0].where == f"Criteria!A{place[0] + 1} (criterion ID of {FIRST})"
    assert f"at Criteria!A{first[0] + 1}" in findings[0].message


def test_a_row_without_its_id_is_refused(cmf: Book):
    page = page_of(cmf, "Criteria")
    free = max(row for (row, _), held in page.cells.items() if held.value is not None) + 1
    said = only(typed(cmf, "Criteria", (free, heading(page, "Statement")[1]), "Forgotten."))
    assert f"B007 Criteria!A{free + 1}" in said


def test_merged_cells_are_refused_for_their_rows_only(cmf: Book):
    row, col = cell(cmf, "Criteria", "Guidance", FIRST)
    page = replace(page_of(cmf, "Criteria"), merged=((row, col, row + 1, col),))
    book = with_page(cmf, "Criteria", page)
    book = typed(book, "Criteria", (row + 1, heading(page, "Weight")[1]), "two")
    assert "B008" in only(book)
    later = typed(book, "Criteria", (row + 3, heading(page, "Weight")[1]), "two")
    assert codes(later) == ["B008", "B012"]


def test_an_unknown_fact_is_named_with_the_nearest(cmf: Book):
    place = cell(cmf, "Guideline", "Field", "Disclaimer")
    rubric, findings = rubric_from_book(typed(cmf, "Guideline", place, "Disclamer"))
    assert rubric is None
    assert [finding.code for finding in findings] == ["R010", "B013"]
    assert "Did you mean “Disclaimer”?" in findings[1].hint


def test_an_unknown_domain_is_refused_and_the_criterion_checked_all_the_same(cmf: Book):
    book = typed(cmf, "Criteria", cell(cmf, "Criteria", "Domain", FIRST), "Nowhere")
    book = typed(book, "Criteria", cell(cmf, "Criteria", "Statement", FIRST), "word " * 41)
    assert sorted(codes(book)) == ["B014", "R024"]


def test_a_probe_of_an_unknown_criterion_is_refused(cmf: Book):
    place = cell(cmf, "Probes", "Criterion", FIRST)
    assert "B015" in only(typed(cmf, "Probes", place, "Nobody"))


def test_two_targets_on_a_scale_are_refused(cmf: Book):
    top, col = heading(page_of(cmf, "Scales"), "Target")
    assert "B016" in only(typed(cmf, "Scales", (top + 1, col), "x"))


def test_no_target_is_a_finding_at_the_column(cmf: Book):
    top, col = heading(page_of(cmf, "Scales"), "Target")
    book = moved(cmf, "Scales", lambda row, at: None if at == col and row > top else (row, at))
    said = only(book)
    assert f"R010 Scales!F{top + 2}" in said
    assert "“target” is missing" in said


def test_a_text_that_cannot_be_translated_is_refused():
    book = book_of(CMF.revised(translations={"fr": {"title": "Cadre"}}))
    top, col = heading(page_of(book, "Translations"), "Text of")
    assert "B017" in only(typed(book, "Translations", (top + 1, col), "the preface"))


# ---------------------------------------------------------------- the checks of a rubric, at their cells


def test_a_finding_about_a_statement_stands_at_its_cell(cmf: Book):
    row, col = cell(cmf, "Criteria", "Statement", FIRST)
    said = only(typed(cmf, "Criteria", (row, col), "word " * 41))
    assert said.startswith(f"cmf.xlsx: R024 Criteria!D{row + 1} (statement of {FIRST}): The statement has 41 words")


def test_a_missing_statement_is_named_where_it_belongs(cmf: Book):
    row, col = cell(cmf, "Criteria", "Statement", FIRST)
    assert f"R010 Criteria!D{row + 1} (statement of {FIRST})" in only(typed(cmf, "Criteria", (row, col), None))


def test_a_clause_that_is_none_is_named_at_its_row(cmf: Book):
    top, col = heading(page_of(cmf, "Decision rule"), "Clause")
    said = only(typed(cmf, "Decision rule", (top + 1, col), "most are met"))
    assert f"R041 'Decision rule'!C{top + 2} (clause of {CMF.rule.outcomes[0].key})" in said


def test_an_unknown_level_in_a_target_is_named_at_its_cell(cmf: Book):
    row, col = cell(cmf, "Criteria", "Target level", FIRST)
    found = only(typed(cmf, "Criteria", (row, col), "nearly"))
    assert f"R023 Criteria!{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[col]}{row + 1} (target level of {FIRST})" in found


def test_all_findings_come_at_once_in_the_order_of_the_cells(cmf: Book):
    book = typed(cmf, "Guideline", cell(cmf, "Guideline", "Value", "Status"), "finished")
    book = typed(book, "Criteria", cell(cmf, "Criteria", "Weight", FIRST), "two")
    book = typed(book, "Criteria", cell(cmf, "Criteria", "Statement", CMF.criteria[2].id), None)
    book = typed(book, "Domains", cell(cmf, "Domains", "Domain weight", CMF.domains[0].id), -1)
    book = typed(book, "Scales", (heading(page_of(cmf, "Scales"), "Points")[0] + 1, 4), 5)
    assert codes(book) == ["R012", "R029", "B012", "R010", "R025"]


def test_an_empty_workbook_says_what_is_missing():
    rubric, findings = rubric_from_book(Book((Page("Sheet1", {}),)))
    assert rubric is None
    assert {finding.code for finding in findings} <= {"B002", "R010"}
    assert len([finding for finding in findings if finding.severity == "error"]) >= 5


def test_every_code_has_its_line_in_the_docs(root: Path):
    parts = root / "src/standards/workbooks/back"
    files = [parts / "rubric_book.py", *(parts / "rubric").glob("*.py")]
    used = {code for file in files for code in re.findall(r'"(B\d{3})"', file.read_text("utf-8"))}
    page = (root / "docs/findings.md").read_text("utf-8").split("## Rubric books")[1].split("\n## ")[0]
    assert used == set(re.findall(r"^\| (B\d{3})", page, re.MULTILINE))
    assert len(used) == 18
