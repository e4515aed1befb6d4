"""Reviewer comments: everything that was said about a criterion, whether it still holds or not."""

from __future__ import annotations

from collections.abc import Iterator

from standards.reviews.model import Entry, Rating
from standards.workbooks.answers import WORD_OF_ABSENCE, word_of
from standards.workbooks.build import SheetBuilder
from standards.workbooks.choices import ChoiceList
from standards.workbooks.gap.context import Context
from standards.workbooks.gap.figures import Line
from standards.workbooks.gap.inputs import GapReportInput
from standards.workbooks.gap.layout import COMMENTS
from standards.workbooks.head import Head, head
from standards.workbooks.sheet import Column, Content, Link, Paper, Sheet, Table, Tint, naive_utc
from standards.workbooks.standard import STANDARD
from standards.workbooks.text import name

__all__ = ["comments_head", "comments_sheet", "spoken"]

_COLUMNS = tuple(Column(width) for width in (8, 30, 18, 24, 12, 70, 30, 17, 13))
_HEADINGS = (
    "ID", "Criterion", "Reviewer", "Rating given", "Confidence", "Comment", "Asked for", "Submitted (UTC)", "Holds",
)  # fmt: skip
_MOST = 4_000
"""Comments on the sheet; the history in the workbench has them all."""
_NOW, _EARLIER = "✓ now", "– earlier"
_HINT = (
    "Every rating that came with words, the newest of a criterion first. “Earlier” ones were replaced or taken back; "
    "they are kept, because an appeal may ask how a judgement came about. At most 4,000; the workbench has them all."
)


def comments_head(inputs: GapReportInput) -> Head:
    """The sheet's head."""
    return head(inputs.rubric, inputs.program.title, "Reviewer comments", _HINT, _COLUMNS, len(_COLUMNS) - 1)


def comments_sheet(context: Context) -> Sheet:
    """One row for each rating that says something, or a sentence where there is none."""
    page = SheetBuilder(COMMENTS, _COLUMNS)
    heading = context.heads[COMMENTS]
    heading.write(page)
    top = bottom = heading.rows
    page.put_row(top, 0, _HEADINGS, ["head"] * len(_HEADINGS))
    for line, entry in _spoken(context):
        bottom += 1
        _row(page, context, bottom, line, entry)
    tables: tuple[Table, ...] = ()
    if bottom > top:
        alt = "What was said about each criterion, by whom and when, and whether it still holds."
        tables = (Table("tblComments", top, bottom, 0, len(_HEADINGS) - 1, _HEADINGS, alt),)
    else:
        page.put(top + 1, 0, "No rating came with words.", "text")
    return page.sheet(
        paper=Paper(right=len(_COLUMNS) - 1, repeat_row=top),
        freeze=(top + 1, 2),
        tables=tables,
        tints=_tints(top + 1, bottom) if tables else (),
        tab="52606D",
        texts=(f"A{top + 2}:A{bottom + 2}",),
    )


def _spoken(context: Context) -> Iterator[tuple[Line, Entry]]:
    by_criterion: dict[str, list[Entry]] = {}
    for entry in _room(context):
        if entry.rating:
            by_criterion.setdefault(entry.rating.criterion, []).append(entry)
    for line in context.known.lines:
        for entry in sorted(by_criterion.get(line.criterion.id, ()), key=lambda one: -one.seq):
            yield line, entry


def _room(context: Context) -> list[Entry]:
    """Entries with words; where there are too many for a sheet that comes back, those that hold and the newest."""
    held = {entry.seq for entry in context.inputs.entries.values()}
    entries = context.inputs.history or tuple(context.inputs.entries.values())
    found = [entry for entry in entries if entry.rating and (spoken(entry.rating) or entry.rating.action)]
    return sorted(found, key=lambda entry: (entry.seq not in held, -entry.seq))[:_MOST]


def spoken(rating: Rating) -> str:
    """The rationale, then the reason of an absence and who accepted it."""
    accepted = f"(accepted by {rating.accepted_by})" if rating.reason and rating.accepted_by else ""
    return "\n".join(filter(None, (rating.rationale, " ".join(filter(None, (rating.reason, accepted))))))


def _row(page: SheetBuilder, context: Context, row: int, line: Line, entry: Entry) -> None:
    rating = entry.rating
    assert rating is not None
    held = context.inputs.entries.get(line.criterion.id)
    standard = context.heads[STANDARD].rows + 1 + line.no
    cells: tuple[tuple[Content, str], ...] = (
        (Link(line.criterion.id, f"#{STANDARD}!A{standard}"), "cell link"),
        (name(line.criterion.title), "cell wrap bold"),
        (name(entry.by), "cell wrap"),
        (_word(rating, line.choices), "cell wrap"),
        (rating.confidence.value.capitalize() if rating.confidence else "", "cell"),
        (spoken(rating), "cell wrap"),
        (rating.action, "cell wrap"),
        (naive_utc(entry.at), "moment"),
        (_NOW if held and held.seq == entry.seq else _EARLIER, "center"),
    )
    for col, (content, style) in enumerate(cells):
        page.put(row, col, content, style)


def _word(rating: Rating, choices: ChoiceList) -> str:
    return WORD_OF_ABSENCE[rating.absence] if rating.absence else word_of(rating, choices)


def _tints(top: int, bottom: int) -> tuple[Tint, ...]:
    first, col = f"LEFT($I{top + 1},1)", len(_COLUMNS) - 1
    return (
        Tint(top, col, bottom, col, f'={first}="✓"', "tint reached"),
        Tint(top, col, bottom, col, f'={first}="–"', "tint out"),
    )
