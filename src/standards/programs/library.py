"""The programs one can review: the packaged examples and those in the workspace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from standards.errors import Finding, ProgramError, UnknownName
from standards.programs.files import read
from standards.programs.model import Program

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ProgramEntry", "ProgramList", "Programs"]


@dataclass(frozen=True, slots=True)
class ProgramEntry:
    """One program file."""

    id: str
    title: str
    provider: str
    summary: str
    as_of: date | None
    notice: str
    facts: int
    path: Path
    findings: tuple[Finding, ...]

    @property
    def usable(self) -> bool:
        """False when a finding is an error."""
        return not any(finding.severity == "error" for finding in self.findings)


class ProgramList(tuple[ProgramEntry, ...]):
    """The programs as a table."""

    __slots__ = ()

    def to_frame(self) -> pd.DataFrame:
        """One row per program."""
        import pandas as pd

        rows = [(e.id, e.title, e.provider, e.as_of, e.facts) for e in self]
        return pd.DataFrame(rows, columns=["id", "title", "provider", "as_of", "facts"]).set_index("id")

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th scope=row>{escape(e.id)}</th><td>{escape(e.title)}</td><td>{escape(e.provider)}</td></tr>"
            for e in self
        )
        return f"<table><thead><tr><th>Program<th>Title<th>Provider</tr></thead><tbody>{rows}</tbody></table>"


class Programs:
    """Finds program files.

    Args:
        folders: where to look; the first file of an id wins.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = list(folders)

    def entries(self) -> ProgramList:
        """Every program file, broken ones included, by title."""
        found: dict[str, ProgramEntry] = {}
        for path in self._paths():
            program, findings = read(path.read_bytes(), path.name)
            entry = _entry(path, program, findings)
            found.setdefault(entry.id, entry)
        return ProgramList(sorted(found.values(), key=lambda entry: entry.title.casefold()))

    def program(self, name: str) -> Program:
        """A program by id.

        Raises:
            UnknownName: with the nearest ids.
            ProgramError: the file exists but cannot be used; carries its findings.
        """
        known = []
        for path in self._paths():
            program, findings = read(path.read_bytes(), path.name)
            if name == (program.id if program else path.stem):
                if program is None:
                    raise ProgramError(findings)
                return program
            known.append(program.id if program else path.stem)
        raise UnknownName("program", name, known)

    def _paths(self) -> Iterable[Path]:
        seen: set[Path] = set()
        for folder in self._folders:
            for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
                if path.resolve() not in seen:
                    seen.add(path.resolve())
                    yield path


def _entry(path: Path, program: Program | None, findings: tuple[Finding, ...]) -> ProgramEntry:
    if program is None:
        return ProgramEntry(path.stem, path.stem, "", "", None, "", 0, path, findings)
    return ProgramEntry(
        program.id,
        program.title,
        program.provider,
        program.summary,
        program.as_of,
        program.notice,
        len(program.facts),
        path,
        findings,
    )
