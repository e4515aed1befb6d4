"""The two charts of the Summary: recommendations, and ratings by domain. Their figures stand on the Lists sheet."""

from __future__ import annotations

from standards.workbooks.build import SheetBuilder
from standards.workbooks.matrix.context import Context
from standards.workbooks.matrix.looks import state_bars
from standards.workbooks.matrix.marks import literal
from standards.workbooks.matrix.page import LEFT, RIGHT
from standards.workbooks.sheet import Chart, Series, address

__all__ = ["charts"]

_SPLIT = 4
"""Last column under the table and chart of recommendations."""
_ROW = 20
"""Pixels of a row under the charts."""


def charts(page: SheetBuilder, context: Context, row: int) -> tuple[tuple[Chart, ...], int]:
    """Recommendations as a table with a chart below it; beside both the ratings by domain. Nothing without programs."""
    if not context.portfolio.standings:
        return (), row
    advice = context.layout.advice
    _headings(page, context, row)
    count = len(context.advice)
    page.put_row(row + 1, LEFT, ("Outcome", None, "Programs", "Share"), ["head", "head", *["head center"] * 2])
    total = f"SUM({advice.all('programs')})"
    programs = len(context.portfolio)
    for index, (words, number) in enumerate(context.advice.items()):
        here = row + 2 + index
        page.put(here, LEFT, words, "cell bold")
        page.fill(here, LEFT, LEFT + 1, "cell bold")
        cell = advice.at("programs", index)
        page.formula(here, LEFT + 2, f"={cell}", number, "whole")
        share = number / programs if programs else "–"
        page.formula(here, LEFT + 3, f'=IF({total}=0,"–",{cell}/{total})', share, "percent")
        page.heights[here] = 18.5
    below = row + 2 + count
    bars = max(6, 3 + round(1.6 * count))
    domains = max(12, min(26, 4 + round(1.3 * len(context.rubric.domains))))
    rows = max(bars, domains - count - 1)
    for offset in range(rows):
        page.heights[below + offset] = _ROW * 0.75
    page.heights[row + 1] = 20
    series = Series(
        f"={advice.sheet}!{address(advice.top - 1, 1)}", f"={advice.all('word')}", f"={advice.all('programs')}",
        fill="0072B2", label="0",
    )  # fmt: skip
    states = context.layout.states
    names, longest = f"={states.all('domain')}", _longest(context)
    said = Chart(
        below, LEFT, _SPLIT, rows * _ROW - 4, (series,), stacked=False, axis="",
        alt="Bar chart: how many programs each recommendation goes to. The same figures stand in the table above it.",
    )  # fmt: skip
    high = round((20 + 18.5 * count) / 0.75) + rows * _ROW - 4
    rated = Chart(
        row + 1, _SPLIT + 1, RIGHT, high, state_bars(states, names, states.top - 1, longest), stacked=True,
        axis="",
        alt="Stacked bar chart: for each domain how many ratings are at target, below it or absent, over all programs. "
        "The same figures stand on the Lists sheet under Ratings by domain.",
    )  # fmt: skip
    end = below + rows
    page.heights[end] = 6
    return (said, rated), end + 1


def _longest(context: Context) -> int:
    """Ratings in the domain with most criteria."""
    return len(context.portfolio) * max(len(domain.criteria) for domain in context.rubric.domains)


def _headings(page: SheetBuilder, context: Context, row: int) -> None:
    """Sentences that follow the data."""
    states, matrix = context.layout.states, context.layout.matrix
    open_sign = literal("…")
    waiting = f"SUMPRODUCT((LEFT({matrix.all('advice')},1)={open_sign})*1)"
    still = sum(standing.recommendation.status == "incomplete" for standing in context.portfolio)
    text = f'="Recommendations: "&{waiting}&" still incomplete"'
    page.formula(row, LEFT, text, f"Recommendations: {still} still incomplete", "heading rule")
    met, below = f"SUM({states.all('met')})", f"SUM({states.all('below')})"
    spreads = context.portfolio.criteria
    at, under = sum(spread.met for spread in spreads), sum(spread.below for spread in spreads)
    text = f'="Ratings by domain: "&{met}&" of "&({met}+{below})&" levels given are at target"'
    said = f"Ratings by domain: {at} of {at + under} levels given are at target"
    page.formula(row, _SPLIT + 1, text, said, "heading rule")
    page.fill(row, LEFT, RIGHT, "heading rule")
    page.heights[row] = 22
