"""Krippendorff's alpha: one minus observed over expected disagreement, with missing ratings as they come.

Source: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011); Content Analysis, 4th ed. (2018).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from standards.agreement.coefficient import Coefficient
from standards.agreement.ratings import Ratings
from standards.agreement.resample import Analytic, Bootstrap, coefficients
from standards.agreement.tally import Floats, Tally, tally
from standards.errors import Finding, RatingsError
from standards.rounding import counted

__all__ = ["Alpha", "Metric", "alpha"]

Metric = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True, slots=True, eq=False)
class Alpha:
    """Alpha under one metric."""

    levels: int
    distance: Floats | None
    """Levels × levels, squared; None for the ordinal metric, which depends on how often levels were given."""
    linearised: bool = False
    """Take Gwet's analytic standard error instead of the jackknife; not for the ordinal metric."""

    def features(self, counts: Floats) -> Floats:
        """Two ratings or more; the coincidences of the levels."""
        ratings = counts.sum(axis=1)
        pairable = ratings > 1
        share = counts * (pairable / np.where(pairable, ratings - 1, 1))[:, None]
        pairs = share[:, :, None] * counts[:, None, :]
        place = np.arange(self.levels)
        pairs[:, place, place] -= share
        return np.column_stack([pairable, pairs.reshape(len(counts), self.levels**2)])

    def value(self, sums: Floats) -> Floats:
        pairs = sums[..., 1:].reshape(*sums.shape[:-1], self.levels, self.levels)
        given = pairs.sum(axis=-1)
        number = given.sum(axis=-1)
        if self.distance is None:
            rank = np.cumsum(given, axis=-1) - given / 2
            with np.errstate(invalid="ignore", divide="ignore"):
                rank /= number[..., None]
            distance = (rank[..., :, None] - rank[..., None, :]) ** 2
            expected = ((distance @ given[..., None])[..., 0] * given).sum(axis=-1)
        else:
            distance = self.distance
            expected = ((given @ distance) * given).sum(axis=-1)
        observed = (pairs * distance).sum(axis=(-2, -1))
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Floats = np.where(expected > 0, 1 - (number - 1) * observed / expected, np.nan)
        return found

    def analytic(self, tally: Tally) -> Analytic | None:
        """Gwet's standard error: alpha as Fleiss-like coefficient of the units with two ratings, linearised."""
        if not self.linearised or self.distance is None:
            return None
        ratings, group = tally.counts.sum(axis=1), tally.group
        pairable = (ratings > 1) * tally.times
        units = np.bincount(group, pairable, minlength=tally.groups)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.bincount(group, pairable * ratings, minlength=tally.groups) / units
            far = float(self.distance.max())
            alike = 1 - self.distance / far
            size, share = (ratings / mean[group])[:, None], tally.counts / mean[group][:, None]
            given = np.zeros((tally.groups, self.levels))
            np.add.at(given, group, share * pairable[:, None])
            given /= units[:, None]
            own = ((tally.counts @ alike - 1) * share).sum(axis=1) / np.where(ratings > 1, ratings - 1, 1)
            observed = np.bincount(group, own * pairable, minlength=tally.groups) / units
            expected = ((given @ alike) * given).sum(axis=1)
            value = (observed - expected) / (1 - expected)
            rest = (1 - expected)[group]
            over = size[:, 0] - 1
            agreed = own - observed[group] * over
            chance = (share * (given @ alike)[group]).sum(axis=1) - expected[group] * over
            x = (agreed - expected[group]) / rest - 2 * (1 - value[group]) * (chance - expected[group]) / rest
            squares = np.where(ratings > 1, (x - value[group]) ** 2, 0.0) * tally.times
            error = np.sqrt(np.bincount(group, squares, minlength=tally.groups) / (units * (units - 1)))
        return Analytic(error, units.astype(float))


def alpha(
    ratings: Ratings,
    metric: Metric = "ordinal",
    *,
    values: Sequence[float] | None = None,
    confidence: float = 0.95,
    how: Bootstrap | None = None,
    population: int | None = None,
) -> Coefficient:
    """Krippendorff's alpha with a delete-one jackknife interval.

    Args:
        values: what the levels stand for under the interval and ratio metrics; None takes 1, 2, 3 …

    Raises:
        RatingsError: the values do not fit the scale.
    """
    chosen = Alpha(len(ratings.levels), distances(metric, len(ratings.levels), values))
    (found,) = coefficients(
        "Krippendorff alpha", metric, chosen, tally(ratings), confidence=confidence, how=how, population=population
    )
    return found


def distances(metric: Metric, levels: int, values: Sequence[float] | None = None) -> Floats | None:
    """Squared distances of the levels; None for the ordinal metric.

    Raises:
        RatingsError: there is not one value for each level, or a ratio of negative ones is asked for.
    """
    if metric == "ordinal":
        return None
    if metric == "nominal":
        return 1 - np.eye(levels)
    size = np.arange(1, levels + 1, dtype=float) if values is None else np.asarray(values, dtype=float)
    wrong = ""
    if len(size) != levels:
        wrong = f"{counted(len(size), 'value')} for {counted(levels, 'level')}."
    elif not np.isfinite(size).all():
        wrong = "A value is no number."
    elif metric == "ratio" and (size < 0).any():
        wrong = "The ratio metric compares sizes, and a value is negative."
    if wrong:
        hint = "Give one number for each level, lowest first."
        raise RatingsError([Finding(code="A007", where="values", message=wrong, hint=hint)])
    gap = size[:, None] - size
    if metric == "interval":
        return gap**2
    both = size[:, None] + size
    found: Floats = np.divide(gap, both, out=np.zeros_like(gap), where=both > 0) ** 2
    return found
