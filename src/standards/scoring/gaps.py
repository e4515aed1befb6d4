"""Where the program falls short, worst first: what a gap report lists and an action plan answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, Literal

from standards.reviews.model import FindingKind, Rating
from standards.rubrics.model import Rubric
from standards.scoring.scorecard import CriterionScore, ScoreCard
from standards.scoring.units import units

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SEVERITIES", "URGENCIES", "Gap", "GapList", "Severity", "Urgency", "gaps"]

Severity = Literal["critical", "major", "minor", "note"]
SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor", "note")
"""critical: essential at the lowest level · major: essential otherwise below target, or without
sufficient evidence · minor: aspirational likewise · note: target reached, with something to do."""

Urgency = Literal["1 High", "2 Medium", "3 Low"]
URGENCIES: tuple[Urgency, ...] = ("1 High", "2 Medium", "3 Low")
"""High: essential · Medium: aspirational, weight × steps at least 2 · Low: the rest."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One criterion that asks for action."""

    priority: int
    """1 for the first to act on."""
    urgency: Urgency
    severity: Severity
    criterion: str
    title: str
    domain: str
    essential: bool
    weight: Fraction
    label: str
    """The level given, or the absence."""
    symbol: str
    target: str
    """Label of the level to reach."""
    steps: int | None
    """Levels missing to the target; None where evidence is insufficient."""
    finding: FindingKind | None
    rationale: str
    action: str
    """What the reviewer asks for; empty where the reviewer has written nothing."""
    evidence: tuple[str, ...]

    @property
    def weighted(self) -> Fraction | None:
        """Weight × steps; None where evidence is insufficient."""
        return None if self.steps is None else self.weight * self.steps


@dataclass(frozen=True, slots=True)
class GapList:
    """The gaps of one review in order of priority."""

    gaps: tuple[Gap, ...]

    def __iter__(self) -> Iterator[Gap]:
        return iter(self.gaps)

    def __len__(self) -> int:
        return len(self.gaps)

    def count(self, severity: Severity) -> int:
        """How many gaps have that severity."""
        return sum(gap.severity == severity for gap in self.gaps)

    def to_frame(self) -> pd.DataFrame:
        """One row per gap, in order of priority."""
        import pandas as pd

        columns = ["priority", "urgency", "severity", "criterion", "title", "level", "target", "steps", "action"]
        rows = [
            (g.priority, g.urgency, g.severity, g.criterion, g.title, g.label, g.target, g.steps, g.action)
            for g in self.gaps
        ]
        return pd.DataFrame(rows, columns=columns)

    def _repr_html_(self) -> str:
        if not self.gaps:
            return "<p>No gaps in what has been rated.</p>"
        rows = "".join(
            f"<tr><td>{g.priority}</td><td>{g.severity}</td><th scope=row>{escape(g.criterion)} "
            f"{escape(g.title)}</th><td>{g.symbol} {escape(g.label)}</td><td>{escape(g.target)}</td></tr>"
            for g in self.gaps
        )
        head = "".join(f"<th scope=col>{name}</th>" for name in ("No.", "Severity", "Criterion", "Now", "Target"))
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def gaps(rubric: Rubric, card: ScoreCard, ratings: Mapping[str, Rating]) -> GapList:
    """The gap register of a review: below target, without sufficient evidence, or with something to do."""
    found = [
        (severity, line, rating)
        for line in card.criteria
        if (rating := ratings.get(line.criterion)) and (severity := _severity(line, rating))
    ]
    weights = units(rubric).weights

    def rank(item: tuple[Severity, CriterionScore, Rating]) -> tuple[int, int]:
        severity, line, _ = item
        return SEVERITIES.index(severity), -weights[line.criterion] * (1 if line.steps is None else line.steps)

    found.sort(key=rank)  # stable: what is equal stays in reading order
    return GapList(tuple(_gap(rubric, number, *item) for number, item in enumerate(found, start=1)))


def _gap(rubric: Rubric, number: int, severity: Severity, line: CriterionScore, rating: Rating) -> Gap:
    return Gap(
        priority=number,
        urgency=_urgency(line, severity),
        severity=severity,
        criterion=line.criterion,
        title=line.title,
        domain=line.domain,
        essential=line.essential,
        weight=line.weight,
        label=line.label,
        symbol=line.symbol,
        target=rubric.target_of(rubric.by_id[line.criterion]).label,
        steps=line.steps,
        finding=rating.finding,
        rationale=rating.rationale,
        action=rating.action,
        evidence=rating.evidence,
    )


def _severity(line: CriterionScore, rating: Rating) -> Severity | None:
    if line.state == "insufficient evidence":
        return "major" if line.essential else "minor"
    if line.steps is None:
        return None
    if line.steps > 0:
        if not line.essential:
            return "minor"
        return "critical" if line.rank == 0 else "major"
    return "note" if rating.finding in (FindingKind.RECOMMENDATION, FindingKind.REQUIREMENT) else None


def _urgency(line: CriterionScore, severity: Severity) -> Urgency:
    if severity == "note":
        return "3 Low"
    if line.essential:
        return "1 High"
    return "2 Medium" if line.weight * (line.steps or 0) >= 2 else "3 Low"
