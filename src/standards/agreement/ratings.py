"""What several raters gave to the same units: whole levels, and a state where there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from standards.errors import Finding, RatingsError
from standards.reviews.model import Absence
from standards.rounding import counted

__all__ = ["MOST_LEVELS", "NOT_ASKED", "Ratings", "Row", "code_of"]

NOT_ASKED = -1
"""The cell of a rater who was never asked about the unit."""
MOST_LEVELS = 127
"""More levels than any rubric has; a cell takes one byte."""
_CODES = {absence: NOT_ASKED - 1 - place for place, absence in enumerate(Absence)}
_SHOWN = 20
"""Findings of one kind that are listed; the rest is counted."""
_AT_ONCE = 100_000
"""Cells checked in one piece, so that they stay in the processor's cache."""


def code_of(absence: Absence) -> int:
    """The number that stands for an absence in a cell, below `NOT_ASKED`."""
    return _CODES[absence]


class Row(NamedTuple):
    """One rating as a long table holds it. The unit is the pair of cluster and criterion."""

    rater: str
    cluster: str
    """What is deleted or drawn as a whole: the program."""
    criterion: str
    given: str | Absence
    """A level, or why there is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Raters × units on one scale. Made by `from_rows` or `from_array`, which check everything."""

    cells: NDArray[np.int8]
    """Raters × units, read-only: 0 for the lowest level; below 0 a state (`NOT_ASKED`, `code_of`), never a level."""
    levels: tuple[str, ...]
    """The full scale, lowest first; a level nobody used counts."""
    raters: tuple[str, ...]
    cluster: NDArray[np.intp] | None = None
    """Position in `clusters`, a unit each; None when every unit stands for itself."""
    clusters: tuple[str, ...] = ()
    criterion: NDArray[np.intp] | None = None
    """Position in `criteria`, a unit each; None when units have no criterion."""
    criteria: tuple[str, ...] = ()

    @property
    def units(self) -> int:
        """How many units, rated or not."""
        return int(self.cells.shape[1])

    @property
    def rated(self) -> NDArray[np.bool_]:
        """Raters × units: True where there is a level."""
        found: NDArray[np.bool_] = self.cells >= 0
        return found

    @classmethod
    def from_rows(cls, rows: Iterable[Row], levels: Sequence[str], raters: Sequence[str] | None = None) -> Ratings:
        """Read a long table.

        Args:
            rows: one for each rater, cluster and criterion; a row that is not there is `NOT_ASKED`.
            levels: the full scale, lowest first.
            raters: all who may rate; None takes those who occur.

        Raises:
            RatingsError: with everything that is wrong.
        """
        rank = {level: place for place, level in enumerate(levels)}
        findings = _Findings(levels)
        people: dict[str, int] = {name: place for place, name in enumerate(raters or ())}
        clusters: dict[str, int] = {}
        criteria: dict[str, int] = {}
        units: dict[tuple[int, int], int] = {}
        given: dict[tuple[int, int], int] = {}
        for rater, cluster, criterion, what in rows:
            if raters is None:
                people.setdefault(rater, len(people))
            elif rater not in people:
                findings.unknown[rater] += 1
                continue
            code = _CODES[what] if isinstance(what, Absence) else rank.get(what)
            if code is None:
                findings.outside[str(what)] += 1
                continue
            pair = clusters.setdefault(cluster, len(clusters)), criteria.setdefault(criterion, len(criteria))
            cell = people[rater], units.setdefault(pair, len(units))
            if cell in given:
                findings.twice[f"{rater} › {cluster} › {criterion}"] += 1
            given[cell] = code
        findings.stop(people)
        cells = np.full((len(people), len(units)), NOT_ASKED, dtype=np.int8)
        if given:
            places = np.array(list(given))
            cells[places[:, 0], places[:, 1]] = list(given.values())
        pairs = np.array(list(units), dtype=np.intp).reshape(-1, 2)
        return _frozen(
            cls(cells, tuple(levels), tuple(people), pairs[:, 0], tuple(clusters), pairs[:, 1], tuple(criteria))
        )

    @classmethod
    def from_array(
        cls,
        array: ArrayLike,
        levels: Sequence[str] | int,
        *,
        first: int = 0,
        raters: Sequence[str] | None = None,
        clusters: Sequence[str] | None = None,
        criteria: Sequence[str] | None = None,
    ) -> Ratings:
        """Read a plain array.

        Args:
            array: units × raters; whole numbers, NaN (or masked) where there is no rating.
            levels: the full scale, lowest first, or how many levels it has.
            first: the number that stands for the lowest level.
            raters: a name for each column; None numbers them.
            clusters: the cluster of each unit; None lets every unit stand for itself.
            criteria: the criterion of each unit, when there are any.

        Raises:
            RatingsError: with everything that is wrong.
        """
        names = tuple(str(first + place) for place in range(levels)) if isinstance(levels, int) else tuple(levels)
        findings = _Findings(names)
        values = np.ma.filled(np.ma.asarray(array, dtype=float), np.nan) if np.ma.isMaskedArray(array) else array
        cells = _cells(np.asarray(values), first, len(names), findings)
        people = tuple(str(place + 1) for place in range(len(cells))) if raters is None else tuple(raters)
        if len(people) != len(cells):
            findings.shape(f"{counted(len(people), 'rater name')} for {counted(len(cells), 'column')}")
        for noun, given in (("cluster", clusters), ("criterion", criteria)):
            if given is not None and len(given) != cells.shape[1]:
                findings.shape(f"{len(given)} times a {noun} for {counted(cells.shape[1], 'unit')}")
        findings.stop(people)
        grouped, group_names = _coded(clusters)
        asked, asked_names = _coded(criteria)
        return _frozen(cls(cells, names, people, grouped, group_names, asked, asked_names))

    def of(self, units: NDArray[np.bool_] | None = None, raters: Sequence[str] | None = None) -> Ratings:
        """Some of the units (a mask), some of the raters; the scale stays whole."""
        cells = self.cells if units is None else self.cells[:, units]
        people = self.raters if raters is None else tuple(raters)
        if raters is not None:
            if unknown := [name for name in people if name not in self.raters]:
                raise RatingsError([_unknown_rater(name, 0) for name in unknown])
            cells = cells[[self.raters.index(name) for name in people]]
        return _frozen(
            replace(
                self,
                cells=np.ascontiguousarray(cells),
                raters=people,
                cluster=self.cluster if units is None or self.cluster is None else self.cluster[units],
                criterion=self.criterion if units is None or self.criterion is None else self.criterion[units],
            )
        )

    def unclustered(self) -> Ratings:
        """The same with every unit standing for itself."""
        return replace(self, cluster=None, clusters=())

    def against_rest(self, level: str) -> Ratings:
        """Two levels instead of all: this one, and any other. KeyError when the scale has no such level."""
        if level not in self.levels:
            raise KeyError(level)
        chosen = np.where(self.rated, self.cells == self.levels.index(level), self.cells)
        return _frozen(replace(self, cells=chosen.astype(np.int8), levels=(f"not {level}", level)))

    def applicability(self) -> Ratings:
        """Whether a rater gave a level or set the unit aside as not applicable; anything else is missing."""
        cells = np.full_like(self.cells, NOT_ASKED)
        cells[self.rated] = 0
        cells[self.cells == _CODES[Absence.NOT_APPLICABLE]] = 1
        return _frozen(replace(self, cells=cells, levels=("rated", "not applicable")))


def _cells(values: NDArray[Any], first: int, levels: int, findings: _Findings) -> NDArray[np.int8]:
    """Raters × units in one byte each; what is no level becomes a finding."""
    if values.ndim != 2:
        findings.shape(f"an array of {counted(values.ndim, 'dimension')} where units × raters is expected")
        return np.empty((0, 0), dtype=np.int8)
    if values.dtype.kind not in "iufb":
        findings.shape(f"an array of {values.dtype} where numbers are expected")
        return np.empty((0, 0), dtype=np.int8)
    cells = np.empty(values.shape[::-1], dtype=np.int8)
    rows = max(1, _AT_ONCE // max(values.shape[1], 1))
    for start in range(0, len(values), rows):
        part = values[start : start + rows]
        shifted = part - float(first)
        missing = np.isnan(shifted)
        np.copyto(shifted, float(NOT_ASKED), where=missing)
        with np.errstate(invalid="ignore"):  # what does not fit a byte differs from it, and is found by that
            codes = shifted.astype(np.int8)
        good = (codes == shifted) & (codes < levels) & ((codes >= 0) | missing)
        if not good.all():
            findings.outside.update(f"{number:g}" for number in part[~good].tolist())
        cells[:, start : start + rows] = codes.T
    return cells


def _coded(names: Sequence[str] | None) -> tuple[NDArray[np.intp] | None, tuple[str, ...]]:
    """Positions in the list of different names, in order of appearance."""
    if names is None:
        return None, ()
    places: dict[str, int] = {}
    return np.array([places.setdefault(name, len(places)) for name in names], dtype=np.intp), tuple(places)


def _frozen(ratings: Ratings) -> Ratings:
    for array in (ratings.cells, ratings.cluster, ratings.criterion):
        if array is not None:
            array.flags.writeable = False
    return ratings


def _unknown_rater(name: str, rows: int) -> Finding:
    times = f" ({counted(rows, 'rating')})" if rows else ""
    hint = "Name every rater, or correct the name."
    return Finding(code="A004", where="raters", message=f"“{name}” is no rater of this panel{times}.", hint=hint)


class _Findings:
    """What is wrong, gathered; a thousand equal mistakes make one finding."""

    def __init__(self, levels: Sequence[str]) -> None:
        self.levels = tuple(levels)
        self.outside: Counter[str] = Counter()
        self.twice: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.shapes: list[Finding] = []

    def shape(self, message: str) -> None:
        hint = "Give units as rows and raters as columns, and one name for each."
        self.shapes.append(Finding(code="A005", where="ratings", message=f"{message}.", hint=hint))

    def stop(self, raters: Iterable[str]) -> None:
        """Raise everything found, if anything was."""
        found = [*self._scale(), *self.shapes, *self._names("rater", "A006", tuple(raters))]
        scale = ", ".join(self.levels[:8]) + (" …" if len(self.levels) > 8 else "")
        for what, times in self.outside.most_common(_SHOWN):
            message = f"“{what}” is no level of the scale ({counted(times, 'rating')})."
            found.append(Finding(code="A002", where="ratings", message=message, hint=f"The levels are: {scale}."))
        for what, _ in self.twice.most_common(_SHOWN):
            hint = "Keep the one that counts."
            found.append(Finding(code="A003", where=what, message="This unit is rated twice by the rater.", hint=hint))
        found += [_unknown_rater(name, times) for name, times in self.unknown.most_common(_SHOWN)]
        for code, kind in (("A002", self.outside), ("A003", self.twice), ("A004", self.unknown)):
            if (more := len(kind) - _SHOWN) > 0:
                found.append(Finding(code=code, where="ratings", message=f"{more} more of this kind are not listed."))
        if found:
            raise RatingsError(found)

    def _scale(self) -> list[Finding]:
        if not 2 <= len(self.levels) <= MOST_LEVELS:
            message = f"The scale has {counted(len(self.levels), 'level')}."
            hint = f"Give all levels of the rubric, from 2 to {MOST_LEVELS}, also those nobody used."
            return [Finding(code="A001", where="levels", message=message, hint=hint)]
        return self._names("level", "A001", self.levels)

    @staticmethod
    def _names(noun: str, code: str, names: tuple[str, ...]) -> list[Finding]:
        return [
            Finding(code=code, where=f"{noun}s", message=f"The {noun} “{name}” is there {times} times.")
            for name, times in Counter(names).items()
            if times > 1
        ]
