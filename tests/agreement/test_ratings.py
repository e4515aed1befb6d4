"""The table every statistic reads: missing is a state, and a broken table names everything that is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from standards.agreement import Ratings, Row, ac1, leniency
from standards.agreement.ratings import NOT_ASKED, code_of
from standards.errors import RatingsError, StandardsError
from standards.reviews.model import Absence

LEVELS = ("Not met", "Partly met", "Met")
ROWS = [
    Row("Ana", "P1", "A1", "Met"),
    Row("Ben", "P1", "A1", "Partly met"),
    Row("Ana", "P1", "A2", Absence.NOT_APPLICABLE),
    Row("Ben", "P1", "A2", "Not met"),
    Row("Ana", "P2", "A1", Absence.NOT_YET),
]


def codes(raised: pytest.ExceptionInfo[RatingsError]) -> list[str]:
    return [finding.code for finding in raised.value.findings]


def test_long_rows_become_raters_by_units_with_a_state_where_there_is_no_level() -> None:
    ratings = Ratings.from_rows(ROWS, LEVELS)
    assert ratings.raters == ("Ana", "Ben")
    assert ratings.cells.tolist() == [
        [2, code_of(Absence.NOT_APPLICABLE), code_of(Absence.NOT_YET)],
        [1, 0, NOT_ASKED],
    ]
    assert ratings.cluster is not None and [ratings.clusters[place] for place in ratings.cluster] == ["P1", "P1", "P2"]
    assert ratings.criterion is not None
    assert [ratings.criteria[place] for place in ratings.criterion] == ["A1", "A2", "A1"]


def test_the_four_absences_and_never_asked_are_five_different_states() -> None:
    states = {NOT_ASKED, *(code_of(absence) for absence in Absence)}
    assert len(states) == 5
    assert max(states) < 0


def test_rows_and_array_make_the_same_table() -> None:
    rows = [
        Row(name, "P", f"C{unit}", LEVELS[(unit * rater) % 3])
        for unit in range(4)
        for rater, name in ((1, "a"), (2, "b"))
    ]
    array = [[(unit * rater) % 3 for rater in (1, 2)] for unit in range(4)]
    assert np.array_equal(Ratings.from_rows(rows, LEVELS).cells, Ratings.from_array(array, LEVELS).cells)


def test_everything_wrong_with_rows_is_said_at_once() -> None:
    wrong = [*ROWS, ROWS[0], Row("Eve", "P1", "A1", "Met"), Row("Ben", "P2", "A1", "Superb")]
    with pytest.raises(RatingsError) as raised:
        Ratings.from_rows(wrong, LEVELS, raters=["Ana", "Ben"])
    assert codes(raised) == ["A002", "A003", "A004"]
    text = str(raised.value)
    assert "“Superb” is no level of the scale (1 rating)" in text
    assert "Ana › P1 › A1" in text
    assert "“Eve” is no rater of this panel" in text
    assert isinstance(raised.value, StandardsError)


def test_a_thousand_equal_mistakes_make_one_finding() -> None:
    with pytest.raises(RatingsError) as raised:
        Ratings.from_array(np.full((500, 2), 7), LEVELS)
    assert codes(raised) == ["A002"]
    assert "(1,000 ratings)" in str(raised.value)


def test_many_different_mistakes_are_counted_after_the_first_twenty() -> None:
    with pytest.raises(RatingsError) as raised:
        Ratings.from_array(np.arange(100, 160).reshape(30, 2), LEVELS)
    assert len(raised.value.findings) == 21
    assert "40 more of this kind" in str(raised.value)


@pytest.mark.parametrize("value", [1.5, np.inf, -np.inf, 3, -1, 300, 1e300])
def test_a_number_that_is_no_level_is_refused(value: float) -> None:
    with pytest.raises(RatingsError):
        Ratings.from_array([[0.0, value]], LEVELS)


@pytest.mark.parametrize(
    ("array", "levels", "code"),
    [
        ([[0, 1]], 1, "A001"),
        ([[0, 1]], 128, "A001"),
        ([[0, 1]], ("Met", "Met"), "A001"),
        ([0, 1], 2, "A005"),
        ([["Met", "Met"]], 2, "A005"),
    ],
)
def test_a_table_that_is_none_is_refused(array: object, levels: object, code: str) -> None:
    with pytest.raises(RatingsError) as raised:
        Ratings.from_array(array, levels)  # type: ignore[arg-type]
    assert code in codes(raised)


def test_names_that_do_not_fit_the_array_are_refused_together() -> None:
    with pytest.raises(RatingsError) as raised:
        Ratings.from_array([[0, 1]], 2, raters=["a"], clusters=["p", "q"], criteria=[])
    assert codes(raised) == ["A005", "A005", "A005"]


def test_masked_and_nan_and_a_scale_that_starts_elsewhere_are_read_alike() -> None:
    masked = np.ma.masked_equal([[101, 0], [103, 102]], 0)
    plain = [[101, np.nan], [103, 102]]
    found = [Ratings.from_array(array, 3, first=101).cells.tolist() for array in (masked, plain)]
    assert found[0] == found[1] == [[0, 2], [NOT_ASKED, 1]]


def test_a_table_cannot_be_changed() -> None:
    ratings = Ratings.from_array([[0, 1]], 2)
    with pytest.raises(ValueError, match="read-only"):
        ratings.cells[0, 0] = 1


def test_applicability_is_its_own_question() -> None:
    ratings = Ratings.from_rows(ROWS, LEVELS).applicability()
    assert ratings.levels == ("rated", "not applicable")
    assert ratings.cells.tolist() == [[0, 1, NOT_ASKED], [0, 0, NOT_ASKED]]
    # A1: both rated; A2: one each way → half of two units agree
    assert ac1(ratings).parts["observed agreement"] == 0.5


def test_the_share_of_not_applicable_counts_only_what_was_decided() -> None:
    ana = leniency(Ratings.from_rows(ROWS, LEVELS)).raters[0]
    assert (ana.not_applicable.count, ana.not_applicable.of) == (1, 2)
    assert (ana.extreme.count, ana.extreme.of) == (1, 1)
