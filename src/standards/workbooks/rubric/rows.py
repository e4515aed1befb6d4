"""A rubric as rows of plain values, table by table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from standards.record import Record
from standards.rubrics.model import Criterion, Rubric, Translation
from standards.rubrics.rules import ClauseError
from standards.scoring.balance import balances
from standards.scoring.words import clause_words
from standards.workbooks.rubric.fields import TEXTS, Field, Steps, Table, level_field
from standards.workbooks.rubric.tables import (
    CHANGES,
    CRITERIA,
    DEFINITIONS,
    DOMAINS,
    GUIDELINE,
    LEVEL_TEXTS,
    OUTCOMES,
    PROBES,
    SCALES,
    TRANSLATIONS,
)

__all__ = ["Filled", "Row", "filled_tables"]

Row = Mapping[Steps, Any]
"""Values by the steps that lead to them, as JSON has them; None for an empty cell, `...` for a text that is empty on
purpose."""


class Filled(NamedTuple):
    """A table with its columns and rows."""

    table: Table
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]
    used: int
    """How many columns are in use; the rare ones after them hold nothing."""


def filled_tables(rubric: Rubric) -> tuple[Filled, ...]:
    """Every table of the book in the order of the sheets, the guideline's own facts as one row."""
    columns = _level_columns(rubric)
    criteria = (*CRITERIA.fields[:9], *columns, *CRITERIA.fields[9:])
    texts = [] if columns else [_filled(LEVEL_TEXTS, _level_texts(rubric))]
    return (
        _filled(GUIDELINE, [_plain(rubric)]),
        _filled(DOMAINS, map(_plain, rubric.domains)),
        _filled(CRITERIA._replace(fields=criteria), _criteria(rubric)),
        *texts,
        _filled(SCALES, _levels(rubric)),
        _filled(OUTCOMES, _outcomes(rubric)),
        _filled(PROBES, _probes(rubric)),
        _filled(DEFINITIONS, _definitions(rubric)),
        _filled(TRANSLATIONS, _translations(rubric)),
        _filled(CHANGES, map(_plain, rubric.changes)),
    )


def _plain(record: Record) -> dict[str, Any]:
    return record.model_dump(mode="json")


def _filled(table: Table, found: Iterable[Mapping[str, Any]]) -> Filled:
    """The table's rows; groups of rare columns that hold nothing come last."""
    rows = [{field.steps: _at(values, field.steps) for field in table.fields} for values in found]
    held = {field.rare for field in table.fields if any(row[field.steps] not in (None, "", []) for row in rows)}
    used = [field for field in table.fields if not field.rare or field.rare in held]
    rest = [field for field in table.fields if field not in used]
    return Filled(table, (*used, *rest), tuple(rows), len(used))


def _at(values: Any, steps: Steps) -> Any:
    for step in steps:
        values = values.get(step) if values else None
    return values


def _level_columns(rubric: Rubric) -> tuple[Field, ...]:
    """A column for each level, where one scale has them all and their keys differ in more than case."""
    keys = next(iter(rubric.scales.values())).keys
    known = len(rubric.scales) == 1 and all(set(criterion.levels) <= set(keys) for criterion in rubric.criteria)
    if not known or len({key.casefold() for key in keys}) < len(keys):
        return ()
    return tuple(level_field(key, max(20.0, min(36.0, 130 / len(keys)))) for key in keys)


def _criteria(rubric: Rubric) -> Iterator[dict[str, Any]]:
    for domain in rubric.domains:
        for criterion in domain.criteria:
            yield {"domain": domain.id, **_plain(criterion)}


def _level_texts(rubric: Rubric) -> Iterator[dict[str, Any]]:
    """A row for each text, and one to fill for each level that has none."""
    for criterion in rubric.criteria:
        for key in dict.fromkeys((*_keys(rubric, criterion), *criterion.levels)):
            yield {"criterion": criterion.id, "level": key, "text": criterion.levels.get(key)}


def _keys(rubric: Rubric, criterion: Criterion) -> tuple[str, ...]:
    scale = rubric.scales.get(criterion.scale or rubric.scale)
    return scale.keys if scale else ()


def _levels(rubric: Rubric) -> Iterator[dict[str, Any]]:
    for name, scale in rubric.scales.items():
        for place, level in enumerate(scale.levels):
            title = None if place else scale.title
            yield {
                "scale": name,
                "title": title,
                "target": True if level.key == scale.target else None,
                **_plain(level),
            }


def _outcomes(rubric: Rubric) -> Iterator[dict[str, Any]]:
    words = _clauses_in_words(rubric)
    for number, outcome in enumerate(rubric.rule.outcomes):
        for place, clause in enumerate(outcome.when or (None,)):
            first = {"label": outcome.label, "text": outcome.text} if not place else {}
            yield {"key": outcome.key, "clause": clause, "words": words.get((number, clause)), **first}


def _clauses_in_words(rubric: Rubric) -> dict[tuple[int, str | None], str]:
    """What each clause asks, by number of its outcome and sentence; nothing for a rule that is not right yet."""
    found: dict[tuple[int, str | None], str] = {}
    names = frozenset(criterion.id for criterion in rubric.criteria)
    for number, outcome in enumerate(rubric.rule.outcomes):
        for sentence in outcome.when:
            alone = rubric.rule.revised(outcomes=(outcome.revised(when=(sentence,)),))
            try:
                parts = balances(rubric.revised(rule=alone), names)
                words = [clause_words(rubric, part) for part in parts]
            except (ClauseError, LookupError):
                continue
            more = [f"… and so for each of {len(words)} domains"] if len(words) > 1 else []
            found[number, sentence] = "\n".join([*words[:1], *more])
    return found


def _probes(rubric: Rubric) -> Iterator[dict[str, Any]]:
    for criterion in rubric.criteria:
        for probe in criterion.probes:
            yield {"criterion": criterion.id, **_plain(probe)}


def _definitions(rubric: Rubric) -> Iterator[dict[str, Any]]:
    for definition in rubric.definitions:
        found = _plain(definition)
        if found["source"] is not None and not any(found["source"].values()):
            found["source"]["clause"] = ...  # a source that says nothing is not the same as none
        yield found


def _translations(rubric: Rubric) -> Iterator[dict[str, Any]]:
    """For each language a row for every text that can be translated, and for whatever else was."""
    originals = _originals(rubric)
    for language, texts in rubric.translations.items():
        known = dict.fromkeys((*originals, *_translated(texts)))
        for of, name in known:
            word = next(word for word, field in TEXTS.items() if field == of)
            held = getattr(texts, of)
            found = (held or None) if name is None else held.get(name)
            yield {"language": language, "of": word, "id": name, "original": originals.get((of, name)), "text": found}


def _originals(rubric: Rubric) -> dict[tuple[str, str | None], str]:
    """Every text that can be translated, by field of the translation and id."""
    found: dict[tuple[str, str | None], str] = {("title", None): rubric.title, ("disclaimer", None): rubric.disclaimer}
    found |= {("levels", level.key): level.label for scale in rubric.scales.values() for level in scale.levels}
    for domain in rubric.domains:
        found["domains", domain.id] = domain.title
    for criterion in rubric.criteria:
        found["titles", criterion.id] = criterion.title
        found["statements", criterion.id] = criterion.statement
    return found


def _translated(texts: Translation) -> Iterator[tuple[str, str | None]]:
    for of in ("domains", "levels", "titles", "statements"):
        for name in getattr(texts, of):
            yield of, name
