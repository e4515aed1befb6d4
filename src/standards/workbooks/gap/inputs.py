"""What a gap report is made from: results, handed over; nothing is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from standards.programs.model import Evidence, Program
from standards.programs.probes import ProbeResult
from standards.reviews.model import Entry, Rating, Review
from standards.reviews.plan import PlanItem
from standards.reviews.settling import Difference
from standards.rubrics.model import Rubric
from standards.scoring.decide import Recommendation
from standards.scoring.gaps import GapList
from standards.scoring.scorecard import ScoreCard
from standards.workbooks.identity import Identity, of_review

__all__ = ["GapReportInput", "PanelFacts"]


@dataclass(frozen=True, slots=True)
class PanelFacts:
    """What a panel adds to a report: the ratings it rests on and what was made of them."""

    ratings: Mapping[str, Mapping[str, Rating]]
    """By reviewer and criterion, as handed in."""
    differences: tuple[Difference, ...]
    """One for each criterion."""
    settled: Mapping[str, tuple[str, str, str]]
    """Consensus in a word, why, and who dissents, by criterion."""
    decision: tuple[tuple[str, str], ...] = ()
    """Label and text: decision, reason, names, whether it follows the recommendation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapReportInput:
    """One review and everything worked out from it."""

    rubric: Rubric
    program: Program
    review: Review
    ratings: Mapping[str, Rating]
    """Current rating by criterion id; a criterion without one is not yet rated."""
    card: ScoreCard
    gaps: GapList
    recommendation: Recommendation
    generated: datetime
    """When the report was asked for; the caller's clock, UTC where it carries no zone."""
    tool_version: str
    entries: Mapping[str, Entry] = field(default_factory=dict)
    """The line of history each current rating comes from, by criterion id: who and when."""
    evidence: tuple[Evidence, ...] = ()
    """The program's evidence and what the reviewer added."""
    probes: tuple[ProbeResult, ...] = ()
    finished: bool = False
    """Whether the reviewer has finished the review."""

    history: tuple[Entry, ...] = ()
    """Every line about a rating, for the comments; the current ones when empty."""
    plans: Mapping[str, PlanItem] = field(default_factory=dict)
    """What the provider has answered so far, by criterion id."""
    panel: PanelFacts | None = None
    """Set where the ratings are a panel's consensus."""
    line: int = 0
    """Newest line of the review's history."""

    @property
    def closed(self) -> tuple[str, ...]:
        """Criteria with an answer of the provider that are no gap any more."""
        gaps = {gap.criterion for gap in self.gaps}
        return tuple(one.id for one in self.rubric.criteria if one.id in self.plans and one.id not in gaps)

    @property
    def identity(self) -> Identity:
        """Which review of which rubric this is."""
        return of_review("panel report" if self.panel else "gap report", self.review, self.line)
