"""The rubrics one can review against: packaged, in the workspace, and from installed packages.

A broken file is listed with its findings; it never keeps the rest from opening.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from standards.errors import Finding, RubricError, UnknownName
from standards.rubrics.files import read
from standards.rubrics.model import Rubric, Status

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ENTRY_POINTS", "Library", "RubricEntry", "RubricList"]

ENTRY_POINTS = "standards.rubrics"
"""Entry-point group: each names a folder of rubrics, or a function that returns one."""

_CACHE_FORMAT = "1"
"""Part of every cache key; raised when checks change so that old findings are not shown."""


@dataclass(frozen=True, slots=True)
class RubricEntry:
    """One file of the library."""

    name: str
    """cmf/2019, or the file's place when it cannot be read."""
    id: str
    version: str
    title: str
    status: Status | None
    issuer: str
    summary: str
    disclaimer: str
    criteria: int
    origin: str
    """packaged, workspace, or the name of the package it comes from."""
    path: Path
    findings: tuple[Finding, ...]

    @property
    def usable(self) -> bool:
        """False when a finding is an error."""
        return not any(finding.severity == "error" for finding in self.findings)


class RubricList(tuple[RubricEntry, ...]):
    """The library as a table."""

    __slots__ = ()

    def to_frame(self) -> pd.DataFrame:
        """One row per file."""
        import pandas as pd

        columns = ["name", "title", "status", "issuer", "criteria", "origin", "usable"]
        rows = [(e.name, e.title, e.status, e.issuer, e.criteria, e.origin, e.usable) for e in self]
        return pd.DataFrame(rows, columns=columns).set_index("name")

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th scope=row>{escape(e.name)}</th><td>{escape(e.title)}</td><td>{e.status or 'broken'}</td>"
            f"<td>{escape(e.issuer)}</td><td>{e.criteria}</td></tr>"
            for e in self
        )
        head = "".join(f"<th scope=col>{name}</th>" for name in ("Rubric", "Title", "Status", "Issuer", "Criteria"))
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


class Library:
    """Finds rubric files and reads each at most once per content.

    Args:
        folders: where to look, with the name of each origin; the first file of a name wins.
        cache: folder for what was read before; a library without one works, only slower.
    """

    def __init__(self, folders: Iterable[tuple[str, Path]], cache: Path | None = None) -> None:
        self._folders = [*folders, *_installed()]
        self._cache = cache
        self._read: dict[str, tuple[Rubric | None, tuple[Finding, ...]]] = {}

    def entries(self) -> RubricList:
        """Every rubric file, broken ones included, by id and version."""
        found: dict[str, RubricEntry] = {}
        seen: set[Path] = set()
        for origin, folder in self._folders:
            for path in sorted(folder.glob("*/*.yaml")) if folder.is_dir() else ():
                if path.resolve() in seen or path.parent.name in ("scales", "crosswalks"):
                    continue
                seen.add(path.resolve())
                entry = self._entry(origin, path)
                found.setdefault(entry.name, entry)
        return RubricList(sorted(found.values(), key=lambda entry: (entry.id, _version_key(entry.version))))

    def rubric(self, name: str) -> Rubric:
        """A rubric by `id/version`, or the newest usable version by `id`.

        Raises:
            UnknownName: with the nearest names.
            RubricError: the file exists but cannot be used; carries its findings.
        """
        entries = self.entries()
        matching = [entry for entry in entries if name in (entry.name, entry.id)]
        if not matching:
            raise UnknownName("rubric", name, {n for entry in entries for n in (entry.name, entry.id)})
        chosen = next((entry for entry in reversed(matching) if entry.usable), matching[-1])
        rubric, findings = self._load(chosen.path)
        if rubric is None:
            raise RubricError(findings)
        return rubric

    def _entry(self, origin: str, path: Path) -> RubricEntry:
        rubric, findings = self._load(path)
        place = f"{path.parent.name}/{path.stem}"
        if rubric is None:
            return RubricEntry(place, path.parent.name, path.stem, place, None, "", "", "", 0, origin, path, findings)
        if rubric.name != place:
            message = f"The file is {place}.yaml but holds {rubric.name}."
            hint = f"Move it to {rubric.id}/{rubric.version}.yaml."
            note = Finding(code="R030", where="id", message=message, hint=hint, file=path.name, severity="warning")
            findings = (*findings, note)
        return RubricEntry(
            name=rubric.name,
            id=rubric.id,
            version=rubric.version,
            title=rubric.title,
            status=rubric.status,
            issuer=rubric.issuer,
            summary=rubric.summary,
            disclaimer=rubric.disclaimer,
            criteria=len(rubric.criteria),
            origin=origin,
            path=path,
            findings=findings,
        )

    def _load(self, path: Path) -> tuple[Rubric | None, tuple[Finding, ...]]:
        try:
            data = path.read_bytes()
        except OSError as problem:
            message = f"The file cannot be read: {problem.strerror}."
            return None, (Finding(code="R001", where="file", message=message, file=path.name),)
        key = hashlib.sha256(_CACHE_FORMAT.encode() + path.name.encode() + data).hexdigest()
        if key not in self._read:
            self._read[key] = self._from_cache(key) or self._to_cache(key, read(data, path.name))
        return self._read[key]

    def _from_cache(self, key: str) -> tuple[Rubric, tuple[Finding, ...]] | None:
        if self._cache is None:
            return None
        try:
            findings, _, content = (self._cache / f"{key}.json").read_text(encoding="utf-8").partition("\n")
            return Rubric.from_canonical(content), tuple(Finding(**found) for found in json.loads(findings))
        except (OSError, ValueError):
            return None

    def _to_cache(
        self, key: str, result: tuple[Rubric | None, tuple[Finding, ...]]
    ) -> tuple[Rubric | None, tuple[Finding, ...]]:
        rubric, findings = result
        if self._cache is not None and rubric is not None:
            from standards.record import canonical

            lines = json.dumps([finding.model_dump(mode="json") for finding in findings])
            unfinished = self._cache / f"{key}.part"
            try:
                self._cache.mkdir(parents=True, exist_ok=True)
                unfinished.write_text(f"{lines}\n{canonical(rubric)}", encoding="utf-8")
                unfinished.replace(self._cache / f"{key}.json")
            except OSError:
                pass  # a cache that cannot be written costs time, nothing else
        return result


def _version_key(version: str) -> list[tuple[int, int | str]]:
    """0.2 before 0.10."""
    parts = re.split(r"(\d+)", version)
    return [(0, int(part)) if part.isdigit() else (1, part) for part in parts if part]


def _installed() -> list[tuple[str, Path]]:
    folders = []
    for point in entry_points(group=ENTRY_POINTS):
        found: Path | str | Callable[[], Path | str] = point.load()
        folders.append((point.name, Path(found() if callable(found) else found)))
    return folders
