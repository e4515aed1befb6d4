"""Every clause as one sum: what each criterion contributes at each level, to be compared with zero.

    mean(scope) >= T        Σ weight × (points − T × top)          >= 0
    all / min(scope) >= k   Σ −[level below k]                     >= 0
    count(level >= k) >= c  Σ [level at least k] − c               >= 0
    count(level <= k) <= c  Σ −[level at most k] + c               >= 0
    share(level >= k) >= p  Σ ([level at least k] − p)             >= 0
    level_reached >= n      Σ −[level below k], stages up to n     >= 0

Contributions never fall as a level rises, so the lowest and the highest levels of the open ratings
give exact bounds. They are kept as whole numbers over one common denominator: sums are exact and fast.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from standards.rubrics.model import Criterion, Domain, Rubric
from standards.rubrics.rules import Clause, parse

__all__ = ["Balance", "balances", "members_of"]


@dataclass(frozen=True, slots=True)
class Balance:
    """One clause, on one domain where it speaks of every domain, ready to be summed."""

    outcome: int
    """Position of the outcome it belongs to, 0 for the best."""
    clause: Clause
    domain: Domain | None
    """The domain, when the clause speaks of every domain."""
    gains: Mapping[str, tuple[int, ...]]
    """What each applicable criterion contributes by rank of its level, in units of 1/denominator."""
    constant: int
    denominator: int
    by_domain: bool = False
    """True for the overall mean of a rule that averages domain scores."""

    def total(self, ranks: Mapping[str, int]) -> int:
        """The sum at those levels; the clause holds when it is not negative."""
        return self.constant + sum(gain[ranks[name]] for name, gain in self.gains.items())

    def bounds(self, ranks: Mapping[str, int | None]) -> tuple[int, int]:
        """The sum with every open criterion at its lowest and at its highest level."""
        low = high = self.constant
        for name, gain in self.gains.items():
            rank = ranks[name]
            if rank is None:
                low += gain[0]
                high += gain[-1]
            else:
                low += gain[rank]
                high += gain[rank]
        return low, high


Contribution = Callable[[Criterion, int], Fraction]


def balances(rubric: Rubric, applicable: frozenset[str]) -> tuple[Balance, ...]:
    """All clauses of a rule over the criteria that apply. A clause over nothing drops out."""
    found: list[Balance] = []
    for position, outcome in enumerate(rubric.rule.outcomes):
        for sentence in outcome.when:
            clause = parse(sentence)
            domains: Sequence[Domain | None] = rubric.domains if clause.scope.kind == "every domain" else (None,)
            for domain in domains:
                members = [c for c in members_of(rubric, clause, domain) if c.id in applicable]
                if members:
                    found.append(_balance(rubric, position, clause, domain, members))
    return tuple(found)


def members_of(rubric: Rubric, clause: Clause, domain: Domain | None = None) -> tuple[Criterion, ...]:
    """The criteria a clause looks at, before N/A is taken out."""
    scope = clause.scope
    if domain is not None:
        criteria = domain.criteria
    elif scope.kind == "domain":
        criteria = next(d.criteria for d in rubric.domains if d.id == scope.names[0])
    else:
        criteria = rubric.criteria
    if scope.kind == "essential":
        criteria = tuple(c for c in criteria if c.essential)
    elif scope.kind == "aspirational":
        criteria = tuple(c for c in criteria if not c.essential)
    elif scope.kind == "criteria" and scope.names:
        criteria = tuple(c for c in criteria if c.id in scope.names)
    if clause.measure == "level_reached" and isinstance(clause.bound, Fraction):
        bound = clause.bound
        criteria = tuple(c for c in criteria if c.stage is not None and c.stage <= bound)
    return criteria


def _balance(rubric: Rubric, position: int, clause: Clause, domain: Domain | None, members: list[Criterion]) -> Balance:
    contribution, constant = _contribution(rubric, clause, members)
    exact = {
        criterion.id: [contribution(criterion, rank) for rank in range(len(rubric.scale_of(criterion).levels))]
        for criterion in members
    }
    denominator = math.lcm(constant.denominator, *(v.denominator for row in exact.values() for v in row))
    gains = {name: tuple(int(value * denominator) for value in row) for name, row in exact.items()}
    by_domain = rubric.rule.average == "domains" and clause.measure == "mean" and str(clause.scope) == "criteria"
    return Balance(position, clause, domain, gains, int(constant * denominator), denominator, by_domain)


def _contribution(rubric: Rubric, clause: Clause, members: list[Criterion]) -> tuple[Contribution, Fraction]:
    if clause.measure == "mean":
        return _mean(rubric, clause, members), Fraction(0)
    sign = 1 if clause.upward else -1

    def hit(criterion: Criterion, rank: int) -> bool:
        threshold = rubric.scale_of(criterion).rank(str(clause.level or clause.bound))
        return rank >= threshold if clause.upward else rank <= threshold

    if clause.measure in ("all", "min", "level_reached"):
        return lambda criterion, rank: Fraction(hit(criterion, rank) - 1), Fraction(0)
    bound = Fraction(clause.bound)
    if clause.measure == "count":
        return lambda criterion, rank: Fraction(sign * hit(criterion, rank)), -sign * bound
    return lambda criterion, rank: sign * (hit(criterion, rank) - bound), Fraction(0)


def _mean(rubric: Rubric, clause: Clause, members: list[Criterion]) -> Contribution:
    bound = Fraction(clause.bound)
    share = clause.percent
    factor = _domain_factors(rubric, clause, members)

    def contribution(criterion: Criterion, rank: int) -> Fraction:
        scale = rubric.scale_of(criterion)
        unit = scale.top if share else Fraction(1)
        return factor[criterion.id] * criterion.weight * (scale.levels[rank].points - bound * unit)

    return contribution


def _domain_factors(rubric: Rubric, clause: Clause, members: list[Criterion]) -> dict[str, Fraction]:
    """1 for each, or what makes the overall mean a weighted mean of domain means."""
    if rubric.rule.average == "criteria" or clause.scope.kind != "criteria" or clause.scope.names:
        return {criterion.id: Fraction(1) for criterion in members}
    totals: dict[str, Fraction] = {}
    for criterion in members:
        unit = rubric.scale_of(criterion).top if clause.percent else Fraction(1)
        domain = rubric.domain_of[criterion.id]
        totals[domain.id] = totals.get(domain.id, Fraction(0)) + criterion.weight * unit
    return {
        criterion.id: domain.weight / totals[domain.id] if totals[domain.id] else Fraction(0)
        for criterion in members
        for domain in (rubric.domain_of[criterion.id],)
    }
