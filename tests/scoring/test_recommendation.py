"""What a person reads: status, words, trace, gaps and explanations."""

from __future__ import annotations

import pytest

from standards.errors import UnknownName
from standards.reviews.model import FindingKind, Rating
from standards.rounding import number, percent
from standards.scoring import gaps, recommend, score
from tests.making import outcome, ratings, rubric

RULE = [outcome("accept", "all(essential) >= met", "mean(criteria) >= 75 %"), outcome("refuse")]
THREE = rubric(
    [{"id": "A1", "weight": 2}, {"id": "A2", "essential": False, "weight": 2}, {"id": "B1", "essential": False}], RULE
)


def test_a_decided_review_names_the_outcome_and_traces_each_clause() -> None:
    said = recommend(THREE, ratings(A1="met", A2="met", B1="not_met"))
    assert (said.status, said.label) == ("decided", "Accept")
    assert [clause.verdict for clause in said.trace[0].clauses] == ["holds", "holds"]
    assert "80.0 %" in said.trace[0].clauses[1].value  # (2 + 2 + 0) / 5


def test_a_failing_clause_names_the_criteria_in_the_way() -> None:
    said = recommend(THREE, ratings(A1="partly", A2="met", B1="met"))
    clause = said.trace[0].clauses[0]
    assert (clause.verdict, clause.criteria) == ("fails", ("A1",))
    assert "below: A1" in clause.value


def test_an_unrated_criterion_keeps_the_review_incomplete_and_says_what_is_possible() -> None:
    said = recommend(THREE, ratings(A1="met", A2="met"))
    assert said.status == "incomplete"
    assert said.outcome is None
    # A1 and A2 alone earn 4 of 5: already 80 %, whatever B1 becomes.
    assert said.words == "1 not yet rated; already settled: whatever the open ratings, “Accept”."


def test_insufficient_evidence_on_an_essential_blocks_a_positive_decision_without_being_a_zero() -> None:
    said = recommend(THREE, ratings(A1="insufficient evidence", A2="met", B1="met"))
    assert said.status == "evidence insufficient"
    assert said.words == ("1 with insufficient evidence; between “Refuse” and “Accept”, depending on the open ratings.")
    assert score(THREE, ratings(A1="insufficient evidence", A2="met", B1="met")).overall.text == "100.0 %"


def test_insufficient_evidence_that_cannot_matter_does_not_block() -> None:
    said = recommend(THREE, ratings(A1="met", A2="met", B1="insufficient evidence"))
    assert (said.status, said.label) == ("decided", "Accept")
    assert "no level on them would change this" in said.words


def test_everything_set_aside_is_not_applicable_and_not_a_pass() -> None:
    nothing = ratings(A1="not applicable", A2="not applicable", B1="not applicable")
    assert recommend(THREE, nothing).status == "not applicable"
    assert score(THREE, nothing).overall.text == "–"


def test_a_rule_without_outcomes_is_a_profile() -> None:
    profile = rubric([{"id": "A1"}])
    assert recommend(profile, ratings(A1="met")).label == "Profile, no decision"


def test_gaps_come_worst_first_with_severity_and_urgency() -> None:
    rated = ratings(A1="not_met", A2="not_met", B1="insufficient evidence")
    found = gaps(THREE, score(THREE, rated), rated)
    assert [(g.criterion, g.severity, g.urgency) for g in found] == [
        ("A1", "critical", "1 High"),
        ("A2", "minor", "2 Medium"),  # aspirational, weight 2 × 2 steps
        ("B1", "minor", "3 Low"),
    ]
    assert [gap.priority for gap in found] == [1, 2, 3]


def test_an_essential_partly_met_or_without_evidence_is_major() -> None:
    for given in ("partly", "insufficient evidence"):
        rated = ratings(A1=given, A2="met", B1="met")
        (gap,) = gaps(THREE, score(THREE, rated), rated)
        assert (gap.criterion, gap.severity) == ("A1", "major")


def test_a_recommendation_on_a_met_criterion_is_a_note_and_a_commendation_is_no_gap() -> None:
    for kind, expected in ((FindingKind.RECOMMENDATION, ["note"]), (FindingKind.COMMENDATION, [])):
        rated = {**ratings(A2="met", B1="met"), "A1": Rating(criterion="A1", level="met", finding=kind)}
        assert [gap.severity for gap in gaps(THREE, score(THREE, rated), rated)] == expected


def test_an_explanation_holds_the_arithmetic_and_what_was_left_out() -> None:
    card = score(THREE, ratings(A1="met", A2="partly"))
    text = card.explain()
    assert "A1 2 × 1 + A2 2 × 0.5 = 3" in text
    assert "3 ÷ 4 = 3/4 = 75.0 %" in text
    assert "not yet rated: B1" in text
    assert "weight 2; 2 × 0.5 = 1" in card.explain("A2")
    with pytest.raises(UnknownName, match="Did you mean"):
        card.explain("overal")


@pytest.mark.parametrize(
    ("value", "shown"), [("0.8465", "84.7 %"), ("0.8464", "84.6 %"), ("0.0005", "0.1 %"), ("-0.1205", "-12.1 %")]
)
def test_rounding_is_half_up(value: str, shown: str) -> None:
    from fractions import Fraction

    assert percent(Fraction(value)) == shown
    assert number(Fraction("2.9995")) == "3"


def test_a_score_just_below_the_bound_is_not_rounded_into_a_pass() -> None:
    # 2995/3000 points against a bound of 100 %: shown as 99.8 %, and never a pass.
    strict = rubric(
        [{"id": "A1", "weight": 2995}, {"id": "A2", "weight": 5}],
        [outcome("ok", "mean(criteria) >= 99.84 %"), outcome("no")],
    )
    said = recommend(strict, ratings(A1="met", A2="not_met"))
    assert score(strict, ratings(A1="met", A2="not_met")).overall.text == "99.8 %"
    assert said.label == "No"


def test_results_become_tables() -> None:
    rated = ratings(A1="partly", A2="met")
    card = score(THREE, rated)
    frame = card.to_frame()
    assert list(frame.index) == ["A1", "A2", "B1"]
    assert frame.loc["A1", "points"] == 0.5
    assert list(gaps(THREE, card, rated).to_frame()["criterion"]) == ["A1"]
    assert "<table>" in card._repr_html_()
