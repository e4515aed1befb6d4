"""What an .xlsx file holds, read straight from its parts: each cell's formula and stored value.

Some 20 times faster than a full reader, which matters when fifty files are compared cell by cell.
"""

from __future__ import annotations

import posixpath
import zipfile
from io import BytesIO
from typing import Any, NamedTuple

from defusedxml.ElementTree import fromstring

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Held(NamedTuple):
    """One cell."""

    formula: str | None
    value: Any


def cells(data: bytes) -> dict[tuple[str, str], Held]:
    """Every cell that holds something, by sheet and address."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        shared = _shared(archive)
        found = {}
        for sheet, part in _parts(archive).items():
            for cell in fromstring(archive.read(part)).iter(f"{MAIN}c"):
                held = _held(cell, shared)
                if held.formula is not None or held.value is not None:
                    found[sheet, cell.get("r")] = held
    return found


def formulas(data: bytes) -> dict[tuple[str, str], Held]:
    """Every formula with the value stored beside it."""
    return {place: held for place, held in cells(data).items() if held.formula is not None}


def part_of(data: bytes, sheet: str) -> str:
    """The file inside the file that holds a sheet."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return _parts(archive)[sheet]


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    links = {link.get("Id"): link.get("Target") for link in fromstring(archive.read("xl/_rels/workbook.xml.rels"))}
    sheets = fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
    return {sheet.get("name"): posixpath.join("xl", links[sheet.get(LINK)]) for sheet in sheets}


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [
        "".join(t.text or "" for t in item.iter(f"{MAIN}t"))
        for item in fromstring(archive.read("xl/sharedStrings.xml"))
    ]


def _held(cell: Any, shared: list[str]) -> Held:
    formula, value, kind = cell.find(f"{MAIN}f"), cell.find(f"{MAIN}v"), cell.get("t", "n")
    text = None if formula is None else formula.text or ""
    if kind == "inlineStr":
        return Held(text, "".join(t.text or "" for t in cell.iter(f"{MAIN}t")))
    if value is None or value.text is None:
        return Held(text, None)
    if kind == "s":
        return Held(text, shared[int(value.text)])
    return Held(text, value.text if kind in ("str", "e") else float(value.text))
