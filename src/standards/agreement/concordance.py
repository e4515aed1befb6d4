"""Kendall's W: how far raters put the units in the same order. For ranking exercises, not for levels."""

from __future__ import annotations

import numpy as np

from standards.agreement.coefficient import Coefficient
from standards.agreement.ratings import Ratings
from standards.agreement.tally import Floats

__all__ = ["kendall_w"]


def kendall_w(ratings: Ratings) -> Coefficient:
    """Kendall's coefficient of concordance, corrected for ties; 0 no common order, 1 the same order.

    W = 12 S ÷ (m² (n³ − n) − m Σ T), with S the squared deviations of the units' rank sums, T = Σ (t³ − t) over a
    rater's ties of t units. Source: Kendall and Babington Smith 1939. χ² = m (n − 1) W with n − 1 degrees of freedom.
    """
    panel = ratings.rated.any(axis=1)
    raters, units = int(panel.sum()), ratings.units
    basis = (units, raters, units, "corrected for ties")
    reason = ""
    if raters < 2:
        reason = "nobody has rated anything" if raters == 0 else "only one rater has rated"
    elif units < 2:
        reason = "there is only one unit to put in order"
    elif not ratings.rated[panel].all():
        reason = "it needs every rater on every unit, and ratings are missing"
    if reason:
        return Coefficient("Kendall W", None, None, *basis, reason)
    ranks, ties = _ranks(ratings.cells[panel], len(ratings.levels))
    deviations = float(((ranks.sum(axis=0) - raters * (units + 1) / 2) ** 2).sum())
    possible = raters**2 * (units**3 - units)
    if possible - raters * ties <= 0:
        return Coefficient("Kendall W", None, None, *basis, "no rater puts any unit above another")
    value = 12 * deviations / (possible - raters * ties)
    parts = {
        "without tie correction": 12 * deviations / possible,
        "chi-square": raters * (units - 1) * value,
        "degrees of freedom": float(units - 1),
    }
    return Coefficient("Kendall W", value, None, *basis, "none is in use for it", parts)


def _ranks(cells: np.typing.NDArray[np.int8], levels: int) -> tuple[Floats, float]:
    """Mid-ranks, raters × units, and Σ (t³ − t) over all ties."""
    ranks = np.empty(cells.shape)
    ties = 0.0
    for rater, row in enumerate(cells):
        often = np.bincount(row, minlength=levels).astype(float)
        middle = np.cumsum(often) - often / 2 + 0.5
        ranks[rater] = middle[row]
        ties += float((often**3 - often).sum())
    return ranks, ties
