# ruff: noqa: INP001 - a folder of pages, no package
"""Example workbooks for the pictures of docs/workbooks.md. No such program exists, and every rating is made up.

Nothing depends on the clock: the same code makes the same workbooks.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from standards.programs.model import Program
from standards.programs.probes import probe
from standards.reviews.history import ReviewState
from standards.reviews.model import Entry, Review
from standards.rubrics.files import load
from standards.rubrics.model import Rubric
from standards.scoring import gaps, recommend, score
from standards.scoring.portfolio import Portfolio, Standing
from standards.workbooks.gap_report import GapReportInput, gap_report
from standards.workbooks.portfolio import PortfolioInput, portfolio_workbook
from standards.workbooks.rubric_book import rubric_book
from standards.workbooks.scoring_book import ScoringBookInput, scoring_book
from standards.workbooks.sheet import Workbook

__all__ = ["workbooks"]

RUBRICS = Path(__file__).resolve().parents[1] / "rubrics"
MADE = datetime(2026, 11, 23, 15, 4, tzinfo=UTC)
VERSION = "0.1"
WHO = "Example reviewer"
PROGRAM = Program.model_validate(
    {
        "id": "example-weaving",
        "title": "EXAMPLE, MADE UP: Weaving for beginners",
        "provider": "Example College",
        "as_of": "2026-11-20",
        "notice": "Made up to show the workbooks. No such program exists.",
        "evidence": [
            {"id": "E1", "title": "Course page", "locator": "https://example.org/weaving", "accessed": "2026-11-20"},
            {"id": "E2", "title": "Sample transcript", "dated": "2026", "accessed": "2026-11-20"},
        ],
    }
)
RATINGS = (
    ("M1", "met", "12 weeks of 12 hours make 144 hours.", "E1", ""),
    ("M2", "met", "15 UK credits.", "E1", ""),
    ("M3", "", "No page names a level in a framework.", "E1", "Say at which level the course is placed."),
    ("M4", "met", "A portfolio and an examination.", "E1", ""),
    ("M5", "partly", "Credit is promised; who awards it is not said.", "E1", "Name the body that awards the credit."),
    ("M6", "met", "Counts towards a diploma of the college.", "E1", ""),
    ("M7", "partly", "Checked at enrolment, not at the examination.", "E1", "Check identity at the examination."),
    ("M8", "not_met", "The sample lists titles only.", "E2", "Print the learning outcomes on the transcript."),
    ("M9", "met", "144 hours are stated.", "E2", ""),
    ("M10", "not_met", "The sample names no level.", "E2", "Print the level on the transcript."),
)
"""Criterion, level (empty: insufficient evidence), why, evidence, what is asked. M11 is not yet rated."""
ANSWERS = (
    ("M8", "Agreed.", "Registrar", "New transcript template in use", "2027-03-31", "M", "In progress"),
    (
        "M10",
        "Agreed, together with M8.",
        "Registrar",
        "New transcript template in use",
        "2027-03-31",
        "S",
        "Open",
    ),
    ("M7", "The examination moves to a test centre.", "Head of studies", "Contract signed", "2027-01-15", "L", "Done"),
)
COURSES = ("Weaving", "Solar roofs", "Beekeeping", "Network repair", "School lunches", "Data ethics", "Welding")


def workbooks() -> dict[str, Workbook]:
    """One of each kind, by kind; the scoring book is filled in about half."""
    cmf, house = (load((RUBRICS / name).read_bytes()) for name in ("cmf/2019.yaml", "house-draft/0.1.yaml"))
    state = _review(cmf, [*map(_rating, RATINGS), *map(_plan, ANSWERS)])
    standings = tuple(_standing(house, place) for place in range(len(COURSES)))
    many = PortfolioInput(portfolio=Portfolio(house, standings), generated=MADE, tool_version=VERSION)
    return {
        "gap report": gap_report(_report(state)),
        "scoring book": scoring_book(ScoringBookInput(state.as_of(6), MADE, VERSION)),
        "portfolio": portfolio_workbook(many),
        "rubric book": rubric_book(house, MADE),
    }


def _review(rubric: Rubric, records: Sequence[tuple[str, dict[str, Any]]]) -> ReviewState:
    """A review whose history holds these records, in this order."""
    about = {
        "id": "example-0001", "program_id": PROGRAM.id, "program_digest": PROGRAM.digest, "rubric_id": rubric.id,
        "rubric_version": rubric.version, "rubric_digest": rubric.digest, "reviewer": WHO, "started": MADE,
    }  # fmt: skip
    entries = [
        Entry.model_validate({"seq": seq, "client_id": str(seq), "by": WHO, "at": MADE, "kind": kind, kind: record})
        for seq, (kind, record) in enumerate(records, start=1)
    ]
    return ReviewState(Review.model_validate(about), rubric, PROGRAM).after(entries)


def _rating(told: tuple[str, str, str, str, str]) -> tuple[str, dict[str, Any]]:
    criterion, level, why, evidence, asked = told
    judged = {"level": level} if level else {"absence": "insufficient evidence"}
    finding = {"finding": "requirement", "action": asked} if asked else {}
    return "rating", {"criterion": criterion, "rationale": why, "confidence": "high", "evidence": [evidence], **judged,
                      **finding}  # fmt: skip


def _plan(told: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    keys = ("criterion", "reply", "owner", "milestone", "due", "effort", "status")
    return "plan", dict(zip(keys, told, strict=True))


def _report(state: ReviewState) -> GapReportInput:
    rubric, ratings = state.rubric, state.ratings
    card = score(rubric, ratings)
    return GapReportInput(
        rubric=rubric,
        program=state.program,
        review=state.review,
        ratings=ratings,
        card=card,
        gaps=gaps(rubric, card, ratings),
        recommendation=recommend(rubric, ratings),
        generated=MADE,
        tool_version=VERSION,
        entries=state.current,
        history=tuple(entry for entry in state.entries if entry.rating),
        plans={name: state.plan_of(name) for name in state.plans},
        line=state.last_seq,
        evidence=tuple(state.evidence.values()),
        probes=probe(rubric, state.program),
    )


def _standing(rubric: Rubric, place: int) -> Standing:
    """A program and its review, drawn by lot; a later one is better."""
    chance = random.Random(place)  # noqa: S311 - the same every time is what is wanted
    drawn = chance.choices(("met", "partly", "not_met", ""), (2 + 3 * place, 3, 1, 1), k=len(rubric.criteria))
    given = [(one.id, level, "Drawn by lot.", "E1", "") for one, level in zip(rubric.criteria, drawn, strict=True)]
    ratings = _review(rubric, [_rating(one) for one in given[: len(given) - 2 * (place % 3 == 1)]]).ratings
    return Standing(
        program=f"example-{place}",
        title=f"Example: {COURSES[place]}",
        provider="Example College",
        review=f"example-{place}",
        reviewer=WHO,
        finished=place % 3 == 0,
        changed=MADE,
        ratings=ratings,
        card=score(rubric, ratings),
        recommendation=recommend(rubric, ratings),
    )
