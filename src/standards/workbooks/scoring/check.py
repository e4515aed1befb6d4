"""Whether a criterion is complete: the same answer from Python and from the formula in the sheet."""

from __future__ import annotations

from collections.abc import Mapping

from standards.rubrics.model import Criterion, NotApplicable, Rubric
from standards.workbooks.answers import Texts
from standards.workbooks.choices import INSUFFICIENT, NOT_APPLICABLE, NOT_YET, ChoiceList

__all__ = ["COMPLETE", "TO_DO", "check_formula", "check_words", "code_of", "offered"]

TO_DO, COMPLETE = "… To do", "✓ Complete"
_UNKNOWN = "▲ Not on the list"
_WHY_NOT = "△ Say why it does not apply"
_WHO = "△ Say who accepted that"
_WHY = "△ Say why: below target"


def offered(rubric: Rubric, criterion: Criterion, choices: ChoiceList) -> int:
    """How many words of the list the criterion offers; N/A stands last and is left out where it is not allowed."""
    left_out = rubric.not_applicable_for(criterion) is NotApplicable.NO
    return len(choices.choices) - int(left_out)


def code_of(word: str, choices: ChoiceList, count: int) -> int:
    """The code of a word among the first so many; 0 for an empty cell and for anything else."""
    return next((choice.code for choice in choices.choices[:count] if choice.word == word), NOT_YET)


def check_words(rubric: Rubric, criterion: Criterion, choices: ChoiceList, texts: Texts) -> str:
    """What the check column says."""
    word, code = texts["rating"], code_of(texts["rating"], choices, offered(rubric, criterion, choices))
    if code == NOT_YET:
        return TO_DO if word in ("", choices.word(NOT_YET)) else _UNKNOWN
    if code == NOT_APPLICABLE:
        if not texts["reason"]:
            return _WHY_NOT
        approval = rubric.not_applicable_for(criterion) is NotApplicable.APPROVAL
        return _WHO if approval and not texts["accepted_by"] else COMPLETE
    target = choices.scale.rank(rubric.target_of(criterion).key) + 1
    below = code == INSUFFICIENT or 0 < code < target
    return _WHY if below and not texts["rationale"] else COMPLETE


def check_formula(cell: Mapping[str, str], waiting: str) -> str:
    """The same as a formula.

    Args:
        cell: addresses in the row by key; `code`, `target` and `approval` are working columns.
        waiting: the list's word for not yet rated.
    """
    code = cell["code"]
    below = f"OR({code}={INSUFFICIENT},AND({code}>0,{code}<{cell['target']}))"
    return (
        f'=IF({code}=0,IF(OR(LEN(TRIM({cell["rating"]}))=0,{cell["rating"]}="{waiting}"),"{TO_DO}","{_UNKNOWN}"),'
        f'IF({code}={NOT_APPLICABLE},IF(LEN(TRIM({cell["reason"]}))=0,"{_WHY_NOT}",'
        f'IF(AND({cell["approval"]}=1,LEN(TRIM({cell["accepted_by"]}))=0),"{_WHO}","{COMPLETE}")),'
        f'IF(AND({below},LEN(TRIM({cell["rationale"]}))=0),"{_WHY}","{COMPLETE}")))'
    )
