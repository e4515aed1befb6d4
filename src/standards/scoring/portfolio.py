"""Many programs judged against one rubric: who stands where, and which criteria nobody reaches.

Missing is a state, never a zero: a program without a score has no rank, and every figure says how many ratings it
rests on.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from standards.errors import StandardsError
from standards.reviews.model import Rating
from standards.rounding import percent
from standards.rubrics.model import Domain, Rubric
from standards.scoring.decide import Recommendation
from standards.scoring.long_rows import LONG_COLUMNS, long_rows
from standards.scoring.scorecard import ScoreCard, State
from standards.scoring.spread import DomainSpread, Spread, spreads

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

__all__ = ["WHICH_REVIEW", "Place", "Portfolio", "Standing", "Tally"]

WHICH_REVIEW = (
    "One review stands for each program: a finished review before an unfinished one, then the one changed last, then "
    "the one whose id comes last. The others are counted and left out."
)
"""What `Portfolio.of` does, for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One program with the review that stands for it, and everything worked out from that review."""

    program: str
    """Id."""
    title: str
    provider: str
    review: str
    """Id; empty while nobody has begun one."""
    reviewer: str
    finished: bool
    changed: datetime
    """When the review was last changed, UTC; when it began if it never was."""
    ratings: Mapping[str, Rating]
    """Current rating by criterion id; a criterion without one is not yet rated."""
    card: ScoreCard
    recommendation: Recommendation
    reviews: int = 1
    """How many reviews of this program under this rubric there are, this one included."""

    @property
    def share(self) -> Fraction | None:
        """The overall score; None while there is none."""
        return self.card.overall.share

    @property
    def essential(self) -> tuple[int, int, int]:
        """Essential criteria at target, of how many that carry a level, of how many that apply."""
        lines = [line for line in self.card.criteria if line.essential and line.state != "not applicable"]
        return sum(line.steps == 0 for line in lines), sum(line.level is not None for line in lines), len(lines)

    @property
    def unscored(self) -> str:
        """Why there is no overall score; empty where there is one."""
        overall = self.card.overall
        if overall.share is not None:
            return ""
        if not overall.applicable:
            return "every criterion is set aside as not applicable"
        if not self.review:
            return "no review has begun"
        if overall.rated:
            return "what is rated carries no weight"
        states = Counter(line.state for line in self.card.criteria)
        parts = [f"{states[kind]} {words}" for kind, words in _SAID.items() if states[kind]]
        return f"no criterion carries a level: {', '.join(parts)}"


_SAID: dict[State, str] = {
    "not yet": "not yet rated",
    "insufficient evidence": "with insufficient evidence",
    "recused": "recused",
}


class Place(NamedTuple):
    """Where a program stands."""

    standing: Standing
    rank: int | None
    """1 for the highest overall score; equal scores share a rank and the next ones are skipped. None: no score."""
    tied: bool
    reason: str
    """Why there is no rank; empty where there is one."""


class Tally(NamedTuple):
    """How many programs a recommendation goes to."""

    label: str
    """An outcome's label, or why there is no outcome."""
    outcome: int | None
    """Position of the outcome in the rule, 0 for the best; None where nothing is decided."""
    status: str
    """Status of the recommendation: decided, incomplete …"""
    programs: int


@dataclass(frozen=True)
class Portfolio:
    """Programs judged against one rubric, one review each.

    Raises:
        StandardsError: a program stands in it twice, or a review was scored against another rubric; names all.
    """

    rubric: Rubric
    standings: tuple[Standing, ...]

    def __post_init__(self) -> None:
        seen = Counter(standing.program for standing in self.standings)
        wrong = [f"{name} stands in it {count} times" for name, count in seen.items() if count > 1]
        wrong += [
            f"{standing.program} was scored against {standing.card.rubric} ({standing.card.rubric_digest[:8]})"
            for standing in self.standings
            if standing.card.rubric_digest != self.rubric.digest
        ]
        if wrong:
            raise StandardsError(
                f"This is no portfolio under {self.rubric.name} ({self.rubric.digest[:8]}): {'; '.join(wrong)}. "
                "Take one review for each program, all of the same version of the rubric."
            )

    @classmethod
    def of(cls, rubric: Rubric, standings: Iterable[Standing]) -> Portfolio:
        """A portfolio from any number of reviews; see `WHICH_REVIEW` for which one stands for its program."""
        by_program: dict[str, list[Standing]] = {}
        for standing in standings:
            by_program.setdefault(standing.program, []).append(standing)
        chosen = []
        for found in by_program.values():
            best = max(found, key=lambda one: (one.review != "", one.finished, one.changed, one.review))
            chosen.append(replace(best, reviews=sum(one.review != "" for one in found)))
        return cls(rubric, tuple(chosen))

    def __len__(self) -> int:
        return len(self.standings)

    def __iter__(self) -> Iterator[Standing]:
        return iter(self.standings)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every program, best first; those without a score come last and have no rank. Equals stand by title."""

        def order(standing: Standing) -> tuple[Fraction, str, str]:
            return -(standing.share or Fraction(0)), standing.title.casefold(), standing.program

        scored = sorted((one for one in self.standings if one.share is not None), key=order)
        shares = [one.share for one in scored]
        equals = Counter(shares)
        first: dict[Fraction | None, int] = {}
        for position, share in enumerate(shares, start=1):
            first.setdefault(share, position)
        ranked = [Place(one, first[one.share], equals[one.share] > 1, "") for one in scored]
        rest = sorted((one for one in self.standings if one.share is None), key=order)
        return (*ranked, *(Place(one, None, tied=False, reason=one.unscored) for one in rest))

    @cached_property
    def criteria(self) -> tuple[Spread, ...]:
        """How the programs spread over the levels of each criterion, in reading order."""
        return spreads(self.rubric, [standing.card for standing in self.standings])

    @cached_property
    def domains(self) -> tuple[DomainSpread, ...]:
        """The programs' scores in each domain, in reading order; a score for each standing, in order."""
        return tuple(self._domain(place, domain) for place, domain in enumerate(self.rubric.domains))

    def _domain(self, place: int, domain: Domain) -> DomainSpread:
        shares = tuple(standing.card.domains[place].score.share for standing in self.standings)
        return DomainSpread(domain.id, domain.title, shares)

    @cached_property
    def tallies(self) -> tuple[Tally, ...]:
        """How many programs each outcome of the rule goes to, best first, then those without a decision."""
        outcomes = self.rubric.rule.outcomes
        said = [standing.recommendation for standing in self.standings]
        decided = Counter(one.outcome.key for one in said if one.outcome)
        found = [Tally(outcome.label, place, "decided", decided[outcome.key]) for place, outcome in enumerate(outcomes)]
        rest = Counter((one.label, one.status) for one in said if not one.outcome)
        return (*found, *(Tally(label, None, status, count) for (label, status), count in sorted(rest.items())))

    def most_missed(self, count: int = 5) -> tuple[Spread, ...]:
        """The criteria with most open gaps, worst first, equals in reading order; those without a gap never."""
        missed = [spread for spread in self.criteria if spread.gaps]
        return tuple(sorted(missed, key=lambda spread: -spread.gaps)[:count])

    def closest(self, count: int = 5) -> tuple[Standing, ...]:
        """The programs that need the fewest raised ratings for their next better outcome, fewest first."""

        def order(standing: Standing) -> tuple[int, Fraction, str]:
            rise = standing.recommendation.rise
            return len(rise.criteria) if rise else 0, -(standing.share or Fraction(0)), standing.title.casefold()

        return tuple(sorted((one for one in self.standings if one.recommendation.rise), key=order)[:count])

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the rubric's digest and every rating that counts: the same digest, the same figures."""
        whole = hashlib.sha256(self.rubric.digest.encode())
        for standing in sorted(self.standings, key=lambda one: one.program):
            given = ";".join(f"{line.criterion}={line.level or line.state}" for line in standing.card.criteria)
            whole.update(f"\n{standing.program}\t{standing.review}\t{given}".encode())
        return whole.hexdigest()

    # -- tables -----------------------------------------------------------------------------

    def rows(self) -> Iterator[tuple[object, ...]]:
        """One row for each program and criterion, with the columns of `LONG_COLUMNS`; made as they are asked for."""
        for standing in self.standings:
            yield from long_rows(self.rubric, standing)

    def to_frame(self) -> pd.DataFrame:
        """The long table: one row for each program and criterion. No level is an empty cell, never a zero."""
        import pandas as pd

        frame = pd.DataFrame(self.rows(), columns=list(LONG_COLUMNS))
        kinds = {"essential": "bool", "finished": "bool", "weight": "float64", "points": "float64", "top": "float64"}
        return frame.astype(kinds)

    def matrix(self) -> pd.DataFrame:
        """The wide table: one row for each program in order of rank, one column for each criterion, in words."""
        import pandas as pd

        names = [criterion.id for criterion in self.rubric.criteria]
        rows = [[line.label for line in place.standing.card.criteria] for place in self.places]
        programs = [place.standing.program for place in self.places]
        return pd.DataFrame(rows, index=pd.Index(programs, name="program"), columns=names)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{'–' if place.rank is None else place.rank}</td>"
            f"<th scope=row dir=auto>{escape(place.standing.title)}</th>"
            f"<td>{'–' if place.standing.share is None else percent(place.standing.share)}</td>"
            f"<td>{escape(place.reason or place.standing.card.overall.coverage_text)}</td>"
            f"<td>{escape(place.standing.recommendation.label)}</td></tr>"
            for place in self.places
        )
        heads = ("Rank", "Program", "Score", "Rests on", "Recommendation")
        head = "".join(f"<th scope=col>{name}</th>" for name in heads)
        count = f"{len(self)} program{'' if len(self) == 1 else 's'}"
        return (
            f"<table><caption>{escape(self.rubric.title)} {escape(self.rubric.version)}: {count}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )
