"""Coefficients of agreement, beside krippendorff, statsmodels and scikit-learn on the same ratings.

The packages are installed for tests only; one that is not there is left out of its table.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # CPU time would count threads that only wait

import numpy as np

from benchmarks.timing import medians, table
from standards.agreement import Bootstrap, Ratings, ac2, alpha, cohen, fleiss, iccs, summary
from standards.agreement.alpha import Alpha
from standards.agreement.resample import summed
from standards.agreement.tally import tally

SIZES = ((10, 150, 25), (50, 100_000, 5))
"""Raters, units, repeats."""
DRAWS = 1000
PEER_DRAWS = {150: DRAWS, 100_000: 5}
"""The peer's loop over 1,000 draws of the large case would take a minute, so it is measured on 5 and multiplied."""


def drawn(raters: int, units: int, missing: float = 0.1) -> np.ndarray:
    """Units × raters on four levels, agreeing in part; NaN where there is no rating."""
    chance = np.random.default_rng(raters)
    true = chance.normal(1.6, 1, size=(units, 1))
    levels = np.clip(np.round(true + chance.normal(0, 0.6, size=(units, raters))), 0, 3)
    levels[chance.random(levels.shape) < missing] = np.nan
    return levels


def main() -> None:
    warnings.filterwarnings("ignore", category=RuntimeWarning)
    for raters, units, repeats in SIZES:
        array = drawn(raters, units)
        ratings = Ratings.from_array(array, 4)
        _alpha(f"{raters} raters × {units:,} units", array, ratings, repeats)
        _others(f"{raters} raters × {units:,} units", raters, units, repeats)
    _everything()


def _alpha(size: str, array: np.ndarray, ratings: Ratings, repeats: int) -> None:
    units = len(array)
    point, spread = "alpha, point estimate from a plain array", "alpha with jackknife interval"
    runs: dict[str, Callable[[], object]] = {
        point: lambda: _point(Ratings.from_array(array, 4)),
        "of it: from checked ratings": lambda: _point(ratings),
        spread: lambda: alpha(ratings),
        "AC2 with interval": lambda: ac2(ratings),
        "AC2 with interval from a plain array": lambda: ac2(Ratings.from_array(array, 4)),
    }
    peer = "krippendorff: point estimate"
    if find_spec("krippendorff"):
        theirs = import_module("krippendorff").alpha
        wide = np.ascontiguousarray(array.T)
        domain = [0, 1, 2, 3]
        runs[peer] = lambda: theirs(reliability_data=wide, value_domain=domain, level_of_measurement="ordinal")
    else:
        peer = point
    print(table(f"Alpha and AC2, {size}", medians(runs, repeats), peer, {point: "≤ 0.5"} if units > 1000 else {}))
    loop = f"alpha with {DRAWS} bootstrap draws"
    found = medians({loop: lambda: alpha(ratings, how=Bootstrap(seed=1, draws=DRAWS))}, repeats=3)
    peer = loop
    if find_spec("krippendorff"):
        draws = PEER_DRAWS[units]
        peer = f"krippendorff in a loop over {DRAWS} draws"
        peer += "" if draws == DRAWS else f" ({draws} measured)"
        found[peer] = medians({peer: lambda: _loop(wide, draws)}, repeats=3)[peer] * DRAWS / draws
    print(table(f"Bootstrap, {size}", found, peer, {loop: "≤ 0.1"}))


def _point(ratings: Ratings) -> object:
    statistic = Alpha(len(ratings.levels), None)
    return statistic.value(summed(statistic, tally(ratings)))


def _loop(wide: np.ndarray, draws: int) -> None:
    """What a user of the package writes: count once, draw units, ask again."""
    theirs = import_module("krippendorff").alpha
    counts = np.stack([(wide == level).sum(axis=0) for level in range(4)], axis=1)
    chance = np.random.default_rng(1)
    for _ in range(draws):
        drawn_units = counts[chance.integers(0, len(counts), len(counts))]
        theirs(value_counts=drawn_units, value_domain=[0, 1, 2, 3], level_of_measurement="ordinal")


def _others(size: str, raters: int, units: int, repeats: int) -> None:
    array = drawn(raters, units, missing=0)
    ratings = Ratings.from_array(array, 4)
    whole = array.astype(int)
    runs: dict[str, Callable[[], object]] = {
        "Fleiss kappa with interval": lambda: fleiss(ratings),
        "quadratic kappa of two raters with interval": lambda: cohen(ratings, "quadratic", raters=("1", "2")),
        "six ICCs with limits": lambda: iccs(ratings),
    }
    peer = "Fleiss kappa with interval"
    if find_spec("statsmodels"):
        rater = import_module("statsmodels.stats.inter_rater")
        peer = "statsmodels: Fleiss kappa, point estimate"
        runs[peer] = lambda: rater.fleiss_kappa(rater.aggregate_raters(whole)[0])
    if find_spec("sklearn"):
        kappa = import_module("sklearn.metrics").cohen_kappa_score
        runs["scikit-learn: quadratic kappa of two raters, point estimate"] = lambda: kappa(
            whole[:, 0], whole[:, 1], labels=[0, 1, 2, 3], weights="quadratic"
        )
    print(table(f"Complete ratings, {size}", medians(runs, min(repeats, 9)), peer, {}))


def _everything() -> None:
    one = drawn(5, 1341)
    criteria = [f"C{place}" for place in range(1341)]
    domains = {name: f"D{place // 15}" for place, name in enumerate(criteria)}
    single = Ratings.from_array(one, 4, clusters=["program"] * 1341, criteria=criteria)
    many = Ratings.from_array(
        drawn(5, 12 * 1341),
        4,
        clusters=[f"P{place}" for place in range(12) for _ in criteria],
        criteria=criteria * 12,
    )
    name = "summary: overall, domains, programs, criteria, applicability, leniency"
    found = medians({name: lambda: summary(single, domains), f"{name}, 12 programs": lambda: summary(many, domains)})
    print(table("5 raters × 1,341 criteria", found, name, {name: "≤ 200 ms"}))


if __name__ == "__main__":
    main()
