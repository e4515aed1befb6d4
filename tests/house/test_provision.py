"""Provisioning looks first, installs only what is missing, and says clearly what it could not do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import provision
from tests.provision import Need


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What would have been run; nothing is."""
    noted: list[tuple[str, ...]] = []
    monkeypatch.setattr(provision, "_run", lambda command: bool(noted.append(command)))
    monkeypatch.setattr(provision.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None)
    monkeypatch.setattr(provision.os, "geteuid", lambda: 0)
    return noted


def need(name: str, present: Callable[[], bool]) -> Need:
    package = name.lower()
    return Need(name, "a reason", present, {"apt-get": (package,), "dnf": (package,), "brew": (package,)})


def test_where_all_is_there_nothing_is_run(commands: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(provision, "NEEDS", (need("Browser", lambda: True),))
    assert provision.provision() == 0
    assert commands == []


def test_only_the_missing_thing_is_installed(commands: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        provision, "NEEDS", (need("Browser", lambda: True), need("Pictures", lambda: len(commands) == 2))
    )
    assert provision.provision() == 0
    assert commands == [
        ("apt-get", "update", "-qq"),
        ("apt-get", "install", "-qq", "-y", "--no-install-recommends", "pictures"),
    ]


def test_without_root_sudo_is_asked_but_never_waited_for(
    commands: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(provision, "NEEDS", (need("Browser", lambda: bool(commands)),))
    monkeypatch.setattr(provision.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(provision.sys.stdin, "isatty", lambda: False, raising=False)
    assert provision.provision() == 0
    assert all(command[:2] == ("sudo", "-n") for command in commands)


def test_what_cannot_be_installed_is_named_with_its_package(
    commands: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(provision, "NEEDS", (need("Browser", lambda: True), need("Pictures", lambda: False)))
    assert provision.provision() == 1
    said = capsys.readouterr().err
    assert "Pictures (a reason): apt-get install pictures" in said
    assert "Browser" not in said
