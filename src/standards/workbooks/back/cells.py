"""What a person typed into a cell, read as one of our words, or refused with the reason. Nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from standards.reviews.model import Confidence, FindingKind
from standards.reviews.plan import PlanStatus
from standards.workbooks.back.book import Held, Value
from standards.workbooks.choices import ABSENCES, NOT_APPLICABLE, NOT_YET, Choice, ChoiceList
from standards.workbooks.text import holdable

__all__ = ["Answer", "read_cell", "read_choice"]

_SHORT_FORMS = {
    "n/a": NOT_APPLICABLE,
    "na": NOT_APPLICABLE,
    "n.a.": NOT_APPLICABLE,
    "not applicable": NOT_APPLICABLE,
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_HOURS = re.compile(r"(\d{1,5}(?:[.,]\d{1,2})?)\s*(?:h|hours?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """The text that a cell stands for."""

    text: str
    note: str = ""
    """What was read differently from how it was typed."""
    problem: str = ""
    """Why the cell cannot be read; nothing of it is used then."""
    code: str = "W06"


def read_cell(field: str, held: Held, choices: ChoiceList | None = None) -> Answer:
    """Read the cell of a field as its canonical text; empty cells are empty texts, but an action is open then.

    Args:
        choices: the drop-down list, for the field "rating".
    """
    if held.formula:
        shown = "nothing" if held.value is None else f"“{held.value}”"
        problem = f"holds the formula {_cut(held.formula)} (showing {shown}). Type the value itself."
        return Answer("", problem=problem, code="W05")
    if held.error:
        return Answer("", problem=f"shows the error {held.value}. Type the value itself.", code="W05")
    if held.value is None or (isinstance(held.value, str) and not held.value.strip()):
        return Answer(PlanStatus.OPEN.value if field == "status" else "")
    if choices is not None:
        return read_choice(held.value, choices)
    return _READERS.get(field, _free)(held.value)


def read_choice(value: Value, choices: ChoiceList) -> Answer:
    """Read a rating as a word of its list."""
    if isinstance(value, datetime | date | time | timedelta):
        shown = value.isoformat() if isinstance(value, datetime | date) else str(value)
        problem = f"holds the date {shown}, which Excel makes out of something like 2/3. Choose a word from the list."
        return Answer("", problem=problem)
    if isinstance(value, bool):
        return Answer("", problem=f"holds {str(value).upper()}. Choose a word from the list.")
    text = _text(value)
    plain = _folded(text)
    exact = next((choice for choice in choices.choices if _folded(choice.word) == plain), None)
    if exact is not None:
        return Answer("" if exact.code == NOT_YET else exact.word)
    found = _meant(plain, choices.choices)
    if len(found) == 1:
        choice = next(iter(found))
        word = "" if choice.code == NOT_YET else choice.word
        return Answer(word, note=f"read “{_cut(text)}” as “{choice.word}”")
    offered = ", ".join(choice.word for choice in choices.choices)
    if found:
        meant = " or ".join(sorted(choice.word for choice in found))
        return Answer("", problem=f"says “{_cut(text)}”, which could be {meant}. Choose a word from the list.")
    return Answer("", problem=f"says “{_cut(text)}”, which is not on the list: {offered}.")


def _meant(text: str, choices: Iterable[Choice]) -> set[Choice]:
    """The choices that a text names: by word, label, key, symbol, or the number in front of a level's label."""
    wanted = text.casefold()
    found = set()
    for choice in choices:
        names = {choice.word, choice.word.split(" ", 1)[-1]}
        if choice.level:
            names |= {choice.level.label, choice.level.key, choice.level.symbol} - {""}
        elif choice.code in ABSENCES:
            names |= {short for short, code in _SHORT_FORMS.items() if code == choice.code}
        if wanted in {_folded(name).casefold() for name in names}:
            found.add(choice)
    if not found and (number := re.fullmatch(r"(\d+)(?:[.,]0+)?", wanted)):
        # A bare number is the level whose label is that number. Places on the scale are not counted: 1 could be
        # the first level or the one worth one point.
        labels = {str(int(number[1])), f"level {int(number[1])}"}
        found = {one for one in choices if one.level and one.level.label.casefold() in labels}
    return found


def _folded(text: str) -> str:
    """A text without what looks the same: widths, composed letters, three dots for an ellipsis, blanks."""
    return " ".join(unicodedata.normalize("NFKC", holdable(text)).split())


def _word(value: Value, words: Iterable[str]) -> Answer:
    text = " ".join(unicodedata.normalize("NFKC", _text(value)).split())
    for word in words:
        if text.casefold() == word.casefold():
            return Answer(word, note="" if text == word else f"read “{_cut(text)}” as “{word}”")
    return Answer("", problem=f"says “{_cut(text)}”, which is not on the list: {', '.join(words)}.")


def _day(value: Value) -> Answer:
    if isinstance(value, datetime):
        return Answer(value.date().isoformat())
    if isinstance(value, date):
        return Answer(value.isoformat())
    text = unicodedata.normalize("NFKC", _text(value)).strip()
    if found := _ISO.fullmatch(text):
        try:
            return Answer(date(*(int(part) for part in found.groups())).isoformat())
        except ValueError:
            return Answer("", problem=f"says “{_cut(text)}”, a day that does not exist.")
    return Answer("", problem=f"says “{_cut(text)}”, which could be more than one day. Type it as 2026-11-23.")


def _effort(value: Value) -> Answer:
    if isinstance(value, datetime | date | time | timedelta | bool):
        return Answer("", problem="says something that is no effort. Choose S, M or L, or type hours such as 12 h.")
    text = unicodedata.normalize("NFKC", _text(value)).strip()
    if text.upper() in ("S", "M", "L"):
        return Answer(text.upper())
    if found := _HOURS.fullmatch(text):
        return Answer(f"{found[1].replace(',', '.')} h")
    return Answer("", problem=f"says “{_cut(text)}”. Choose S, M or L, or type hours such as 12 h.")


def _ids(value: Value) -> Answer:
    if isinstance(value, datetime | date | time):
        return Answer("", problem="holds a date where ids of evidence are expected. Type them again, as text.")
    return _free(value)


def _free(value: Value) -> Answer:
    text = holdable(_text(value)).strip()
    if isinstance(value, datetime | date | time | timedelta | bool):
        return Answer(text, note=f"read what the program made of it: “{text}”")
    return Answer(text)


def _text(value: Value) -> str:
    """A value as a person sees it: 2 for 2.0."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


_READERS: Mapping[str, Callable[[Value], Answer]] = {
    "confidence": partial(_word, words=tuple(one.value.capitalize() for one in Confidence)),
    "finding": partial(_word, words=tuple(one.value.capitalize() for one in FindingKind)),
    "status": partial(_word, words=tuple(one.value for one in PlanStatus)),
    "due": _day,
    "effort": _effort,
    "evidence": _ids,
}
"""How the cells of a field are read; everything else is free text."""
