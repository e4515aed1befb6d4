"""What commands share: options, tables, JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from standards.errors import Finding

__all__ = [
    "Folder",
    "Json",
    "Output",
    "ReviewId",
    "Reviewer",
    "err",
    "out",
    "print_findings",
    "print_json",
    "print_table",
]

_WIDE = None if sys.stdout.isatty() else 200  # in a pipe nothing is cut to fit a window
out = Console(highlight=False, soft_wrap=True, width=_WIDE)
err = Console(stderr=True, highlight=False, soft_wrap=True, width=_WIDE)

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Folder = Annotated[Path | None, typer.Option("--workspace", help="Workspace folder.", show_default="found from here")]
Reviewer = Annotated[str | None, typer.Option("--reviewer", help="Who is working.", show_default="login name")]
ReviewId = Annotated[str, typer.Argument(help="Id of a review, from `standards review`.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="File to write.", show_default="by content")]


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table; in a pipe nothing is cut."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in head:
        table.add_column(name, no_wrap=name == head[0])
    for row in rows:
        table.add_row(*row)
    out.print(table)


def print_json(value: Any) -> None:
    """JSON as people read it."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_findings(findings: Iterable[Finding], console: Console = err) -> None:
    """One line each, coloured by what it means."""
    for finding in findings:
        console.print(str(finding), style="red" if finding.severity == "error" else "yellow", markup=False)
