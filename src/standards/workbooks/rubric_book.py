"""The rubric book: a rubric as an Excel workbook, so that a task force can write a guideline without YAML.

    data = rubric_book_bytes(rubric, created)     # the file
    back.rubric_book.rubric_from_book(book)       # and back, with every finding at its cell

Nothing of the model is lost: reading the untouched book gives the same rubric with the same digest.
"""

from __future__ import annotations

import re
from datetime import datetime

from standards.rubrics.model import Rubric
from standards.workbooks.head import rubric_line
from standards.workbooks.identity import Identity, identity_sheet
from standards.workbooks.rubric.pages import guideline_page, lists_page, table_page
from standards.workbooks.rubric.plan import plan
from standards.workbooks.rubric.start import start_page
from standards.workbooks.sheet import Workbook, naive_utc
from standards.workbooks.text import cut, name
from standards.workbooks.writer import write

__all__ = ["file_name", "rubric_book", "rubric_book_bytes"]

_FOOTER = 60


def rubric_book(rubric: Rubric, created: datetime) -> Workbook:
    """The book as plain data, sheet by sheet, before any file exists."""
    made = plan(rubric)
    identity = Identity(kind="rubric book", rubric=rubric.id, version=rubric.version, digest=rubric.digest)
    code = f"{rubric.name}/{rubric.digest[:8]}"
    first, *rest = made.placed
    return Workbook(
        title=f"Rubric book: {name(rubric.title)}",
        subject=f"{rubric_line(rubric)} · {rubric.status.value}",
        author=name(rubric.issuer),
        keywords=code,
        comments=name(rubric.disclaimer),
        created=naive_utc(created),
        sheets=(
            start_page(made, code),
            guideline_page(made, first),
            *(table_page(made, placed) for placed in rest),
            lists_page(made),
            identity_sheet(identity),
        ),
        footer=(
            cut(name(rubric.title), _FOOTER),
            f"version {rubric.version} ({rubric.status.value}) · {rubric.digest[:8]}",
        ),
        properties=identity.properties,
    )


def rubric_book_bytes(rubric: Rubric, created: datetime) -> bytes:
    """The book as the bytes of an .xlsx file. The same rubric and moment give the same bytes.

    Raises:
        WriteError: a text does not fit into a cell.
    """
    return write(rubric_book(rubric, created))


def file_name(rubric: Rubric) -> str:
    """A file name that says what it is: rubric-book_cmf-2019.xlsx."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", f"rubric-book_{rubric.id}-{rubric.version}") + ".xlsx"
