"""Checks a machine can make on a program's elements. They inform a reviewer and never rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from standards.programs.model import Fact, Program
from standards.rounding import number
from standards.rubrics.model import Criterion, Probe, Rubric

__all__ = ["ProbeResult", "probe"]

ProbeStatus = Literal["ok", "not met", "dispute", "unknown"]


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """What one probe found on one program."""

    criterion: str
    status: ProbeStatus
    """dispute: published facts disagree, some inside and some outside."""
    text: str
    facts: tuple[Fact, ...]


def probe(rubric: Rubric, program: Program) -> tuple[ProbeResult, ...]:
    """Run every probe of a rubric on a program, in the rubric's order.

    Several probes of a criterion on one element are alternatives, such as credits in different units:
    those for which the program publishes nothing stay silent as long as another one speaks.
    """
    results: list[ProbeResult] = []
    for criterion in rubric.criteria:
        by_element: dict[str, list[ProbeResult]] = {}
        for item in criterion.probes:
            by_element.setdefault(item.element, []).append(_run(criterion, item, program))
        for found in by_element.values():
            results += [result for result in found if result.status != "unknown"] or found[:1]
    return tuple(results)


def _run(criterion: Criterion, item: Probe, program: Program) -> ProbeResult:
    facts = tuple(fact for fact in program.facts_on(item.element) if _readable(item, fact))
    element = item.element.replace("_", " ")
    if not facts:
        return ProbeResult(criterion.id, "unknown", f"No fact on {element} is on file for this program.", ())
    passing = [fact for fact in facts if _passes(item, fact)]
    wanted = _wanted(item)
    if len(passing) == len(facts):
        return ProbeResult(criterion.id, "ok", f"{element.capitalize()}: {_values(facts)}; {wanted}.", facts)
    if not passing:
        text = f"{element.capitalize()}: {_values(facts)}; the criterion asks for {wanted}."
        return ProbeResult(criterion.id, "not met", text, facts)
    failing = tuple(fact for fact in facts if fact not in passing)
    text = (
        f"Published facts on {element} disagree: {_values(tuple(passing))} fits {wanted}, {_values(failing)} does not."
    )
    return ProbeResult(criterion.id, "dispute", text, facts)


def _readable(item: Probe, fact: Fact) -> bool:
    if item.check == "between":
        return fact.value is not None and (not item.unit or fact.unit == item.unit)
    if item.check == "one of":
        return bool(fact.choice)
    return True


def _passes(item: Probe, fact: Fact) -> bool:
    if item.check == "between" and fact.value is not None:
        above = item.minimum is None or fact.value >= item.minimum
        return above and (item.maximum is None or fact.value <= item.maximum)
    if item.check == "one of":
        return fact.choice in item.values
    return True


def _wanted(item: Probe) -> str:
    if item.check == "between":
        low = number(item.minimum) if item.minimum is not None else ""
        high = number(item.maximum) if item.maximum is not None else ""
        span = f"{low}–{high}" if low and high else f"at least {low}" if low else f"at most {high}"
        return f"{span} {item.unit}".strip()
    if item.check == "one of":
        return f"one of {', '.join(item.values)}" if len(item.values) > 1 else f"“{item.values[0]}”"
    return "stated"


def _values(facts: tuple[Fact, ...]) -> str:
    shown = [
        f"{number(fact.value)} {fact.unit}".strip() if fact.value is not None else fact.choice or fact.statement
        for fact in facts
    ]
    return " and ".join(dict.fromkeys(shown))
