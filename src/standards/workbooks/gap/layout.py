"""Where everything stands, settled before the first cell is written, so that sheets can refer to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from standards.rubrics.model import Rubric
from standards.rubrics.rules import parse
from standards.workbooks.evidence import EVIDENCE
from standards.workbooks.formulas import Block
from standards.workbooks.gap.figures import Figures
from standards.workbooks.gap.inputs import GapReportInput
from standards.workbooks.gap.reasons import outcome_lines
from standards.workbooks.standard import STANDARD

__all__ = [
    "ACTIONS",
    "AGREEMENT",
    "COMMENTS",
    "CRITERIA",
    "EVIDENCE",
    "FINDINGS",
    "LISTS",
    "METHOD",
    "STANDARD",
    "SUMMARY",
    "Layout",
    "layout",
    "named_scopes",
]

SUMMARY, ACTIONS, CRITERIA = "Summary", "Gaps & actions", "Criteria"
COMMENTS, FINDINGS, AGREEMENT = "Reviewer comments", "Findings", "Panel agreement"
METHOD, LISTS = "Method & provenance", "Lists"

_VISIBLE = (
    "id", "domain", "criterion", "kind", "weight", "target", "rating", "used", "points", "top", "steps", "status",
    "confidence", "rationale", "evidence", "finding", "action", "by", "when",
)  # fmt: skip
_HELPERS = (
    "no", "domain_no", "scale_no", "essential", "stage", "target_code", "asks", "exported",
    "short", "short_domain",
    "code", "applies", "low", "high", "earned_low", "earned_high", "attainable_all", "weight_all",
    "earned", "attainable", "weight_rated", "asked", "gap", "severity", "urging", "order", "planned",
)  # fmt: skip
_ACTIONS = (
    "no", "priority", "severity", "id", "domain", "criterion", "used", "target", "steps", "status", "finding",
    "rationale", "action", "evidence", "reply", "owner", "milestone", "due", "effort", "state", "deviation", "closure",
    "verified", "left",
)  # fmt: skip
_DOMAIN_WORK = (
    "domain", "no", "weight", "earned", "attainable", "share", "counted",
    "share_low", "share_high", "share_weight", "mean_low", "mean_high", "mean_weight",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """Blocks of rows by what they hold."""

    criteria: Block
    actions: Block
    choices: Mapping[str, Block]
    """Words, codes and points by scale name."""
    states: Block
    """Action statuses."""
    efforts: Block
    severities: Block
    domains: Block
    """Working figures by domain."""
    bars: Block
    """Chart data: one column per word, one row per domain; the row above names the words."""
    outcomes: Block
    clauses: Block
    now: Block
    """Figures at export beside figures now."""
    reasons: Block
    """The outcomes' texts, broken into lines for the banner."""
    scopes: Mapping[frozenset[str], str]
    mixed: bool
    """Whether criteria are rated on more than one scale."""

    def scope_key(self, names: Sequence[str]) -> str:
        """Helper column that marks the criteria a clause lists by id."""
        return self.scopes[frozenset(names)]


def named_scopes(rubric: Rubric) -> tuple[frozenset[str], ...]:
    """The sets of criteria that clauses list by id; each gets a helper column."""
    scopes = (parse(sentence).scope for outcome in rubric.rule.outcomes for sentence in outcome.when)
    return tuple(dict.fromkeys(frozenset(s.names) for s in scopes if s.kind == "criteria" and s.names))


def layout(
    inputs: GapReportInput, known: Figures, clauses: int, words: Sequence[str], heads: Mapping[str, int]
) -> Layout:
    """Settle all positions.

    Args:
        clauses: rows that the rule's clauses take.
        words: every word that a bar chart may show.
        heads: first free row under each sheet's heading.
    """
    rubric = inputs.rubric
    scopes = {names: f"scope_{number}" for number, names in enumerate(named_scopes(rubric), start=1)}
    criteria_keys = (*_VISIBLE, *_HELPERS, *scopes.values())
    lists = _Stack(LISTS, heads[LISTS])
    choices = {name: lists.block(("word", "code", "points"), len(item.choices)) for name, item in known.lists.items()}
    states, efforts = lists.block(("word",), 5), lists.block(("word",), 3)
    severities = lists.block(("word",), 4)
    domains = lists.block(_DOMAIN_WORK, len(known.domains))
    bars = lists.block(("domain", *words), len(known.domains))
    broken = outcome_lines(rubric)
    reasons = lists.block([f"line_{place + 1}" for place in range(len(broken[0]) if broken else 0)], len(broken))
    method = _Stack(METHOD, heads[METHOD])
    now = method.block(("margin", "what", "export", "now"), 5)
    outcomes = method.block(("no", "label", "text", "verdict", "low", "high", "symbol"), len(rubric.rule.outcomes))
    clause_keys = (
        "no", "label", "words", "measured", "applies", "low", "high", "sense", "bound", "holds_low", "holds_high",
        "verdict",
    )  # fmt: skip
    return Layout(
        criteria=Block(CRITERIA, heads[CRITERIA] + 1, len(known.lines), _columns(criteria_keys)),
        actions=Block(ACTIONS, heads[ACTIONS] + 1, len(inputs.gaps) + len(inputs.closed), _columns(_ACTIONS)),
        choices=choices,
        states=states,
        efforts=efforts,
        severities=severities,
        domains=domains,
        bars=bars,
        outcomes=outcomes,
        clauses=method.block(clause_keys, clauses),
        now=now,
        reasons=reasons,
        scopes=scopes,
        mixed=len(known.lists) > 1,
    )


def _columns(keys: Sequence[str]) -> dict[str, int]:
    return {key: index for index, key in enumerate(keys)}


class _Stack:
    """Blocks one below the other, each under a heading and a row of column names."""

    def __init__(self, sheet: str, top: int) -> None:
        self._sheet, self._row = sheet, top

    def block(self, keys: Sequence[str], count: int) -> Block:
        found = Block(self._sheet, self._row + 2, count, _columns(keys))
        if count:
            self._row = found.bottom + 2
        return found
