"""Arithmetic worked by hand and published with the workbench's statistics notes: cases D1, D2 and D3."""

from __future__ import annotations

from fractions import Fraction

from standards.scoring import recommend, score
from tests.making import outcome, rate, rubric

FOUR = tuple({"key": f"l{n}", "label": f"Level {n}", "points": n} for n in range(4))


def made(criteria: list[dict], given: list[str | None], *outcomes: dict, average: str = "criteria"):
    one = rubric(criteria, list(outcomes), levels=FOUR, target="l2", average=average)
    rated = {c["id"]: r for c, level in zip(criteria, given, strict=True) if (r := rate(c["id"], level))}
    return one, rated


D1 = [
    {"id": "A1", "weight": 2},
    {"id": "A2", "weight": 1},
    {"id": "A3", "weight": 1},
    {"id": "B1", "weight": 3, "essential": True},
    {"id": "B2", "weight": 1},
    {"id": "B3", "weight": 1},
]
D1_LEVELS = ["l2", "l2", "not applicable", "l1", "l2", None]


def test_d1_means_by_domain_and_overall() -> None:
    # A: (2·2 + 1·2) / 3 = 2; B: (3·1 + 1·2) / 4 = 5/4; all: 11/7 = 1.5714
    card = score(*made(D1, D1_LEVELS))
    assert card.domain("dom-A").score.mean == 2
    assert card.domain("dom-B").score.mean == Fraction(5, 4)
    assert card.overall.mean == Fraction(11, 7)


def test_d1_a_mean_of_domains_differs_from_a_mean_of_criteria() -> None:
    # (2 + 5/4) / 2 = 1.625
    assert score(*made(D1, D1_LEVELS, average="domains")).overall.mean == Fraction(13, 8)


def test_d1_completeness_by_count_and_by_weight() -> None:
    # Applicable: A1 A2 B1 B2 B3. Rated: 4 of 5, weights 7 of 8.
    overall = score(*made(D1, D1_LEVELS)).overall
    assert (overall.rated, overall.applicable) == (4, 5)
    assert overall.coverage == Fraction(7, 8)


def test_d1_the_essential_fails_and_the_missing_one_keeps_the_review_incomplete() -> None:
    good = outcome("good", "all(criteria B1) >= l2")
    said = recommend(*made(D1, D1_LEVELS, good, outcome("bad")))
    assert said.status == "incomplete"
    assert said.settled
    assert said.lowest is not None
    assert said.lowest.key == "bad"


D2 = [
    {"id": "A1", "weight": 2},
    {"id": "A2", "weight": 1},
    {"id": "B3", "weight": 3},
    {"id": "B4", "weight": 2},
    {"id": "C5", "weight": 2},
    {"id": "C6", "weight": 1},
]
D2_RULE = (
    outcome("pass", "mean(criteria) >= 2", "mean(every domain) >= 1.5", "all(criteria B3) >= l2"),
    outcome("fail"),
)


def test_d2_the_smallest_set_that_reaches_a_pass_is_unique() -> None:
    # Overall 17/10 = 1.7; domains 2, 9/5 and 1. Criteria 3 and 5 are enough, and nothing smaller.
    one, rated = made(D2, ["l2", "l2", "l1", "l3", "l1", "not applicable"], *D2_RULE)
    assert score(one, rated).overall.mean == Fraction(17, 10)
    said = recommend(one, rated)
    assert said.outcome is not None
    assert said.outcome.key == "fail"
    assert said.rise is not None
    assert said.rise.criteria == ("B3", "C5")
    assert said.rise.smallest


def test_d3_three_single_drops_flip_a_pass_and_an_exact_two_still_passes() -> None:
    # 22/10 passes; dropping criterion 4 by one leaves 20/10 = 2.0, compared exactly: still a pass.
    one, rated = made(D2, ["l2", "l2", "l2", "l3", "l2", "not applicable"], *D2_RULE)
    assert score(one, rated).overall.mean == Fraction(22, 10)
    said = recommend(one, rated)
    assert said.outcome is not None
    assert said.outcome.key == "pass"
    one_level = {
        f.criterion for f in said.flips if one.scales["s"].rank(f.was.key) - one.scales["s"].rank(f.becomes.key) == 1
    }
    assert one_level == {"A1", "B3", "C5"}
    exactly_two = {**rated, "B4": rate("B4", "l2")}
    assert score(one, exactly_two).overall.mean == 2
    assert recommend(one, exactly_two).outcome == one.rule.outcomes[0]
