"""Scoring: one row for each criterion; the yellow cells are the reviewer's."""

from __future__ import annotations

from standards.rubrics.model import NotApplicable
from standards.workbooks.build import SheetBuilder
from standards.workbooks.choices import NOT_YET
from standards.workbooks.formulas import Block
from standards.workbooks.head import Head, head
from standards.workbooks.scoring.check import check_formula, code_of, offered
from standards.workbooks.scoring.lists import Places
from standards.workbooks.scoring.plan import COLUMNS, SCORING, START, Line, Plan
from standards.workbooks.sheet import Choices, Column, Content, Link, Paper, Sheet, Table, Tint
from standards.workbooks.standard import STANDARD
from standards.workbooks.text import name

__all__ = ["scoring_head", "scoring_sheet"]

_LAST_SHOWN = len(COLUMNS) - 4
_SECOND_PAGE = 8
"""First column of the second printed page."""
_CENTRED = ("confidence", "finding")
_HINT = (
    "Read the requirement (level texts stand on Standard), choose a rating in the yellow column and say why. Cite "
    "evidence by its id from the Evidence sheet, several with semicolons; anything else you write there is added as "
    "new evidence. An empty rating is not a zero: it is not yet rated."
)
_MESSAGE = (
    "Choose one of the words in the list, or empty the cell. Where “Not applicable” is missing, the rubric does not "
    "allow it."
)


def _columns() -> tuple[Column, ...]:
    shown, folded = COLUMNS[: _LAST_SHOWN + 1], COLUMNS[_LAST_SHOWN + 1 :]
    return (
        *(Column(width) for _, _, width, _ in shown),
        *(Column(width, hidden=True, level=1) for _, _, width, _ in folded),
    )


def scoring_head(plan: Plan) -> Head:
    """The sheet's head."""
    return head(plan.rubric, plan.state.program.title, "Scoring", _HINT, _columns(), _LAST_SHOWN, first=START)


def scoring_sheet(plan: Plan, heading: Head, places: Places) -> Sheet:
    """The table, with its lists, checks and colours."""
    page, rows = SheetBuilder(SCORING, _columns()), places.rows
    heading.write(page)
    top, right = rows.top - 1, len(COLUMNS) - 1
    page.put_row(top, 0, [title for _, title, _, _ in COLUMNS], [style for *_, style in COLUMNS])
    page.heights[top] = 32
    for index, line in enumerate(plan.lines):
        _row(page, plan, line, places, index)
    alt = "Every criterion with its requirement, and cells for rating, confidence, rationale, evidence and finding."
    headings = tuple(title for _, title, _, _ in COLUMNS)
    return page.sheet(
        paper=Paper(
            right=_LAST_SHOWN,
            fit=None,
            breaks=(_SECOND_PAGE,),
            top=top,
            header=heading.printed,
            repeat_row=top,
            repeat_columns=3,
        ),
        freeze=(rows.top, 3),
        tables=(Table("tblScoring", top, rows.bottom, 0, right, headings, alt),),
        choices=_choices(plan, places),
        tints=_tints(rows),
        protected=True,
        tab="B8A038",
        texts=(f"A{rows.top + 1}:A{rows.bottom + 1}",),
    )


def _row(page: SheetBuilder, plan: Plan, line: Line, places: Places, index: int) -> None:
    rows = places.rows
    row, at, cell = rows.top + index, rows.columns, rows.row(index)
    criterion, rubric = line.criterion, plan.rubric
    count = offered(rubric, criterion, line.choices)
    contents: dict[str, tuple[Content, str]] = {
        "id": (Link(criterion.id, f"#{STANDARD}!A{places.standard_top + index + 1}"), "cell link"),
        "domain": (name(line.domain.title), "cell wrap"),
        "criterion": (name(criterion.title), "cell wrap bold"),
        "requirement": (criterion.statement, "cell wrap"),
        "kind": ("Essential" if criterion.essential else "Aspirational", "cell"),
        "target": (line.choices.scale.rank(rubric.target_of(criterion).key) + 1, "fold whole"),
        "approval": (int(rubric.not_applicable_for(criterion) is NotApplicable.APPROVAL), "fold whole"),
    }
    for key, text in line.texts.items():
        contents[key] = (text, "input center" if key in _CENTRED else "input wrap")
    for key, (content, style) in contents.items():
        page.put(row, at[key], content, style)
    block = places.words[line.choices.name]
    words, codes = block.first("word", count), block.first("code", count)
    code = f"=IFERROR(SUMPRODUCT(({words}={cell['rating']})*{codes}),0)"
    page.formula(row, at["code"], code, code_of(line.texts["rating"], line.choices, count), "fold whole")
    page.formula(row, at["check"], check_formula(cell, line.choices.word(NOT_YET)), line.check, "cell")


def _choices(plan: Plan, places: Places) -> tuple[Choices, ...]:
    """A drop-down on each rating; neighbours with the same list share one. One each on confidence and finding."""
    found, start, lines, rows = [], 0, plan.lines, places.rows
    keys = [(line.choices.name, offered(plan.rubric, line.criterion, line.choices)) for line in lines]
    col = rows.columns["rating"]
    for index, (scale, count) in enumerate(keys, start=1):
        if index < len(keys) and keys[index] == (scale, count):
            continue
        source = f"={places.words[scale].first('word', count)}"
        found.append(Choices(rows.top + start, col, rows.top + index - 1, col, source, "Not on the list", _MESSAGE))
        start = index
    message = "Choose one of the words in the list, or empty the cell."
    for key, block in (("confidence", places.confidences), ("finding", places.findings)):
        col = rows.columns[key]
        found.append(Choices(rows.top, col, rows.bottom, col, f"={block.all('word')}", "Not on the list", message))
    return tuple(found)


def _tints(rows: Block) -> tuple[Tint, ...]:
    col, check, rating = rows.columns, rows.here("check", 0), rows.here("rating", 0)
    unknown = f'AND({rows.here("code", 0)}=0,LEN({rating})>0,LEFT({rating},1)<>"…")'
    styles = {"▲": "tint essential", "△": "tint gap", "✓": "tint reached", "…": "tint out"}
    return (
        Tint(rows.top, col["rating"], rows.bottom, col["rating"], f"={unknown}", "tint alarm"),
        *(
            Tint(rows.top, col["check"], rows.bottom, col["check"], f'=LEFT({check},1)="{symbol}"', style)
            for symbol, style in styles.items()
        ),
    )
