"""Small rubrics and ratings for tests, and strategies that make many of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from standards.reviews.model import Absence, Rating
from standards.rubrics.model import Rubric

LEVELS = (
    {"key": "not_met", "label": "Not met", "symbol": "○", "points": 0},
    {"key": "partly", "label": "Partly met", "symbol": "◐", "points": "1/2"},
    {"key": "met", "label": "Met", "symbol": "●", "points": 1},
)
KEYS = ("not_met", "partly", "met")


def rubric(
    criteria: list[dict[str, Any]],
    outcomes: list[dict[str, Any]] | None = None,
    *,
    levels: tuple[dict[str, Any], ...] = LEVELS,
    average: str = "criteria",
    target: str = "met",
    **more: Any,
) -> Rubric:
    """A rubric of criteria given as {id, domain, weight, essential …}; the domain defaults to the id's letter."""
    domains: dict[str, list[dict[str, Any]]] = {}
    for given in criteria:
        one = {"title": given["id"], "statement": "It is so.", **given}
        domains.setdefault(f"dom-{one.pop('domain', one['id'][0])}", []).append(one)
    return Rubric.model_validate(
        {
            "id": "made",
            "version": "1",
            "title": "Made for a test",
            "status": "draft",
            "issuer": "nobody",
            "source": {"mark": "ours"},
            "disclaimer": "A test.",
            "scales": {"s": {"title": "Scale", "target": target, "levels": levels}},
            "scale": "s",
            "domains": [{"id": name, "title": name, "criteria": found} for name, found in domains.items()],
            "rule": {"average": average, "outcomes": outcomes or []},
            **more,
        }
    )


def outcome(key: str, *when: str) -> dict[str, Any]:
    return {"key": key, "label": key.title(), "when": list(when)}


def rate(criterion: str, given: str | None) -> Rating | None:
    """A rating from the key of a level, the name of an absence, or None for nothing at all."""
    if given is None:
        return None
    if given in {absence.value for absence in Absence}:
        return Rating(criterion=criterion, absence=Absence(given), reason="said so")
    return Rating(criterion=criterion, level=given)


def ratings(**given: str | None) -> dict[str, Rating]:
    return {name: rating for name, value in given.items() if (rating := rate(name, value))}


CLAUSES = (
    "all(essential) >= met",
    "all(essential) >= partly",
    "min(criteria) >= partly",
    "mean(criteria) >= 85 %",
    "mean(criteria) >= 0.6",
    "mean(every domain) >= 50 %",
    "mean(domain dom-A) >= 2/3",
    "count(criteria, level <= not_met) <= 1",
    "count(criteria, level >= met) >= 3",
    "share(aspirational, level >= met) >= 50 %",
    "share(criteria, level <= not_met) <= 20 %",
    "level_reached(criteria, level >= met) >= 2",
)

_weights = st.sampled_from([1, 2, 3, "1/2", "0.1"])


@st.composite
def rubrics(draw: st.DrawFn, *, decides: bool = True) -> Rubric:
    """Two domains, three to seven criteria, every clause family."""
    names = ["A1", "B1", "A2", "B2", "A3", "B3", "A4"][: draw(st.integers(3, 7))]
    criteria = [
        {"id": name, "weight": draw(_weights), "essential": draw(st.booleans()), "stage": draw(st.integers(1, 3))}
        for name in names
    ]
    outcomes = []
    if decides:
        for key in ("accept", "defer"):
            outcomes.append(outcome(key, *draw(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=3))))
        outcomes.append(outcome("refuse"))
    return rubric(criteria, outcomes, average=draw(st.sampled_from(["criteria", "domains"])))


def given_for(made: Rubric, *, levels_only: bool = False) -> st.SearchStrategy[dict[str, Rating]]:
    """Ratings for a rubric: any level, any absence, or nothing."""
    choices: list[str | None] = list(KEYS) if levels_only else [*KEYS, *(a.value for a in Absence), None]
    return st.fixed_dictionaries({c.id: st.sampled_from(choices) for c in made.criteria}).map(
        lambda chosen: ratings(**chosen)
    )
