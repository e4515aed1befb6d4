"""A workbook that was issued or came back, as the store remembers it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from standards.record import Record

__all__ = ["Filed"]


class Filed(Record):
    """One file."""

    way: Literal["issued", "returned"]
    digest: str
    """Over the uncompressed parts; the same on every machine."""
    sha256: str
    """Of the bytes."""
    kind: str
    """gap report, scoring book, portfolio or rubric book."""
    name: str
    about: str
    """Review id, or rubric id and version."""
    by_whom: str
    at: datetime
    """UTC."""
    content: bytes | None = None
    """The bytes of what came back."""
