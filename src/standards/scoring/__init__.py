"""Pure calculation: ratings and a rubric in, results out. No files, no clock, no store."""

from standards.scoring.decide import Recommendation, recommend
from standards.scoring.gaps import Gap, GapList, gaps
from standards.scoring.scorecard import Score, ScoreCard, score

__all__ = ["Gap", "GapList", "Recommendation", "Score", "ScoreCard", "gaps", "recommend", "score"]
