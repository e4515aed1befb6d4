"""How many programs lie at each level of a criterion, and how a domain's scores spread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from standards.rounding import percent
from standards.rubrics.model import Rubric
from standards.scoring.scorecard import ScoreCard, State

__all__ = ["ABSENT", "DomainSpread", "Spread", "spreads"]

ABSENT: tuple[State, ...] = ("insufficient evidence", "not yet", "recused", "not applicable")
"""The four reasons for which a criterion carries no level."""


@dataclass(frozen=True, slots=True)
class Spread:
    """One criterion over all programs."""

    criterion: str
    title: str
    domain: str
    essential: bool
    weight: Fraction
    levels: Mapping[str, int]
    """Programs by level key, lowest level first."""
    absences: Mapping[State, int]
    """Programs by the reason for which there is no level."""
    met: int
    """Programs at or above the target."""

    @property
    def rated(self) -> int:
        """Programs with a level: what the share at target rests on."""
        return sum(self.levels.values())

    @property
    def applicable(self) -> int:
        """Programs for which the criterion is not set aside."""
        return self.programs - self.absences["not applicable"]

    @property
    def programs(self) -> int:
        """All of them."""
        return self.rated + sum(self.absences.values())

    @property
    def below(self) -> int:
        """Rated, and below target."""
        return self.rated - self.met

    @property
    def gaps(self) -> int:
        """Open gaps: below target, or without sufficient evidence."""
        return self.below + self.absences["insufficient evidence"]

    @property
    def share(self) -> Fraction | None:
        """At target among rated; None while nothing is rated."""
        return Fraction(self.met, self.rated) if self.rated else None

    @property
    def everybody_below(self) -> bool:
        """True when it is rated, and no rated program reaches the target."""
        return self.rated > 0 and self.met == 0

    @property
    def nobody_rated(self) -> bool:
        """True when it applies to a program, and no program carries a level."""
        return self.applicable > 0 and self.rated == 0

    @property
    def note(self) -> str:
        """What stands out, with its sign: nobody reaches it, nobody rated it, it applies to nobody."""
        if self.everybody_below:
            return "▲ Everybody below target"
        if self.nobody_rated:
            return "… Nobody rated yet"
        if not self.applicable:
            return "– Applies to none" if self.programs else "– No program"
        return "✓ Everybody at target" if self.met == self.applicable else ""

    @property
    def text(self) -> str:
        """The share and what it rests on: 66.7 % of 3 rated."""
        return "nothing rated" if self.share is None else f"{percent(self.share)} of {self.rated} rated"


@dataclass(frozen=True, slots=True)
class DomainSpread:
    """One domain over all programs."""

    domain: str
    title: str
    shares: tuple[Fraction | None, ...]
    """Score of each program; None where nothing is rated."""

    @property
    def known(self) -> tuple[Fraction, ...]:
        """The scores there are."""
        return tuple(share for share in self.shares if share is not None)

    @property
    def scored(self) -> int:
        """Programs with a score: what mean, lowest and highest rest on."""
        return len(self.known)

    @property
    def mean(self) -> Fraction | None:
        """Mean over the programs that have a score, each counting once."""
        known = self.known
        return sum(known, Fraction(0)) / len(known) if known else None

    @property
    def lowest(self) -> Fraction | None:
        return min(self.known, default=None)

    @property
    def highest(self) -> Fraction | None:
        return max(self.known, default=None)


def spreads(rubric: Rubric, cards: Sequence[ScoreCard]) -> tuple[Spread, ...]:
    """One for each criterion, in reading order."""
    found = []
    for place, criterion in enumerate(rubric.criteria):
        lines = [card.criteria[place] for card in cards]
        given = Counter(line.level for line in lines)
        states = Counter(line.state for line in lines)
        found.append(
            Spread(
                criterion=criterion.id,
                title=criterion.title,
                domain=rubric.domain_of[criterion.id].id,
                essential=criterion.essential,
                weight=criterion.weight,
                levels={key: given[key] for key in rubric.scale_of(criterion).keys},
                absences={state: states[state] for state in ABSENT},
                met=sum(line.steps == 0 for line in lines),
            )
        )
    return tuple(found)
