"""Ratings of every shape for the laws, and the slow textbook formulas they are held against."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import strategies as st

from standards.agreement import Ratings


@st.composite
def arrays(
    draw: st.DrawFn, *, complete: bool = False, most_units: int = 12, least_raters: int = 1
) -> tuple[np.ndarray, int]:
    """Units × raters with NaN where there is no rating, and the number of levels."""
    levels = draw(st.integers(2, 5))
    raters = draw(st.integers(least_raters, 5))
    units = draw(st.integers(1, most_units))
    cell = st.integers(0, levels - 1).map(float)
    if not complete:
        cell = st.one_of(cell, cell, st.just(float("nan")))
    rows = draw(st.lists(st.lists(cell, min_size=raters, max_size=raters), min_size=units, max_size=units))
    return np.array(rows), levels


def varied(seed: int, units: int, raters: int, levels: int = 4, missing: float = 0.0) -> np.ndarray:
    """Ratings that agree in part."""
    chance = np.random.default_rng(seed)
    true = chance.normal((levels - 1) / 2, levels / 4, size=(units, 1))
    found = np.clip(np.round(true + chance.normal(0, 0.7, size=(units, raters))), 0, levels - 1)
    found[chance.random(found.shape) < missing] = np.nan
    return found


def clustered(seed: int, clusters: int, each: int, raters: int, levels: int = 4, missing: float = 0.2) -> Ratings:
    """The same with units in clusters of equal size."""
    return Ratings.from_array(
        varied(seed, clusters * each, raters, levels, missing),
        levels,
        clusters=[f"P{place // each}" for place in range(clusters * each)],
        criteria=[f"C{place % each}" for place in range(clusters * each)],
    )


def textbook_alpha(array: np.ndarray, metric: str) -> float | None:
    """Alpha pair by pair, as Krippendorff words it; None where it is undefined. Levels are 1, 2, 3 …"""
    units = [[value for value in row if not np.isnan(value)] for row in array]
    units = [row for row in units if len(row) > 1]
    given = [value for row in units for value in row]
    often = {value: given.count(value) for value in given}

    def distance(a: float, b: float) -> float:
        if metric == "nominal":
            return float(a != b)
        if metric == "interval":
            return (a - b) ** 2
        if metric == "ratio":
            return ((a - b) / (a + b + 2)) ** 2
        low, high = min(a, b), max(a, b)
        between = sum(count for value, count in often.items() if low <= value <= high)
        return (between - (often[a] + often[b]) / 2) ** 2

    expected = sum(distance(a, b) for a, b in itertools.permutations(given, 2))
    if not expected:
        return None
    observed = sum(
        sum(distance(a, b) for a, b in itertools.permutations(row, 2)) / (len(row) - 1) for row in units
    )  # fmt: skip
    return 1 - (observed / len(given)) / (expected / (len(given) * (len(given) - 1)))
