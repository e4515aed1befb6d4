"""The rows of all tables put together as the plain data of a rubric, with the cell of every value."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from standards.workbooks.back.rubric.facts import facts
from standards.workbooks.back.rubric.found import Found, Row
from standards.workbooks.back.rubric.notes import Notes, Place
from standards.workbooks.rubric.fields import TEXTS, Steps, Table
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
from standards.yaml_file import Path

__all__ = ["Gathered"]

_PATHS: tuple[tuple[Table, Path], ...] = (
    (DOMAINS, ("domains",)),
    (SCALES, ("scales",)),
    (OUTCOMES, ("rule", "outcomes")),
    (DEFINITIONS, ("definitions",)),
    (TRANSLATIONS, ("translations",)),
    (CHANGES, ("changes",)),
    (GUIDELINE, ()),
)
"""Where a finding about a table as a whole belongs: at its first heading."""


class Gathered:
    """Plain data as a rubric file would hold it, and the cell of each path."""

    def __init__(self, tables: Mapping[str, Found], notes: Notes) -> None:
        self.data: dict[str, Any] = {"source": {}, "rule": {}, "scales": {}, "domains": []}
        self.places: dict[Path, Place] = {
            path: tables[table.name].anchor for table, path in _PATHS if table.name in tables
        }
        self._tables, self._notes = tables, notes
        self._criteria: dict[str, tuple[dict[str, Any], Path]] = {}
        """Data and path of each criterion, by id."""
        self._guideline()
        self._scales()
        self._domains()
        self._level_texts()
        self._probes()
        self._outcomes()
        self._translations()
        for table, field in ((DEFINITIONS, "definitions"), (CHANGES, "changes")):
            for row in self._rows(table):
                held = self.data.setdefault(field, [])
                held.append(self._record(row, (field, len(held))))

    def place(self, path: Path) -> Place | None:
        """The cell of a value, or of the nearest thing around it; None where nothing around it has one."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path)

    # -- rows ---------------------------------------------------------------------------------------

    def _rows(self, table: Table) -> Iterator[Row]:
        """Rows that say what they are about, each key once; the others are noted."""
        found = self._tables.get(table.name)
        seen: dict[tuple[Any, ...], Place] = {}
        for row in found.rows(self._notes) if found else ():
            missing = next((steps for steps in table.needs if row.values.get(steps) is None), None)
            key = tuple(row.values.get(steps) for steps in table.key)
            if missing is not None:
                words = table.heading(*missing)
                self._note("B007", row.places[missing], f"The row has no {words}.", "Fill it in, or clear the row.")
            elif key and key in seen:
                said = " and ".join(str(part) for part in key if part is not None)
                message = f"“{said}” has a row already, at {seen[key].cell}; this one is not read."
                self._note("B006", row.anchor, message, "Give it another name, or delete one of the rows.")
            else:
                seen[key] = row.anchor
                yield row

    def _record(self, row: Row, path: Path, leave: Iterable[Steps] = ()) -> dict[str, Any]:
        """A row's values as nested data; the cell of each is remembered under the path."""
        made: dict[str, Any] = {}
        self.places[path] = row.anchor
        for steps, place in row.places.items():
            if steps not in leave:
                self._set(made, path, steps, place, row.values.get(steps))
        return made

    def _set(self, made: dict[str, Any], path: Path, steps: Steps, place: Place, value: Any) -> None:
        """Put a value where its steps lead, None nowhere; its cell also stands for what is around it."""
        for length in range(1, len(steps)):
            self.places.setdefault((*path, *steps[:length]), place)
        self.places[(*path, *steps)] = place
        if value is not None:
            for step in steps[:-1]:
                made = made.setdefault(step, {})
            made[steps[-1]] = value

    def _note(self, code: str, place: Place, message: str, hint: str) -> None:
        if not self._notes.settled(place):
            self._notes.add(code, place, message, hint)

    def _once(self, made: dict[str, Any], path: Path, row: Row, steps: Steps, what: str) -> None:
        """A value that belongs to several rows: one of them gives it, and none contradicts."""
        place, value = row.places.get(steps), row.values.get(steps)
        target = (*path, steps[-1])
        if place is None:
            return
        self.places.setdefault(target, place)
        if value is None:
            return
        if steps[-1] not in made:
            made[steps[-1]] = value
            self.places[target] = place
        elif made[steps[-1]] != value:
            message = f"{what} is given twice and differently, here and at {self.places[target].cell}."
            self._note("B016", place, message, "Give it once, or the same each time.")

    # -- tables -------------------------------------------------------------------------------------

    def _guideline(self) -> None:
        if (found := self._tables.get(GUIDELINE.name)) is not None:
            for steps, place, value in facts(found, self._notes):
                self._set(self.data, (), steps, place, value)

    def _scales(self) -> None:
        scales = self.data["scales"]
        for row in self._rows(SCALES):
            name = row.values["scale",]
            path: Path = ("scales", name)
            scale = scales.setdefault(name, {"levels": []})
            self.places.setdefault(path, row.places["scale",])
            self._once(scale, path, row, ("title",), f"The title of the scale “{name}”")
            if (place := row.places.get(("target",))) is not None:
                self.places.setdefault((*path, "target"), place)
                if row.values.get(("target",)):
                    self._target(scale, (*path, "target"), row.values["key",], place)
            levels = scale["levels"]
            self.places.setdefault((*path, "levels"), row.anchor)
            leave = (("scale",), ("title",), ("target",))
            levels.append(self._record(row, (*path, "levels", len(levels)), leave))

    def _target(self, scale: dict[str, Any], path: Path, key: str, place: Place) -> None:
        if "target" in scale:
            message = f"The scale has a target already, at {self.places[path].cell}."
            self._note("B016", place, message, "Write “yes” at one level of each scale.")
        else:
            scale["target"] = key
            self.places[path] = place

    def _domains(self) -> None:
        domains = self.data["domains"]
        known: dict[str, int] = {}
        for row in self._rows(DOMAINS):
            known[row.values["id",]] = len(domains)
            domains.append({**self._record(row, ("domains", len(domains))), "criteria": []})
        listed = tuple(known)
        keys = [level.get("key") for scale in self.data["scales"].values() for level in scale["levels"]]
        for row in self._rows(CRITERIA):
            name = row.values.get(("domain",)) or ""
            if name not in listed:
                self._note_domain(row, name, listed)
            if name not in known:  # kept apart, so that everything else about the criterion is still checked
                known[name] = len(domains)
                domains.append({"id": name or "–", "title": "", "criteria": []})
            criteria = domains[known[name]]["criteria"]
            path = ("domains", known[name], "criteria", len(criteria))
            criteria.append(self._record(_with_keys(row, keys), path, [("domain",)]))
            self._criteria[row.values["id",]] = (criteria[-1], path)

    def _note_domain(self, row: Row, name: str, known: tuple[str, ...]) -> None:
        message = f"There is no domain “{name}”." if name else "The criterion names no domain."
        self._note("B014", row.places.get(("domain",), row.anchor), message, _nearest(name, known))

    def _criterion(self, row: Row) -> tuple[dict[str, Any], Path] | None:
        name = row.values["criterion",]
        if name not in self._criteria and CRITERIA.name in self._tables:
            place = row.places["criterion",]
            self._note("B015", place, f"There is no criterion “{name}”.", _nearest(name, self._criteria))
        return self._criteria.get(name)

    def _level_texts(self) -> None:
        for row in self._rows(LEVEL_TEXTS):
            if (found := self._criterion(row)) is None:
                continue
            criterion, path = found
            key, text, place = row.values["level",], row.values.get(("text",)), row.places["text",]
            texts = criterion.setdefault("levels", {}) if text is not None else criterion.get("levels", {})
            if text is not None and texts.setdefault(key, text) != text:
                other = self.places[(*path, "levels", key)].cell
                self._note("B016", place, f"This level has another text at {other}.", "Keep one of them.")
                continue
            self.places.setdefault((*path, "levels"), place)
            if text is not None:
                self.places.setdefault((*path, "levels", key), place)

    def _probes(self) -> None:
        for row in self._rows(PROBES):
            if (found := self._criterion(row)) is not None:
                criterion, path = found
                probes = criterion.setdefault("probes", [])
                probes.append(self._record(row, (*path, "probes", len(probes)), [("criterion",)]))

    def _outcomes(self) -> None:
        outcomes: dict[str, tuple[dict[str, Any], Path]] = {}
        for row in self._rows(OUTCOMES):
            key = row.values["key",]
            path: Path = ("rule", "outcomes", len(outcomes))
            made, path = outcomes.setdefault(key, ({"key": key}, path))
            self.places.setdefault(path, row.anchor)
            self.places.setdefault((*path, "key"), row.anchor)
            for field in ("label", "text"):
                self._once(made, path, row, (field,), f"The {field} of the outcome “{key}”")
            self.places.setdefault((*path, "when"), row.places["clause",])
            if (clause := row.values.get(("clause",))) is not None:
                clauses = made.setdefault("when", [])
                self.places[(*path, "when", len(clauses))] = row.places["clause",]
                clauses.append(clause)
        if outcomes:
            self.data["rule"]["outcomes"] = [made for made, _ in outcomes.values()]

    def _translations(self) -> None:
        for row in self._rows(TRANSLATIONS):
            language = row.values["language",]
            texts = self.data.setdefault("translations", {}).setdefault(language, {})
            path: Path = ("translations", language)
            self.places.setdefault(path, row.anchor)
            place, text = row.places["text",], row.values.get(("text",))
            if text is None:
                continue
            word, name = row.values.get(("of",)), row.values.get(("id",))
            field = TEXTS.get(word or "")
            if field is None:
                at = row.places.get(("of",), row.anchor)
                self._note("B017", at, f"“{word or ''}” cannot be translated.", f"Choose one of: {', '.join(TEXTS)}.")
            elif field in ("title", "disclaimer"):
                texts[field] = text
                self.places[(*path, field)] = place
            elif name is None:
                at = row.places.get(("id",), row.anchor)
                self._note("B007", at, f"The row does not say which {word} it translates.", "Give the ID or key.")
            else:
                texts.setdefault(field, {})[name] = text
                self.places[(*path, field, name)] = row.places.get(("id",), place)


def _with_keys(row: Row, keys: Iterable[Any]) -> Row:
    """The row with the level keys of its headings as the scales write them."""
    known = {str(key).casefold(): str(key) for key in keys}

    def spelled(steps: Steps) -> Steps:
        return ("levels", known.get(steps[1].casefold(), steps[1])) if steps[0] == "levels" else steps

    return Row(
        {spelled(steps): value for steps, value in row.values.items()},
        {spelled(steps): place for steps, place in row.places.items()},
        row.anchor,
    )


def _nearest(name: str, known: Iterable[str]) -> str:
    known = list(known)
    close = difflib.get_close_matches(name, known, n=2, cutoff=0.5)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return f"There are: {', '.join(known[:20])}." if known else "None is defined."
