"""How large a workbook that comes back may be.

The largest honest one that was measured, a gap report of 1,341 criteria, has 0.9 MB, 33 parts, 7.9 MB unpacked, 4.2 MB
in its largest part, 113,000 cells and 516,000 tags. Its parts unpack to at most 20 times their size.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "BYTES",
    "CELLS",
    "COLUMNS",
    "DEPTH",
    "MERGED",
    "PARTS",
    "PART_BYTES",
    "RATIO",
    "RATIO_FROM",
    "ROWS",
    "TAGS",
    "TOKEN",
    "UNPACKED_BYTES",
]

BYTES: Final = 10_000_000
"""Of the file as it was uploaded."""
PARTS: Final = 300
PART_BYTES: Final = 20_000_000
"""Of one part, unpacked."""
UNPACKED_BYTES: Final = 50_000_000
"""Of all parts, unpacked."""
RATIO: Final = 200
"""How many times larger a part may become; text of real workbooks becomes 5 to 20 times larger."""
RATIO_FROM: Final = 1_000_000
"""Bytes below which the ratio does not matter."""
CELLS: Final = 300_000
ROWS: Final = 5_000
COLUMNS: Final = 702
"""A to ZZ."""
MERGED: Final = 1_000_000
"""Cells covered by merged ranges, all sheets together."""
TAGS: Final = 2_000_000
"""Opening and closing tags, all parts together: what a parser's memory grows with."""
DEPTH: Final = 200
"""Tags that are open at once."""
TOKEN: Final = 1_000_000
"""Bytes of one tag or comment, which a parser must hold in one piece."""
