"""Published figures, reproduced to the last printed digit. Numbers are facts; each case names its source.

Standard errors of the two-rater tables are published with n instead of n − 1 below the root.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from standards.agreement import (
    Coefficient,
    Ratings,
    ac1,
    ac2,
    alpha,
    brennan_prediger,
    cohen,
    conger,
    fleiss,
    generalizability,
    iccs,
    kendall_w,
    label,
    level_agreement,
    percent_same,
)
from standards.agreement.alpha import Alpha
from standards.agreement.benchmark import cumulative
from standards.agreement.coefficient import Interval
from standards.agreement.gwet import Family
from standards.agreement.proportion import wilson
from standards.agreement.resample import coefficients
from standards.agreement.tally import tally
from standards.agreement.weights import Weighting, weights


def rows(text: str) -> np.ndarray:
    """Units × raters from rows parted by a slash; a dot is missing."""
    return np.array([line.replace(".", "nan").split() for line in text.split("/")], dtype=float)


def each(text: str) -> list[str]:
    """The figures of a printed line."""
    return text.split()


def square(table: Sequence[Sequence[int]]) -> Ratings:
    """Two raters from their table: first rater's level down, second rater's across."""
    pairs = [[i, j] for i, line in enumerate(table) for j, count in enumerate(line) for _ in range(count)]
    return Ratings.from_array(np.array(pairs), len(table))


def printed(value: float | None, text: str) -> bool:
    """Whether the value rounds to the text, to the text's last digit."""
    assert value is not None
    digits = len(text.partition(".")[2])
    return abs(value - float(text)) <= 0.5 * 10**-digits + 1e-12


def interval(found: Coefficient) -> Interval:
    assert found.interval is not None
    return found.interval


def error(found: Coefficient) -> float:
    deviation = interval(found).error
    assert deviation is not None
    return deviation


KRIPPENDORFF = rows(
    "1 1 . 1 / 2 2 3 2 / 3 3 3 3 / 3 3 3 3 / 2 2 2 2 / 1 2 3 4 / 4 4 4 4 / 1 1 2 1 / 2 2 2 2 / . 5 5 5 / . . 1 1 / "
    ". 3 . ."
)
"""Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): 12 units × 4 observers, levels 1 to 5."""
GWET = rows(
    "1 1 . 1 / 2 2 3 2 / 3 3 3 3 / 3 3 3 3 / 2 2 2 2 / 1 2 3 4 / 4 4 4 4 / 1 1 2 1 / 2 2 2 2 / . 5 5 5 / . . 1 1 / "
    ". . 3 ."
)
"""cac.raw4raters of Gwet's irrCAC; the same but for who rated the last subject."""


@pytest.mark.parametrize(
    ("metric", "value"), [("nominal", ".743"), ("ordinal", ".815"), ("interval", ".849"), ("ratio", ".797")]
)
def test_krippendorff_2011_alpha(metric: Any, value: str) -> None:
    assert printed(alpha(Ratings.from_array(KRIPPENDORFF, 5, first=1), metric).value, value)


@pytest.mark.parametrize(("metric", "deviation"), [("nominal", ".1463"), ("ordinal", ".1480")])
def test_krippendorff_2011_jackknife_error_as_two_programs_found_it(metric: Any, deviation: str) -> None:
    assert printed(error(alpha(Ratings.from_array(KRIPPENDORFF, 5, first=1), metric)), deviation)


FOUR_RATERS = {
    "none": ".81818 .12561 .93939 .09368 .97538 .09062 .96818 .09086",
    "gwet": ".77544 .14295 .85874 .11733 .91400 .10396 .89894 .10690",
    "fleiss": ".76117 .15302 .81794 .14850 .86494 .14603 .85021 .14704",
    "brennan-prediger": ".77273 .14472 .84848 .12336 .90152 .11089 .88636 .11391",
    "conger": ".76282 .14917 .81378 .14509 .85771 .14367 .84366 .14410",
    "alpha": ".74342 .14548 .80038 .13538 .84911 .12905 .83364 .13099",
}
"""irrCAC in R: value and standard error under identity, linear, quadratic and ordinal weights."""
WEIGHTINGS: tuple[Weighting, ...] = ("identity", "linear", "quadratic", "ordinal")


@pytest.mark.parametrize("member", FOUR_RATERS)
@pytest.mark.parametrize("place", range(4))
def test_gwet_four_raters(member: str, place: int) -> None:
    ratings, weighting = Ratings.from_array(GWET, 5, first=1), WEIGHTINGS[place]
    value, deviation = FOUR_RATERS[member].split()[2 * place : 2 * place + 2]
    matrix = weights(weighting, 5)
    if member == "conger":
        found = conger(ratings, weighting)
    elif member == "alpha":
        (found,) = coefficients("alpha", "", Alpha(5, 1 - matrix, linearised=True), tally(ratings))
    else:
        (found,) = coefficients(member, "", Family(member, matrix), tally(ratings))  # type: ignore[arg-type]
    assert printed(found.value, value)
    assert printed(error(found), deviation)


@pytest.mark.parametrize(
    ("statistic", "low"),
    [(percent_same, ".542"), (ac1, ".461"), (fleiss, ".424"), (conger, ".435")],
)
def test_gwet_four_raters_intervals(statistic: Any, low: str) -> None:
    found = interval(statistic(Ratings.from_array(GWET, 5, first=1)))
    assert printed(found.low, low)
    assert found.high == 1


def test_gwet_four_raters_interval_of_brennan_prediger_and_chance_agreement() -> None:
    ratings = Ratings.from_array(GWET, 5, first=1)
    assert printed(interval(brennan_prediger(ratings, "identity")).low, ".454")
    assert printed(ac1(ratings).parts["agreement by chance"], ".19032")
    assert printed(fleiss(ratings).parts["agreement by chance"], ".23872")


def test_gwet_four_raters_interval_of_alpha_with_the_degrees_of_all_twelve_subjects() -> None:
    (found,) = coefficients(
        "alpha", "", Alpha(5, 1 - np.eye(5), linearised=True), tally(Ratings.from_array(GWET, 5, first=1))
    )
    assert found.value is not None
    # t with 11 degrees of freedom: 2.200985
    assert printed(found.value - 2.200985 * error(found), ".423")


def test_gwet_probabilistic_benchmark() -> None:
    for scale, text in {
        "Landis and Koch": ".39674 .88336 .99542 .99997 1 1",
        "Altman": ".39674 .88336 .99542 .99997 1",
        "Fleiss": ".54414 .99542 1",
    }.items():
        found = cumulative(0.77544, 0.14295, scale)
        assert len(found) == len(text.split())
        assert all(printed(value, digits) for value, digits in zip(found, text.split(), strict=True))


def test_gwet_calls_it_moderate_though_the_value_lies_in_substantial() -> None:
    assert label(ac1(Ratings.from_array(GWET, 5, first=1))).word == "moderate"


FLEISS = [
    [int(level) for level in patient]
    for patient in each(
        "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 "
        "144444 124444 222333 144444 224445 333335 111455 111112 224444 133555 "
        "555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"
    )
]
"""Fleiss 1971: 30 patients, 6 psychiatrists each, 5 diagnoses."""


def test_fleiss_1971() -> None:
    ratings = Ratings.from_array(FLEISS, 5, first=1)
    found = fleiss(ratings)
    assert printed(found.value, ".430")
    assert found.value is not None
    assert printed(found.value / found.parts["standard error without agreement"], "17.7")
    special = [fleiss(ratings.against_rest(level)).value for level in ratings.levels]
    assert all(printed(value, text) for value, text in zip(special, each(".245 .245 .520 .471 .566"), strict=True))
    shown = {
        ".55556": percent_same(ratings),
        ".44788": ac1(ratings),
        ".44444": brennan_prediger(ratings, "identity"),
        ".43341": alpha(ratings, "nominal"),
    }
    assert all(printed(one.value, text) for text, one in shown.items())
    special = [one.value for one in level_agreement(ratings)]
    texts = each(".3538 .3538 .6000 .6327 .6698")
    assert all(printed(value, text) for value, text in zip(special, texts, strict=True))


SHROUT = rows("9 2 5 8 / 6 1 3 2 / 8 4 6 8 / 7 1 2 6 / 10 5 6 9 / 6 2 4 7")
"""Shrout and Fleiss 1979: 6 targets × 4 judges."""


@pytest.mark.parametrize(
    ("form", "value", "exact", "low", "high"),
    [
        ("1,1", ".17", ".16574", "-.1329", ".7226"),
        ("2,1", ".29", ".28976", ".0188", ".7611"),
        ("3,1", ".71", ".71484", ".3425", ".9459"),
        ("1,k", ".44", ".44280", "-.8844", ".9124"),
        ("2,k", ".62", ".62005", ".0711", ".9272"),
        ("3,k", ".91", ".90932", ".6757", ".9859"),
    ],
)
def test_shrout_and_fleiss_1979(form: Any, value: str, exact: str, low: str, high: str) -> None:
    found = iccs(Ratings.from_array(SHROUT, 10, first=1))[form]
    assert printed(found.value, value)
    assert printed(found.value, exact)
    assert printed(interval(found).low, low)
    assert printed(interval(found).high, high)


def test_shrout_and_fleiss_1979_mean_squares() -> None:
    parts = iccs(Ratings.from_array(SHROUT, 10, first=1))["2,1"].parts
    texts = {"between units": "11.24", "within units": "6.26", "of raters": "32.49", "of the rest": "1.02"}
    assert all(printed(parts[f"mean square {name}"], text) for name, text in texts.items())


@pytest.mark.parametrize(
    ("weighting", "value", "z", "deviation"),
    [
        ("identity", ".595", "84.6", ".00729"),
        ("linear", ".652", "80.1", ".00708"),
        ("quadratic", ".702", "60.8", ".00838"),
    ],
)
def test_stuart_womens_vision(weighting: Any, value: str, z: str, deviation: str) -> None:
    eyes = [[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]]
    found = cohen(square(eyes), weighting)
    assert found.units == 7477
    assert printed(found.value, value)
    assert found.value is not None
    assert printed(found.value / found.parts["standard error without agreement"], z)
    assert printed(error(found), deviation)


def test_feinstein_and_cicchetti_1990_paradox() -> None:
    even, skewed = square([[40, 9], [6, 45]]), square([[80, 10], [5, 5]])
    for ratings, texts in ((even, ".85 .70 .69952 .7007 .70 .7008"), (skewed, ".85 .32 .31818 .8080 .70 .3177")):
        kappa = cohen(ratings).value
        found = [percent_same(ratings).value, kappa, kappa, ac1(ratings).value]
        found += [brennan_prediger(ratings, "identity").value, alpha(ratings, "nominal").value]
        assert all(printed(value, text) for value, text in zip(found, texts.split(), strict=True))
    often, seldom = (one.value for one in level_agreement(skewed))
    assert printed(often, ".9143")
    assert printed(seldom, ".4000")


def test_gwet_two_abstractors() -> None:
    ratings = square([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
    once = 0.99**0.5
    published = {
        (".79641", ".05891"): conger(ratings),
        (".79624", ".05905"): fleiss(ratings),
        (".84933", ".04322"): ac1(ratings),
        (".835", ".04693"): brennan_prediger(ratings, "identity"),
        (".89", ".03129"): percent_same(ratings),
        (".94024", ".01792"): ac2(ratings, "quadratic"),
    }
    for (value, deviation), found in published.items():
        assert printed(found.value, value)
        assert printed(error(found) * once, deviation)
    (linear,) = coefficients("alpha", "", Alpha(3, 1 - np.eye(3), linearised=True), tally(ratings))
    assert printed(linear.value, ".79726")
    assert printed(error(linear) * once, ".05905")
    assert printed(cohen(ratings).value, ".79641")
    assert printed(error(cohen(ratings)), ".05891")
    assert printed(cohen(ratings, "quadratic").value, ".89216")
    assert printed(brennan_prediger(ratings, "quadratic").value, ".9175")


@pytest.mark.parametrize(
    ("weighting", "value", "deviation"),
    [("identity", ".12933", ".06860"), ("linear", ".23738", ".07832"), ("quadratic", ".33205", ".09730")],
)
def test_agresti_91_couples(weighting: Any, value: str, deviation: str) -> None:
    found = cohen(square([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]), weighting)
    assert printed(found.value, value)
    assert printed(error(found), deviation)
    if weighting == "identity":
        assert printed(interval(found).low, "-.0051")
        assert printed(interval(found).high, ".2638")


def test_freelon_2010_paradox() -> None:
    codes = np.zeros((50, 2), dtype=int)
    codes[0] = 1
    codes[[1, 5, 6, 12, 19], 1] = 1
    codes[18, 0] = 1
    ratings = Ratings.from_array(codes, 2)
    texts = {
        ".88": percent_same(ratings),
        ".185": fleiss(ratings),
        ".202": cohen(ratings),
        ".1929": alpha(ratings, "nominal"),
        ".8593": ac1(ratings),
        ".76": brennan_prediger(ratings, "identity"),
    }
    assert all(printed(one.value, text) for text, one in texts.items())


def test_anxiety_kendall_w() -> None:
    raters = (
        "3 3 3 4 5 5 2 3 5 2 2 6 1 5 2 2 1 2 4 3 / 3 6 4 6 2 4 2 4 3 3 2 3 3 3 2 2 1 3 3 4 / "
        "2 1 4 4 3 2 1 6 1 1 1 2 3 3 1 1 3 3 2 2"
    )
    found = kendall_w(Ratings.from_array(rows(raters).T, 6, first=1))
    assert printed(found.value, ".540")
    assert printed(found.parts["chi-square"], "30.8")
    assert found.parts["degrees of freedom"] == 19
    assert printed(found.parts["without tie correction"], ".502")
    assert printed(found.parts["without tie correction"] * 3 * 19, "28.6")


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, ".2553", ".3662"), (15, 148, ".0624", ".1605"), (0, 20, "0", ".1611"), (1, 29, ".0061", ".1718"),
     (176, 200, ".8277", ".9180")],
)  # fmt: skip
def test_newcombe_1998_wilson_intervals(count: int, of: int, low: str, high: str) -> None:
    found = wilson(count, of)
    assert printed(found[0], low) if low != "0" else found[0] == 0
    assert printed(found[1], high)


def test_gleser_cronbach_and_rajaratnam_1965() -> None:
    patients = rows(
        "0 0 2 1 2 0 2 1 1 1 1 2 / 0 0 2 1 2 0 1 2 2 1 2 1 / 0 0 1 1 3 3 2 1 2 1 1 2 / 2 0 2 1 2 2 2 1 2 1 4 1 /"
        "0 0 1 2 2 0 2 3 3 3 3 3 / 2 0 2 1 2 0 4 1 3 3 3 1 / 0 1 3 1 3 1 3 4 2 2 2 3 / 0 0 0 1 4 3 3 4 2 3 3 3 /"
        "1 2 2 1 3 6 1 3 2 3 2 1 / 0 1 2 4 3 3 2 2 3 5 3 1 / 3 4 2 2 3 2 4 5 3 3 5 5 / 1 1 2 4 4 4 3 3 4 6 6 6"
    )
    found = generalizability(
        Ratings.from_array(
            patients.reshape(72, 2),
            7,
            clusters=[f"patient {place // 6}" for place in range(72)],
            criteria=[f"symptom {place % 6}" for place in range(72)],
        )
    )
    squares = each("7.6515 12.9333 1.0000 1.4758 1.7727 .8667 .6212")
    estimates = each(".4187 .4672 -.0141 .4273 .1919 .0205 .6212")
    for component, square_, estimate in zip(found.components, squares, estimates, strict=True):
        assert printed(component.square, square_)
        assert printed(component.estimate, estimate)
    assert [component.source for component in found.components if component.negative] == ["rater"]
    assert printed(found.generalizability(), ".6566")
    assert printed(found.dependability(), ".5838")
    assert printed(found.generalizability(raters=4), ".7427")
    assert printed(found.dependability(raters=4), ".6517")
    assert found.compared(raters=4) == "4 raters instead of 2 would lift dependability from 0.58 to 0.65."


def test_brennan_2001_synthetic_data_1() -> None:
    persons = each(
        "101000000000 111001000000 111110000000 110110010000 111110100000 111011100000 111111100000 111101111100 "
        "111111111110 111111111111"
    )
    found = generalizability(Ratings.from_array([[int(item) for item in person] for person in persons], 2))
    estimates = [component.estimate for component in found.components]
    assert all(printed(value, text) for value, text in zip(estimates, each(".0574 .0754 .1269"), strict=True))
    # 0.8445 and 0.7730: the book rounds the components before it divides, hence 0.002
    assert found.generalizability() == pytest.approx(0.844, abs=0.002)
    assert printed(found.dependability(), ".773")
    for items, relative, absolute in ((5, 0.693, 0.586), (10, 0.819, 0.740), (15, 0.871, 0.810), (20, 0.901, 0.850)):
        assert found.generalizability(raters=items) == pytest.approx(relative, abs=0.002)
        assert found.dependability(raters=items) == pytest.approx(absolute, abs=0.002)
