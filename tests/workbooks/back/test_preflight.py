"""Files are refused before any parser sees them, each with its own reason and with what to do next."""

from __future__ import annotations

import re
import subprocess
import sys
import tracemalloc
from contextlib import suppress

import pytest

from benchmarks.bench_report import made_input
from standards.errors import StandardsError, WorkbookRefused
from standards.workbooks.back import limits
from standards.workbooks.back.preflight import preflight
from standards.workbooks.back.reader import read
from standards.workbooks.back.refusals import REASONS
from standards.workbooks.gap_report import gap_report_bytes
from tests.house.repository import ROOT
from tests.workbooks.back.hostile import CORPUS
from tests.workbooks.back.parts import SHEET, sheet, workbook

REFUSED = [name for name, case in CORPUS.items() if case.code]
HARMLESS = [name for name, case in CORPUS.items() if not case.code]
LARGE = ("floods", "far away", "only looks dangerous")
BEFORE_PARSING = [name for name in REFUSED if CORPUS[name].code != "X07"]


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_with_its_own_code(name):
    case = CORPUS[name]
    with pytest.raises(WorkbookRefused) as caught:
        read(case.make())
    assert caught.value.code == case.code, str(caught.value)
    assert isinstance(caught.value, StandardsError)


@pytest.mark.parametrize("name", [name for name in BEFORE_PARSING if name != "not called a cell"])
def test_what_could_do_harm_never_reaches_a_parser_of_spreadsheets(name):
    with pytest.raises(WorkbookRefused) as caught:
        preflight(CORPUS[name].make())
    assert caught.value.code == CORPUS[name].code


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_dangerous_is_read(name):
    book = read(CORPUS[name].make())
    assert book.pages[0].name == "Scoring"
    assert book.pages[0].cells


@pytest.mark.parametrize("name", [name for name in CORPUS if CORPUS[name].group in LARGE])
def test_a_look_takes_little_memory(name):
    data = CORPUS[name].make()
    tracemalloc.start()
    try:
        with suppress(WorkbookRefused):
            preflight(data)
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 50_000_000


def test_every_reason_says_what_to_do_next():
    asked = re.compile(r"\b(upload|Upload|Copy)\b")
    assert [name for name, (_, text) in REASONS.items() if not asked.search(text)] == []


def test_every_code_is_explained_in_the_findings():
    explained = set(re.findall(r"\bX\d\d\b", (ROOT / "docs" / "findings.md").read_text("utf-8")))
    assert {code for code, _ in REASONS.values()} == {code for code in explained if code.startswith("X")}


def test_every_code_but_the_childs_has_a_file_that_earns_it():
    assert {case.code for case in CORPUS.values() if case.code} == {code for code, _ in REASONS.values()} - {"X16"}


def test_the_largest_honest_report_passes_with_room_to_spare():
    data = gap_report_bytes(made_input(1341))
    found = preflight(data)
    assert 2 * found.cells < limits.CELLS
    assert 3 * found.tags < limits.TAGS
    assert 5 * found.unpacked < limits.UNPACKED_BYTES
    assert 5 * found.parts < limits.PARTS
    assert 10 * len(data) < limits.BYTES


def test_the_last_cell_that_is_read_is_zz5000():
    page = read(workbook({SHEET: sheet('<row r="5000"><c r="ZZ5000"><v>7</v></c></row>')})).pages[0]
    assert page.cells[4_999, 701].value == 7


def test_a_far_cell_is_named_in_the_message():
    with pytest.raises(WorkbookRefused, match="row 1,048,576, column XFD"):
        preflight(CORPUS["last cell"].make())


def test_the_corpus_is_the_same_every_time():
    assert all(case.make() == case.make() for case in CORPUS.values() if case.group in ("names", "damaged", "entities"))


def test_a_look_loads_no_parser_of_spreadsheets():
    asked = "import sys, standards.workbooks.back.worker, standards.workbooks.back.preflight; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert not {"openpyxl", "pandas", "numpy"} & set(ran.stdout.split())
