"""Kappa for named raters: Cohen's for two, with weights, and Conger's for a fixed panel of more.

Sources: Cohen 1960 and 1968; standard error of Fleiss, Cohen and Everitt 1969; Conger 1980 with Gwet's variance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from standards.agreement.coefficient import Coefficient
from standards.agreement.gwet import Family
from standards.agreement.ratings import Ratings
from standards.agreement.resample import Analytic, Bootstrap, coefficients, summed
from standards.agreement.tally import Floats, Tally, tally
from standards.agreement.weights import Weighting, weights
from standards.errors import Finding, RatingsError
from standards.rounding import counted

__all__ = ["Cohen", "Conger", "cohen", "conger"]


def cohen(
    ratings: Ratings,
    weighting: Weighting = "identity",
    *,
    raters: tuple[str, str] | None = None,
    confidence: float = 0.95,
    how: Bootstrap | None = None,
) -> Coefficient:
    """Cohen's kappa of two raters over the units both have rated.

    Args:
        raters: which two; None when there are only two.

    Raises:
        RatingsError: two different raters of this panel are not named.
    """
    names = ratings.raters if raters is None else raters
    if len(set(names)) != 2 or len(names) != 2:
        message = f"Cohen's kappa compares two raters; these are {counted(len(set(names)), 'rater')}."
        raise RatingsError([Finding(code="A008", where="raters", message=message, hint="Name two of them.")])
    pair = ratings.of(raters=names)
    levels = len(pair.levels)
    both = pair.rated.all(axis=0)
    cells = np.zeros((pair.units, levels * levels), dtype=np.int64)
    places = np.flatnonzero(both)
    cells[places, pair.cells[0, both].astype(np.intp) * levels + pair.cells[1, both]] = 1
    counts, chosen = tally(pair, counts=cells), Cohen(weights(weighting, levels))
    method = "" if weighting == "identity" else f"{weighting} weights"
    (found,) = coefficients("Cohen kappa", method, chosen, counts, confidence=confidence, how=how)
    if found.value is None:
        return found
    observed, expected, _ = chosen.split(summed(chosen, counts)[0])
    parts = {
        "observed agreement": observed,
        "agreement by chance": expected,
        "standard error without agreement": chosen.by_chance(summed(chosen, counts)[0]),
    }
    return replace(found, parts=parts)


@dataclass(frozen=True, slots=True, eq=False)
class Cohen:
    """Kappa from the square table of two raters; a unit's counts are one cell of it."""

    weights: Floats

    def features(self, counts: Floats) -> Floats:
        return np.column_stack([counts.sum(axis=1), counts])

    def value(self, sums: Floats) -> Floats:
        table = self._table(sums)
        rows, columns = table.sum(axis=-1), table.sum(axis=-2)
        observed = (table * self.weights).sum(axis=(-2, -1))
        expected = ((rows @ self.weights) * columns).sum(axis=-1)
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Floats = np.where(1 - expected > 1e-12, (observed - expected) / (1 - expected), np.nan)
        return found

    def split(self, sums: Floats) -> tuple[float, float, Floats]:
        """Observed agreement, agreement by chance, and the table as shares; for one group."""
        table = self._table(sums)
        expected = table.sum(axis=1) @ self.weights @ table.sum(axis=0)
        return float((table * self.weights).sum()), float(expected), table

    def analytic(self, tally: Tally) -> Analytic:
        """Fleiss, Cohen and Everitt's standard error; kappa is normal for many units."""
        total = summed(self, tally)
        error = np.full(tally.groups, np.nan)
        for place, sums in enumerate(total):
            if np.isnan(self.value(sums[None])[0]):
                continue
            observed, expected, table = self.split(sums)
            spread = table * (self.weights * (1 - expected) - self._means(table) * (1 - observed)) ** 2
            centre = (observed * expected - 2 * expected + observed) ** 2
            variance = (float(spread.sum()) - centre) / (sums[0] * (1 - expected) ** 4)
            error[place] = np.sqrt(max(variance, 0.0))
        return Analytic(error, total[:, 0], normal=True)

    def by_chance(self, sums: Floats) -> float:
        """Standard error if the two agreed by chance alone."""
        _, expected, table = self.split(sums)
        apart = np.outer(table.sum(axis=1), table.sum(axis=0)) * (self.weights - self._means(table)) ** 2
        return float(np.sqrt(max(apart.sum() - expected**2, 0.0) / sums[0])) / (1 - expected)

    def _means(self, table: Floats) -> Floats:
        """Mean weight of the row plus mean weight of the column, a cell each."""
        rows, columns = self.weights @ table.sum(axis=0), table.sum(axis=1) @ self.weights
        found: Floats = rows[:, None] + columns
        return found

    def _table(self, sums: Floats) -> Floats:
        levels = len(self.weights)
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Floats = (sums[..., 1:] / sums[..., :1]).reshape(*sums.shape[:-1], levels, levels)
        return found


def conger(
    ratings: Ratings, weighting: Weighting = "identity", *, confidence: float = 0.95, how: Bootstrap | None = None
) -> Coefficient:
    """Conger's kappa: chance is each rater's own shares of the levels, pair by pair. For a fixed panel."""
    levels = len(ratings.levels)
    active = ratings.of(raters=[ratings.raters[place] for place in np.flatnonzero(ratings.rated.any(axis=1))])
    chosen = active.cells[:, :, None] == np.arange(levels)  # raters × units × levels
    cells = chosen.transpose(1, 0, 2).reshape(active.units, len(active.raters) * levels).astype(np.int64)
    counts = tally(active, counts=cells)
    method = "" if weighting == "identity" else f"{weighting} weights"
    statistic = Conger(weights(weighting, levels), len(active.raters))
    (found,) = coefficients("Conger kappa", method, statistic, counts, confidence=confidence, how=how)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Conger:
    """Kappa of a fixed panel; a unit's counts are raters × levels, laid out in one row."""

    weights: Floats
    raters: int

    def features(self, counts: Floats) -> Floats:
        own = self._panel(counts).sum(axis=1)
        return np.column_stack([Family("none", self.weights).features(own)[:, :3], counts])

    def value(self, sums: Floats) -> Floats:
        shares = self._shares(sums)
        with np.errstate(invalid="ignore", divide="ignore"):
            observed, expected = sums[..., 1] / sums[..., 0], self._expected(shares)
            found: Floats = np.where(1 - expected > 1e-12, (observed - expected) / (1 - expected), np.nan)
        return found

    def analytic(self, tally: Tally) -> Analytic:
        """Linearised over units, as Gwet does it."""
        total = summed(self, tally)
        value, shares = self.value(total), self._shares(total)
        own, group, units = self.features(tally.counts), tally.group, total[:, 2]
        panel = self._panel(own[:, 3:])
        with np.errstate(invalid="ignore", divide="ignore"):
            expected = self._expected(shares)
            given = self._panel(total[:, 3:]).sum(axis=-1)
            rest = (1 - expected)[group]
            x = (units / total[:, 0])[group] * (own[:, 1] - expected[group] * own[:, 0]) / rest
            moved = panel - panel.sum(axis=-1, keepdims=True) * shares[group]
            others = (shares.sum(axis=1, keepdims=True) - shares) @ self.weights
            pull = (moved * others[group]).sum(axis=-1) * (units[:, None] / given)[group]
            x -= (1 - value[group]) * 2 * pull.sum(axis=1) / (self.raters * (self.raters - 1)) / rest
            squares = np.where(own[:, 2] > 0, (x - value[group]) ** 2, 0.0) * tally.times
            error = np.sqrt(np.bincount(group, squares, minlength=tally.groups) / (units * (units - 1)))
        return Analytic(error, units)

    def _expected(self, shares: Floats) -> Floats:
        together = shares.sum(axis=-2)
        all_pairs = ((together @ self.weights) * together).sum(axis=-1)
        same = ((shares @ self.weights) * shares).sum(axis=(-2, -1))
        found: Floats = (all_pairs - same) / (self.raters * (self.raters - 1))
        return found

    def _shares(self, sums: Floats) -> Floats:
        panel = self._panel(sums[..., 3:])
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Floats = panel / panel.sum(axis=-1, keepdims=True)
        return found

    def _panel(self, rows: Floats) -> Floats:
        return rows.reshape(*rows.shape[:-1], self.raters, len(self.weights))
