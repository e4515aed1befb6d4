"""Criteria: one row each. The rating is an input; whatever follows from it is a formula."""

from __future__ import annotations

from collections.abc import Mapping

from standards.reviews.model import Absence, Rating
from standards.workbooks.build import SheetBuilder
from standards.workbooks.choices import INSUFFICIENT, NOT_APPLICABLE, NOT_YET, RECUSED
from standards.workbooks.formulas import Block
from standards.workbooks.gap.context import Context
from standards.workbooks.gap.figures import Line
from standards.workbooks.gap.inputs import GapReportInput
from standards.workbooks.gap.layout import CRITERIA, STANDARD, named_scopes
from standards.workbooks.gap.reasons import SHORT
from standards.workbooks.head import Head, head
from standards.workbooks.measure import fitted
from standards.workbooks.sheet import Choices, Column, Content, Link, Paper, Sheet, Table, Tint, naive_utc
from standards.workbooks.text import name

__all__ = ["columns", "criteria_head", "criteria_sheet"]

_SHOWN: tuple[tuple[str, str, float, str], ...] = (
    ("id", "ID", 8, "head"),
    ("domain", "Domain", 18, "head"),
    ("criterion", "Criterion", 27, "head"),
    ("kind", "Kind", 12, "head"),
    ("weight", "Weight", 8, "head center"),
    ("target", "Target", 15, "head"),
    ("rating", "Rating", 24, "head input"),
    ("used", "Rating used", 24, "head"),
    ("points", "Points", 8, "head center"),
    ("top", "Top points", 8, "head center"),
    ("steps", "Steps to target", 9, "head center"),
    ("status", "Status", 18, "head"),
    ("confidence", "Confidence", 12, "head"),
    ("rationale", "Rationale", 54, "head"),
    ("evidence", "Evidence", 13, "head"),
    ("finding", "Finding", 16, "head"),
    ("action", "Action asked for", 34, "head"),
    ("by", "By", 14, "head"),
    ("when", "When (UTC)", 17, "head center"),
)
_FOLDED = {
    "no": "No.",
    "domain_no": "Domain no.",
    "scale_no": "Scale no.",
    "essential": "Essential 1/0",
    "stage": "Stage",
    "target_code": "Target code",
    "asks": "Finding asks 1/0",
    "exported": "Code at export",
    "short": "Short title",
    "short_domain": "Short domain",
    "code": "Code",
    "applies": "Applies 1/0",
    "low": "Lowest code",
    "high": "Highest code",
    "earned_low": "Earned at lowest",
    "earned_high": "Earned at highest",
    "attainable_all": "Attainable, all that apply",
    "weight_all": "Weight, all that apply",
    "earned": "Earned",
    "attainable": "Attainable",
    "weight_rated": "Weight rated",
    "asked": "Earned at target",
    "gap": "Gap 1/0",
    "severity": "Severity 1–4",
    "urging": "Weight × steps",
    "order": "Order of gaps",
    "planned": "Planned 1/0",
}
_UNRATED = "… UNRATED"
"""Stands where a rating is missing or not on the list; capitals, because it is no word of any scale."""
_LAST_SHOWN = len(_SHOWN) - 1
_FIRST_PAGE = 11
_HINT = (
    "Choose another rating in the yellow column and the whole workbook follows. A rating that is not on the list "
    "counts as UNRATED. Working columns are folded away on the right; the sheet is protected without a password."
)


def columns(inputs: GapReportInput) -> tuple[Column, ...]:
    """Shown columns, then the folded working columns."""
    scopes = len(named_scopes(inputs.rubric))
    return (
        *(Column(width) for _, _, width, _ in _SHOWN),
        *(Column(11, hidden=True, level=1) for _ in range(len(_FOLDED) + scopes)),
    )


def criteria_head(inputs: GapReportInput) -> Head:
    """The sheet's head."""
    return head(inputs.rubric, inputs.program.title, "Criteria and ratings", _HINT, columns(inputs), _FIRST_PAGE)


def criteria_sheet(context: Context) -> Sheet:
    """One row for each criterion, in the rubric's order."""
    inputs, block = context.inputs, context.layout.criteria
    page = SheetBuilder(CRITERIA, columns(inputs))
    context.heads[CRITERIA].write(page)
    headings = [
        *(title for _, title, _, _ in _SHOWN),
        *_FOLDED.values(),
        *(f"In scope {number}" for number in range(1, len(context.layout.scopes) + 1)),
    ]
    styles = [style for _, _, _, style in _SHOWN] + ["head fold"] * (len(headings) - len(_SHOWN))
    page.put_row(block.top - 1, 0, headings, styles)
    page.heights[block.top - 1] = 32
    places = {*(gap.criterion for gap in inputs.gaps), *inputs.closed}
    for index, line in enumerate(context.known.lines):
        cell = block.row(index)
        _facts(page, context, line, index)
        _result(page, context, line, cell)
        _ends(page, context, line, cell)
        _ranking(page, context, line, cell, planned=line.criterion.id in places)
    table = Table(
        "tblCriteria", block.top - 1, block.bottom, 0, len(headings) - 1, tuple(headings),
        "Every criterion with its rating, points, status, rationale and evidence; working columns at the right.",
    )  # fmt: skip
    return page.sheet(
        paper=Paper(
            right=_LAST_SHOWN,
            fit=None,
            breaks=(_FIRST_PAGE + 1,),
            top=block.top - 1,
            header=context.heads[CRITERIA].printed,
            repeat_row=block.top - 1,
            repeat_columns=3,
        ),
        freeze=(block.top, 3),
        tables=(table,),
        choices=_choices(context),
        tints=_tints(block),
        protected=True,
        tab="0B6E7F",
        texts=(f"A{block.top + 1}:A{block.bottom + 1}",),
    )


def _facts(page: SheetBuilder, context: Context, line: Line, index: int) -> None:
    """What does not move: the rubric's side, the reviewer's words, and the rating to start from."""
    block, criterion, rating = context.layout.criteria, line.criterion, line.rating
    row, inputs = block.top + index, context.inputs
    entry = inputs.entries.get(criterion.id)
    contents: Mapping[str, tuple[Content, str]] = {
        "id": (Link(criterion.id, f"#{STANDARD}!A{context.heads[STANDARD].rows + 2 + index}"), "cell link"),
        "domain": (name(line.domain.title), "cell wrap"),
        "criterion": (name(criterion.title), "cell wrap bold"),
        "kind": ("Essential" if criterion.essential else "Aspirational", "cell"),
        "weight": (float(criterion.weight), "whole" if criterion.weight.denominator == 1 else "plain"),
        "target": (line.choices.word(line.target), "cell wrap"),
        "rating": ("" if line.code == NOT_YET else line.choices.word(line.code), "input wrap"),
        "top": (float(line.score.top), "plain"),
        "confidence": (rating.confidence.value.capitalize() if rating and rating.confidence else "", "cell"),
        "rationale": (_rationale(rating), "cell wrap"),
        "evidence": (", ".join(rating.evidence) if rating else "", "cell wrap"),
        "finding": (rating.finding.value.capitalize() if rating and rating.finding else "", "cell"),
        "action": (rating.action if rating else "", "cell wrap"),
        "by": (name(entry.by) if entry else "", "cell wrap"),
        "when": (naive_utc(entry.at) if entry else "–", "moment"),
        "no": (line.no, "fold whole"),
        "domain_no": (line.domain_no, "fold whole"),
        "scale_no": (line.choices.number, "fold whole"),
        "essential": (int(criterion.essential), "fold whole"),
        "stage": (criterion.stage, "fold whole"),
        "target_code": (line.target, "fold whole"),
        "asks": (int(line.asks), "fold whole"),
        "exported": (line.code, "fold whole"),
        "short": (fitted(name(criterion.title), SHORT["criterion"], bold=True), "fold text"),
        "short_domain": (fitted(name(line.domain.title), SHORT["domain"]), "fold text"),
    }
    for key, (content, style) in contents.items():
        page.put(row, block.columns[key], content, style)
    for names, key in context.layout.scopes.items():
        page.put(row, block.columns[key], int(criterion.id in names), "fold whole")


def _rationale(rating: Rating | None) -> str:
    """The rationale, and for an absence why and who accepted it."""
    if rating is None:
        return ""
    parts = [rating.rationale]
    if rating.reason:
        lead = "Conflict" if rating.absence is Absence.RECUSED else "Does not apply"
        accepted = f" Accepted by {name(rating.accepted_by)}." if rating.accepted_by else ""
        parts.append(f"{lead}: {rating.reason}{accepted}")
    return "\n".join(filter(None, parts))


def _result(page: SheetBuilder, context: Context, line: Line, cell: Mapping[str, str]) -> None:
    """What the rating is worth and how far it is from the target."""
    block, layout = context.layout.criteria, context.layout
    row, at = block.top + line.no - 1, block.columns
    choices = layout.choices[line.choices.name]
    count = len(line.choices.choices) - (0 if line.allows_na else 1)
    words, codes = choices.first("word", count), choices.first("code", count)
    points = choices.first("points", line.choices.levels)
    code, target = cell["code"], cell["target_code"]
    put = page.formula
    put(row, at["code"], f"=IFERROR(SUMPRODUCT(({words}={cell['rating']})*{codes}),0)", line.code, "fold whole")
    used = _UNRATED if line.code == NOT_YET else line.choices.word(line.code)
    put(row, at["used"], f'=IF({code}=0,"{_UNRATED}",INDEX({words},MATCH({code},{codes},0)))', used, "cell wrap")
    worth = float(line.score.points) if line.score.points is not None else "–"
    put(row, at["points"], f'=IF({code}>0,INDEX({points},{code}),"–")', worth, "plain")
    steps = line.score.steps if line.score.steps is not None else "–"
    put(row, at["steps"], f'=IF({code}>0,MAX(0,{target}-{code}),"–")', steps, "whole")
    gap = f"=IF(OR({code}={INSUFFICIENT},AND({code}>0,{code}<{target})),1,0)"
    put(row, at["gap"], gap, int(line.below), "fold whole")
    status = (
        f'=IF({code}=0,"… Not yet rated",IF({code}={NOT_APPLICABLE},"– Not applicable",'
        f'IF({code}={RECUSED},"× Recused",IF({cell["gap"]}=0,"✓ At target",'
        f'IF({cell["essential"]}=1,"▲ Essential gap","△ Gap")))))'
    )
    put(row, at["status"], status, line.status, "cell")


def _ends(page: SheetBuilder, context: Context, line: Line, cell: Mapping[str, str]) -> None:
    """Lowest and highest level still possible, and what the criterion then adds to each sum."""
    block = context.layout.criteria
    row, at = block.top + line.no - 1, block.columns
    points = context.layout.choices[line.choices.name].first("points", line.choices.levels)
    code, weight, top = cell["code"], line.criterion.weight, line.score.top
    counted = weight if line.applies else 0
    rated = weight if line.rated else 0
    put = page.formula
    put(row, at["applies"], f"=IF({code}={NOT_APPLICABLE},0,1)", int(line.applies), "fold whole")
    put(row, at["low"], f"=IF({code}>0,{code},1)", line.low, "fold whole")
    put(row, at["high"], f"=IF({code}>0,{code},{line.choices.levels})", line.high, "fold whole")
    for end, level in (("low", line.low), ("high", line.high)):
        text = f"=IF({cell['applies']}=1,{cell['weight']}*INDEX({points},{cell[end]}),0)"
        put(row, at[f"earned_{end}"], text, float(line.earned(level)), "fold")
    all_ = f"=IF({cell['applies']}=1,{cell['weight']}"
    put(row, at["attainable_all"], f"{all_}*{cell['top']},0)", float(counted * top), "fold")
    put(row, at["weight_all"], f"{all_},0)", float(counted), "fold")
    some = f"=IF({code}>0,{cell['weight']}"
    put(row, at["earned"], f"{some}*{cell['points']},0)", float(line.score.earned or 0), "fold")
    put(row, at["attainable"], f"{some}*{cell['top']},0)", float(rated * top), "fold")
    put(row, at["weight_rated"], f"{some},0)", float(rated), "fold")
    asked = f"{some}*INDEX({points},{cell['target_code']}),0)"
    put(row, at["asked"], asked, float(rated * line.points(line.target)), "fold")


def _ranking(page: SheetBuilder, context: Context, line: Line, cell: Mapping[str, str], *, planned: bool) -> None:
    """Severity and the order in which to act: severity first, then weight × steps, then the rubric's order."""
    block = context.layout.criteria
    row, at = block.top + line.no - 1, block.columns
    code, target = cell["code"], cell["target_code"]
    severity = (
        f"=IF({code}={INSUFFICIENT},IF({cell['essential']}=1,2,3),IF({code}<=0,0,IF({code}<{target},"
        f"IF({cell['essential']}=0,3,IF({code}=1,1,2)),IF({cell['asks']}=1,4,0))))"
    )
    page.formula(row, at["severity"], severity, line.severity, "fold whole")
    urging = f"=IF({cell['severity']}=0,0,ROUND({cell['weight']}*IF({code}={INSUFFICIENT},1,MAX(0,{target}-{code})),9))"
    page.formula(row, at["urging"], urging, line.urging, "fold")
    severities, urgings, numbers = (block.all(key) for key in ("severity", "urging", "no"))
    mine, weight, no = cell["severity"], cell["urging"], cell["no"]
    order = (
        f"=IF({mine}=0,0,1+SUMPRODUCT(({severities}>0)*(({severities}<{mine})+({severities}={mine})*"
        f"(({urgings}>{weight})+({urgings}={weight})*({numbers}<{no})))))"
    )
    page.formula(row, at["order"], order, line.gap.priority if line.gap else 0, "fold whole")
    ids = context.layout.actions.all("id")
    text = f"=IF(ISNUMBER(MATCH({cell['id']},{ids},0)),1,0)"
    page.formula(row, at["planned"], text, int(planned), "fold whole")


def _choices(context: Context) -> tuple[Choices, ...]:
    """A drop-down list on each rating cell; neighbours with the same list share one."""
    block, found = context.layout.criteria, []
    message = (
        "Choose one of the words in the list, or empty the cell. Anything else counts as UNRATED. "
        "Where “Not applicable” is missing, the rubric does not allow it."
    )
    lines = context.known.lines
    start = 0
    for index, line in enumerate(lines, start=1):
        follows = lines[index] if index < len(lines) else None
        if follows and (follows.choices, follows.allows_na) == (line.choices, line.allows_na):
            continue
        words = context.layout.choices[line.choices.name].first(
            "word", len(line.choices.choices) - (0 if line.allows_na else 1)
        )
        col = block.columns["rating"]
        found.append(
            Choices(block.top + start, col, block.top + index - 1, col, f"={words}", "Not on the list", message)
        )
        start = index
    return tuple(found)


def _tints(block: Block) -> tuple[Tint, ...]:
    """Colours follow the symbols and words in the cells."""
    col = block.columns
    code, steps, status = (block.here(key, 0) for key in ("code", "steps", "status"))
    essential, rating = block.here("essential", 0), block.here("rating", 0)
    known = f'AND({code}=0,LEN({rating})>0,LEFT({rating},1)<>"…")'
    span = (block.top, block.bottom)

    def tint(key: str, when: str, style: str) -> Tint:
        return Tint(span[0], col[key], span[1], col[key], f"={when}", style)

    return (
        tint("rating", known, "tint alarm"),
        tint("used", f"AND({code}=1,{block.here('target_code', 0)}>1,{essential}=1)", "tint essential"),
        tint("used", f"N({steps})>0", "tint gap"),
        tint("used", f"{code}>0", "tint level"),
        tint("used", f"{code}<=0", "tint out"),
        tint("status", f'LEFT({status},1)="▲"', "tint essential"),
        tint("status", f'LEFT({status},1)="△"', "tint gap"),
        tint("status", f'LEFT({status},1)="✓"', "tint reached"),
        tint("status", f"LEN({status})>0", "tint out"),
    )
