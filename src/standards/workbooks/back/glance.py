"""A quick look at the XML of one part, by counting and one search, for the way every common program writes its sheets.

Most files pass here in a fifth of the time a parser takes. What looks different in any way is left to the parser.
"""

from __future__ import annotations

import re

from standards.workbooks.back.limits import CELLS, DEPTH, TAGS
from standards.workbooks.back.refusals import refused

__all__ = ["Glance"]

_ODD = re.compile(
    rb'<c(?! r="[A-Z]{1,2}(?:[1-9][0-9]{0,2}|[1-4][0-9]{3}|5000)"[\s/>])[\s/>]'  # a cell without a near address
    rb"|<[^\s<>/:]+:(?:c|row|mergeCell)[\s/>]"  # a prefix
    rb"|<mergeCell[\s/>]"
    rb"|<!"  # comments and the like may hold what only looks like a tag
)


class Glance:
    """Fed with a part's bytes, NULs taken out; says whether it is ordinary and how much it holds."""

    def __init__(self, tags: int, cells: int) -> None:
        self.tags, self.cells = tags, cells
        """Met so far, in the parts before included."""
        self.ordinary = True
        self._rest = b""
        """A tag that was cut by the end of a piece."""
        self._ends, self._depth = tags, 0

    def feed(self, piece: bytes) -> None:
        """Count a piece.

        Raises:
            WorkbookRefused: X13 or X15, for a flood.
        """
        opened = piece.count(b"<")
        self.tags += opened
        if self.tags > TAGS:
            raise refused("bomb", what=f"it has more than {TAGS:,} tags")
        self._ends += piece.count(b">")
        self.ordinary = self.ordinary and (opened > 0 or len(piece) < 50_000)
        text = self._rest + piece
        cut = text.rfind(b"<")
        if cut < 0 or b">" in text[cut:]:
            cut = len(text)
        self._rest = text[cut:]
        text = text[:cut]
        self.cells += text.count(b"<c ") + text.count(b"<c>") + text.count(b"<c/")
        if self.cells > CELLS:
            raise refused("many cells", limit=CELLS)
        if self.ordinary:
            self._depth += text.count(b"<") - 2 * text.count(b"</") - text.count(b"/>") - text.count(b"<?")
            self.ordinary = self._depth <= DEPTH and not _ODD.search(text)

    def close(self) -> bool:
        """True when nothing else need be looked at: each `>` ends a tag, so that the counts above were exact."""
        return self.ordinary and not self._rest and self._ends == self.tags
