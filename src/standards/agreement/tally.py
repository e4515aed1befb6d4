"""Ratings counted once: how often each level was given to a unit, and which units stand together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from standards.agreement.ratings import Ratings

__all__ = ["Floats", "Ints", "Scope", "Tally", "counts_of", "parts_of", "tally"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Scope = Literal["overall", "criterion", "cluster", "domain"]
_AT_ONCE = 2_000_000
"""Numbers handled in one piece, so that memory stays small."""


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Units as rows of counts, sorted by group and, inside it, by block.

    A group is a line of the result: a criterion, a program, everything. A block is what the jackknife deletes: a
    cluster, or a unit. Units that count alike share a row where each stands for itself.
    """

    counts: Floats
    """Rows × features counted: levels, or what the statistic asks for."""
    times: Floats
    """How many units the row stands for."""
    group: Ints
    """Position in `names`, a row each."""
    block: Ints
    """Number of the block, a row each, rising from 0."""
    names: tuple[str, ...]
    raters: Ints
    """Raters who rated any unit of the group, a group each."""
    clustered: bool
    """True when a block may hold more than one unit."""

    @property
    def groups(self) -> int:
        return len(self.names)


def counts_of(cells: NDArray[np.int8], levels: int) -> NDArray[np.int64]:
    """Units × levels: how many raters gave the level. `cells` is raters × units."""
    found = np.zeros((cells.shape[1], levels), dtype=np.int64)
    for start in range(0, len(cells), 255):  # what a byte can count
        part = cells[start : start + 255]
        for level in range(levels):
            found[:, level] += (part == level).view(np.uint8).sum(axis=0, dtype=np.uint8)
    return found


def tally(
    ratings: Ratings,
    scope: Scope = "overall",
    domains: Mapping[str, str] | None = None,
    counts: NDArray[np.int64] | None = None,
) -> Tally:
    """Count the ratings for one line (overall) or for a line each.

    Args:
        scope: what makes a line. Inside a cluster every unit stands for itself; elsewhere clusters stay whole.
        domains: the domain of each criterion, when the scope asks for it.
        counts: units × anything, instead of how often each level was given.
    """
    group, names = _groups(ratings, scope, domains or {})
    raters = _raters_in(ratings.rated, group, len(names))
    if counts is None:
        counts = counts_of(ratings.cells, len(ratings.levels))
    if scope != "cluster" and ratings.cluster is not None and ratings.units:
        pair = group * max(len(ratings.clusters), 1) + ratings.cluster
        order = np.argsort(pair, kind="stable")
        starts = np.flatnonzero(np.diff(pair[order], prepend=-1))
        if len(starts) < ratings.units:
            block = np.repeat(np.arange(len(starts)), np.diff(starts, append=ratings.units))
            rows = counts[order].astype(float)
            return Tally(rows, np.ones(len(rows)), group[order], block, names, raters, clustered=True)
    first, times = _alike(counts, group)
    rows = counts[first].astype(float)
    return Tally(rows, times, group[first], np.arange(len(first)), names, raters, clustered=False)


def parts_of(rows: int, width: int) -> Iterator[slice]:
    """Slices that cover the rows, small enough for `width` numbers a row."""
    size = max(1, _AT_ONCE // max(width, 1))
    for start in range(0, rows, size):
        yield slice(start, start + size)


def _groups(ratings: Ratings, scope: Scope, domains: Mapping[str, str]) -> tuple[Ints, tuple[str, ...]]:
    """The position of each unit's line, and the lines' names."""
    everything: Ints = np.zeros(ratings.units, dtype=np.intp)
    if scope == "cluster" and ratings.cluster is not None:
        return _dense(ratings.cluster, ratings.clusters)
    if scope in ("criterion", "domain") and ratings.criterion is not None:
        if scope == "criterion":
            return _dense(ratings.criterion, ratings.criteria)
        named = [domains.get(name, "no domain") for name in ratings.criteria]
        places = {name: place for place, name in enumerate(dict.fromkeys(named))}
        return _dense(np.array([places[name] for name in named], dtype=np.intp)[ratings.criterion], tuple(places))
    return everything, ("overall",)


def _dense(codes: Ints, names: tuple[str, ...]) -> tuple[Ints, tuple[str, ...]]:
    """Without the names that no unit has."""
    used, found = np.unique(codes, return_inverse=True)
    return found, tuple(names[place] for place in used)


def _raters_in(rated: NDArray[np.bool_], group: Ints, groups: int) -> Ints:
    """How many raters rated anything in each group."""
    if groups == 1:
        return np.array([rated.any(axis=1).sum()])
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    if not len(starts):
        return np.zeros(groups, dtype=np.intp)
    found: Ints = np.logical_or.reduceat(rated[:, order], starts, axis=1).sum(axis=0)
    return found


def _alike(counts: NDArray[np.int64], group: Ints) -> tuple[Ints, Floats]:
    """One unit of each kind that counts alike in its group, in order of the groups, and how many there are."""
    units, width = counts.shape
    base = int(counts.max(initial=0)) + 1
    groups = int(group.max(initial=0)) + 1
    if not units or math.log2(groups) + width * math.log2(base) > 62:
        order = np.argsort(group, kind="stable")
        return order, np.ones(units)
    key = group.astype(np.int64)
    for column in range(width):
        key = key * base + counts[:, column]
    _, first, times = np.unique(key, return_index=True, return_counts=True)
    return first, times.astype(float)
