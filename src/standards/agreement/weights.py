"""How much of an agreement two levels are: 1 on the diagonal, less the further they lie apart."""

from __future__ import annotations

from typing import Literal

import numpy as np

from standards.agreement.tally import Floats

__all__ = ["Weighting", "weights", "within"]

Weighting = Literal["identity", "linear", "quadratic", "ordinal"]


def weights(weighting: Weighting, levels: int) -> Floats:
    """Levels × levels.

    With a distance of d steps on q levels: identity 1 if d = 0 else 0; linear 1 − d/(q−1); quadratic 1 − (d/(q−1))²;
    ordinal (Gwet's) 1 − C(d+1, 2)/C(q, 2).
    """
    steps = _steps(levels)
    if weighting == "identity":
        return np.eye(levels)
    lost = {
        "linear": steps / (levels - 1),
        "quadratic": (steps / (levels - 1)) ** 2,
        "ordinal": steps * (steps + 1) / (levels * (levels - 1)),
    }
    found: Floats = 1 - lost[weighting]
    return found


def within(steps: int, levels: int) -> Floats:
    """1 where two levels are at most that many steps apart, else 0."""
    return (_steps(levels) <= steps).astype(float)


def _steps(levels: int) -> Floats:
    place = np.arange(levels, dtype=float)
    return np.abs(place[:, None] - place)
