"""Many programs, one rubric."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from standards.results import Report
from standards.reviews.history import ReviewState
from standards.rubrics.model import Rubric
from standards.scoring import recommend, score
from standards.scoring.portfolio import Portfolio, Standing
from standards.workbench.desk import now
from standards.workbench.excel import Excel

__all__ = ["Many"]

Format = Literal["xlsx", "csv", "parquet"]


class Many(Excel):
    """What staff look at: every program that was reviewed against a rubric, side by side."""

    def portfolio(self, rubric: str, *, unreviewed: bool = False) -> Portfolio:
        """Every program reviewed against a rubric as it stands in the library.

        Reviews of the same version with other content, and of other versions, are not mixed in; nor are calibration
        rounds, nor what a panel hides from whoever works here.

        Args:
            unreviewed: list the library's other programs, too; they carry no figure.
        """
        chosen = self.rubric(rubric)
        reviews = [one for one in self._store.reviews() if one.rubric_digest == chosen.digest and self._counts(one)]
        standings = [_standing(self.review(one.id)) for one in reviews]
        if unreviewed:
            known = {standing.program for standing in standings}
            standings += [
                _nobody(chosen, entry.id, entry.title, entry.provider)
                for entry in self.programs()
                if entry.usable and entry.id not in known
            ]
        return Portfolio.of(chosen, standings)

    def portfolio_file(
        self, rubric: str, path: Path | str | None = None, *, form: Format = "xlsx", unreviewed: bool = False
    ) -> Report:
        """The portfolio as a workbook, or its long data (a line for each program and criterion) as CSV or Parquet.

        Raises:
            StandardsError: too large for a workbook, or Parquet is not installed; says what to do instead.
        """
        from standards import __version__
        from standards.workbooks.long import long_csv, long_parquet
        from standards.workbooks.portfolio import PortfolioInput, file_name, portfolio_bytes

        found = self.portfolio(rubric, unreviewed=unreviewed)
        inputs = PortfolioInput(portfolio=found, generated=now(), tool_version=__version__)
        name = file_name(inputs, form)
        if form == "xlsx":
            return self._issue("portfolio", found.rubric.name, name, portfolio_bytes(inputs), path)
        data = long_csv(found) if form == "csv" else long_parquet(found)
        made = Report(name, data, hashlib.sha256(data).hexdigest())
        if path is not None:
            made.save(path)
        return made


def _standing(state: ReviewState) -> Standing:
    review = state.review
    return Standing(
        program=review.program_id,
        title=state.program.title,
        provider=state.program.provider,
        review=review.id,
        reviewer=review.reviewer,
        finished=state.finished,
        changed=state.entries[-1].at if state.entries else review.started,
        ratings=state.ratings,
        card=score(state.rubric, state.ratings),
        recommendation=recommend(state.rubric, state.ratings),
    )


def _nobody(rubric: Rubric, program: str, title: str, provider: str) -> Standing:
    """A program that nobody has reviewed: everything is not yet rated."""
    return Standing(
        program=program,
        title=title,
        provider=provider,
        review="",
        reviewer="",
        finished=False,
        changed=now(),
        ratings={},
        card=score(rubric, {}),
        recommendation=recommend(rubric, {}),
        reviews=0,
    )
