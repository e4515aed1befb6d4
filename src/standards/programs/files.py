"""Programs as YAML files, read with every finding at once."""

from __future__ import annotations

from standards.errors import Finding, ProgramError
from standards.programs.model import Program
from standards.yaml_file import YamlFile, schema_findings

__all__ = ["load", "read"]


def read(data: bytes, name: str = "program.yaml") -> tuple[Program | None, tuple[Finding, ...]]:
    """Read a program file: the program, or None when a finding is an error; and all findings."""
    file = YamlFile.from_bytes(data, name, "P")
    if file.findings:
        return None, tuple(file.findings)
    file.check_duplicate_keys()
    program = schema_findings(file, Program)
    _check(file)
    findings = tuple(sorted(file.findings, key=lambda finding: (finding.line or 0, finding.code)))
    broken = any(finding.severity == "error" for finding in findings)
    return (None if broken else program), findings


def load(data: bytes, name: str = "program.yaml") -> Program:
    """Read a program file that must be right.

    Raises:
        ProgramError: with every finding.
    """
    program, findings = read(data, name)
    if program is None:
        raise ProgramError(findings)
    return program


def _check(file: YamlFile) -> None:
    evidence = [item.get("id") for item in file.data.get("evidence") or () if isinstance(item, dict)]
    for position, name in enumerate(evidence):
        if name in evidence[:position]:
            file.add(
                "020", ("evidence", position, "id"), f"The evidence id “{name}” is used twice.", "Ids must differ."
            )
    for position, fact in enumerate(file.data.get("facts") or ()):
        cited = fact.get("evidence") if isinstance(fact, dict) else None
        for name in cited if isinstance(cited, list) else ():
            if name not in evidence:
                known = ", ".join(str(key) for key in evidence)
                message = f"The fact cites evidence “{name}”, which is not listed."
                file.add("021", ("facts", position, "evidence"), message, f"There are: {known}.")
        if cited == []:
            message = "The fact cites no evidence."
            file.add("022", ("facts", position, "evidence"), message, "Every fact needs a source.")
