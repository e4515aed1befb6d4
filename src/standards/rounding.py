"""Rounding for display only, half up, the same on page, in Excel, in the CLI and in the API."""

from __future__ import annotations

from fractions import Fraction

__all__ = ["counted", "number", "percent"]


def _half_up(value: Fraction, digits: int) -> Fraction:
    shift = 10**digits
    scaled = abs(value) * shift
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, shift)


def number(value: Fraction, digits: int = 3) -> str:
    """At most that many decimals, without trailing zeros: 1.571, 2, 0.5."""
    text = f"{float(_half_up(value, digits)):.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: Fraction, digits: int = 1) -> str:
    """A share in percent with a fixed number of decimals: 84.6 %."""
    return f"{float(_half_up(value * 100, digits)):.{digits}f} %"


def counted(count: int, noun: str, plural: str = "") -> str:
    """1 rating, 2 ratings; 1 criterion, 2 criteria."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
