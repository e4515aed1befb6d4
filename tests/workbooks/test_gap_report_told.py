"""The gap report for its readers: everyone can use it, and it tells what they have to know."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import openpyxl
import pytest
from defusedxml.ElementTree import fromstring

from standards.reviews.model import Rating
from standards.workbooks.choices import choice_lists
from standards.workbooks.gap_report import gap_report, gap_report_bytes
from standards.workbooks.measure import column_pixels
from tests.making import outcome, rubric
from tests.workbooks.reading import column, heading, texts
from tests.workbooks.reports import MADE, SHIPPED, every_family, inputs, shipped, some_ratings

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


# ---------------------------------------------------------------- everyone can use it


def test_no_cells_are_merged(book):
    assert [sheet.title for sheet in book if sheet.merged_cells.ranges] == []


def test_every_chart_and_every_table_has_a_description(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        drawn = [fromstring(archive.read(name)) for name in archive.namelist() if "drawings/drawing" in name]
        described = [e.get("descr") for one in drawn for e in one.iter() if e.tag.endswith("}cNvPr")]
        tables = [archive.read(name).decode() for name in archive.namelist() if "tables/table" in name]
    assert len(described) == 2
    assert all(text and len(text) > 40 for text in described)
    assert len(tables) == 7
    assert all("altTextSummary=" in text for text in tables)


def test_each_chart_ends_where_its_columns_end():
    sheet = gap_report(inputs(HOUSE, RATINGS)).sheets[0]
    left, right = sheet.charts
    assert (left.left, right.right) == (1, len(sheet.columns) - 1)
    assert right.left == left.right + 1
    assert left.height == right.height
    data = gap_report_bytes(inputs(HOUSE, RATINGS))
    drawing = zipfile.ZipFile(BytesIO(data)).read("xl/drawings/drawing1.xml").decode()
    columns = [int(number) for number in re.findall(r"<xdr:col>(\d+)</xdr:col>", drawing)]
    offsets = [int(number) for number in re.findall(r"<xdr:colOff>(\d+)</xdr:colOff>", drawing)]
    assert columns == [left.left, left.right + 1, right.left, right.right + 1]
    assert offsets == [0, 0, 0, 0]
    assert column_pixels(sheet.columns[left.left].width) > 100  # the overall score, at 20 points, fits its column


TINT_OF = {"▲": "tint essential", "△": "tint gap", "✓": "tint reached", "≠": "tint gap"}


def test_colours_are_for_the_column_they_read_and_for_every_row_of_it():
    made = shipped("cmf/2019")
    for sheet in gap_report(inputs(made, some_ratings(made, 1))).sheets:
        for tint in sheet.tints:
            rows = {int(row) for row in re.findall(r"\$?[A-Z]+\$?(\d+)", tint.when)}
            assert rows == {tint.top + 1}, f"{sheet.name}: {tint}"
            assert (sheet.cells[tint.top, tint.left].content, sheet.cells[tint.bottom, tint.left].content) != (
                None,
                None,
            )
            assert (tint.bottom + 1, tint.left) not in sheet.cells or sheet.cells[tint.bottom + 1, tint.left].style in (
                "blank", "small", "text", "small bold",
            ), f"{sheet.name}: {tint}"  # fmt: skip
            if symbol := re.search(r'LEFT\([^)]*\)="([▲△✓≠])"', tint.when):
                assert tint.style == TINT_OF[symbol[1]] or sheet.name == "Method & provenance"


def test_charts_show_every_domain_and_every_word():
    for made in (HOUSE, every_family()):
        report = gap_report(inputs(made, some_ratings(made, 1)))
        scores, ratings = report.sheets[0].charts
        for series in (*scores.series, *ratings.series):
            for span in (series.categories, series.values):
                first, last = map(int, re.findall(r"\$(\d+)", span))
                assert last - first + 1 == len(made.domains)
        words = {choice.word for item in choice_lists(made).values() for choice in item.choices}
        lists = next(sheet for sheet in report.sheets if sheet.name == "Lists")
        shown = set()
        for series in ratings.series:
            cell = series.name.split("!")[1].replace("$", "")
            row, col = (
                int(re.sub(r"\D", "", cell)) - 1,
                openpyxl.utils.column_index_from_string(re.sub(r"\d", "", cell)) - 1,
            )
            shown.add(lists.cells[row, col].content)
        assert shown == words


def test_links_say_where_they_lead(book):
    for sheet in book:
        for link in sheet._hyperlinks:
            shown = sheet[link.ref.split(":")[0]].value
            assert shown
            assert not shown.startswith(("http", "www", "mailto"))


def test_headings_are_unique_within_each_table(book):
    for sheet in book:
        for table in sheet.tables.values():
            assert table.name.startswith("tbl")
            assert len({name.casefold() for name in table.column_names}) == len(table.column_names)


# ---------------------------------------------------------------- what is told


def test_a_dispute_between_published_facts_stands_on_the_summary_with_both_sources():
    made = shipped("cmf/2019")
    said = texts(openpyxl.load_workbook(BytesIO(gap_report_bytes(inputs(made, some_ratings(made, 1)))))["Summary"])
    start = next(i for i, text in enumerate(said) if text.startswith("What a machine found"))
    block = " ".join(said[start:])
    assert "M1" in said[start:]
    assert (
        "≠ Dispute · Total study time: Published facts on workload hours disagree: 150 h fits 100–150 h, 156" in block
    )
    assert "12 weeks of 13 hours make 156 hours. — E1 Course page (example.org)" in block
    assert "15 credits make 150 hours. — E2 Handbook" in block


def test_without_findings_of_a_machine_there_is_no_such_block(book):
    calm = inputs(HOUSE, RATINGS, probes=())
    said = texts(openpyxl.load_workbook(BytesIO(gap_report_bytes(calm)))["Summary"])
    assert not any(text.startswith("What a machine found") for text in said)


def test_paraphrases_that_nobody_checked_are_counted():
    made = rubric([{"id": "A1", "source": {"mark": "known-high"}}, {"id": "B1"}], [outcome("only")])
    data = gap_report_bytes(inputs(made, {}))
    book = openpyxl.load_workbook(BytesIO(data))
    line = "1 of 2 paraphrases not yet checked against the text"
    assert line in texts(book["Method & provenance"])
    assert any(line in text for text in texts(book["Summary"]))


def test_an_essential_criterion_set_aside_is_named_on_the_summary_and_says_who_accepted_it():
    aside = {"B1": Rating(criterion="B1", absence="not applicable", reason="No licence.", accepted_by="M. Rossi")}
    made = rubric([{"id": "A1"}, {"id": "B1"}], [outcome("only")])
    book = openpyxl.load_workbook(BytesIO(gap_report_bytes(inputs(made, aside))), data_only=True)
    assert any(text.startswith("▲ 1 essential set aside") for text in texts(book["Summary"]))
    assert "Does not apply: No licence. Accepted by M. Rossi." in texts(book["Criteria"])


def test_who_rated_when_is_told_in_utc(stored):
    assert {cell.value for cell in column(stored["Criteria"], "By")} <= {"Ana Oliveira", None}
    assert MADE.replace(tzinfo=None) in [cell.value for cell in column(stored["Criteria"], "When (UTC)")]


def test_a_rating_without_history_has_no_name_and_no_date():
    made = rubric([{"id": "A1"}])
    data = gap_report_bytes(inputs(made, {"A1": Rating(criterion="A1", level="met")}, entries={}))
    sheet = openpyxl.load_workbook(BytesIO(data))["Criteria"]
    assert [cell.value for cell in column(sheet, "When (UTC)")] == ["–"]


def test_the_rule_is_told_with_bounds_and_verdicts(stored):
    said = texts(stored["Method & provenance"])
    trace = inputs(HOUSE, RATINGS).recommendation.trace
    words = [clause.words for step in trace for clause in step.clauses]
    assert [text for text in said if text in words] == words
    assert [text for text in said if text in ("✓ holds", "▲ fails", "… open")][-len(words) :] == [
        {"holds": "✓ holds", "fails": "▲ fails", "open": "… open"}[clause.verdict]
        for step in trace
        for clause in step.clauses
    ]


@pytest.mark.parametrize(
    "made", [HOUSE, every_family("criteria"), every_family("domains")], ids=["house", "one", "two"]
)
@pytest.mark.parametrize("seed", range(4))
def test_a_person_can_check_each_condition_from_its_row(made, seed: int):
    data = gap_report_bytes(inputs(made, some_ratings(made, seed)))
    sheet = openpyxl.load_workbook(BytesIO(data), data_only=True)["Method & provenance"]
    head = heading(sheet, "What is measured").row
    places = {cell.value: cell.column for cell in sheet[head]}
    row, seen = head + 1, 0
    while sheet.cell(row, places["Condition"]).value:
        shown = {name: sheet.cell(row, col).value for name, col in places.items() if name}
        for end in ("lowest", "highest"):
            figure = shown[f"At {end}"]
            if figure != "–" and shown["Criteria that apply"]:
                apart = round(figure - shown["Bound"], 9)
                assert shown[f"Holds at {end}"] == (apart >= 0 if shown["Needs"] == "≥" else apart <= 0), shown
                seen += 1
        row += 1
    assert seen >= 4


def test_a_profile_has_no_rule_to_show_and_says_so():
    made = rubric([{"id": "A1"}])
    book = openpyxl.load_workbook(BytesIO(gap_report_bytes(inputs(made, {}))), data_only=True)
    assert "◇  Profile, no decision" in texts(book["Summary"])
    assert not any("outcomes from best to worst" in text for text in texts(book["Method & provenance"]))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_rubric_tells_its_full_text(name: str):
    made = shipped(name)
    said = "\n".join(texts(openpyxl.load_workbook(BytesIO(gap_report_bytes(inputs(made, {}))))["Standard"]))
    for criterion in made.criteria:
        for text in (
            criterion.statement,
            criterion.enough,
            criterion.guidance,
            *criterion.levels.values(),
            *criterion.evidence,
        ):
            assert text in said
        mark = made.source_of(criterion).mark
        assert mark is None or mark.words in said
