"""Who rates higher than the colleagues on the same units, in levels, and how raters use the scale.

Within-unit least squares: rating = unit + rater + error; the unit is eliminated, so it does not matter who got the
easier units. Raters who are not linked by common units, directly or through others, cannot be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.special import stdtrit

from standards.agreement.coefficient import Interval, shown
from standards.agreement.proportion import Share
from standards.agreement.ratings import Ratings, code_of
from standards.agreement.resample import FEWEST_BLOCKS
from standards.agreement.tally import Floats, Ints
from standards.reviews.model import Absence
from standards.rounding import counted

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Leniency", "RaterLeniency", "leniency"]

_AFFORDABLE = 2e9
"""Clusters × raters³: beyond it the errors come from the residuals instead of the jackknife."""


@dataclass(frozen=True, slots=True)
class RaterLeniency:
    """One rater beside the others."""

    rater: str
    value: float | None
    """Levels above (+) or below (−) the mean of the linked raters; None when it is undefined."""
    interval: Interval | None
    rated: int
    """Units with a level."""
    shared: int
    """Of them, units that a colleague has rated too."""
    group: int
    """Raters of one group can be compared with each other; 0 for a rater without a shared unit."""
    extreme: Share
    """Lowest or highest level among the levels given."""
    not_applicable: Share
    """Set aside as not applicable, among those and the levels given."""
    reason: str = ""
    """Why there is no value or no interval."""

    @property
    def words(self) -> str:
        """As a sentence."""
        if self.value is None:
            return f"{self.rater} cannot be compared with the others: {self.reason}."
        side = "above" if self.value >= 0 else "below"
        text = f"{self.rater} rates {shown(abs(self.value))} levels {side} the colleagues on the same units"
        if self.interval is None:
            return f"{text} ({counted(self.shared, 'unit')}; no interval: {self.reason})."
        low, high = shown(self.interval.low), shown(self.interval.high)
        return (
            f"{text} ({self.interval.confidence * 100:g} % interval {low} to {high}; {counted(self.shared, 'unit')})."
        )


@dataclass(frozen=True, slots=True)
class Leniency:
    """All raters beside each other."""

    raters: tuple[RaterLeniency, ...]
    groups: int
    """1 when everybody can be compared with everybody."""
    method: str
    """How the intervals were made."""

    @property
    def words(self) -> str:
        """What to know before reading the table."""
        if self.groups == 0:
            return "No unit has two ratings, so raters cannot be compared."
        if self.groups == 1:
            return "All compared raters are linked by units they share."
        return (
            f"The raters fall into {self.groups} groups without a common unit; compare only inside a group. "
            "A unit rated by both groups would link them."
        )

    def to_frame(self) -> pd.DataFrame:
        """One row per rater."""
        import pandas as pd

        return pd.DataFrame(
            {
                "rater": line.rater,
                "leniency": line.value,
                "low": line.interval.low if line.interval else None,
                "high": line.interval.high if line.interval else None,
                "error": line.interval.error if line.interval else None,
                "rated": line.rated,
                "shared": line.shared,
                "group": line.group,
                "extreme_share": line.extreme.value,
                "not_applicable_share": line.not_applicable.value,
                "reason": line.reason,
            }
            for line in self.raters
        ).set_index("rater")


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    values: Floats
    errors: Floats
    degrees: float
    method: str
    reason: str


def leniency(ratings: Ratings, *, confidence: float = 0.95) -> Leniency:
    """Leniency of every rater in levels, with extreme and not-applicable shares."""
    rated = ratings.rated
    shared = rated & (rated.sum(axis=0) >= 2)
    group = _linked(shared)
    fit = _fitted(ratings, shared, group)
    reach = float(stdtrit(max(fit.degrees, 1.0), (1 + confidence) / 2))
    top = len(ratings.levels) - 1
    given, together = rated.sum(axis=1), shared.sum(axis=1)
    extreme = ((ratings.cells == 0) | (ratings.cells == top)).sum(axis=1)
    aside = (ratings.cells == code_of(Absence.NOT_APPLICABLE)).sum(axis=1)
    lines = []
    for place, name in enumerate(ratings.raters):
        about = (
            int(given[place]), int(together[place]), int(group[place]), Share(int(extreme[place]), int(given[place])),
            Share(int(aside[place]), int(aside[place] + given[place])),
        )  # fmt: skip
        if not group[place]:
            reason = "no level given" if not given[place] else "no unit shared with a colleague"
            lines.append(RaterLeniency(name, None, None, *about, reason))
            continue
        value, error = float(fit.values[place]), float(fit.errors[place])
        interval = None
        if not fit.reason:
            low, high = value - reach * error, value + reach * error
            interval = Interval(low, high, error, confidence, fit.method, fit.degrees)
        lines.append(RaterLeniency(name, value, interval, *about, fit.reason))
    return Leniency(tuple(lines), int(group.max(initial=0)), fit.method)


def _linked(shared: NDArray[np.bool_]) -> Ints:
    """The number of each rater's group, from 1; 0 for a rater without a shared unit."""
    rater, unit = np.nonzero(shared)
    raters = len(shared)
    graph = csr_array((np.ones(len(rater)), (rater, raters + unit)), shape=(raters + shared.shape[1],) * 2)
    _, component = connected_components(graph, directed=False)
    group: Ints = np.zeros(raters, dtype=np.intp)
    active = shared.any(axis=1)
    group[active] = np.unique(component[:raters][active], return_inverse=True)[1] + 1
    return group


def _fitted(ratings: Ratings, shared: NDArray[np.bool_], group: Ints) -> _Fit:
    """Least squares in every group, centred there, and standard errors."""
    columns = shared.any(axis=0)
    mask = shared[:, columns].astype(float)
    each = mask.sum(axis=0)
    levels = np.where(shared[:, columns], ratings.cells[:, columns], 0).astype(float)
    apart = (levels - levels.sum(axis=0) / each) * mask
    pull = apart.sum(axis=1)
    matrix = np.diag(mask.sum(axis=1)) - (mask / each) @ mask.T
    same = (group[:, None] == group) & (group > 0)
    centre = same / np.maximum(same.sum(axis=1), 1) + np.diag((group == 0).astype(float))
    values = np.linalg.solve(matrix + centre, pull)
    degrees = float(mask.sum() - mask.shape[1] - (group > 0).sum() + group.max(initial=0))
    cluster = None if ratings.cluster is None else ratings.cluster[columns]
    if cluster is not None:
        blocks = len(np.unique(cluster))
        if FEWEST_BLOCKS <= blocks < mask.shape[1] and blocks * len(mask) ** 3 <= _AFFORDABLE:
            without = _without_each(mask, apart, cluster, matrix + centre)
            errors = np.sqrt((blocks - 1) / blocks * ((without - without.mean(axis=0)) ** 2).sum(axis=0))
            reason = "" if np.isfinite(errors).all() else "without one of the clusters the raters are no longer linked"
            return _Fit(values, errors, blocks - 1.0, "jackknife t over clusters", reason)
    method = "t from the residuals"
    if degrees < 1:
        return _Fit(values, np.zeros_like(values), 1.0, method, "too few shared units")
    residual = float((apart**2).sum() - pull @ values)
    if residual <= 1e-9 * max(float((apart**2).sum()), 1.0):
        return _Fit(values, np.zeros_like(values), degrees, method, "nothing is left unexplained")
    spread = np.linalg.inv(matrix + centre) - centre
    errors = np.sqrt(np.clip(np.diag(spread), 0, None) * residual / degrees)
    return _Fit(values, errors, degrees, method, "")


def _without_each(mask: Floats, apart: Floats, cluster: Ints, matrix: Floats) -> Floats:
    """The fit without each cluster, clusters × raters; NaN where raters fall apart without it."""
    blocks, pull = np.unique(cluster), apart.sum(axis=1)
    share = mask / mask.sum(axis=0)
    found = np.full((len(blocks), len(mask)), np.nan)
    for place, block in enumerate(blocks):
        inside = cluster == block
        own = np.diag(mask[:, inside].sum(axis=1)) - share[:, inside] @ mask[:, inside].T
        rest = matrix - own
        if np.linalg.cond(rest) < 1e10:
            found[place] = np.linalg.solve(rest, pull - apart[:, inside].sum(axis=1))
    return found
