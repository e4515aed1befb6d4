"""What stands in a workbook's cells is read as a person typed it, and nothing else of the file is trusted."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.worksheet.formula import ArrayFormula

from standards.errors import WorkbookRefused
from standards.workbooks.back.book import Book, Held, Page
from standards.workbooks.back.escapes import plain
from standards.workbooks.back.reader import read
from standards.workbooks.back.wire import from_bytes, to_bytes
from standards.workbooks.build import SheetBuilder
from standards.workbooks.gap_report import gap_report, gap_report_bytes
from standards.workbooks.sheet import Column, Formula, Paper, Workbook
from standards.workbooks.text import clean
from standards.workbooks.writer import write
from tests.workbooks.back.parts import BOOK, LINKS, SHEET, STRINGS, plain_parts, sheet, strings, workbook
from tests.workbooks.reports import inputs, shipped, some_ratings

TEXTS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["=1+1", "+1",
         "-1", "@a", "\t=1", "'=1", "_x0041_", "x005F_", "_x005F_", "a\r\nb\rc", "👩🏽‍🏫 é", "שלום (1)", "﷽",
         " two  blanks ", "\ud83d", "\x00\x07\x1b", "￾", "007", "1.10", "TRUE", "#N/A", "2/3", "]]>", "<b>&amp;"]
    ),
)  # fmt: skip


def page(rows: str, **more: bytes) -> Page:
    return read(workbook({SHEET: sheet(rows)} | {STRINGS: more["strings"]} if more else {SHEET: sheet(rows)})).pages[0]


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def written(*texts: str) -> bytes:
    builder = SheetBuilder("Texts", [Column(20)])
    for row, text in enumerate(texts):
        builder.put(row, 0, text, "text")
    made = builder.sheet(paper=Paper(0))
    return write(Workbook("t", "s", "a", "k", "c", datetime(2026, 11, 23), (made,)))  # noqa: DTZ001  # as writer wants


def test_the_least_workbook_is_read():
    held = {(0, 0): Held("Rating"), (0, 1): Held(2)}
    assert read(workbook()) == Book((Page("Scoring", held),), {})


@settings(max_examples=40)
@given(texts=st.lists(TEXTS, min_size=1, max_size=12))
def test_every_text_we_write_is_read_back(texts):
    cells = read(written(*texts)).pages[0].cells
    assert [cells.get((row, 0), Held("")).value for row in range(len(texts))] == [clean(text) for text in texts]
    assert {held.formula for held in cells.values()} <= {""}


@pytest.mark.parametrize("name", ["cmf/2019", "house-draft/0.1"])
def test_a_gap_report_is_read_as_it_was_written(name):
    made = shipped(name)
    given = inputs(made, some_ratings(made, 3))
    report, book = gap_report(given), read(gap_report_bytes(given))
    assert [page.name for page in book.pages] == [sheet.name for sheet in report.sheets]
    assert dict(book.properties) == dict(report.properties)
    assert [page.state for page in book.pages][-1] == "veryHidden"
    for ours, theirs in zip(report.sheets, book.pages, strict=True):
        for place, (content, _) in ours.cells.items():
            held = theirs.cells.get(place, Held(None))
            if isinstance(content, Formula):
                assert held.formula == content.text
                assert held.value == pytest.approx(content.value) or not (held.value or content.value)
            elif isinstance(content, str | int):
                assert held == Held(content)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="str"><v>=1+1</v></c>',
        '<c r="A1" t="inlineStr"><is><t>=1+1</t></is></c>',
        '<c r="A1" t="s"><v>0</v></c>',
        '<c r="A1" t="inlineStr" quotePrefix="1"><is><r><t>=1</t></r><r><t>+1</t></r></is></c>',
    ],
)
def test_a_text_that_looks_like_a_formula_stays_a_text(cell):
    assert page(f'<row r="1">{cell}</row>', strings=strings("=1+1")).cells[0, 0] == Held("=1+1")


def test_a_formula_is_read_with_the_value_last_worked_out():
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c></row>'
    cells = page(rows + '<row r="2"><c r="A2"><f>NOW()</f></c></row>').cells
    assert cells[0, 0] == Held(2, "=1+1")
    assert cells[0, 1] == Held("ab", '="a"&"b"')
    assert cells[1, 0] == Held(None, "=NOW()")


def test_an_error_is_flagged():
    cells = page('<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>').cells
    assert cells[0, 0] == Held("#N/A", "", True)
    assert cells[0, 1] == Held("#DIV/0!", "=1/0", True)


def test_a_number_beyond_all_numbers_is_an_error():
    assert page('<row r="1"><c r="A1"><v>1E999</v></c></row>').cells[0, 0] == Held("#NUM!", "", True)


def test_formulas_that_share_a_text_are_each_told_for_their_own_place():
    rows = '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>2</v></c></row>'
    cells = page(rows + '<row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c></row>').cells
    assert [cells[row, 0].formula for row in (0, 1)] == ["=B1*2", "=B2*2"]


def test_array_and_table_formulas_have_a_text():
    book = openpyxl.Workbook()
    book.active["A1"] = ArrayFormula("A1:A2", "=SUM(B1:B2*2)")
    assert read(saved(book)).pages[0].cells[0, 0].formula == "=SUM(B1:B2*2)"
    rows = '<row r="1"><c r="A1"><f t="dataTable" ref="A1:B2" dt2D="1" r1="C1" r2="D1"/><v>1</v></c></row>'
    assert page(rows).cells[0, 0] == Held(1, "=TABLE(C1,D1)")


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("_x0041_", "A"),
        ("_x005F_x0041_", "_x0041_"),
        ("x005F_", "x005F_"),
        ("a_x000D_\nb", "a\nb"),
        ("a&#13;b", "a\nb"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_", "�"),
        ("_x0007_", "�"),
        ("_x004_", "_x004_"),
    ],
)
def test_escapes_are_undone_wherever_a_text_may_stand(stored, text):
    cells = ('t="s"><v>0</v>', f't="str"><v>{stored}</v>', f't="inlineStr"><is><t>{stored}</t></is>')
    rows = "".join(f'<row r="{row}"><c r="A{row}" {cell}</c></row>' for row, cell in enumerate(cells, 1))
    found = page(rows, strings=strings(stored)).cells
    assert [found[row, 0] for row in range(3)] == [Held(text)] * 3


@given(text=st.text())
def test_plain_text_never_holds_what_xml_cannot(text):
    assert clean(plain(text))[:30_000] == plain(text)[:30_000]


def test_values_of_every_kind_keep_their_kind():
    book = openpyxl.Workbook()
    kinds = [True, 3, 0.5, date(2026, 11, 23), datetime(2026, 11, 23, 15, 4), time(15, 4), timedelta(hours=30), "x", ""]  # noqa: DTZ001
    for row, value in enumerate(kinds, 1):
        book.active.cell(row, 1, value)
    cells = read(saved(book)).pages[0].cells
    found = [cells[row, 0].value for row in range(8)]
    assert found == [True, 3, 0.5, datetime(2026, 11, 23), *kinds[4:8]]  # noqa: DTZ001
    assert found[0] is True
    assert (8, 0) not in cells


def test_dates_are_counted_from_1904_where_the_book_says_so():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = date(2026, 11, 23)
    assert read(saved(book)).pages[0].cells[0, 0].value == datetime(2026, 11, 23)  # noqa: DTZ001


def test_rich_text_is_read_as_plain_text():
    book = openpyxl.Workbook()
    book.active["A1"] = CellRichText("Met ", TextBlock(InlineFont(b=True), "in part"))
    assert read(saved(book)).pages[0].cells[0, 0] == Held("Met in part")


def test_phonetic_guides_are_no_part_of_a_text():
    guided = strings().replace(b"</sst>", "<si><t>評価</t><rPh sb='0' eb='2'><t>ひょうか</t></rPh></si></sst>".encode())
    assert page('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=guided).cells[0, 0] == Held("評価")


def test_merged_ranges_states_charts_and_comments():
    book = openpyxl.Workbook()
    book.active.title = "Scoring"
    book.active["B2"] = "kept"
    book.active["B2"].comment = Comment("not read", "Ana")
    book.active.merge_cells("B2:D4")
    book.create_sheet("Hidden").sheet_state = "hidden"
    book.create_sheet("Deep").sheet_state = "veryHidden"
    book.create_chartsheet("Chart").add_chart(BarChart())
    found = read(saved(book))
    assert [(page.name, page.state) for page in found.pages] == [
        ("Scoring", "visible"), ("Hidden", "hidden"), ("Deep", "veryHidden"),
    ]  # fmt: skip
    assert found.pages[0].merged == ((1, 1, 3, 3),)
    assert dict(found.pages[0].cells) == {(1, 1): Held("kept")}


def test_document_properties_of_any_kind_come_back_as_text():
    from openpyxl.packaging import custom

    book = openpyxl.Workbook()
    book.custom_doc_props.append(custom.StringProperty(name="code", value="cmf/2019"))
    book.custom_doc_props.append(custom.IntProperty(name="schema", value=1))
    book.custom_doc_props.append(custom.BoolProperty(name="final", value=True))
    assert dict(read(saved(book)).properties) == {"code": "cmf/2019", "schema": "1", "final": "true"}


def test_a_sheet_that_the_book_names_but_does_not_hold_is_noticed():
    links = plain_parts()[LINKS].replace(b"sheet1.xml", b"sheet9.xml")
    with pytest.raises(WorkbookRefused) as caught:
        read(workbook({LINKS: links}))
    assert caught.value.code == "X07"


def test_what_openpyxl_raises_stays_behind_the_refusal():
    with pytest.raises(WorkbookRefused) as caught:
        read(workbook({BOOK: plain_parts()[BOOK].replace(b"rId1", b"rId9")}))
    assert isinstance(caught.value.__cause__, KeyError)


def test_a_book_without_sheets_is_damaged():
    with pytest.raises(WorkbookRefused) as caught:
        read(workbook({BOOK: b"<workbook/>"}))
    assert caught.value.code == "X07"


def test_shared_formulas_beyond_all_measure_read_as_the_first():
    first = '<row r="1"><c r="A1"><f t="shared" si="0">' + "+".join(["B1"] * 2_000) + "</f></c></row>"
    rest = "".join(f'<row r="{row}"><c r="A{row}"><f t="shared" si="0"/></c></row>' for row in range(2, 4_000))
    cells = page(first + rest).cells
    assert cells[1, 0].formula.startswith("=B2+B2")
    assert cells[3_998, 0].formula == cells[0, 0].formula


MOMENTS = st.one_of(
    st.datetimes(), st.dates(), st.times(), st.timedeltas(), st.text(), st.integers(), st.booleans(), st.none(),
    st.floats(allow_nan=False, allow_infinity=False),
)  # fmt: skip
PAGES = st.builds(
    Page,
    st.text(),
    st.dictionaries(
        st.tuples(st.integers(0, 9), st.integers(0, 9)), st.builds(Held, MOMENTS, st.text(), st.booleans()), max_size=9
    ),
    st.lists(st.tuples(*[st.integers(0, 9)] * 4), max_size=2).map(tuple),
    st.sampled_from(["visible", "hidden", "veryHidden"]),
)


@given(pages=st.lists(PAGES, max_size=3), properties=st.dictionaries(st.text(), st.text(), max_size=3))
def test_a_book_arrives_as_it_was_sent(pages, properties):
    book = Book(tuple(pages), properties)
    back = from_bytes(to_bytes(book))
    assert back == book
    kinds = [[type(held.value) for held in page.cells.values()] for page in book.pages]
    assert [[type(held.value) for held in page.cells.values()] for page in back.pages] == kinds
