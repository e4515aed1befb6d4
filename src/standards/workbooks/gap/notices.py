"""The foot of the Summary: what a machine found, what a reader has to know, what no longer fits the file."""

from __future__ import annotations

from standards.workbooks.build import SheetBuilder
from standards.workbooks.choices import NOT_APPLICABLE
from standards.workbooks.formulas import count_if
from standards.workbooks.gap.context import Context
from standards.workbooks.gap.evidence import PROBE_WORDS, fact_source
from standards.workbooks.gap.reasons import LEFT, RIGHT
from standards.workbooks.measure import wrapped
from standards.workbooks.text import name

__all__ = ["findings", "notices"]

_SHOWN = 3
"""Machine findings on the Summary; the Evidence sheet has them all."""


def findings(page: SheetBuilder, context: Context, row: int) -> int:
    """Disputes and misfits that probes found, with the facts and their sources; nothing where there are none."""
    inputs = context.inputs
    wanted = sorted(
        (result for result in inputs.probes if result.status in ("dispute", "not met")),
        key=lambda result: result.status != "dispute",
    )
    if not wanted:
        return row
    page.put(row, LEFT, "What a machine found in published facts (it informs, it never rates)", "heading rule")
    page.fill(row, LEFT, RIGHT, "heading rule")
    page.heights[row] = 22
    row += 1
    room = page.width(LEFT + 1, RIGHT) - 20
    for result in wanted[:_SHOWN]:
        title = name(inputs.rubric.by_id[result.criterion].title)
        lead = f"{PROBE_WORDS[result.status]} · {title}: {result.text}"
        page.put(row, LEFT, result.criterion, "status")
        for place, text in enumerate(wrapped(lead, room, 9.5, bold=True)):
            page.put(row, LEFT + 1, text, "status")
            page.fill(row, LEFT if place else LEFT + 1, RIGHT, "status")
            row += 1
        for fact in result.facts:
            for text in wrapped(f"•  {fact.statement} — {fact_source(inputs, fact)}", room, 9):
                page.put(row, LEFT + 1, text, "small")
                row += 1
    if len(wanted) > _SHOWN:
        page.put(row, LEFT + 1, f"… and {len(wanted) - _SHOWN} more on the Evidence sheet.", "small")
        row += 1
    page.heights[row] = 6
    return row + 1


def notices(page: SheetBuilder, context: Context, row: int) -> int:
    """Live checks first, then what was true at export."""
    criteria, known, now = context.layout.criteria, context.known, context.layout.now
    missing = f"SUMPRODUCT(({criteria.all('order')}>0)*({criteria.all('planned')}=0))"
    page.formula(
        row,
        LEFT,
        f'=IF({missing}=0,"✓ Every gap has a row in the action plan.","△ "&{missing}&" of the gaps have no row in the '
        'action plan: they came up after export.")',
        "✓ Every gap has a row in the action plan.",
        "small bold",
    )
    row += 1
    changed = now.at("now", 4)
    page.formula(
        row,
        LEFT,
        f'=IF({changed}=0,"✓ Ratings are as exported.","△ Ratings changed since export: "&{changed}&". '
        'Method & provenance shows figures at export beside figures now.")',
        "✓ Ratings are as exported.",
        "small bold",
    )
    row += 1
    aside = count_if([(criteria.all("code"), str(NOT_APPLICABLE)), (criteria.all("essential"), "1")])
    count = sum(line.criterion.essential and not line.applies for line in known.lines)
    text = " essential set aside as not applicable; the Criteria sheet says why and who accepted it."
    page.formula(
        row, LEFT, f'=IF({aside}=0,"✓ No essential criterion is set aside as not applicable.","▲ "&{aside}&"{text}")',
        f"▲ {count}{text}" if count else "✓ No essential criterion is set aside as not applicable.", "small bold",
    )  # fmt: skip
    row += 1
    room = page.width(LEFT, RIGHT) - 10
    facts = []
    if rise := context.inputs.recommendation.rise:
        facts.append(f"Calculated at export: {rise.words}")
    program = context.inputs.program
    facts.append(f"Facts as of {program.as_of.isoformat()}: {name(program.notice)}")
    facts.append("Symbols: ✓ reached · △ gap · ▲ essential gap · – not counted · … open · ≠ published facts disagree.")
    for fact in facts:
        for line in wrapped(fact, room, 9):
            page.put(row, LEFT, line, "small")
            row += 1
    return row
