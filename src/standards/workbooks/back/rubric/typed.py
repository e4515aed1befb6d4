"""What a person typed into a cell, as the plain value a rubric file would hold."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from standards.workbooks.back.book import Held
from standards.workbooks.rubric.fields import WORDS, Field
from standards.workbooks.rubric.spelling import read_list, read_number, read_text

__all__ = ["Trouble", "is_empty", "read"]

_YES = {"yes", "y", "x", "✓", "\u2714", "true", "1"}
_NO = {"no", "n", "-", "–", "—", "✗", "false", "0"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Trouble(NamedTuple):
    """Why a cell is refused, or what to have a look at."""

    code: str
    message: str
    hint: str
    warning: bool = False


def is_empty(held: Held | None) -> bool:
    """Nothing, or nothing but blanks."""
    return held is None or (not held.formula and not held.error and (held.value is None or not str(held.value).strip()))


def read(held: Held, field: Field) -> tuple[Any, Trouble | None]:
    """The value, or None and the reason; a warning comes with a value."""
    value = held.value
    if held.formula:
        shown = "an error" if held.error else "nothing" if value is None else f"“{value}”"
        message = f"The cell holds the formula {held.formula}, which shows {shown}."
        return None, Trouble("B009", message, "Type the value itself, or paste it with Paste special ▸ Values.")
    if held.error:
        return None, Trouble("B010", f"The cell holds the error {value}.", "Type the value again, or clear the cell.")
    if isinstance(value, datetime | date | time | timedelta):
        return _day(value, field)
    return _READERS.get(field.kind, _text)(value, field)


def _day(value: date | time | timedelta, field: Field) -> tuple[Any, Trouble | None]:
    """A cell that the program takes for a date or a time."""
    if isinstance(value, date) and field.kind in ("day", "when"):
        day = value.date() if isinstance(value, datetime) else value
        return (day if field.kind == "day" else day.isoformat()), None
    word = "a date" if isinstance(value, date) else "a time"
    shown = str(value).removesuffix(" 00:00:00")
    message = f"The program made {word} ({shown}) out of what was typed."
    hint = "Format the cell as text, then type it again; or begin with an apostrophe: '2/3."
    return None, Trouble("B011", message, hint)


def _yes(value: Any, _: Field) -> tuple[Any, Trouble | None]:
    word = str(value).strip().casefold().removesuffix(".0")
    if word in _YES | _NO:
        return word in _YES, None
    return None, Trouble("B012", f"“{value}” is neither yes nor no.", "Write yes or no.")


def _day_text(value: Any, _: Field) -> tuple[Any, Trouble | None]:
    text = str(value).strip()
    if isinstance(value, str) and _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text), None
        except ValueError:
            pass
    return None, Trouble("B012", f"“{text}” is not a date.", "Write year, month and day: 2026-11-23.")


def _number(value: Any, field: Field) -> tuple[Any, Trouble | None]:
    if isinstance(value, str):
        found = read_number(read_text(value))
        if found is None:
            hint = "Write 2, 0.5, 1/3 or 85 %. One thousand is 1000, without a comma."
            return None, Trouble("B012", f"“{value.strip()}” is not a number that can be read in one way.", hint)
        value = found
    if isinstance(value, bool):
        return None, Trouble("B012", f"{str(value).upper()} is not a number.", "Write 2, 0.5, 1/3 or 85 %.")
    whole = field.kind == "whole"
    if isinstance(value, float) and not math.isfinite(value):
        return None, Trouble("B012", f"{value} is not a number that can be used.", "Write 2, 0.5, 1/3 or 85 %.")
    if whole and Fraction(value).denominator != 1:
        return None, Trouble("B012", f"{value} is not a whole number.", "Write 1, 2, 3 …")
    return int(value) if whole else value, None


def _text(value: Any, field: Field) -> tuple[Any, Trouble | None]:
    if isinstance(value, bool):
        shown = str(value).upper()
        hint = f"If the word is meant, begin with an apostrophe: '{shown}."
        return None, Trouble("B012", f"{shown} is no text.", hint)
    trouble = None
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 10**15
        text = str(int(value)) if whole else repr(value)
        if not whole:
            message = f"A number was typed where a text is meant; it is read as “{text}”."
            hint = f"If you meant {text}0, begin with an apostrophe: '{text}0."
            trouble = Trouble("B018", message, hint, warning=True)
    else:
        text = str(value)
    if field.kind == "lines":
        return read_list(text), trouble
    text = read_text(text)
    if field.kind in ("id", "when", "word"):
        text = text.strip()
    if field.kind == "word":
        text = _word(text, field.words)
    return text, trouble


def _word(text: str, name: str) -> str:
    """The word as the list has it; the text itself where it is not on the list."""
    plain = " ".join(text.split()).casefold()
    return next((word for word in WORDS[name] if word.casefold() == plain), text)


_READERS = {"yes": _yes, "day": _day_text, "number": _number, "whole": _number}
