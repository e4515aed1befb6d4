# ruff: noqa: INP001 - a folder of pages, no package
"""Draws the pictures of docs/workbooks.md: make docs, or python -m docs.pictures [FOLDER].

LibreOffice lays the sheets out, pdftoppm draws them, and here the margins are cut off. The same machine draws the same
pictures every time; other fonts draw them a little differently.
"""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from docs.examples import workbooks
from standards.workbooks.sheet import Cell, Paper, Workbook
from standards.workbooks.writer import write
from tests.provision import soffice

__all__ = ["PICTURES", "Picture", "draw"]

IMAGES = Path(__file__).parent / "images"
WIDTH = 1200
"""Of a picture, in pixels."""
ROUGH = 400
"""Width of the page on which the margins are looked for."""
FOOTER = 0.075
"""Share of the page's height at its foot that is never drawn."""


class Picture(NamedTuple):
    """Some columns of one sheet."""

    name: str
    book: str
    sheet: str
    columns: Iterable[int]
    """Counted from 0; the others are folded away, so that the text stays large enough to read."""
    part: float = 1.0
    """How much of what is on the page, from its top."""


PICTURES = (
    Picture("gap-summary", "gap report", "Summary", range(11)),
    Picture("gap-actions", "gap report", "Gaps & actions", (0, 1, 3, 5, 6, 14, 15, 16, 17, 18, 19)),
    Picture("scoring-start", "scoring book", "Start here", range(7)),
    Picture("scoring-table", "scoring book", "Scoring", (0, 2, 3, 5, 6, 7, 8, 13)),
    Picture("portfolio-matrix", "portfolio", "Matrix", (0, 1, 2, 3, *range(9, 24))),
    Picture("rubric-criteria", "rubric book", "Criteria", (0, 1, 2, 3, 4, 5, 6, 9, 10, 11), 0.7),
)


def draw(folder: Path, office: str) -> list[Path]:
    """Draw every picture into a folder.

    Raises:
        subprocess.CalledProcessError: LibreOffice or pdftoppm would not.
    """
    folder.mkdir(parents=True, exist_ok=True)
    books = workbooks()
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        files = [work / f"{picture.name}.xlsx" for picture in PICTURES]
        for picture, file in zip(PICTURES, files, strict=True):
            file.write_bytes(write(_alone(books[picture.book], picture)))
        asked = [office, f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
        _run([*asked, "--outdir", place, *map(str, files)])
        return [_draw(work / f"{one.name}.pdf", folder / f"workbook-{one.name}.png", one.part) for one in PICTURES]


def _alone(book: Workbook, picture: Picture) -> Workbook:
    """The workbook with one sheet in sight, in front of the others, which its formulas still need.

    The band below the title reaches over all columns that are left.
    """
    (shown,) = (sheet for sheet in book.sheets if sheet.name == picture.sheet)
    kept = set(picture.columns)
    columns = tuple(replace(column, hidden=place not in kept) for place, column in enumerate(shown.columns))
    band = [row for (row, _), cell in shown.cells.items() if cell.style == "status text"]
    cells = {(row, col): Cell(None, "status text") for row in band for col in kept if col} | dict(shown.cells)
    alone = replace(shown, columns=columns, cells=cells, paper=Paper(right=max(kept)))
    others = (replace(sheet, very_hidden=True) for sheet in book.sheets if sheet is not shown)
    return replace(book, sheets=(alone, *others))


def _draw(page: Path, target: Path, part: float) -> Path:
    """The first page without margins and footer, as a PNG."""
    left, top, right, bottom = _box(*_pixels(page, ROUGH))
    scale = WIDTH / (right - left)
    width, _, dots = _pixels(page, round(ROUGH * scale))
    first, last = round(top * scale), round((top + (bottom - top) * part) * scale)
    starts = (3 * (width * row + round(left * scale)) for row in range(first, last))
    target.write_bytes(_png([dots[start : start + 3 * WIDTH] for start in starts]))
    return target


def _pixels(page: Path, width: int) -> tuple[int, int, bytes]:
    """Width, height, and three bytes for each pixel."""
    size = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
    _run(["pdftoppm", "-singlefile", *size, str(page), str(page.with_suffix(""))])
    data = page.with_suffix(".ppm").read_bytes()
    head = re.match(rb"P6\s(\d+) (\d+)\s255\s", data)
    assert head
    return int(head[1]), int(head[2]), data[head.end() :]


def _box(width: int, height: int, dots: bytes) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is not white, the footer left out, with a pixel to spare."""
    page = 3 * width * int(height * (1 - FOOTER))
    inked = [place // 3 for place in range(0, page, 3) if dots[place : place + 3] != b"\xff\xff\xff"]
    columns = [place % width for place in inked]
    return min(columns) - 1, inked[0] // width - 1, max(columns) + 2, inked[-1] // width + 2


def _png(rows: list[bytes]) -> bytes:
    """The file; 32 shades of each colour keep it small."""
    shades = bytes(round(round(shade / 255 * 31) / 31 * 255) for shade in range(256))
    packed = zlib.compress(b"".join(b"\0" + row.translate(shades) for row in rows), 9)
    size = struct.pack(">IIBBBBB", len(rows[0]) // 3, len(rows), 8, 2, 0, 0, 0)
    made = b"\x89PNG\r\n\x1a\n"
    for kind, content in ((b"IHDR", size), (b"IDAT", packed), (b"IEND", b"")):
        made += struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    return made


def _run(asked: list[str]) -> None:
    subprocess.run(asked, capture_output=True, check=True, timeout=300)  # noqa: S603 - our own words


def main() -> None:
    """Draw into docs/images, or into the folder that is named. The pages can be built without drawing anew."""
    office = soffice()
    if not office or not shutil.which("pdftoppm"):
        missing = (
            "The pictures stay as they are: LibreOffice or pdftoppm is missing. tests/provision.py installs both.\n"
        )
        sys.stderr.write(missing)
        return
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES, office)


if __name__ == "__main__":
    main()
