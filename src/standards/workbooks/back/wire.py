"""A book on its way from one process to another: JSON, so that nothing in it can act.

Texts are sent once and then named by number, as the file itself does: a small file may show one long text in each of
its cells.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from standards.workbooks.back.book import Book, Held, Page, Value

__all__ = ["from_bytes", "to_bytes"]


def to_bytes(book: Book) -> bytes:
    """The book as JSON in UTF-8."""
    texts: dict[str, int] = {}

    def number(text: str) -> int:
        return texts.setdefault(text, len(texts))

    def tagged(value: Value) -> object:
        match value:
            case str():
                return {"text": number(value)}
            case timedelta():
                return {"microseconds": value // timedelta(microseconds=1)}
            case datetime():
                return {"datetime": value.isoformat()}
            case date():
                return {"date": value.isoformat()}
            case time():
                return {"time": value.isoformat()}
        return value

    pages = [
        {
            "name": page.name,
            "state": page.state,
            "merged": page.merged,
            "cells": [
                [*place, tagged(held.value), number(held.formula), held.error] for place, held in page.cells.items()
            ],
        }
        for page in book.pages
    ]
    found = {"pages": pages, "properties": dict(book.properties), "texts": list(texts)}
    return json.dumps(found, allow_nan=False).encode()


def from_bytes(data: bytes) -> Book:
    """The book again.

    Raises:
        ValueError, KeyError, TypeError, IndexError: the bytes are not what `to_bytes` makes.
    """
    found: dict[str, Any] = json.loads(data)
    texts: list[str] = found["texts"]
    pages = tuple(
        Page(
            page["name"],
            {
                (row, col): Held(_value(value, texts), texts[formula], error)
                for row, col, value, formula, error in page["cells"]
            },
            tuple((top, left, bottom, right) for top, left, bottom, right in page["merged"]),
            page["state"],
        )
        for page in found["pages"]
    )
    return Book(pages, found["properties"])


def _value(value: Any, texts: list[str]) -> Value:
    if not isinstance(value, dict):
        found: Value = value
        return found
    ((kind, content),) = value.items()
    match kind:
        case "text":
            return texts[content]
        case "microseconds":
            return timedelta(microseconds=content)
        case "datetime":
            return datetime.fromisoformat(content)
        case "date":
            return date.fromisoformat(content)
        case "time":
            return time.fromisoformat(content)
    raise ValueError(f"Nothing is called {kind}.")
