"""Score, gaps and margin after one changed rating, beside a pandas weighted mean of the same ratings."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.making import ratings, rubric
from benchmarks.timing import medians, table
from standards.reviews.model import Rating
from standards.rubrics.model import Rubric
from standards.scoring import gaps, recommend, score


def everything(made: Rubric, given: Mapping[str, Rating]) -> None:
    gaps(made, score(made, given), given)
    recommend(made, given)


def main() -> None:
    import pandas as pd

    for size in (150, 1341):
        made = rubric(size)
        given = ratings(made)
        full = {name: r if r.level else Rating(criterion=name, level="met") for name, r in given.items()}
        frame = score(made, given).to_frame()

        def peer(frame: pd.DataFrame = frame) -> None:
            rated = frame.dropna(subset=["points"])
            products = rated.assign(earned=rated.weight * rated.points, top_=rated.weight * rated.top)
            products.groupby("domain")[["earned", "top_"]].sum().eval("earned / top_")

        name = "score, gaps, recommendation and margin"
        found = medians(
            {
                name: lambda made=made, given=given: everything(made, given),
                f"{name}, everything rated": lambda made=made, full=full: everything(made, full),
                "pandas: weighted mean by domain only": peer,
            }
        )
        aims = {name: "≤ 20 ms at 1,341", f"{name}, everything rated": "≤ 20 ms at 1,341"}
        print(table(f"{size} criteria, one rating changed", found, "pandas: weighted mean by domain only", aims))


if __name__ == "__main__":
    main()
