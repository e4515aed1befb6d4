"""The command line: parse, call the workbench, print."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from standards import __version__
from standards.cli import excel, library, results
from standards.cli.review import review_app
from standards.cli.show import Folder, Reviewer, err, out
from standards.errors import StandardsError, StoreError
from standards.workbench import Workbench

__all__ = ["app", "main"]

app = typer.Typer(
    name="standards",
    help="Judge programs against written standards: score, see the gaps, hand over the report.",
    epilog="Exit codes: 0 done · 1 refused, or findings that are errors · 2 wrong usage · 3 trouble with the store.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every expected trouble ends as one sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without ● or “ shows ? instead of falling over
    try:
        app(arguments)
    except StoreError as problem:
        err.print(str(problem), style="red", markup=False)
        sys.exit(3)
    except StandardsError as problem:
        err.print(str(problem), style="red", markup=False)
        sys.exit(1)


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        out.print(__version__)
        raise typer.Exit


@app.command()
def start(
    workspace: Folder = None,
    reviewer: Reviewer = None,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; the next free one when taken.")] = 8866,
    browser: Annotated[bool, typer.Option(help="Open a browser window.")] = True,
    preheat: Annotated[int, typer.Option(help="Pages kept ready (40 MB each).")] = 0,
) -> None:
    """Open the workbench in the browser, with the Open University example ready to score."""
    from standards.serve import start as serve

    bench = Workbench.find(workspace, reviewer=reviewer)
    bench.ensure_example()
    serve(bench.folder, reviewer=bench.reviewer, port=port, open_browser=browser, preheat=preheat)


_COMMANDS: tuple[Callable[..., None], ...] = (
    library.check,
    library.rubrics,
    library.programs,
    results.score,
    excel.report,
    excel.scoring_book,
    excel.take_in,
    excel.portfolio,
    excel.rubric_book,
    excel.rubric_from_book,
    excel.verify,
)
for command in _COMMANDS:
    app.command()(command)
app.add_typer(review_app, name="review")
