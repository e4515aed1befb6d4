"""From changed texts to the records a review would gain: ratings, answers of the provider, new evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pydantic import ValidationError

from standards.errors import RefusedRating, UnknownName
from standards.programs.model import Evidence, EvidenceType
from standards.reviews.allowed import check_rating
from standards.reviews.history import ReviewState
from standards.reviews.model import Absence, Rating
from standards.reviews.plan import PlanItem
from standards.workbooks.answers import PLAN_FIELDS, RATING_FIELDS, WORD_OF_ABSENCE, lists_by_criterion, rating_texts
from standards.workbooks.back.merge import Change
from standards.workbooks.choices import ChoiceList
from standards.workbooks.text import web_address

__all__ = ["EvidenceNames", "Proposals", "propose"]

_RATING_KEYS = {field.key for field in RATING_FIELDS}
_PLAN_KEYS = {field.key for field in PLAN_FIELDS}
_TITLE = 200
"""Characters of a note that become the title of new evidence; the whole note is kept beside it."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """What would be stored, and what could not be."""

    ratings: tuple[Rating, ...]
    plans: tuple[PlanItem, ...]
    evidence: tuple[Evidence, ...]
    """Named in the workbook and not on file yet; the ratings cite it."""
    refused: tuple[tuple[str, str], ...]
    """Criterion and why the rubric does not allow what was entered."""

    def __bool__(self) -> bool:
        return bool(self.ratings or self.plans)

    def beside(self, state: ReviewState) -> Proposals:
        """The same beside a newer state of the review: ids that were taken meanwhile make room."""
        taken = set(state.evidence)
        renamed: dict[str, str] = {}
        for one in self.evidence:
            number = len(state.added) + 1
            while f"R{number}" in taken:
                number += 1
            renamed[one.id] = one.id if one.id not in taken else f"R{number}"
            taken.add(renamed[one.id])
        if all(old == new for old, new in renamed.items()):
            return self
        return replace(
            self,
            evidence=tuple(one.revised(id=renamed[one.id]) for one in self.evidence),
            ratings=tuple(
                one.revised(evidence=tuple(renamed.get(item, item) for item in one.evidence)) for one in self.ratings
            ),
        )


def propose(state: ReviewState, taken: Iterable[Change]) -> Proposals:
    """The records that follow from the changes taken, each criterion's fields put together."""
    texts: dict[str, dict[str, str]] = {}
    for change in taken:
        texts.setdefault(change.criterion, {})[change.field] = change.there
    making = _Making(state)
    for criterion, changed in texts.items():
        if ratings := {key: text for key, text in changed.items() if key in _RATING_KEYS}:
            making.rating(criterion, ratings)
        if plans := {key: text for key, text in changed.items() if key in _PLAN_KEYS}:
            making.plan(criterion, plans)
    return making.proposals()


class EvidenceNames:
    """What people write in an evidence cell, taken apart into ids and notes."""

    def __init__(self, state: ReviewState) -> None:
        self.ids = set(state.evidence)
        written = {
            text.casefold(): one.id
            for one in state.added.values()
            for text in (one.title, one.note, one.locator)
            if text
        }
        # Where a title reads like an id, the id wins.
        self._names = {**written, **{one.casefold(): one for one in reversed(state.evidence)}}

    def canonical(self, text: str) -> str:
        """Pieces with semicolons between them, known ids in their own spelling."""
        return "; ".join(self.pieces(text)) if text else ""

    def pieces(self, text: str) -> list[str]:
        """Ids and notes, each once."""
        pieces: dict[str, str] = {}
        for part in re.split(r"[;\n]", text):
            words = [word for word in (word.strip() for word in part.split(",")) if word]
            # Commas part ids and addresses, but belong to any other note.
            parted = all(self._known(word) or web_address(word) for word in words)
            for piece in words if parted else [part.strip()]:
                found = self._known(piece) or piece
                pieces.setdefault(found if found in self.ids else found.casefold(), found)
        return list(pieces.values())

    def _known(self, piece: str) -> str | None:
        return piece if piece in self.ids else self._names.get(piece.casefold())


class _Making:
    """Builds the records, numbering new evidence on the way."""

    def __init__(self, state: ReviewState) -> None:
        self.state = state
        self.lists = lists_by_criterion(state.rubric)
        self.ratings: list[Rating] = []
        self.plans: list[PlanItem] = []
        self.evidence: dict[str, Evidence] = {}
        """New pieces by what was written, whole and folded: two notes may begin alike."""
        self.names = EvidenceNames(state)
        self.taken = set(self.names.ids)
        self.number = len(state.added)
        self.refused: list[tuple[str, str]] = []

    def proposals(self) -> Proposals:
        return Proposals(tuple(self.ratings), tuple(self.plans), tuple(self.evidence.values()), tuple(self.refused))

    def plan(self, criterion: str, changed: Mapping[str, str]) -> None:
        before = self.state.plan_of(criterion)
        due = {"due": changed["due"] or None} if "due" in changed else {}
        plan = PlanItem.model_validate({**before.model_dump(), **changed, **due})
        if plan != before:
            self.plans.append(plan)

    def rating(self, criterion: str, changed: Mapping[str, str]) -> None:
        choices = self.lists[criterion]
        texts = {**rating_texts(self.state.rating_of(criterion), choices), **changed}
        level, absence = _judged(texts["rating"], choices)
        if level is not None and "rating" in changed:  # a reason left over from “does not apply” says nothing now
            texts |= {key: "" for key in ("reason", "accepted_by") if key not in changed}
        cited, new = self._cited(criterion, texts["evidence"])
        fields = {
            "criterion": criterion,
            "level": level,
            "absence": absence,
            "confidence": texts["confidence"].lower() or None,
            "evidence": cited,
            "finding": texts["finding"].lower() or None,
            **{key: self._long(criterion, key, texts[key]) for key in ("rationale", "action", "reason", "accepted_by")},
        }
        try:
            rating = Rating.model_validate(fields)
            known = tuple(one for one in cited if one in self.names.ids)
            check_rating(self.state, rating.revised(evidence=known))
        except ValidationError as problem:
            self.refused.append((criterion, _sentence(problem)))
        except (RefusedRating, UnknownName) as problem:
            self.refused.append((criterion, str(problem)))
        else:
            if rating != self.state.rating_of(criterion):
                self.ratings.append(rating)
            self.evidence.update(new)

    def _long(self, criterion: str, key: str, text: str) -> str:
        """The review's own text where the cell still holds what was exported of it, which may be cut or cleaned."""
        held = self.state.rating_of(criterion)
        if held is None or rating_texts(held, self.lists[criterion])[key] != text:
            return text
        own: str = getattr(held, key)
        return own

    def _cited(self, criterion: str, text: str) -> tuple[tuple[str, ...], dict[str, Evidence]]:
        """Ids to cite, and evidence to add for notes that name none."""
        cited: list[str] = []
        new: dict[str, Evidence] = {}
        for piece in self.names.pieces(text):
            if piece in self.names.ids:
                cited.append(piece)
                continue
            made = self.evidence.get(piece.casefold()) or Evidence(
                id=self._free_id(),
                title=piece if len(piece) <= _TITLE else piece[: _TITLE - 1] + "…",
                type=EvidenceType.PUBLIC_PAGE if web_address(piece) else EvidenceType.OTHER,
                locator=piece if web_address(piece) else "",
                note=piece if len(piece) > _TITLE else "",
                submitted_by=self.state.review.reviewer,
                criteria=(f"{self.state.rubric.id}:{criterion}",),
            )
            cited.append(made.id)
            new[piece.casefold()] = made
        return tuple(cited), new

    def _free_id(self) -> str:
        self.number += 1
        while f"R{self.number}" in self.taken:
            self.number += 1
        self.taken.add(f"R{self.number}")
        return f"R{self.number}"


def _judged(word: str, choices: ChoiceList) -> tuple[str | None, Absence | None]:
    """Level and absence behind a word of the list; an empty cell is not yet rated."""
    if not word:
        return None, Absence.NOT_YET
    absences = {text: absence for absence, text in WORD_OF_ABSENCE.items()}
    if word in absences:
        return None, absences[word]
    level = next(choice.level for choice in choices.choices if choice.word == word)
    assert level is not None
    return level.key, None


def _sentence(problem: ValidationError) -> str:
    said = [str(error["msg"]).removeprefix("Value error, ") for error in problem.errors()]
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."
