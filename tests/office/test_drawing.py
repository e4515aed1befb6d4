"""LibreOffice draws the gap report: one page for the Summary, no text cut, no figure too wide for its cell."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from standards.reviews.model import Rating
from standards.rubrics.model import Rubric
from standards.workbooks.gap_report import gap_report_bytes
from tests.office.cells import cells
from tests.office.heights import heights
from tests.office.recalculation import convert
from tests.workbooks.reports import every_family, inputs, shipped, some_ratings

LONG = "The course page names it, but the figure on the credit statement differs, so one of the two has to be mended. "


def report(made: Rubric) -> bytes:
    """Ratings of every kind with rationales from a few words to several paragraphs."""
    ratings = some_ratings(made, 9)
    for place, (name, rating) in enumerate(list(ratings.items())):
        words = {"rationale": LONG * (place % 6) + "Seen.\nAnd again.", "action": LONG * (place % 3)}
        ratings[name] = Rating.model_validate(rating.model_dump() | words)
    return gap_report_bytes(inputs(made, ratings))


REPORTS = {"house": shipped("house-draft/0.1"), "cmf": shipped("cmf/2019"), "families": every_family()}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {name: report(made) for name, made in REPORTS.items()}


@pytest.fixture(scope="module")
def printed(soffice: str, files: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of every printed page."""
    if not shutil.which("pdftotext"):
        pytest.fail("pdftotext is missing; run: python tests/provision.py")
    folder = Path(tmp_path_factory.mktemp("drawn"))
    pages = {}
    for name, data in convert(soffice, files, folder, "pdf", "pdf").items():
        (folder / f"{name}.pdf").write_bytes(data)
        text = subprocess.run(
            ["pdftotext", "-layout", folder / f"{name}.pdf", "-"], capture_output=True, text=True, check=True
        )
        pages[name] = text.stdout.split("\f")[:-1]
    return pages


@pytest.mark.parametrize("name", REPORTS)
def test_the_summary_takes_one_page_and_the_next_begins_the_action_plan(printed, name: str):
    pages = printed[name]
    assert "Where to act first" in pages[0]
    assert "Workbook code" in pages[0]
    assert "Gaps and action plan" in pages[1]
    assert "Where to act first" not in pages[1]


@pytest.mark.parametrize("name", REPORTS)
def test_no_printed_page_is_blank_and_each_is_numbered(printed, name: str):
    pages = printed[name]
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert len(page.split()) > 25


@pytest.mark.parametrize("name", REPORTS)
def test_no_figure_is_too_wide_for_its_cell(printed, name: str):
    assert [page for page in printed[name] if "###" in page] == []


def test_every_page_of_the_house_draft_says_that_it_is_a_draft(printed):
    assert all("(draft)" in page for page in printed["house"])
    wide = [
        page for page in printed["house"] if page.lstrip().startswith(("Gaps and action plan", "Criteria and ratings"))
    ]
    assert len(wide) >= 4
    assert all("not issued by any body" in page for page in wide)


def test_the_hidden_sheet_is_not_printed(printed):
    assert not any("standards.kind" in page for pages in printed.values() for page in pages)


@pytest.mark.parametrize("name", REPORTS)
def test_every_row_is_as_high_as_its_text_needs(soffice: str, files, tmp_path: Path, name: str):
    filled = {
        (sheet, int(re.sub(r"\D", "", address))) for (sheet, address), held in cells(files[name]).items() if held.value
    }
    found = heights(soffice, files[name], tmp_path)
    assert len(found) > 150
    assert max(needed for _, needed in found.values()) > 60, "nothing here wraps, so nothing is tested"
    too_low = {
        row: (given, needed)
        for row, (given, needed) in found.items()
        if row in filled and needed > given + 0.5 and given < 409
    }
    assert too_low == {}


def test_rows_are_not_much_higher_than_they_need_to_be(soffice: str, files, tmp_path: Path):
    found = heights(soffice, files["house"], tmp_path)
    ratios = [given / needed for given, needed in found.values() if needed > 30]
    assert sum(ratios) / len(ratios) < 1.6
