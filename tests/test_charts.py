"""Charts are pure: the same figures give the same picture, and each has its twins in words and as a table."""

from __future__ import annotations

from fractions import Fraction

from defusedxml import ElementTree

from standards.charts import Bar, domain_bars, domain_table, domain_words

BARS = [
    Bar("Purpose & demand", Fraction(5, 7), Fraction(2, 3)),
    Bar("A <very> long title that would not fit beside its figure", Fraction(9, 16), Fraction(2, 3)),
    Bar("Nothing rated", None, Fraction(2, 3)),
]


def test_the_picture_is_well_formed_and_says_what_it_shows() -> None:
    svg = ElementTree.fromstring(domain_bars(BARS))
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == domain_words(BARS)


def test_the_same_figures_give_the_same_picture() -> None:
    assert domain_bars(BARS) == domain_bars(list(BARS))


def test_the_words_carry_every_figure_of_the_picture() -> None:
    # 5/7 = 0.71428… and 9/16 = 0.5625, rounded half up to one decimal of a percent.
    words = domain_words(BARS)
    assert "Purpose & demand 71.4 %, target 66.7 %" in words
    assert "56.3 %" in words
    assert "1 of 2 at the target" in words
    assert "1 without a rating" in words


def test_symbols_say_what_colours_say() -> None:
    svg = domain_bars(BARS)
    assert "✓ 71.4 %" in svg
    assert "△ 56.3 %" in svg


def test_the_table_has_the_same_rows() -> None:
    table = domain_table(BARS)
    assert table.count("<tr>") == 1 + len(BARS)
    assert "&lt;very&gt;" in table


def test_a_chart_of_nothing_says_so() -> None:
    assert "nothing is rated yet" in domain_words([])
    ElementTree.fromstring(domain_bars([]))


def test_no_chart_loads_anything() -> None:
    svg = domain_bars(BARS).replace("http://www.w3.org/2000/svg", "")
    assert "http" not in svg
    assert "<script" not in svg
