"""Is it safe to open? Asked of the bytes, before any parser of spreadsheets sees them.

A file of 16 KB can make a reader ask for gigabytes, or stop the whole process. The order: size, first bytes, names and
sizes in the zip directory, then each part piece by piece with everything counted.
"""

from __future__ import annotations

from dataclasses import dataclass

from standards.workbooks.back.kind import check_bytes
from standards.workbooks.back.limits import BYTES
from standards.workbooks.back.markup import Counted, check_part
from standards.workbooks.back.package import Package
from standards.workbooks.back.refusals import refused

__all__ = ["Preflight", "preflight"]


@dataclass(frozen=True, slots=True)
class Preflight:
    """What was found in a file that may be opened."""

    parts: int
    unpacked: int
    """Bytes."""
    tags: int
    """Opening and closing tags."""
    cells: int
    """Empty ones with a look of their own included."""


def preflight(data: bytes) -> Preflight:
    """Look through an uploaded file; a small share of the time that reading it takes, and little memory.

    Raises:
        WorkbookRefused: not an .xlsx workbook, damaged, or not safe to open; X01 to X15 in docs/findings.md.
    """
    if len(data) > BYTES:
        raise refused("too big", found=len(data) / 1e6, limit=BYTES / 1e6)
    check_bytes(data)
    package = Package(data)
    counted = Counted()
    for part in package.parts:
        check_part(package, part, counted)
    unpacked = sum(part.file_size for part in package.parts)
    return Preflight(len(package.parts), unpacked, counted.tags, counted.cells)
