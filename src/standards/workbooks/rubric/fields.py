"""What a table of a rubric book is: headings, the fields of the model they hold, and the words of drop-downs."""

from __future__ import annotations

from typing import Literal, NamedTuple

from pydantic import BaseModel

from standards.rubrics.model import Mark, NotApplicable, Source, Status
from standards.workbooks.rubric.spelling import NO, YES

__all__ = ["LEVEL", "TEXTS", "WORDS", "Field", "Kind", "Steps", "Table", "fields", "level_field", "source_fields"]

Steps = tuple[str, ...]
"""Names of fields that lead from a row's record to a value: ("source", "clause")."""

Kind = Literal["id", "text", "lines", "number", "whole", "yes", "word", "day", "when", "told"]
"""What a cell takes. id: text that may look like a number; lines: one item a line; when: a day, or part of one, as
text; told: ours to write, never read."""

TEXTS = {
    "guideline title": "title",
    "disclaimer": "disclaimer",
    "domain title": "domains",
    "level label": "levels",
    "criterion title": "titles",
    "criterion statement": "statements",
}
"""What can be translated, and the field of the translation that holds it."""

WORDS: dict[str, tuple[str, ...]] = {
    "Status": tuple(Status),
    "Paraphrase": tuple(Mark),
    "Not applicable": tuple(NotApplicable),
    "Yes or no": (YES, NO),
    "Overall score": ("criteria", "domains"),
    "Probe": ("present", "between", "one of"),
    "Text of": tuple(TEXTS),
}
"""The words of the drop-downs, by the list's name."""

LEVEL = "Level: "
"""How the heading of a column with the texts of one level begins."""


class Field(NamedTuple):
    """One column of a table, or one row of the guideline."""

    heading: str
    steps: Steps
    kind: Kind
    width: float
    words: str = ""
    """Name of the list of words, or `table:heading` for what stands in a column of another table."""
    blank: bool = False
    """Whether an empty cell stands for the empty text."""
    rare: str = ""
    """Group of columns that is folded away while nobody uses it."""


class Table(NamedTuple):
    """One table, on a sheet of its own. A reader knows it by its headings."""

    name: str
    """As Excel knows it: tblCriteria."""
    sheet: str
    title: str
    hint: str
    alt: str
    fields: tuple[Field, ...]
    marks: tuple[str, ...]
    """Headings that no other table has together."""
    key: tuple[Steps, ...] = ()
    """Values that name a row; no two rows may have the same."""
    needs: tuple[Steps, ...] = ()
    """Values without which a row says nothing."""
    room: int = 20
    """Empty rows below."""
    required: bool = False
    """Whether there is no rubric without it."""
    tab: str = "0B6E7F"
    keep: int = 1
    """Columns at the left that stay in sight."""
    tall: bool = False
    """Whether its rows are many lines high."""

    def heading(self, *steps: str) -> str:
        """The heading over a field."""
        return next(field.heading for field in self.fields if field.steps == steps)


def fields(model: type[BaseModel], *given: Field, rare: str = "") -> tuple[Field, ...]:
    """Fields of one model, which know what an empty cell stands for."""
    return tuple(field._replace(blank=_is_blank(model, field.steps), rare=rare) for field in given)


def _is_blank(model: type[BaseModel], steps: Steps) -> bool:
    """Whether the model takes the empty text where nothing is given."""
    inside: type[BaseModel] = Source if steps[0] == "source" and len(steps) > 1 else model
    info = inside.model_fields.get(steps[-1])
    return info is not None and info.default == ""


def source_fields(prefix: str, *, rare: str, often: str = "") -> tuple[Field, ...]:
    """The columns of a source.

    Args:
        rare: group of the columns that are hardly used.
        often: group of mark and note, while the clause is always shown; empty: all are rare.
    """
    own = fields(
        Source,
        Field(f"{prefix} clause", ("source", "clause"), "id", 34),
        Field(f"{prefix} mark", ("source", "mark"), "word", 15, "Paraphrase"),
        Field(f"{prefix} note", ("source", "note"), "text", 34),
    )
    rest = fields(
        Source,
        Field(f"{prefix} title", ("source", "title"), "text", 26),
        Field(f"{prefix} address", ("source", "address"), "text", 26),
        Field(f"{prefix} licence", ("source", "licence"), "text", 18),
        Field(f"{prefix} seen", ("source", "seen"), "day", 13),
        rare=rare,
    )
    if not often:
        return (*(field._replace(rare=rare) for field in own), *rest)
    return (own[0], *(field._replace(rare=often) for field in own[1:]), *rest)


def level_field(key: str, width: float = 34) -> Field:
    """The column with the texts of one level."""
    return Field(f"{LEVEL}{key}", ("levels", key), "text", width)
