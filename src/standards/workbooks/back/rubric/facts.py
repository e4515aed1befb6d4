"""The facts about the guideline as a whole, which stand one below the other."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from standards.workbooks.back.rubric.found import Found, plain
from standards.workbooks.back.rubric.notes import Notes, Place
from standards.workbooks.back.rubric.typed import is_empty, read
from standards.workbooks.rubric.fields import Steps
from standards.workbooks.rubric.tables import GUIDELINE

__all__ = ["facts"]


def facts(found: Found, notes: Notes) -> Iterator[tuple[Steps, Place, Any]]:
    """Each fact that has a row: where it belongs, its cell and its value, None where that is empty or refused."""
    known = {plain(field.heading): field for field in GUIDELINE.fields}
    names, values = (
        next(col for col, field in found.columns.items() if field.steps == (step,)) for step in ("field", "value")
    )
    refused = found.merged(notes)
    seen: dict[str, Place] = {}
    for row in range(found.top + 1, found.bottom + 1):
        label, held = found.page.cells.get((row, names)), found.page.cells.get((row, values))
        name = "" if label is None or is_empty(label) else plain(label.value)
        place = found.place(row, names, name)
        if row in refused:
            notes.refuse(found.number, row)
        elif not name:
            if not is_empty(held):
                notes.add("B007", place, "The row does not say which field it is.", "Name the field, or clear the row.")
        elif name not in known:
            close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
            hint = f"Did you mean “{known[close[0]].heading}”?" if close else "Delete the row."
            notes.add("B013", place, f"A guideline has no field “{str(label and label.value).strip()}”.", hint)
        elif name in seen:
            message = f"The field has a row already, at {seen[name].cell}; this one is not read."
            notes.add("B006", place, message, "Delete one of the rows.")
        else:
            field = known[name]
            seen[name] = place = found.place(row, values, field.heading[:1].lower() + field.heading[1:])
            value, trouble = (None, None) if held is None or is_empty(held) else read(held, field)
            if trouble:
                notes.add(trouble.code, place, trouble.message, trouble.hint, warning=trouble.warning)
            yield field.steps, place, value
