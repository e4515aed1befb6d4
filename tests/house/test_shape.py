"""The shape of the house: small files, thin notebooks, a kernel that stays lean."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from standards import __version__
from tests.house.repository import ROOT, files, shown, text

LONGEST = 400
HEAVY = {"jsonschema", "lark", "matplotlib", "openpyxl", "pandas", "scipy", "voila", "xlsxwriter"}
"""Each costs a dashboard kernel 7 to 70 MB or up to a second; the page asks for it when an export needs it."""
PAGES = sorted(path.stem for path in files(".py", under=("src/standards/pages/",)) if path.stem != "__init__")
NOTEBOOKS = files(".ipynb")


def code_cells(notebook: Path) -> list[dict]:
    return [cell for cell in json.loads(text(notebook))["cells"] if cell["cell_type"] == "code"]


def test_a_source_file_can_be_read_in_one_sitting():
    lengths = {shown(path): len(text(path).splitlines()) for path in files(".py", ".js", under=("src/",))}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_notebooks_are_kept_without_outputs():
    cells = [(shown(path), cell) for path in NOTEBOOKS for cell in code_cells(path)]
    assert [name for name, cell in cells if cell["outputs"] or cell["execution_count"] is not None] == []


def test_a_page_is_a_door_of_one_cell():
    doors = {shown(path): len(code_cells(path)) for path in NOTEBOOKS if shown(path).startswith("workbench/")}
    assert {name: cells for name, cells in doors.items() if cells != 1} == {}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_starts_without_the_heavy_libraries(page: str):
    asked = f"import sys, standards.pages.{page}; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert HEAVY & set(ran.stdout.split()) == set()


def test_the_changelog_tells_of_this_version():
    assert f"## {__version__}" in text(ROOT / "CHANGELOG.md").replace("[", "").replace("]", "")
