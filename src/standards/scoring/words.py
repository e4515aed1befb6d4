"""A clause and what was found, as sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from standards.rounding import number, percent
from standards.rubrics.model import Rubric
from standards.scoring.balance import Balance
from standards.scoring.units import units

__all__ = ["clause_value", "clause_words", "name_list"]


def name_list(names: Sequence[str], limit: int = 8) -> str:
    """A1, B2 and C3; the rest as a count."""
    if len(names) > limit:
        return f"{', '.join(names[:limit])} and {len(names) - limit} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1] if names else ""]))


def clause_words(rubric: Rubric, balance: Balance) -> str:
    """What the clause asks: Every essential criterion is at least Met."""
    clause, where = balance.clause, _where(rubric, balance)
    if clause.measure == "mean":
        bound = clause.bound if isinstance(clause.bound, Fraction) else Fraction(0)
        wanted = _percent(bound) if clause.percent else f"{number(bound)} points"
        return f"The score over {where} is at least {wanted}"
    level = _label(rubric, balance, str(clause.level or clause.bound))
    if clause.measure == "min":
        return f"The lowest level in {where} is at least {level}"
    if clause.measure == "all":
        return f"All of {where} are at least {level}"
    if clause.measure == "level_reached":
        return f"{where[:1].upper()}{where[1:]} reach stage {clause.bound}: all up to it are at least {level}"
    side = "at least" if clause.upward else "at most"
    bound = clause.bound if isinstance(clause.bound, Fraction) else Fraction(0)
    wanted = _percent(bound) if clause.measure == "share" else number(bound)
    return f"{'At least' if clause.upward else 'At most'} {wanted} of {where} are {side} {level}"


def clause_value(rubric: Rubric, balance: Balance, ranks: Mapping[str, int | None]) -> tuple[str, tuple[str, ...]]:
    """What was found, and the criteria that stand in the way or are open."""
    waiting = tuple(name for name in balance.gains if ranks[name] is None)
    tail = f"; {len(waiting)} open" if waiting else ""
    if balance.clause.measure == "mean":
        return _mean_value(rubric, balance, ranks) + tail, waiting
    behind = tuple(
        name for name, gain in balance.gains.items() if (rank := ranks[name]) is not None and gain[rank] < gain[-1]
    )
    reached = len(balance.gains) - len(behind) - len(waiting)
    key = str(balance.clause.level or balance.clause.bound)
    level = _label(rubric, balance, key)
    if not balance.clause.upward:
        return f"{len(behind)} of {len(balance.gains)} at most {level}{_named(behind)}{tail}", behind + waiting
    text = f"{reached} of {len(balance.gains)} at least {level}"
    if behind:
        text += f"; below: {name_list(behind)}"
    return text + tail, behind + waiting


def _mean_value(rubric: Rubric, balance: Balance, ranks: Mapping[str, int | None]) -> str:
    """The mean over what is rated; with every one of them it is the figure the clause compares."""
    unit = units(rubric)
    earned: dict[str, int] = {}
    ceiling: dict[str, int] = {}
    for name in balance.gains:
        if (rank := ranks[name]) is not None:
            weight, points = unit.weights[name], unit.points[name]
            part = rubric.domain_of[name].id if balance.by_domain else ""
            top = points[-1] if balance.clause.percent else unit.point_unit
            earned[part] = earned.get(part, 0) + weight * points[rank]
            ceiling[part] = ceiling.get(part, 0) + weight * top
    shares = {part: Fraction(earned[part], ceiling[part]) for part in earned if ceiling[part]}
    if not shares:
        return "nothing rated yet"
    share = _weighted(rubric, shares) if balance.by_domain else shares[""]
    return percent(share) if balance.clause.percent else f"{number(share)} points"


def _weighted(rubric: Rubric, shares: Mapping[str, Fraction]) -> Fraction:
    weights = {domain.id: domain.weight for domain in rubric.domains if domain.id in shares}
    total = sum(weights.values(), Fraction(0))
    return sum((weights[part] * share for part, share in shares.items()), Fraction(0)) / (total or 1)


def _where(rubric: Rubric, balance: Balance) -> str:
    scope = balance.clause.scope
    if balance.domain:
        return f"the criteria of {balance.domain.title}"
    if scope.kind == "domain":
        title = next(domain.title for domain in rubric.domains if domain.id == scope.names[0])
        return f"the criteria of {title}"
    if scope.kind == "criteria":
        return f"the criteria {name_list(scope.names)}" if scope.names else "the criteria"
    return f"the {scope.kind} criteria"


def _label(rubric: Rubric, balance: Balance, key: str) -> str:
    name = next(iter(balance.gains))
    return rubric.scale_of(rubric.by_id[name]).level(key).label


def _named(names: Sequence[str]) -> str:
    return f": {name_list(names)}" if names else ""


def _percent(value: Fraction) -> str:
    return percent(value, 0 if (value * 100).denominator == 1 else 1)
