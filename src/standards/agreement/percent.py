"""Agreement in plain percent: the same level, within one level, and level by level."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from standards.agreement.coefficient import Coefficient
from standards.agreement.gwet import Family
from standards.agreement.ratings import Ratings
from standards.agreement.resample import Analytic, Bootstrap, coefficients, summed
from standards.agreement.tally import Floats, Tally, tally
from standards.agreement.weights import within

__all__ = ["Apart", "OneLevel", "apart", "level_agreement", "percent_same", "percent_within"]


def percent_same(
    ratings: Ratings, *, confidence: float = 0.95, how: Bootstrap | None = None, population: int | None = None
) -> Coefficient:
    """Of two raters of a unit, how often both choose the same level. A share, 0 to 1."""
    return percent_within(ratings, 0, confidence=confidence, how=how, population=population)


def percent_within(
    ratings: Ratings,
    steps: int = 1,
    *,
    confidence: float = 0.95,
    how: Bootstrap | None = None,
    population: int | None = None,
) -> Coefficient:
    """Of two raters of a unit, how often their levels lie at most that many steps apart. A share, 0 to 1."""
    name = ("Same level", "Within one level")[steps] if steps < 2 else f"Within {steps} levels"
    member = Family("none", within(steps, len(ratings.levels)))
    (found,) = coefficients(
        name, "", member, tally(ratings), confidence=confidence, how=how, population=population, percent=True
    )
    return found


def apart(ratings: Ratings, steps: int = 2, *, confidence: float = 0.95, how: Bootstrap | None = None) -> Coefficient:
    """Share of the units on which two raters are that many levels apart, or more."""
    name = f"Units {steps} or more levels apart"
    (found,) = coefficients(name, "", Apart(steps), tally(ratings), confidence=confidence, how=how, percent=True)
    return found


def level_agreement(
    ratings: Ratings, *, confidence: float = 0.95, how: Bootstrap | None = None
) -> tuple[Coefficient, ...]:
    """For each level: when a rater gives it, how often another rater of the unit gives it too."""
    counted, found = tally(ratings), []
    for place, level in enumerate(ratings.levels):
        name, one = f"Agreement on {level}", OneLevel(place)
        (result,) = coefficients(name, "", one, counted, confidence=confidence, how=how, percent=True)
        if result.value is None and result.raters > 1 and not summed(one, counted)[0, 0]:
            result = replace(result, reason="nobody gave this level to a unit with two ratings")
        found.append(result)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Apart:
    """Units whose highest and lowest level lie that many steps apart, or more."""

    steps: int

    def features(self, counts: Floats) -> Floats:
        given = counts > 0
        spread = counts.shape[1] - 1 - given[:, ::-1].argmax(axis=1) - given.argmax(axis=1)
        pairable = counts.sum(axis=1) > 1
        return np.column_stack([pairable, pairable & (spread >= self.steps)]).astype(float)

    def value(self, sums: Floats) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Floats = sums[..., 1] / sums[..., 0]
        return found

    def analytic(self, tally: Tally) -> Analytic:
        total = summed(self, tally)
        share, units = self.value(total), total[:, 0]
        with np.errstate(invalid="ignore", divide="ignore"):
            return Analytic(np.sqrt(share * (1 - share) / (units - 1)), units)


@dataclass(frozen=True, slots=True)
class OneLevel:
    """Agreement on the level at that place of the scale: Σ n(n−1) ÷ Σ n(r−1)."""

    place: int

    def features(self, counts: Floats) -> Floats:
        own, others = counts[:, self.place], counts.sum(axis=1) - 1
        return np.column_stack([(own > 0) & (others > 0), own * (own - 1), own * np.maximum(others, 0)])

    def value(self, sums: Floats) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Floats = np.where(sums[..., 2] > 0, sums[..., 1] / sums[..., 2], np.nan)
        return found

    def analytic(self, tally: Tally) -> None:
        return None
