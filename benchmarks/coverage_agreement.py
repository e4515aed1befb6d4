"""How often the intervals hold the true value; the tables belong in docs/agreement.md.

Ratings are drawn from a known model, the true value is the coefficient of very many units, and 600 samples are
asked. Not a `bench_`: it measures honesty, not speed, and takes about a minute.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from standards.agreement import Bootstrap, Coefficient, Ratings, ac2, alpha, fleiss

SAMPLES = 600
LEVELS, RATERS = 4, 4
Measure = Callable[[Ratings], Coefficient]


def made(chance: np.random.Generator, clusters: int, each: int) -> Ratings:
    """Units in clusters: programs differ, criteria within a program too, and so does how hard a program is to judge."""
    programs = chance.normal(0, 0.7, size=(clusters, 1, 1)) if each > 1 else np.zeros((clusters, 1, 1))
    hard = np.exp(chance.normal(0, 0.6, size=(clusters, 1, 1))) if each > 1 else np.ones((clusters, 1, 1))
    true = 1.7 + programs + chance.normal(0, 0.8, size=(clusters, each, 1))
    noise = 0.6 * hard * chance.normal(size=(clusters, each, RATERS))
    levels = np.clip(np.round(true + noise), 0, LEVELS - 1).reshape(clusters * each, RATERS)
    if each == 1:
        return Ratings.from_array(levels, LEVELS)
    names = [f"P{place // each}" for place in range(clusters * each)]
    return Ratings.from_array(levels, LEVELS, clusters=names)


def coverage(measures: Mapping[str, Measure], clusters: int, each: int) -> dict[str, float]:
    """Share of samples whose interval holds the true value; a sample without an interval counts as a miss."""
    whole = made(np.random.default_rng(0), 400_000 // each, each)
    truth = {name: measure(whole.unclustered()).value for name, measure in measures.items()}
    chance, hits = np.random.default_rng(clusters), dict.fromkeys(measures, 0)
    for _ in range(SAMPLES):
        ratings = made(chance, clusters, each)
        for name, measure in measures.items():
            found, true = measure(ratings).interval, truth[name]
            hits[name] += found is not None and true is not None and found.low <= true <= found.high
    return {name: hit / SAMPLES for name, hit in hits.items()}


def printed(title: str, head: str, found: Mapping[int, Mapping[str, float]]) -> str:
    names = list(next(iter(found.values())))
    lines = [f"### {title}", "", f"| {head} | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    lines += [f"| {size} | {' | '.join(f'{row[name]:.3f}' for name in names)} |" for size, row in found.items()]
    return "\n".join([*lines, ""])


def main() -> None:
    def drawn(measure: Callable[..., Coefficient]) -> Measure:
        """With a bootstrap; the true value, from very many units, is taken without."""
        return lambda ratings: measure(ratings, how=Bootstrap(1, 400) if ratings.units < 10_000 else None)

    single: dict[str, Measure] = {
        "AC2 t": ac2,
        "AC2 bootstrap": drawn(ac2),
        "alpha jackknife t": alpha,
        "alpha bootstrap": drawn(alpha),
        "Fleiss t": fleiss,
    }
    found = {units: coverage(single, units, 1) for units in (10, 15, 30, 60)}
    print(printed("Units that stand for themselves, 4 raters, 95 % intervals", "units", found))
    pooled: dict[str, Measure] = {
        "AC2 over programs": ac2,
        "AC2 as if units stood for themselves": lambda ratings: ac2(ratings.unclustered()),
        "alpha over programs": alpha,
        "alpha bootstrap of programs": drawn(alpha),
        "alpha as if units stood for themselves": lambda ratings: alpha(ratings.unclustered()),
    }
    found = {clusters: coverage(pooled, clusters, 25) for clusters in (6, 12, 30)}
    print(printed("Programs of 25 criteria, 4 raters, 95 % intervals", "programs", found))


if __name__ == "__main__":
    main()
