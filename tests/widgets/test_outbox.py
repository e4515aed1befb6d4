"""The browser's half of the promise that nothing typed is lost, run in Node where there is one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SOURCES = Path("src/standards/widgets/static/scorecard")
TESTS = Path("tests/widgets/outbox.test.mjs")


def test_the_outbox_keeps_its_promises(root: Path, tmp_path: Path) -> None:
    node = shutil.which("node") or pytest.skip("Node is not installed; the browser tests cover the same ground")
    # A folder of its own, so that Node takes the sources for modules without a package.json in the repository.
    (tmp_path / "package.json").write_text('{"type": "module"}')
    shutil.copytree(root / SOURCES, tmp_path / SOURCES)
    (tmp_path / TESTS).parent.mkdir(parents=True)
    shutil.copy(root / TESTS, tmp_path / TESTS)
    run = subprocess.run([node, "--test", str(TESTS)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
