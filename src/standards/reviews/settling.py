"""Ratings of several people side by side: where they differ most, and what a method would make of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from standards.reviews.model import Absence, Rating
from standards.reviews.panel import Method
from standards.rubrics.model import Criterion, Rubric

__all__ = ["Difference", "Proposal", "differences", "distance", "proposal"]

_MAJORITY = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """What the reviewers of one criterion said, and how far apart they are."""

    criterion: Criterion
    ratings: Mapping[str, Rating | None]
    """By reviewer, of those who were asked about it; None where someone has not rated."""
    spread: int
    """Steps between the lowest and the highest level."""
    split: bool
    """Some say that it does not apply, and some rate it."""
    missing: tuple[str, ...]
    """Who gave no level and did not set it aside: not yet, insufficient evidence, recused."""

    @property
    def alike(self) -> bool:
        """Everyone gave the same level, or everyone set it aside."""
        return not (self.spread or self.split or self.missing)


class Proposal(NamedTuple):
    """What a method makes of the ratings."""

    level: str | None
    absence: Absence | None
    reason: str
    """How it came about, or why nothing is proposed."""


def differences(
    rubric: Rubric, ratings: Mapping[str, Mapping[str, Rating]], domains: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[Difference, ...]:
    """Every criterion, those with the largest difference first.

    A split between “does not apply” and a level comes before any spread, because it asks another question; then the
    spread in steps, then missing ratings, then essential before aspirational, then the rubric's order.

    Args:
        ratings: by reviewer and criterion.
        domains: domains a reviewer was asked about, by name; all where empty.
    """
    found = []
    for domain in rubric.domains:
        asked = [name for name in ratings if domain.id in ((domains or {}).get(name) or (domain.id,))]
        for criterion in domain.criteria:
            found.append(_difference(rubric, criterion, {name: ratings[name].get(criterion.id) for name in asked}))
    return tuple(
        sorted(found, key=lambda one: (not one.split, -one.spread, -len(one.missing), not one.criterion.essential))
    )


def _difference(rubric: Rubric, criterion: Criterion, given: Mapping[str, Rating | None]) -> Difference:
    ranks = _ranks(rubric, criterion, given)
    aside = [name for name, one in given.items() if one and one.absence is Absence.NOT_APPLICABLE]
    missing = tuple(name for name in given if name not in ranks and name not in aside)
    spread = max(ranks.values()) - min(ranks.values()) if ranks else 0
    return Difference(criterion, given, spread, bool(aside and ranks), missing)


def _ranks(rubric: Rubric, criterion: Criterion, given: Mapping[str, Rating | None]) -> dict[str, int]:
    scale = rubric.scale_of(criterion)
    return {name: scale.rank(one.level) for name, one in given.items() if one and one.level is not None}


def proposal(rubric: Rubric, found: Difference, method: Method) -> Proposal:
    """What a method makes of the ratings of one criterion. People settle; this is where they start.

    Levels only are counted; where more set the criterion aside than rate it, that is proposed.
    """
    ranks = sorted(_ranks(rubric, found.criterion, found.ratings).values())
    aside = sum(bool(one and one.absence is Absence.NOT_APPLICABLE) for one in found.ratings.values())
    if aside > len(ranks):
        return Proposal(None, Absence.NOT_APPLICABLE, f"{aside} of {len(found.ratings)} say that it does not apply")
    if not ranks:
        return Proposal(None, None, "nobody gave a level")
    rank, words = _by(method, ranks)
    if rank is None:
        return Proposal(None, None, words)
    return Proposal(rubric.scale_of(found.criterion).keys[rank], None, words)


def _by(method: Method, ranks: list[int]) -> tuple[int | None, str]:  # noqa: PLR0911 - one line for each method
    """The rank a method gives for sorted ranks, and how."""
    count = len(ranks)
    if method is Method.MEDIAN_LOW:
        return ranks[(count - 1) // 2], f"median of {count}, the lower of two in the middle"
    if method is Method.MEDIAN_HIGH:
        return ranks[count // 2], f"median of {count}, the higher of two in the middle"
    if method is Method.MOST_SEVERE:
        return ranks[0], f"the lowest of {count}"
    most = Counter(ranks).most_common()
    best = max(times for _, times in most)
    lowest = min(rank for rank, times in most if times == best)
    if method is Method.MODE:
        return lowest, f"given {best} times of {count}" + (", the lowest of those tied" if _tied(most) else "")
    if method is Method.MAJORITY:
        if count == _MAJORITY and best > 1:
            return lowest, f"{best} of three"
        why = "three different levels" if count == _MAJORITY else f"{count} levels instead of three"
        return None, f"no majority of three: {why}"
    return None, "the chair decides"


def _tied(most: list[tuple[int, int]]) -> bool:
    return len([times for _, times in most if times == most[0][1]]) > 1


def distance(rubric: Rubric, ratings: Mapping[str, Rating], key: Mapping[str, str]) -> dict[str, int | None]:
    """Steps from each known level of a calibration sample: above is positive, below negative, None without a level."""
    found: dict[str, int | None] = {}
    for name, level in key.items():
        scale = rubric.scale_of(rubric.by_id[name])
        rating = ratings.get(name)
        given = rating.level if rating else None
        found[name] = None if given is None else scale.rank(given) - scale.rank(level)
    return found
