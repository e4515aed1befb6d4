"""What a workbook that came back would change, as plain data: shown to a person before anything is stored."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from standards.errors import Finding
from standards.reviews.history import ReviewState
from standards.reviews.model import Entry
from standards.rounding import counted
from standards.workbooks.answers import PLAN_FIELDS
from standards.workbooks.back.merge import Change
from standards.workbooks.back.returned import Returned

__all__ = ["preview", "weighed", "written_since"]

_PLAN = {field.key for field in PLAN_FIELDS}


def preview(returned: Returned, number: int) -> dict[str, Any]:
    """Changes by criterion, those with conflicts first, and everything that was noticed.

    Args:
        number: what the browser calls this preview by.
    """
    coming = [change for change in returned.changes if change.kind != "changed here"]
    return {
        "preview": number,
        "file": returned.file,
        "kind": returned.identity.kind or "workbook",
        "rows": counted(returned.rows, "row"),
        "conflicts": len(returned.conflicts),
        "groups": _groups(returned, coming),
        "here": _groups(returned, [change for change in returned.changes if change.kind == "changed here"]),
        "unread": [_finding(one) for one in returned.findings if one.severity == "error"],
        "notes": [_finding(one) for one in returned.findings if one.severity != "error"],
        "finished": returned.state.finished,
        **weighed(returned, ()),
    }


def weighed(returned: Returned, theirs: Collection[tuple[str, str]]) -> dict[str, Any]:
    """What would be stored with these choices, in numbers and in a sentence."""
    proposals = returned.proposals(theirs)
    parts = [
        counted(len(proposals.ratings), "rating") * bool(proposals.ratings),
        counted(len(proposals.plans), "answer") * bool(proposals.plans),
        counted(len(proposals.evidence), "new piece of evidence", "new pieces of evidence") * bool(proposals.evidence),
    ]
    said = [part for part in parts if part]
    listed = f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else "".join(said)
    return {
        "stores": bool(proposals),
        "ratings": len(proposals.ratings),
        "plans": len(proposals.plans),
        "words": f"Will be stored: {listed}." if proposals else _nothing(returned),
        "evidence": [f"{one.id} {one.title}" for one in proposals.evidence],
        "refused": [{"id": name, "text": text} for name, text in proposals.refused],
    }


def written_since(before: ReviewState, after: ReviewState) -> str:
    """Who wrote in a review after it was looked at, in a sentence; empty for nobody."""
    new = [entry for entry in after.entries if entry.seq > before.last_seq]
    if not new:
        return ""
    people = " and ".join(sorted({entry.by for entry in new}))
    touched = list(dict.fromkeys(name for entry in new if (name := _criterion(entry))))
    where = f" on {', '.join(touched[:8])}{' and more' if len(touched) > 8 else ''}" if touched else ""
    return f"The review was changed by {people}{where} after this preview was made."


def _nothing(returned: Returned) -> str:
    if returned.conflicts:
        return "Nothing will be stored: everything here stays as it is."
    return "Nothing will be stored."


def _groups(returned: Returned, changes: list[Change]) -> list[dict[str, Any]]:
    """Changes put together by criterion, in the rubric's order, those with conflicts first."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.criterion, []).append(change)
    place = {criterion.id: number for number, criterion in enumerate(returned.state.rubric.criteria)}
    names = returned.state.rubric.by_id

    def rank(name: str) -> tuple[bool, int]:
        return not any(change.kind == "changed in both" for change in groups[name]), place[name]

    return [
        {"id": name, "title": names[name].title, "changes": [_change(returned.state, one) for one in groups[name]]}
        for name in sorted(groups, key=rank)
    ]


def _change(state: ReviewState, change: Change) -> dict[str, Any]:
    return {
        "field": change.field,
        "heading": change.heading,
        "place": change.place,
        "base": change.base,
        "here": change.here,
        "there": change.there,
        "conflict": change.kind == "changed in both",
        **_who(state, change),
    }


def _who(state: ReviewState, change: Change) -> dict[str, str]:
    """Whose hand it was: the workbook's, somebody's here, or both; and when that was here."""
    if change.kind == "changed there":
        return {"who": "The workbook", "at": ""}
    held = (state.plans if change.field in _PLAN else state.current).get(change.criterion)
    by = f"{held.by} here" if held else "Someone here"
    both = f"The workbook, and {by}"
    return {"who": by if change.kind == "changed here" else both, "at": held.at.isoformat() if held else ""}


def _finding(one: Finding) -> dict[str, str]:
    return {"code": one.code, "where": one.where, "message": one.message, "hint": one.hint}


def _criterion(entry: Entry) -> str:
    record = entry.rating or entry.plan
    return record.criterion if record else ""
