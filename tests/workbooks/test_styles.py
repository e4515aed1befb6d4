"""Everyone can read it: contrast, symbols beside colours, and symbols that survive printing."""

from __future__ import annotations

from pathlib import Path

import pytest

from standards.workbooks.gap_report import gap_report
from standards.workbooks.sheet import Formula
from standards.workbooks.styles import INK, STYLES, TINTS
from tests.making import rubric
from tests.workbooks.contrast import contrast
from tests.workbooks.reports import every_family, inputs, shipped, some_ratings


def test_black_on_white_is_twenty_one_to_one():
    assert round(contrast("000000", "FFFFFF"), 1) == 21


@pytest.mark.parametrize("name", STYLES)
def test_every_style_keeps_text_readable(name: str):
    look = STYLES[name]
    assert contrast(look.ink, look.fill or "FFFFFF") >= 4.5


@pytest.mark.parametrize("tint", TINTS.values())
def test_text_stays_readable_on_every_tint(tint: str):
    assert contrast(INK, tint) >= 4.5


@pytest.fixture(scope="module", params=["house-draft/0.1", "families"])
def report(request):
    made = every_family() if request.param == "families" else shipped(request.param)
    return gap_report(inputs(made, some_ratings(made, 5)))


def test_numbers_in_bars_stand_out_from_the_bar(report):
    bars = [
        series for chart in report.sheets[0].charts for series in chart.series if series.label and not series.pattern
    ]
    assert len(bars) > 3
    for series in bars:
        on = series.fill if series.label.startswith('"') else "FFFFFF"  # labels of the first chart stand beside the bar
        assert contrast(series.ink, on) >= 4.5, series


def test_no_two_bars_look_alike():
    levels = tuple({"key": f"l{n}", "label": f"Level {n}", "symbol": str(n), "points": n} for n in range(6))
    made = rubric([{"id": "A1"}], levels=levels, target="l3")
    for chart in gap_report(inputs(made, {})).sheets[0].charts:
        looks = [(series.fill, series.pattern) for series in chart.series]
        assert len(set(looks)) == len(looks)


def test_bars_of_two_scales_differ_at_least_in_symbol_and_word():
    chart = gap_report(inputs(every_family(), {})).sheets[0].charts[1]
    assert len({(series.fill, series.pattern, series.label) for series in chart.series}) == len(chart.series)


def test_every_coloured_state_is_also_a_word_and_a_symbol(report):
    said = {
        cell.content.value
        for sheet in report.sheets
        for cell in sheet.cells.values()
        if isinstance(cell.content, Formula) and str(cell.content.value)[:1] in ("✓", "△", "▲", "…", "×", "–", "?")
    }
    assert all(len(word.split(" ", 1)) == 2 for word in said if word != "–")


def test_no_check_mark_that_turns_into_an_emoji():
    source = Path(gap_report.__code__.co_filename).parent
    heavy = chr(0x2714)
    assert [path.name for path in source.rglob("*.py") if heavy in path.read_text("utf-8")] == []
