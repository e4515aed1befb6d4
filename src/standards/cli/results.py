"""Results: the score card and what follows from it."""

from __future__ import annotations

from typing import Annotated

import typer

from standards.cli.show import Folder, Json, ReviewId, out, print_json, print_table
from standards.plain import plain
from standards.workbench import Workbench

__all__ = ["score"]


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
        print_json(
            {"score": plain(card), "recommendation": plain(recommendation), "gaps": plain(bench.gaps(review_id))}
        )
        return
    rows = [(d.title, d.score.text, f"{d.score.met} of {d.score.rated}", d.score.coverage_text) for d in card.domains]
    print_table(("Domain", "Score", "At target", "Rests on"), rows)
    out.print(f"Overall {card.overall.text}; {card.overall.coverage_text}.")
    out.print(f"Recommendation: {recommendation.label}. {recommendation.words}", style="bold", markup=False)
    for step in recommendation.trace:
        for clause in step.clauses:
            out.print(f"  {step.outcome.label} · {clause.verdict}: {clause.words} ({clause.value})", markup=False)
    for flip in recommendation.flips[:8]:
        out.print(f"  {flip.words}", markup=False)
    if recommendation.rise:
        out.print(f"  {recommendation.rise.words}", markup=False)
