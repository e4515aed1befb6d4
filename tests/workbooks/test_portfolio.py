"""The portfolio as a file: what stands where, what follows what, and what another program can rely on."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from standards.errors import StandardsError
from standards.reviews.model import Rating
from standards.scoring.portfolio import Portfolio
from standards.workbooks.choices import choice_lists
from standards.workbooks.digest import content_digest
from standards.workbooks.identity import SHEET, Identity
from standards.workbooks.matrix.marks import mark
from standards.workbooks.portfolio import PortfolioInput, file_name, portfolio_bytes, portfolio_workbook
from standards.workbooks.sheet import Formula
from tests.making import outcome, rubric
from tests.workbooks.portfolios import inputs, portfolio, standing
from tests.workbooks.reading import texts
from tests.workbooks.reports import MADE, SHIPPED, every_family, shipped

VISIBLE = ["Summary", "Matrix", "Domains", "Criteria", "Method", "Lists"]
PORTABLE = {
    "SUM", "SUMIFS", "SUMPRODUCT", "COUNT", "COUNTIFS", "AVERAGE", "MEDIAN", "RANK", "ROUND", "ABS", "N", "LEFT",
    "INDEX", "MATCH", "IF", "IFERROR", "AND", "ISNUMBER",
}  # fmt: skip
"""What Excel 2010, LibreOffice and the web programs all know under this name."""
HOUSE = shipped("house-draft/0.1")


def opened(made: PortfolioInput, *, values: bool = False):
    return openpyxl.load_workbook(BytesIO(portfolio_bytes(made)), data_only=values)


@pytest.fixture(scope="module")
def book():
    return opened(inputs(HOUSE, 12))


@pytest.fixture(scope="module")
def stored():
    return opened(inputs(HOUSE, 12), values=True)


def column(sheet, text: str) -> list:
    """The cells below a heading of the sheet's table; criteria may be titled like a heading, so the table is asked."""
    (table,) = sheet.tables.values()
    left, top, _, bottom = range_boundaries(table.ref)
    place = [one.name for one in table.tableColumns].index(text)
    return [sheet.cell(row, left + place) for row in range(top + 1, bottom + 1)]


def values(sheet, text: str) -> list:
    return [cell.value for cell in column(sheet, text)]


# ---------------------------------------------------------------- sheets


def test_six_sheets_are_shown_and_one_never(book):
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        *((title, "visible") for title in VISIBLE),
        (SHEET, "veryHidden"),
    ]


def test_the_workbook_says_three_times_whose_it_is(book):
    properties = {one.name: one.value for one in book.custom_doc_props.props}
    hidden = {row[0].value: row[1].value for row in book[SHEET].iter_rows() if row[1].value}
    assert {key: value for key, value in properties.items() if value} == hidden
    found = Identity.from_properties(properties)
    assert (found.kind, found.rubric, found.digest, found.line) == ("portfolio", HOUSE.id, HOUSE.digest, "12")
    said = next(text for text in texts(book["Summary"]) if text.startswith("Workbook code"))
    assert not Identity.from_text(said).contradicts(found)


@pytest.mark.parametrize("name", VISIBLE)
def test_every_sheet_says_that_nobody_has_issued_the_house_draft(book, name: str):
    assert any("STATUS: draft. Sample draft for practice. It is not issued by any body" in t for t in texts(book[name]))


@pytest.mark.parametrize("name", VISIBLE)
def test_every_printed_page_says_what_it_belongs_to(book, name: str):
    sheet = book[name]
    assert "12 programs" in sheet.oddFooter.left.text
    assert "(draft)" in sheet.oddFooter.right.text
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    printed = sheet.oddHeader.left.text or ""
    assert sheet.print_area.replace("'", "").startswith(f"{name}!$A$1:") or "not issued by any body" in printed


def test_the_same_inputs_are_the_same_bytes():
    one, other = (portfolio_bytes(inputs(HOUSE, 12)) for _ in range(2))
    assert one == other
    assert content_digest(one) != content_digest(portfolio_bytes(inputs(HOUSE, 12, seed=2)))


def test_the_file_name_says_rubric_size_and_day():
    assert file_name(inputs(HOUSE, 12)) == "portfolio_house-draft-0.1_12-programs_2026-11-23.xlsx"
    assert file_name(inputs(HOUSE, 1), "csv").endswith("_1-programs_2026-11-23.csv")


# ---------------------------------------------------------------- the matrix


@pytest.mark.parametrize("name", [*SHIPPED, "families", "domains"])
def test_a_row_says_of_each_program_what_the_engine_says(name: str):
    made = {"families": every_family(), "domains": every_family("domains")}.get(name) or shipped(name)
    given = inputs(made, 12)
    sheet = opened(given, values=True)["Matrix"]
    places = given.portfolio.places
    lists = choice_lists(made)
    assert values(sheet, "Rank") == [place.rank or "–" for place in places]
    shares = [place.standing.share for place in places]
    assert values(sheet, "Overall score") == ["–" if share is None else float(share) for share in shares]
    assert values(sheet, "Rated") == [place.standing.card.overall.rated for place in places]
    assert values(sheet, "Applicable") == [place.standing.card.overall.applicable for place in places]
    for criterion in made.criteria:
        item = lists[criterion.scale or made.scale]
        codes = [item.code_of(place.standing.card.criterion(criterion.id)) for place in places]
        words = {choice.code: mark(choice) for choice in item.choices}
        assert values(sheet, criterion.id) == [words[code] for code in codes]


def test_titles_from_right_to_left_and_titles_that_could_act_stay_texts(book):
    cells = {cell.value: cell for cell in column(book["Matrix"], "Program")}
    assert cells["ניתוח נתונים למנהלים"].alignment.readingOrder == 2
    assert cells["=Cyber security basics"].data_type == "s"
    assert cells["=Cyber security basics"].quotePrefix


def test_every_state_has_its_own_mark_and_none_is_empty(book):
    marks = {cell.value for criterion in HOUSE.criteria for cell in column(book["Matrix"], criterion.id)}
    assert marks == {"● 3", "◐ 2", "○ 1", "?", "×", "…", "–"}


def test_each_cell_offers_the_marks_of_its_scale(book):
    made = every_family()
    full = opened(inputs(made, 12))
    sheet = full["Matrix"]
    lists = choice_lists(made)
    for criterion in made.criteria:
        cell = column(sheet, criterion.id)[0]
        rule = next(one for one in sheet.data_validations.dataValidation if cell.coordinate in one.sqref)
        left, right = re.findall(r"\$A\$(\d+)", rule.formula1)
        offered = [full["Lists"].cell(row, 1).value for row in range(int(left), int(right) + 1)]
        item = lists[criterion.scale or made.scale]
        assert offered[: item.levels] == [mark(choice) for choice in item.choices if choice.level]
        assert ("–" in offered) == (criterion.id != "C1" or "–" in {c.value for c in column(sheet, "C1")})


def test_a_program_without_a_score_says_why_instead_of_a_rank(stored):
    sheet = stored["Matrix"]
    said = dict(zip(values(sheet, "Program"), values(sheet, "What the score rested on at export"), strict=True))
    assert said["Beekeeping"] == "no score: no review has begun"
    assert said["Kōrero Māori"] == "no score: every criterion is set aside as not applicable"
    assert "27 of 27 applicable criteria rated" in said["Network repair"]


def test_a_criterion_named_like_one_of_our_headings_keeps_its_column():
    made = rubric([{"id": "Rank"}, {"id": "rated"}, {"id": "A1"}], [outcome("only")])
    given = PortfolioInput(portfolio=portfolio(made, 4), generated=MADE, tool_version="0")
    sheet = opened(given)["Matrix"]
    names = [one.name for one in sheet.tables["tblMatrix"].tableColumns]
    assert len({name.casefold() for name in names}) == len(names)
    assert {"Rank (criterion)", "rated (criterion)", "A1"} <= set(names)


def test_levels_without_a_symbol_and_symbols_with_a_meaning_of_their_own_are_told_apart():
    levels = (
        {"key": "a", "label": "* Poor", "symbol": "?", "points": 0},
        {"key": "b", "label": "3", "points": "1/3"},
        {"key": "c", "label": "Good", "symbol": '"', "points": 1},
    )
    made = rubric([{"id": "A1"}, {"id": "A2"}], levels=levels, target="c")
    item = choice_lists(made)["s"]
    assert [mark(choice) for choice in item.choices] == ["? 1", "L2", '" 3', "?", "×", "…", "–"]


# ---------------------------------------------------------------- the other sheets


def test_the_criteria_sheet_counts_programs_by_level_and_absence(stored):
    given = inputs(HOUSE, 12).portfolio
    sheet = stored["Criteria"]
    assert values(sheet, "ID") == [spread.criterion for spread in given.criteria]
    assert values(sheet, "○ Not met") == [spread.levels["not_met"] for spread in given.criteria]
    assert values(sheet, "… Not yet rated") == [spread.absences["not yet"] for spread in given.criteria]
    assert values(sheet, "Share at target") == [float(spread.share) for spread in given.criteria]
    assert values(sheet, "Open gaps") == [spread.gaps for spread in given.criteria]


def test_what_everybody_misses_and_what_nobody_rated_stand_out():
    made = rubric([{"id": "A1"}, {"id": "A2"}, {"id": "A3"}])
    low = {"A1": Rating(criterion="A1", level="partly"), "A3": Rating(criterion="A3", level="met")}
    given = Portfolio(made, tuple(standing(made, low, number) for number in range(3)))
    sheet = opened(PortfolioInput(portfolio=given, generated=MADE, tool_version="0"), values=True)["Criteria"]
    notes = dict(zip(values(sheet, "ID"), values(sheet, "What stands out"), strict=True))
    assert notes == {"A1": "▲ Everybody below target", "A2": "… Nobody rated yet", "A3": "✓ Everybody at target"}
    assert dict(zip(values(sheet, "ID"), values(sheet, "Share at target"), strict=True))["A2"] == "–"


def test_the_domains_sheet_follows_the_matrix_row_by_row(book, stored):
    given = inputs(HOUSE, 12).portfolio
    for domain in HOUSE.domains:
        shares = [place.standing.card.domain(domain.id).score.share for place in given.places]
        found = values(stored["Domains"], domain.title)
        assert found == ["–" if share is None else pytest.approx(float(share)) for share in shares]
    rows = [cell.row for cell in column(book["Matrix"], "Program")]
    assert values(book["Domains"], "Program") == [f"=Matrix!$B{row}" for row in rows]


def test_the_summary_names_the_criteria_most_often_missed_and_the_closest_programs(stored):
    given = inputs(HOUSE, 12).portfolio
    said = texts(stored["Summary"])
    assert [spread.criterion for spread in given.most_missed()] == [
        text for text in said if text in HOUSE.by_id and text in {one.criterion for one in given.criteria}
    ]
    titles = {one.title for one in given.closest()}
    assert titles <= set(said)


def test_the_recommendations_add_up_to_the_programs(stored):
    sheet = stored["Lists"]
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Recommendation")
    found = {}
    row = head.row + 1
    while sheet.cell(row, 1).value:
        found[sheet.cell(row, 1).value] = sheet.cell(row, 2).value
        row += 1
    given = inputs(HOUSE, 12).portfolio
    assert sum(found.values()) == 12
    assert list(found.values()) == [tally.programs for tally in given.tallies if tally.outcome is not None] + [
        count for words, count in found.items() if words[0] in "…?–"
    ]
    assert all(words[:2] in ("✓ ", "△ ", "▲ ", "… ", "? ", "– ") for words in found)


def test_the_method_says_which_review_stands_and_gives_both_digests(book):
    said = texts(book["Method"])
    assert any("a finished review before an unfinished one" in text for text in said)
    assert HOUSE.digest in said
    assert inputs(HOUSE, 12).portfolio.digest in said


# ---------------------------------------------------------------- every formula


@pytest.mark.parametrize("programs", [0, 1, 3, 12])
def test_every_formula_has_a_value_and_uses_portable_functions(programs: int):
    for made in (HOUSE, every_family("domains"), rubric([{"id": "A1"}])):
        book = portfolio_workbook(inputs(made, programs))
        live = [c.content for s in book.sheets for c in s.cells.values() if isinstance(c.content, Formula)]
        assert len(live) > 15
        assert all(isinstance(one.value, str | int | float) for one in live)
        used = {word for one in live for word in re.findall(r"([A-Z.]+)\(", re.sub(r'"[^"]*"', "", one.text))}
        assert used <= PORTABLE


def test_row_formulas_look_at_their_own_row_and_the_working_rows_only(book):
    for title in ("Rated", "At target", "Earned", "Attainable", "Essential at target"):
        for cell in column(book["Matrix"], title):
            own = re.findall(r"(?<![!$A-Z])\$[A-Z]+(\d+)", cell.value)
            assert set(own) == {str(cell.row)}, cell.value
            assert cell.value.count("Lists!") == 2


def test_no_formula_is_longer_than_excel_allows():
    book = portfolio_workbook(inputs(every_family("domains"), 12))
    assert (
        max(len(c.content.text) for s in book.sheets for c in s.cells.values() if isinstance(c.content, Formula)) < 8192
    )


def test_charts_have_words_for_those_who_cannot_see_them(book):
    assert (len(book["Summary"]._charts), len(book["Criteria"]._charts)) == (2, 1)
    made = portfolio_workbook(inputs(HOUSE, 12))
    assert all(len(chart.alt) > 60 for sheet in made.sheets for chart in sheet.charts)
    assert all(table.alt for sheet in made.sheets for table in sheet.tables)


def test_no_cell_is_merged(book):
    assert [sheet.title for sheet in book if sheet.merged_cells.ranges] == []


# ---------------------------------------------------------------- sizes


def test_no_program_is_a_polite_sentence_and_no_table():
    book = opened(inputs(HOUSE, 0), values=True)
    for name in ("Summary", "Matrix", "Domains"):
        assert "No program has been reviewed under this rubric yet." in texts(book[name])
    assert not book["Matrix"].tables
    assert not [text for sheet in book for text in texts(sheet) if text.startswith("#")]


def test_one_program_is_first_of_one():
    book = opened(inputs(HOUSE, 1), values=True)
    assert values(book["Matrix"], "Rank") == [1]
    assert "Portfolio: 1 program" in texts(book["Summary"])


def test_programs_that_are_all_set_aside_or_untouched_have_no_rank_and_no_score():
    given = portfolio(HOUSE, 12)
    some = tuple(one for one in given if one.share is None)
    book = opened(PortfolioInput(portfolio=Portfolio(HOUSE, some), generated=MADE, tool_version="0"), values=True)
    assert set(values(book["Matrix"], "Rank")) == {"–"}
    assert set(values(book["Domains"], "Assessment")) == {"–"}


@pytest.mark.slow
def test_a_thousand_programs_fit():
    book = opened(inputs(HOUSE, 1000), values=True)
    assert len(values(book["Matrix"], "Rank")) == 1000


def test_more_criteria_than_columns_are_refused_before_anything_is_made():
    made = rubric([{"id": f"A{number}"} for number in range(16_400)])
    with pytest.raises(StandardsError, match="16,400 criteria, where a sheet has 16,384 columns"):
        portfolio_bytes(PortfolioInput(portfolio=Portfolio(made, ()), generated=MADE, tool_version="0"))


def test_a_title_of_control_characters_and_a_very_long_one_are_written():
    given = portfolio(HOUSE, 2)
    odd = (replace(given.standings[0], title="a\x00b\u202ec"), replace(given.standings[1], title="x" * 40_000))
    book = opened(PortfolioInput(portfolio=Portfolio(HOUSE, odd), generated=MADE, tool_version="0"))
    found = values(book["Matrix"], "Program")
    assert "a\ufffdbc" in found
    assert max(map(len, found)) < 32_768
