"""The page about workbooks shows the workbooks as they are, drawn by LibreOffice."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from docs.examples import workbooks
from docs.pictures import PICTURES, WIDTH, draw
from standards.workbooks.writer import write

LARGEST = 150_000


def size(picture: Path) -> tuple[int, int]:
    """Width and height of a PNG file, from its head."""
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs/workbooks.md").read_text(encoding="utf-8")


def test_every_picture_that_the_page_names_is_there_and_says_what_it_shows(page: str, root: Path):
    named = re.findall(r"!\[([^]]*)]\(([^)]+)\)", page)
    assert {path for _, path in named} == {f"images/workbook-{picture.name}.png" for picture in PICTURES}
    assert all(len(alt) > 40 for alt, _ in named)
    for _, path in named:
        width, height = size(root / "docs" / path)
        assert (width, (root / "docs" / path).stat().st_size <= LARGEST) == (WIDTH, True)
        assert 200 < height < WIDTH


def test_every_picture_of_ratings_says_that_they_are_made_up(page: str):
    captions = re.findall(r"workbook-([a-z-]+)\.png\)\n\n\*(.+)\*\n", page)
    assert {name for name, words in captions if "made up to show the workbook" in words} == {
        picture.name for picture in PICTURES if picture.book != "rubric book"
    }


def test_the_pictures_are_drawn_anew_the_same_each_time(soffice: str, tmp_path: Path):
    drawn = draw(tmp_path / "once", soffice)
    assert [file.name for file in drawn] == [f"workbook-{picture.name}.png" for picture in PICTURES]
    for file, again in zip(drawn, draw(tmp_path / "again", soffice), strict=True):
        assert file.stat().st_size <= LARGEST
        assert size(file)[0] == WIDTH
        assert file.read_bytes() == again.read_bytes()


def test_the_example_workbooks_are_the_same_each_time():
    once, again = workbooks(), workbooks()
    assert {kind: write(book) for kind, book in once.items()} == {kind: write(book) for kind, book in again.items()}
