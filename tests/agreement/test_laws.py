"""What theory says of every coefficient, for any ratings."""

from __future__ import annotations

import json
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.agreement import (
    Bootstrap,
    Coefficient,
    Ratings,
    ac1,
    ac2,
    alpha,
    apart,
    brennan_prediger,
    cohen,
    conger,
    fleiss,
    generalizability,
    icc,
    iccs,
    kendall_w,
    leniency,
    level_agreement,
    percent_same,
    percent_within,
    summary,
)
from standards.plain import plain
from tests.agreement.making import arrays, clustered, textbook_alpha, varied

Measure = Callable[[Ratings], Coefficient]

GWET: dict[str, Measure] = {
    "same": percent_same,
    "within one": percent_within,
    "AC1": ac1,
    "AC2": ac2,
    "AC2 quadratic": lambda ratings: ac2(ratings, "quadratic"),
    "Brennan-Prediger": brennan_prediger,
    "Fleiss": fleiss,
    "Fleiss linear": lambda ratings: fleiss(ratings, "linear"),
}
ALPHAS: dict[str, Measure] = {
    "nominal": lambda ratings: alpha(ratings, "nominal"),
    "ordinal": lambda ratings: alpha(ratings, "ordinal"),
    "interval": lambda ratings: alpha(ratings, "interval"),
    "ratio": lambda ratings: alpha(ratings, "ratio"),
}
OTHERS: dict[str, Measure] = {
    "apart": apart,
    "one level": lambda ratings: level_agreement(ratings)[0],
    "Conger": conger,
    "ICC(1,1)": icc,
    "ICC(2,1)": lambda ratings: icc(ratings, "2,1"),
    "ICC(3,k)": lambda ratings: icc(ratings, "3,k"),
    "W": kendall_w,
}
EVERY = GWET | ALPHAS | OTHERS


def same(one: Coefficient, other: Coefficient) -> bool:
    """Equal value, interval and reason."""
    if one.value is None or other.value is None:
        return one.value is other.value and one.reason == other.reason
    if not math.isclose(one.value, other.value, abs_tol=1e-9):
        return False
    if one.interval is None or other.interval is None:
        return one.interval is other.interval and one.reason == other.reason
    return math.isclose(one.interval.low, other.interval.low, abs_tol=1e-7)


def reasoned(found: Coefficient) -> bool:
    """Every figure is finite, or it is not there and a reason is."""
    if found.value is None:
        return found.interval is None and bool(found.reason)
    figures = [found.value, *found.parts.values()]
    if found.interval is None:
        return bool(found.reason) and all(map(math.isfinite, figures))
    figures += [found.interval.low, found.interval.high]
    return all(map(math.isfinite, figures)) and found.interval.low <= found.value + 1e-9


@given(made=arrays())
def test_every_answer_is_a_finite_figure_or_a_reason(made: tuple[np.ndarray, int]) -> None:
    for name, measure in EVERY.items():
        found = measure(Ratings.from_array(*made))
        assert reasoned(found), name
        assert "nan" not in found.words.lower().replace("brennan", "")


@given(made=arrays(), clusters=st.integers(1, 8), seed=st.integers(0, 1000))
def test_a_summary_of_any_ratings_is_finite_figures_and_reasons(
    made: tuple[np.ndarray, int], clusters: int, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    places = chance.integers(0, clusters, len(made[0]))
    ratings = Ratings.from_array(
        *made,
        clusters=[f"P{place}" for place in places],
        criteria=[f"C{place % 3}" for place in range(len(places))],
    )
    told = summary(ratings, {"C0": "D0", "C1": "D0"})
    assert json.dumps(plain([told.lines, told.levels, told.applicability, told.raters]), allow_nan=False)
    for line in told.lines:
        assert all(reasoned(found) for found in (line.same, line.within_one, line.apart, line.ac2, line.alpha))
        assert line.words
    how = Bootstrap(seed=seed, draws=40)
    for found in (ac2(ratings, how=how), alpha(ratings, how=how), cohen_of_two(ratings, how)):
        assert found is None or found.value is None or all(map(math.isfinite, _figures(found)))
    assert generalizability(ratings).words


def _figures(found: Coefficient) -> list[float]:
    limits = [found.interval.low, found.interval.high, found.interval.error or 0] if found.interval else []
    return [found.value or 0, *limits]


def cohen_of_two(ratings: Ratings, how: Bootstrap) -> Coefficient | None:
    if len(ratings.raters) < 2:
        return None
    return cohen(ratings, "linear", raters=(ratings.raters[0], ratings.raters[1]), how=how)


@given(made=arrays(), seed=st.integers(0, 1000))
def test_the_order_of_raters_and_units_changes_nothing(made: tuple[np.ndarray, int], seed: int) -> None:
    array, levels = made
    order = np.random.default_rng(seed)
    shuffled = array[order.permutation(len(array))][:, order.permutation(array.shape[1])]
    one, other = Ratings.from_array(array, levels), Ratings.from_array(shuffled, levels)
    for name, measure in EVERY.items():
        assert same(measure(one), measure(other)), name


@given(made=arrays(), seed=st.integers(0, 1000))
def test_nominal_alpha_does_not_know_the_names_of_levels(made: tuple[np.ndarray, int], seed: int) -> None:
    array, levels = made
    names = np.append(np.random.default_rng(seed).permutation(levels), np.nan)
    renamed = names[np.where(np.isnan(array), levels, array).astype(int)]
    assert same(
        alpha(Ratings.from_array(array, levels), "nominal"), alpha(Ratings.from_array(renamed, levels), "nominal")
    )


@given(made=arrays())
def test_a_level_nobody_used_changes_what_depends_on_the_scale_and_nothing_else(made: tuple[np.ndarray, int]) -> None:
    array, levels = made
    short, long = Ratings.from_array(array, levels), Ratings.from_array(array, levels + 1)
    for measure in (percent_same, percent_within, fleiss, icc, *ALPHAS.values()):
        assert same(measure(short), measure(long))
    one, other = brennan_prediger(short, "identity"), brennan_prediger(long, "identity")
    if one.value is not None and other.value is not None and one.parts["observed agreement"] < 1:
        # chance 1/q falls to 1/(q+1), so what is left beyond chance rises
        assert other.value > one.value


@given(made=arrays())
def test_counting_every_unit_twice_keeps_the_value(made: tuple[np.ndarray, int]) -> None:
    array, levels = made
    once, twice = (Ratings.from_array(rows, levels) for rows in (array, np.vstack([array, array])))
    for name, measure in GWET.items():
        assert measure(once).value == pytest.approx(measure(twice).value, abs=1e-12), name


@given(made=arrays())
def test_alpha_is_what_the_textbook_says_pair_by_pair(made: tuple[np.ndarray, int]) -> None:
    for metric, measure in ALPHAS.items():
        found, expected = measure(Ratings.from_array(*made)).value, textbook_alpha(made[0], metric)
        assert found is None if expected is None else found == pytest.approx(expected, abs=1e-9), metric


@given(made=arrays(complete=True, least_raters=2))
def test_two_raters_alone_make_congers_kappa_cohens(made: tuple[np.ndarray, int]) -> None:
    ratings = Ratings.from_array(made[0][:, :2], made[1])
    assert cohen(ratings, "linear").value == pytest.approx(conger(ratings, "linear").value, abs=1e-9)


@given(made=arrays(complete=True, least_raters=2))
def test_perfect_agreement_is_1_or_undefined_with_the_reason(made: tuple[np.ndarray, int]) -> None:
    array, levels = made
    ratings = Ratings.from_array(np.repeat(array[:, :1], array.shape[1], axis=1), levels)
    for measure in (percent_same, ac1, ac2, brennan_prediger):
        assert measure(ratings).value == pytest.approx(1)
    alike = len(set(array[:, 0])) == 1
    for measure in (alpha, fleiss, conger, *ALPHAS.values()):
        found = measure(ratings)
        if alike:
            assert found.value is None
            assert "same level" in found.reason
        else:
            assert found.value == pytest.approx(1)


@pytest.mark.parametrize("metric", ALPHAS)
@pytest.mark.parametrize("whole", [True, False])
def test_the_jackknife_is_the_formula_counted_anew_without_each_cluster(metric: str, whole: bool) -> None:
    ratings = clustered(3, clusters=7, each=4, raters=3)
    if not whole:
        ratings = ratings.unclustered()
    block = ratings.cluster if ratings.cluster is not None else np.arange(ratings.units)
    pairable = [b for b in np.unique(block) if (ratings.rated[:, block == b].sum(axis=0) > 1).any()]
    value = ALPHAS[metric](ratings).value
    without = [ALPHAS[metric](ratings.of(units=block != b)).value for b in pairable]
    assert value is not None and None not in without
    many = len(pairable)
    pseudo = many * value - (many - 1) * np.array(without, dtype=float)
    found = ALPHAS[metric](ratings)
    assert found.interval is not None
    assert found.clusters == many
    assert found.interval.error == pytest.approx(pseudo.std(ddof=1) / math.sqrt(many), abs=1e-9)


def test_pooled_figures_leave_out_whole_programs_for_every_coefficient() -> None:
    ratings = clustered(5, clusters=8, each=5, raters=4)
    for measure in (ac2, fleiss, brennan_prediger, percent_same, alpha):
        found = measure(ratings)
        assert found.clusters == 8
        assert found.interval is not None
        assert found.interval.method == "jackknife t over clusters"
        assert found.interval.degrees == 7


def test_the_bootstrap_is_the_loop_over_the_same_draws() -> None:
    ratings = Ratings.from_array(varied(2, 40, 4, missing=0.2), 4)
    found = alpha(ratings, how=Bootstrap(seed=7, draws=200))
    assert found.interval is not None
    assert found.interval.low < found.value < found.interval.high  # type: ignore[operator]
    assert found == alpha(ratings, how=Bootstrap(seed=7, draws=200))
    # the vectorised draws and a plain loop estimate the same spread; 200 draws know it to about 5 %
    chance = np.random.default_rng(11)
    looped = [alpha(ratings.of(units=_picked(ratings, chance))).value for _ in range(400)]
    assert found.interval.error == pytest.approx(np.std(np.array(looped, dtype=float)), rel=0.25)


def _picked(ratings: Ratings, chance: np.random.Generator) -> np.ndarray:
    return chance.integers(0, ratings.units, ratings.units)


@pytest.mark.parametrize(
    ("array", "reason"),
    [
        (np.empty((0, 3)), "nobody has rated anything"),
        (np.full((4, 3), np.nan), "nobody has rated anything"),
        (np.array([[1.0, np.nan], [0, np.nan]]), "only one rater has rated"),
        (np.array([[1.0, np.nan], [np.nan, 0]]), "no unit has two ratings"),
    ],
)
def test_nothing_to_compare_is_undefined_with_the_reason(array: np.ndarray, reason: str) -> None:
    ratings = Ratings.from_array(array, 4)
    for name, measure in (GWET | ALPHAS).items():
        found = measure(ratings)
        assert (name, found.value, found.reason) == (name, None, reason)
    for measure in OTHERS.values():
        assert measure(ratings).value is None or measure is kendall_w
        assert measure(ratings).reason
    assert all(not line.interval and line.reason for line in leniency(ratings).raters)
    assert "undefined" in summary(ratings).words


def test_everybody_alike_is_full_agreement_without_a_verdict() -> None:
    ratings = Ratings.from_array(np.full((20, 3), 2), ("Not met", "Partly met", "Met"))
    told = summary(ratings).overall
    assert told.words == "All raters chose the same level, Met, on 20 units."
    assert told.ac2.value == 1
    assert told.ac2.interval is None
    assert told.alpha.value is None
    assert not told.label.word
    assert "Nearly all ratings are Met" in told.notice


def test_a_thousand_raters_of_three_units_are_answered() -> None:
    ratings = Ratings.from_array(varied(9, 3, 1000, missing=0.3), 4)
    for measure in EVERY.values():
        assert reasoned(measure(ratings))
    assert len(leniency(ratings).raters) == 1000
    assert alpha(ratings).reason == "not enough units (3; at least 5 are needed)"


def test_a_figure_that_rests_on_one_unit_has_no_interval() -> None:
    array = np.full((30, 3), 2.0)
    array[4] = [0, 0, 0]
    found = alpha(Ratings.from_array(array, 3))
    assert found.value == pytest.approx(1)
    assert found.reason == "it rests on 1 of 30 units, without which it is undefined"


def test_all_units_of_a_small_population_leave_nothing_to_estimate() -> None:
    ratings = Ratings.from_array(varied(4, 30, 3), 4)
    half, whole = ac2(ratings, population=60), ac2(ratings, population=30)
    assert half.interval is not None and half.interval.error is not None
    full = ac2(ratings).interval
    assert full is not None and full.error is not None
    # 1 − 30/60 of the variance is left
    assert half.interval.error == pytest.approx(full.error * math.sqrt(0.5))
    assert whole.interval is None
    assert whole.reason == "all units of the population are here, so there is nothing to estimate"


def test_the_mean_of_all_ratings_is_at_least_as_reliable_as_one() -> None:
    found = iccs(Ratings.from_array(varied(8, 30, 4), 4))
    for kind in "123":
        single, mean = found[f"{kind},1"].value, found[f"{kind},k"].value  # type: ignore[index]
        assert single is not None and mean is not None
        assert mean == pytest.approx(4 * single / (1 + 3 * single))
