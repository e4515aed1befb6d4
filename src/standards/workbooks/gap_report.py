"""The gap report: one review as an Excel workbook that stays alive.

    data = gap_report_bytes(inputs)          # the file
    content_digest(data)                     # what provenance and audit log remember

Change a rating in the workbook and score, gaps, status, domain results and recommendation follow, with the results
that Python would give. The report is handed its results; it opens no store, asks no clock and looks nothing up.
"""

from __future__ import annotations

from standards.reviews.plan import PlanItem
from standards.workbooks.answers import PLAN_FIELDS, RATING_FIELDS, plan_texts, word_of
from standards.workbooks.digest import content_digest
from standards.workbooks.gap.actions import actions_head, actions_sheet
from standards.workbooks.gap.agreement import agreement_head, agreement_sheet
from standards.workbooks.gap.comments import comments_head, comments_sheet
from standards.workbooks.gap.context import Context
from standards.workbooks.gap.criteria import criteria_head, criteria_sheet
from standards.workbooks.gap.evidence import evidence_head, evidence_sheet
from standards.workbooks.gap.figures import Figures, figures
from standards.workbooks.gap.findings import findings_head, findings_sheet
from standards.workbooks.gap.inputs import GapReportInput
from standards.workbooks.gap.layout import (
    ACTIONS,
    AGREEMENT,
    COMMENTS,
    CRITERIA,
    EVIDENCE,
    FINDINGS,
    LISTS,
    METHOD,
    layout,
)
from standards.workbooks.gap.lists import bar_words, lists_head, lists_sheet
from standards.workbooks.gap.method import method_head, method_sheet
from standards.workbooks.gap.rule import all_clauses, clause_rows
from standards.workbooks.gap.summary import summary_sheet
from standards.workbooks.head import rubric_line
from standards.workbooks.identity import identity_sheet
from standards.workbooks.sheet import Sheet, Workbook, naive_utc
from standards.workbooks.standard import STANDARD, standard_head, standard_sheet
from standards.workbooks.text import cut, file_name_of, name
from standards.workbooks.writer import write

__all__ = ["GapReportInput", "content_digest", "file_name", "gap_report", "gap_report_bytes"]

_HEADS = {
    ACTIONS: actions_head,
    CRITERIA: criteria_head,
    COMMENTS: comments_head,
    AGREEMENT: agreement_head,
    EVIDENCE: evidence_head,
    FINDINGS: findings_head,
    STANDARD: lambda inputs: standard_head(inputs.rubric, inputs.program.title),
    METHOD: method_head,
    LISTS: lists_head,
}
_FOOTER = 44
"""Characters of the rubric's title in the footer, so that version, status and digest always follow it."""
_SHEETS = (
    summary_sheet,
    actions_sheet,
    criteria_sheet,
    comments_sheet,
    agreement_sheet,
    evidence_sheet,
    findings_sheet,
    lambda context: standard_sheet(context.inputs.rubric, context.heads[STANDARD]),
    method_sheet,
    lists_sheet,
)


def gap_report(inputs: GapReportInput) -> Workbook:
    """The report as plain data, sheet by sheet, before any file exists."""
    known = figures(inputs)
    heads = {sheet: make(inputs) for sheet, make in _HEADS.items() if inputs.panel or sheet != AGREEMENT}
    rule = all_clauses(inputs.rubric)
    rows = {sheet: head.rows for sheet, head in heads.items()}
    places = layout(inputs, known, len(rule), bar_words(known.lists), rows)
    context = Context(inputs, known, places, clause_rows(inputs.rubric, known, rule, places), heads)
    rubric, program = inputs.rubric, inputs.program
    return Workbook(
        title=f"Gap report: {name(program.title)}",
        subject=f"{rubric_line(rubric)} · {rubric.status.value}",
        author=name(inputs.review.reviewer),
        keywords=inputs.identity.code,
        comments=name(rubric.disclaimer),
        created=naive_utc(inputs.generated),
        sheets=(
            *(build(context) for build in _SHEETS if inputs.panel or build is not agreement_sheet),
            _identity(inputs, known),
        ),
        footer=(
            name(program.title),
            f"{cut(name(rubric.title), _FOOTER)} {rubric.version} ({rubric.status.value}) · {rubric.digest[:8]}",
        ),
        properties=inputs.identity.properties,
    )


def _identity(inputs: GapReportInput, known: Figures) -> Sheet:
    """Whose it is, and what stands in the cells that people fill in."""
    headings = ("ID", RATING_FIELDS[0].heading, *(field.heading for field in PLAN_FIELDS))
    rows = []
    for line in known.lines:
        plan = plan_texts(inputs.plans.get(line.criterion.id) or PlanItem(criterion=line.criterion.id))
        answers = (plan[field.key] for field in PLAN_FIELDS)
        rows.append((line.criterion.id, word_of(line.rating, line.choices), *answers))
    return identity_sheet(inputs.identity, headings, rows)


def gap_report_bytes(inputs: GapReportInput) -> bytes:
    """The report as the bytes of an .xlsx file. The same inputs give the same bytes.

    Raises:
        WriteError: something does not fit the file format.
    """
    return write(gap_report(inputs))


def file_name(inputs: GapReportInput) -> str:
    """A file name that says program, rubric and day: gap-report_ou-micro_cmf-2019_2026-11-23.xlsx."""
    kind = "panel-report" if inputs.panel else "gap-report"
    rubric = f"{inputs.rubric.id}-{inputs.rubric.version}"
    parts = (kind, inputs.program.id, rubric, naive_utc(inputs.generated).date().isoformat())
    return file_name_of(parts)
