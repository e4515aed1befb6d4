"""The rubric book as a file: what a task force sees, what it may choose, and what another program can rely on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any, get_args

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries
from pydantic import BaseModel

from standards.rubrics.model import Rubric
from standards.workbooks.digest import content_digest
from standards.workbooks.rubric.fields import WORDS
from standards.workbooks.rubric.spelling import listed, number, read_list, read_number, read_text, text
from standards.workbooks.rubric.tables import TABLES
from standards.workbooks.rubric_book import file_name, rubric_book, rubric_book_bytes
from standards.workbooks.sheet import Formula
from standards.workbooks.styles import INPUT
from standards.workbooks.writer import WriteError
from tests.making import rubric
from tests.workbooks import elaborate
from tests.workbooks.reading import column, heading, texts
from tests.workbooks.reports import shipped

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUSE = shipped("house-draft/0.1")
VISIBLE = ["Start here", "Guideline", "Domains", "Criteria", "Scales", "Decision rule", "Probes", "Definitions",
           "Translations", "Changes", "Lists"]  # fmt: skip


@pytest.fixture(scope="module")
def data() -> bytes:
    return rubric_book_bytes(HOUSE, NOON)


@pytest.fixture(scope="module")
def book(data: bytes):
    return openpyxl.load_workbook(BytesIO(data))


# ---------------------------------------------------------------- sheets


def test_eleven_sheets_are_shown_and_one_never(book):
    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == VISIBLE
    assert [(sheet.title, sheet.sheet_state) for sheet in book][len(VISIBLE) :] == [("_standards", "veryHidden")]


def test_the_book_says_three_times_whose_it_is(book):
    properties = {one.name: one.value for one in book.custom_doc_props.props}
    hidden = {row[0].value: row[1].value or "" for row in book["_standards"].iter_rows()}
    assert {key: value or "" for key, value in properties.items()} == hidden
    assert hidden["standards.kind"] == "rubric book"
    assert hidden["standards.digest"] == HOUSE.digest
    assert f"Workbook code house-draft/0.1/{HOUSE.digest[:8]}" in texts(book["Start here"])


def test_every_visible_sheet_says_where_the_guideline_stands(book):
    for name in VISIBLE:
        said = " ".join(texts(book[name]))
        assert "STATUS: draft." in said
        assert "not issued by any body" in said


def test_the_same_rubric_gives_the_same_bytes(data: bytes):
    again = rubric_book_bytes(Rubric.model_validate(HOUSE.model_dump()), NOON)
    assert again == data
    assert content_digest(again) == content_digest(data)


def test_the_file_name_says_rubric_and_version():
    assert file_name(HOUSE) == "rubric-book_house-draft-0.1.xlsx"


def test_there_is_no_formula_in_it():
    made = rubric_book(HOUSE, NOON)
    assert not any(isinstance(cell.content, Formula) for sheet in made.sheets for cell in sheet.cells.values())


# ---------------------------------------------------------------- tables


def test_every_table_has_its_headings_and_a_description_for_those_who_cannot_see_it():
    sheets = {sheet.name: sheet for sheet in rubric_book(HOUSE, NOON).sheets}
    for table in TABLES:
        if table.sheet != "Level texts":
            (found,) = sheets[table.sheet].tables
            assert found.alt == table.alt
            assert set(table.marks) <= set(found.headings)
            assert sheets[table.sheet].freeze[0] == found.top + 1


def test_no_two_tables_can_be_mistaken_for_each_other():
    for table in TABLES:
        mine = set(table.marks) if table.name == "tblGuideline" else {field.heading for field in table.fields}
        others = [other.name for other in TABLES if other is not table and set(other.marks) <= mine]
        assert others == []


def leaves(model: type[BaseModel], at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every field of the model that holds a value itself."""
    for name, info in model.model_fields.items():
        inner = next(models_in(info.annotation), None)
        yield from leaves(inner, (*at, name)) if inner else [(*at, name)]


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)


def test_every_field_of_the_model_has_its_place():
    """A field added to the model without a heading is lost on the way; this test then names it."""
    places = {
        "tblGuideline": (), "tblDomains": ("domains",), "tblCriteria": ("domains", "criteria"),
        "tblProbes": ("domains", "criteria", "probes"), "tblScales": ("scales", "levels"),
        "tblOutcomes": ("rule", "outcomes"), "tblDefinitions": ("definitions",), "tblChanges": ("changes",),
    }  # fmt: skip
    held = {(*places[table.name], *field.steps) for table in TABLES if table.name in places for field in table.fields}
    elsewhere = {("scales", "title"), ("scales", "target"), ("rule", "outcomes", "when")}  # in rows of levels, clauses
    elsewhere |= {("domains", "criteria", "levels")}  # columns of their own, or the sheet of level texts
    elsewhere |= {
        ("translations", field) for field in ("title", "disclaimer", "domains", "levels", "titles", "statements")
    }
    assert set(leaves(Rubric)) - held - elsewhere == set()


def test_every_criterion_has_a_row_with_its_level_texts(book):
    sheet = book["Criteria"]
    ids = [cell.value for cell in column(sheet, "Criterion ID")]
    assert ids[: len(HOUSE.criteria)] == [criterion.id for criterion in HOUSE.criteria]
    assert [cell.value for cell in column(sheet, "Level: partly")][:27] == [c.levels["partly"] for c in HOUSE.criteria]


@pytest.mark.parametrize("name", ["Domains", "Criteria", "Scales", "Decision rule", "Probes", "Definitions", "Changes"])
def test_below_every_table_there_is_yellow_room(book, name: str):
    sheet = book[name]
    (table,) = sheet.tables.values()
    left, _, right, bottom = range_boundaries(table.ref)
    cells = [sheet.cell(row, col) for row in range(bottom - 9, bottom + 1) for col in range(left, right + 1)]
    assert {cell.value for cell in cells} == {None}
    assert len([cell for cell in cells if cell.fill.fgColor.rgb == f"FF{INPUT}"]) >= 0.7 * len(cells)
    assert not sheet.protection.sheet


def test_rare_columns_are_folded_away_while_nobody_uses_them():
    plain = {sheet.name: sheet for sheet in rubric_book(rubric([{"id": "A1"}]), NOON).sheets}["Criteria"]
    staged = {sheet.name: sheet for sheet in rubric_book(rubric([{"id": "A1", "stage": 2}]), NOON).sheets}["Criteria"]

    def folded(sheet) -> list[str]:
        return [text for text, one in zip(sheet.tables[0].headings, sheet.columns, strict=True) if one.hidden]

    assert {"Stage", "Renamed from", "Source address"} <= set(folded(plain))
    assert "Statement" not in folded(plain)
    assert "Stage" not in folded(staged)


def test_a_clause_stands_beside_its_words(book):
    sheet = book["Decision rule"]
    assert heading(sheet, "Clause in words, at export").row == heading(sheet, "Clause").row
    words = [cell.value for cell in column(sheet, "Clause in words, at export")]
    assert words[0] == "All of the essential criteria are at least Met"
    assert [cell.value for cell in column(sheet, "Clause")][:2] == list(HOUSE.rule.outcomes[0].when)


# ---------------------------------------------------------------- choices


def test_every_word_of_the_model_can_be_chosen(book):
    """A drop-down shows exactly the words of its list, on rows that are there and on rows to come."""
    lists = book["Lists"]
    found = {}
    for name in ("Guideline", "Criteria", "Scales", "Probes", "Translations"):
        for rule in book[name].data_validations.dataValidation:
            if (match := re.fullmatch(r"Lists!\$A\$(\d+):\$A\$(\d+)", rule.formula1)) is not None:
                first, last = map(int, match.groups())
                words = tuple(lists.cell(row, 1).value for row in range(first, last + 1))
                title = lists.cell(first - 1, 1).value
                found[title] = words
    assert found == {name: tuple(map(str, words)) for name, words in WORDS.items()}


def test_the_domain_of_a_new_row_can_be_chosen_from_the_domains(book):
    sheet = book["Criteria"]
    letter = heading(sheet, "Domain").column_letter
    bottom = range_boundaries(sheet.tables["tblCriteria"].ref)[3]
    (rule,) = (rule for rule in sheet.data_validations.dataValidation if f"{letter}{bottom}" in rule.sqref)
    ids = [cell.value for row in book["Domains"][rule.formula1.split("!")[1].replace("$", "")] for cell in row]
    assert list(filter(None, ids)) == [domain.id for domain in HOUSE.domains]
    assert None in ids, "a domain typed below can be chosen, too"


# ---------------------------------------------------------------- values


def test_thirds_are_texts_and_halves_are_numbers():
    made = openpyxl.load_workbook(BytesIO(rubric_book_bytes(rubric([{"id": "A1", "weight": "1/3"}]), NOON)))
    assert column(made["Criteria"], "Weight")[0].value == "1/3"
    assert [cell.value for cell in column(made["Scales"], "Points")][:3] == [0, 0.5, 1]


def test_a_version_stays_text_in_a_cell_made_for_text():
    made = openpyxl.load_workbook(BytesIO(rubric_book_bytes(HOUSE.revised(version="1.10"), NOON)))
    cell = next(row[1] for row in made["Guideline"].iter_rows() if row[0].value == "Version")
    assert (cell.value, cell.number_format) == ("1.10", "@")


def test_what_looks_like_a_formula_stays_text():
    made = openpyxl.load_workbook(BytesIO(rubric_book_bytes(rubric([{"id": "A1", "guidance": "=1+1"}]), NOON)))
    cell = column(made["Criteria"], "Guidance")[0]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_days_are_dates(book):
    assert column(book["Changes"], "Date")[0].value.date() == HOUSE.changes[0].date == date(2026, 11, 23)


@pytest.mark.parametrize("bad", ["x" * 32_701, "a\x07b"])
def test_a_text_that_no_cell_can_hold_is_refused_instead_of_changed(bad: str):
    with pytest.raises(WriteError, match=r"“Guidance” of Criteria no\. 2 .* Shorten it"):
        rubric_book_bytes(rubric([{"id": "A1"}, {"id": "A2", "guidance": bad}]), NOON)


# ---------------------------------------------------------------- spelling


@given(elaborate.texts.map(str.strip), st.booleans())
def test_a_text_is_read_as_it_was_spelled(value: str, blank: bool):
    assert read_text(text(value, blank=blank)) == value
    assert blank or text(value, blank=blank)


@given(st.lists(elaborate.texts.map(str.strip), min_size=1, max_size=5))
def test_a_list_is_read_as_it_was_spelled(items: list[str]):
    assert read_list(listed(items)) == items


def test_a_list_typed_by_hand_may_have_blank_lines_and_bullets():
    assert read_list("One\n\n Two \n") == ["One", " Two "]
    assert read_list("• One\nand more\n•Two") == ["One\nand more", "Two"]


@given(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)))
def test_a_number_is_read_as_it_was_spelled(value: float):
    spelled = number(value)
    if isinstance(spelled, str):
        assert read_number(spelled) == elaborate.exactly(value)
    else:
        assert spelled == value == float(f"{value:.15g}")
