"""The same figures from other people's programs, to 1e-9.

krippendorff and pingouin are GPL: they are asked when somebody has installed them, and never needed.
"""

from __future__ import annotations

import numpy as np
import pytest

from standards.agreement import Ratings, alpha, brennan_prediger, cohen, fleiss, iccs
from tests.agreement.making import varied

GPL = "a GPL package, asked only where somebody has installed it: pip install "
CASES = [(seed, units, raters) for seed, units, raters in ((1, 8, 2), (2, 30, 4), (3, 200, 7), (4, 1000, 3))]


@pytest.mark.parametrize(("seed", "units", "raters"), CASES)
def test_statsmodels_finds_the_same_kappas(seed: int, units: int, raters: int) -> None:
    from statsmodels.stats import inter_rater

    array = varied(seed, units, raters)
    ratings = Ratings.from_array(array, 4)
    counts = np.stack([(array == level).sum(axis=1) for level in range(4)], axis=1)
    assert fleiss(ratings).value == pytest.approx(inter_rater.fleiss_kappa(counts), abs=1e-9)
    uniform = inter_rater.fleiss_kappa(counts, method="randolph")
    assert brennan_prediger(ratings, "identity").value == pytest.approx(uniform, abs=1e-9)
    table = np.zeros((4, 4))
    np.add.at(table, (array[:, 0].astype(int), array[:, 1].astype(int)), 1)
    for weighting, theirs in (("identity", None), ("linear", "linear"), ("quadratic", "quadratic")):
        expected = inter_rater.cohens_kappa(table, wt=theirs)
        found = cohen(ratings, weighting, raters=("1", "2"))  # type: ignore[arg-type]
        assert found.interval is not None
        assert found.value == pytest.approx(expected.kappa, abs=1e-9)
        assert found.interval.error == pytest.approx(expected.std_kappa, abs=1e-9)
        assert found.parts["standard error without agreement"] == pytest.approx(expected.std_kappa0, abs=1e-9)
        assert found.interval.low == pytest.approx(expected.kappa_low, abs=1e-9)


@pytest.mark.parametrize(("seed", "units", "raters"), CASES)
@pytest.mark.parametrize("weighting", ["identity", "linear", "quadratic"])
def test_scikit_learn_finds_the_same_kappas(seed: int, units: int, raters: int, weighting: str) -> None:
    from sklearn.metrics import cohen_kappa_score

    array = varied(seed, units, raters)
    expected = cohen_kappa_score(
        array[:, 0], array[:, 1], labels=[0, 1, 2, 3], weights=None if weighting == "identity" else weighting
    )
    found = cohen(Ratings.from_array(array, 4), weighting, raters=("1", "2"))  # type: ignore[arg-type]
    assert found.value == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("seed", "units", "raters"), CASES)
@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
def test_krippendorff_finds_the_same_alpha(seed: int, units: int, raters: int, metric: str) -> None:
    theirs = pytest.importorskip("krippendorff", reason=GPL + "krippendorff")
    array = varied(seed, units, raters, missing=0.2)
    expected = theirs.alpha(reliability_data=array.T + 1, value_domain=[1, 2, 3, 4], level_of_measurement=metric)
    assert alpha(Ratings.from_array(array, 4), metric).value == pytest.approx(expected, abs=1e-9)  # type: ignore[arg-type]


@pytest.mark.filterwarnings("ignore")  # theirs, about a newer pandas
@pytest.mark.parametrize(("seed", "units", "raters"), CASES[:3])
def test_pingouin_finds_the_same_six_iccs(seed: int, units: int, raters: int) -> None:
    theirs = pytest.importorskip("pingouin", reason=GPL + "pingouin")
    pandas = pytest.importorskip("pandas")
    array = varied(seed, units, raters)
    unit, rater = np.indices(array.shape)
    frame = pandas.DataFrame({"unit": unit.ravel(), "rater": rater.ravel(), "level": array.ravel()})
    expected = theirs.intraclass_corr(frame, targets="unit", raters="rater", ratings="level")["ICC"].tolist()
    found = iccs(Ratings.from_array(array, 4))
    ours = [found[form].value for form in ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")]  # type: ignore[index]
    assert ours == pytest.approx(expected, abs=1e-9)
