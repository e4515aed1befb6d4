"""The values our engine computed, arranged as the report's formulas need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from standards.reviews.model import FindingKind, Rating
from standards.rubrics.model import Criterion, Domain, NotApplicable, Rubric
from standards.rubrics.rules import Clause, parse
from standards.scoring.gaps import SEVERITIES, Gap
from standards.scoring.scorecard import CriterionScore, DomainScore
from standards.workbooks.choices import (
    INSUFFICIENT,
    NOT_APPLICABLE,
    NOT_YET,
    RECUSED,
    ChoiceList,
    choice_lists,
)
from standards.workbooks.gap.inputs import GapReportInput

__all__ = ["Asked", "DomainFigures", "Figures", "Line", "figures"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion: what it asks, what it was given, what follows."""

    no: int
    criterion: Criterion
    domain: Domain
    domain_no: int
    choices: ChoiceList
    allows_na: bool
    score: CriterionScore
    rating: Rating | None
    gap: Gap | None
    code: int
    target: int
    """Code of the level to reach."""
    asks: bool
    """The reviewer recommends or requires something even though the target may be reached."""

    @property
    def applies(self) -> bool:
        return self.code != NOT_APPLICABLE

    @property
    def low(self) -> int:
        """Code of the lowest level this criterion can still get."""
        return self.code if self.code > 0 else 1

    @property
    def high(self) -> int:
        """Code of the highest level this criterion can still get."""
        return self.code if self.code > 0 else self.choices.levels

    def points(self, code: int) -> Fraction:
        """Points of the level with that code."""
        return self.choices.scale.levels[code - 1].points

    def earned(self, code: int) -> Fraction:
        """Weight × points at that level; nothing where the criterion does not apply."""
        return self.criterion.weight * self.points(code) if self.applies else ZERO

    @property
    def rated(self) -> bool:
        return self.code > 0

    @property
    def below(self) -> bool:
        """Whether it is an open gap: below target, or evidence is insufficient."""
        return self.code == INSUFFICIENT or 0 < self.code < self.target

    @property
    def severity(self) -> int:
        """0 none, 1 critical, 2 major, 3 minor, 4 note."""
        return SEVERITIES.index(self.gap.severity) + 1 if self.gap else 0

    @property
    def urging(self) -> float:
        """What orders gaps of one severity: weight × steps, or the weight where evidence is insufficient."""
        if not self.gap:
            return 0
        return round(float(self.gap.weight if self.gap.weighted is None else self.gap.weighted), 9)

    @property
    def status(self) -> str:
        """Symbol and words, as the live column shows them."""
        fixed = {NOT_YET: "… Not yet rated", NOT_APPLICABLE: "– Not applicable", RECUSED: "× Recused"}
        if self.code in fixed:
            return fixed[self.code]
        if not self.below:
            return "✓ At target"
        return "▲ Essential gap" if self.criterion.essential else "△ Gap"


@dataclass(frozen=True, slots=True)
class Asked:
    """The score a domain is held against, and where that figure comes from."""

    share: Fraction | None
    """None: follows the targets of what is rated, so it is live."""
    source: str
    """domain, overall or target."""


@dataclass(frozen=True, slots=True)
class DomainFigures:
    """One domain."""

    no: int
    domain: Domain
    score: DomainScore
    lines: tuple[Line, ...]
    asked: Asked

    @property
    def gaps(self) -> int:
        return sum(line.below for line in self.lines)

    @property
    def essential_gaps(self) -> int:
        return sum(line.below and line.criterion.essential for line in self.lines)

    @property
    def target_share(self) -> Fraction | None:
        """The score with every rated criterion exactly at its target."""
        rated = [line for line in self.lines if line.rated]
        attainable = sum((line.criterion.weight * line.score.top for line in rated), ZERO)
        earned = sum((line.criterion.weight * line.points(line.target) for line in rated), ZERO)
        return earned / attainable if attainable else None

    @property
    def asked_share(self) -> Fraction | None:
        return self.asked.share if self.asked.share is not None else self.target_share

    @property
    def status(self) -> str:
        """Symbol and words, as the live column shows them."""
        if self.essential_gaps:
            return "▲ Essential gap"
        if self.gaps:
            return "△ Gap"
        if not self.score.score.applicable:
            return "– Not counted"
        return "✓ No gap" if self.score.score.rated == self.score.score.applicable else "… Not all rated"


@dataclass(frozen=True, slots=True)
class Figures:
    """All lines and domains of a review."""

    lines: tuple[Line, ...]
    domains: tuple[DomainFigures, ...]
    lists: Mapping[str, ChoiceList]

    @property
    def gaps(self) -> int:
        return sum(line.below for line in self.lines)

    @property
    def essential_gaps(self) -> int:
        return sum(line.below and line.criterion.essential for line in self.lines)

    def count(self, code: int) -> int:
        """How many criteria carry that code."""
        return sum(line.code == code for line in self.lines)


def figures(inputs: GapReportInput) -> Figures:
    """Arrange the results of a review."""
    rubric = inputs.rubric
    lists = choice_lists(rubric)
    gap_of = {gap.criterion: gap for gap in inputs.gaps}
    numbers = {domain.id: number for number, domain in enumerate(rubric.domains, start=1)}
    lines = []
    for no, score in enumerate(inputs.card.criteria, start=1):
        criterion = rubric.by_id[score.criterion]
        domain = rubric.domain_of[criterion.id]
        choices = lists[criterion.scale or rubric.scale]
        code = choices.code_of(score)
        rating = inputs.ratings.get(criterion.id)
        lines.append(
            Line(
                no=no,
                criterion=criterion,
                domain=domain,
                domain_no=numbers[domain.id],
                choices=choices,
                allows_na=rubric.not_applicable_for(criterion) is not NotApplicable.NO or code == NOT_APPLICABLE,
                score=score,
                rating=rating,
                gap=gap_of.get(criterion.id),
                code=code,
                target=choices.scale.rank(rubric.target_of(criterion).key) + 1,
                asks=rating is not None and rating.finding in (FindingKind.RECOMMENDATION, FindingKind.REQUIREMENT),
            )
        )
    domains = tuple(
        DomainFigures(
            number,
            rubric.domains[number - 1],
            score,
            tuple(line for line in lines if line.domain_no == number),
            _asked(rubric, rubric.domains[number - 1]),
        )
        for number, score in enumerate(inputs.card.domains, start=1)
    )
    return Figures(tuple(lines), domains, lists)


def _asked(rubric: Rubric, domain: Domain) -> Asked:
    """What the best outcome asks of the domain's score, else of the overall score, else the targets."""
    clauses = [parse(sentence) for outcome in rubric.rule.outcomes[:1] for sentence in outcome.when]
    means = [clause for clause in clauses if clause.measure == "mean"]
    here = ("domain", (domain.id,))
    own = [c for c in means if c.scope.kind == "every domain" or (c.scope.kind, c.scope.names) == here]
    overall = [c for c in means if c.scope.kind == "criteria" and not c.scope.names]
    for source, found in (("domain", own), ("overall", overall)):
        shares = [share for clause in found if (share := _share(rubric, clause, domain)) is not None]
        if shares:
            return Asked(max(shares), source)
    return Asked(None, "target")


def _share(rubric: Rubric, clause: Clause, domain: Domain) -> Fraction | None:
    """The bound as a share of the attainable points; None where scales with different tops meet."""
    bound = Fraction(clause.bound)
    if clause.percent:
        return bound
    criteria = rubric.criteria if clause.scope.kind == "criteria" else domain.criteria
    tops = {rubric.scale_of(criterion).top for criterion in criteria}
    top = tops.pop() if len(tops) == 1 else ZERO
    return bound / top if top else None
