"""Reports for tests: inputs from a rubric and ratings, rubrics of every kind, and what a file holds."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from standards.programs.model import Program
from standards.programs.probes import probe
from standards.reviews.model import Absence, Confidence, Entry, FindingKind, Rating, Review
from standards.rubrics.files import load
from standards.rubrics.model import NotApplicable, Rubric
from standards.scoring import gaps, recommend, score
from standards.workbooks.gap_report import GapReportInput
from tests.making import outcome, rubric

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("cmf/2019", "house-draft/0.1", "ice-2020-screen/2020", "eu-annex-1/2022")
MADE = datetime(2026, 11, 23, 15, 4, tzinfo=UTC)

PROGRAM = Program.model_validate(
    {
        "id": "weaving",
        "title": "Weaving for beginners",
        "provider": "North College",
        "as_of": "2026-11-20",
        "notice": "Made up for a test.",
        "evidence": [
            {"id": "E1", "title": "Course page", "locator": "https://example.org/weaving", "accessed": "2026-11-20"},
            {"id": "E2", "title": "Handbook", "type": "policy", "dated": "2025", "quotation": "Twelve weeks."},
        ],
        "facts": [
            {"element": "workload_hours", "statement": "12 weeks of 13 hours make 156 hours.", "value": 156,
             "unit": "h", "evidence": ["E1"], "mark": "computed"},
            {"element": "workload_hours", "statement": "15 credits make 150 hours.", "value": 150, "unit": "h",
             "evidence": ["E2"], "mark": "computed"},
        ],
    }
)  # fmt: skip


def shipped(name: str) -> Rubric:
    """A rubric of the library, such as cmf/2019."""
    return load((ROOT / "rubrics" / f"{name}.yaml").read_bytes())


def inputs(rubric: Rubric, ratings: Mapping[str, Rating], program: Program = PROGRAM, **more: Any) -> GapReportInput:
    """Everything a report needs, worked out from ratings."""
    card = score(rubric, ratings)
    review = Review(
        id="k3xw9q2mzt7a",
        program_id=program.id,
        program_digest=program.digest,
        rubric_id=rubric.id,
        rubric_version=rubric.version,
        rubric_digest=rubric.digest,
        reviewer="Ana Oliveira",
        started=MADE - timedelta(days=3),
    )
    entries = {
        name: Entry(seq=seq, client_id=str(seq), kind="rating", by="Ana Oliveira", at=MADE, rating=rating)
        for seq, (name, rating) in enumerate(ratings.items(), start=1)
    }
    given = {
        "rubric": rubric,
        "program": program,
        "review": review,
        "ratings": ratings,
        "card": card,
        "gaps": gaps(rubric, card, ratings),
        "recommendation": recommend(rubric, ratings),
        "evidence": program.evidence,
        "probes": probe(rubric, program),
        "entries": entries,
        "generated": MADE,
        "tool_version": "0.1.0",
    }
    return GapReportInput(**given | more)


FAMILIES = (
    outcome(
        "accept",
        "all(essential) >= met",
        "min(domain dom-A) >= partly",
        "mean(criteria) >= 2/3",
        "mean(criteria) >= 85 %",
        "mean(every domain) >= 50 %",
        "mean(aspirational) >= 1/3",
        "count(criteria, level >= met) >= 4",
        "count(criteria, level <= not_met) <= 1",
        "share(essential, level >= met) >= 80 %",
        "share(criteria A1 B2, level <= partly) <= 50 %",
        "level_reached(every domain, level >= met) >= 2",
        "level_reached(criteria, level >= partly) >= 3",
    ),
    outcome("condition", "mean(domain dom-B) >= 60 %", "share(criteria A1 B2, level >= partly) >= 1/3"),
    outcome("condition-2", "mean(criteria B1 C1 A2) >= 0.4", "min(criteria) >= partly"),
    outcome("refuse"),
)
"""Every measure, scope and direction of the clause language."""


def every_family(average: str = "criteria") -> Rubric:
    """Criteria on two scales of different length, odd weights, stages, and a rule with every kind of clause."""
    names = ("A1", "A2", "A3", "B1", "B2", "C1", "C2")
    weights = (3, "1/3", "0.1", 2, 1, "2/7", 0)
    criteria = [
        {
            "id": name,
            "weight": weight,
            "essential": place % 3 != 1,
            "stage": 1 + place % 3,
            "scale": "long" if place % 2 else "s",
            "not_applicable": "not allowed" if name == "C1" else "with reason",
        }
        for place, (name, weight) in enumerate(zip(names, weights, strict=True))
    ]
    made = rubric(criteria, list(FAMILIES), average=average)
    steps = (("none", "…", -1), ("not_met", "○", 0), ("partly", "◐", "1/3"), ("met", "●", 2), ("more", "★", 3))
    long = [{"key": key, "label": key.title(), "symbol": symbol, "points": points} for key, symbol, points in steps]
    plain = made.model_dump(mode="json")
    plain["scales"]["long"] = {"title": "Long", "target": "met", "levels": long}
    for weight, domain in zip((2, "1/2", 0), plain["domains"], strict=True):
        domain["weight"] = weight
    return Rubric.model_validate(plain)


def some_ratings(rubric: Rubric, seed: int, *, absences: float = 0.3, low: float = 0.4) -> dict[str, Rating]:
    """Ratings of every kind, the same for the same seed."""
    rnd = random.Random(seed)
    found = {}
    for criterion in rubric.criteria:
        words = {"rationale": "Seen on page 3.", "finding": rnd.choice([None, *FindingKind]), "action": "Mend it."}
        if rnd.random() < absences:
            absence = rnd.choice([None, *Absence])
            forbidden = rubric.not_applicable_for(criterion) is NotApplicable.NO
            if absence is None or (absence is Absence.NOT_APPLICABLE and forbidden):
                continue
            found[criterion.id] = Rating(criterion=criterion.id, absence=absence, reason="Said so.", **words)
            continue
        keys = rubric.scale_of(criterion).keys
        level = rnd.choice(keys) if rnd.random() < low else keys[-1]
        confidence = rnd.choice([None, *Confidence])
        found[criterion.id] = Rating(
            criterion=criterion.id, level=level, confidence=confidence, evidence=("E1",), **words
        )
    return found
