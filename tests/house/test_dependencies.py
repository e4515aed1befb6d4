"""What we import is what we say we need, and each of it is pinned."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.house.repository import ROOT, files, text

PROJECT = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]


def plain_name(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0]).lower()


NEEDED = {plain_name(need) for need in PROJECT["dependencies"]}
PINNED = {plain_name(line) for line in text(ROOT / "constraints.txt").splitlines()}
EXTRAS = sorted(PROJECT["optional-dependencies"])


def imported() -> set[str]:
    """The first words of all absolute imports below src/, those inside functions too."""
    names: set[str] = set()
    for path in files(".py", under=("src/",)):
        for node in ast.walk(ast.parse(text(path))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names - {"standards"} - set(sys.stdlib_module_names)


def test_everything_imported_is_declared():
    owners = packages_distributions()
    undeclared = {name for name in imported() if not NEEDED & {plain_name(owner) for owner in owners.get(name, ())}}
    assert undeclared == set()


def test_everything_declared_is_pinned():
    assert not NEEDED - PINNED


@pytest.mark.parametrize("extra", EXTRAS)
def test_everything_in_an_extra_is_pinned(extra: str):
    assert not {plain_name(need) for need in PROJECT["optional-dependencies"][extra]} - PINNED


def test_postgresql_is_never_part_of_the_plain_install():
    assert "psycopg" not in NEEDED
    assert "psycopg" in {plain_name(need) for need in PROJECT["optional-dependencies"]["postgres"]}
