"""Results: what follows from the ratings of a review."""

from __future__ import annotations

from standards.programs.probes import ProbeResult, probe
from standards.scoring import GapList, Recommendation, ScoreCard, gaps, recommend, score
from standards.workbench.reviewing import Reviewing

__all__ = ["Results"]


class Results(Reviewing):
    """What the ratings come to. People decide."""

    def score(self, review_id: str) -> ScoreCard:
        """The score card of a review as it stands."""
        state = self.review(review_id)
        return score(state.rubric, state.ratings)

    def gaps(self, review_id: str) -> GapList:
        """Where the program falls short, first to act on first."""
        state = self.review(review_id)
        return gaps(state.rubric, score(state.rubric, state.ratings), state.ratings)

    def recommend(self, review_id: str) -> Recommendation:
        """What the rubric's rule says of the ratings so far. People decide."""
        state = self.review(review_id)
        return recommend(state.rubric, state.ratings)

    def probes(self, review_id: str) -> tuple[ProbeResult, ...]:
        """What machine checks found in the program's published facts."""
        state = self.review(review_id)
        return probe(state.rubric, state.program)
