"""Everything a sheet of the portfolio is built from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from standards.rubrics.model import Rubric
from standards.scoring.portfolio import Place, Portfolio
from standards.workbooks.choices import ChoiceList
from standards.workbooks.head import Head
from standards.workbooks.matrix.inputs import PortfolioInput
from standards.workbooks.matrix.layout import Layout

__all__ = ["Context"]


@dataclass(frozen=True, slots=True)
class Context:
    """The inputs, the words of the scales, the positions of everything."""

    inputs: PortfolioInput
    layout: Layout
    lists: Mapping[str, ChoiceList]
    """By scale name."""
    advice: Mapping[str, int]
    """Programs by the words of their recommendation, best first."""
    heads: Mapping[str, Head]
    """By sheet name."""

    order: Mapping[str, int]
    """Place of each criterion with open gaps, 1 for the one most often missed."""

    @property
    def portfolio(self) -> Portfolio:
        return self.inputs.portfolio

    @property
    def rubric(self) -> Rubric:
        return self.inputs.portfolio.rubric

    @property
    def places(self) -> tuple[Place, ...]:
        """Programs in the order of their rows."""
        return self.inputs.portfolio.places

    def choices_of(self, criterion: str) -> ChoiceList:
        """What can be given on a criterion."""
        return self.lists[self.rubric.by_id[criterion].scale or self.rubric.scale]

    def target_code(self, criterion: str) -> int:
        """Number of the level a criterion is expected to reach, counted from 1."""
        found = self.rubric.by_id[criterion]
        return self.rubric.scale_of(found).rank(self.rubric.target_of(found).key) + 1
