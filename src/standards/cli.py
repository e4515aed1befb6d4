"""The command line: parse, call the workbench, print."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from standards import __version__
from standards.errors import Finding, StandardsError, StoreError
from standards.plain import plain
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
review_app = typer.Typer(help="List, start, read and change reviews.", rich_markup_mode=None)
app.add_typer(review_app, name="review")

_WIDE = None if sys.stdout.isatty() else 200  # in a pipe nothing is cut to fit a window
out = Console(highlight=False, soft_wrap=True, width=_WIDE)
err = Console(stderr=True, highlight=False, soft_wrap=True, width=_WIDE)

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Folder = Annotated[Path | None, typer.Option("--workspace", help="Workspace folder.", show_default="found from here")]
Reviewer = Annotated[str | None, typer.Option("--reviewer", help="Who is working.", show_default="login name")]
ReviewId = Annotated[str, typer.Argument(help="Id of a review, from `standards review`.")]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every expected trouble ends as one sentence and an exit code."""
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


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Rubric or program files (YAML).")], as_json: Json = False
) -> None:
    """Check rubric and program files; every finding at once, with its line."""
    findings = [finding for file in files for finding in _check(file)]
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        _print_json([finding.model_dump() for finding in findings])
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


@app.command()
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
        _print_json(json_schema())
    elif name:
        rubric = bench.rubric(name)
        rubric = translated(rubric, language) if language else rubric
        if as_json:
            _print_json(rubric.model_dump(mode="json"))
        else:
            out.print(dump(rubric), markup=False)
    elif as_json:
        _print_json(plain(bench.rubrics()))
    else:
        rows = [(e.name, e.title, e.status or "broken", str(e.criteria), e.issuer) for e in bench.rubrics()]
        _table(("Rubric", "Title", "Status", "Criteria", "Issuer"), rows)
        for finding in (finding for e in bench.rubrics() for finding in e.findings):
            err.print(str(finding), style="red" if finding.severity == "error" else "yellow", markup=False)


@app.command()
def programs(workspace: Folder = None, as_json: Json = False) -> None:
    """List the programs that can be reviewed."""
    entries = Workbench.find(workspace).programs()
    if as_json:
        _print_json(plain(entries))
        return
    _table(
        ("Program", "Title", "Provider", "Facts of"), [(e.id, e.title, e.provider, str(e.as_of or "")) for e in entries]
    )
    for finding in (finding for e in entries for finding in e.findings):
        err.print(str(finding), style="red", markup=False)


@review_app.callback(invoke_without_command=True)
def review(context: typer.Context, workspace: Folder = None, as_json: Json = False) -> None:
    """List the reviews; see the commands below for more."""
    if context.invoked_subcommand:
        return
    found = Workbench.find(workspace).reviews()
    if as_json:
        _print_json(plain(found))
    elif not found:
        out.print("No reviews yet. Begin one: standards review start open-university-microcredential cmf")
    else:
        rows = [
            (r.id, r.program_title, r.rubric_name, r.reviewer, f"{r.rated} of {r.criteria}", _state(r.finished))
            for r in found
        ]
        _table(("Review", "Program", "Rubric", "Reviewer", "Rated", "State"), rows)


@review_app.command("start")
def review_start(
    program: Annotated[str, typer.Argument(help="Program id, from `standards programs`.")],
    rubric: Annotated[str, typer.Argument(help="Rubric, from `standards rubrics`.")],
    workspace: Folder = None,
    reviewer: Reviewer = None,
    as_json: Json = False,
) -> None:
    """Begin a review."""
    new = Workbench.find(workspace, reviewer=reviewer).start_review(program, rubric)
    if as_json:
        _print_json(new.model_dump(mode="json"))
    else:
        out.print(f"Review {new.id} begun. Score it in the browser with `standards start`.")


@review_app.command("rate")
def review_rate(  # noqa: PLR0917 - typer makes options of arguments
    review_id: ReviewId,
    criterion: str,
    level: Annotated[str | None, typer.Argument(help="Key of the level; leave out with --absence.")] = None,
    absence: Annotated[
        str | None, typer.Option(help="not yet, not applicable, insufficient evidence or recused.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why it does not apply.")] = "",
    accepted_by: Annotated[str, typer.Option(help="Who accepted that.")] = "",
    rationale: Annotated[str, typer.Option(help="Why this level.")] = "",
    confidence: Annotated[str | None, typer.Option(help="low, medium or high.")] = None,
    evidence: Annotated[list[str] | None, typer.Option(help="Id of evidence; may be repeated.")] = None,
    finding: Annotated[str | None, typer.Option(help="commendation, recommendation, requirement or question.")] = None,
    action: Annotated[str, typer.Option(help="What the program should do.")] = "",
    workspace: Folder = None,
    reviewer: Reviewer = None,
) -> None:
    """Rate one criterion."""
    bench = Workbench.find(workspace, reviewer=reviewer)
    receipt = bench.rate(
        review_id,
        criterion,
        level,
        absence=absence,
        reason=reason,
        accepted_by=accepted_by,
        rationale=rationale,
        confidence=confidence,
        evidence=evidence or (),
        finding=finding,
        action=action,
        session="command line",
    )
    out.print(f"{criterion} saved as line {receipt.entry.seq}. {bench.recommend(review_id).words}", markup=False)


@review_app.command("show")
def review_show(review_id: ReviewId, workspace: Folder = None, as_json: Json = False) -> None:
    """Read a review: its ratings and the lines that led to them."""
    state = Workbench.find(workspace).review(review_id)
    if as_json:
        _print_json(
            {
                "review": plain(state.review),
                "finished": state.finished,
                "ratings": plain(state.ratings),
                "entries": plain(state.entries),
            }
        )
        return
    rows = [
        (c.id, c.title, _said(rating), rating.rationale if rating else "")
        for c in state.rubric.criteria
        for rating in (state.rating_of(c.id),)
    ]
    out.print(f"{state.program.title} · {state.rubric.title} {state.rubric.version} · {_state(state.finished)}")
    _table(("Criterion", "Title", "Rating", "Rationale"), rows)


@review_app.command("undo")
def review_undo(review_id: ReviewId, workspace: Folder = None, reviewer: Reviewer = None) -> None:
    """Take the newest rating back."""
    receipt = Workbench.find(workspace, reviewer=reviewer).undo(review_id)
    rating = receipt.entry.rating if receipt else None
    out.print(f"{rating.criterion} is {_said(rating)} again." if rating else "There is nothing to take back.")


@review_app.command("finish")
def review_finish(review_id: ReviewId, workspace: Folder = None, reviewer: Reviewer = None) -> None:
    """Close a review in which everything is rated."""
    bench = Workbench.find(workspace, reviewer=reviewer)
    bench.finish(review_id)
    out.print("\n".join(["Finished.", *bench.advice(review_id)]), markup=False)


@review_app.command("reopen")
def review_reopen(review_id: ReviewId, reason: str, workspace: Folder = None, reviewer: Reviewer = None) -> None:
    """Open a finished review again; the reason is kept."""
    Workbench.find(workspace, reviewer=reviewer).reopen(review_id, reason)
    out.print("Reopened.")


@app.command()
def score(
    review_id: ReviewId,
    explain: Annotated[
        str | None, typer.Option(help="Show how a figure was worked out: overall, a domain or a criterion.")
    ] = None,
    workspace: Folder = None,
    as_json: Json = False,
) -> None:
    """Print the score card, the recommendation with its trace, and how close it is."""
    bench = Workbench.find(workspace)
    card, recommendation = bench.score(review_id), bench.recommend(review_id)
    if explain:
        out.print(card.explain(explain), markup=False)
        return
    if as_json:
        _print_json(
            {"score": plain(card), "recommendation": plain(recommendation), "gaps": plain(bench.gaps(review_id))}
        )
        return
    rows = [(d.title, d.score.text, f"{d.score.met} of {d.score.rated}", d.score.coverage_text) for d in card.domains]
    _table(("Domain", "Score", "At target", "Rests on"), rows)
    out.print(f"Overall {card.overall.text}; {card.overall.coverage_text}.")
    out.print(f"Recommendation: {recommendation.label}. {recommendation.words}", style="bold", markup=False)
    for step in recommendation.trace:
        for clause in step.clauses:
            out.print(f"  {step.outcome.label} · {clause.verdict}: {clause.words} ({clause.value})", markup=False)
    for flip in recommendation.flips[:8]:
        out.print(f"  {flip.words}", markup=False)
    if recommendation.rise:
        out.print(f"  {recommendation.rise.words}", markup=False)


@app.command()
def report(
    review_id: ReviewId,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write, .xlsx.")] = None,
    workspace: Folder = None,
) -> None:
    """Write the gap report as an Excel workbook."""
    bench = Workbench.find(workspace)
    made = bench.report(review_id)
    path = made.save(output or made.name)
    out.print(f"{path} ({len(made.data) / 1024:.0f} KB)\nContent digest {made.digest}", markup=False)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in head:
        table.add_column(name, no_wrap=name == head[0])
    for row in rows:
        table.add_row(*row)
    out.print(table)


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _state(finished: bool) -> str:
    return "finished" if finished else "in progress"


def _said(rating: Any) -> str:
    return "not yet" if rating is None else rating.level or str(rating.absence)
