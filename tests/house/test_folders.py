"""The workspace is found by walking up, unless someone says where it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from standards import _folders
from standards._folders import packaged, workspace
from standards.errors import StandardsError


@pytest.fixture(autouse=True)
def unnamed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("STANDARDS_WORKSPACE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def test_the_nearest_folder_with_rubrics_is_the_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    deep = tmp_path / "team" / "programs" / "2026"
    deep.mkdir(parents=True)
    (tmp_path / "team" / "rubrics").mkdir()
    (tmp_path / "rubrics").mkdir()
    monkeypatch.chdir(deep)
    assert workspace() == workspace(deep) == tmp_path / "team"


def test_a_named_workspace_wins_over_the_current_folder_and_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "rubrics").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STANDARDS_WORKSPACE", str(tmp_path / "elsewhere"))
    assert workspace() == tmp_path / "elsewhere"
    assert (tmp_path / "elsewhere").is_dir()


def test_a_folder_given_in_the_program_wins_over_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "rubrics").mkdir()
    monkeypatch.setenv("STANDARDS_WORKSPACE", str(tmp_path / "elsewhere"))
    assert workspace(tmp_path) == tmp_path


def test_without_rubrics_anywhere_it_is_the_data_folder(tmp_path: Path):
    found = workspace(tmp_path)
    assert found.is_dir()
    assert found.name == "standards-workbench"


def test_the_installed_package_is_never_taken_for_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shipped = tmp_path / "standards" / "_data"
    (shipped / "rubrics").mkdir(parents=True)
    (shipped / "workbench").mkdir()
    monkeypatch.setattr(_folders, "_WHEEL", shipped)
    assert workspace(shipped / "workbench").name == "standards-workbench"


def test_a_workspace_that_cannot_be_made_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("STANDARDS_WORKSPACE", str(tmp_path / "file" / "workspace"))
    with pytest.raises(StandardsError, match="Set STANDARDS_WORKSPACE to a folder you may write to"):
        workspace()


@pytest.mark.parametrize("name", ["rubrics", "examples", "workbench"])
def test_a_checkout_ships_its_own_folders(name: str, root: Path):
    assert packaged(name) == root / name


def test_a_broken_installation_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(_folders, "_WHEEL", tmp_path)
    monkeypatch.setattr(_folders, "_CHECKOUT", tmp_path)
    with pytest.raises(StandardsError, match=r"“rubrics” is missing.*Install standards-workbench again"):
        packaged("rubrics")
