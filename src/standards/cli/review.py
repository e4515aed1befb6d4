"""Reviews: list, start, rate, show, undo, finish, reopen."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from standards.cli.show import Folder, Json, Reviewer, ReviewId, out, print_json, print_table
from standards.plain import plain
from standards.workbench import Workbench

__all__ = ["review_app"]

review_app = typer.Typer(help="List, start, read and change reviews.", rich_markup_mode=None)


@review_app.callback(invoke_without_command=True)
def review(context: typer.Context, workspace: Folder = None, as_json: Json = False) -> None:
    """List the reviews; see the commands below for more."""
    if context.invoked_subcommand:
        return
    found = Workbench.find(workspace).reviews()
    if as_json:
        print_json(plain(found))
    elif not found:
        out.print("No reviews yet. Begin one: standards review start open-university-microcredential cmf")
    else:
        rows = [
            (r.id, r.program_title, r.rubric_name, r.reviewer, f"{r.rated} of {r.criteria}", _state(r.finished))
            for r in found
        ]
        print_table(("Review", "Program", "Rubric", "Reviewer", "Rated", "State"), rows)


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
        print_json(new.model_dump(mode="json"))
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
        print_json(
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
    print_table(("Criterion", "Title", "Rating", "Rationale"), rows)


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


def _state(finished: bool) -> str:
    return "finished" if finished else "in progress"


def _said(rating: Any) -> str:
    return "not yet" if rating is None else rating.level or str(rating.absence)
