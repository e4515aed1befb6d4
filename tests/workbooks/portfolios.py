"""Portfolios for tests: made-up programs with made-up reviews, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from standards.reviews.model import Rating
from standards.rubrics.model import Rubric
from standards.scoring import recommend, score
from standards.scoring.portfolio import Portfolio, Standing
from standards.workbooks.portfolio import PortfolioInput
from tests.workbooks.reports import MADE, some_ratings

NAMES = (
    "Weaving for beginners",
    "ניתוח נתונים למנהלים",
    "Data ethics & society",
    "=Cyber security basics",
    "إدارة المشاريع الصغيرة",
    "Beekeeping",
    "Care of older people: a first course for relatives, volunteers and others who help at home",
    "Welding, level 2",
    "Kōrero Māori",
    "Solar roofs",
    "School lunches",
    "Network repair",
)


def standing(made: Rubric, ratings: Mapping[str, Rating], number: int = 0, **more: Any) -> Standing:
    """One program and its review."""
    given = {
        "program": f"program-{number}",
        "title": f"{NAMES[number % len(NAMES)]}{'' if number < len(NAMES) else f' {number}'}",
        "provider": ("North College", "Port Polytechnic", "Open Workshop")[number % 3],
        "review": f"review-{number}",
        "reviewer": ("Ana Oliveira", "Ben Okafor", "Chiara Rossi")[number % 3],
        "finished": number % 4 != 3,
        "changed": MADE - timedelta(days=number),
        "ratings": ratings,
        "card": score(made, ratings),
        "recommendation": recommend(made, ratings),
    }
    return Standing(**given | more)


def portfolio(made: Rubric, programs: int, seed: int = 1) -> Portfolio:
    """Programs of every kind: good ones, poor ones, half rated, untouched, all set aside, one equal to the first."""
    rnd = random.Random(seed)
    found = []
    for number in range(programs):
        ratings = some_ratings(made, seed * 1000 + number, absences=rnd.choice([0, 0.05, 0.3]), low=rnd.random() * 0.6)
        more: dict[str, Any] = {"reviews": 1 + number % 2}
        if number % 12 == 5:
            ratings, more = {}, {"review": "", "reviewer": "", "finished": False, "reviews": 0}
        elif number % 12 == 8:
            ratings = {
                one.id: Rating(criterion=one.id, absence="not applicable", reason="So it is.") for one in made.criteria
            }
        elif number % 12 == 9:
            ratings = dict(found[0].ratings)
        found.append(standing(made, ratings, number, **more))
    return Portfolio(made, tuple(found))


def inputs(made: Rubric, programs: int, seed: int = 1) -> PortfolioInput:
    """Everything the workbook needs."""
    return PortfolioInput(portfolio=portfolio(made, programs, seed), generated=MADE, tool_version="0.1.0")
