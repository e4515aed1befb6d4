"""A panel's report, put together from what its members may see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from standards.programs.model import Evidence
from standards.programs.probes import probe
from standards.results import PanelView
from standards.reviews.history import ReviewState
from standards.reviews.model import Entry, Review
from standards.reviews.panel import Consensus, PanelLine
from standards.reviews.panel_history import PanelState
from standards.rounding import counted
from standards.rubrics.model import Rubric
from standards.scoring import gaps
from standards.workbooks.gap.inputs import GapReportInput, PanelFacts

__all__ = ["panel_input"]


def panel_input(
    view: PanelView, states: Mapping[str, ReviewState], generated: datetime, tool_version: str
) -> GapReportInput:
    """Everything a panel's report needs.

    Args:
        view: revealed.
        states: the reviews it rests on, by reviewer.
    """
    state = view.state
    panel, rubric = state.panel, state.rubric
    assert view.card is not None
    assert view.recommendation is not None
    entries = {name: _entry(line) for name, line in state.settled.items()}
    for name in view.ratings.keys() - entries.keys():
        entries[name] = next(one.current[name] for one in states.values() if name in one.current)
    return GapReportInput(
        rubric=rubric,
        program=state.program,
        review=Review(
            id=panel.id,
            program_id=panel.program_id,
            program_digest=panel.program_digest,
            rubric_id=panel.rubric_id,
            rubric_version=panel.rubric_version,
            rubric_digest=panel.rubric_digest,
            reviewer=f"Panel: {', '.join(state.reviews)}",
            started=panel.convened,
        ),
        ratings=view.ratings,
        card=view.card,
        gaps=gaps(rubric, view.card, view.ratings),
        recommendation=view.recommendation,
        generated=generated,
        tool_version=tool_version,
        entries=entries,
        history=tuple(entry for one in states.values() for entry in one.entries if entry.rating),
        line=state.last_seq,
        evidence=_evidence(state, states),
        probes=probe(rubric, state.program),
        finished=state.decision is not None,
        panel=PanelFacts(
            ratings={name: one.ratings for name, one in states.items()},
            differences=view.differences,
            settled={name: _settled(rubric, state, line) for name, line in state.settled.items()},
            decision=_decision(state),
        ),
    )


def _entry(line: PanelLine) -> Entry:
    """The line of a consensus as the line that a rating comes from: who recorded it, and when.

    Its position is negative: those of panels and of reviews are counted apart.
    """
    return Entry(seq=-line.seq, client_id=line.client_id, kind="rating", by=f"Panel ({line.by})", at=line.at)


def _evidence(state: PanelState, states: Mapping[str, ReviewState]) -> tuple[Evidence, ...]:
    """The program's, then what each reviewer added; ids of several reviewers may be the same."""
    added = [
        one.revised(note=" ".join(filter(None, (f"Added by {name}.", one.note))))
        for name, review in states.items()
        for one in review.added.values()
    ]
    return (*state.program.evidence, *added)


def _settled(rubric: Rubric, state: PanelState, line: PanelLine) -> tuple[str, str, str]:
    said = line.consensus
    assert said is not None
    why = f"{said.reason} ({said.method.value}; {', '.join(said.participants)})"
    dissent = "\n".join(f"{one.member}: {one.reason}" for one in state.dissents(said.criterion))
    return _word(rubric, said), why, dissent


def _word(rubric: Rubric, said: Consensus) -> str:
    if said.level is None:
        return str(said.absence).capitalize()
    level = rubric.scale_of(rubric.by_id[said.criterion]).level(said.level)
    return f"{level.symbol} {level.label}".strip()


def _decision(state: PanelState) -> tuple[tuple[str, str], ...]:
    said = state.decision
    if said is None:
        return (("Decision", "none yet: this is an interim report"),)
    labels = {one.key: one.label for one in state.rubric.rule.outcomes}
    advice = labels.get(said.recommended, "nothing")
    follows = "as the rule recommends" if said.follows else f"the rule recommends: {advice}"
    found = [("Decision", f"{labels[said.outcome]} ({follows})"), ("Why", said.reason), ("By", ", ".join(said.names))]
    found += [("Dissent", text) for text in said.dissent]
    if earlier := len(state.decisions) - 1:
        found.append(("Earlier", f"{counted(earlier, 'decision')} before this one, kept on record"))
    return tuple(found)
