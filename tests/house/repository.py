"""The files of the repository, as the house tests read them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def files(*suffixes: str, under: tuple[str, ...] = ("",)) -> list[Path]:
    """What git tracks or would add, with one of *suffixes* (all when none is given), below one of *under*."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    names = sorted(set(filter(None, listed.stdout.split("\0"))))
    chosen = [name for name in names if name.startswith(under) and name.endswith(suffixes or "")]
    return [path for name in chosen if (path := ROOT / name).is_file()]


def text(path: Path) -> str:
    """The file as text; a picture or another binary file reads as nothing."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
