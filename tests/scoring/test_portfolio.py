"""Many programs under one rubric: exact ranks, and missing is never a zero."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.errors import StandardsError
from standards.scoring import gaps
from standards.scoring.portfolio import Portfolio, Standing
from tests.making import given_for, outcome, ratings, rubric, rubrics
from tests.workbooks.portfolios import portfolio, standing
from tests.workbooks.reports import shipped

FOUR = rubric(
    [{"id": "A1"}, {"id": "A2", "weight": 2}, {"id": "B1", "essential": False}, {"id": "B2"}],
    [outcome("accept", "all(essential) >= met"), outcome("defer", "all(essential) >= partly"), outcome("refuse")],
)
GOOD = {"A1": "met", "A2": "met", "B1": "met", "B2": "met"}
POOR = {"A1": "not_met", "A2": "partly", "B1": "met", "B2": "not_met"}
ASIDE = dict.fromkeys(GOOD, "not applicable")


def of(*given: dict[str, str | None]) -> Portfolio:
    return Portfolio(FOUR, tuple(standing(FOUR, ratings(**one), number) for number, one in enumerate(given)))


def spread(found: Portfolio, name: str):
    return next(one for one in found.criteria if one.criterion == name)


# ---------------------------------------------------------------- ranks


def test_equal_scores_share_a_rank_and_the_next_one_is_skipped():
    found = of(POOR, GOOD, GOOD, {**GOOD, "A1": "partly"})
    assert [place.rank for place in found.places] == [1, 1, 3, 4]
    assert [place.tied for place in found.places] == [True, True, False, False]
    # (1/2 + 2 + 1 + 1) of 5, and (0 + 1 + 1 + 0) of 5
    assert [place.standing.share for place in found.places] == [1, 1, Fraction(9, 10), Fraction(2, 5)]


def test_shares_that_look_alike_on_screen_are_told_apart():
    many = rubric([{"id": f"A{number}", "weight": weight} for number, weight in enumerate((100_000, 1, 1))])
    one, other = ({"A0": "met", "A1": a, "A2": b} for a, b in (("met", "met"), ("met", "not_met")))
    found = Portfolio(many, tuple(standing(many, ratings(**given), n) for n, given in enumerate((other, one))))
    assert [(place.standing.program, place.rank) for place in found.places] == [("program-1", 1), ("program-0", 2)]


def test_a_program_without_a_score_has_no_rank_and_says_why():
    found = of({}, ASIDE, {"A1": "insufficient evidence", "A2": "recused"}, POOR)
    untouched = standing(FOUR, {}, 9, review="")
    found = Portfolio(FOUR, (*found.standings, untouched))
    said = {place.standing.program: (place.rank, place.reason) for place in found.places}
    assert said == {
        "program-3": (1, ""),
        "program-0": (None, "no criterion carries a level: 4 not yet rated"),
        "program-1": (None, "every criterion is set aside as not applicable"),
        "program-2": (
            None,
            "no criterion carries a level: 2 not yet rated, 1 with insufficient evidence, 1 recused",
        ),
        "program-9": (None, "no review has begun"),
    }


def test_a_score_without_weight_is_no_score():
    light = rubric([{"id": "A1", "weight": 0}])
    found = Portfolio(light, (standing(light, ratings(A1="met")),))
    assert found.places[0].reason == "what is rated carries no weight"


@given(st.data())
def test_the_rank_is_one_more_than_the_number_of_better_programs(data):
    made = data.draw(rubrics())
    reviews = data.draw(st.lists(given_for(made), max_size=6))
    found = Portfolio(made, tuple(standing(made, one, number) for number, one in enumerate(reviews)))
    shares = [one.share for one in found if one.share is not None]
    assert {place.standing.program for place in found.places} == {one.program for one in found}
    for place in found.places:
        share = place.standing.share
        if share is None:
            assert place.rank is None
            assert place.reason
        else:
            assert place.rank == 1 + sum(other > share for other in shares)
            assert place.tied == (shares.count(share) > 1)


# ---------------------------------------------------------------- criteria and domains


def test_each_criterion_counts_its_levels_and_each_absence_apart():
    found = of(GOOD, POOR, {"A1": "insufficient evidence"}, {"A1": "recused"}, {"A1": "not applicable"}, {})
    one = spread(found, "A1")
    assert one.levels == {"not_met": 1, "partly": 0, "met": 1}
    assert one.absences == {"insufficient evidence": 1, "not yet": 1, "recused": 1, "not applicable": 1}
    assert (one.rated, one.applicable, one.programs, one.met, one.below, one.gaps) == (2, 5, 6, 1, 1, 2)
    assert (one.share, one.text) == (Fraction(1, 2), "50.0 % of 2 rated")


def test_what_nobody_reaches_is_not_the_same_as_what_nobody_has_rated():
    found = of({"A1": "not_met", "B1": "not applicable"}, {"A1": "partly", "B1": "not applicable"}, {"A1": "recused",
               "B1": "not applicable"})  # fmt: skip
    assert (spread(found, "A1").everybody_below, spread(found, "A1").note) == (True, "▲ Everybody below target")
    assert (spread(found, "A2").nobody_rated, spread(found, "A2").note) == (True, "… Nobody rated yet")
    assert (spread(found, "B1").nobody_rated, spread(found, "B1").note) == (False, "– Applies to none")
    assert spread(found, "A2").share is None
    assert spread(of(GOOD), "A1").note == "✓ Everybody at target"
    assert spread(of(GOOD, POOR), "A1").note == ""


def test_a_domain_says_how_many_programs_its_mean_rests_on():
    found = of(GOOD, POOR, {"A1": "met"}, ASIDE)
    domains = {one.domain: one for one in found.domains}
    # domain A: 1, (0 + 2 × 1/2) ÷ 3 and 1, and nothing for the last; B: 1 and 1/2
    assert domains["dom-A"].shares == (1, Fraction(1, 3), 1, None)
    assert (domains["dom-A"].mean, domains["dom-A"].scored) == (Fraction(7, 9), 3)
    assert (domains["dom-B"].mean, domains["dom-B"].scored) == (Fraction(3, 4), 2)
    assert (domains["dom-B"].lowest, domains["dom-B"].highest) == (Fraction(1, 2), 1)


@given(st.data())
def test_the_open_gaps_of_a_criterion_are_those_of_the_gap_registers(data):
    made = data.draw(rubrics())
    reviews = data.draw(st.lists(given_for(made), max_size=5))
    found = Portfolio(made, tuple(standing(made, one, number) for number, one in enumerate(reviews)))
    named = [gap.criterion for one in found for gap in gaps(made, one.card, one.ratings) if gap.severity != "note"]
    assert {one.criterion: one.gaps for one in found.criteria} == {c.id: named.count(c.id) for c in made.criteria}
    assert all(one.rated + sum(one.absences.values()) == len(reviews) for one in found.criteria)


def test_the_most_missed_come_worst_first_and_equals_in_reading_order():
    found = of(POOR, POOR, {**GOOD, "B2": "insufficient evidence"})
    assert [one.criterion for one in found.most_missed()] == ["B2", "A1", "A2"]
    assert [one.criterion for one in found.most_missed(1)] == ["B2"]
    assert of(GOOD).most_missed() == ()


# ---------------------------------------------------------------- recommendations


def test_every_outcome_is_counted_best_first_then_what_is_undecided():
    found = of(GOOD, GOOD, POOR, {}, ASIDE, {**GOOD, "A1": "insufficient evidence"})
    assert [(one.label, one.outcome, one.programs) for one in found.tallies] == [
        ("Accept", 0, 2), ("Defer", 1, 0), ("Refuse", 2, 1),
        ("Evidence insufficient", None, 1), ("Incomplete", None, 1), ("Not applicable", None, 1),
    ]  # fmt: skip


def test_the_closest_need_the_fewest_raised_ratings():
    found = of(POOR, {**GOOD, "A1": "not_met"}, GOOD)
    assert [one.program for one in found.closest()] == ["program-1", "program-0"]
    assert found.closest(0) == ()


# ---------------------------------------------------------------- which review


def test_a_finished_review_stands_before_a_newer_unfinished_one():
    old = standing(FOUR, ratings(**GOOD), 1, finished=True)
    new = replace(old, review="newer", finished=False, changed=old.changed + timedelta(days=9))
    found = Portfolio.of(FOUR, [old, new])
    assert [(one.review, one.reviews) for one in found] == [(old.review, 2)]


def test_of_two_finished_reviews_the_one_changed_last_stands():
    old = standing(FOUR, ratings(**GOOD), 1, finished=True)
    new = replace(old, review="newer", changed=old.changed + timedelta(days=9))
    assert [one.review for one in Portfolio.of(FOUR, [new, old])] == ["newer"]


def test_a_program_nobody_has_begun_stands_with_no_review():
    found = Portfolio.of(FOUR, [standing(FOUR, {}, 1, review="")])
    assert [one.reviews for one in found] == [0]


def test_a_program_twice_and_another_rubric_are_refused_in_one_message():
    other = rubric([{"id": "Z1"}])
    wrong = (standing(FOUR, {}, 1), standing(FOUR, {}, 1), standing(other, {}, 2))
    with pytest.raises(StandardsError) as refused:
        Portfolio(FOUR, wrong)
    assert "program-1 stands in it 2 times" in str(refused.value)
    assert f"program-2 was scored against made/1 ({other.digest[:8]})" in str(refused.value)


# ---------------------------------------------------------------- tables


def test_the_long_table_has_a_row_for_each_program_and_criterion_and_no_zero_for_what_is_missing():
    found = of(POOR, {"A1": "insufficient evidence", "A2": "not applicable", "B1": "recused"})
    frame = found.to_frame()
    assert len(frame) == 8
    rows = {(row.program, row.criterion): row for row in frame.itertuples()}
    poor, missing = rows["program-0", "A1"], rows["program-1", "A1"]
    assert (poor.level, poor.label, poor.points, poor.gap, poor.weight) == ("not_met", "Not met", 0, "critical", 1)
    assert missing.points != missing.points  # NaN: not a number, so not a zero
    assert (missing.absence, missing.gap) == ("insufficient evidence", "major")
    assert [rows["program-1", name].gap for name in ("A2", "B1", "B2")] == ["not counted", "open", "open"]
    assert [rows["program-0", name].gap for name in ("A2", "B1")] == ["major", "none"]


def test_an_empty_portfolio_has_tables_with_headings_and_no_rows():
    found = Portfolio(FOUR, ())
    assert (len(found.to_frame()), len(found.matrix()), found.places, found.closest()) == (0, 0, (), ())
    assert list(found.matrix().columns) == ["A1", "A2", "B1", "B2"]
    assert {one.note for one in found.criteria} == {"– No program"}
    assert found.domains[0].mean is None


def test_the_wide_table_stands_in_order_of_rank():
    frame = of(POOR, GOOD).matrix()
    assert list(frame.index) == ["program-1", "program-0"]
    assert frame.loc["program-0", "A2"] == "Partly met"


def test_the_digest_follows_every_rating_and_nothing_else():
    one = of(GOOD, POOR)
    assert one.digest == Portfolio(FOUR, one.standings[::-1]).digest
    assert one.digest == Portfolio(FOUR, tuple(replace(each, title="Renamed") for each in one)).digest
    assert one.digest != of(GOOD, {**POOR, "B2": "partly"}).digest
    assert one.digest != of(GOOD, {**POOR, "B2": "recused"}).digest


def test_a_notebook_shows_ranks_with_what_they_rest_on_and_escapes_titles():
    made = shipped("house-draft/0.1")
    first: Standing = portfolio(made, 1).standings[0]
    said = Portfolio(made, (replace(first, title="<b>Bold</b>"),))._repr_html_()
    assert "&lt;b&gt;Bold" in said
    assert "<b>Bold" not in said
    assert "applicable criteria rated" in said
