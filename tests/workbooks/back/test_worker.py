"""A file is read in a process of its own; whatever happens to that process, the caller gets a book or a refusal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.bench_report import made_input
from standards.errors import WorkbookRefused
from standards.workbooks.back import worker
from standards.workbooks.back.reader import read
from standards.workbooks.back.worker import read_apart
from standards.workbooks.gap_report import gap_report_bytes
from tests.workbooks.back.hostile import CORPUS
from tests.workbooks.back.parts import SHEET, sheet, workbook
from tests.workbooks.reports import inputs, shipped, some_ratings

LINUX = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are listed in /proc on Linux only")


@pytest.fixture(scope="module")
def large() -> bytes:
    """A file whose reading takes long enough to be interrupted."""
    return gap_report_bytes(made_input(600))


def children() -> set[int]:
    """The processes that this one has started and that have not been reaped."""
    return {int(pid) for task in Path("/proc/self/task").glob("*/children") for pid in task.read_text("ascii").split()}


def test_a_report_read_apart_is_the_report_read_here():
    made = shipped("cmf/2019")
    data = gap_report_bytes(inputs(made, some_ratings(made, 3)))
    assert read_apart(data) == read(data)


def test_a_refusal_keeps_its_code_and_text_on_the_way():
    data = workbook({SHEET: sheet('<row r="1"><c r="A1"><v>nine</v></c></row>')})
    with pytest.raises(WorkbookRefused) as here:
        read(data)
    with pytest.raises(WorkbookRefused) as apart:
        read_apart(data)
    assert (apart.value.code, str(apart.value)) == (here.value.code, str(here.value))


def test_an_obvious_refusal_needs_no_other_process(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(WorkbookRefused) as caught:
        read_apart(b"")
    assert caught.value.code == "X01"


def test_a_process_that_cannot_be_started_is_a_refusal(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(WorkbookRefused) as caught:
        read_apart(workbook())
    assert caught.value.code == "X16"


def test_too_little_time_is_a_refusal(large):
    with pytest.raises(WorkbookRefused, match="too much time") as caught:
        read_apart(large, seconds=0.3)
    assert caught.value.code == "X16"


@LINUX
def test_too_little_memory_is_a_refusal(large):
    with pytest.raises(WorkbookRefused) as caught:
        read_apart(large, megabytes=30)
    assert caught.value.code == "X16"


@LINUX
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV])
def test_a_process_that_falls_over_is_a_refusal_and_leaves_nothing_behind(large, how):
    before = children()
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read_apart, large)
        until = time.monotonic() + 20
        while not (started := children() - before) and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.1)
        for pid in started:
            os.kill(pid, how)
        with pytest.raises(WorkbookRefused) as caught:
            reading.result(timeout=60)
    assert caught.value.code == "X16"
    assert children() <= before


@LINUX
def test_after_a_timeout_no_process_is_left(large):
    before = children()
    with pytest.raises(WorkbookRefused):
        read_apart(large, seconds=0.3)
    assert children() <= before


def test_two_threads_may_read_at_once():
    found = []
    threads = [threading.Thread(target=lambda: found.append(read_apart(workbook()))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == [read(workbook())] * 2


def test_nothing_of_a_notebooks_environment_reaches_the_other_process(monkeypatch):
    for name in ("PYTHONSTARTUP", "PYTHONHOME", "OPENPYXL_LXML", "JPY_PARENT_PID", "STANDARDS_STORE"):
        monkeypatch.setenv(name, "/nowhere")
    assert read_apart(workbook()) == read(workbook())


def test_a_module_in_the_working_folder_is_not_taken_for_ours(tmp_path, monkeypatch):
    (tmp_path / "openpyxl.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert read_apart(workbook()) == read(workbook())


def test_one_long_text_in_many_cells_travels_once():
    book = read_apart(CORPUS["one text in 52,000 cells, harmless"].make())
    assert len({id(held.value) for held in book.pages[0].cells.values()}) == 1


def test_an_answer_that_is_no_book_is_a_refusal():
    asked = [sys.executable, "-P", "-m", worker.__name__, "20", "1024"]
    ran = subprocess.run(asked, input=b"not a workbook", capture_output=True, check=False)
    assert ran.returncode == 3
    assert ran.stdout.startswith(b'["X07"')
