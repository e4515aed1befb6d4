"""Any record or result as data that JSON can hold: for the command line and for pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import BaseModel

__all__ = ["plain"]


def plain(value: Any) -> Any:  # noqa: PLR0911 - one line for each kind of value
    """The value as dicts, lists, texts and numbers. A fraction keeps its exact form beside the float."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else {"value": float(value), "exact": str(value)}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Path):
        return value.name
    return value
