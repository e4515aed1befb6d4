"""Ratings and a rule make a recommendation, with its trace in words. People decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from standards.reviews.model import Absence, Rating
from standards.rubrics.model import Outcome, Rubric
from standards.scoring.balance import Balance, balances
from standards.scoring.margin import Flip, Rise, Touching, flips, smallest_rise, touching
from standards.scoring.units import per_rubric, units
from standards.scoring.words import clause_value, clause_words

__all__ = ["ClauseResult", "OutcomeTrace", "Recommendation", "Verdict", "recommend"]

Verdict = Literal["holds", "fails", "open"]
Status = Literal["decided", "incomplete", "evidence insufficient", "profile", "not applicable"]


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """One clause on this review."""

    sentence: str
    """As the rubric file has it."""
    words: str
    """What it asks, in words."""
    value: str
    """What was found, in words."""
    verdict: Verdict
    criteria: tuple[str, ...]
    """Criteria that keep it from holding, or leave it open."""


@dataclass(frozen=True, slots=True)
class OutcomeTrace:
    """One outcome and why it is, or is not, the one."""

    outcome: Outcome
    verdict: Verdict
    clauses: tuple[ClauseResult, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the rule says of the ratings given so far."""

    status: Status
    outcome: Outcome | None
    """The recommended outcome; None unless decided."""
    lowest: Outcome | None
    """The outcome with every open rating at its lowest level."""
    highest: Outcome | None
    """The outcome with every open rating at its highest level."""
    words: str
    trace: tuple[OutcomeTrace, ...]
    flips: tuple[Flip, ...] = ()
    """Single changes that lead to another outcome; empty while nothing is settled."""
    rise: Rise | None = None
    """A small set of changes that reaches the next better outcome."""
    open_criteria: tuple[str, ...] = field(default=())
    """Criteria without a level that still could get one."""

    @property
    def settled(self) -> bool:
        """True when the open ratings cannot change the outcome."""
        return self.lowest is not None and self.lowest == self.highest

    @property
    def label(self) -> str:
        """The headline: the outcome, or why there is none."""
        return self.outcome.label if self.outcome else _HEADLINE[self.status]

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th scope=row>{escape(step.outcome.label)}</th><td>{escape(clause.words)}</td>"
            f"<td>{escape(clause.value)}</td><td>{clause.verdict}</td></tr>"
            for step in self.trace
            for clause in step.clauses
        )
        return f"<p><strong>{escape(self.label)}.</strong> {escape(self.words)}</p><table>{rows}</table>"


_HEADLINE: dict[Status, str] = {
    "decided": "",
    "incomplete": "Incomplete",
    "evidence insufficient": "Evidence insufficient",
    "profile": "Profile, no decision",
    "not applicable": "Not applicable",
}


@per_rubric
def _sums(rubric: Rubric, applicable: frozenset[str]) -> tuple[tuple[Balance, ...], Touching]:
    """The clauses over the criteria that apply, and which criterion touches which."""
    found = balances(rubric, applicable)
    return found, touching(found)


def recommend(rubric: Rubric, ratings: Mapping[str, Rating]) -> Recommendation:
    """Apply the rubric's rule.

    Ratings not yet given, recused or without sufficient evidence are never a zero: each clause is
    tried with them at their lowest and at their highest level, and stays open where that matters.

    Args:
        ratings: current rating by criterion id; a criterion without one is not yet rated.
    """
    absent = {name: rating.absence for name, rating in ratings.items()}
    ranks = {
        name: by_level[rating.level] if (rating := ratings.get(name)) and rating.level else None
        for name, by_level in units(rubric).ranks.items()
        if absent.get(name) is not Absence.NOT_APPLICABLE
    }
    open_criteria = tuple(name for name, rank in ranks.items() if rank is None)
    outcomes = rubric.rule.outcomes
    if not outcomes:
        note = rubric.rule.note or "This guideline describes a profile; it has no pass or fail."
        return Recommendation("profile", None, None, None, note, (), open_criteria=open_criteria)
    if not ranks:
        words = "Every criterion is set aside as not applicable, so there is nothing to decide."
        return Recommendation("not applicable", None, None, None, words, ())
    sums, touched = _sums(rubric, frozenset(ranks))
    bounds = [balance.bounds(ranks) for balance in sums]
    low = _first(outcomes, sums, [low for low, _ in bounds])
    high = _first(outcomes, sums, [high for _, high in bounds])
    status = _status(open_criteria, absent, settled=low == high)
    trace = _trace(rubric, sums, bounds, ranks)
    decided = status == "decided"
    return Recommendation(
        status=status,
        outcome=outcomes[low] if decided else None,
        lowest=outcomes[low],
        highest=outcomes[high],
        words=_words(status, outcomes[low], outcomes[high], ratings, open_criteria),
        trace=trace,
        flips=flips(rubric, sums, touched, bounds, ranks) if low == high else (),
        rise=smallest_rise(rubric, sums, touched, bounds, ranks, low) if decided and low > 0 else None,
        open_criteria=open_criteria,
    )


def _first(outcomes: Sequence[Outcome], sums: Sequence[Balance], totals: Sequence[int]) -> int:
    failing = {balance.outcome for balance, total in zip(sums, totals, strict=True) if total < 0}
    return next(position for position in range(len(outcomes)) if position not in failing)


def _status(open_criteria: Sequence[str], absent: Mapping[str, Absence | None], *, settled: bool) -> Status:
    if any(absent.get(name) is not Absence.INSUFFICIENT for name in open_criteria):
        return "incomplete"
    return "decided" if settled else "evidence insufficient"


def _words(
    status: Status,
    low: Outcome,
    high: Outcome,
    ratings: Mapping[str, Rating],
    open_criteria: Sequence[str],
) -> str:
    if status == "decided":
        tail = (
            f" {len(open_criteria)} criteria lack evidence, but no level on them would change this."
            if open_criteria
            else ""
        )
        return f"{low.text}{tail}".strip() or f"The rule leads to “{low.label}”."
    between = (
        f"already settled: whatever the open ratings, “{low.label}”"
        if low == high
        else f"between “{low.label}” and “{high.label}”, depending on the open ratings"
    )
    lacking = sum(
        (rating := ratings.get(name)) is not None and rating.absence is Absence.INSUFFICIENT for name in open_criteria
    )
    waiting = len(open_criteria) - lacking
    parts = [f"{waiting} not yet rated"] if waiting else []
    parts += [f"{lacking} with insufficient evidence"] if lacking else []
    return f"{' and '.join(parts)}; {between}."


def _trace(
    rubric: Rubric,
    sums: Sequence[Balance],
    bounds: Sequence[tuple[int, int]],
    ranks: Mapping[str, int | None],
) -> tuple[OutcomeTrace, ...]:
    steps = []
    for position, outcome in enumerate(rubric.rule.outcomes):
        clauses = tuple(
            _clause(rubric, balance, bound, ranks)
            for balance, bound in zip(sums, bounds, strict=True)
            if balance.outcome == position
        )
        steps.append(OutcomeTrace(outcome, _joined([clause.verdict for clause in clauses]), clauses))
    return tuple(steps)


def _clause(rubric: Rubric, balance: Balance, bound: tuple[int, int], ranks: Mapping[str, int | None]) -> ClauseResult:
    low, high = bound
    verdict: Verdict = "holds" if low >= 0 else "fails" if high < 0 else "open"
    value, criteria = clause_value(rubric, balance, ranks)
    return ClauseResult(
        str(balance.clause), clause_words(rubric, balance), value, verdict, () if verdict == "holds" else criteria
    )


def _joined(verdicts: Sequence[Verdict]) -> Verdict:
    if "fails" in verdicts:
        return "fails"
    return "open" if "open" in verdicts else "holds"
