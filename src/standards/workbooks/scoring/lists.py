"""Lists: the words that the drop-downs of a scoring book offer, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from standards.reviews.model import Confidence, FindingKind
from standards.workbooks.build import SheetBuilder
from standards.workbooks.choices import MEANING_OF_ABSENCE
from standards.workbooks.formulas import Block
from standards.workbooks.head import Head, head
from standards.workbooks.scoring.plan import LISTS, START, Plan
from standards.workbooks.sheet import Column, Paper, Sheet
from standards.workbooks.text import name

__all__ = ["Places", "lists_head", "lists_sheet", "places"]

_HINT = "Words that the drop-downs offer. Nothing here is to be changed."
_COLUMNS = (Column(30), Column(10), Column(10), Column(90))
_CONFIDENCES = {
    Confidence.LOW: "another reviewer could well see it differently",
    Confidence.MEDIUM: "the evidence supports it, with something left open",
    Confidence.HIGH: "the evidence is clear",
}
_FINDINGS = {
    FindingKind.COMMENDATION: "done so well that others should know",
    FindingKind.RECOMMENDATION: "would make the program better; not asked for",
    FindingKind.REQUIREMENT: "has to be done",
    FindingKind.QUESTION: "the reviewer asks the provider",
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where each list stands."""

    words: Mapping[str, Block]
    """By scale name: word, code."""
    confidences: Block
    findings: Block
    rows: Block
    """The table on the Scoring sheet."""
    standard_top: int
    """Row of the first criterion on the Standard sheet."""


def lists_head(plan: Plan) -> Head:
    """The sheet's head."""
    return head(plan.rubric, plan.state.program.title, "Lists", _HINT, _COLUMNS, len(_COLUMNS) - 1, first=START)


def places(plan: Plan, top: int, rows: Block, standard_top: int) -> Places:
    """Settle where the lists stand, from the first row below the head."""
    words = plan.words(top)
    below = max((block.bottom for block in words.values()), default=top) + 2
    confidences = Block(LISTS, below + 2, len(_CONFIDENCES), {"word": 0})
    findings = Block(LISTS, confidences.bottom + 4, len(_FINDINGS), {"word": 0})
    return Places(words, confidences, findings, rows, standard_top)


def lists_sheet(plan: Plan, heading: Head, where: Places) -> Sheet:
    """One table of words for each scale, then confidence and findings."""
    page = SheetBuilder(LISTS, _COLUMNS)
    heading.write(page)
    for key, item in plan.lists.items():
        block = where.words[key]
        _title(page, block, f"Scale {item.number}: {name(item.scale.title)}")
        for index, choice in enumerate(item.choices):
            target = " (target)" if choice.level and choice.level.key == item.scale.target else ""
            meaning = choice.level.description + target if choice.level else MEANING_OF_ABSENCE[choice.word]
            cells = (choice.word, choice.code, choice.points, meaning)
            page.put_row(block.top + index, 0, cells, ("cell", "whole", "plain", "cell wrap"))
    _words(page, where.confidences, "Confidence", [(key.value, text) for key, text in _CONFIDENCES.items()])
    _words(page, where.findings, "Finding", [(key.value, text) for key, text in _FINDINGS.items()])
    return page.sheet(paper=Paper(right=len(_COLUMNS) - 1), protected=True, tab="9AA5B1")


def _title(page: SheetBuilder, block: Block, text: str) -> None:
    page.put(block.top - 2, 0, text, "heading")
    page.heights[block.top - 2] = 24
    styles = ("head", "head center", "head center", "head")
    page.put_row(block.top - 1, 0, ("Word", "Code", "Points", "Meaning"), styles)


def _words(page: SheetBuilder, block: Block, title: str, words: Sequence[tuple[str, str]]) -> None:
    _title(page, block, title)
    for index, (word, meaning) in enumerate(words):
        page.put_row(
            block.top + index, 0, (word.capitalize(), "", "", meaning), ("cell", "whole", "plain", "cell wrap")
        )
