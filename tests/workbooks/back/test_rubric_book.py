"""The way back from a rubric book: the same rubric, and every finding at its cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings

from benchmarks.making import rubric as large
from standards.rubrics.files import dump, load
from standards.rubrics.model import Definition, Rubric, Source
from standards.workbooks.back.book import Book, Held, Page
from standards.workbooks.back.reader import read
from standards.workbooks.back.rubric_book import rubric_from_book
from standards.workbooks.rubric_book import rubric_book_bytes
from tests import making
from tests.workbooks import elaborate
from tests.workbooks.back.pages import cell, heading, moved, page_of, typed, with_page
from tests.workbooks.reports import SHIPPED, shipped

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MARCH = datetime(2026, 3, 2, tzinfo=UTC).replace(tzinfo=None)
"""As a reader gives it: cells know no time zones."""
CMF = shipped("cmf/2019")
FIRST = CMF.criteria[0].id
MANY_SCALES = making.rubric([{"id": "A1"}]).revised(
    scales={
        "s": making.rubric([{"id": "A1"}]).scales["s"],
        "two": {"title": "Two", "target": "hi", "levels": [{"key": "lo", "label": "Lo", "points": 0},
                                                         {"key": "hi", "label": "Hi", "points": 1}]},
    }
)  # fmt: skip


def book_of(rubric: Rubric) -> Book:
    return read(rubric_book_bytes(rubric, NOON))


@pytest.fixture(scope="module")
def cmf() -> Book:
    return book_of(CMF)


# ---------------------------------------------------------------- the law


def came_back(rubric: Rubric) -> Rubric:
    back, findings = rubric_from_book(book_of(rubric))
    noticed = [str(finding) for finding in findings if finding.code != "R027"]  # texts of levels may be missing
    assert noticed == []
    assert back is not None
    return back


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_rubric_comes_back_without_a_word(name: str):
    back, findings = rubric_from_book(book_of(shipped(name)))
    assert findings == ()
    assert back == shipped(name)
    assert back.digest == shipped(name).digest


def test_150_criteria_come_back():
    made = large(150)
    assert came_back(made) == made
    assert came_back(made).digest == made.digest


@settings(max_examples=25)
@given(making.rubrics())
def test_any_small_rubric_comes_back(made: Rubric):
    assert came_back(made).digest == made.digest


@settings(max_examples=50)
@given(elaborate.rubrics())
def test_a_rubric_with_every_field_and_awkward_texts_comes_back(made: Rubric):
    back = came_back(made)
    assert back == made
    assert back.digest == made.digest


@pytest.mark.parametrize("name", SHIPPED)
def test_workbook_and_file_say_the_same(name: str):
    text = dump(came_back(shipped(name)))
    assert text == dump(shipped(name))
    assert load(text.encode()) == shipped(name)


def test_no_source_and_a_source_that_says_nothing_are_told_apart():
    made = CMF.revised(definitions=(Definition(term="a", text="b"), Definition(term="c", text="d", source=Source())))
    assert [one.source for one in came_back(made).definitions] == [None, Source()]


def test_a_language_without_a_text_yet_comes_back():
    made = CMF.revised(translations={"fr": {}})
    assert came_back(made).translations == made.translations


def test_level_texts_of_several_scales_have_a_sheet_of_their_own():
    texts = {"not_met": "No.", "partly": "Some.", "met": "All."}
    made = MANY_SCALES.revised(domains=making.rubric([{"id": "A1", "levels": texts}]).domains)
    book = book_of(made)
    assert heading(page_of(book, "Level texts"), "Level text")
    assert rubric_from_book(book) == (made, ())


def test_a_book_saved_by_openpyxl_comes_back():
    """It loses drop-downs and the values of formulas; there are none of the second, and nobody reads the first."""
    other, out = openpyxl.load_workbook(BytesIO(rubric_book_bytes(CMF, NOON))), BytesIO()
    other.save(out)
    assert rubric_from_book(read(out.getvalue())) == (CMF, ())


# ---------------------------------------------------------------- what people do to workbooks


def test_tables_are_found_wherever_they_stand(cmf: Book):
    """Sheets renamed and hidden, columns turned around, rows pushed down, headings in capitals."""
    book = cmf
    for number, page in enumerate(cmf.pages):
        if page.name == "_standards":
            continue
        right = max(col for _, col in page.cells)
        book = moved(book, page.name, lambda row, col, right=right: (row + 3, right - col + 2))
        changed = {
            at: Held(f"  {held.value.upper()} ") if held.value in HEADINGS else held
            for at, held in page_of(book, page.name).cells.items()
        }
        state = "hidden" if number % 2 else "visible"
        book = with_page(book, page.name, Page(f"Sheet {number}", changed, state=state))
    back, findings = rubric_from_book(replace(book, pages=tuple(reversed(book.pages))))
    assert [str(finding) for finding in findings] == []
    assert back == CMF


HEADINGS = ("Criterion ID", "Statement", "Domain", "Weight", "Scale", "Level key", "Points", "Field", "Value", "Clause")


def test_the_order_of_the_rows_is_the_order_of_the_criteria(cmf: Book):
    top, _ = heading(page_of(cmf, "Criteria"), "Criterion ID")
    count = len(CMF.criteria)
    book = moved(
        cmf, "Criteria", lambda row, col: (2 * top + count + 1 - row if top < row <= top + count else row, col)
    )
    back, findings = rubric_from_book(book)
    assert findings == ()
    mirrored = {domain.id: tuple(reversed(domain.criteria)) for domain in CMF.domains}
    assert {domain.id: domain.criteria for domain in back.domains} == mirrored


def test_a_new_row_is_a_new_criterion(cmf: Book):
    page = page_of(cmf, "Criteria")
    free = max(row for (row, col), held in page.cells.items() if held.value) + 5
    row = {"Criterion ID": "N1", "Criterion title": "New", "Domain": CMF.domains[0].id, "Statement": "It is new.",
           "Essential": "No", "Weight": "1/2", "Evidence": "One page\nAnother page"}  # fmt: skip
    book = cmf
    for column, value in row.items():
        book = typed(book, "Criteria", (free, heading(page, column)[1]), value)
    back, findings = rubric_from_book(book)
    assert [finding.code for finding in findings] == ["R027"]
    new = back.domains[0].criteria[-1]
    assert (new.id, new.weight, new.essential, new.evidence) == (
        "N1", Fraction(1, 2), False, ("One page", "Another page"),
    )  # fmt: skip


def test_a_deleted_row_is_a_deleted_criterion(cmf: Book):
    place = cell(cmf, "Criteria", "Criterion ID", FIRST)[0]
    book = moved(cmf, "Criteria", lambda row, col: None if row == place else (row, col))
    gone = CMF.by_id[FIRST].probes
    assert gone
    rubric, findings = rubric_from_book(book)
    assert rubric is None
    assert {finding.code for finding in findings} <= {"B015", "R047"}, "the probes of what is gone are named"


def test_a_deleted_column_takes_the_usual_value(cmf: Book):
    _, col = heading(page_of(cmf, "Criteria"), "Guidance")
    book = moved(cmf, "Criteria", lambda row, at: None if at == col else (row, at))
    back, findings = rubric_from_book(book)
    assert findings == ()
    assert {criterion.guidance for criterion in back.criteria} == {""}


def test_a_column_for_notes_is_only_mentioned(cmf: Book):
    top, _ = heading(page_of(cmf, "Criteria"), "Criterion ID")
    back, findings = rubric_from_book(typed(cmf, "Criteria", (top, 60), "What Kim thinks"))
    assert back == CMF
    assert [(finding.code, finding.severity, finding.where) for finding in findings] == [
        ("B004", "warning", f"Criteria!BI{top + 1}")
    ]


def test_a_new_level_is_a_row_and_a_column(cmf: Book):
    scales, criteria = page_of(cmf, "Scales"), page_of(cmf, "Criteria")
    free = max(row for (row, _), held in scales.cells.items() if held.value is not None) + 1
    book = cmf
    for column, value in {"Scale": CMF.scale, "Level key": "Beyond", "Level label": "Beyond", "Points": 2}.items():
        book = typed(book, "Scales", (free, heading(scales, column)[1]), value)
    top, _ = heading(criteria, "Criterion ID")
    for row in range(top + 1, top + 1 + len(CMF.criteria)):
        book = typed(book, "Criteria", (row, 70), "More than asked.")
    back, findings = rubric_from_book(typed(book, "Criteria", (top, 70), "Level: beyond"))
    assert findings == ()
    assert back.criteria[0].levels["Beyond"] == "More than asked."
