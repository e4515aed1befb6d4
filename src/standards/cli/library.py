"""The library: check, rubrics, programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from standards.cli.show import Folder, Json, err, out, print_json, print_table
from standards.errors import Finding
from standards.plain import plain
from standards.workbench import Workbench

__all__ = ["check", "programs", "rubrics"]


def check(
    files: Annotated[list[Path], typer.Argument(help="Rubric or program files (YAML).")], as_json: Json = False
) -> None:
    """Check rubric and program files; every finding at once, with its line."""
    findings = [finding for file in files for finding in _check(file)]
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        print_json([finding.model_dump() for finding in findings])
    else:
        for finding in findings:
            out.print(str(finding), style="red" if finding.severity == "error" else "yellow", markup=False)
        warnings = len(findings) - errors
        out.print(f"{len(files)} checked: {errors} to mend, {warnings} to consider.")
    raise typer.Exit(1 if errors else 0)


def _check(file: Path) -> tuple[Finding, ...]:
    from standards.programs.files import read as read_program
    from standards.rubrics.files import read as read_rubric

    try:
        data = file.read_bytes()
    except OSError as problem:
        message = f"The file cannot be read: {problem.strerror}."
        return (Finding(code="R001", where="file", message=message, hint="Check the path.", file=str(file)),)
    is_program = b"\nfacts:" in data or b"\nas_of:" in data
    return (read_program if is_program else read_rubric)(data, str(file))[1]


def rubrics(
    name: Annotated[str | None, typer.Argument(help="Show one rubric: cmf or cmf/2019.")] = None,
    language: Annotated[str | None, typer.Option(help="Show it in that language, such as fr.")] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of rubric files.")] = False,
    workspace: Folder = None,
    as_json: Json = False,
) -> None:
    """List the library, or show one rubric."""
    from standards.rubrics.files import dump, json_schema
    from standards.rubrics.translate import translated

    bench = Workbench.find(workspace)
    if schema:
        print_json(json_schema())
    elif name:
        rubric = bench.rubric(name)
        rubric = translated(rubric, language) if language else rubric
        if as_json:
            print_json(rubric.model_dump(mode="json"))
        else:
            out.print(dump(rubric), markup=False)
    elif as_json:
        print_json(plain(bench.rubrics()))
    else:
        rows = [(e.name, e.title, e.status or "broken", str(e.criteria), e.issuer) for e in bench.rubrics()]
        print_table(("Rubric", "Title", "Status", "Criteria", "Issuer"), rows)
        for finding in (finding for e in bench.rubrics() for finding in e.findings):
            err.print(str(finding), style="red" if finding.severity == "error" else "yellow", markup=False)


def programs(workspace: Folder = None, as_json: Json = False) -> None:
    """List the programs that can be reviewed."""
    entries = Workbench.find(workspace).programs()
    if as_json:
        print_json(plain(entries))
        return
    print_table(
        ("Program", "Title", "Provider", "Facts of"), [(e.id, e.title, e.provider, str(e.as_of or "")) for e in entries]
    )
    for finding in (finding for e in entries for finding in e.findings):
        err.print(str(finding), style="red", markup=False)
