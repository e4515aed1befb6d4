"""Excel out and back."""

from __future__ import annotations

from pathlib import Path

from standards.programs.probes import probe
from standards.results import Report
from standards.scoring import gaps, recommend, score
from standards.workbench.desk import now
from standards.workbench.results import Results

__all__ = ["Excel"]


class Excel(Results):
    """Workbooks that leave, and what they bring back."""

    def report(self, review_id: str, path: Path | str | None = None) -> Report:
        """The gap report as an Excel workbook; written to a path when one is given."""
        from standards import __version__
        from standards.workbooks.gap_report import GapReportInput, content_digest, file_name, gap_report_bytes

        state = self.review(review_id)
        card = score(state.rubric, state.ratings)
        inputs = GapReportInput(
            rubric=state.rubric,
            program=state.program,
            review=state.review,
            ratings=state.ratings,
            card=card,
            gaps=gaps(state.rubric, card, state.ratings),
            recommendation=recommend(state.rubric, state.ratings),
            generated=now(),
            tool_version=__version__,
            entries=state.current,
            line=state.last_seq,
            evidence=tuple(state.evidence.values()),
            probes=probe(state.rubric, state.program),
            finished=state.finished,
        )
        data = gap_report_bytes(inputs)
        made = Report(file_name(inputs), data, content_digest(data))
        if path is not None:
            made.save(path)
        return made
