"""What every test stands on: a workspace of its own, and the two programs from outside."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import provision

ROOT = Path(__file__).resolve().parent.parent
MARKS = {"chromium": "browser", "soffice": "office", "postgres": "postgres"}
"""A test that asks for the fixture is marked by itself."""
_FOLDER = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Point everything, notebook kernels and servers included, away from the reviews of the person at work."""
    folder = config.stash[_FOLDER] = Path(tempfile.mkdtemp(prefix="standards-tests-"))
    os.environ["OPENPYXL_LXML"] = "False"  # read as people do who have no lxml; here a test tool brings it
    os.environ["STANDARDS_WORKSPACE"] = str(folder / "workspace")
    os.environ["XDG_DATA_HOME"] = str(folder / "data")
    os.environ.pop("STANDARDS_STORE", None)
    # A law holds on a busy machine too: how long an example takes is the benchmarks' business.
    settings.register_profile(
        "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
    )
    settings.load_profile("house")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[_FOLDER], ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for fixture in MARKS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(MARKS[fixture])


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser to drive."""
    return provision.chromium() or pytest.fail("Chromium is missing; run: python tests/provision.py")


@pytest.fixture(scope="session")
def soffice() -> str:
    """The path of LibreOffice's program."""
    return provision.soffice() or pytest.fail("LibreOffice is missing; run: python tests/provision.py")
