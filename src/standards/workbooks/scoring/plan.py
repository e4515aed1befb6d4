"""Everything the sheets of a scoring book are built from, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from standards.reviews.history import ReviewState
from standards.rubrics.model import Criterion, Domain, Rubric
from standards.workbooks.answers import RATING_FIELDS, Texts, rating_texts
from standards.workbooks.choices import ChoiceList, choice_lists
from standards.workbooks.formulas import Block
from standards.workbooks.identity import Identity, of_review
from standards.workbooks.scoring.check import check_words

__all__ = ["COLUMNS", "LISTS", "SCORING", "START", "Line", "Plan"]

START, SCORING, LISTS = "Start here", "Scoring", "Lists"

_WIDTHS = {
    "rating": 24.0, "confidence": 12.0, "rationale": 46.0, "evidence": 20.0, "finding": 17.0, "action": 34.0,
    "reason": 26.0, "accepted_by": 16.0,
}  # fmt: skip
COLUMNS: tuple[tuple[str, str, float, str], ...] = (
    ("id", "ID", 8, "head"),
    ("domain", "Domain", 17, "head"),
    ("criterion", "Criterion", 25, "head"),
    ("requirement", "Requirement", 46, "head"),
    ("kind", "Kind", 13, "head"),
    *((field.key, field.heading, _WIDTHS[field.key], "head input") for field in RATING_FIELDS),
    ("check", "Check", 26, "head"),
    ("code", "Code", 8, "head fold"),
    ("target", "Target code", 8, "head fold"),
    ("approval", "Approval 1/0", 8, "head fold"),
)
"""Key, heading, width and style; the last three are folded away."""


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion and what its cells hold."""

    domain: Domain
    criterion: Criterion
    choices: ChoiceList
    texts: Texts
    check: str


@dataclass(frozen=True)
class Plan:
    """One review as a scoring book. Built from that review alone: nobody else's rating can slip in."""

    state: ReviewState
    generated: datetime
    """UTC."""
    tool_version: str

    @property
    def rubric(self) -> Rubric:
        return self.state.rubric

    @property
    def identity(self) -> Identity:
        return of_review("scoring book", self.state.review, self.state.last_seq)

    @cached_property
    def lists(self) -> dict[str, ChoiceList]:
        """Drop-down lists by scale name."""
        return choice_lists(self.rubric)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """One for each criterion, in the rubric's order."""
        return tuple(self._line(domain, criterion) for domain in self.rubric.domains for criterion in domain.criteria)

    def _line(self, domain: Domain, criterion: Criterion) -> Line:
        choices = self.lists[criterion.scale or self.rubric.scale]
        texts = rating_texts(self.state.rating_of(criterion.id), choices)
        return Line(domain, criterion, choices, texts, check_words(self.rubric, criterion, choices, texts))

    def rows(self, top: int) -> Block:
        """The table on the Scoring sheet, its first row given."""
        return Block(SCORING, top, len(self.lines), {key: place for place, (key, *_) in enumerate(COLUMNS)})

    def words(self, top: int) -> Mapping[str, Block]:
        """The drop-down lists on the Lists sheet, one below the other."""
        found = {}
        for key, item in self.lists.items():
            found[key] = Block(LISTS, top + 2, len(item.choices), {"word": 0, "code": 1})
            top += len(item.choices) + 3
        return found
