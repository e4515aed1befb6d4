"""Nobody is kept out of a workbook, whichever kind it is and whatever is in it."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from openpyxl.styles import Alignment, Font

from standards.workbooks.sheet import quoted
from tests.workbooks.accessible import findings
from tests.workbooks.kinds import CASES, data


@pytest.mark.parametrize(("kind", "given"), CASES)
def test_nothing_keeps_anybody_from_reading_it(kind: str, given: str):
    # A rubric book's tables end in empty yellow rows, where a task force writes what it adds.
    assert findings(data(kind, given), spare_rows=kind == "rubric book") == []


@pytest.mark.parametrize(("kind", "given"), CASES)
def test_every_link_inside_leads_to_a_sheet_that_is_there(kind: str, given: str):
    book = openpyxl.load_workbook(BytesIO(data(kind, given)))
    places = {
        cell.hyperlink.location.rpartition("!")[0]
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink and cell.hyperlink.location
    }
    assert places
    assert places <= {quoted(sheet.title) for sheet in book}


def test_what_is_wrong_is_found():
    book = openpyxl.load_workbook(BytesIO(data("gap report", "house-draft/0.1")))  # drops what stands for pictures
    criteria, summary, method = (book[name] for name in ("Criteria", "Summary", "Method & provenance"))
    book.properties.title = ""
    book["Lists"].title = "Sheet9"
    criteria.freeze_panes = "A2"
    criteria.print_title_rows = "2:2"
    criteria["B9"].font = Font(size=10, color="FFBBBBBB")
    criteria["L9"].value = "gap"
    criteria["C10"].value = "\u05de\u05d9\u05e7\u05e8\u05d5"
    criteria["C10"].alignment = Alignment(readingOrder=0)
    criteria["Z9"].number_format = "0;[Red]-0"
    for cell in criteria[20]:
        cell.value = cell.hyperlink = None
    summary.merge_cells("B2:D2")
    method["C60"].value = method["C60"].hyperlink = "https://example.org"
    stream = BytesIO()
    book.save(stream)
    found = "\n".join(findings(stream.getvalue()))
    for words in (
        "document: no title",
        "Sheet9: its name says nothing",
        "Summary: B2:D2 is merged",
        "Criteria: tblCriteria is higher than a screen and its headings scroll away",
        "Criteria: tblCriteria is longer than a page and its headings are not repeated",
        "Criteria: tblCriteria has empty rows: [20]",
        "Criteria: B9 has a contrast of 1.9",
        "Criteria: L9 is tinted and begins with no symbol: gap",
        "Criteria: C10 reads from right to left and is not set so",
        "Method & provenance: C60 is a link whose words are its address",
        "has no text in place of the picture",
        "tblCriteria does not say what it holds",
        "the number format 0;[Red]-0 speaks by colour",
    ):
        assert words in found
