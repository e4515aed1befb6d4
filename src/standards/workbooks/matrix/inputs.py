"""What a portfolio workbook is made from: results, handed over; nothing is looked up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from standards.scoring.portfolio import Portfolio
from standards.workbooks.identity import Identity

__all__ = ["PortfolioInput", "programs_words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioInput:
    """A portfolio, and when and by what its workbook is made."""

    portfolio: Portfolio
    generated: datetime
    """When the workbook was asked for; the caller's clock, UTC where it carries no zone."""
    tool_version: str

    @property
    def identity(self) -> Identity:
        """What this workbook is about; in place of a review stand the digest of the ratings and how many programs."""
        portfolio = self.portfolio
        rubric = portfolio.rubric
        return Identity(
            kind="portfolio",
            rubric=rubric.id,
            version=rubric.version,
            digest=rubric.digest,
            review=f"portfolio-{portfolio.digest[:12]}",
            line=str(len(portfolio)),
        )


def programs_words(count: int) -> str:
    """1 program, 12 programs."""
    return f"{count:,} program{'' if count == 1 else 's'}"
