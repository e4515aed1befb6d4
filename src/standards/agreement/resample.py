"""Values, and how far they would move with other units: jackknife and bootstrap over whole blocks.

Every statistic is a function of sums over units. So a unit (or a cluster) is left out by one subtraction, and a
bootstrap draw is one row of a matrix product.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Protocol

import numpy as np
from scipy.special import stdtrit

from standards.agreement.coefficient import Coefficient, Interval
from standards.agreement.tally import Floats, Ints, Tally, parts_of
from standards.rounding import counted

__all__ = ["FEWEST_BLOCKS", "Analytic", "Bootstrap", "Spread", "Statistic", "clean", "coefficients", "summed"]

FEWEST_BLOCKS = 5
"""A jackknife over fewer clusters or units says nothing."""
_NOTHING = 1e-7
"""Smaller sums are what a subtraction leaves of zero: a real one is at least 1 ÷ raters."""
_LOST = 0.05
"""A bootstrap of which more draws are undefined is not shown."""


@dataclass(frozen=True, slots=True, eq=False)
class Analytic:
    """A standard error by a formula over units, a group each."""

    error: Floats
    units: Floats
    """Units behind it."""
    normal: bool = False
    """The formula holds for many units: the interval takes the normal instead of the t distribution."""


class Statistic(Protocol):
    """A figure worked out from sums over units."""

    def features(self, counts: Floats) -> Floats:
        """Rows × features to be summed; the first is 1 where the unit has two ratings, else 0."""
        ...

    def value(self, sums: Floats) -> Floats:
        """One value for each row of sums (… × features); NaN where it is undefined."""
        ...

    def analytic(self, tally: Tally) -> Analytic | None:
        """Standard error by a formula; None when there is none."""
        ...


class Bootstrap(NamedTuple):
    """Draw blocks with replacement. The seed is given, so the same call gives the same interval."""

    seed: int
    draws: int = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Standard errors and what they rest on, a group each."""

    error: Floats
    """NaN where there is none."""
    blocks: Ints
    broken: Ints
    """Blocks without which the statistic is undefined."""


def clean(sums: Floats) -> Floats:
    """The sums with what a subtraction left of zero set to zero."""
    return np.where(np.abs(sums) < _NOTHING, 0.0, sums)


def summed(statistic: Statistic, tally: Tally) -> Floats:
    """Groups × features."""
    width = statistic.features(tally.counts[:1]).shape[1]
    total = np.zeros((tally.groups, width))
    for part in parts_of(len(tally.times), width):
        given = statistic.features(tally.counts[part]) * tally.times[part, None]
        if tally.groups == 1:
            total[0] += given.sum(axis=0)
        else:
            starts = np.flatnonzero(np.diff(tally.group[part], prepend=-1))
            total[tally.group[part][starts]] += np.add.reduceat(given, starts)
    return total


def _blocks(statistic: Statistic, tally: Tally) -> tuple[Floats, Ints, Floats]:
    """Sums, group and number of units that are alike, a block each."""
    if not tally.clustered:
        return tally.counts, tally.group, tally.times
    starts = np.flatnonzero(np.diff(tally.block, prepend=-1))
    sums = np.empty((len(starts), statistic.features(tally.counts[:1]).shape[1]))
    bounds = [*range(0, len(starts), max(1, len(starts) // (1 + tally.counts.size // 500_000))), len(starts)]
    ends = np.append(starts, len(tally.block))
    for low, high in pairwise(bounds):
        rows = slice(ends[low], ends[high])
        sums[low:high] = np.add.reduceat(statistic.features(tally.counts[rows]), starts[low:high] - starts[low])
    return sums, tally.group[starts], np.ones(len(starts))


def jackknife(statistic: Statistic, tally: Tally, total: Floats, value: Floats) -> Spread:
    """Leave every block out in turn; pseudo-values as Quenouille and Tukey define them."""
    rows, group, times = _blocks(statistic, tally)
    without = np.empty(len(times))
    active = np.empty(len(times), dtype=bool)
    for part in parts_of(len(times), 4 * total.shape[1]):
        own = rows[part] if tally.clustered else statistic.features(rows[part])
        without[part] = statistic.value(clean(total[group[part]] - own))
        active[part] = own[:, 0] > 0
    weight = times * active
    blocks = np.bincount(group, weight, minlength=tally.groups)
    broken = np.bincount(group, weight * np.isnan(without), minlength=tally.groups)
    with np.errstate(invalid="ignore", divide="ignore"):
        pseudo = np.where(active, blocks[group] * value[group] - (blocks[group] - 1) * without, 0.0)
        mean = np.bincount(group, weight * pseudo, minlength=tally.groups) / blocks
        squares = np.bincount(group, weight * (pseudo - mean[group]) ** 2, minlength=tally.groups)
        error = np.sqrt(squares / (blocks * (blocks - 1)))
    return Spread(error, blocks.astype(np.intp), broken.astype(np.intp))


def bootstrap(statistic: Statistic, tally: Tally, how: Bootstrap) -> Floats:
    """Values of the draws; for a tally of one group."""
    rows, _, times = _blocks(statistic, tally)
    own = rows if tally.clustered else statistic.features(rows)
    active = own[:, 0] > 0 if tally.clustered else np.ones(len(own), dtype=bool)
    own, times = own[active], times[active]
    kind = np.repeat(np.arange(len(times)), times.astype(np.intp))
    chance = np.random.default_rng(how.seed)
    values = np.empty(how.draws)
    for part in parts_of(how.draws, max(len(kind), 1)):
        draws = len(values[part])
        drawn = kind[chance.integers(0, len(kind), size=(draws, len(kind)), dtype=np.int32)]
        drawn += (np.arange(draws) * len(times))[:, None]
        often = np.bincount(drawn.ravel(), minlength=draws * len(times)).reshape(draws, len(times))
        values[part] = statistic.value(often.astype(float) @ own)
    return values


def coefficients(
    name: str,
    method: str,
    statistic: Statistic,
    tally: Tally,
    *,
    confidence: float = 0.95,
    how: Bootstrap | None = None,
    population: int | None = None,
    percent: bool = False,
) -> tuple[Coefficient, ...]:
    """One for each group.

    Args:
        how: a bootstrap instead of the usual interval; for one group only.
        population: number of units (or clusters) these were drawn from, when that is small; shrinks the error.
        percent: the figure is a share: read in percent, its interval cut at 0.
    """
    total = summed(statistic, tally)
    value = statistic.value(clean(total))
    analytic = None if tally.clustered else statistic.analytic(tally)
    noun = "clusters" if tally.clustered else "units"
    normal = analytic is not None and analytic.normal
    if analytic is not None:
        spread = Spread(analytic.error, analytic.units.astype(np.intp), np.zeros(tally.groups, dtype=np.intp))
        way, fewest = f"analytic {'normal' if normal else 't'} over {noun}", 2
    else:
        spread = jackknife(statistic, tally, total, value)
        way, fewest = f"jackknife t over {noun}", FEWEST_BLOCKS
    factor = np.ones(tally.groups)
    if population is not None:
        factor = np.sqrt(np.clip(1 - spread.blocks / population, 0, None))
    error = spread.error * factor
    degrees = np.full(tally.groups, np.inf) if normal else np.maximum(spread.blocks - 1, 1)
    reach = error * stdtrit(degrees, (1 + confidence) / 2)
    columns = (value, total[:, 0], tally.raters, spread.blocks, spread.broken, error, reach)
    found = []
    for figure, units, raters, blocks, broken, deviation, half in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        basis = (round(units), int(raters), int(blocks), method)
        if math.isnan(figure):
            found.append(Coefficient(name, None, None, *basis, _undefined(round(units), int(raters)), {}, percent))
            continue
        reason = _no_interval(int(blocks), fewest, int(broken), deviation, noun)
        if population is not None and blocks >= population:
            reason = f"all {noun} of the population are here, so there is nothing to estimate"
        interval = None
        if not reason and how is None:
            low, high = max(figure - half, 0.0) if percent else figure - half, min(figure + half, 1.0)
            interval = Interval(low, high, deviation, confidence, way, None if normal else blocks - 1)
        elif how is not None and (not reason or broken):
            interval, reason = _drawn(bootstrap(statistic, tally, how), confidence, how, noun)
        found.append(Coefficient(name, figure, interval, *basis, reason, {}, percent))
    return tuple(found)


def _drawn(values: Floats, confidence: float, how: Bootstrap, noun: str) -> tuple[Interval | None, str]:
    good = values[~np.isnan(values)]
    lost = len(values) - len(good)
    if lost > _LOST * len(values):
        return None, f"{lost} of {len(values)} draws were undefined"
    low, high = np.quantile(good, [(1 - confidence) / 2, (1 + confidence) / 2]).tolist()
    way = f"percentile bootstrap of {noun}, {counted(how.draws, 'draw')}, seed {how.seed}"
    return Interval(low, high, float(good.std(ddof=1)), confidence, way), ""


def _undefined(units: int, raters: int) -> str:
    if raters == 0:
        return "nobody has rated anything"
    if raters == 1:
        return "only one rater has rated"
    if units == 0:
        return "no unit has two ratings"
    return "all raters chose the same level, so there is nothing to tell agreement from chance"


def _no_interval(blocks: int, fewest: int, broken: int, error: float, noun: str) -> str:
    if blocks < fewest:
        return f"not enough {noun} ({blocks}; at least {fewest} are needed)"
    if broken:
        return f"it rests on {broken} of {blocks} {noun}, without which it is undefined"
    if not error > 1e-9:
        return f"all {noun} agree alike, so how far they spread cannot be seen"
    return ""
