"""The language of decision rules: one clause is one sentence such as `all(essential) >= met`.

    clause  = measure ( scope [, level >= key | level <= key] ) >= bound
    measure = mean | min | all | count | share | level_reached
    scope   = criteria [A1 B2 …] | essential | aspirational | domain A | every domain

Raising a level never breaks a clause; a sentence for which it could (`mean(criteria) <= 80 %`) is
refused when it is read. That one property carries the bounds, the margin and the what-if.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from standards.record import exact

__all__ = ["Clause", "ClauseError", "Measure", "Scope", "parse"]

Measure = Literal["mean", "min", "all", "count", "share", "level_reached"]
MEASURES: tuple[Measure, ...] = ("mean", "min", "all", "count", "share", "level_reached")

_CLAUSE = re.compile(
    r"""^\s*(?P<measure>[a-z_]+)\s*\(\s*(?P<scope>[^,()]+?)\s*
        (?:,\s*level\s*(?P<side>[<>]=|[<>]|==?)\s*(?P<key>[\w.-]+)\s*)?\)\s*
        (?P<sense>[<>]=|[<>]|==?)\s*(?P<bound>[\w./%\s-]+?)\s*$""",
    re.VERBOSE,
)
_SHAPE = "Write it like `all(essential) >= met` or `mean(criteria) >= 85 %`."


class ClauseError(ValueError):
    """The sentence is not a clause, or would punish a better rating. `hint` says what to write."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.hint = code, hint


@dataclass(frozen=True, slots=True)
class Scope:
    """Which criteria a clause looks at."""

    kind: Literal["criteria", "essential", "aspirational", "domain", "every domain"]
    names: tuple[str, ...] = ()
    """Criterion ids or the domain id, where the kind asks for them."""

    def __str__(self) -> str:
        return " ".join((self.kind, *self.names))


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition of an outcome, read from its sentence."""

    measure: Measure
    scope: Scope
    bound: Fraction | str
    """A number, or the key of a level for min and all."""
    level: str | None = None
    """Key of the level that is counted (count, share, level_reached)."""
    upward: bool = True
    """True counts criteria at or above `level` and wants enough of them; False counts those at or
    below it and allows only so many."""
    percent: bool = False
    """True when the bound of a mean was given in percent of the attainable points."""

    def __str__(self) -> str:
        sign = ">=" if self.upward else "<="
        counted = f", level {sign} {self.level}" if self.level else ""
        return f"{self.measure}({self.scope}{counted}) {sign} {self._bound_text()}"

    def _bound_text(self) -> str:
        if isinstance(self.bound, str):
            return self.bound
        if self.percent or self.measure == "share":
            return f"{_number(self.bound * 100)} %"
        return _number(self.bound)


def _number(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    text = f"{float(value):g}"
    return text if Fraction(text) == value else str(value)


def parse(sentence: str) -> Clause:
    """Read one clause.

    Raises:
        ClauseError: with a code (R041 shape, R042 measure, R043 scope, R044 not monotone,
            R045 bound) and a hint.
    """
    found = _CLAUSE.match(sentence)
    if not found:
        raise ClauseError("R041", f"“{sentence}” is not a clause.", _SHAPE)
    measure = _measure(found["measure"])
    scope = _scope(found["scope"])
    _refuse_equality(found["side"], found["sense"])
    counts = measure in ("count", "share", "level_reached")
    if counts != (found["key"] is not None):
        what = "names the level it counts" if counts else "takes no level inside the brackets"
        example = f"{measure}(criteria, level >= met) >= 80 %" if counts else f"{measure}(essential) >= met"
        raise ClauseError("R041", f"“{sentence}”: {measure} {what}.", f"Write it like `{example}`.")
    upward = _direction(sentence, measure, found["side"], found["sense"])
    bound, percent = _bound(measure, found["bound"])
    return Clause(measure, scope, bound, found["key"], upward, percent)


def _measure(word: str) -> Measure:
    for measure in MEASURES:
        if word == measure:
            return measure
    raise ClauseError("R042", f"There is no measure “{word}”.", f"Use one of: {', '.join(MEASURES)}.")


def _scope(text: str) -> Scope:
    words = text.split()
    if words == ["every", "domain"]:
        return Scope("every domain")
    if words[0] == "criteria":
        return Scope("criteria", tuple(words[1:]))
    if words[0] == "domain" and len(words) == 2:
        return Scope("domain", (words[1],))
    if words == ["essential"]:
        return Scope("essential")
    if words == ["aspirational"]:
        return Scope("aspirational")
    raise ClauseError(
        "R043",
        f"“{text}” is not a scope.",
        "Use criteria, criteria A1 B2, essential, aspirational, domain A or every domain.",
    )


def _refuse_equality(side: str | None, sense: str) -> None:
    if any(sign in (">", "<", "=", "==") for sign in (side or ">=", sense)):
        raise ClauseError("R044", "A clause compares with >= or <= only.", "Write >= or <=.")


def _direction(sentence: str, measure: Measure, side: str | None, sense: str) -> bool:
    """True for “at least”, False for “at most of the low ones”; anything else could punish a better rating."""
    if (side or ">=") == sense and (sense == ">=" or measure in ("count", "share")):
        return sense == ">="
    hint = (
        "Count the good ones with >= and >=, or the bad ones with <= and <=: `count(criteria, level <= not_met) <= 3`."
        if side
        else f"Write `{measure}(…) >= …`."
    )
    raise ClauseError("R044", f"“{sentence}” would let a better rating lead to a worse outcome.", hint)


def _bound(measure: Measure, text: str) -> tuple[Fraction | str, bool]:
    if measure in ("min", "all"):
        return text, False
    try:
        number = exact(text)
    except ValueError:
        raise ClauseError(
            "R045", f"“{text}” is not a number.", "Give a number such as 3, or a share such as 85 %."
        ) from None
    percent = text.endswith("%")
    if measure == "share" and not 0 <= number <= 1:
        raise ClauseError("R045", f"A share of {text} cannot be.", "Give a share between 0 % and 100 %.")
    if measure in ("count", "level_reached") and (percent or number.denominator != 1 or number < 0):
        raise ClauseError("R045", f"{measure} is compared with a whole number; got {text}.", "Write 3, for example.")
    return number, percent
