"""What never changes on a score page: the rubric, the program and what machines found, as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from typing import Any

from standards.programs.model import EvidenceType, Program
from standards.programs.probes import ProbeResult
from standards.reviews.history import ReviewState
from standards.rounding import number
from standards.rubrics.model import Criterion, Mark, Rubric

__all__ = ["card", "guide"]


def card(state: ReviewState, probes: Iterable[ProbeResult]) -> dict[str, Any]:
    """What the first screen needs, as JSON would hold it; what is empty is left out where the page can tell."""
    rubric, review = state.rubric, state.review
    return {
        "key": f"{review.reviewer}/{review.id}",
        "review": {"id": review.id, "reviewer": review.reviewer, "started": review.started.isoformat()},
        "rubric": _rubric(rubric),
        "scale": rubric.scale,
        "scales": {
            name: {
                "target": scale.target,
                "levels": [
                    {"key": one.key, "label": one.label, "symbol": one.symbol, "description": one.description}
                    for one in scale.levels
                ],
            }
            for name, scale in rubric.scales.items()
        },
        "domains": [
            {
                "id": domain.id,
                "title": domain.title,
                "description": domain.description,
                "criteria": [_criterion(rubric, criterion) for criterion in domain.criteria],
            }
            for domain in rubric.domains
        ],
        "program": _program(state.program),
        "probes": _probes(state.program, probes),
        "types": [kind.value for kind in EvidenceType],
    }


def _rubric(rubric: Rubric) -> dict[str, Any]:
    source = rubric.source.model_dump(mode="json", exclude_defaults=True)
    return {
        "id": rubric.id,
        "version": rubric.version,
        "title": rubric.title,
        "status": rubric.status.value,
        "issuer": rubric.issuer,
        "summary": rubric.summary,
        "disclaimer": rubric.disclaimer,
        "licence": rubric.licence,
        "source": source,
        "marks": _marks(rubric),
        "definitions": [{"term": one.term, "text": one.text} for one in rubric.definitions],
    }


def _marks(rubric: Rubric) -> str:
    """How far the wording was checked: 11 paraphrased from the source."""
    counts = Counter(mark for criterion in rubric.criteria if (mark := rubric.source_of(criterion).mark))
    return ", ".join(f"{counts[mark]} {mark.words}" for mark in Mark if counts[mark]) or "not stated"


def guide(rubric: Rubric) -> dict[str, dict[str, Any]]:
    """How to judge each criterion, and where its text comes from: sent once the first screen is there."""
    return {criterion.id: _guide(rubric, criterion) for criterion in rubric.criteria}


def _criterion(rubric: Rubric, criterion: Criterion) -> dict[str, Any]:
    return _filled(
        {
            "id": criterion.id,
            "title": criterion.title,
            "statement": criterion.statement,
            "essential": criterion.essential,
            "weight": _weight(criterion.weight),
            "scale": criterion.scale,
            "target": criterion.target,
            "na": rubric.not_applicable_for(criterion).value,
            "levels": criterion.levels,
            "elements": sorted({probe.element for probe in criterion.probes}),
        }
    )


def _guide(rubric: Rubric, criterion: Criterion) -> dict[str, Any]:
    source = rubric.source_of(criterion)
    own = criterion.source.note  # the rubric's note is shown once, at the top
    return _filled(
        {
            "guidance": criterion.guidance,
            "enough": criterion.enough,
            "evidence": list(criterion.evidence),
            "invalid": list(criterion.invalid_criticisms),
            "source": _filled({"title": source.title, "clause": source.clause, "address": source.address, "note": own}),
            "mark": source.mark.words if source.mark else "not stated",
        }
    )


@cache
def _weight(weight: Fraction) -> str:
    return number(weight)


def _filled(whole: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in whole.items() if value not in ("", None, [], {})}


def _program(program: Program) -> dict[str, Any]:
    return {
        "id": program.id,
        "title": program.title,
        "provider": program.provider,
        "as_of": program.as_of.isoformat(),
        "notice": program.notice,
        "evidence": [item.model_dump(mode="json", exclude_defaults=True) for item in program.evidence],
        "facts": [
            {
                "element": fact.element,
                "statement": fact.statement,
                "evidence": list(fact.evidence),
                "mark_words": fact.mark.words,
            }
            for fact in program.facts
        ],
    }


def _probes(program: Program, probes: Iterable[ProbeResult]) -> dict[str, list[dict[str, Any]]]:
    places = {id(fact): place for place, fact in enumerate(program.facts)}
    found: dict[str, list[dict[str, Any]]] = {}
    for result in probes:
        facts = [places[id(fact)] for fact in result.facts]
        found.setdefault(result.criterion, []).append({"status": result.status, "text": result.text, "facts": facts})
    return found
