"""Whatever a reviewer typed is text in the workbook, and never acts."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.reviews.model import Rating
from standards.workbooks.gap_report import gap_report_bytes
from standards.workbooks.text import LIMIT, acts, clean, cut, host, name, right_to_left, web_address
from tests.making import rubric
from tests.workbooks.reports import inputs

TYPED = {
    "formula": "=1+1",
    "command": "+cmd|' /C calc'!A0",
    "minus": "-2+3",
    "at": "@SUM(A1:A9)",
    "link": "http://example.org/x",
    "inner link": "internal:Lists!A1",
    "array": "{=1+1}",
    "leading zeros": "007",
    "long number": "12345678901234567890",
    "escape": "_x0041_ stays",
    "emoji": "fine 👍🏽",
    "hebrew": "שלום עולם",
    "arabic": "مرحبا",
    "angle": "<b>&amp; \"quoted\" 'single'</b>",
    "lines": "first\nsecond",
    "date": "2/3",
    "error": "#N/A",
    "truth": "TRUE",
}
MADE = rubric([{"id": "A1"}])


def written(text: str):
    """The cell that holds a rationale, as another program reads it."""
    data = gap_report_bytes(inputs(MADE, {"A1": Rating(criterion="A1", level="met", rationale=text)}))
    sheet = openpyxl.load_workbook(BytesIO(data))["Criteria"]
    heading = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Rationale")
    return sheet.cell(heading.row + 1, heading.column)


@pytest.mark.parametrize("kind", TYPED)
def test_typed_text_comes_back_as_the_same_text(kind: str):
    cell = written(TYPED[kind])
    assert cell.value == TYPED[kind]
    assert cell.data_type == "s"
    assert cell.hyperlink is None


@pytest.mark.parametrize("kind", ["formula", "command", "minus", "at"])
def test_text_that_could_act_stays_text_when_it_is_edited(kind: str):
    assert written(TYPED[kind]).quotePrefix


def test_plain_text_carries_no_prefix():
    assert not written("Seen on page 3.").quotePrefix


@pytest.mark.parametrize("kind", ["hebrew", "arabic"])
def test_text_from_right_to_left_reads_that_way(kind: str):
    assert written(TYPED[kind]).alignment.readingOrder == 2
    assert written("fine").alignment.readingOrder != 2


def test_characters_that_a_file_cannot_hold_are_shown_and_mentioned():
    data = gap_report_bytes(inputs(MADE, {"A1": Rating(criterion="A1", level="met", rationale="a\x0bb\ufffec\x00")}))
    book = openpyxl.load_workbook(BytesIO(data))
    held = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "a�b�c�" in held
    assert any("stands for a character" in str(value) for value in held)


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    value = written("long " * 20_000).value
    assert len(value) <= LIMIT
    assert value.endswith("[cut, full text in the workbench]")


@given(st.text())
def test_cleaned_text_is_legal_and_cleaning_twice_changes_nothing(text: str):
    once = clean(text)
    assert clean(once) == once
    assert all(char in "\t\n" or ord(char) >= 32 for char in once)
    assert not any(0xD800 <= ord(char) <= 0xDFFF or ord(char) in (0xFFFE, 0xFFFF) for char in once)


@given(st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))))
def test_ordinary_text_is_left_alone(text: str):
    assert clean(text) == text


def test_line_ends_of_every_system_become_one():
    assert clean("a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_a_name_keeps_its_letters_and_loses_what_turns_the_line_around():
    assert name("  Ana\u202e \u2066Oliveira\n(chair) ") == "Ana Oliveira (chair)"


def test_what_can_act_is_known_by_its_first_character():
    assert [text for text in ("=1", "+1", "-1", "@x", "\tx", "1", "x=1", "") if acts(text)] == [
        "=1",
        "+1",
        "-1",
        "@x",
        "\tx",
    ]


def test_reading_direction_follows_the_first_letter():
    assert right_to_left("1. שלום abc")
    assert not right_to_left("abc שלום")
    assert not right_to_left("12 – 3")


@pytest.mark.parametrize("address", ["https://example.org/a?b=c", "http://example.org", "mailto:a@example.org"])
def test_web_and_mail_addresses_may_be_links(address: str):
    assert web_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://x.org",
        "https://x.org/a b",
        "example.org",
        "https://" + "x" * 3000,
    ],
)
def test_nothing_else_becomes_a_link(address: str):
    assert not web_address(address)


def test_a_host_stands_for_a_long_address():
    assert host("https://www.example.org/a/very/long/one") == "www.example.org"
    assert host("Handbook, page 3") == "Handbook, page 3"


@given(st.text(), st.integers(2, 60))
def test_a_cut_text_is_never_longer_than_asked(text: str, length: int):
    assert len(cut(text, length)) <= length
