"""Rubrics of any size with texts as long as real ones, and a mix of ratings."""

from __future__ import annotations

import random

from standards.reviews.model import Absence, Rating
from standards.rubrics.model import Rubric

WORDS = (
    "program learner outcome assessment evidence criteria published award reviewer standard record provider "
    "document stated current qualified result method interval credit identity sample review panel scope each "
    "names shows before after against with and the of for is that how when which every"
).split()


def rubric(criteria: int, per_domain: int = 15) -> Rubric:
    """A three-level rubric with statement, guidance, anchor and level texts on every criterion."""
    draw = random.Random(criteria)

    def text(words: int) -> str:
        return " ".join(draw.choices(WORDS, k=words)).capitalize() + "."

    made = [
        {
            "id": f"C{number}",
            "title": text(4).rstrip("."),
            "statement": text(20),
            "guidance": text(15),
            "essential": number % 3 != 0,
            "weight": 1 + number % 3,
            "evidence": [text(4), text(5)],
            "enough": text(20),
            "levels": {key: text(14) for key in ("not_met", "partly", "met")},
            "source": {"clause": f"{number // per_domain + 1}.{number % per_domain + 1}", "mark": "ours"},
        }
        for number in range(criteria)
    ]
    domains = [
        {"id": f"D{start}", "title": text(3).rstrip("."), "criteria": made[start : start + per_domain]}
        for start in range(0, criteria, per_domain)
    ]
    levels = [
        {"key": "not_met", "label": "Not met", "symbol": "○", "points": 0},
        {"key": "partly", "label": "Partly met", "symbol": "◐", "points": 0.5},
        {"key": "met", "label": "Met", "symbol": "●", "points": 1},
    ]
    rule = {
        "outcomes": [
            {
                "key": "accept",
                "label": "Accept",
                "when": ["all(essential) >= met", "mean(criteria) >= 85 %", "mean(every domain) >= 60 %"],
            },
            {"key": "conditions", "label": "Accept with conditions", "when": ["mean(criteria) >= 65 %"]},
            {"key": "defer", "label": "Defer"},
        ]
    }
    return Rubric.model_validate(
        {
            "id": f"made-{criteria}",
            "version": "1",
            "title": f"Made for measuring, {criteria} criteria",
            "status": "draft",
            "issuer": "nobody",
            "source": {"title": "none", "mark": "ours"},
            "disclaimer": "Made for measuring; nobody has issued it.",
            "scales": {"three": {"title": "Three levels", "target": "met", "levels": levels}},
            "scale": "three",
            "domains": domains,
            "rule": rule,
        }
    )


def ratings(made: Rubric, *, seed: int = 1) -> dict[str, Rating]:
    """Nine in ten rated, most of them met."""
    draw = random.Random(seed)
    found = {}
    for criterion in made.criteria:
        given = draw.choices(["met", "partly", "not_met", None], weights=[70, 15, 5, 10])[0]
        found[criterion.id] = (
            Rating(criterion=criterion.id, level=given, rationale="Seen on the page.")
            if given
            else Rating(criterion=criterion.id, absence=Absence.INSUFFICIENT)
        )
    return found
