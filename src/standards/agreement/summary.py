"""All of it at once: by criterion, by cluster (program), by domain and overall.

A pooled line counts the units of all its criteria together; coefficients are never averaged, for each has its own idea
of chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from standards.agreement.alpha import Alpha
from standards.agreement.benchmark import Label, label, prevalence_notice
from standards.agreement.coefficient import Coefficient
from standards.agreement.gwet import Family, ac1
from standards.agreement.leniency import Leniency, leniency
from standards.agreement.percent import Apart, level_agreement
from standards.agreement.ratings import Ratings
from standards.agreement.resample import coefficients, summed
from standards.agreement.tally import Scope, counts_of, tally
from standards.agreement.weights import Weighting, weights, within

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Line", "Summary", "lines", "summary"]


@dataclass(frozen=True, slots=True)
class Line:
    """Agreement on one criterion, program or domain, or on everything."""

    scope: Scope
    name: str
    same: Coefficient
    within_one: Coefficient
    apart: Coefficient
    """Units on which raters lie two or more levels apart."""
    ac2: Coefficient
    alpha: Coefficient
    """Krippendorff's, ordinal."""
    most: str
    """The most frequent level; empty where nobody rated."""
    prevalence: float
    """Its share, each unit counting once; 0 where nobody rated."""

    @property
    def notice(self) -> str:
        """Why kappa-type values say little here; empty when they do not."""
        return prevalence_notice(self.most, self.prevalence, self.same.value, self.ac2.value, self.alpha.value)

    @property
    def label(self) -> Label:
        """The word that AC2 very probably earns, after Landis and Koch."""
        return label(self.ac2)

    @property
    def words(self) -> str:
        """Percentages first, then the headline figure and what to mind."""
        if self.same.value is None:
            return f"Agreement is undefined: {self.same.reason}."
        if self.prevalence == 1:
            return f"All raters chose the same level, {self.most}, on {self.same.units} units."
        head = f"Same level {self.same.text}, within one level {self.within_one.text}."
        return " ".join(filter(None, [head, self.ac2.words, self.label.words, self.notice]))


@dataclass(frozen=True, slots=True)
class Summary:
    """Every scope, applicability and the raters."""

    overall: Line
    domains: tuple[Line, ...]
    clusters: tuple[Line, ...]
    """By program."""
    criteria: tuple[Line, ...]
    applicability: Coefficient
    """AC1 on rated against not applicable."""
    levels: tuple[Coefficient, ...]
    """For each level: when a rater gives it, how often another one does; over everything."""
    raters: Leniency

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, the widest scope first."""
        return (self.overall, *self.domains, *self.clusters, *self.criteria)

    @property
    def words(self) -> str:
        """The overall line and whether raters can be compared."""
        return f"{self.overall.words} {self.raters.words}"

    def to_frame(self) -> pd.DataFrame:
        """One row per line; an undefined figure is missing and its reason stands beside it."""
        import pandas as pd

        rows = []
        for line in self.lines:
            row: dict[str, object] = {"scope": line.scope, "name": line.name, "units": line.same.units}
            row |= {"raters": line.same.raters, "clusters": line.ac2.clusters}
            for key in ("same", "within_one", "apart", "ac2", "alpha"):
                one: Coefficient = getattr(line, key)
                row |= {key: one.value, f"{key}_reason": one.reason}
                row[f"{key}_low"] = one.interval.low if one.interval else None
                row[f"{key}_high"] = one.interval.high if one.interval else None
            rows.append(row | {"most": line.most, "prevalence": line.prevalence, "notice": line.notice})
        return pd.DataFrame(rows).set_index(["scope", "name"])


def summary(
    ratings: Ratings,
    domains: Mapping[str, str] | None = None,
    *,
    weighting: Weighting = "linear",
    confidence: float = 0.95,
) -> Summary:
    """Everything a report needs.

    Args:
        domains: the domain of each criterion; None leaves the domains out.
        weighting: of AC2.
    """
    counts = counts_of(ratings.cells, len(ratings.levels))

    def of(scope: Scope) -> tuple[Line, ...]:
        return lines(ratings, scope, domains, weighting=weighting, confidence=confidence, counts=counts)

    return Summary(
        overall=of("overall")[0],
        domains=of("domain") if domains and ratings.criterion is not None else (),
        clusters=of("cluster") if ratings.cluster is not None else (),
        criteria=of("criterion") if ratings.criterion is not None else (),
        applicability=ac1(ratings.applicability(), confidence=confidence),
        levels=level_agreement(ratings, confidence=confidence),
        raters=leniency(ratings, confidence=confidence),
    )


def lines(
    ratings: Ratings,
    scope: Scope,
    domains: Mapping[str, str] | None = None,
    *,
    weighting: Weighting = "linear",
    confidence: float = 0.95,
    counts: NDArray[np.int64] | None = None,
) -> tuple[Line, ...]:
    """One scope.

    Args:
        counts: units × levels, when they have been counted before.
    """
    levels = len(ratings.levels)
    counted = tally(ratings, scope, domains, counts)
    ac2 = Family("gwet", weights(weighting, levels))
    members = (
        ("Same level", "", Family("none", within(0, levels)), True),
        ("Within one level", "", Family("none", within(1, levels)), True),
        ("Units 2 or more levels apart", "", Apart(2), True),
        ("Gwet AC2", f"{weighting} weights", ac2, False),
        ("Krippendorff alpha", "ordinal", Alpha(levels, None), False),
    )
    columns = [
        coefficients(name, method, statistic, counted, confidence=confidence, percent=percent)
        for name, method, statistic, percent in members
    ]
    shares = np.nan_to_num(ac2.split(summed(ac2, counted))[2])
    most, prevalence = shares.argmax(axis=1).tolist(), shares.max(axis=1).tolist()
    found = []
    for name, place, share, same, near, far, headline, second in zip(
        counted.names, most, prevalence, *columns, strict=True
    ):
        level = ratings.levels[place] if share else ""
        found.append(Line(scope, name, same, near, far, headline, second, level, share))
    return tuple(found)
