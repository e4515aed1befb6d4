"""The portfolio: many programs under one rubric as an Excel workbook that stays alive.

    data = portfolio_bytes(inputs)           # the file
    content_digest(data)                     # what provenance and audit log remember

Change a mark on the Matrix and scores, ranks, domains, counts and charts follow, with the results that Python would
give. The workbook is handed its results; it opens no store, asks no clock and looks nothing up.
"""

from __future__ import annotations

import re

from standards.workbooks.choices import choice_lists
from standards.workbooks.digest import content_digest
from standards.workbooks.head import rubric_line
from standards.workbooks.identity import identity_sheet
from standards.workbooks.long import check_matrix
from standards.workbooks.matrix.context import Context
from standards.workbooks.matrix.criteria import criteria_head, criteria_sheet, level_words
from standards.workbooks.matrix.domains import domains_head, domains_sheet
from standards.workbooks.matrix.inputs import PortfolioInput, programs_words
from standards.workbooks.matrix.layout import CRITERIA, DOMAINS, LISTS, MATRIX, METHOD, layout
from standards.workbooks.matrix.lists import lists_head, lists_sheet
from standards.workbooks.matrix.marks import advice_words, outcome_words
from standards.workbooks.matrix.matrix import matrix_head, matrix_sheet
from standards.workbooks.matrix.method import method_head, method_sheet
from standards.workbooks.matrix.summary import summary_sheet
from standards.workbooks.sheet import Workbook, naive_utc
from standards.workbooks.text import cut, name
from standards.workbooks.writer import write

__all__ = ["PortfolioInput", "content_digest", "file_name", "portfolio_bytes", "portfolio_workbook"]

_HEADS = {
    MATRIX: matrix_head,
    DOMAINS: domains_head,
    CRITERIA: criteria_head,
    METHOD: method_head,
    LISTS: lists_head,
}
_SHEETS = (summary_sheet, matrix_sheet, domains_sheet, criteria_sheet, method_sheet, lists_sheet)
_FOOTER = 44
"""Characters of the rubric's title in the footer, so that version, status and digest always follow it."""


def portfolio_workbook(inputs: PortfolioInput) -> Workbook:
    """The workbook as plain data, sheet by sheet, before any file exists.

    Raises:
        StandardsError: more programs or criteria than a sheet has rows or columns; names CSV and Parquet instead.
    """
    portfolio, rubric = inputs.portfolio, inputs.portfolio.rubric
    check_matrix(len(portfolio), len(rubric.criteria))
    heads = {sheet: make(inputs) for sheet, make in _HEADS.items()}
    lists = choice_lists(rubric)
    advice = _advice(inputs)
    rows = {sheet: head.rows for sheet, head in heads.items()}
    places = layout(rubric, len(portfolio), lists, level_words(lists), rows, len(advice))
    missed = portfolio.most_missed(len(rubric.criteria))
    order = {spread.criterion: place for place, spread in enumerate(missed, start=1)}
    context = Context(inputs, places, lists, advice, heads, order)
    count = programs_words(len(portfolio))
    return Workbook(
        title=f"Portfolio: {count} under {name(rubric.title)}",
        subject=f"{rubric_line(rubric)} · {rubric.status.value}",
        author="Standards workbench",
        keywords=inputs.identity.code,
        comments=name(rubric.disclaimer),
        created=naive_utc(inputs.generated),
        sheets=(*(build(context) for build in _SHEETS), identity_sheet(inputs.identity)),
        footer=(
            f"Portfolio: {count}",
            f"{cut(name(rubric.title), _FOOTER)} {rubric.version} ({rubric.status.value}) · {rubric.digest[:8]}",
        ),
        properties=inputs.identity.properties,
    )


def _advice(inputs: PortfolioInput) -> dict[str, int]:
    """Programs by the words of their recommendation: every outcome of the rule, then what else there is."""
    rubric = inputs.portfolio.rubric
    found = {outcome_words(rubric, place): 0 for place in range(len(rubric.rule.outcomes))}
    for standing in inputs.portfolio:
        words = advice_words(rubric, standing.recommendation)
        found[words] = found.get(words, 0) + 1
    return found or {"◇ Profile, no decision": 0}


def portfolio_bytes(inputs: PortfolioInput) -> bytes:
    """The workbook as the bytes of an .xlsx file. The same inputs give the same bytes.

    Raises:
        StandardsError: it does not fit a sheet; names CSV and Parquet instead.
    """
    return write(portfolio_workbook(inputs))


def file_name(inputs: PortfolioInput, ending: str = "xlsx") -> str:
    """A file name that says rubric, size and day: portfolio_cmf-2019_12-programs_2026-11-23.xlsx."""
    rubric = inputs.portfolio.rubric
    parts = ("portfolio", f"{rubric.id}-{rubric.version}", f"{len(inputs.portfolio)}-programs",
             naive_utc(inputs.generated).date().isoformat())  # fmt: skip
    return f"{re.sub(r'[^A-Za-z0-9._-]+', '-', '_'.join(parts))}.{ending}"
