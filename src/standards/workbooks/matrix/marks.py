"""What a cell of the matrix holds: the level's symbol and its number on the scale, or the sign of an absence.

A mark is short enough for a narrow column, says without colour what it means, and no spreadsheet takes it for a number
or a date. Formulas compare marks with `=`, never by a condition such as COUNTIF's, which would read `?` as any sign.
"""

from __future__ import annotations

from standards.rubrics.model import Rubric
from standards.scoring.decide import Recommendation
from standards.scoring.scorecard import CriterionScore
from standards.workbooks.choices import (
    ABSENCES,
    INSUFFICIENT,
    NOT_APPLICABLE,
    NOT_YET,
    RECUSED,
    Choice,
    ChoiceList,
)

__all__ = ["ABSENT", "advice_words", "literal", "mark", "mark_of", "outcome_words"]

ABSENT = {INSUFFICIENT: "?", RECUSED: "×", NOT_YET: "…", NOT_APPLICABLE: "–"}
"""Signs of the absences by code; N/A comes last, as in the drop-downs of the gap report."""
assert ABSENT.keys() == ABSENCES.keys()

_UNDECIDED = {
    "incomplete": "… Incomplete",
    "evidence insufficient": "? Evidence insufficient",
    "not applicable": "– Not applicable",
    "profile": "◇ Profile, no decision",
}


def mark(choice: Choice) -> str:
    """● 3 for the third level of a scale, L3 where the level has no symbol, – for not applicable."""
    if choice.level is None:
        return ABSENT[choice.code]
    symbol = " ".join(choice.level.symbol.split())
    return f"{symbol} {choice.code}" if symbol else f"L{choice.code}"


def mark_of(item: ChoiceList, line: CriterionScore) -> str:
    """The mark of what a criterion was given."""
    code = item.code_of(line)
    return next(mark(choice) for choice in item.choices if choice.code == code)


def literal(text: str) -> str:
    """The text as a formula writes it."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def outcome_words(rubric: Rubric, place: int) -> str:
    """Sign and label of an outcome: the best, the last, one between."""
    last = len(rubric.rule.outcomes) - 1
    sign = "✓" if place == 0 else "▲" if place == last else "△"
    return f"{sign} {' '.join(rubric.rule.outcomes[place].label.split())}"


def advice_words(rubric: Rubric, said: Recommendation) -> str:
    """Sign and words of a recommendation, or why there is none."""
    if said.outcome:
        return outcome_words(rubric, rubric.rule.outcomes.index(said.outcome))
    return _UNDECIDED[said.status]
