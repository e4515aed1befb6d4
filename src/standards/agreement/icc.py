"""Intraclass correlation: how much of the variance of ratings lies between units.

Forms after Shrout and Fleiss 1979, limits after McGraw and Wong 1996. Levels count as 1, 2, 3 … steps.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import fdtri

from standards.agreement.coefficient import Coefficient, Interval
from standards.agreement.ratings import Ratings
from standards.agreement.tally import Ints

__all__ = ["Form", "icc", "iccs"]

Form = Literal["1,1", "2,1", "3,1", "1,k", "2,k", "3,k"]
FORMS: tuple[Form, ...] = ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")
_MEANS = {"1": "one-way", "2": "absolute agreement", "3": "consistency"}


def icc(ratings: Ratings, form: Form = "1,1", *, confidence: float = 0.95) -> Coefficient:
    """One form.

    Args:
        form: 1 for raters that change from unit to unit (the only one that takes missing ratings), 2 for absolute
            agreement and 3 for consistency of one panel; ",1" for a single rating, ",k" for the mean of all.
    """
    return _form(_variance(ratings, complete=form[0] != "1"), form, confidence)


def iccs(ratings: Ratings, *, confidence: float = 0.95) -> dict[Form, Coefficient]:
    """All six."""
    whole, any_ = _variance(ratings, complete=True), _variance(ratings, complete=False)
    return {form: _form(any_ if form[0] == "1" else whole, form, confidence) for form in FORMS}


@dataclass(frozen=True, slots=True)
class _Variance:
    """Mean squares, and the numbers behind them."""

    units: int
    raters: int
    size: float
    """Ratings a unit; k0 where they are not alike."""
    between: float
    inside: float
    raters_square: float
    rest: float
    within_degrees: float
    reason: str = ""

    @property
    def parts(self) -> Mapping[str, float]:
        squares = {
            "mean square between units": self.between,
            "mean square within units": self.inside,
            "mean square of raters": self.raters_square,
            "mean square of the rest": self.rest,
            "ratings a unit": self.size,
        }
        return {name: value for name, value in squares.items() if not math.isnan(value)}


def _variance(ratings: Ratings, *, complete: bool) -> _Variance:
    rated = ratings.rated
    people = int(rated.any(axis=1).sum())
    panel = rated[rated.any(axis=1)]
    each: Ints = panel.sum(axis=0)
    kept = each >= 2
    units = int(kept.sum())
    nothing = float("nan")
    reason = _missing(people, units)
    if not reason and complete and not panel[:, kept].all():
        reason = "it needs every rater on every unit, and ratings are missing"
    if reason:
        return _Variance(units, people, nothing, nothing, nothing, nothing, nothing, nothing, reason)
    scores = np.where(panel, ratings.cells[rated.any(axis=1)], 0)[:, kept].astype(float)
    size = each[kept].astype(float)
    total, number = scores.sum(axis=0), float(size.sum())
    squares = float((scores**2).sum())
    grand = float(total.sum()) ** 2 / number
    by_unit = float((total**2 / size).sum())
    inside_degrees = number - units
    mean_size = (number - float((size**2).sum()) / number) / (units - 1)
    between, inside = (by_unit - grand) / (units - 1), (squares - by_unit) / inside_degrees
    columns = rest = nothing
    if complete:
        by_rater = float((scores.sum(axis=1) ** 2).sum()) / units
        columns = (by_rater - grand) / (people - 1)
        rest = max(squares - by_unit - by_rater + grand, 0.0) / ((units - 1) * (people - 1))
    squares_all = squares - grand
    reason = "all ratings are alike, so there is no variance to divide" if squares_all <= 1e-9 * max(squares, 1) else ""
    return _Variance(
        units, people, mean_size, *_zeroed(between, inside, columns, rest, squares_all), inside_degrees, reason
    )


def _zeroed(
    between: float, inside: float, columns: float, rest: float, scale: float
) -> tuple[float, float, float, float]:
    """Mean squares with what rounding left of zero set to zero."""
    between, inside, columns, rest = (
        0.0 if abs(value) <= 1e-12 * scale else value for value in (between, inside, columns, rest)
    )
    return between, inside, columns, rest


def _missing(people: int, units: int) -> str:
    if people == 0:
        return "nobody has rated anything"
    if people == 1:
        return "only one rater has rated"
    if units < 2:
        return "fewer than two units have two ratings"
    return ""


def _form(found: _Variance, form: Form, confidence: float) -> Coefficient:
    name, method = f"ICC({form})", _MEANS[form[0]]
    basis = (found.units, found.raters, found.units, method)
    if found.reason:
        return Coefficient(name, None, None, *basis, found.reason)
    value = _single(found, form[0])
    if value is not None and form.endswith("k"):
        value = _of_mean(value, found.size)
    if value is None:
        reason = "the units do not differ in the mean, so there is nothing to be reliable about"
        return Coefficient(name, None, None, *basis, reason, found.parts)
    limits = _limits(found, form[0], confidence)
    if limits is None:
        reason = "all units agree alike, so how far they spread cannot be seen"
        return Coefficient(name, value, None, *basis, reason, found.parts)
    low, high = (_of_mean(limit, found.size) if form.endswith("k") else limit for limit in limits)
    if low is None or high is None:
        return Coefficient(name, value, None, *basis, "the limits are beyond all bounds", found.parts)
    return Coefficient(
        name, value, Interval(low, min(high, 1.0), None, confidence, "F over units"), *basis, "", found.parts
    )


def _single(found: _Variance, kind: str) -> float | None:
    """Reliability of one rating; None for no variance over none."""
    size, between, noise = found.size, found.between, found.inside if kind == "1" else found.rest
    whole = between + (size - 1) * noise
    if kind == "2":
        whole += size * (found.raters_square - noise) / found.units
    return (between - noise) / whole if whole > 1e-12 * (between + noise) else None


def _of_mean(single: float, size: float) -> float | None:
    """Reliability of the mean of that many ratings (Spearman and Brown); None where it has no bound."""
    whole = 1 + (size - 1) * single
    return size * single / whole if whole > 1e-12 else None


def _limits(found: _Variance, kind: str, confidence: float) -> tuple[float, float] | None:
    """Limits of the reliability of one rating; None where nothing is left to spread."""
    noise = found.inside if kind == "1" else found.rest
    if found.between == 0 or noise == 0:
        return None
    units, size, upper = found.units, found.size, (1 + confidence) / 2
    own = units - 1.0
    if kind != "2":
        degrees = found.within_degrees if kind == "1" else own * (found.raters - 1)
        ratio = found.between / noise
        low, high = ratio / float(fdtri(own, degrees, upper)), ratio * float(fdtri(degrees, own, upper))
        return (low - 1) / (low + size - 1), (high - 1) / (high + size - 1)
    single = _single(found, kind)
    if single is None:
        return None
    by_rater, share = found.raters_square, units * (1 + (size - 1) * single) - size * single
    above = (size - 1) * own * (size * single * by_rater + share * noise) ** 2
    below = own * (size * single * by_rater) ** 2 + (share * noise) ** 2
    degrees = above / below
    left, right = float(fdtri(own, degrees, upper)), float(fdtri(degrees, own, upper))
    spread = size * by_rater + (units * size - units - size) * noise
    low = units * (found.between - left * noise) / (left * spread + units * found.between)
    high = units * (right * found.between - noise) / (spread + units * right * found.between)
    return low, high
