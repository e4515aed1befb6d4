"""Texts are broken where they fit, and rows are high enough for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.workbooks.measure import column_pixels, fitted, lines, row_height, text_pixels, wrapped

WORDS = st.lists(
    st.sampled_from(["a", "the", "criterion", "assessment", "Wide", "MW", "ill", "–", "日本"]), max_size=40
)


@given(WORDS, st.integers(120, 900))
def test_broken_lines_fit_and_lose_no_word(words: list[str], pixels: int):
    text = " ".join(words)
    found = wrapped(text, pixels)
    assert " ".join(found).split() == text.split()
    assert all(text_pixels(line) <= pixels for line in found)


@given(WORDS, st.integers(120, 900), st.sampled_from([9.0, 10.0, 11.0]))
def test_a_narrower_cell_never_takes_fewer_lines(words: list[str], pixels: int, size: float):
    text = " ".join(words)
    assert lines(text, pixels, size) >= lines(text, pixels + 60, size) >= 1


def test_every_paragraph_takes_a_line():
    assert lines("a\nb\n\nc", 300) == 4


def test_a_word_longer_than_the_cell_is_counted_on_several_lines():
    assert lines("x" * 200, 100) > 10


def test_bold_and_large_text_is_wider():
    assert text_pixels("Assessment", 11, bold=True) > text_pixels("Assessment", 11) > text_pixels("Assessment", 9)


def test_wide_letters_count_as_wide():
    assert text_pixels("日本") > text_pixels("ab")


def test_more_lines_make_a_higher_row_up_to_the_limit():
    assert row_height(1) < row_height(3) < row_height(12)
    assert row_height(500) == 409


def test_a_column_is_as_wide_as_excel_says():
    # Excel: a column of width 8.43, its default, is 64 pixels wide
    assert column_pixels(8.43) == 64


@pytest.mark.parametrize("text", ["short", "a title that is much too long for the cell it has to stand in"])
def test_a_fitted_text_stays_in_its_cell(text: str):
    shown = fitted(text, 150)
    assert text_pixels(shown, 10) <= 150
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))
