"""The XML of one part, read piece by piece without building anything: no DTD, nothing endless, no cell far away.

What is counted here is what the parsers behind it would spend memory and time on. Tags are known by their local name
whatever the namespace, so that this reading is at least as strict as theirs.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from xml.parsers import expat

from standards.workbooks.back.glance import Glance
from standards.workbooks.back.limits import CELLS, COLUMNS, DEPTH, MERGED, ROWS, TOKEN
from standards.workbooks.back.package import Package
from standards.workbooks.back.refusals import refused
from standards.workbooks.sheet import column_name

__all__ = ["Counted", "check_part", "place"]

_NEAR = re.compile(r"[A-Z]{1,2}(?:[1-9][0-9]{0,2}|[1-4][0-9]{3}|5000)").fullmatch
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})").fullmatch
_FORBIDDEN = re.compile(rb"<!(DOCTYPE|ENTITY)")
_KEPT = 16
"""Bytes of the last piece searched again together with the next one; longer than what is searched for."""
_MARKS = re.compile(rb"^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*")
_DECLARED = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ENCODINGS = (b"utf-8", b"utf-16", b"utf-16le", b"utf-16be", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252")
_EBCDIC = b"\x4c\x6f\xa7\x94"
"""`<?xm` in the encoding of mainframes, which some parsers recognise."""
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


@dataclass(slots=True)
class Counted:
    """What has been met so far, in all parts together."""

    tags: int = 0
    cells: int = 0
    merged: int = 0
    """Cells covered by merged ranges."""


def place(address: str) -> tuple[int, int] | None:
    """Row and column, counted from 0, of B7 or $B$7; None for anything else."""
    found = _PLACE(address)
    if found is None:
        return None
    col = 0
    for letter in found[1].upper():
        col = 26 * col + ord(letter) - 64
    return int(found[2]) - 1, col - 1


def check_part(package: Package, part: zipfile.ZipInfo, counted: Counted) -> None:
    """Read a part to its end and refuse what no parser should see; pictures and the like are only searched.

    Raises:
        WorkbookRefused: X07, X10, X13, X14 or X15.
    """
    glance = Glance(counted.tags, counted.cells)
    kept, markup, wide = b"", False, False
    for number, piece in enumerate(package.pieces(part)):
        # Without NULs, ASCII words look the same in UTF-8, UTF-16 and UTF-32, in both byte orders.
        plain = piece.replace(b"\0", b"")
        wide = wide or len(plain) != len(piece)
        if _FORBIDDEN.search(kept + plain):
            raise refused("doctype", part=part.filename, what="declares a document type or entities")
        kept = (kept + plain)[-_KEPT:]
        if number == 0:
            markup = _begins(part, plain)
        glance.feed(plain)
    if not markup or (glance.close() and not wide):
        counted.tags, counted.cells = glance.tags, glance.cells
        return
    counted.tags = glance.tags
    _walk(package, part, counted)


def _begins(part: zipfile.ZipInfo, plain: bytes) -> bool:
    """True for XML. Its first line may declare an encoding in which a DOCTYPE does not look like one, such as UTF-7."""
    head = _MARKS.sub(b"", plain[:4096], count=1)
    named = b"utf-8"
    if head.startswith(b"<?xml"):
        line, end, _ = head.partition(b"?>")
        found = _DECLARED.search(line)
        named = found[1].lower() if found else b"" if b"encoding" in line or not end else named
    if named not in _ENCODINGS or head.startswith(_EBCDIC):
        raise refused("doctype", part=part.filename, what="uses an unusual encoding")
    if _STRICT in head and part.filename.lower() == "xl/workbook.xml":
        raise refused("strict")
    return head.startswith(b"<")


def _walk(package: Package, part: zipfile.ZipInfo, counted: Counted) -> None:
    walk = _Walk(counted)
    try:
        for piece in package.pieces(part):
            walk.feed(piece)
        walk.feed(b"", last=True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        # Drawings of old Office versions, .vml, are no XML, and nobody reads them.
        if part.filename.lower().endswith((".xml", ".rels")):
            raise refused("damaged") from error


class _Walk:
    """Follows rows and cells as openpyxl would; both may leave out where they stand."""

    def __init__(self, counted: Counted) -> None:
        self._counted = counted
        self._parser = expat.ParserCreate()
        self._parser.ordered_attributes = True
        self._parser.StartElementHandler = self._start
        self._ends: list[str] = []
        self._parser.EndElementHandler = self._ends.append  # counted at the end of each piece, which costs less
        self._parser.StartDoctypeDeclHandler = self._declaration
        self._depth = self._fed = 0
        self._row = self._col = 0
        """Counted from 1, as in the file."""
        self._address = ""
        """Of the current cell, when it has one."""
        self._names: dict[str, str] = {}

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        self._parser.Parse(piece, last)
        self._fed += len(piece)
        self._depth -= len(self._ends)
        self._ends.clear()
        if self._depth > DEPTH:
            raise refused("bomb", what=f"more than {DEPTH} tags stand inside each other")
        if self._fed - self._parser.CurrentByteIndex > TOKEN:
            raise refused("bomb", what="it has a tag of more than 1 MB")

    def _declaration(self, name: str, *_: object) -> None:
        raise refused("doctype", part=name, what="declares a document type or entities")

    def _start(self, name: str, attributes: list[str]) -> None:
        self._depth += 1
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._counted.cells += 1
            if self._counted.cells > CELLS:
                raise refused("many cells", limit=CELLS)
            if attributes and attributes[0] == "r":
                self._address = attributes[1]
            else:
                self._unmarked(attributes)
        elif name in ("v", "f", "is"):
            if not _NEAR(self._address):
                self._content()
        elif name == "row":
            self._next_row(attributes)
        elif name == "mergeCell":
            self._merged(_attribute(attributes, "ref"))

    def _unmarked(self, attributes: list[str]) -> None:
        """A cell whose address is not its first attribute, or which stands to the right of the last one."""
        before = place(self._address)
        if before is not None:
            self._col = before[1] + 1
        self._address = _attribute(attributes, "r")
        if not self._address:
            self._col += 1

    def _next_row(self, attributes: list[str]) -> None:
        given = _attribute(attributes, "r")
        try:
            self._row = int(float(given)) if given else self._row + 1
        except (ValueError, OverflowError) as error:
            raise refused("damaged") from error
        self._col, self._address = 0, ""

    def _content(self) -> None:
        """Only what holds something counts: people colour whole columns, down to the last row."""
        if self._address:
            found = place(self._address)
            if found is None:
                raise refused("damaged")
            row, col = found
        else:
            row, col = self._row - 1, self._col - 1
        if row >= ROWS or col >= COLUMNS:
            where = f"row {row + 1:,}, column {column_name(col)}" if 0 <= col < 16_384 else f"row {row + 1:,}"
            raise refused("far away", place=where, rows=ROWS, column=column_name(COLUMNS - 1))

    def _merged(self, ref: str) -> None:
        corners = [place(corner) for corner in ref.split(":")]
        first, last = corners[0], corners[-1]
        if first is None or last is None or len(corners) > 2:
            raise refused("damaged")
        rows, columns = last[0] - first[0] + 1, last[1] - first[1] + 1
        self._counted.merged += max(rows, 1) * max(columns, 1)
        if max(last[0], first[0]) >= ROWS or max(last[1], first[1]) >= COLUMNS or self._counted.merged > MERGED:
            raise refused("merged", place=ref)


def _attribute(attributes: list[str], name: str) -> str:
    """The attribute's value, or an empty text."""
    for place_, key in enumerate(attributes[::2]):
        if key == name:
            return attributes[2 * place_ + 1]
    return ""
