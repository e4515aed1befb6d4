"""What we hand out works where there is no checkout."""

from __future__ import annotations

import json
import os
import site
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.house.repository import ROOT, files, shown

pytestmark = pytest.mark.slow
SHIPPED = ("rubrics/", "examples/", "workbench/")


def run(*command: str | Path, cwd: Path, **changes: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "STANDARDS_WORKSPACE")}
    ran = subprocess.run(command, cwd=cwd, env={**kept, **changes}, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel in it; it borrows the libraries we run with, so nothing is fetched."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    python = folder / "venv" / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index", wheel, cwd=folder)
    (library,) = (folder / "venv" / "lib").glob("python*/site-packages")
    # Folders named in a .pth file are searched last, and the .pth files in them (our editable install) are not read.
    (library / "borrowed.pth").write_text("\n".join(site.getsitepackages()))
    return folder


def test_the_wheel_carries_every_file_of_the_package_and_of_the_shipped_folders(wheel: Path):
    expected = {shown(path).removeprefix("src/") for path in files(under=("src/standards/",))}
    expected |= {f"standards/_data/{shown(path)}" for path in files(under=SHIPPED)}
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert carried == expected


def test_the_wheel_says_its_licences(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("licenses/rubrics/LICENSE") for name in names)


def test_the_package_comes_from_the_wheel(elsewhere: Path):
    where = run(elsewhere / "venv/bin/python", "-c", "import standards; print(standards.__file__)", cwd=elsewhere)
    assert Path(where.strip()).is_relative_to(elsewhere)


@pytest.mark.parametrize("command", [("bin/python", "-m", "standards"), ("bin/standards",)], ids=["module", "script"])
def test_the_rubrics_are_listed_outside_the_checkout(elsewhere: Path, command: tuple[str, ...]):
    program, *rest = command
    told = run(
        elsewhere / "venv" / program,
        *rest,
        "rubrics",
        "--json",
        cwd=elsewhere,
        HOME=str(elsewhere),
        XDG_DATA_HOME=str(elsewhere / "data"),
    )
    assert "cmf/2019" in told
    json.loads(told)
