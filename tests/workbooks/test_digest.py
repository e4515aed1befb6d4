"""The same report is the same bytes, and its digest tells whether a file is the one that was issued."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from datetime import timedelta, timezone
from io import BytesIO
from pathlib import Path

import pytest

from standards.workbooks.gap_report import content_digest, file_name, gap_report_bytes
from tests.workbooks.reports import MADE, every_family, inputs, some_ratings

FAMILY = every_family()
RATINGS = some_ratings(FAMILY, 4)
ELSEWHERE = """
import sys
sys.path.insert(0, ".")
from standards.workbooks.gap_report import content_digest, gap_report_bytes
from tests.workbooks.reports import every_family, inputs, some_ratings
made = every_family()
print(content_digest(gap_report_bytes(inputs(made, some_ratings(made, 4)))))
"""


def repacked(data: bytes, compression: int) -> bytes:
    """The same parts in another order and packing."""
    found = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(found, "w", compression) as new:
        for name in reversed(old.namelist()):
            new.writestr(name, old.read(name))
    return found.getvalue()


def test_building_twice_gives_the_same_bytes():
    assert gap_report_bytes(inputs(FAMILY, RATINGS)) == gap_report_bytes(inputs(FAMILY, RATINGS))


@pytest.mark.parametrize(("seed", "zone"), [("0", "Pacific/Auckland"), ("99", "America/Lima")])
def test_another_process_hash_seed_and_time_zone_give_the_same_report(root: Path, seed: str, zone: str):
    there = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(root / "src")}
    ran = subprocess.run(
        [sys.executable, "-c", ELSEWHERE], cwd=root, env=there, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == content_digest(gap_report_bytes(inputs(FAMILY, RATINGS)))


def test_the_same_moment_in_another_zone_is_the_same_report():
    there = MADE.astimezone(timezone(timedelta(hours=-7)))
    assert gap_report_bytes(inputs(FAMILY, RATINGS, generated=there)) == gap_report_bytes(inputs(FAMILY, RATINGS))


def test_the_digest_looks_at_content_and_not_at_packing():
    data = gap_report_bytes(inputs(FAMILY, RATINGS))
    other = repacked(data, zipfile.ZIP_STORED)
    assert other != data
    assert content_digest(other) == content_digest(data)


def test_one_other_rating_makes_another_digest():
    other = dict(RATINGS)
    other.pop(next(iter(other)))
    assert content_digest(gap_report_bytes(inputs(FAMILY, other))) != content_digest(
        gap_report_bytes(inputs(FAMILY, RATINGS))
    )


def test_a_digest_is_sixty_four_digits_and_needs_a_workbook():
    assert len(content_digest(gap_report_bytes(inputs(FAMILY, RATINGS)))) == 64
    with pytest.raises(zipfile.BadZipFile):
        content_digest(b"no workbook")


def test_the_file_name_says_program_rubric_and_day():
    assert file_name(inputs(FAMILY, RATINGS)) == "gap-report_weaving_made-1_2026-11-23.xlsx"
