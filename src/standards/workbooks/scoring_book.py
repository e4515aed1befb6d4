"""The scoring book: one reviewer scores one program offline, and brings the file back.

    data = scoring_book_bytes(ScoringBookInput(state, generated, tool_version))

It is made from one review alone, so that nobody else's ratings can be in it, not even on a hidden sheet.
"""

from __future__ import annotations

from standards.workbooks.answers import RATING_FIELDS
from standards.workbooks.build import SheetBuilder
from standards.workbooks.evidence import EVIDENCE, EVIDENCE_COLUMNS, evidence_table
from standards.workbooks.head import head, rubric_line
from standards.workbooks.identity import identity_sheet
from standards.workbooks.scoring.lists import lists_head, lists_sheet, places
from standards.workbooks.scoring.plan import START
from standards.workbooks.scoring.plan import Plan as ScoringBookInput
from standards.workbooks.scoring.start import start_sheet
from standards.workbooks.scoring.table import scoring_head, scoring_sheet
from standards.workbooks.sheet import Paper, Sheet, Workbook, naive_utc
from standards.workbooks.standard import standard_head, standard_sheet
from standards.workbooks.text import cut, file_name_of, name
from standards.workbooks.writer import write

__all__ = ["ScoringBookInput", "file_name", "scoring_book", "scoring_book_bytes"]

_FOOTER = 44
_HINT = (
    "What the program's provider and you have put on file. Cite a piece by its id in the Evidence column of Scoring."
)


def scoring_book(plan: ScoringBookInput) -> Workbook:
    """The book as plain data, before any file exists."""
    rubric, program = plan.rubric, plan.state.program
    heading = scoring_head(plan)
    rows = plan.rows(heading.rows + 1)
    lists = lists_head(plan)
    standard = standard_head(rubric, program.title, START)
    where = places(plan, lists.rows, rows, standard.rows + 1)
    return Workbook(
        title=f"Scoring book: {name(program.title)}",
        subject=f"{rubric_line(rubric)} · {rubric.status.value}",
        author=name(plan.state.review.reviewer),
        keywords=plan.identity.code,
        comments=name(rubric.disclaimer),
        created=naive_utc(plan.generated),
        sheets=(
            start_sheet(plan, rows),
            scoring_sheet(plan, heading, where),
            _evidence(plan),
            standard_sheet(rubric, standard),
            lists_sheet(plan, lists, where),
            identity_sheet(
                plan.identity,
                ("ID", *(field.heading for field in RATING_FIELDS)),
                [(line.criterion.id, *(line.texts[field.key] for field in RATING_FIELDS)) for line in plan.lines],
            ),
        ),
        footer=(
            name(program.title),
            f"{cut(name(rubric.title), _FOOTER)} {rubric.version} ({rubric.status.value}) · {rubric.digest[:8]}",
        ),
        properties=plan.identity.properties,
    )


def _evidence(plan: ScoringBookInput) -> Sheet:
    page = SheetBuilder(EVIDENCE, EVIDENCE_COLUMNS)
    heading = head(
        plan.rubric, plan.state.program.title, EVIDENCE, _HINT, EVIDENCE_COLUMNS, len(EVIDENCE_COLUMNS) - 1, first=START
    )
    heading.write(page)
    used: dict[str, list[str]] = {}
    for rating in plan.state.ratings.values():
        for item in rating.evidence:
            used.setdefault(item, []).append(rating.criterion)
    cited = {item: ", ".join(criteria) for item, criteria in used.items()}
    tables, _ = evidence_table(page, heading.rows, tuple(plan.state.evidence.values()), cited)
    return page.sheet(
        protected=True,
        paper=Paper(right=len(EVIDENCE_COLUMNS) - 1, repeat_row=heading.rows),
        freeze=(heading.rows + 1, 2),
        tables=tables,
        tab="52606D",
    )


def scoring_book_bytes(plan: ScoringBookInput) -> bytes:
    """The book as the bytes of an .xlsx file. The same inputs give the same bytes.

    Raises:
        WriteError: something does not fit the file format.
    """
    return write(scoring_book(plan))


def file_name(plan: ScoringBookInput) -> str:
    """A file name that says program, rubric, reviewer and day."""
    review = plan.state.review
    parts = ("scoring-book", review.program_id, f"{review.rubric_id}-{review.rubric_version}", review.reviewer,
             naive_utc(plan.generated).date().isoformat())  # fmt: skip
    return file_name_of(parts)
