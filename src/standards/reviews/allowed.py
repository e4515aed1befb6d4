"""What a rubric allows a reviewer to record, and what a review still needs before it is finished."""

from __future__ import annotations

from standards.errors import RefusedRating, UnknownName
from standards.programs.model import Program
from standards.reviews.history import ReviewState
from standards.reviews.model import Absence, Rating
from standards.rubrics.model import AppliesTo, Criterion, NotApplicable

__all__ = ["advice", "blockers", "check_rating", "not_concerned"]


def check_rating(state: ReviewState, rating: Rating) -> None:
    """Refuse what the rubric does not allow.

    Raises:
        UnknownName: the criterion, level or evidence does not exist; with the nearest names.
        RefusedRating: N/A is not allowed here, or lacks the name of who accepted it.
    """
    rubric = state.rubric
    criterion = rubric.by_id.get(rating.criterion)
    if criterion is None:
        raise UnknownName("criterion", rating.criterion, rubric.by_id)
    scale = rubric.scale_of(criterion)
    if rating.level is not None and rating.level not in scale.keys:
        raise UnknownName("level", rating.level, scale.keys)
    for name in rating.evidence:
        if name not in state.evidence:
            raise UnknownName("evidence", name, state.evidence)
    if rating.absence is Absence.NOT_APPLICABLE:
        _check_not_applicable(rubric.not_applicable_for(criterion), rating)


def _check_not_applicable(policy: NotApplicable, rating: Rating) -> None:
    if policy is NotApplicable.NO:
        raise RefusedRating(
            f"{rating.criterion} cannot be set aside as not applicable: the guideline asks it of every program. "
            "Choose a level, or “insufficient evidence”."
        )
    if policy is NotApplicable.APPROVAL and not rating.accepted_by:
        raise RefusedRating(
            f"{rating.criterion} can be set aside only with approval: say who accepted that it does not apply."
        )


def blockers(state: ReviewState) -> tuple[str, ...]:
    """What has to be done before the review can be finished, a sentence each."""
    waiting = [
        criterion.id
        for criterion in state.asked
        if (rating := state.rating_of(criterion.id)) is None or rating.absence is Absence.NOT_YET
    ]
    if not waiting:
        return ()
    return (f"{len(waiting)} not yet rated: {_named(waiting)}. Give each a level, or say why there is none.",)


def advice(state: ReviewState) -> tuple[str, ...]:
    """What would make the review stronger in an appeal, a sentence each."""
    bare = [
        criterion.id
        for criterion in state.asked
        if (rating := state.rating_of(criterion.id)) and not rating.rationale and _below(state, criterion, rating)
    ]
    if not bare:
        return ()
    return (f"{len(bare)} below target or without evidence, and nothing says why: {_named(bare)}.",)


def _named(names: list[str]) -> str:
    return ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")


def _below(state: ReviewState, criterion: Criterion, rating: Rating) -> bool:
    if rating.level is None:
        return rating.absence is Absence.INSUFFICIENT
    scale = state.rubric.scale_of(criterion)
    return scale.rank(rating.level) < scale.rank(state.rubric.target_of(criterion).key)


def not_concerned(criterion: Criterion, program: Program) -> str:
    """Why the criterion is not for this program, from what the file says it applies to; empty if it is."""
    rules: AppliesTo = criterion.applies_to
    for field, wanted, given in (
        ("programs of type", rules.program_type, program.program_type),
        ("programs in", rules.jurisdiction, program.jurisdiction),
        ("programs delivered", rules.delivery, program.delivery),
        ("programs at level", rules.level, program.level),
    ):
        if wanted and given and given not in wanted:
            return f"Applies to {field} {' or '.join(wanted)}; this program: {given}."
    return ""
