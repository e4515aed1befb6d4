"""A coefficient with what it rests on. Undefined is a result with a reason, never 0, 1 or NaN."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from standards.rounding import counted

__all__ = ["FEWEST_UNITS", "Coefficient", "Interval", "shown"]

FEWEST_UNITS = 8
"""With fewer units a value is shown, but no word judges it."""


def shown(value: float, digits: int = 2) -> str:
    """A coefficient as it is read out: 0.81, −0.03; what is not quite 1 is never shown as 1."""
    if digits == 2 and 0.995 <= value < 1 - 1e-9:
        return "> 0.99"
    text = f"{value:.{digits}f}"
    return text.replace("-", "−") if float(text) else text.lstrip("-")


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the value may lie, in the units of the value."""

    low: float
    high: float
    error: float | None
    """Standard error; None where the limits come without one."""
    confidence: float
    """0.95 for a 95 % interval."""
    method: str
    """How it was made: analytic t over units, jackknife t over clusters …"""
    degrees: float | None = None
    """Degrees of freedom of t; None for a bootstrap, F or normal interval."""

    def words(self, *, percent: bool = False) -> str:
        """95 % interval 0.70 to 0.91, or 70 to 91 %."""
        if percent:
            return f"{self.confidence * 100:g} % interval {self.low * 100:.0f} to {self.high * 100:.0f} %"
        return f"{self.confidence * 100:g} % interval {shown(self.low)} to {shown(self.high)}"


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One figure of agreement or reliability."""

    name: str
    value: float | None
    """None when it is undefined; `reason` says why."""
    interval: Interval | None = None
    """None when there is none; `reason` says why."""
    units: int = 0
    """Units it rests on."""
    raters: int = 0
    """Raters who rated any of the units."""
    clusters: int = 0
    """Independent pieces: clusters, or units where each stands for itself."""
    method: str = ""
    """Weights or metric."""
    reason: str = ""
    """Why there is no value, or no interval; empty when there are both."""
    parts: Mapping[str, float] = field(default_factory=dict)
    """What it was worked out from, by name."""
    percent: bool = False
    """A share that is read in percent."""

    @property
    def defined(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    @property
    def title(self) -> str:
        """Name and method."""
        return f"{self.name} ({self.method})" if self.method else self.name

    @property
    def words(self) -> str:
        """The result as a sentence or two, for people."""
        if self.value is None:
            return f"{self.title} is undefined: {self.reason}."
        basis = f"{counted(self.units, 'unit')}, {counted(self.raters, 'rater')}"
        if self.interval is None:
            tail = f" No interval: {self.reason}." if self.reason else ""
            return f"{self.title}: {self.text} ({basis}).{tail}"
        return f"{self.title}: {self.text} ({self.interval.words(percent=self.percent)}; {basis})."

    @property
    def text(self) -> str:
        """The value as it is shown: 0.81, 85 %, or a dash."""
        if self.value is None:
            return "–"
        if not self.percent:
            return shown(self.value)
        return "> 99 %" if 0.995 <= self.value < 1 - 1e-9 else f"{self.value * 100:.0f} %"

    @property
    def few(self) -> bool:
        """Too few units for a word that judges the value."""
        return self.units < FEWEST_UNITS
