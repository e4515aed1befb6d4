"""Rubrics as YAML files: read with every finding at once, written so that reading gives the same."""

from __future__ import annotations

from typing import Any

import yaml

from standards.errors import Finding, RubricError
from standards.record import Record
from standards.rubrics.checks import check
from standards.rubrics.model import Rubric
from standards.yaml_file import Path, YamlFile, schema_findings, where

__all__ = ["check_rubric", "dump", "json_schema", "load", "read"]


def read(data: bytes, name: str = "rubric.yaml") -> tuple[Rubric | None, tuple[Finding, ...]]:
    """Read a rubric file.

    Args:
        data: the file's bytes, UTF-8.
        name: what the file is called in findings.

    Returns:
        The rubric, or None when a finding is an error; and all findings in file order.
    """
    file = YamlFile.from_bytes(data, name, "R")
    if file.findings:
        return None, tuple(file.findings)
    file.check_duplicate_keys()
    rubric = schema_findings(file, Rubric)
    check(file.data, file.add)
    findings = tuple(sorted(file.findings, key=lambda finding: (finding.line or 0, finding.code)))
    broken = any(finding.severity == "error" for finding in findings)
    return (None if broken else rubric), findings


def load(data: bytes, name: str = "rubric.yaml") -> Rubric:
    """Read a rubric file that must be right.

    Raises:
        RubricError: with every finding.
    """
    rubric, findings = read(data, name)
    if rubric is None:
        raise RubricError(findings)
    return rubric


def check_rubric(rubric: Rubric) -> tuple[Finding, ...]:
    """The findings on a rubric made in Python, without lines."""
    data = rubric.model_dump(mode="json", exclude_defaults=True)
    findings: list[Finding] = []

    def note(code: str, path: Path, message: str, hint: str = "", *, warning: bool = False) -> None:
        found = Finding(code=f"R{code}", where=where(data, path), message=message, hint=hint)
        findings.append(found.revised(severity="warning") if warning else found)

    check(data, note)
    return tuple(findings)


class _Dumper(yaml.SafeDumper):
    """Block style, indented lists, long texts folded."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def dump(record: Record) -> str:
    """The record as YAML in the order of its fields; what has its default value is left out."""
    data: dict[str, Any] = record.model_dump(mode="json", exclude_defaults=True)
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a rubric file, for editors that complete and explain while one writes."""
    schema = Rubric.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
