"""The peer: the same card in plain ipywidgets, as a person who knows them would write it.

For each criterion its statement, the levels with their texts as radio buttons, a rationale and evidence; every
change is saved with `Workbench.rate` and answered with the new score, recommendation and number of gaps, worked out
by the same calls as ours. Layouts and styles are shared: each widget's own would be two more models, and a cell that
makes two thousand models can come out empty, because messages get lost between the kernel and Voilà.

It leaves out what our card has beside that: setting a criterion aside, confidence, findings, guidance, sources,
history, undo, filters, keyboard, and keeping what was typed when the line is cut.
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
        self._layout = widgets.Layout(width="auto")
        self._styles: dict[type, widgets.Widget] = {}
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
        statement = self._made(widgets.HTML, value=f"{head}<p>{escape(criterion.statement)}</p>")
        options = [(f"{one.symbol} {one.label}: {criterion.levels[one.key]}", one.key) for one in scale.levels]
        level = self._made(widgets.RadioButtons, options=options, value=given.level if given else None)
        rationale = self._text(widgets.Textarea, "Rationale", given.rationale if given else "")
        evidence = self._text(widgets.Text, "Evidence", ", ".join(given.evidence) if given else "")

        def save(_change: object) -> None:
            self._save(criterion, level.value, rationale.value, evidence.value)

        for field in (level, rationale, evidence):
            field.observe(save, "value")
        box = widgets.VBox([statement, level, rationale, evidence], layout=self._layout)
        box.add_class(CRITERION)
        return box

    def _text(self, kind: type, label: str, value: str) -> Any:
        return self._made(kind, value=value, description=label, continuous_update=False)

    def _made(self, kind: type, **traits: object) -> Any:
        """A widget that shares the layout, and its style with others of its kind."""
        if kind in self._styles:
            traits["style"] = self._styles[kind]
        made: Any = kind(layout=self._layout, **traits)
        self._styles[kind] = made.style
        return made

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
