"""A share of counted things with Wilson's interval."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.special import ndtri

__all__ = ["Share", "wilson"]


def wilson(count: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval (1927) of count ÷ of. ValueError for a share of nothing."""
    if of <= 0 or not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is no share")
    z = float(ndtri((1 + confidence) / 2))
    share, spread = count / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    reach = z * (share * (1 - share) / of + spread / (4 * of)) ** 0.5 / (1 + spread)
    return (0.0 if count == 0 else middle - reach, 1.0 if count == of else middle + reach)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """0 to 1; None for a share of nothing."""
        return self.count / self.of if self.of else None

    @property
    def limits(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval; None for a share of nothing."""
        return wilson(self.count, self.of) if self.of else None

    @property
    def words(self) -> str:
        """12 % (3 of 25; 4 to 30 %)."""
        if self.limits is None:
            return "none to count"
        low, high = self.limits
        return f"{self.count / self.of * 100:.0f} % ({self.count} of {self.of}; {low * 100:.0f} to {high * 100:.0f} %)"
