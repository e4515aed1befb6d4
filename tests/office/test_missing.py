"""A machine without LibreOffice must hear about it: a silent skip would look like agreement."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_without_libreoffice_the_tests_fail_and_say_what_to_install(root: Path, tmp_path: Path):
    asked = "tests/office/test_recalculation.py::test_days_left_count_from_the_day_in_the_sheet"
    nowhere = {**os.environ, "PATH": str(tmp_path), "STANDARDS_SOFFICE": "", "PYTHONPATH": str(root / "src")}
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", asked]
    ran = subprocess.run(run, cwd=root, env=nowhere, capture_output=True, text=True, check=False)
    if "/Applications" in ran.stdout:
        return
    assert ran.returncode == 1, ran.stdout
    assert "LibreOffice is missing" in ran.stdout
    assert "skipped" not in ran.stdout
