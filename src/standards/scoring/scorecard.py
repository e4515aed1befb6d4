"""Ratings and a rubric make a score card: exact, and every figure says what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, Literal

from standards.reviews.model import Absence, Rating
from standards.rounding import percent
from standards.rubrics.model import Criterion, Domain, Rubric
from standards.scoring.units import Units, per_rubric, units

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CriterionScore", "DomainScore", "Score", "ScoreCard", "State", "score"]

State = Literal["rated", "not yet", "not applicable", "insufficient evidence", "recused"]


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """What one criterion brings to the score."""

    criterion: str
    title: str
    domain: str
    essential: bool
    weight: Fraction
    state: State
    level: str | None
    """Key of the level; None unless rated."""
    rank: int | None
    """Position of the level on its scale, 0 for the lowest; None unless rated."""
    label: str
    """The level's label, or the absence in words."""
    symbol: str
    points: Fraction | None
    top: Fraction
    """Points of the scale's highest level."""
    steps: int | None
    """Levels missing to the target, 0 when reached; None unless rated."""

    @property
    def earned(self) -> Fraction | None:
        """Weight × points; None unless rated."""
        return None if self.points is None else self.weight * self.points

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None unless rated."""
        return None if self.steps is None else self.steps == 0


@dataclass(frozen=True, slots=True)
class Score:
    """A share of the attainable points, with what it rests on."""

    share: Fraction | None
    """0 to 1, exact; None when nothing is rated."""
    mean: Fraction | None
    """The same in points per unit of weight; None when nothing is rated."""
    earned: Fraction
    """Σ weight × points over rated criteria."""
    attainable: Fraction
    """Σ weight × points of the highest level over rated criteria."""
    rated_weight: Fraction
    applicable_weight: Fraction
    rated: int
    """Criteria with a level."""
    applicable: int
    """Criteria not set aside as not applicable."""
    total: int
    met: int
    """Criteria at or above their target."""

    @property
    def coverage(self) -> Fraction | None:
        """Rated share of the applicable weight; None when nothing applies."""
        return self.rated_weight / self.applicable_weight if self.applicable_weight else None

    @property
    def text(self) -> str:
        """The score as it is shown: 84.6 %, or a dash."""
        return "–" if self.share is None else percent(self.share)

    @property
    def coverage_text(self) -> str:
        """How much it rests on, in words."""
        if not self.applicable:
            return "nothing applies"
        tail = "" if self.coverage is None else f", {percent(self.coverage, 0)} of the weight"
        return f"{self.rated} of {self.applicable} applicable criteria rated{tail}"


@dataclass(frozen=True, slots=True)
class DomainScore:
    """A domain and its score."""

    domain: str
    title: str
    weight: Fraction
    score: Score


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """The scores of one review. Floats appear only where a table or a page asks for them."""

    rubric: str
    rubric_digest: str
    average: Literal["criteria", "domains"]
    criteria: tuple[CriterionScore, ...]
    domains: tuple[DomainScore, ...]
    overall: Score

    def criterion(self, name: str) -> CriterionScore:
        """The line of one criterion. KeyError when there is none."""
        for line in self.criteria:
            if line.criterion == name:
                return line
        raise KeyError(name)

    def domain(self, name: str) -> DomainScore:
        """The line of one domain. KeyError when there is none."""
        for line in self.domains:
            if line.domain == name:
                return line
        raise KeyError(name)

    def count(self, state: State) -> int:
        """How many criteria are in that state."""
        return sum(line.state == state for line in self.criteria)

    def to_frame(self) -> pd.DataFrame:
        """One row per criterion."""
        import pandas as pd

        return pd.DataFrame(
            {
                "criterion": line.criterion,
                "title": line.title,
                "domain": line.domain,
                "essential": line.essential,
                "weight": float(line.weight),
                "state": line.state,
                "level": line.level,
                "points": None if line.points is None else float(line.points),
                "top": float(line.top),
                "steps_to_target": line.steps,
            }
            for line in self.criteria
        ).set_index("criterion")

    def explain(self, name: str = "overall") -> str:
        """How a figure was worked out: `overall`, a domain id or a criterion id."""
        from standards.scoring.explain import explain

        return explain(self, name)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th scope=row>{escape(line.title)}</th><td>{line.score.text}</td>"
            f"<td>{line.score.met} of {line.score.rated}</td><td>{escape(line.score.coverage_text)}</td></tr>"
            for line in self.domains
        )
        return (
            f"<table><caption>{escape(self.rubric)}: {self.overall.text}, {escape(self.overall.coverage_text)}"
            "</caption><thead><tr><th scope=col>Domain</th><th scope=col>Score</th>"
            "<th scope=col>At target</th><th scope=col>Rests on</th></tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )


def score(rubric: Rubric, ratings: Mapping[str, Rating]) -> ScoreCard:
    """Score a review.

    Args:
        ratings: current rating by criterion id; a criterion without one is not yet rated.
    """
    known, unit = _lines(rubric), units(rubric)
    lines: list[CriterionScore] = []
    domains: list[DomainScore] = []
    everything = _Sum(unit)
    for domain in rubric.domains:
        own = _Sum(unit)
        for criterion in domain.criteria:
            rating = ratings.get(criterion.id)
            key = (criterion.id, rating.level or rating.absence if rating else None)
            line = known.get(key)
            if line is None:
                line = known[key] = _line(rubric, domain, criterion, rating)
            lines.append(line)
            own.add(line)
        domains.append(DomainScore(domain.id, domain.title, domain.weight, own.score()))
        everything.join(own)
    overall = everything.score()
    if rubric.rule.average == "domains":
        overall = _mean_of_domains(overall, domains)
    return ScoreCard(rubric.name, rubric.digest, rubric.rule.average, tuple(lines), tuple(domains), overall)


@per_rubric
def _lines(_rubric: Rubric) -> dict[tuple[str, str | None], CriterionScore]:
    """Lines made so far, by criterion and what was given; a rubric has few of them."""
    return {}


def _line(rubric: Rubric, domain: Domain, criterion: Criterion, rating: Rating | None) -> CriterionScore:
    scale = rubric.scale_of(criterion)
    level = scale.level(rating.level) if rating and rating.level else None
    state = _state(rating)
    steps = None
    if level:
        steps = max(0, scale.rank(rubric.target_of(criterion).key) - scale.rank(level.key))
    return CriterionScore(
        criterion=criterion.id,
        title=criterion.title,
        domain=domain.id,
        essential=criterion.essential,
        weight=criterion.weight,
        state=state,
        level=level.key if level else None,
        rank=scale.rank(level.key) if level else None,
        label=level.label if level else state.capitalize(),
        symbol=level.symbol if level else _ABSENCE_SYMBOL[state],
        points=level.points if level else None,
        top=scale.top,
        steps=steps,
    )


_ABSENCE_SYMBOL: dict[State, str] = {
    "rated": "",
    "not yet": "…",
    "not applicable": "–",
    "insufficient evidence": "?",
    "recused": "×",
}
_STATES: dict[Absence, State] = {
    Absence.NOT_YET: "not yet",
    Absence.NOT_APPLICABLE: "not applicable",
    Absence.INSUFFICIENT: "insufficient evidence",
    Absence.RECUSED: "recused",
}


def _state(rating: Rating | None) -> State:
    if rating is None:
        return "not yet"
    return "rated" if rating.absence is None else _STATES[rating.absence]


@dataclass(slots=True)
class _Sum:
    """Running totals in whole units."""

    unit: Units
    earned: int = 0
    attainable: int = 0
    rated_weight: int = 0
    applicable_weight: int = 0
    rated: int = 0
    applicable: int = 0
    total: int = 0
    met: int = 0

    def add(self, line: CriterionScore) -> None:
        self.total += 1
        if line.state == "not applicable":
            return
        weight = self.unit.weights[line.criterion]
        self.applicable += 1
        self.applicable_weight += weight
        if line.rank is None:
            return
        points = self.unit.points[line.criterion]
        self.rated += 1
        self.met += line.steps == 0
        self.rated_weight += weight
        self.earned += weight * points[line.rank]
        self.attainable += weight * points[-1]

    def join(self, other: _Sum) -> None:
        self.earned += other.earned
        self.attainable += other.attainable
        self.rated_weight += other.rated_weight
        self.applicable_weight += other.applicable_weight
        self.rated += other.rated
        self.applicable += other.applicable
        self.total += other.total
        self.met += other.met

    def score(self) -> Score:
        both = self.unit.weight_unit * self.unit.point_unit
        return Score(
            share=Fraction(self.earned, self.attainable) if self.attainable else None,
            mean=Fraction(self.earned, self.rated_weight * self.unit.point_unit) if self.rated_weight else None,
            earned=Fraction(self.earned, both),
            attainable=Fraction(self.attainable, both),
            rated_weight=Fraction(self.rated_weight, self.unit.weight_unit),
            applicable_weight=Fraction(self.applicable_weight, self.unit.weight_unit),
            rated=self.rated,
            applicable=self.applicable,
            total=self.total,
            met=self.met,
        )


def _mean_of_domains(pooled: Score, domains: Iterable[DomainScore]) -> Score:
    counted = [line for line in domains if line.score.share is not None]
    weight = sum((line.weight for line in counted), Fraction(0))
    if not weight:
        return pooled
    share = sum((line.weight * (line.score.share or 0) for line in counted), Fraction(0)) / weight
    mean = sum((line.weight * (line.score.mean or 0) for line in counted), Fraction(0)) / weight
    return replace(pooled, share=share, mean=mean)
