"""The gap report as a file: what stands where, what may be changed, and what another program can rely on."""

from __future__ import annotations

import re
import subprocess
import sys
from io import BytesIO

import openpyxl
import pytest
from xlsxwriter.worksheet import Worksheet

from standards.reviews.model import Rating
from standards.workbooks.choices import choice_lists
from standards.workbooks.gap_report import gap_report, gap_report_bytes
from standards.workbooks.identity import Identity
from standards.workbooks.sheet import Formula
from tests.workbooks.reading import column, heading, texts
from tests.workbooks.reports import MADE, SHIPPED, every_family, inputs, shipped, some_ratings

VISIBLE = [
    "Summary", "Gaps & actions", "Criteria", "Reviewer comments", "Evidence", "Findings", "Standard",
    "Method & provenance", "Lists",
]  # fmt: skip
PORTABLE = {
    "SUM", "SUMIFS", "SUMPRODUCT", "COUNT", "COUNTIFS", "MAX", "ROUND", "INDEX", "MATCH", "IF", "IFERROR", "AND", "OR",
    "ISNUMBER", "INT",
}  # fmt: skip
"""What Excel 2010, LibreOffice and the web programs all know under this name."""
HOUSE = shipped("house-draft/0.1")
RATINGS = some_ratings(HOUSE, 11)


@pytest.fixture(scope="module")
def data() -> bytes:
    return gap_report_bytes(inputs(HOUSE, RATINGS))


@pytest.fixture(scope="module")
def book(data):
    return openpyxl.load_workbook(BytesIO(data))


@pytest.fixture(scope="module")
def stored(data):
    return openpyxl.load_workbook(BytesIO(data), data_only=True)


# ---------------------------------------------------------------- sheets


def test_nine_sheets_are_shown_and_one_never(book):
    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == VISIBLE
    assert [(sheet.title, sheet.sheet_state) for sheet in book][len(VISIBLE) :] == [("_standards", "veryHidden")]


def test_the_workbook_says_three_times_whose_it_is(book):
    properties = {one.name: one.value for one in book.custom_doc_props.props}
    hidden = {row[0].value: row[1].value for row in book["_standards"].iter_rows()}
    code = f"house-draft/0.1/{HOUSE.digest[:8]}/k3xw9q2mzt7a@0"
    assert properties == {key: value for key, value in hidden.items() if str(key).startswith("standards.")}
    assert properties["standards.digest"] == HOUSE.digest
    found = Identity.from_properties(properties)
    assert found is not None
    assert found.code == code
    assert Identity.from_text(f"Workbook code {code}") is not None
    assert all(isinstance(value, str) for value in properties.values())
    assert any(text.endswith(code) for text in texts(book["Summary"]))


@pytest.mark.parametrize("name", VISIBLE)
def test_every_sheet_says_that_nobody_has_issued_the_house_draft(book, name: str):
    assert any("STATUS: draft. Sample draft for practice. It is not issued by any body" in t for t in texts(book[name]))


@pytest.mark.parametrize("name", VISIBLE)
def test_every_printed_page_says_what_it_belongs_to(book, name: str):
    sheet = book[name]
    assert "Weaving for beginners" in sheet.oddFooter.left.text
    assert "(draft)" in sheet.oddFooter.right.text
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    printed = sheet.oddHeader.left.text or ""
    assert sheet.print_area.startswith(f"'{name}'!$A$1:") or "not issued by any body" in printed


def test_a_program_whose_name_holds_an_ampersand_or_a_digit_keeps_its_footer():
    program = inputs(HOUSE, {}).program.model_copy(update={"title": "24 hours & more"})
    sheet = openpyxl.load_workbook(BytesIO(gap_report_bytes(inputs(HOUSE, {}, program))))["Summary"]
    assert "24 hours && more" in sheet.oddFooter.left.text  # written twice, printed once
    assert sheet.oddFooter.left.size == 8


def test_a_name_of_nothing_but_ampersands_still_fits_the_footer():
    program = inputs(HOUSE, {}).program.model_copy(update={"title": "&" * 300})
    rubric_ = HOUSE.model_copy(update={"disclaimer": "& " * 300})
    book = openpyxl.load_workbook(BytesIO(gap_report_bytes(inputs(rubric_, {}, program))))
    for name in VISIBLE:
        left = book[name].oddFooter.left.text
        assert left.strip("…")
        assert left.count("&") % 2 == 0


def test_the_summary_is_one_page(book):
    setup = book["Summary"].page_setup
    assert book["Summary"].sheet_properties.pageSetUpPr.fitToPage
    assert (setup.fitToWidth or 1, setup.fitToHeight if setup.fitToHeight is not None else 1) == (1, 1)


def test_document_properties_name_program_rubric_and_reviewer(book):
    said = book.properties
    assert said.title == "Gap report: Weaving for beginners"
    assert said.creator == "Ana Oliveira"
    assert "House draft" in said.subject
    assert "not issued by any body" in said.description
    assert said.created == MADE.replace(tzinfo=None)


# ---------------------------------------------------------------- what people do in it


@pytest.mark.parametrize("name", [*SHIPPED, "families"])
def test_each_rating_cell_offers_the_words_of_its_scale_and_the_absences(name: str):
    made = every_family() if name == "families" else shipped(name)
    book = openpyxl.load_workbook(BytesIO(gap_report_bytes(inputs(made, some_ratings(made, 2)))))
    sheet = book["Criteria"]
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        where, cells = rule.formula1.split("!")
        words = [cell.value for (cell,) in book[where.strip("'")][cells.replace("$", "")]]
        offered |= {cell: words for span in rule.sqref.ranges for row in span.rows for cell in [(row[0][0], row[0][1])]}
        assert (rule.type, rule.showErrorMessage) == ("list", True)
    lists = choice_lists(made)
    for cell, criterion in zip(column(sheet, "Rating"), made.criteria, strict=True):
        expected = [choice.word for choice in lists[criterion.scale or made.scale].choices]
        if made.not_applicable_for(criterion).value == "not allowed":
            expected.remove("– Not applicable")
        assert offered[cell.row, cell.column] == expected, criterion.id


def test_owner_and_date_are_free_and_effort_and_status_are_lists(book):
    sheet = book["Gaps & actions"]
    lists = {str(rule.sqref).split(":")[0].rstrip("0123456789"): rule for rule in sheet.data_validations.dataValidation}
    assert set(lists) == {heading(sheet, "Action status").column_letter, heading(sheet, "Effort").column_letter}
    for name in ("Owner", "Action milestone", "Due date", "Effort", "Action status", "Accepted deviation",
                 "Closure evidence", "Verified by"):  # fmt: skip
        cells = column(sheet, name)
        assert cells
        assert all(cell.fill.fgColor.rgb == "FFFFFBE6" and not cell.protection.locked for cell in cells), name


def test_only_rating_cells_can_be_changed_where_formulas_live(book):
    guarded = {sheet.title for sheet in book if sheet.protection.sheet}
    assert guarded == {"Summary", "Criteria", "Method & provenance", "Lists", "_standards"}
    assert all(book[name].protection.password is None for name in guarded)
    free = {cell.coordinate for row in book["Criteria"].iter_rows() for cell in row if not cell.protection.locked}
    assert free == {cell.coordinate for cell in column(book["Criteria"], "Rating")}
    for name in ("Summary", "Method & provenance", "Lists"):
        assert all(cell.protection.locked for row in book[name].iter_rows() for cell in row)


def test_a_protected_sheet_still_lets_people_filter_and_widen_columns(book):
    protection = book["Criteria"].protection
    assert not any(
        (protection.autoFilter, protection.formatColumns, protection.formatRows, protection.selectLockedCells)
    )


@pytest.mark.parametrize(
    ("name", "head", "kept"),
    [("Gaps & actions", "No.", "Criterion"), ("Criteria", "ID", "Criterion"), ("Evidence", "ID", "Title"),
     ("Standard", "ID", "Criterion")],
)  # fmt: skip
def test_heads_and_names_stay_in_view(book, name: str, head: str, kept: str):
    sheet = book[name]
    assert sheet.freeze_panes == sheet.cell(heading(sheet, head).row + 1, heading(sheet, kept).column + 1).coordinate


def test_gap_rows_are_the_gaps_in_order_of_priority(book):
    gaps = inputs(HOUSE, RATINGS).gaps
    sheet = book["Gaps & actions"]
    assert [cell.value for cell in column(sheet, "ID")] == [gap.criterion for gap in gaps]
    assert [cell.value for cell in column(sheet, "Priority")] == [gap.urgency for gap in gaps]
    assert [cell.value for cell in column(sheet, "What was seen")] == [gap.rationale or None for gap in gaps]


def test_a_gap_leads_to_its_full_text(book):
    rows = {cell.value: cell.row for cell in column(book["Standard"], "ID")}
    for name in ("Gaps & actions", "Criteria"):
        for cell in column(book[name], "ID"):
            assert cell.hyperlink.location == f"Standard!A{rows[cell.value]}"


def test_without_gaps_a_sentence_stands_where_the_list_would():
    met = {c.id: Rating(criterion=c.id, level="met") for c in HOUSE.criteria}
    sheet = openpyxl.load_workbook(BytesIO(gap_report_bytes(inputs(HOUSE, met))))["Gaps & actions"]
    assert "No gap in what has been rated." in texts(sheet)
    assert not sheet.tables
    assert not sheet.data_validations.dataValidation


# ---------------------------------------------------------------- formulas


@pytest.mark.parametrize(
    "made", [HOUSE, every_family("criteria"), every_family("domains")], ids=["house", "one", "two"]
)
def test_formulas_use_only_functions_that_every_program_knows(made):
    report = gap_report(inputs(made, some_ratings(made, 1)))
    live = [
        cell.content.text
        for sheet in report.sheets
        for cell in sheet.cells.values()
        if isinstance(cell.content, Formula)
    ]
    bare = [re.sub(r'"[^"]*"', "", text) for text in live]
    assert {name for text in bare for name in re.findall(r"([A-Z][A-Z.]+)\(", text)} <= PORTABLE
    assert not any("#REF" in text or "$A:$A" in text or "{" in text for text in bare)
    assert max(map(len, live)) < 8192
    assert max((len(part) for text in live for part in re.findall(r'"([^"]*)"', text)), default=0) <= 255


def test_no_formula_is_without_a_stored_value(book, stored):
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    found = stored[sheet.title][cell.coordinate].value
                    assert found is not None or '""' in cell.value, f"{sheet.title}!{cell.coordinate}"
                    assert not str(found).startswith("#")


def test_every_formula_that_gives_a_number_says_how_to_show_it(book, stored):
    shown = {
        f"{sheet.title}!{cell.coordinate}": cell.number_format
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and isinstance(stored[sheet.title][cell.coordinate].value, int | float)
    }
    assert len(shown) > 500
    assert [place for place, form in shown.items() if form in ("General", "@")] == []


def test_the_score_in_the_file_is_the_engines(book, stored):
    card = inputs(HOUSE, RATINGS).card
    label = heading(book["Summary"], "Overall score")
    assert stored["Summary"].cell(label.row + 1, label.column).value == float(card.overall.share)
    assert book["Summary"].cell(label.row + 1, label.column).number_format == "0.0 %"


def test_our_shortcut_writes_formulas_as_xlsxwriter_would():
    """Our worksheet skips XlsxWriter's search for functions that need a prefix; none of ours may need one."""
    for made in (HOUSE, every_family("domains")):
        for sheet in gap_report(inputs(made, some_ratings(made, 1))).sheets:
            live = {cell.content.text for cell in sheet.cells.values() if isinstance(cell.content, Formula)}
            assert all(Worksheet()._prepare_formula(text) == text[1:] for text in live)


# ---------------------------------------------------------------- where it stands in the house


def test_a_report_costs_nothing_until_a_file_is_asked_for():
    heavy = "{'xlsxwriter', 'openpyxl', 'pandas', 'sqlalchemy'}"
    asked = f"import sys, standards.workbooks.gap_report; print({heavy} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
