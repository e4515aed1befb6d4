"""Excel: workbooks out, workbooks back, and whether a file is the one we issued."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from standards.cli.show import Folder, Json, Output, Reviewer, ReviewId, err, out, print_findings, print_json
from standards.errors import StandardsError
from standards.plain import plain
from standards.results import Report
from standards.rounding import counted
from standards.workbench import Workbench

if TYPE_CHECKING:
    from standards.workbench.many import Format
    from standards.workbooks.back.merge import Change
    from standards.workbooks.back.returned import Returned

__all__ = ["portfolio", "report", "rubric_book", "rubric_from_book", "scoring_book", "take_in", "verify"]

File = Annotated[Path, typer.Argument(help="An .xlsx file.")]


def report(review_id: ReviewId, output: Output = None, workspace: Folder = None, reviewer: Reviewer = None) -> None:
    """Write the gap report of a review as an Excel workbook."""
    _save(Workbench.find(workspace, reviewer=reviewer).report(review_id), output)


def scoring_book(
    review_id: ReviewId, output: Output = None, workspace: Folder = None, reviewer: Reviewer = None
) -> None:
    """Write a workbook in which the reviewer scores offline; `take-in` brings it back."""
    _save(Workbench.find(workspace, reviewer=reviewer).scoring_book(review_id), output)


def take_in(  # noqa: PLR0917 - typer makes options of arguments
    file: File,
    review_id: Annotated[str | None, typer.Option("--review", help="The review it is expected to belong to.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Store without asking.")] = False,
    theirs: Annotated[
        list[str] | None,
        typer.Option(help="Conflict in which the workbook wins, as M1:rationale; “all” for all; may be repeated."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and stop.")] = False,
    workspace: Folder = None,
    reviewer: Reviewer = None,
) -> None:
    """Bring a filled-in scoring book or gap report back: shows what it changes, asks, stores."""
    bench = Workbench.find(workspace, reviewer=reviewer)
    found = bench.returned(file, review_id=review_id)
    _preview(found)
    chosen = _chosen(found, theirs or [])
    proposals = found.proposals(chosen)
    if not proposals:
        out.print("Nothing to store.")
        raise typer.Exit(1 if found.errors else 0)
    out.print(
        f"To be stored: {counted(len(proposals.ratings), 'rating')}, "
        f"{counted(len(proposals.plans), 'answer')} in the action plan, "
        f"{counted(len(proposals.evidence), 'new piece')} of evidence."
    )
    if dry_run:
        return
    if not yes and not typer.confirm("Store these changes?"):
        out.print("Nothing was stored.")
        return
    out.print(bench.take_in(found, chosen).words)


def portfolio(
    name: Annotated[str, typer.Argument(help="Rubric, from `standards rubrics`.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write: .xlsx, or .csv and .parquet for long data.")
    ] = None,
    unreviewed: Annotated[bool, typer.Option(help="List programs that nobody has reviewed, too.")] = False,
    workspace: Folder = None,
) -> None:
    """Write every program reviewed against a rubric, side by side."""
    ending = output.suffix.lower().removeprefix(".") if output else "xlsx"
    if ending not in ("xlsx", "csv", "parquet"):
        raise typer.BadParameter("the file ends in .xlsx, .csv or .parquet", param_hint="--output")
    bench = Workbench.find(workspace)
    _save(bench.portfolio_file(name, form=cast("Format", ending), unreviewed=unreviewed), output)


def rubric_book(
    name: Annotated[str, typer.Argument(help="Rubric, from `standards rubrics`.")],
    output: Output = None,
    workspace: Folder = None,
) -> None:
    """Write a rubric as a workbook that a task force can edit; `rubric-from-book` reads it back."""
    _save(Workbench.find(workspace).rubric_book(name), output)


def rubric_from_book(file: File, output: Output = None, workspace: Folder = None, as_json: Json = False) -> None:
    """Read a rubric book: every finding at its cell; without errors, written as YAML.

    Goes to rubrics/ID/VERSION.yaml in the workspace by default. A file that is there is never overwritten.
    """
    bench = Workbench.find(workspace)
    found = bench.rubric_from_book(file)
    if as_json:
        print_json(plain(found))
    else:
        print_findings(found.findings, out)
    if found.rubric is None:
        out.print(f"{counted(len(found.findings), 'finding')}. Nothing was written.")
        raise typer.Exit(1)
    target = output or bench.folder / "rubrics" / found.rubric.id / f"{found.rubric.version}.yaml"
    try:
        there = target.exists()
        target.parent.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as problem:
        raise StandardsError(f"{target} cannot be written: {problem}. Choose another place.") from problem
    if there:
        message = f"{target} is there already. Give the draft a new version, or another place with --output."
        raise StandardsError(message)
    path = Report(target.name, found.text.encode(), "").save(target)
    err.print(f"{found.rubric.name} written to {path}. Check it: standards check {path}", markup=False)


def verify(file: File, workspace: Folder = None, as_json: Json = False) -> None:
    """Say whether a file is one that was issued here, unchanged to the last cell (exit code 0), or not (1)."""
    found = Workbench.find(workspace).verify(file)
    if as_json:
        print_json({"issued": found.issued, **plain(found)})
    else:
        out.print(found.words, markup=False)
        out.print(f"Content digest {found.digest}")
    raise typer.Exit(0 if found.issued else 1)


def _save(made: Report, output: Path | None) -> None:
    path = made.save(output or made.name)
    out.print(f"{path} ({len(made.data) / 1024:.0f} KB)\nContent digest {made.digest}", markup=False)


def _preview(found: Returned) -> None:
    review = found.state.review
    out.print(
        f"{found.file}: {found.state.program.title} · {found.state.rubric.name} · "
        f"review {review.id} of {review.reviewer}",
        markup=False,
    )
    waiting = [change for change in found.changes if change.kind != "changed here"]
    both = f", {len(found.conflicts)} of them here as well" if found.conflicts else ""
    out.print(f"{counted(found.rows, 'row')} read, {counted(len(waiting), 'cell')} changed{both}.")
    for criterion, changes in groupby(waiting, key=lambda change: change.criterion):
        out.print(criterion, style="bold", markup=False)
        for change in changes:
            out.print(_line(change), markup=False, style="yellow" if change.kind == "changed in both" else None)
    print_findings(found.findings, err)


def _line(change: Change) -> str:
    head = f"  {change.heading} ({change.place}): "
    if change.kind == "changed in both":
        return (
            f"{head}conflict: here “{change.here}”, in the workbook “{change.there}”. "
            f"To take the workbook's: --theirs {change.criterion}:{change.field}"
        )
    return f"{head}“{change.here}” → “{change.there}”"


def _chosen(found: Returned, theirs: list[str]) -> set[tuple[str, str]]:
    conflicts = {(change.criterion, change.field) for change in found.conflicts}
    if "all" in theirs:
        return conflicts
    chosen = {(name, field) for text in theirs for name, _, field in [text.rpartition(":")]}
    if unknown := chosen - conflicts:
        names = ", ".join(":".join(one) for one in sorted(unknown))
        raise typer.BadParameter(f"no such conflict in this workbook: {names}", param_hint="--theirs")
    return chosen
