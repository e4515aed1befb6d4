"""Result by domain, and where to act first."""

from __future__ import annotations

from collections.abc import Sequence

from standards.rounding import percent
from standards.workbooks.build import SheetBuilder
from standards.workbooks.formulas import Block, Condition, count_if, number, sum_if
from standards.workbooks.gap.context import Context
from standards.workbooks.gap.figures import DomainFigures
from standards.workbooks.gap.layout import SUMMARY
from standards.workbooks.gap.lists import SEVERITY_WORDS
from standards.workbooks.gap.reasons import LEFT, RIGHT, SHORT
from standards.workbooks.measure import fitted
from standards.workbooks.text import name

__all__ = ["act_first", "asked_words", "domain_table"]

_HEADINGS = (
    "Domain", "", "Score", "Asked", "Difference", "At target", "Open gaps", "Essential gaps", "Rated", "Status",
)  # fmt: skip
_KEYS = ("domain", "score", "asked", "difference", "met", "gaps", "essential", "rated", "status")
_COLUMNS = dict(zip(_KEYS, (LEFT, *range(LEFT + 2, RIGHT + 1)), strict=True))
_FIRST = 5


def domain_table(page: SheetBuilder, context: Context, row: int) -> tuple[Block, int]:
    """One row for each domain; gives where they stand and the next free row."""
    page.put(row, LEFT, "Result by domain", "heading")
    page.heights[row] = 20
    page.put_row(row + 1, LEFT, _HEADINGS, ["head", "head", *["head center"] * 7, "head"])
    page.heights[row + 1] = 20
    block = Block(SUMMARY, row + 2, len(context.known.domains), _COLUMNS)
    for index, domain in enumerate(context.known.domains):
        _domain(page, context, block, domain, index)
    end = block.bottom + 1
    page.put(end, LEFT, asked_words(context), "small")
    page.heights[end] = 15
    page.heights[end + 1] = 6
    return block, end + 2


def _domain(page: SheetBuilder, context: Context, block: Block, domain: DomainFigures, index: int) -> None:
    criteria, work = context.layout.criteria, context.layout.domains
    row, at = block.top + index, block.columns
    cell = {key: block.here(key, index) for key in at}
    score = domain.score.score
    page.put(row, LEFT, fitted(name(domain.domain.title), SHORT["table"], bold=True), "cell bold")
    page.put(row, LEFT + 1, None, "cell bold")
    page.heights[row] = 18.5
    here: list[Condition] = [(criteria.all("domain_no"), str(domain.no))]
    share = float(score.share) if score.share is not None else "–"
    work_share = f'=IF({work.at("attainable", index)}=0,"–",{work.at("share", index)})'
    page.formula(row, at["score"], work_share, share, "percent")
    asked = domain.asked_share
    wanted = float(asked) if asked is not None else "–"
    if domain.asked.share is not None:
        page.put(row, at["asked"], wanted, "percent")
    else:
        target, attainable = sum_if(criteria.all("asked"), here), sum_if(criteria.all("attainable"), here)
        page.formula(row, at["asked"], f'=IF({attainable}=0,"–",{target}/{attainable})', wanted, "percent")
    difference = f'=IF(OR({cell["score"]}="–",{cell["asked"]}="–"),"–",ROUND({cell["score"]}-{cell["asked"]},9))'
    known = score.share is not None and asked is not None
    apart = round(float((score.share or 0) - (asked or 0)), 9) if known else "–"
    page.formula(row, at["difference"], difference, apart, "difference")
    rated = count_if([*here, (criteria.all("code"), '">0"')])
    met = count_if([*here, (criteria.all("code"), '">0"'), (criteria.all("gap"), "0")])
    page.formula(row, at["met"], f'={met}&" of "&{rated}', f"{score.met} of {score.rated}", "center")
    gaps: list[Condition] = [*here, (criteria.all("gap"), "1")]
    page.formula(row, at["gaps"], "=" + count_if(gaps), domain.gaps, "whole")
    essential = count_if([*gaps, (criteria.all("essential"), "1")])
    page.formula(row, at["essential"], "=" + essential, domain.essential_gaps, "whole")
    applies = count_if([*here, (criteria.all("applies"), "1")])
    page.formula(row, at["rated"], f'={rated}&" of "&{applies}', f"{score.rated} of {score.applicable}", "center")
    status = (
        f'=IF({cell["essential"]}>0,"▲ Essential gap",IF({cell["gaps"]}>0,"△ Gap",IF({applies}=0,"– Not counted",'
        f'IF({rated}={applies},"✓ No gap","… Not all rated"))))'
    )
    page.formula(row, at["status"], status, domain.status, "cell")


def asked_words(context: Context) -> str:
    """Where the figures under “Asked” come from."""
    sources = {domain.asked.source for domain in context.known.domains}
    best = context.inputs.rubric.rule.outcomes[:1]
    label = f"“{best[0].label}”" if best else ""
    shares = {domain.asked.share for domain in context.known.domains if domain.asked.source == "overall"}
    parts = []
    if "domain" in sources:
        parts.append(f"what {label} asks of the domain's score")
    if "overall" in sources:
        figure = ", ".join(percent(share) for share in shares if share is not None)
        parts.append(f"what {label} asks of the overall score ({figure})")
    if "target" in sources:
        parts.append("the score with every rated criterion exactly at its target")
    return f"Asked: {'; elsewhere '.join(parts)}. Scores are shares of the attainable points of what is rated."


def act_first(page: SheetBuilder, context: Context, row: int) -> tuple[Block, int]:
    """The five gaps to begin with; the order follows the ratings."""
    page.put(row, LEFT, "Where to act first (live: follows the ratings)", "heading")
    page.heights[row] = 20
    columns = {"id": LEFT, "criterion": LEFT + 1, "domain": LEFT + 4, "used": LEFT + 7, "status": RIGHT}
    headings = {"id": "ID", "criterion": "Criterion", "domain": "Domain", "used": "Rating", "status": "Severity"}
    for key, col in columns.items():
        page.put(row + 1, col, headings[key], "head")
    page.fill(row + 1, LEFT, RIGHT, "head")
    page.heights[row + 1] = 20
    block = Block(SUMMARY, row + 2, _FIRST, columns)
    lines = {line.criterion.id: line for line in context.known.lines}
    gaps = [lines[gap.criterion] for gap in context.inputs.gaps]
    for index in range(_FIRST):
        line = gaps[index] if index < len(gaps) else None
        values: Sequence[str] = ("", "No gap in what has been rated." if index == 0 else "", "", "", "")
        if line:
            words = SEVERITY_WORDS[line.severity - 1]
            titles = (
                fitted(name(line.criterion.title), SHORT["criterion"], bold=True),
                fitted(name(line.domain.title), SHORT["domain"]),
            )
            values = (line.criterion.id, *titles, line.choices.word(line.code), words)
        _act(page, context, block, index, values)
    end = block.bottom + 1
    page.heights[end] = 6
    return block, end + 1


def _act(page: SheetBuilder, context: Context, block: Block, index: int, values: Sequence[str]) -> None:
    criteria, severities = context.layout.criteria, context.layout.severities
    row = block.top + index
    place = f"MATCH({number(index + 1)},{criteria.all('order')},0)"
    for (key, col), value in zip(block.columns.items(), values, strict=True):
        source = {"criterion": "short", "domain": "short_domain", "status": "severity"}.get(key, key)
        found = f"INDEX({criteria.all(source)},{place})"
        if key == "status":
            found = f"INDEX({severities.all('word')},{found})"
        missing = '"No gap in what has been rated."' if key == "criterion" and index == 0 else '""'
        page.formula(row, col, f"=IFERROR({found},{missing})", value, "cell bold" if key == "criterion" else "cell")
    page.fill(row, LEFT, RIGHT, "cell")
    page.heights[row] = 18.5
