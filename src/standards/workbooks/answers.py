"""What people fill in, as the texts that stand in the cells: the same words going out and coming back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from standards.reviews.model import Absence, Rating
from standards.reviews.plan import PlanItem
from standards.rubrics.model import Rubric
from standards.workbooks.choices import (
    ABSENCES,
    INSUFFICIENT,
    NOT_APPLICABLE,
    NOT_YET,
    RECUSED,
    ChoiceList,
    choice_lists,
)
from standards.workbooks.text import clean

__all__ = [
    "PLAN_FIELDS",
    "RATING_FIELDS",
    "WORD_OF_ABSENCE",
    "Field",
    "Texts",
    "lists_by_criterion",
    "plan_texts",
    "rating_texts",
    "word_of",
]

Texts = Mapping[str, str]
"""Text by field; an empty text is an empty cell."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that can be filled in on a criterion."""

    key: str
    """As the record calls it."""
    heading: str
    """As every workbook calls it; headings are a published interface."""


RATING_FIELDS = (
    Field("rating", "Rating"),
    Field("confidence", "Confidence"),
    Field("rationale", "Rationale"),
    Field("evidence", "Evidence"),
    Field("finding", "Finding"),
    Field("action", "Action asked for"),
    Field("reason", "Why it does not apply"),
    Field("accepted_by", "Accepted by"),
)
PLAN_FIELDS = (
    Field("reply", "Provider's reply"),
    Field("owner", "Owner"),
    Field("milestone", "Action milestone"),
    Field("due", "Due date"),
    Field("effort", "Effort"),
    Field("status", "Action status"),
    Field("deviation", "Accepted deviation"),
    Field("closure", "Closure evidence"),
    Field("verified", "Verified by"),
)

WORD_OF_ABSENCE = {
    Absence.NOT_YET: ABSENCES[NOT_YET],
    Absence.NOT_APPLICABLE: ABSENCES[NOT_APPLICABLE],
    Absence.INSUFFICIENT: ABSENCES[INSUFFICIENT],
    Absence.RECUSED: ABSENCES[RECUSED],
}


def word_of(rating: Rating | None, choices: ChoiceList) -> str:
    """What the rating cell says: the word of a level or an absence; empty while nobody has rated."""
    if rating is None or rating.absence is Absence.NOT_YET:
        return ""
    if rating.absence is not None:
        return WORD_OF_ABSENCE[rating.absence]
    return next(choice.word for choice in choices.choices if choice.level and choice.level.key == rating.level)


def rating_texts(rating: Rating | None, choices: ChoiceList) -> Texts:
    """The cells of one criterion on a sheet where people rate."""
    if rating is None:
        return {field.key: "" for field in RATING_FIELDS}
    return {
        "rating": word_of(rating, choices),
        "confidence": rating.confidence.value.capitalize() if rating.confidence else "",
        "rationale": clean(rating.rationale),
        "evidence": "; ".join(rating.evidence),
        "finding": rating.finding.value.capitalize() if rating.finding else "",
        "action": clean(rating.action),
        "reason": clean(rating.reason),
        "accepted_by": clean(rating.accepted_by),
    }


def plan_texts(plan: PlanItem) -> Texts:
    """The cells of one criterion in the action plan; dates as 2026-11-23."""
    return {
        "reply": clean(plan.reply),
        "owner": clean(plan.owner),
        "milestone": clean(plan.milestone),
        "due": plan.due.isoformat() if plan.due else "",
        "effort": plan.effort,
        "status": plan.status.value,
        "deviation": clean(plan.deviation),
        "closure": clean(plan.closure),
        "verified": clean(plan.verified),
    }


def lists_by_criterion(rubric: Rubric) -> dict[str, ChoiceList]:
    """The drop-down list of each criterion, by criterion id."""
    lists = choice_lists(rubric)
    return {criterion.id: lists[criterion.scale or rubric.scale] for criterion in rubric.criteria}
