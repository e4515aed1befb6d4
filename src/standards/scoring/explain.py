"""How a figure was worked out, in words a reviewer can check with a pocket calculator."""

from __future__ import annotations

from fractions import Fraction

from standards.errors import UnknownName
from standards.rounding import number, percent
from standards.scoring.scorecard import CriterionScore, Score, ScoreCard

__all__ = ["explain"]

_SHOWN = 40
"""Terms written out one by one; beyond that the sum speaks for them."""


def explain(card: ScoreCard, name: str = "overall") -> str:
    """The arithmetic behind a figure, the weights, what was left out and the rounding.

    Args:
        name: `overall`, a domain id or a criterion id.

    Raises:
        UnknownName: the card has no such figure.
    """
    if name == "overall":
        return _domains(card) if card.average == "domains" else _pooled("Overall score", card.overall, card.criteria)
    for domain in card.domains:
        if domain.domain == name:
            lines = tuple(line for line in card.criteria if line.domain == name)
            return _pooled(f"{domain.title}", domain.score, lines)
    for line in card.criteria:
        if line.criterion == name:
            return _criterion(card, line)
    known = ["overall", *(d.domain for d in card.domains), *(c.criterion for c in card.criteria)]
    raise UnknownName("figure", name, known)


def _criterion(card: ScoreCard, line: CriterionScore) -> str:
    if line.points is None:
        return f"{line.criterion} is {line.label.lower()}: it adds nothing to the score and takes nothing from it."
    earned = line.weight * line.points
    part = ""
    if card.average == "criteria" and card.overall.attainable:
        lost = (line.weight * line.top - earned) / card.overall.attainable
        part = f" Raised to the top it would add {percent(lost)} to the overall score."
    return (
        f"{line.criterion}: {line.label} is worth {number(line.points)} of {number(line.top)} points; "
        f"weight {number(line.weight)}; {number(line.weight)} × {number(line.points)} = {number(earned)}.{part}"
    )


def _pooled(title: str, score: Score, lines: tuple[CriterionScore, ...]) -> str:
    if score.share is None:
        return f"{title}: nothing is rated yet, so there is no score. {_left_out(lines)}".strip()
    rated = [line for line in lines if line.points is not None]
    terms = [f"{line.criterion} {number(line.weight)} × {number(line.points or Fraction(0))}" for line in rated]
    shown = " + ".join(terms[:_SHOWN]) + (f" + {len(terms) - _SHOWN} more" if len(terms) > _SHOWN else "")
    return (
        f"{title}: weight × points, added up over the {score.rated} rated criteria: {shown} = {number(score.earned)}. "
        f"With every one of them at the top it would be {number(score.attainable)}. "
        f"{number(score.earned)} ÷ {number(score.attainable)} = {_quotient(score.share)}. "
        f"{_left_out(lines)}Rounded half up for display; comparisons use the exact fraction."
    )


def _domains(card: ScoreCard) -> str:
    counted = [line for line in card.domains if line.score.share is not None]
    if card.overall.share is None or not counted:
        return "Overall score: nothing is rated yet, so there is no score."
    terms = " + ".join(f"{line.title} {number(line.weight)} × {line.score.text}" for line in counted)
    weight = sum((line.weight for line in counted), Fraction(0))
    skipped = [line.title for line in card.domains if line.score.share is None]
    tail = f" Left out, because nothing in them is rated: {', '.join(skipped)}." if skipped else ""
    return (
        f"Overall score: the weighted mean of the domain scores: ({terms}) ÷ {number(weight)} = "
        f"{_quotient(card.overall.share)}.{tail} Rounded half up for display; comparisons use the exact fraction."
    )


def _quotient(share: Fraction) -> str:
    return f"{share.numerator}/{share.denominator} = {percent(share)}"


def _left_out(lines: tuple[CriterionScore, ...]) -> str:
    parts = []
    for state in ("not applicable", "not yet", "insufficient evidence", "recused"):
        names = [line.criterion for line in lines if line.state == state]
        if names:
            what = "not yet rated" if state == "not yet" else state
            shown = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
            parts.append(f"{what}: {shown}")
    return f"Left out: {'; '.join(parts)}. " if parts else ""
