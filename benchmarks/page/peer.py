"""The peer: the same card in plain ipywidgets, as a person who knows them would write it.

For each criterion its statement, the levels with their texts as radio buttons, a rationale and evidence; every
change is saved with `Workbench.rate` and answered with the new score, recommendation and number of gaps, worked out
by the same calls as ours. It leaves out what our card has beside that: setting a criterion aside, confidence, findings,
guidance, sources, history, undo, filters, keyboard, and keeping what was typed when the line is cut.
"""

from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets as widgets

from benchmarks.page.least import CRITERION, STATUS
from standards import Workbench
from standards.rubrics.model import Criterion
from standards.serve.visitor import visitor

__all__ = ["PlainCard", "page"]


def page() -> widgets.VBox:
    """The review named in the address."""
    guest = visitor()
    return PlainCard(Workbench.find(reviewer=guest.name), guest.query["review"]).view


class PlainCard:
    """Every criterion of a review, in widgets."""

    def __init__(self, bench: Workbench, review: str) -> None:
        self._bench, self._review = bench, review
        state = bench.review(review)
        self._status = widgets.HTML()
        self._status.add_class(STATUS)
        self._result = widgets.HTML()
        parts: list[widgets.Widget] = [self._status, self._result]
        for domain in state.rubric.domains:
            parts.append(widgets.HTML(f"<h2>{escape(domain.title)}</h2>"))
            parts += [self._criterion(criterion) for criterion in domain.criteria]
        self.view = widgets.VBox(parts)
        self._show_result()

    def _criterion(self, criterion: Criterion) -> widgets.VBox:
        state = self._bench.review(self._review)
        scale, given = state.rubric.scale_of(criterion), state.ratings.get(criterion.id)
        importance = "essential" if criterion.essential else "aspirational"
        head = (
            f"<h3>{escape(criterion.id)} {escape(criterion.title)}</h3><p>{importance}, weight {criterion.weight}</p>"
        )
        statement = widgets.HTML(f"{head}<p>{escape(criterion.statement)}</p>")
        wide = {"width": "auto"}
        level = widgets.RadioButtons(
            options=[(f"{one.symbol} {one.label}: {criterion.levels[one.key]}", one.key) for one in scale.levels],
            value=given.level if given else None,
            layout=wide,
        )
        rationale = widgets.Textarea(
            given.rationale if given else "", description="Rationale", continuous_update=False, layout=wide
        )
        evidence = widgets.Text(
            ", ".join(given.evidence) if given else "", description="Evidence", continuous_update=False, layout=wide
        )

        def save(_change: object) -> None:
            self._save(criterion, level.value, rationale.value, evidence.value)

        for field in (level, rationale, evidence):
            field.observe(save, "value")
        box = widgets.VBox([statement, level, rationale, evidence])
        box.add_class(CRITERION)
        return box

    def _save(self, criterion: Criterion, level: str | None, rationale: str, evidence: str) -> None:
        absence: dict[str, Any] = {} if level else {"absence": "not yet"}
        receipt = self._bench.rate(
            self._review,
            criterion.id,
            level,
            rationale=rationale,
            evidence=tuple(part.strip() for part in evidence.split(",") if part.strip()),
            **absence,
        )
        label = receipt.state.rubric.scale_of(criterion).level(level).label if level else "Not yet rated"
        self._status.value = f"{criterion.id}: {label}. Saved at {receipt.entry.at:%H:%M}."
        self._show_result()

    def _show_result(self) -> None:
        bench, review = self._bench, self._review
        card, gaps, recommendation = bench.score(review), bench.gaps(review), bench.recommend(review)
        self._result.value = escape(f"{card.overall.text}. {recommendation.words} {len(gaps)} gaps.")
