"""What a rubric must satisfy beyond its shape.

Works on plain data, so that a file with a wrong field still gets every other finding in the same run.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from standards.record import exact
from standards.rubrics.rules import Clause, ClauseError, parse
from standards.yaml_file import Path

__all__ = ["MAX_WORDS", "check"]

MAX_WORDS = 40
"""Longest statement, in words."""

Note = Callable[..., None]
"""note(code, path, message, hint, warning=False)"""


def check(data: Mapping[str, Any], note: Note) -> None:
    """Note everything that is wrong with a rubric's content."""
    scales = _mapping(data.get("scales"))
    for name, scale in scales.items():
        _check_scale(scale, ("scales", name), note)
    if (default := data.get("scale")) is not None and default not in scales:
        note("022", ("scale",), f"There is no scale “{default}”.", _nearest(str(default), scales))
    _check_ids(data, note)
    for path, criterion in _criteria(data):
        _check_criterion(criterion, path, data, scales, note)
    _check_weights(data, note)
    _check_rule(data, scales, note)
    _check_translations(data, note)
    _check_marks(data, note)


# -- reading plain data that may be of any shape ------------------------------------------------


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _domains(data: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for position, domain in enumerate(_items(data.get("domains"))):
        yield ("domains", position), _mapping(domain)


def _criteria(data: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for path, domain in _domains(data):
        for position, criterion in enumerate(_items(domain.get("criteria"))):
            yield (*path, "criteria", position), _mapping(criterion)


def _level_keys(scale: Any) -> list[str]:
    return [str(level["key"]) for level in _items(_mapping(scale).get("levels")) if "key" in _mapping(level)]


def _nearest(name: str, known: Iterable[str]) -> str:
    known = [str(key) for key in known]
    close = difflib.get_close_matches(name, known, n=2, cutoff=0.5)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return f"There are: {', '.join(known)}." if known else "None is defined."


# -- the checks ---------------------------------------------------------------------------------


def _check_scale(scale: Any, path: Path, note: Note) -> None:
    keys = _level_keys(scale)
    for key in _twice(keys):
        note("026", (*path, "levels"), f"The level key “{key}” is used twice.", "Give each level its own key.")
    target = _mapping(scale).get("target")
    if target is not None and target not in keys:
        note("023", (*path, "target"), f"There is no level “{target}” on this scale.", _nearest(str(target), keys))
    points = []
    for position, level in enumerate(_items(_mapping(scale).get("levels"))):
        try:
            points.append((position, exact(_mapping(level).get("points"))))
        except ValueError:
            continue
    for (_, before), (position, after) in pairwise(points):
        if after < before:
            message = f"Points fall from {before} to {after}; a better level would count for less."
            note("025", (*path, "levels", position, "points"), message, "List the levels lowest first.")
    if points and points[-1][1] <= 0:
        note("025", (*path, "levels"), "The highest level is worth nothing.", "Give it points above 0.")


def _check_ids(data: Mapping[str, Any], note: Note) -> None:
    places: dict[str, list[Path]] = {}
    for path, criterion in _criteria(data):
        places.setdefault(str(criterion.get("id")), []).append(path)
    for name, found in places.items():
        for path in found[1:]:
            note("020", (*path, "id"), f"The criterion id “{name}” is used {len(found)} times.", "Ids must differ.")
    folded: dict[str, str] = {}
    for name, found in places.items():
        if (other := folded.setdefault(name.casefold(), name)) != name:
            message = f"The ids “{other}” and “{name}” differ only in case; a workbook would take them for one."
            note("020", (*found[0], "id"), message, "Give one of them another id.")
    domains = [str(domain.get("id")) for _, domain in _domains(data)]
    for name in _twice(domains):
        note("020", ("domains",), f"The domain id “{name}” is used more than once.", "Ids must differ.")
    for name in sorted(set(domains) & set(places)):
        note("020", ("domains",), f"“{name}” names a domain and a criterion.", "Give one of them another id.")
    if domains and not places:
        note("021", ("domains",), "The rubric has no criteria.", "Add at least one under `criteria:`.")


def _twice(names: Iterable[str]) -> list[str]:
    names = list(names)
    return sorted({name for name in names if names.count(name) > 1})


def _check_criterion(
    criterion: Mapping[str, Any], path: Path, data: Mapping[str, Any], scales: Mapping[str, Any], note: Note
) -> None:
    words = len(str(criterion.get("statement") or "").split())
    if words > MAX_WORDS:
        note(
            "024",
            (*path, "statement"),
            f"The statement has {words} words; {MAX_WORDS} is the most a reviewer can hold.",
            "Move explanation to `guidance`.",
        )
    name = criterion.get("scale")
    if name is not None and name not in scales:
        note("022", (*path, "scale"), f"There is no scale “{name}”.", _nearest(str(name), scales))
    scale = scales.get(str(name if name is not None else data.get("scale")))
    if scale is not None:
        _check_levels(criterion, path, _level_keys(scale), note)
    for position, probe in enumerate(_items(criterion.get("probes"))):
        _check_probe(_mapping(probe), (*path, "probes", position), note)


def _check_levels(criterion: Mapping[str, Any], path: Path, keys: list[str], note: Note) -> None:
    texts = _mapping(criterion.get("levels"))
    for key in texts:
        if key not in keys:
            note("023", (*path, "levels", key), f"The scale has no level “{key}”.", _nearest(str(key), keys))
    target = criterion.get("target")
    if target is not None and target not in keys:
        note("023", (*path, "target"), f"The scale has no level “{target}”.", _nearest(str(target), keys))
    if missing := [key for key in keys if not texts.get(key)]:
        note(
            "027",
            (*path, "levels"),
            f"No text tells what {', '.join(missing)} looks like here.",
            "Reviewers agree better when every level has its own text.",
            warning=True,
        )


def _check_probe(probe: Mapping[str, Any], path: Path, note: Note) -> None:
    kind = probe.get("check")
    if kind == "between" and probe.get("minimum") is None and probe.get("maximum") is None:
        note("028", path, "A between probe needs a bound.", "Give minimum, maximum or both.")
    if kind == "one of" and not probe.get("values"):
        note("028", path, "A “one of” probe needs its values.", "Give `values: [...]`.")


def _check_weights(data: Mapping[str, Any], note: Note) -> None:
    total = 0
    for path, item in [*_domains(data), *_criteria(data)]:
        try:
            weight = exact(item.get("weight", 1))
        except ValueError:
            continue
        if weight < 0:
            note("029", (*path, "weight"), "A weight is negative.", "Give 0 or more; 0 reports without counting.")
        total += weight > 0 and "criteria" not in item
    if not total and any(True for _ in _criteria(data)):
        note("029", ("domains",), "Every weight is 0, so there is no score.", "Give at least one weight above 0.")


def _check_rule(data: Mapping[str, Any], scales: Mapping[str, Any], note: Note) -> None:
    outcomes = [_mapping(outcome) for outcome in _items(_mapping(data.get("rule")).get("outcomes"))]
    for name in _twice(str(outcome.get("key")) for outcome in outcomes):
        note("049", ("rule", "outcomes"), f"The outcome key “{name}” is used twice.", "Keys must differ.")
    for position, outcome in enumerate(outcomes):
        path: Path = ("rule", "outcomes", position, "when")
        clauses, last = _items(outcome.get("when")), position == len(outcomes) - 1
        if last and clauses:
            message = "The last outcome has conditions, so some reviews would have no outcome at all."
            note("048", path, message, "Add a last outcome without `when`.")
        if not last and not clauses:
            message = "An outcome without conditions hides every outcome after it."
            note("048", path[:-1], message, "Add `when:` or move it to the end.")
        for index, sentence in enumerate(clauses):
            _check_clause(str(sentence), (*path, index), data, scales, note)


def _check_clause(sentence: str, path: Path, data: Mapping[str, Any], scales: Mapping[str, Any], note: Note) -> None:
    try:
        clause = parse(sentence)
    except ClauseError as problem:
        note(problem.code[1:], path, str(problem), problem.hint)
        return
    known = {
        "criteria": [str(criterion.get("id")) for _, criterion in _criteria(data)],
        "domain": [str(domain.get("id")) for _, domain in _domains(data)],
    }.get(clause.scope.kind, [])
    for name in clause.scope.names:
        if name not in known:
            note("047", path, f"There is no {clause.scope.kind} “{name}”.", _nearest(name, known))
    _check_clause_level(clause, path, data, scales, note)
    stages = any(criterion.get("stage") for _, criterion in _criteria(data))
    if clause.measure == "level_reached" and not stages:
        note("051", path, "level_reached needs stages.", "Give criteria a `stage: 1`, 2 …")


def _check_clause_level(
    clause: Clause, path: Path, data: Mapping[str, Any], scales: Mapping[str, Any], note: Note
) -> None:
    used = {
        str(criterion.get("scale") or data.get("scale"))
        for _, criterion in _criteria(data)
        if clause.scope.kind != "criteria" or not clause.scope.names or criterion.get("id") in clause.scope.names
    }
    if clause.measure == "mean":
        if not clause.percent and len(used & set(scales)) > 1:
            message = "A mean in points over different scales compares apples with pears."
            note("050", path, message, "Give the bound in percent: `>= 85 %`.")
        return
    key = str(clause.level or clause.bound)
    for name in sorted(used & set(scales)):
        keys = _level_keys(scales[name])
        if key not in keys:
            note("046", path, f"The scale “{name}” has no level “{key}”.", _nearest(key, keys))


def _check_translations(data: Mapping[str, Any], note: Note) -> None:
    criteria = [str(criterion.get("id")) for _, criterion in _criteria(data)]
    domains = [str(domain.get("id")) for _, domain in _domains(data)]
    for language, texts in _mapping(data.get("translations")).items():
        for field, known in (("titles", criteria), ("statements", criteria), ("domains", domains)):
            for name in _mapping(_mapping(texts).get(field)):
                if str(name) not in known:
                    path = ("translations", language, field, name)
                    note("060", path, f"“{name}” is translated but not defined.", _nearest(str(name), known))


def _check_marks(data: Mapping[str, Any], note: Note) -> None:
    if _mapping(data.get("source")).get("mark"):
        return
    bare = [str(c.get("id")) for _, c in _criteria(data) if not _mapping(c.get("source")).get("mark")]
    if bare:
        shown = ", ".join(bare[:6]) + (" …" if len(bare) > 6 else "")
        message = f"Nothing says whether the text was checked against its source: {shown}."
        note("070", ("source",), message, "Add `mark: found`, known-high … or ours.", warning=True)
