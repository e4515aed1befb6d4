"""What each kind of workbook is made of changes only where somebody meant it to.

STANDARDS_REWRITE=1 pytest tests/workbooks/test_structure.py writes the files anew; their diff then says what changed.
"""

from __future__ import annotations

import os
from difflib import unified_diff
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries

from tests.workbooks.kinds import EXAMPLE, KINDS, data
from tests.workbooks.patterns import areas, pattern
from tests.workbooks.structure import structure

FOLDER = Path(__file__).parent / "structure"


@pytest.mark.parametrize("kind", KINDS)
def test_the_structure_is_the_one_that_was_kept(kind: str):
    path = FOLDER / f"{kind.replace(' ', '-')}.yaml"
    now = yaml.safe_dump(structure(data(kind, EXAMPLE)), allow_unicode=True, sort_keys=False, width=100_000)
    if os.environ.get("STANDARDS_REWRITE"):
        path.write_text(now, encoding="utf-8")
    kept = path.read_text(encoding="utf-8")
    changed = list(unified_diff(kept.splitlines(), now.splitlines(), "kept", "now", lineterm="", n=2))
    if changed:
        told = f"{path.name} differs in structure. If it is meant: STANDARDS_REWRITE=1 pytest {Path(__file__).name}"
        pytest.fail("\n".join([told, *changed]), pytrace=False)


@pytest.mark.parametrize(
    ("formula", "row", "col", "wanted"),
    [
        ("=B8*$C8+D$2-$E$1", 8, 1, "=RC[1]*RC3+R2C[3]-R1C5"),
        ("=SUM('Gaps & actions'!A7:B9)", 8, 2, "=SUM('Gaps & actions'!R[-1]C[-1]:R[1]C)"),
        ('=IF(LEFT(A1,1)="A1",LOG10(B2),"B2")', 1, 1, '=IF(LEFT(RC,1)="A1",LOG10(R[1]C[1]),"B2")'),
    ],
)
def test_a_formula_reads_the_same_wherever_it_was_copied_to(formula: str, row: int, col: int, wanted: str):
    assert pattern(formula, row, col) == wanted


@given(st.sets(st.tuples(st.integers(1, 12), st.integers(1, 6))))
def test_areas_hold_exactly_the_cells_they_were_made_from(places: set[tuple[int, int]]):
    held = [
        (row, col)
        for area in areas(places).split()
        for left, top, right, bottom in [range_boundaries(area)]
        for row in range(top, bottom + 1)
        for col in range(left, right + 1)
    ]
    assert sorted(held) == sorted(places)
