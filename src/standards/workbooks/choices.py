"""The words a rating cell may hold, and the code each stands for.

Levels count from 1 for the lowest; 0 is not yet rated, and so is everything that is not on the list; not applicable
is −1, insufficient evidence −2, recused −3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from standards.rubrics.model import Level, Rubric, Scale
from standards.scoring.scorecard import CriterionScore

__all__ = [
    "ABSENCES",
    "INSUFFICIENT",
    "MEANING_OF_ABSENCE",
    "NOT_APPLICABLE",
    "NOT_YET",
    "RECUSED",
    "Choice",
    "ChoiceList",
    "choice_lists",
]

NOT_YET, NOT_APPLICABLE, INSUFFICIENT, RECUSED = 0, -1, -2, -3

ABSENCES = {
    INSUFFICIENT: "? Insufficient evidence",
    RECUSED: "× Recused",
    NOT_YET: "… Not yet rated",
    NOT_APPLICABLE: "– Not applicable",
}
"""Words for the absences; N/A comes last so that a shorter range leaves it out where it is not allowed."""

MEANING_OF_ABSENCE = {
    "? Insufficient evidence": "looked at, and cannot tell; an open gap, never a zero",
    "× Recused": "the reviewer has a conflict of interest; someone else has to rate",
    "… Not yet rated": "nobody has rated it; so does an empty cell and anything not on the list",
    "– Not applicable": "does not concern this program; leaves every sum",
}

_STATE = {
    "not yet": NOT_YET,
    "not applicable": NOT_APPLICABLE,
    "insufficient evidence": INSUFFICIENT,
    "recused": RECUSED,
}


class Choice(NamedTuple):
    """One entry of a drop-down list."""

    word: str
    code: int
    points: float | None
    """None for an absence."""
    level: Level | None


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """What can be chosen on the criteria of one scale: its levels, lowest first, then the absences."""

    number: int
    """Counts the scales from 1; helper columns refer to it."""
    name: str
    scale: Scale
    choices: tuple[Choice, ...]

    @property
    def levels(self) -> int:
        """How many of the choices are levels."""
        return len(self.scale.levels)

    def word(self, code: int) -> str:
        """The word for a code."""
        return next(choice.word for choice in self.choices if choice.code == code)

    def code_of(self, line: CriterionScore) -> int:
        """The code of what a criterion was given."""
        return line.rank + 1 if line.rank is not None else _STATE[line.state]


def choice_lists(rubric: Rubric) -> dict[str, ChoiceList]:
    """One list for each scale that a criterion uses, by scale name, in order of first use."""
    names = dict.fromkeys(criterion.scale or rubric.scale for criterion in rubric.criteria)
    return {name: _list(number, name, rubric.scales[name]) for number, name in enumerate(names, start=1)}


def _list(number: int, name: str, scale: Scale) -> ChoiceList:
    taken = {word.casefold() for word in ABSENCES.values()}
    choices = []
    for code, level in enumerate(scale.levels, start=1):
        word = _word(level)
        if word.casefold() in taken:
            word = f"{word} ({level.key})"
        taken.add(word.casefold())
        choices.append(Choice(word, code, float(level.points), level))
    choices += [Choice(word, code, None, None) for code, word in ABSENCES.items()]
    return ChoiceList(number, name, scale, tuple(choices))


def _word(level: Level) -> str:
    """● Met; a bare number becomes “Level 3”, because a typed 3 would be a number and match no text."""
    word = " ".join(f"{level.symbol} {level.label}".split())
    return f"Level {word}" if re.fullmatch(r"[\d.,%/ -]+", word) else word
