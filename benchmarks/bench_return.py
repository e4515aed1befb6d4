"""A scoring book that comes back, beside openpyxl reading the same file twice, once for formulas and once for values.

Our figure is the whole way from bytes to a preview: preflight, reading, finding tables, comparing every cell three
ways. The worker's start, which every page and command adds, is given beside it.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from io import BytesIO

from benchmarks.bench_report import made_input
from benchmarks.timing import medians, table
from standards.reviews.history import ReviewState
from standards.reviews.model import Entry
from standards.workbooks.back.reader import read
from standards.workbooks.back.returned import understand
from standards.workbooks.back.whose import whose
from standards.workbooks.back.worker import read_apart
from standards.workbooks.scoring_book import ScoringBookInput, scoring_book_bytes

NOW = datetime(2026, 11, 23, tzinfo=UTC)
OURS, OUT = "from bytes to preview", "the way out: from the review to bytes"
PEER = "openpyxl: load twice, no checks, nothing compared"
AIMS = {30: "≤ 50 ms", 1341: "≤ 1,000 ms"}


def state(size: int) -> ReviewState:
    """A review of so many criteria, nine in ten rated."""
    made = made_input(size)
    lines = (
        Entry(seq=seq, client_id=str(seq), kind="rating", by="Ana", at=NOW, rating=rating)
        for seq, rating in enumerate(made.ratings.values(), start=1)
    )
    return ReviewState(made.review, made.rubric, made.program).after(lines)


def preview(data: bytes, review: ReviewState) -> int:
    """Rows read."""
    book = read(data)
    return understand(book, whose(book), review, "back.xlsx", data).rows


def by_openpyxl(data: bytes) -> None:
    """Both loads, every cell looked at once."""
    import openpyxl

    for values in (False, True):
        book = openpyxl.load_workbook(BytesIO(data), data_only=values)
        for sheet in book:
            for row in sheet.iter_rows(values_only=True):
                len(row)


def main() -> None:
    for size in (30, 1341):
        review = state(size)
        data = scoring_book_bytes(ScoringBookInput(review, NOW, "measured"))
        assert preview(data, review) == size
        found = medians(
            {
                OURS: lambda data=data, review=review: preview(data, review),
                PEER: lambda data=data: by_openpyxl(data),
                OUT: lambda review=review: scoring_book_bytes(ScoringBookInput(review, NOW, "measured")),
            },
            repeats=7,
        )
        print(table(f"Scoring book, {size:,} rows, {len(data) / 1024:,.0f} KB", found, PEER, {OURS: AIMS[size]}))
        start = time.perf_counter()
        read_apart(data)
        print(f"Read in a process of its own: {time.perf_counter() - start:.2f} s of wall clock, its start included.\n")


if __name__ == "__main__":
    main()
