"""The ground every record stands on: frozen, strict, described by the sentence under each field."""

from __future__ import annotations

import hashlib
import json
import re
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema

__all__ = ["Exact", "Pinned", "Record", "canonical", "exact"]


class Record(BaseModel):
    """A fact that never changes. A change makes a new record and says who made it and why."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        str_strip_whitespace=True,
    )

    def revised(self, **changes: Any) -> Self:
        """A new record with some fields changed. Nothing worked out from the old one (a digest, say) comes along."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_validate({**fields, **changes})


_WRITTEN = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?(\s*/\s*\d{1,15})?\s*%?")
"""A number as people write it; no exponents, which could ask for a number of a billion digits."""


def canonical(record: Record) -> str:
    """The record as JSON with one spelling: sorted keys, no blanks, defaults left out.

    Leaving defaults out keeps an old digest valid when a later version of the model gains a field.
    """
    plain = record.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class Pinned(Record):
    """A record that a review is pinned to by the digest of its content."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
        return hashlib.sha256(canonical(self).encode()).hexdigest()

    @classmethod
    def from_canonical(cls, text: str) -> Self:
        """Read back what `canonical` wrote. The digest is taken from the text, not worked out again."""
        record = cls.model_validate_json(text)
        record.__dict__["digest"] = hashlib.sha256(text.encode()).hexdigest()
        return record


def exact(value: Any) -> Any:
    """Read 3, 0.5, "1/3" or "85 %" as the number a person wrote, never as its nearest float."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueError(f"a number is expected, such as 1, 0.5 or 1/3; got {value!r}")
    text = str(value).strip()
    if isinstance(value, str) and not _WRITTEN.fullmatch(text):
        raise ValueError(f"a number is expected, such as 1, 0.5 or 1/3; got {text[:40]!r}")
    percent = text.endswith("%")
    try:
        number = Fraction(text.rstrip("% "))
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"a number is expected, such as 1, 0.5 or 1/3; got {text!r}") from None
    return number / 100 if percent else number


def _plain(value: Fraction) -> int | float | str:
    """The shortest way to write the number that reads back as exactly the same number."""
    if value.denominator == 1:
        return value.numerator
    if Fraction(str(float(value))) == value:
        return float(value)
    return f"{value.numerator}/{value.denominator}"


Exact = Annotated[
    Fraction,
    BeforeValidator(exact),
    PlainSerializer(_plain),
    WithJsonSchema({"type": ["number", "string"], "description": "1, 0.5, 1/3 or 85 %"}),
]
"""A number kept exactly: weights, points and bounds are compared without rounding."""
