"""The long form of a portfolio: one row for each program and criterion, for other programs to count with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Protocol

from standards.reviews.model import Rating
from standards.rubrics.model import Rubric
from standards.scoring.gaps import gaps
from standards.scoring.scorecard import CriterionScore, ScoreCard

__all__ = ["LONG_COLUMNS", "long_rows"]

LONG_COLUMNS = (
    "program", "program_title", "provider", "review", "reviewer", "finished", "changed", "domain", "domain_title",
    "criterion", "title", "essential", "weight", "level", "label", "points", "top", "absence", "gap",
)  # fmt: skip
"""`level` is a key, `label` what people read; `points` and `level` are empty where there is an `absence`.

`gap` is critical, major, minor or note as in the gap register; none: at target; open: not yet rated or recused;
not counted: not applicable.
"""


class Judged(Protocol):
    """What a row needs to know of a program and its review."""

    @property
    def program(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def provider(self) -> str: ...
    @property
    def review(self) -> str: ...
    @property
    def reviewer(self) -> str: ...
    @property
    def finished(self) -> bool: ...
    @property
    def changed(self) -> datetime: ...
    @property
    def ratings(self) -> Mapping[str, Rating]: ...
    @property
    def card(self) -> ScoreCard: ...


def long_rows(rubric: Rubric, judged: Judged) -> Iterator[tuple[object, ...]]:
    """The rows of one program, a criterion each, in reading order."""
    severity = {gap.criterion: gap.severity for gap in gaps(rubric, judged.card, judged.ratings)}
    about = (
        judged.program, judged.title, judged.provider, judged.review, judged.reviewer, judged.finished, judged.changed,
    )  # fmt: skip
    for line in judged.card.criteria:
        yield (
            *about,
            line.domain,
            rubric.domain_of[line.criterion].title,
            line.criterion,
            line.title,
            line.essential,
            float(line.weight),
            line.level,
            line.label if line.level else None,
            None if line.points is None else float(line.points),
            float(line.top),
            None if line.level else line.state,
            severity.get(line.criterion) or _without_gap(line),
        )


def _without_gap(line: CriterionScore) -> str:
    if line.level:
        return "none"
    return "not counted" if line.state == "not applicable" else "open"
