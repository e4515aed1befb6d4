"""The recommendation as formulas: what it is called, and why, in the engine's own words."""

from __future__ import annotations

from collections.abc import Sequence

from standards.workbooks.choices import INSUFFICIENT, NOT_YET, RECUSED
from standards.workbooks.formulas import count_if
from standards.workbooks.gap.figures import Figures
from standards.workbooks.gap.inputs import GapReportInput
from standards.workbooks.gap.layout import Layout
from standards.workbooks.gap.reasons import LACKING, outcome_lines, reasons

__all__ = ["Verdict"]


class Verdict:
    """Formulas for score, label, sign and words, with the values they have at export."""

    def __init__(self, inputs: GapReportInput, known: Figures, layout: Layout) -> None:
        self.inputs, self.known, self.layout = inputs, known, layout
        code = layout.criteria.all("code")
        self.waiting_formula = f"({count_if([(code, str(NOT_YET))])}+{count_if([(code, str(RECUSED))])})"
        self.lacking_formula = count_if([(code, str(INSUFFICIENT))])
        self.applies_formula = f"SUM({layout.criteria.all('applies')})"
        self.low, self.high = (f"MATCH(1,{layout.outcomes.all(end)},0)" for end in ("low", "high"))
        self.waiting = known.count(NOT_YET) + known.count(RECUSED)
        self.lacking = known.count(INSUFFICIENT)

    @property
    def label(self) -> str:
        """The headline as the engine has it."""
        return self.inputs.recommendation.label

    @property
    def words(self) -> str:
        """The reason as the engine has it."""
        return self.inputs.recommendation.words

    def score_formula(self) -> str:
        """Sum earned over sum attainable, or the weighted mean of domain scores; a dash while nothing is rated."""
        criteria, domains = self.layout.criteria, self.layout.domains
        attainable = f"SUM({criteria.all('attainable')})"
        pooled = f'IF({attainable}=0,"–",SUM({criteria.all("earned")})/{attainable})'
        if self.inputs.card.average == "criteria":
            return f"={pooled}"
        counted = domains.all("counted")
        return f"=IF(SUM({counted})=0,{pooled},SUMPRODUCT({counted},{domains.all('share')})/SUM({counted}))"

    def _chosen(self, nothing: str, incomplete: str, decided: str, lacking: str) -> str:
        """One of four texts by the state of the ratings."""
        if not self.inputs.rubric.rule.outcomes:
            return '="Profile, no decision"'
        return (
            f"=IF({self.applies_formula}=0,{nothing},IF({self.waiting_formula}>0,{incomplete},"
            f"IF({self.low}={self.high},{decided},{lacking})))"
        )

    def label_formula(self) -> str:
        """The recommended outcome's label, or why there is none."""
        label = f"INDEX({self.layout.outcomes.all('label')},{self.low})"
        return self._chosen('"Not applicable"', '"Incomplete"', label, '"Evidence insufficient"')

    def sign_formula(self) -> str:
        """One character that stands beside the label."""
        if not self.inputs.rubric.rule.outcomes:
            return '="◇"'
        return self._chosen('"–"', '"…"', f"INDEX({self.layout.outcomes.all('symbol')},{self.low})", '"?"')

    @property
    def sign(self) -> str:
        """The sign at export."""
        recommendation = self.inputs.recommendation
        signs = {"profile": "◇", "not applicable": "–", "incomplete": "…", "evidence insufficient": "?"}
        if recommendation.status != "decided":
            return signs[recommendation.status]
        outcomes = self.inputs.rubric.rule.outcomes
        place = outcomes.index(recommendation.outcome) if recommendation.outcome else 0
        return "✓" if place == 0 else "▲" if place == len(outcomes) - 1 else "△"

    def open_formula(self) -> str:
        """3 not yet rated and 2 with insufficient evidence."""
        waiting, lacking = self.waiting_formula, self.lacking_formula
        return (
            f'IF({waiting}>0,{waiting}&" not yet rated","")&IF(AND({waiting}>0,{lacking}>0)," and ","")'
            f'&IF({lacking}>0,{lacking}&" with insufficient evidence","")'
        )

    def between_formula(self, *, capital: bool = False) -> str:
        """Between which outcomes the open ratings decide, or that they cannot."""
        settled, between = ("Already settled", "Between") if capital else ("already settled", "between")
        labels = self.layout.outcomes.all("label")
        low, high = f"INDEX({labels},{self.low})", f"INDEX({labels},{self.high})"
        return (
            f'IF({self.low}={self.high},"{settled}: whatever the open ratings, “"&{low}&"”",'
            f'"{between} “"&{low}&"” and “"&{high}&"”, depending on the open ratings")'
        )

    def tail_formula(self) -> str:
        """What a decision says of criteria without evidence."""
        lacking = self.lacking_formula
        return f'IF({lacking}>0," "&{lacking}&" {LACKING}","")'

    def words_formula(self) -> str:
        """The whole reason, word for word as the engine says it."""
        outcomes = self.layout.outcomes
        text, label = (f"INDEX({outcomes.all(key)},{self.low})" for key in ("text", "label"))
        lacking = self.lacking_formula
        unworded = f'IF({lacking}>0,{lacking}&" {LACKING}","The rule leads to “"&{label}&"”.")'
        decided = f'IF({text}="",{unworded},{text}&{self.tail_formula()})'
        still_open = f'{self.open_formula()}&"; "&{self.between_formula()}&"."'
        nothing = '"Every criterion is set aside as not applicable, so there is nothing to decide."'
        return self._chosen(nothing, still_open, decided, still_open)

    def reason_lines(self) -> list[tuple[str, str]]:
        """The reason in lines for the banner: a formula and its value each; without a rule, a text and no formula.

        Cells are not merged, and a formula's text runs over its empty neighbours without wrapping. So every outcome's
        text is broken into lines beforehand, on the Lists sheet, and the formula only picks them.
        """
        if not self.inputs.rubric.rule.outcomes:
            return [("", text) for text in reasons(self.words)]
        broken = outcome_lines(self.inputs.rubric)
        return [self._reason(place, broken) for place in range(len(broken[0]))]

    def _reason(self, place: int, broken: Sequence[Sequence[str]]) -> tuple[str, str]:
        last = place == len(broken[0]) - 1
        picked = f'INDEX({self.layout.reasons.all(f"line_{place + 1}")},{self.low})&""'
        if last:
            picked = f"{picked}&{self.tail_formula()}"
        nothing, pending = '""', '""'
        if place == 0:
            nothing = '"Every criterion is set aside as not applicable, so there is nothing to decide."'
            pending = f'{self.open_formula()}&"."'
        elif place == 1:
            pending = f'{self.between_formula(capital=True)}&"."'
        return self._chosen(nothing, pending, picked, pending), self._reason_now(place, broken, last=last)

    def _reason_now(self, place: int, broken: Sequence[Sequence[str]], *, last: bool) -> str:
        """What the line says at export."""
        recommendation = self.inputs.recommendation
        if recommendation.status == "not applicable":
            return self.words if place == 0 else ""
        if recommendation.status == "decided" and recommendation.outcome:
            text = broken[self.inputs.rubric.rule.outcomes.index(recommendation.outcome)][place]
            return text + (f" {self.lacking} {LACKING}" if last and self.lacking else "")
        found, _, between = self.words.partition("; ")
        return f"{found}." if place == 0 else between[:1].upper() + between[1:] if place == 1 else ""
