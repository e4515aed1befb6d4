"""Nothing we ship needs another host, and nothing names this or any other machine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.repository import ROOT, files, shown, text

NAMES, NOT_LOADED = "a name, never fetched", "a link a person may follow; the page loads nothing from it"
ALLOWED = {
    "http://www.w3.org/": NAMES,  # namespaces of SVG and XHTML
    "http://schemas.openxmlformats.org/": NAMES,  # namespaces inside a workbook
    "https://json-schema.org/draft/": NAMES,  # the dialect of a published schema
    "http://127.0.0.1": "this machine",
    "http://localhost": "this machine",
    "ws://127.0.0.1": "this machine",
    "https://creativecommons.org/licenses/": NOT_LOADED,
    "https://www.apache.org/licenses/": NOT_LOADED,
}
ADDRESS = re.compile(r"(?:https?|wss?)://[A-Za-z0-9\[][^\s\"'<>`)\\]*|(?:src|href)=[\"']//[^\"']+|url\([\"']?//[^)]+")
HOME = re.compile(r"(?<![\w.:/~-])/(?:home|Users|root|work|workspace|mnt|Volumes)/\w[^\s\"'`)]*|\b[A-Z]:\\Users\\")
"""A folder that only one machine has. What a path in a text may look like: ~/reviews, /path/to/it."""


def strings(path: Path) -> Iterator[str]:
    """What a program could open: for Python its strings without docstrings, for the rest everything."""
    if path.suffix != ".py":
        yield text(path)
        return
    tree = ast.parse(text(path))
    standing_alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in standing_alone:
            yield node.value


def foreign(piece: str) -> list[str]:
    return [found for found in ADDRESS.findall(piece) if not found.startswith(tuple(ALLOWED))]


def homes(piece: str) -> list[str]:
    own = [str(ROOT)] if f"{ROOT}/" in piece else []
    return own + HOME.findall(piece)


def test_what_runs_loads_nothing_from_another_host():
    running = files(under=("src/", "workbench/"))
    assert [(shown(path), found) for path in running for piece in strings(path) for found in foreign(piece)] == []


@pytest.mark.parametrize(
    "sample",
    [
        "import x from 'https://cdn.example.org/x.js'",
        '<link href="//fonts.example.org/a.css">',
        "@import url(//fonts.example.org/a.css)",
        "new WebSocket(`wss://example.org/s`)",
    ],
)
def test_an_address_of_another_host_would_be_seen(sample: str):
    assert foreign(sample)


def test_names_and_this_machine_are_no_other_hosts():
    assert not foreign('<svg xmlns="http://www.w3.org/2000/svg"> f"http://127.0.0.1:{port}/" f"http://{host}/"')


def test_the_lists_of_versions_name_no_host():
    lists = [path for path in files() if re.search(r"lock|constraints|requirements", path.name)]
    assert ROOT / "constraints.txt" in lists
    assert [shown(path) for path in lists if re.search(r"://|--(extra-)?index-url|--find-links|@ ", text(path))] == []


def test_every_line_of_the_constraints_pins_one_version():
    lines = text(ROOT / "constraints.txt").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9][\w.-]*==[\w.!+-]+", line)] == []


def test_no_file_names_a_folder_of_one_machine():
    assert [(shown(path), found) for path in files() for found in homes(text(path))] == []


@pytest.mark.parametrize("folder", ["home/ana", "Users/ana", "root", "work"])
def test_a_folder_of_one_machine_would_be_seen(folder: str):
    assert homes(f'open("/{folder}/reviews.xlsx")')
    assert not homes(f"see example.org/{folder}/reviews and docs/{folder}/reviews")
