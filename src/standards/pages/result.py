"""A review's result, small enough to send after every rating."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from standards.charts import Bar, domain_bars
from standards.reviews.history import ReviewState
from standards.rubrics.model import Rubric
from standards.scoring import GapList, Recommendation, ScoreCard
from standards.scoring.gaps import SEVERITIES

__all__ = ["Targets", "look", "result"]

_GAPS = 120
"""Gaps listed on the page; the report lists all."""
_FLIPS = 8
"""Single changes listed; the rest is counted."""


def result(
    state: ReviewState, card: ScoreCard, gaps: GapList, recommendation: Recommendation, targets: Targets
) -> dict[str, Any]:
    """Score, recommendation with trace and margin, gaps and domains, in words and numbers to show."""
    bars = _bars(card, targets)
    symbol, tone = look(state.rubric, recommendation)
    by_domain = Counter(gap.domain for gap in gaps if gap.severity != "note")
    return {
        "answered": sum(line.state != "not yet" for line in card.criteria),
        "total": len(card.criteria),
        "score": card.overall.text,
        "coverage": card.overall.coverage_text,
        "status": recommendation.status,
        "label": recommendation.label,
        "words": recommendation.words,
        "brief": _brief(recommendation),
        "symbol": symbol,
        "tone": tone,
        "trace": _trace(recommendation),
        "margin": _margin(recommendation),
        "gaps": {
            "total": len(gaps),
            **{severity: gaps.count(severity) for severity in SEVERITIES},
            "list": [(gap.criterion, gap.severity) for gap in gaps.gaps[:_GAPS]],
        },
        "domains": [
            {
                "id": line.domain,
                "title": line.title,
                "score": bar.text,
                "target": bar.target_text,
                "rated": line.score.rated,
                "total": line.score.applicable,
                "gaps": by_domain[line.domain],
            }
            for line, bar in zip(card.domains, bars, strict=True)
        ],
        "bars": domain_bars(bars),
    }


def look(rubric: Rubric, recommendation: Recommendation) -> tuple[str, str]:
    """Symbol and tint of the recommendation: best outcome, between, last, or none yet."""
    if recommendation.outcome is None:
        return ("△", "mid") if recommendation.status == "evidence insufficient" else ("○", "none")
    place = rubric.rule.outcomes.index(recommendation.outcome)
    if place == 0:
        return "✓", "top"
    return ("▲", "low") if place == len(rubric.rule.outcomes) - 1 else ("△", "mid")


def _brief(recommendation: Recommendation) -> str:
    """What can still come out, in a few words; empty when that is decided."""
    low, high = recommendation.lowest, recommendation.highest
    if recommendation.outcome or low is None or high is None:
        return ""
    return f"settled: “{low.label}”" if low == high else f"“{low.label}” to “{high.label}”"


def _trace(recommendation: Recommendation) -> list[dict[str, Any]]:
    return [
        {
            "label": step.outcome.label,
            "verdict": step.verdict,
            "clauses": [
                {"words": clause.words, "value": clause.value, "verdict": clause.verdict} for clause in step.clauses
            ],
        }
        for step in recommendation.trace
    ]


def _margin(recommendation: Recommendation) -> list[str]:
    words = [flip.words for flip in recommendation.flips[:_FLIPS]]
    more = len(recommendation.flips) - len(words)
    if more:
        words.append(f"{more} more single changes would lead to another outcome.")
    return ([recommendation.rise.words] if recommendation.rise else []) + words


class Targets:
    """What each domain scores with every criterion that applies exactly at its target."""

    def __init__(self, rubric: Rubric) -> None:
        self._points = {
            criterion.id: (
                criterion.weight * rubric.target_of(criterion).points,
                criterion.weight * rubric.scale_of(criterion).top,
            )
            for criterion in rubric.criteria
        }
        self._sums = {domain.id: self._sum(criterion.id for criterion in domain.criteria) for domain in rubric.domains}

    def share(self, domain: str, aside: Iterable[str]) -> Fraction | None:
        """The share without the criteria set aside; None when nothing of the domain applies."""
        earned, attainable = self._sums[domain]
        less, fewer = self._sum(aside)
        return (earned - less) / (attainable - fewer) if attainable != fewer else None

    def _sum(self, names: Iterable[str]) -> tuple[Fraction, Fraction]:
        pairs = [self._points[name] for name in names]
        return sum((one for one, _ in pairs), Fraction(0)), sum((one for _, one in pairs), Fraction(0))


def _bars(card: ScoreCard, targets: Targets) -> list[Bar]:
    aside: dict[str, list[str]] = {line.domain: [] for line in card.domains}
    for line in card.criteria:
        if line.state == "not applicable":
            aside[line.domain].append(line.criterion)
    return [Bar(line.title, line.score.share, targets.share(line.domain, aside[line.domain])) for line in card.domains]
