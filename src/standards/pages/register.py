"""The gap register of one review, as plain data: the gaps, what the provider answers, and what is closed since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standards.pages.result import look
from standards.reviews.history import ReviewState
from standards.reviews.model import Absence, Rating
from standards.reviews.plan import PlanItem, PlanStatus
from standards.rounding import percent
from standards.rubrics.model import Rubric
from standards.scoring import Gap, GapList, Recommendation, ScoreCard, gaps, recommend, score
from standards.scoring.gaps import SEVERITIES

__all__ = ["register", "what_if"]


def register(state: ReviewState) -> dict[str, Any]:
    """What the page shows of a review before anybody brings a workbook back."""
    rubric, review = state.rubric, state.review
    card, found, recommendation = _worked_out(rubric, state.ratings)
    waiting = sum(line.state == "not yet" for line in card.criteria)
    listed = {gap.criterion for gap in found}
    return {
        "seq": state.last_seq,
        "review": {
            "id": review.id,
            "program": state.program.title,
            "rubric": f"{rubric.title} {rubric.version}",
            "reviewer": review.reviewer,
            "finished": state.finished,
        },
        "standing": _standing(rubric, card, found, recommendation),
        "severities": {severity: found.count(severity) for severity in SEVERITIES},
        "statuses": [status.value for status in PlanStatus],
        "domains": [{"id": domain.id, "title": domain.title} for domain in rubric.domains],
        "gaps": [_gap(state, gap) for gap in found],
        "closed": [_closed(state, card, name) for name in state.plans if name not in listed and _answer(state, name)],
        "waiting": waiting,
        "empty": _empty(waiting),
        "rise": _rise(rubric, recommendation),
        "names": {criterion.id: criterion.title for criterion in rubric.criteria},
    }


def what_if(state: ReviewState, names: tuple[str, ...], to: str) -> dict[str, Any]:
    """Score, recommendation and gaps with some criteria raised, beside those that hold now. Nothing is stored.

    Args:
        names: criteria; those unknown, set aside or at that level already stay as they are.
        to: `target` or `top`, the level they are raised to.
    """
    rubric, ratings = state.rubric, state.ratings
    raised = {name: rating for name in names if (rating := _raised(rubric, ratings, name, to))}
    now, then = _worked_out(rubric, ratings), _worked_out(rubric, {**ratings, **raised})
    before, after = now[0].overall.share, then[0].overall.share
    points = "" if before is None or after is None else percent(after - before).removesuffix(" %")
    return {
        "raised": {name: rubric.scale_of(rubric.by_id[name]).level(rating.level or "").label
                   for name, rating in raised.items()},
        "now": _standing(rubric, *now),
        "then": _standing(rubric, *then),
        "points": points if points.startswith("-") or not points else f"+{points}",
    }  # fmt: skip


def _worked_out(rubric: Rubric, ratings: Mapping[str, Rating]) -> tuple[ScoreCard, GapList, Recommendation]:
    card = score(rubric, ratings)
    return card, gaps(rubric, card, ratings), recommend(rubric, ratings)


def _standing(rubric: Rubric, card: ScoreCard, found: GapList, recommendation: Recommendation) -> dict[str, Any]:
    symbol, tone = look(rubric, recommendation)
    return {
        "symbol": symbol,
        "tone": tone,
        "label": recommendation.label,
        "words": recommendation.words,
        "score": card.overall.text,
        "coverage": card.overall.coverage_text,
        "gaps": len(found),
    }


def _gap(state: ReviewState, gap: Gap) -> dict[str, Any]:
    target = state.rubric.target_of(state.rubric.by_id[gap.criterion])
    return {
        "severity": gap.severity,
        "urgency": gap.urgency[2:],
        "id": gap.criterion,
        "title": gap.title,
        "domain": gap.domain,
        "essential": gap.essential,
        "now": f"{gap.symbol} {gap.label}".strip(),
        "target": f"{target.symbol} {target.label}".strip(),
        "below": gap.steps != 0,
        "finding": gap.finding.value if gap.finding else "",
        "seen": gap.rationale,
        "action": gap.action,
        "evidence": [f"{name} {item.title}" for name in gap.evidence if (item := state.evidence.get(name))],
        "answer": _answer(state, gap.criterion),
    }


def _closed(state: ReviewState, card: ScoreCard, name: str) -> dict[str, Any]:
    """A criterion with an answer and no gap any more."""
    line = next(line for line in card.criteria if line.criterion == name)
    return {
        "id": name,
        "title": line.title,
        "domain": line.domain,
        "now": f"{line.symbol} {line.label}".strip(),
        "answer": _answer(state, name),
    }


def _answer(state: ReviewState, name: str) -> dict[str, str] | None:
    """What the provider says to a gap; None when that is nothing."""
    plan = state.plan_of(name)
    if plan == PlanItem(criterion=name):
        return None
    return plan.model_dump(mode="json", exclude={"criterion"}, exclude_none=True)


def _empty(waiting: int) -> str:
    """What stands where no gap does."""
    if not waiting:
        return "No gap: every criterion that was rated reaches its target."
    rest = "criterion is" if waiting == 1 else "criteria are"
    return f"No gap in what has been rated; {waiting:,} {rest} not yet rated."


def _rise(rubric: Rubric, recommendation: Recommendation) -> dict[str, Any] | None:
    """The smallest change that reaches the next outcome, and how far up it means to go."""
    rise = recommendation.rise
    if rise is None:
        return None
    tops = {name: rubric.scale_of(rubric.by_id[name]).levels[-1].key for name in rise.criteria}
    reached = all(rubric.target_of(rubric.by_id[name]).key == top for name, top in tops.items())
    return {
        "words": rise.words,
        "button": f"Tick these {len(tops)} criteria" if len(tops) > 1 else "Tick this criterion",
        "criteria": list(rise.criteria),
        "to": "target" if reached else "top",
    }


def _raised(rubric: Rubric, ratings: Mapping[str, Rating], name: str, to: str) -> Rating | None:
    """The rating a criterion would have; None where raising changes nothing."""
    criterion, rating = rubric.by_id.get(name), ratings.get(name)
    if criterion is None or (rating and rating.absence is Absence.NOT_APPLICABLE):
        return None
    scale = rubric.scale_of(criterion)
    wanted = rubric.target_of(criterion) if to == "target" else scale.levels[-1]
    if rating and rating.level and scale.rank(rating.level) >= scale.rank(wanted.key):
        return None
    return Rating(criterion=name, level=wanted.key)
