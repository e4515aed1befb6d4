"""Laws that hold for every rubric and every set of ratings."""

from __future__ import annotations

import itertools
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from standards.reviews.model import Rating
from standards.rubrics.model import Rubric
from standards.scoring import recommend, score
from standards.scoring.balance import balances
from tests.making import KEYS, given_for, ratings, rubrics


def place(rubric: Rubric, key: str) -> int:
    return [outcome.key for outcome in rubric.rule.outcomes].index(key)


@given(st.data())
def test_raising_a_level_never_lowers_score_or_outcome(data: st.DataObject) -> None:
    rubric = data.draw(rubrics())
    before = data.draw(given_for(rubric))
    name = data.draw(st.sampled_from([c.id for c in rubric.criteria]))
    assume(name in before and before[name].level in KEYS[:-1])
    raised = KEYS[KEYS.index(before[name].level or "") + 1]
    after = {**before, name: Rating(criterion=name, level=raised)}

    assert (score(rubric, after).overall.share or 0) >= (score(rubric, before).overall.share or 0)
    old, new = recommend(rubric, before), recommend(rubric, after)
    for was, becomes in ((old.lowest, new.lowest), (old.highest, new.highest)):
        assert was and becomes
        assert place(rubric, becomes.key) <= place(rubric, was.key)


@given(st.data())
def test_not_applicable_renormalises_as_if_the_criterion_were_not_there(data: st.DataObject) -> None:
    rubric = data.draw(rubrics())
    rated = data.draw(given_for(rubric, levels_only=True))
    out = data.draw(st.sampled_from([c.id for c in rubric.criteria]))
    rest = [c.id for c in rubric.criteria if c.id != out]
    card = score(rubric, {**rated, **ratings(**{out: "not applicable"})})

    lines = [line for line in score(rubric, rated).criteria if line.criterion in rest]
    if rubric.rule.average == "criteria":
        earned = sum((line.weight * (line.points or 0) for line in lines), Fraction(0))
        assert card.overall.share == earned / sum(line.weight * line.top for line in lines)
    assert card.overall.applicable == len(rest)


@given(st.data())
def test_the_order_of_ratings_does_not_matter(data: st.DataObject) -> None:
    rubric = data.draw(rubrics())
    chosen = data.draw(given_for(rubric))
    shuffled = dict(data.draw(st.permutations(list(chosen.items()))))
    assert score(rubric, shuffled) == score(rubric, chosen)
    assert recommend(rubric, shuffled) == recommend(rubric, chosen)


@given(st.data())
def test_lowest_and_highest_are_reached_by_filling_the_open_ratings_and_nothing_lies_outside(
    data: st.DataObject,
) -> None:
    rubric = data.draw(rubrics())
    chosen = data.draw(given_for(rubric))
    said = recommend(rubric, chosen)
    assume(said.lowest is not None and len(said.open_criteria) <= 4)
    reached = set()
    for filling in itertools.product(KEYS, repeat=len(said.open_criteria)):
        full = {**chosen, **ratings(**dict(zip(said.open_criteria, filling, strict=True)))}
        outcome = recommend(rubric, full).outcome
        assert outcome is not None
        reached.add(place(rubric, outcome.key))
    assert said.lowest and said.highest
    assert max(reached) == place(rubric, said.lowest.key)
    assert min(reached) == place(rubric, said.highest.key)
    assert said.settled == (len(reached) == 1)


@given(st.data())
def test_missing_is_never_a_zero(data: st.DataObject) -> None:
    rubric = data.draw(rubrics())
    rated = data.draw(given_for(rubric, levels_only=True))
    out = data.draw(st.sampled_from([c.id for c in rubric.criteria]))
    state = data.draw(st.sampled_from(["not yet", "insufficient evidence", "recused"]))
    missing = {**rated, **ratings(**{out: state})}
    card = score(rubric, missing)
    without = [line for line in card.criteria if line.criterion != out]
    assert card.overall.earned == sum((line.weight * (line.points or 0) for line in without), Fraction(0))
    assert card.overall.coverage is not None
    assert card.overall.coverage < 1


@given(st.data())
def test_every_flip_flips_and_every_flip_is_listed(data: st.DataObject) -> None:
    rubric = data.draw(rubrics())
    rated = data.draw(given_for(rubric, levels_only=True))
    said = recommend(rubric, rated)
    assert said.outcome is not None
    listed = {(flip.criterion, flip.becomes.key): flip.outcome.key for flip in said.flips}
    for criterion in rubric.criteria:
        level = rated[criterion.id].level or ""
        here = KEYS.index(level)
        for path in (KEYS[here + 1 :], KEYS[:here][::-1]):
            expected = None
            for key in path:
                outcome = recommend(rubric, {**rated, criterion.id: Rating(criterion=criterion.id, level=key)}).outcome
                assert outcome is not None
                if outcome.key != said.outcome.key:
                    expected = (key, outcome.key)
                    break
            found = [(key, listed[criterion.id, key]) for key in path if (criterion.id, key) in listed]
            assert found == ([expected] if expected else [])


@given(st.data())
def test_the_rise_reaches_its_outcome_and_no_smaller_set_does_where_it_says_so(data: st.DataObject) -> None:
    rubric = data.draw(rubrics())
    rated = data.draw(given_for(rubric, levels_only=True))
    said = recommend(rubric, rated)
    assume(said.rise is not None)
    assert said.rise is not None
    goal = place(rubric, said.rise.outcome.key)

    def reaches(names: tuple[str, ...]) -> bool:
        raised = {**rated, **ratings(**dict.fromkeys(names, "met"))}
        sums = [b for b in balances(rubric, frozenset(rated)) if b.outcome == goal]
        ranks = {name: KEYS.index(rating.level or "") for name, rating in raised.items()}
        return all(balance.total(ranks) >= 0 for balance in sums)

    assert reaches(said.rise.criteria)
    if said.rise.smallest:
        for size in range(len(said.rise.criteria)):
            assert not any(reaches(names) for names in itertools.combinations(rated, size))


@given(st.data())
def test_recommend_agrees_with_the_rule_read_word_by_word(data: st.DataObject) -> None:
    """A second, slow reading of the clauses, straight from their definition."""
    rubric = data.draw(rubrics())
    rated = data.draw(given_for(rubric, levels_only=True))
    points = {"not_met": Fraction(0), "partly": Fraction(1, 2), "met": Fraction(1)}

    def mean(criteria: list) -> Fraction:
        weight = sum(c.weight for c in criteria)
        return sum(c.weight * points[rated[c.id].level or ""] for c in criteria) / weight

    def at_least(criteria: list, key: str) -> int:
        return sum(KEYS.index(rated[c.id].level or "") >= KEYS.index(key) for c in criteria)

    every = list(rubric.criteria)
    essential = [c for c in every if c.essential]
    aspirational = [c for c in every if not c.essential]
    domains = [list(domain.criteria) for domain in rubric.domains]
    overall = mean(every)
    if rubric.rule.average == "domains":
        overall = sum(mean(criteria) for criteria in domains) / len(domains)
    first = next(list(domain.criteria) for domain in rubric.domains if domain.id == "dom-A")
    staged = [c for c in every if (c.stage or 0) <= 2]
    holds = {
        "all(essential) >= met": at_least(essential, "met") == len(essential),
        "all(essential) >= partly": at_least(essential, "partly") == len(essential),
        "min(criteria) >= partly": at_least(every, "partly") == len(every),
        "mean(criteria) >= 85 %": overall >= Fraction(85, 100),
        "mean(criteria) >= 0.6": overall >= Fraction(6, 10),
        "mean(every domain) >= 50 %": all(mean(criteria) >= Fraction(1, 2) for criteria in domains),
        "mean(domain dom-A) >= 2/3": mean(first) >= Fraction(2, 3),
        "count(criteria, level <= not_met) <= 1": len(every) - at_least(every, "partly") <= 1,
        "count(criteria, level >= met) >= 3": at_least(every, "met") >= 3,
        "share(aspirational, level >= met) >= 50 %": 2 * at_least(aspirational, "met") >= len(aspirational),
        "share(criteria, level <= not_met) <= 20 %": 5 * (len(every) - at_least(every, "partly")) <= len(every),
        "level_reached(criteria, level >= met) >= 2": at_least(staged, "met") == len(staged),
    }
    expected = next(o.key for o in rubric.rule.outcomes if all(holds[sentence] for sentence in o.when))
    found = recommend(rubric, rated).outcome
    assert found is not None
    assert found.key == expected
