"""Where the variance of ratings comes from, and what more raters or criteria would bring.

Balanced analysis of variance with expected mean squares (Cronbach, Gleser, Nanda and Rajaratnam 1972; Brennan 2001).
Two designs: units × raters, and clusters × criteria × raters where every rater rated every criterion of every cluster.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from standards.agreement.coefficient import shown
from standards.agreement.ratings import Ratings
from standards.agreement.tally import Floats, Ints
from standards.rounding import counted

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Component", "Generalizability", "generalizability"]


@dataclass(frozen=True, slots=True)
class Component:
    """One source of variance."""

    source: str
    """Such as cluster × rater; the last one includes what nothing explains."""
    square: float
    """Mean square."""
    degrees: int
    estimate: float
    """Variance in squared levels, as it comes out; may be below 0 by chance."""

    @property
    def variance(self) -> float:
        """The estimate, 0 where it came out below."""
        return max(self.estimate, 0.0)

    @property
    def negative(self) -> bool:
        """True when the estimate came out below 0 and is read as 0."""
        return self.estimate < 0


@dataclass(frozen=True, slots=True)
class Generalizability:
    """The components, and what they promise for other numbers of raters and criteria."""

    components: tuple[Component, ...]
    """Empty when it is undefined."""
    sizes: Mapping[str, int]
    """How many of each: cluster (or unit), criterion, rater."""
    reason: str = ""
    """Why there are no components."""

    def dependability(self, *, raters: int | None = None, criteria: int | None = None) -> float | None:
        """Phi: of the differences between mean scores on the scale itself, the share that is real.

        None where it is undefined. Without numbers, those of the data.
        """
        return self._share(raters, criteria, absolute=True)

    def generalizability(self, *, raters: int | None = None, criteria: int | None = None) -> float | None:
        """E ρ²: the same for the order of mean scores, where a lenient rater or an easy criterion harms nobody."""
        return self._share(raters, criteria, absolute=False)

    def compared(self, *, raters: int, instead_of: int | None = None) -> str:
        """What another number of raters would do: 4 raters instead of 2 would lift dependability from 0.58 to 0.65."""
        now = self.sizes.get("rater", 0) if instead_of is None else instead_of
        before, after = self.dependability(raters=now), self.dependability(raters=raters)
        if before is None or after is None:
            return f"What {counted(raters, 'rater')} would bring is undefined: {self._why}."
        change = "lift" if raters > now else "lower"
        return (
            f"{counted(raters, 'rater')} instead of {now} would {change} dependability "
            f"from {shown(before)} to {shown(after)}."
        )

    @property
    def words(self) -> str:
        """The largest source, as a sentence."""
        total = sum(component.variance for component in self.components)
        if not total:
            return f"The sources of variance are undefined: {self._why}."
        most = max(self.components, key=lambda component: component.variance)
        text = f"Most of the variance lies in {most.source} ({most.variance / total * 100:.0f} %)."
        below = [component.source for component in self.components if component.negative]
        return f"{text} Read as 0, having come out below: {', '.join(below)}." if below else text

    def to_frame(self) -> pd.DataFrame:
        """One row per source."""
        import pandas as pd

        columns = ["source", "degrees", "mean_square", "variance", "estimate", "negative"]
        rows = [(c.source, c.degrees, c.square, c.variance, c.estimate, c.negative) for c in self.components]
        return pd.DataFrame(rows, columns=columns).set_index("source")

    @property
    def _why(self) -> str:
        return self.reason or "all ratings are alike"

    def _share(self, raters: int | None, criteria: int | None, *, absolute: bool) -> float | None:
        if not self.components:
            return None
        asked = {"rater": raters, "criterion": criteria}
        wanted = {name: asked.get(name) or size for name, size in self.sizes.items()}
        target, *_ = self.sizes
        real = noise = 0.0
        for component in self.components:
            facets = component.source.split(" × ")
            if facets == [target]:
                real = component.variance
            elif absolute or target in facets:
                noise += component.variance / np.prod([wanted[name] for name in facets if name != target])
        return float(real / (real + noise)) if real + noise > 0 else None


def generalizability(ratings: Ratings) -> Generalizability:
    """Components of variance; complete and balanced data only."""
    names: tuple[str, ...] = ("unit", "rater")
    sizes: tuple[int, ...] = (ratings.units, len(ratings.raters))
    place: tuple[Ints, ...] = ()
    if ratings.cluster is not None and ratings.criterion is not None:
        clusters, cluster = np.unique(ratings.cluster, return_inverse=True)
        criteria, criterion = np.unique(ratings.criterion, return_inverse=True)
        names, place = ("cluster", "criterion", "rater"), (cluster, criterion)
        sizes = (len(clusters), len(criteria), len(ratings.raters))
    found = dict(zip(names, sizes, strict=True))
    if single := [name for name, size in found.items() if size < 2]:
        return Generalizability((), found, f"there are not at least two of: {', '.join(single)}")
    missing = int(np.prod(sizes)) - int(ratings.rated.sum())
    if missing:
        text = f"it needs every rater on everything, and {counted(missing, 'rating')} {'is' if missing == 1 else 'are'}"
        return Generalizability((), found, f"{text} missing")
    scores = ratings.cells.T.astype(float)
    if place:
        block = np.empty(sizes)
        block[place] = scores
        scores = block
    return Generalizability(_components(scores, names), found)


def _components(scores: Floats, names: tuple[str, ...]) -> tuple[Component, ...]:
    """Mean squares of all effects, then their components from the highest interaction down."""
    axes = range(len(names))
    effects = [facets for size in range(1, len(names) + 1) for facets in combinations(axes, size)]
    parts: dict[tuple[int, ...], Floats] = {(): scores.mean(keepdims=True)}
    squares: dict[tuple[int, ...], float] = {}
    for facets in effects:
        others = tuple(axis for axis in axes if axis not in facets)
        inner = [lower for lower in parts if set(lower) < set(facets)]
        parts[facets] = scores.mean(axis=others, keepdims=True) - sum(parts[lower] for lower in inner)
        many = scores.size / parts[facets].size
        squares[facets] = float((parts[facets] ** 2).sum()) * many / _degrees(scores, facets)
    found = []
    for facets in effects:
        above = [upper for upper in effects if set(upper) >= set(facets)]
        signed = sum(squares[upper] * (-1) ** (len(upper) - len(facets)) for upper in above)
        repeats = scores.size / np.prod([scores.shape[axis] for axis in facets])
        source = " × ".join(names[axis] for axis in facets)
        found.append(Component(source, squares[facets], _degrees(scores, facets), float(signed / repeats)))
    return tuple(found)


def _degrees(scores: Floats, facets: tuple[int, ...]) -> int:
    return int(np.prod([scores.shape[axis] - 1 for axis in facets]))
