"""Weights and points of a rubric as whole numbers, so that sums are exact and fast."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from standards.rubrics.model import Rubric

__all__ = ["Units", "per_rubric", "units"]

P = ParamSpec("P")
T = TypeVar("T")


def per_rubric(make: Callable[Concatenate[Rubric, P], T], size: int = 16) -> Callable[Concatenate[Rubric, P], T]:
    """Remember what a function made of a rubric, by the rubric's digest and the other arguments."""
    made: OrderedDict[Hashable, T] = OrderedDict()

    @wraps(make)
    def remembered(rubric: Rubric, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (rubric.digest, args)
        if (known := made.get(key)) is not None:
            return known
        made[key] = new = make(rubric, *args, **kwargs)
        if len(made) > size:
            made.popitem(last=False)
        return new

    return remembered


@dataclass(frozen=True, slots=True)
class Units:
    """Whole numbers: divide a weight by `weight_unit`, points by `point_unit`."""

    weight_unit: int
    point_unit: int
    weights: dict[str, int]
    """By criterion id."""
    points: dict[str, tuple[int, ...]]
    """By criterion id: points of each level by rank; the last is the top."""
    ranks: dict[str, dict[str, int]]
    """By criterion id: position of each level on its scale."""


@per_rubric
def units(rubric: Rubric) -> Units:
    """The rubric's weights and points over common denominators."""
    weight_unit = math.lcm(*(criterion.weight.denominator for criterion in rubric.criteria))
    point_unit = math.lcm(*(level.points.denominator for scale in rubric.scales.values() for level in scale.levels))
    by_scale = {
        name: tuple(int(level.points * point_unit) for level in scale.levels) for name, scale in rubric.scales.items()
    }
    ranks = {name: {key: rank for rank, key in enumerate(scale.keys)} for name, scale in rubric.scales.items()}
    return Units(
        weight_unit,
        point_unit,
        {criterion.id: int(criterion.weight * weight_unit) for criterion in rubric.criteria},
        {criterion.id: by_scale[criterion.scale or rubric.scale] for criterion in rubric.criteria},
        {criterion.id: ranks[criterion.scale or rubric.scale] for criterion in rubric.criteria},
    )
