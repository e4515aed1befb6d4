"""How close it is: which single rating would flip the outcome, and what it takes to reach the next one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from standards.rubrics.model import Level, Outcome, Rubric
from standards.scoring.balance import Balance

__all__ = ["Flip", "Rise", "Touching", "flips", "smallest_rise", "touching"]


@dataclass(frozen=True, slots=True)
class Flip:
    """One change of one rating that leads to another outcome."""

    criterion: str
    was: Level
    """The level now."""
    becomes: Level
    """The nearest level, upwards or downwards, that changes the outcome."""
    upward: bool
    outcome: Outcome

    @property
    def words(self) -> str:
        """The change in a sentence."""
        verb = "Raising" if self.upward else "Lowering"
        return (
            f"{verb} {self.criterion} from {self.was.label} to {self.becomes.label} alone "
            f"leads to “{self.outcome.label}”."
        )


@dataclass(frozen=True, slots=True)
class Rise:
    """A set of ratings that, raised together, reach a better outcome."""

    outcome: Outcome
    criteria: tuple[str, ...]
    smallest: bool
    """True when it is proven that no smaller set does it."""
    words: str


Touching = Mapping[str, tuple[tuple[int, int, tuple[int, ...]], ...]]
"""By criterion: position of the clause, of its outcome, and the contribution by rank."""


def touching(sums: Sequence[Balance]) -> Touching:
    """Which clauses a criterion can move, so that one changed rating costs only those."""
    found: dict[str, list[tuple[int, int, tuple[int, ...]]]] = defaultdict(list)
    for index, balance in enumerate(sums):
        for name, gain in balance.gains.items():
            if gain[0] != gain[-1]:
                found[name].append((index, balance.outcome, gain))
    return {name: tuple(places) for name, places in found.items()}


class _Sheet:
    """The clauses' sums as they stand, and what one changed rating would make of them."""

    def __init__(self, outcomes: int, sums: Sequence[Balance], totals: Sequence[int]) -> None:
        self.totals = totals
        self.failing = [0] * outcomes
        for balance, total in zip(sums, totals, strict=True):
            self.failing[balance.outcome] += total < 0
        self.now = self.failing.index(0)

    def outcome_if(self, places: tuple[tuple[int, int, tuple[int, ...]], ...], old: int, new: int) -> int:
        """Position of the outcome with one criterion moved from one rank to another."""
        failing = self.failing
        for index, position, gain in places:
            before = self.totals[index]
            after = before + gain[new] - gain[old]
            if (before < 0) != (after < 0):
                if failing is self.failing:
                    failing = failing.copy()
                failing[position] += 1 if after < 0 else -1
        return self.now if failing is self.failing else failing.index(0)


def flips(
    rubric: Rubric,
    sums: Sequence[Balance],
    touched: Touching,
    bounds: Sequence[tuple[int, int]],
    ranks: Mapping[str, int | None],
) -> tuple[Flip, ...]:
    """Every rated criterion whose change alone leads to another outcome, with the nearest such level.

    With ratings still open, a change counts when it moves the outcome for at least one way of filling them.
    """
    outcomes = rubric.rule.outcomes
    worst = _Sheet(len(outcomes), sums, [low for low, _ in bounds])
    best = _Sheet(len(outcomes), sums, [high for _, high in bounds])
    found: list[Flip] = []
    for name, places in touched.items():
        rank = ranks[name]
        if rank is None:
            continue
        top = len(places[0][2]) - 1
        if rank < top and best.outcome_if(places, rank, top) != best.now:
            found.append(_nearest(rubric, name, best, places, range(rank, top + 1)))
        if rank > 0 and worst.outcome_if(places, rank, 0) != worst.now:
            found.append(_nearest(rubric, name, worst, places, range(rank, -1, -1)))
    return tuple(found)


def _nearest(
    rubric: Rubric, name: str, sheet: _Sheet, places: tuple[tuple[int, int, tuple[int, ...]], ...], path: range
) -> Flip:
    """The first step on the path that changes the outcome; the last one is known to."""
    scale = rubric.scale_of(rubric.by_id[name])
    for rank in path[1:]:
        if (outcome := sheet.outcome_if(places, path[0], rank)) != sheet.now:
            break
    return Flip(name, scale.levels[path[0]], scale.levels[rank], path.step > 0, rubric.rule.outcomes[outcome])


def smallest_rise(
    rubric: Rubric,
    sums: Sequence[Balance],
    touched: Touching,
    bounds: Sequence[tuple[int, int]],
    ranks: Mapping[str, int | None],
    now: int,
) -> Rise | None:
    """The fewest criteria to raise so that the outcome gets better by one place.

    Criteria that a clause names by level are forced; the rest is filled greedily by gain, innermost
    scope first, which is the smallest set when at most nested means remain (an exchange argument:
    taking the larger gain first never needs more criteria). Otherwise a small set, marked as such.

    Args:
        ranks: level rank by applicable criterion; open ones are taken at their lowest.
        now: position of the outcome reached, 0 for the best.
    """
    for target in range(now - 1, -1, -1):
        ladder = _Ladder(sums, touched, [low for low, _ in bounds], {name: rank or 0 for name, rank in ranks.items()})
        if (proven := ladder.climb(target)) is not None:
            return _rise(rubric, rubric.rule.outcomes[target], tuple(ladder.chosen), proven)
    return None


class _Ladder:
    """Criteria raised one after the other; every clause's sum follows."""

    def __init__(self, sums: Sequence[Balance], touched: Touching, totals: list[int], ranks: dict[str, int]) -> None:
        self.sums, self.touched, self.totals, self.ranks = sums, touched, totals, ranks
        self.chosen: dict[str, None] = {}

    def climb(self, target: int) -> bool | None:
        """Raise what the outcome needs: True when proven to be the fewest, None when it cannot be reached."""
        wanted = [index for index, balance in enumerate(self.sums) if balance.outcome == target]
        loose = []
        for index in wanted:
            if self.sums[index].clause.measure in ("all", "min", "level_reached"):
                self._lift_failing(index)
            else:
                loose.append(index)
        loose.sort(key=lambda index: len(self.sums[index].gains))
        for index in loose:
            self._lift_largest(index)
        if any(self.totals[index] < 0 for index in wanted):
            return None
        return _laminar([self.sums[index] for index in loose])

    def _lift_failing(self, index: int) -> None:
        if self.totals[index] < 0:
            for name, gain in self.sums[index].gains.items():
                if gain[self.ranks[name]] < 0:
                    self._lift(name)

    def _lift_largest(self, index: int) -> None:
        if self.totals[index] >= 0:
            return
        by_gain = [(gain[-1] - gain[self.ranks[name]], name) for name, gain in self.sums[index].gains.items()]
        by_gain.sort(key=lambda pair: -pair[0])
        for gain, name in by_gain:
            if self.totals[index] >= 0 or gain <= 0:
                return
            self._lift(name)

    def _lift(self, name: str) -> None:
        self.chosen[name] = None
        old = self.ranks[name]
        for index, _, gain in self.touched[name]:
            self.totals[index] += gain[-1] - gain[old]
            self.ranks[name] = len(gain) - 1


def _laminar(loose: Sequence[Balance]) -> bool:
    """Nested or separate scopes of one measure: then filling greedily is exact."""
    if len(loose) <= 1:
        return True
    if {balance.clause.measure for balance in loose} != {"mean"}:
        return False
    outermost: dict[str, int] = {}  # smaller scopes come first; each larger one must swallow them whole
    sizes: list[int] = []
    for balance in loose:
        inside = Counter(outermost[name] for name in balance.gains if name in outermost)
        if any(count < sizes[scope] for scope, count in inside.items()):
            return False
        outermost.update(dict.fromkeys(balance.gains, len(sizes)))
        sizes.append(len(balance.gains))
    return True


def _rise(rubric: Rubric, outcome: Outcome, names: tuple[str, ...], proven: bool) -> Rise:
    ordered = tuple(criterion.id for criterion in rubric.criteria if criterion.id in names)
    count = f"{len(ordered)} criteri{'on' if len(ordered) == 1 else 'a'}"
    lead = "The smallest change" if proven else "One small change"
    what = ", ".join(ordered)
    return Rise(
        outcome,
        ordered,
        proven,
        f"{lead} that reaches “{outcome.label}”: raise {count} to the top level: {what}.",
    )
