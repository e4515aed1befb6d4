"""Gaps & actions: the gaps at export, worst first, and room for who does what by when.

Rows stand still and are keyed by criterion; only what is looked up is live. A list that sorts itself would tear
owners and dates from their gaps.
"""

from __future__ import annotations

from collections.abc import Mapping

from standards.reviews.plan import PlanItem, PlanStatus
from standards.scoring.gaps import Gap
from standards.workbooks.answers import plan_texts
from standards.workbooks.build import SheetBuilder
from standards.workbooks.formulas import Block
from standards.workbooks.gap.context import Context
from standards.workbooks.gap.figures import Line
from standards.workbooks.gap.inputs import GapReportInput
from standards.workbooks.gap.layout import ACTIONS, STANDARD
from standards.workbooks.head import Head, head
from standards.workbooks.sheet import Choices, Column, Content, Link, Paper, Sheet, Table, Tint, column_name, naive_utc
from standards.workbooks.text import name

__all__ = ["EFFORTS", "STATES", "actions_head", "actions_sheet"]

STATES = tuple(status.value for status in PlanStatus)
EFFORTS = ("S", "M", "L")

_COLUMNS: tuple[tuple[str, str, float, str], ...] = (
    ("no", "No.", 5, "head center"),
    ("priority", "Priority", 11, "head"),
    ("severity", "Severity", 11, "head"),
    ("id", "ID", 8, "head"),
    ("domain", "Domain", 17, "head"),
    ("criterion", "Criterion", 23, "head"),
    ("used", "Rating now", 18, "head"),
    ("target", "Target", 12, "head"),
    ("steps", "Steps now", 7, "head center"),
    ("status", "Status now", 17, "head"),
    ("finding", "Finding", 16, "head"),
    ("rationale", "What was seen", 38, "head"),
    ("action", "Recommended action", 36, "head"),
    ("evidence", "Evidence", 13, "head"),
    ("reply", "Provider's reply", 32, "head input"),
    ("owner", "Owner", 18, "head input"),
    ("milestone", "Action milestone", 26, "head input"),
    ("due", "Due date", 12, "head input"),
    ("effort", "Effort", 8, "head input"),
    ("state", "Action status", 13, "head input"),
    ("deviation", "Accepted deviation", 24, "head input"),
    ("closure", "Closure evidence", 24, "head input"),
    ("verified", "Verified by", 16, "head input"),
    ("left", "Days left", 8, "head center"),
)
_INPUTS = {
    "reply": "input wrap",
    "owner": "input wrap",
    "milestone": "input wrap",
    "due": "input day",
    "effort": "input center",
    "state": "input center",
    "deviation": "input wrap",
    "closure": "input wrap",
    "verified": "input wrap",
}
_FIRST_PAGE = 13
_KEYS = {key: index for index, (key, _, _, _) in enumerate(_COLUMNS)}
_HINT = (
    "Gaps as they were at export, worst first; No., Priority and Severity stay as they are. Rating, steps and status "
    "“now” follow the Criteria sheet. Yellow cells are yours to fill in; sort and filter as you like."
)


def columns() -> tuple[Column, ...]:
    """Widths, in order."""
    return tuple(Column(width) for _, _, width, _ in _COLUMNS)


def actions_head(inputs: GapReportInput) -> Head:
    """The sheet's head."""
    return head(inputs.rubric, inputs.program.title, "Gaps and action plan", _HINT, columns(), _FIRST_PAGE)


def actions_sheet(context: Context) -> Sheet:
    """One row for each gap, or a sentence where there is none."""
    block = context.layout.actions
    page = SheetBuilder(ACTIONS, columns())
    heading = context.heads[ACTIONS]
    heading.write(page)
    headings = tuple(title for _, title, _, _ in _COLUMNS)
    page.put_row(block.top - 1, 0, headings, [style for _, _, _, style in _COLUMNS])
    page.heights[block.top - 1] = 32
    _clock(page, context, heading.rows - 2)
    lines = {line.criterion.id: line for line in context.known.lines}
    for index, gap in enumerate(context.inputs.gaps):
        _row(page, context, lines[gap.criterion], index, _open(gap))
    for index, criterion in enumerate(context.inputs.closed, start=len(context.inputs.gaps)):
        _row(page, context, lines[criterion], index, _closed(lines[criterion]))
    tables: tuple[Table, ...] = ()
    if block.count:
        alt = "Gaps at export with priority, rating and recommended action, and cells for owner, date and closure."
        tables = (Table("tblActions", block.top - 1, block.bottom, 0, len(_COLUMNS) - 1, headings, alt),)
    else:
        page.put(block.top, _KEYS["domain"], "No gap in what has been rated.", "text")
    return page.sheet(
        paper=Paper(
            right=len(_COLUMNS) - 1,
            fit=None,
            breaks=(_FIRST_PAGE + 1,),
            top=block.top - 1,
            header=heading.printed,
            repeat_row=block.top - 1,
            repeat_columns=6,
        ),
        freeze=(block.top, _KEYS["criterion"] + 1),
        tables=tables,
        choices=_choices(context) if block.count else (),
        tints=_tints(block),
        tab="B8A038",
        texts=(f"D{block.top + 1}:D{block.bottom + 1}",),
    )


def _clock(page: SheetBuilder, context: Context, row: int) -> None:
    """The day from which days are counted: a cell, because a report that asks the clock is never twice the same."""
    page.put(row, _KEYS["verified"] - 1, "Days left are counted from", "small")
    page.put(row, _KEYS["verified"], naive_utc(context.inputs.generated).date(), "input day")


def _open(gap: Gap) -> dict[str, tuple[Content, str]]:
    """What the row of a gap says of itself."""
    return {
        "no": (gap.priority, "whole"),
        "priority": (gap.urgency, "cell bold"),
        "severity": (gap.severity.capitalize(), "cell"),
        "finding": (gap.finding.value.capitalize() if gap.finding else "", "cell"),
        "rationale": (gap.rationale, "cell wrap"),
        "action": (gap.action, "cell wrap"),
    }


def _closed(line: Line) -> dict[str, tuple[Content, str]]:
    """A criterion that the provider answered on and that is no gap any more: the answer stays in sight."""
    rating = line.rating
    return {
        "no": ("–", "whole"),
        "priority": ("✓ Closed", "cell bold"),
        "severity": ("–", "cell"),
        "finding": (rating.finding.value.capitalize() if rating and rating.finding else "", "cell"),
        "rationale": (rating.rationale if rating else "", "cell wrap"),
        "action": (rating.action if rating else "", "cell wrap"),
    }


def _row(page: SheetBuilder, context: Context, line: Line, index: int, said: Mapping[str, tuple[Content, str]]) -> None:
    block = context.layout.actions
    row, at = block.top + index, block.columns
    standard = context.heads[STANDARD].rows + 1 + line.no
    criterion = line.criterion
    fixed: dict[str, tuple[Content, str]] = {
        **said,
        "id": (Link(criterion.id, f"#{STANDARD}!A{standard}"), "cell link"),
        "domain": (name(line.domain.title), "cell wrap"),
        "criterion": (name(criterion.title), "cell wrap bold"),
        "target": (line.choices.word(line.target), "cell wrap"),
        "evidence": (", ".join(line.rating.evidence) if line.rating else "", "cell wrap"),
    }
    for key, (content, style) in fixed.items():
        page.put(row, at[key], content, style)
    plan = context.inputs.plans.get(criterion.id) or PlanItem(criterion=criterion.id)
    for key, style in _INPUTS.items():
        page.put(row, at[key], _answer(plan, key), style)
    _live(page, context, line, index)


def _answer(plan: PlanItem, key: str) -> Content:
    """What the provider has answered so far; a date as a date, so that days can be counted."""
    return plan.due if key == "due" else plan_texts(plan)["status" if key == "state" else key]


def _live(page: SheetBuilder, context: Context, line: Line, index: int) -> None:
    """What follows the Criteria sheet, looked up by id so that rows may be sorted."""
    block, criteria = context.layout.actions, context.layout.criteria
    row, at = block.top + index, block.columns
    found = f"MATCH({block.here('id', index)},{criteria.all('id')},0)"

    def look_up(key: str, value: str | int, style: str) -> None:
        text = f'=IFERROR(INDEX({criteria.all(key)},{found}),"not in this rubric")'
        page.formula(row, at[key], text, value, style)

    look_up("used", line.choices.word(line.code), "cell wrap")
    look_up("steps", line.score.steps if line.score.steps is not None else "–", "whole")
    look_up("status", line.status, "cell")
    due = block.here("due", index)
    today = f"${_letter('verified')}${context.heads[ACTIONS].rows - 1}"
    page.formula(row, at["left"], f'=IF(ISNUMBER({due}),INT({due})-INT({today}),"")', "", "whole")


def _letter(key: str) -> str:
    return column_name(_KEYS[key])


def _choices(context: Context) -> tuple[Choices, ...]:
    block, found = context.layout.actions, []
    for key, source in (("state", context.layout.states), ("effort", context.layout.efforts)):
        col = block.columns[key]
        message = "Choose one of the words in the list, or empty the cell. The Lists sheet explains them."
        if key == "effort":
            message = "S, M and L are on the list; hours, such as 12 h, are fine, too."
        found.append(
            Choices(
                block.top,
                col,
                block.bottom,
                col,
                f"={source.all('word')}",
                "Not on the list",
                message,
                strict=key != "effort",
            )
        )
    return tuple(found)


def _tints(block: Block) -> tuple[Tint, ...]:
    status, priority = block.here("status", 0), block.here("priority", 0)
    col = block.columns

    def tint(key: str, when: str, style: str) -> Tint:
        return Tint(block.top, col[key], block.bottom, col[key], f"={when}", style)

    return (
        tint("priority", f'LEFT({priority},1)="1"', "tint essential"),
        tint("priority", f'LEFT({priority},1)="2"', "tint gap"),
        tint("priority", f'LEFT({priority},1)="3"', "tint out"),
        tint("priority", f'LEFT({priority},1)="✓"', "tint reached"),
        tint("status", f'LEFT({status},1)="▲"', "tint essential"),
        tint("status", f'LEFT({status},1)="△"', "tint gap"),
        tint("status", f'LEFT({status},1)="✓"', "tint reached"),
        tint("status", f"LEN({status})>0", "tint out"),
        tint("left", f"N({block.here('left', 0)})<0", "tint alarm"),
    )
