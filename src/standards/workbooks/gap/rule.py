"""The decision rule as rows: each clause a figure at the lowest and at the highest open ratings, and its bound.

Every clause is one inequality that a better level never breaks (`standards.scoring.balance`), so these two figures
say all there is to say: it holds if it holds at the lowest, fails if it fails at the highest, else it is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from standards.rubrics.model import Rubric
from standards.scoring.balance import Balance, balances
from standards.scoring.words import clause_words
from standards.workbooks.formulas import Condition, count_if, sum_if
from standards.workbooks.gap.figures import ZERO, Figures, Line
from standards.workbooks.gap.layout import Layout

__all__ = ["ClauseRow", "Side", "all_clauses", "clause_rows"]

End = Literal["low", "high"]
_STRICT = ("all", "min", "level_reached")
"""Measures that allow no criterion below the level."""


@dataclass(frozen=True, slots=True)
class Side:
    """A clause with every open rating at its lowest level, or at its highest."""

    value: float | str
    """The figure to compare with the bound; a dash where there is none."""
    formula: str
    holds: bool
    holds_formula: str
    """1 or 0."""


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause, on one domain where it speaks of every domain."""

    outcome: int
    """Number of its outcome, 1 for the best."""
    words: str
    measured: str
    """What the two figures are."""
    sense: Literal["≥", "≤"]
    bound: float
    style: Literal["percent", "plain", "whole"]
    applies: int
    """Criteria the clause looks at that are not set aside as not applicable."""
    applies_formula: str
    low: Side
    high: Side

    @property
    def verdict(self) -> str:
        """Symbol and word."""
        if not self.applies:
            return "– nothing applies"
        return "✓ holds" if self.low.holds else "… open" if self.high.holds else "▲ fails"


def all_clauses(rubric: Rubric) -> tuple[Balance, ...]:
    """Every clause of the rule over criteria that exist, in the order of the outcomes."""
    return balances(rubric, frozenset(criterion.id for criterion in rubric.criteria))


def clause_rows(rubric: Rubric, known: Figures, clauses: Sequence[Balance], layout: Layout) -> tuple[ClauseRow, ...]:
    """The clauses as rows, with what they are at the ratings given.

    Args:
        clauses: all of them; those over nothing but N/A drop out of the decision and keep their row.
    """
    ranks = {line.criterion.id: line.code - 1 if line.rated else None for line in known.lines if line.applies}
    applying = clauses if len(ranks) == len(known.lines) else balances(rubric, frozenset(ranks))
    live = {_key(balance): balance.bounds(ranks) for balance in applying}
    return tuple(
        _Clause(rubric, known, layout, balance, index).row(live.get(_key(balance), (0, 0)))
        for index, balance in enumerate(clauses)
    )


def _key(balance: Balance) -> tuple[int, str, str]:
    return balance.outcome, str(balance.clause), balance.domain.id if balance.domain else ""


class _Clause:
    """One clause with everything needed to write it down."""

    def __init__(self, rubric: Rubric, known: Figures, layout: Layout, balance: Balance, index: int) -> None:
        self.rubric, self.layout, self.balance, self.clause = rubric, layout, balance, balance.clause
        self.domains = known.domains
        self.members = [line for line in known.lines if line.criterion.id in balance.gains]
        self.applying = [line for line in self.members if line.applies]
        self.bound = layout.clauses.here("bound", index)
        self.n = layout.clauses.here("applies", index)
        self.strict = self.clause.measure in _STRICT
        self.key = str(self.clause.level or self.clause.bound)
        """Key of the level that is counted."""

    def row(self, sums: tuple[int, int]) -> ClauseRow:
        """The row; `sums` are the exact sums at the lowest and at the highest, which hold from zero on."""
        clause = self.clause
        side = {"mean": self._mean, "share": self._share}.get(clause.measure, self._count)
        bound = clause.bound if isinstance(clause.bound, Fraction) and not self.strict else ZERO
        return ClauseRow(
            outcome=self.balance.outcome + 1,
            words=clause_words(self.rubric, self.balance),
            measured=self._measured(),
            sense="≥" if clause.upward and not self.strict else "≤",
            bound=float(bound),
            style="percent"
            if clause.percent or clause.measure == "share"
            else "plain"
            if clause.measure == "mean"
            else "whole",
            applies=len(self.applying),
            applies_formula="=" + count_if(self._scope()),
            low=side("low", sums[0] >= 0),
            high=side("high", sums[1] >= 0),
        )

    def _measured(self) -> str:
        clause = self.clause
        if clause.measure == "mean":
            return "share of the attainable points" if clause.percent else "points per unit of weight"
        what = "below" if self.strict else "at least" if clause.upward else "at most"
        labels = dict.fromkeys(line.choices.scale.level(self.key).label for line in self.members)
        return f"{'share of ' if clause.measure == 'share' else ''}criteria {what} {' / '.join(labels)}"

    def _scope(self, *, applying: bool = True) -> list[Condition]:
        """The clause's criteria as conditions on helper columns."""
        criteria, scope = self.layout.criteria, self.clause.scope
        found: list[Condition] = [(criteria.all("applies"), "1")] if applying else []
        if scope.kind in ("essential", "aspirational"):
            found.append((criteria.all("essential"), "1" if scope.kind == "essential" else "0"))
        elif scope.kind == "criteria" and scope.names:
            found.append((criteria.all(self.layout.scope_key(scope.names)), "1"))
        elif scope.kind in ("domain", "every domain"):
            found.append((criteria.all("domain_no"), str(self.members[0].domain_no)))
        if self.clause.measure == "level_reached":
            found.append((criteria.all("stage"), f'"<={self.clause.bound}"'))
        return found

    def _side(self, value: float | str, formula: str, margin: str, holds: bool) -> Side:
        """`margin` is what must not be negative; a clause over nothing drops out."""
        return Side(value, f"={formula}", holds, f"=IF({self.n}=0,1,IF(ROUND({margin},9)>=0,1,0))")

    # means

    @property
    def _by_domain(self) -> bool:
        """Whether the figure is the weighted mean of domain scores."""
        scope = self.clause.scope
        return self.rubric.rule.average == "domains" and scope.kind == "criteria" and not scope.names

    def _mean(self, end: End, holds: bool) -> Side:
        earned, unit = self._domain_sums(end) if self._by_domain else self._plain_sums(end)
        value = self._domain_mean(end) if self._by_domain else _ratio(self.applying, end, share=self.clause.percent)
        formula = f'IF(ROUND({unit},9)=0,"–",{earned}/{unit})'
        return self._side("–" if value is None else float(value), formula, f"{earned}-{self.bound}*{unit}", holds)

    def _plain_sums(self, end: End) -> tuple[str, str]:
        criteria, scope = self.layout.criteria, self._scope(applying=False)
        unit = "attainable_all" if self.clause.percent else "weight_all"
        return sum_if(criteria.all(f"earned_{end}"), scope), sum_if(criteria.all(unit), scope)

    def _domain_sums(self, end: End) -> tuple[str, str]:
        kind, domains = "share" if self.clause.percent else "mean", self.layout.domains
        counted = domains.all(f"{kind}_weight")
        return f"SUMPRODUCT({counted},{domains.all(f'{kind}_{end}')})", f"SUM({counted})"

    def _domain_mean(self, end: End) -> Fraction | None:
        parts = [
            (domain.domain.weight, ratio)
            for domain in self.domains
            if (ratio := _ratio([line for line in domain.lines if line.applies], end, share=self.clause.percent))
            is not None
        ]
        weight = sum((weight for weight, _ in parts), ZERO)
        return sum((weight * ratio for weight, ratio in parts), ZERO) / weight if weight else None

    # counts

    def _hits(self, end: End) -> tuple[int, str]:
        """How many criteria are at least, at most or below the level: the number and its formula.

        One COUNTIFS for each scale, since a level's place differs from scale to scale.
        """
        sign = "<" if self.strict else ">=" if self.clause.upward else "<="
        criteria = self.layout.criteria
        total, parts = 0, []
        for choices in {line.choices.number: line.choices for line in self.members}.values():
            level = choices.scale.rank(self.key) + 1
            only: list[Condition] = [(criteria.all("scale_no"), str(choices.number))] if self.layout.mixed else []
            parts.append(count_if([*self._scope(), *only, (criteria.all(end), f'"{sign}{level}"')]))
            codes = [line.low if end == "low" else line.high for line in self.applying if line.choices is choices]
            total += sum(_compare(code, level, sign) for code in codes)
        return total, "+".join(parts)

    def _count(self, end: End, holds: bool) -> Side:
        value, formula = self._hits(end)
        wanted = self.clause.upward and not self.strict
        margin = f"{formula}-{self.bound}" if wanted else f"{self.bound}-({formula})"
        return self._side(value, formula, margin, holds)

    def _share(self, end: End, holds: bool) -> Side:
        hits, formula = self._hits(end)
        value = hits / len(self.applying) if self.applying else "–"
        margin = f"({formula})-{self.bound}*{self.n}"
        margin = margin if self.clause.upward else f"-({margin})"
        return self._side(value, f'IF({self.n}=0,"–",({formula})/{self.n})', margin, holds)


def _ratio(lines: Sequence[Line], end: End, *, share: bool) -> Fraction | None:
    """Points earned over points attainable, or over weight; None where that is nothing."""
    unit = sum((line.criterion.weight * (line.choices.scale.top if share else 1) for line in lines), ZERO)
    earned = sum((line.earned(line.low if end == "low" else line.high) for line in lines), ZERO)
    return earned / unit if unit else None


def _compare(code: int, level: int, sign: str) -> bool:
    return code < level if sign == "<" else code >= level if sign == ">=" else code <= level
