"""Words for a coefficient, and when not to trust it: Gwet's probabilistic labels and the prevalence notice."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import ndtr

from standards.agreement.coefficient import FEWEST_UNITS, Coefficient

__all__ = ["SCALES", "Label", "cumulative", "label", "prevalence_notice"]

SCALES: dict[str, tuple[tuple[float, str], ...]] = {
    "Landis and Koch": (
        (0.8, "almost perfect"), (0.6, "substantial"), (0.4, "moderate"), (0.2, "fair"), (0.0, "slight"),
        (-1.0, "poor"),
    ),
    "Altman": ((0.8, "very good"), (0.6, "good"), (0.4, "moderate"), (0.2, "fair"), (-1.0, "poor")),
    "Fleiss": ((0.75, "excellent"), (0.4, "intermediate to good"), (-1.0, "poor")),
    "Krippendorff": ((0.8, "reliable"), (2 / 3, "tentative"), (-1.0, "not reliable")),
}  # fmt: skip
"""Lower ends and names of the classes, best first. All of them are conventions."""
_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Label:
    """The best word that is very probably earned."""

    word: str
    """Empty where no word is given."""
    probability: float
    """That the true value lies in this class or above; 0 to 1."""
    scale: str
    reason: str = ""
    """Why there is no word."""

    @property
    def words(self) -> str:
        """As a sentence."""
        if not self.word:
            return f"No word for it: {self.reason}."
        return f"At least “{self.word}” on the scale of {self.scale} (probability {self.probability:.2f})."


def cumulative(value: float, error: float, scale: str = "Landis and Koch") -> tuple[float, ...]:
    """Probability of each class or a better one, best first, after Gwet: a normal cut off at −1 and 1."""
    ends = np.array([1.0, *(low for low, _ in SCALES[scale])])
    whole = ndtr((value + 1) / error) - ndtr((value - 1) / error)
    each = [ndtr((value - low) / error) - ndtr((value - high) / error) for high, low in pairwise(ends.tolist())]
    return tuple((np.cumsum(each) / whole).tolist())


def label(coefficient: Coefficient, scale: str = "Landis and Koch") -> Label:
    """The best word whose class, with those above, holds at least 95 % of the probability."""
    if coefficient.value is None:
        return Label("", 0.0, scale, coefficient.reason)
    if coefficient.units < FEWEST_UNITS:
        return Label("", 0.0, scale, f"there are fewer than {FEWEST_UNITS} units")
    if coefficient.interval is None or coefficient.interval.error is None:
        return Label("", 0.0, scale, coefficient.reason or "it has no standard error")
    sure = cumulative(coefficient.value, coefficient.interval.error, scale)
    for (_, word), probability in zip(SCALES[scale], sure, strict=True):
        if probability >= _SURE:
            return Label(word, probability, scale)
    return Label(SCALES[scale][-1][1], 1.0, scale)


def prevalence_notice(
    level: str, share: float, same: float | None, chance_aware: float | None, alpha: float | None
) -> str:
    """A sentence when one level takes so much that kappa-type values say little; empty otherwise.

    Args:
        level: the most frequent level.
        share: its share of the ratings.
        same: observed agreement, `chance_aware` AC2, `alpha` Krippendorff's; None where undefined.
    """
    if same is None:
        return ""
    if share >= 0.8:
        return (
            f"Nearly all ratings are {level} ({share * 100:.0f} %), so kappa-type values such as alpha are not "
            "informative here."
        )
    if alpha is None or chance_aware is None:
        return ""
    if same >= 0.8 and alpha < 0.4 and chance_aware - alpha >= 0.2:
        return "Raters agree on most units, yet alpha is low because the levels are used so unevenly."
    return ""
