"""Leniency, generalizability, summary: what is told about raters, and in which words."""

from __future__ import annotations

import json

import numpy as np
import pytest

from standards.agreement import (
    Coefficient,
    Interval,
    Ratings,
    Row,
    ac2,
    alpha,
    generalizability,
    label,
    leniency,
    percent_same,
    summary,
)
from standards.agreement.proportion import Share, wilson
from standards.errors import RatingsError
from standards.plain import plain
from tests.agreement.making import clustered, varied


def biased(seed: int, units: int, severity: list[float], missing: float) -> np.ndarray:
    """Ratings on a long scale by raters of known leniency."""
    chance = np.random.default_rng(seed)
    true = chance.integers(8, 12, size=(units, 1))
    noise = chance.normal(0, 0.5, size=(units, len(severity)))
    found = np.clip(np.round(true + np.array(severity) + noise), 0, 19)
    found[chance.random(found.shape) < missing] = np.nan
    return found


def test_leniency_finds_who_rates_higher_whoever_got_the_easier_units() -> None:
    severity = [1.0, 0.0, -1.0, 0.5, -0.5]
    found = leniency(Ratings.from_array(biased(1, 400, severity, 0.5), 20))
    assert found.groups == 1
    for line, true in zip(found.raters, severity, strict=True):
        assert line.value is not None and line.interval is not None
        assert line.value == pytest.approx(true, abs=0.15)
        assert line.interval.low < line.value < line.interval.high


def test_leniency_is_the_regression_on_units_and_raters() -> None:
    array = biased(2, 30, [0.4, 0, -0.4], 0.3)
    unit, rater = np.nonzero(~np.isnan(array))
    kept = np.bincount(unit, minlength=30)[unit] > 1
    unit, rater = unit[kept], rater[kept]
    design = np.zeros((len(unit), 33))
    design[np.arange(len(unit)), unit] = design[np.arange(len(unit)), 30 + rater] = 1
    fitted = np.linalg.pinv(design) @ array[unit, rater]
    expected = fitted[30:] - fitted[30:].mean()
    residual = array[unit, rater] - design @ fitted
    degrees = len(unit) - np.linalg.matrix_rank(design)
    spread = np.linalg.pinv(design.T @ design) * (residual @ residual) / degrees
    centre = np.zeros((3, 33))
    centre[:, 30:] = np.eye(3) - 1 / 3
    errors = np.sqrt(np.diag(centre @ spread @ centre.T))
    lines = leniency(Ratings.from_array(array, 20)).raters
    assert [line.value for line in lines] == pytest.approx(expected, abs=1e-9)
    assert [line.interval.error for line in lines if line.interval] == pytest.approx(errors, abs=1e-9)


def test_with_programs_the_leniency_is_counted_anew_without_each_of_them() -> None:
    ratings = clustered(4, clusters=6, each=5, raters=4)
    assert ratings.cluster is not None
    found = leniency(ratings)
    without = np.array(
        [[line.value for line in leniency(ratings.of(units=ratings.cluster != c)).raters] for c in range(6)],
        dtype=float,
    )
    # jackknife: (K − 1)/K Σ (value without − mean)²
    errors = np.sqrt(5 / 6 * ((without - without.mean(axis=0)) ** 2).sum(axis=0))
    assert [line.interval.error for line in found.raters if line.interval] == pytest.approx(errors, abs=1e-9)
    assert found.method == "jackknife t over clusters"


def test_raters_without_a_common_unit_are_not_compared() -> None:
    nan = float("nan")
    array = [
        [3, 2, nan, nan, nan],
        [2, 1, nan, nan, nan],
        [nan, nan, 0, 3, nan],
        [nan, nan, 1, 3, nan],
        [nan] * 4 + [2],
    ]
    found = leniency(Ratings.from_array(array, 4, raters=["a", "b", "c", "d", "e"]))
    assert [line.group for line in found.raters] == [1, 1, 2, 2, 0]
    assert [line.value for line in found.raters] == pytest.approx([0.5, -0.5, -1.25, 1.25, None])
    assert "2 groups" in found.words
    assert found.raters[4].words == "e cannot be compared with the others: no unit shared with a colleague."


def test_leniency_says_whose_side_and_how_sure() -> None:
    line = leniency(Ratings.from_array(biased(1, 400, [1.0, -1.0], 0), 20, raters=["Ana", "Ben"])).raters[1]
    assert line.words.startswith("Ben rates 0.97 levels below")
    assert "(95 % interval −1.02 to −0.93; 400 units)" in line.words


def test_missing_ratings_stop_generalizability_with_the_count() -> None:
    array = varied(1, 12, 3)
    array[0, 0] = np.nan
    found = generalizability(Ratings.from_array(array, 4))
    assert found.dependability() is None
    assert found.reason == "it needs every rater on everything, and 1 rating is missing"
    assert found.compared(raters=4).endswith(
        "is undefined: it needs every rater on everything, and 1 rating is missing."
    )


def test_all_alike_has_no_sources_of_variance() -> None:
    found = generalizability(Ratings.from_array(np.full((6, 3), 1), 4))
    assert found.dependability() is None
    assert found.words == "The sources of variance are undefined: all ratings are alike."


def test_some_of_the_programs_are_a_balanced_block_too() -> None:
    whole = clustered(6, clusters=10, each=4, raters=3, missing=0)
    assert whole.cluster is not None
    part = generalizability(whole.of(units=whole.cluster >= 4))
    assert dict(part.sizes) == {"cluster": 6, "criterion": 4, "rater": 3}
    assert part.components


def test_more_raters_never_lower_dependability() -> None:
    found = generalizability(clustered(6, clusters=10, each=4, raters=3, missing=0))
    shares = [found.dependability(raters=raters) for raters in (1, 2, 4, 8)]
    assert shares == sorted(shares)  # type: ignore[type-var]
    assert found.to_frame().loc["cluster", "degrees"] == 9


def test_a_summary_line_is_the_coefficient_of_its_units_alone() -> None:
    ratings = clustered(7, clusters=9, each=6, raters=4)
    assert ratings.criterion is not None and ratings.cluster is not None
    told = summary(ratings, {f"C{place}": f"D{place % 2}" for place in range(6)})
    for place, line in enumerate(told.criteria):
        alone = ratings.of(units=ratings.criterion == place)
        expected = (ac2(alone), alpha(alone), percent_same(alone))
        for found, one in zip((line.ac2, line.alpha, line.same), expected, strict=True):
            assert (found.value, found.units, found.reason) == (
                pytest.approx(one.value, abs=1e-12),
                one.units,
                one.reason,
            )
            assert _limits(found) == pytest.approx(_limits(one), abs=1e-9)
    for place, line in enumerate(told.clusters):
        alone = ratings.of(units=ratings.cluster == place).unclustered()
        assert _limits(line.alpha) == pytest.approx(_limits(alpha(alone)), abs=1e-9)
    for place, line in enumerate(told.domains):
        alone = ratings.of(units=ratings.criterion % 2 == place)
        assert line.name == f"D{place}"
        assert _limits(line.ac2) == pytest.approx(_limits(ac2(alone)), abs=1e-9)
        assert line.ac2.clusters == 9
    assert _limits(told.overall.ac2) == pytest.approx(_limits(ac2(ratings)), abs=1e-9)


def _limits(found: Coefficient) -> tuple[float, float]:
    return (found.interval.low, found.interval.high) if found.interval else (9.0, 9.0)


def test_a_pooled_figure_of_few_programs_has_no_interval_and_says_so() -> None:
    found = summary(clustered(1, clusters=3, each=10, raters=3)).overall.ac2
    assert found.value is not None
    assert found.reason == "not enough clusters (3; at least 5 are needed)"


def test_a_criterion_nobody_rated_has_its_line_with_the_reason() -> None:
    rows = [Row(rater, f"P{p}", "A1", "Met") for rater in ("Ana", "Ben") for p in range(3)]
    rows.append(Row("Ana", "P1", "A2", "Met"))
    told = summary(Ratings.from_rows(rows, ("Not met", "Met"), raters=["Ana", "Ben"]))
    assert [line.name for line in told.criteria] == ["A1", "A2"]
    assert told.criteria[1].words == "Agreement is undefined: only one rater has rated."
    assert told.criteria[1].notice == ""
    frame = told.to_frame()
    assert frame.loc[("criterion", "A2"), "alpha"] is None or np.isnan(frame.loc[("criterion", "A2"), "alpha"])
    assert frame.loc[("criterion", "A2"), "alpha_reason"] == "only one rater has rated"


def test_a_summary_is_data_that_json_holds_without_nan() -> None:
    told = summary(clustered(1, clusters=6, each=3, raters=3))
    assert json.dumps(plain(told.lines), allow_nan=False)
    assert json.dumps(plain(told.raters), allow_nan=False)


def test_words_start_with_percentages_and_give_no_verdict_on_few_units() -> None:
    told = summary(Ratings.from_array([[0, 0], [1, 2], [3, 3], [2, 2], [1, 1], [0, 1]], 4)).overall
    assert told.words.startswith("Same level 67 %, within one level 100 %. Gwet AC2 (linear weights): 0.")
    assert "No word for it: there are fewer than 8 units." in told.words


def test_what_is_not_quite_full_agreement_is_never_shown_as_full() -> None:
    assert [Coefficient("x", value).text for value in (1.0, 0.997, 0.81, -0.034, -0.001)] == [
        "1.00", "> 0.99", "0.81", "−0.03", "0.00",
    ]  # fmt: skip
    assert [Coefficient("x", value, percent=True).text for value in (1.0, 0.997, 0.5)] == ["100 %", "> 99 %", "50 %"]


def test_an_undefined_coefficient_has_no_word() -> None:
    assert label(Coefficient("x", None, reason="nobody has rated anything")).words == (
        "No word for it: nobody has rated anything."
    )


def test_a_word_is_given_only_when_it_is_very_probably_earned() -> None:
    sure = Coefficient("x", 0.85, Interval(0.8, 0.9, 0.02, 0.95, ""), units=40)
    unsure = Coefficient("x", 0.85, Interval(0.5, 1.0, 0.2, 0.95, ""), units=40)
    assert label(sure).word == "almost perfect"
    assert label(unsure).word == "moderate"


def test_cohens_kappa_of_three_raters_asks_which_two() -> None:
    from standards.agreement import cohen

    with pytest.raises(RatingsError, match="Name two of them"):
        cohen(Ratings.from_array(varied(1, 9, 3), 4))
    with pytest.raises(RatingsError, match="“Eve” is no rater"):
        cohen(Ratings.from_array(varied(1, 9, 3), 4), raters=("1", "Eve"))


def test_values_of_levels_must_fit_the_scale() -> None:
    ratings = Ratings.from_array(varied(1, 9, 3), 4)
    with pytest.raises(RatingsError, match="3 values for 4 levels"):
        alpha(ratings, "interval", values=[0, 1, 2])
    with pytest.raises(RatingsError, match="negative"):
        alpha(ratings, "ratio", values=[-1, 0, 1, 2])


def test_a_share_of_nothing_is_no_share() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).words == "none to count"
    assert Share(3, 25).words == "12 % (3 of 25; 4 to 30 %)"
    with pytest.raises(ValueError, match="no share"):
        wilson(1, 0)
