"""A review's history folded into what holds now. Lines are applied in order; none is ever dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from standards.programs.model import Evidence, Program
from standards.reviews.model import Absence, Entry, Rating, Review
from standards.reviews.plan import PlanItem
from standards.rubrics.model import Criterion, Rubric

__all__ = ["ReviewState", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """One rating that can be taken back."""

    seq: int
    criterion: str
    before: Rating | None
    """What held before it; None when the criterion was not yet rated."""


@dataclass(frozen=True, slots=True)
class ReviewState:
    """A review as it stands after a line of its history, with everything it is pinned to."""

    review: Review
    rubric: Rubric
    program: Program
    entries: tuple[Entry, ...] = ()
    current: Mapping[str, Entry] = field(default_factory=dict)
    """The entry that holds for each criterion."""
    added: Mapping[str, Evidence] = field(default_factory=dict)
    """Evidence the reviewer added, by id."""
    plans: Mapping[str, Entry] = field(default_factory=dict)
    """The provider's answer that holds for each criterion."""
    finished: bool = False
    conflicts: tuple[Entry, ...] = ()
    """Ratings and answers kept aside: someone else wrote on the same criterion first, or the review was finished."""
    steps: tuple[Step, ...] = ()
    """What undo can take back, oldest first."""

    @property
    def last_seq(self) -> int:
        """Position of the newest line, 0 for none."""
        return self.entries[-1].seq if self.entries else 0

    @property
    def asked(self) -> tuple[Criterion, ...]:
        """Criteria the reviewer is asked about: all, or those of the domains given by a panel."""
        wanted = self.review.domains
        return tuple(
            criterion
            for domain in self.rubric.domains
            if not wanted or domain.id in wanted
            for criterion in domain.criteria
        )

    @property
    def ratings(self) -> dict[str, Rating]:
        """Current rating by criterion; a criterion without one is not yet rated."""
        return {name: entry.rating for name, entry in self.current.items() if entry.rating is not None}

    @property
    def evidence(self) -> dict[str, Evidence]:
        """The program's evidence and the reviewer's own, by id."""
        return {**self.program.evidence_by_id, **self.added}

    @property
    def undoable(self) -> Step | None:
        """The newest rating that undo would take back."""
        return self.steps[-1] if self.steps else None

    def rating_of(self, criterion: str) -> Rating | None:
        """The rating that holds for a criterion."""
        entry = self.current.get(criterion)
        return entry.rating if entry else None

    def plan_of(self, criterion: str) -> PlanItem:
        """The provider's answer on a criterion; an empty one where there is none."""
        entry = self.plans.get(criterion)
        return entry.plan if entry and entry.plan else PlanItem(criterion=criterion)

    def as_of(self, seq: int) -> ReviewState:
        """The review as it stood after a line of its history."""
        start = ReviewState(self.review, self.rubric, self.program)
        return start.after(entry for entry in self.entries if entry.seq <= seq)

    def history_of(self, criterion: str) -> tuple[Entry, ...]:
        """Every rating ever given on a criterion, oldest first."""
        return tuple(entry for entry in self.entries if entry.rating and entry.rating.criterion == criterion)

    def after(self, entries: Iterable[Entry]) -> ReviewState:
        """The state with more lines applied."""
        fold = _Fold(self)
        for entry in entries:
            fold.apply(entry)
        return fold.state()


class _Fold:
    """Applies lines one after the other."""

    def __init__(self, start: ReviewState) -> None:
        self.start = start
        self.entries = list(start.entries)
        self.current = dict(start.current)
        self.added = dict(start.added)
        self.plans = dict(start.plans)
        self.finished = start.finished
        self.conflicts = list(start.conflicts)
        self.steps = list(start.steps)

    def apply(self, entry: Entry) -> None:
        self.entries.append(entry)
        if entry.rating is not None:
            self._rating(entry, entry.rating)
        elif entry.evidence is not None:
            self._evidence(entry, entry.evidence)
        elif entry.plan is not None:
            self._plan(entry, entry.plan)
        else:
            self.finished = entry.kind == "finished"

    def _evidence(self, entry: Entry, evidence: Evidence) -> None:
        """Two people may have taken the same free id at once: the second piece stays, under an id of its own."""
        taken = self.added.get(evidence.id) or self.start.program.evidence_by_id.get(evidence.id)
        kept = evidence if taken is None else evidence.revised(id=f"{evidence.id}-{entry.seq}")
        self.added[kept.id] = kept

    def _plan(self, entry: Entry, plan: PlanItem) -> None:
        """A finished review still takes answers: that is when they come."""
        if _overtaken(self.plans.get(plan.criterion), entry):
            self.conflicts.append(entry)
        else:
            self.plans[plan.criterion] = entry

    def _rating(self, entry: Entry, rating: Rating) -> None:
        held = self.current.get(rating.criterion)
        if self.finished or _overtaken(held, entry):
            self.conflicts.append(entry)
            return
        if entry.undoes is None:
            self.steps.append(Step(entry.seq, rating.criterion, held.rating if held else None))
        else:
            self.steps = [step for step in self.steps if step.seq != entry.undoes]
        self.current[rating.criterion] = entry

    def state(self) -> ReviewState:
        return replace(
            self.start,
            entries=tuple(self.entries),
            current=self.current,
            added=self.added,
            plans=self.plans,
            finished=self.finished,
            conflicts=tuple(self.conflicts),
            steps=tuple(self.steps),
        )


def _overtaken(held: Entry | None, entry: Entry) -> bool:
    """True when someone else wrote first, and the author of the new line had not seen it."""
    return held is not None and held.session != entry.session and held.seq > entry.based_on


def restored(step: Step) -> Rating:
    """The rating that undo records: what held before, or “not yet”."""
    return step.before or Rating(criterion=step.criterion, absence=Absence.NOT_YET)
