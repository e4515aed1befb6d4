"""A rubric book that LibreOffice opened and saved is still the same rubric; and what it draws can be read."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from benchmarks.making import rubric as large
from standards.rubrics.model import Rubric
from standards.workbooks.back.reader import read
from standards.workbooks.back.rubric_book import rubric_from_book
from standards.workbooks.rubric_book import rubric_book_bytes
from tests.office.cells import cells
from tests.office.heights import heights
from tests.office.recalculation import convert
from tests.workbooks import elaborate
from tests.workbooks.reports import SHIPPED, shipped

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SAVED = "xlsx:Calc MS Excel 2007 XML"


def elaborate_ones(count: int) -> list[Rubric]:
    """Always the same rubrics with every field and awkward texts."""
    found: list[Rubric] = []

    @seed(7)
    @settings(max_examples=count, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(elaborate.rubrics())
    def collect(rubric: Rubric) -> None:
        found.append(rubric)

    collect()
    return found


@pytest.fixture(scope="module")
def rubrics() -> dict[str, Rubric]:
    known = {name.replace("/", "-"): shipped(name) for name in SHIPPED}
    known |= {f"elaborate-{number}": rubric for number, rubric in enumerate(elaborate_ones(12))}
    return known | {"large": large(150)}


@pytest.fixture(scope="module")
def saved(soffice: str, rubrics, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every book after LibreOffice has opened and saved it."""
    books = {name: rubric_book_bytes(rubric, NOON) for name, rubric in rubrics.items()}
    return convert(soffice, books, Path(tmp_path_factory.mktemp("saved")), SAVED, "xlsx")


def test_what_libreoffice_saved_is_the_same_rubric_to_the_digest(rubrics, saved):
    for name, rubric in rubrics.items():
        back, findings = rubric_from_book(read(saved[name]), name)
        assert [str(finding) for finding in findings] == []
        assert back == rubric
        assert back.digest == rubric.digest


@pytest.mark.parametrize("name", ["house-draft/0.1", "cmf/2019"])
def test_every_row_is_as_high_as_its_text_needs(soffice: str, tmp_path: Path, name: str):
    data = rubric_book_bytes(shipped(name), NOON)
    filled = {(sheet, int(re.sub(r"\D", "", address))) for (sheet, address), held in cells(data).items() if held.value}
    found = heights(soffice, data, tmp_path)
    assert len(found) > 150
    too_low = {
        row: (given, needed)
        for row, (given, needed) in found.items()
        if row in filled and needed > given + 0.5 and given < 409
    }
    assert too_low == {}
