"""A panel's history folded into what holds now: who sits, who stepped aside, what was settled and decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from standards.programs.model import Program
from standards.reviews.model import Rating
from standards.reviews.panel import Consensus, Decision, Declaration, Dissent, Member, Outcome, Panel, PanelLine, Role
from standards.rubrics.model import Rubric

__all__ = ["PanelState"]


@dataclass(frozen=True, slots=True)
class PanelState:
    """A panel as it stands after a line of its history, with everything it is pinned to."""

    panel: Panel
    rubric: Rubric
    program: Program
    lines: tuple[PanelLine, ...] = ()
    members: Mapping[str, Member] = field(default_factory=dict)
    """By name."""
    declarations: Mapping[str, Declaration] = field(default_factory=dict)
    """The newest of each member, by name."""
    settled: Mapping[str, PanelLine] = field(default_factory=dict)
    """The line of the consensus that holds, by criterion."""
    key: Mapping[str, str] = field(default_factory=dict)
    """Known levels of a calibration sample, by criterion."""

    @property
    def last_seq(self) -> int:
        """Position of the newest line, 0 for none."""
        return self.lines[-1].seq if self.lines else 0

    @property
    def chairs(self) -> tuple[str, ...]:
        """Names of those who chair."""
        return tuple(name for name, member in self.members.items() if member.role is Role.CHAIR)

    @property
    def recused(self) -> frozenset[str]:
        """Names of those who stepped aside for this program."""
        return frozenset(name for name, one in self.declarations.items() if one.outcome is Outcome.RECUSE)

    @property
    def reviews(self) -> dict[str, str]:
        """Review id by name, of everyone who rates; those who stepped aside are left out."""
        return {name: one.review for name, one in self.members.items() if one.review and name not in self.recused}

    @property
    def decisions(self) -> tuple[PanelLine, ...]:
        """Every decision ever taken, oldest first; the last one holds."""
        return tuple(line for line in self.lines if line.decision)

    @property
    def decision(self) -> Decision | None:
        """The decision that holds."""
        return self.decisions[-1].decision if self.decisions else None

    def consensus(self, criterion: str) -> Consensus | None:
        """What the panel settled on."""
        line = self.settled.get(criterion)
        return line.consensus if line else None

    def dissents(self, criterion: str) -> tuple[Dissent, ...]:
        """Who does not go along with the consensus that holds; dissent from an earlier one stays in `lines`."""
        held = self.settled.get(criterion)
        return tuple(
            line.dissent
            for line in self.lines
            if line.dissent and line.dissent.criterion == criterion and held and line.seq > held.seq
        )

    def remarks(self, criterion: str) -> tuple[PanelLine, ...]:
        """What was said about a criterion, oldest first."""
        return tuple(line for line in self.lines if line.remark and line.remark.criterion == criterion)

    def settled_ratings(self) -> dict[str, Rating]:
        """The consensus as ratings, for scoring."""
        found = {}
        for name, line in self.settled.items():
            assert line.consensus is not None
            one = line.consensus
            found[name] = Rating(
                criterion=name,
                level=one.level,
                absence=one.absence,
                reason=one.reason if one.absence else "",
                rationale=one.reason if one.level else "",
                finding=one.finding,
                action=one.action,
            )
        return found

    def after(self, lines: Iterable[PanelLine]) -> PanelState:
        """The state with more lines applied."""
        state = self
        for line in lines:
            state = state._with(line)
        return state

    def _with(self, line: PanelLine) -> PanelState:
        new = replace(self, lines=(*self.lines, line))
        if line.member:
            return replace(new, members={**self.members, line.member.name: line.member})
        if line.declaration:
            return replace(new, declarations={**self.declarations, line.declaration.member: line.declaration})
        if line.consensus:
            return replace(new, settled={**self.settled, line.consensus.criterion: line})
        if line.key is not None:
            return replace(new, key=dict(line.key))
        return new
