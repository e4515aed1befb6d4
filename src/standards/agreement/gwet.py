"""Agreement beyond chance from counts: percent, Gwet's AC1 and AC2, Brennan and Prediger, Fleiss.

One family, after Gwet, Handbook of Inter-Rater Reliability (4th ed., 2014): the same observed agreement pa, four
ideas of chance pe, and (pa − pe) ÷ (1 − pe). A unit with one rating counts for the shares, not for pa.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from standards.agreement.coefficient import Coefficient
from standards.agreement.ratings import Ratings
from standards.agreement.resample import Analytic, Bootstrap, coefficients, summed
from standards.agreement.tally import Floats, Tally, tally
from standards.agreement.weights import Weighting, weights

__all__ = ["Family", "ac1", "ac2", "brennan_prediger", "fleiss"]

Chance = Literal["none", "gwet", "brennan-prediger", "fleiss"]


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """One member: its idea of chance and its weights."""

    chance: Chance
    weights: Floats
    """Levels × levels."""

    def features(self, counts: Floats) -> Floats:
        """Two ratings or more; observed agreement; any rating; share of each level."""
        ratings = counts.sum(axis=1)
        pairs = ratings * (ratings - 1)
        agreeing = ((counts @ self.weights - 1) * counts).sum(axis=1)
        observed = np.divide(agreeing, pairs, out=np.zeros_like(pairs), where=pairs > 0)
        shares = counts / np.maximum(ratings, 1)[:, None]
        return np.column_stack([pairs > 0, observed, ratings > 0, shares])

    def value(self, sums: Floats) -> Floats:
        observed, expected, _ = self.split(sums)
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Floats = np.where(1 - expected > 1e-12, (observed - expected) / (1 - expected), np.nan)
        return found

    def split(self, sums: Floats) -> tuple[Floats, Floats, Floats]:
        """Observed agreement, agreement by chance, shares of the levels."""
        with np.errstate(invalid="ignore", divide="ignore"):
            observed = sums[..., 1] / sums[..., 0]
            shares = sums[..., 3:] / sums[..., 2, None]
        return observed, self.expected(shares), shares

    def expected(self, shares: Floats) -> Floats:
        """Agreement by chance from the shares (… × levels)."""
        if self.chance == "none":
            return np.zeros(shares.shape[:-1])
        if self.chance == "brennan-prediger":
            return np.full(shares.shape[:-1], float(self.weights.mean()))
        if self.chance == "gwet":
            by_gwet: Floats = self._spreading() * (shares * (1 - shares)).sum(axis=-1)
            return by_gwet
        found: Floats = ((shares @ self.weights) * shares).sum(axis=-1)
        return found

    def _spreading(self) -> float:
        levels = len(self.weights)
        return float(self.weights.sum()) / (levels * (levels - 1))

    def analytic(self, tally: Tally) -> Analytic:
        """Gwet's linearised standard error over units, and the units with a rating."""
        total = summed(self, tally)
        value = self.value(total)
        _, expected, shares = self.split(total)
        own, group = self.features(tally.counts), tally.group
        rated = own[:, 2] > 0
        with np.errstate(invalid="ignore", divide="ignore"):
            scale = (total[:, 2] / total[:, 0])[group]
            rest = (1 - expected)[group]
            x = scale * (own[:, 1] - expected[group] * own[:, 0]) / rest
            if self.chance in ("gwet", "fleiss"):
                x -= 2 * (1 - value[group]) * (self._alone(own[:, 3:], shares[group]) - expected[group]) / rest
            squares = np.where(rated, (x - value[group]) ** 2, 0.0) * tally.times
            units = total[:, 2]
            error = np.sqrt(np.bincount(group, squares, minlength=tally.groups) / (units * (units - 1)))
        return Analytic(error, units)

    def _alone(self, own: Floats, shares: Floats) -> Floats:
        """What one unit says about agreement by chance."""
        if self.chance == "gwet":
            by_gwet: Floats = self._spreading() * (own * (1 - shares)).sum(axis=1)
            return by_gwet
        found: Floats = (own * (shares @ self.weights)).sum(axis=1)
        return found


def ac1(
    ratings: Ratings, *, confidence: float = 0.95, how: Bootstrap | None = None, population: int | None = None
) -> Coefficient:
    """Gwet's AC1: for levels without order, and for applicability.

    Args:
        confidence: of the interval.
        how: a bootstrap instead of the usual interval.
        population: how many units these were drawn from, where that is small.
    """
    return _one("Gwet AC1", "gwet", ratings, "identity", confidence=confidence, how=how, population=population)


def ac2(
    ratings: Ratings,
    weighting: Weighting = "linear",
    *,
    confidence: float = 0.95,
    how: Bootstrap | None = None,
    population: int | None = None,
) -> Coefficient:
    """Gwet's AC2: for ordered levels; nearly the same counts as nearly agreed."""
    return _one("Gwet AC2", "gwet", ratings, weighting, confidence=confidence, how=how, population=population)


def brennan_prediger(
    ratings: Ratings,
    weighting: Weighting = "linear",
    *,
    confidence: float = 0.95,
    how: Bootstrap | None = None,
    population: int | None = None,
) -> Coefficient:
    """Brennan and Prediger: chance is every level alike."""
    return _one(
        "Brennan–Prediger", "brennan-prediger", ratings, weighting, confidence=confidence, how=how,
        population=population,
    )  # fmt: skip


def fleiss(
    ratings: Ratings,
    weighting: Weighting = "identity",
    *,
    confidence: float = 0.95,
    how: Bootstrap | None = None,
    population: int | None = None,
) -> Coefficient:
    """Fleiss kappa with Gwet's extension for missing ratings and weights: chance is the shares of the levels."""
    found = _one("Fleiss kappa", "fleiss", ratings, weighting, confidence=confidence, how=how, population=population)
    if found.value is None or weighting != "identity" or not ratings.rated.all():
        return found
    return replace(found, parts={**found.parts, "standard error without agreement": _by_chance(ratings)})


def _by_chance(ratings: Ratings) -> float:
    """Standard error of Fleiss kappa if raters agreed by chance alone (Fleiss, Nee and Landis 1979); complete data."""
    raters, units = ratings.cells.shape
    share = np.bincount(ratings.cells.ravel(), minlength=len(ratings.levels)) / ratings.cells.size
    other = 1 - share
    spread = float((share * other).sum())
    skew = float((share * other * (other - share)).sum())
    return float(np.sqrt(2 * (spread**2 - skew) / (units * raters * (raters - 1)))) / spread


def _one(
    name: str,
    chance: Chance,
    ratings: Ratings,
    weighting: Weighting,
    *,
    confidence: float,
    how: Bootstrap | None,
    population: int | None,
) -> Coefficient:
    counted = tally(ratings)
    member = Family(chance, weights(weighting, len(ratings.levels)))
    method = "" if weighting == "identity" else f"{weighting} weights"
    (found,) = coefficients(
        name, method, member, counted, confidence=confidence, how=how, population=population
    )  # fmt: skip
    if found.value is None:
        return found
    observed, expected, shares = member.split(summed(member, counted))
    parts = {
        "observed agreement": float(observed[0]),
        "agreement by chance": float(expected[0]),
        "largest share of a level": float(shares[0].max()),
    }
    return replace(found, parts=parts)
