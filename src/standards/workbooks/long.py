"""The long data of a portfolio, one row for each program and criterion: CSV for everybody, Parquet for analysts.

CSV is UTF-8 with a byte order mark by default, because Excel reads a file without one in the wrong alphabet; pandas
skips the mark. A text that a spreadsheet would take for a formula gets an apostrophe in front; `read_long_csv` takes it
away again. Figures are never touched.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime
from importlib.util import find_spec

from standards.errors import StandardsError
from standards.scoring.long_rows import LONG_COLUMNS
from standards.scoring.portfolio import Portfolio
from standards.workbooks.build import SheetBuilder
from standards.workbooks.sheet import Column, Paper, Table, Workbook, naive_utc
from standards.workbooks.text import clean, name
from standards.workbooks.writer import write

__all__ = ["check_long", "check_matrix", "long_csv", "long_parquet", "long_xlsx", "read_long_csv"]

ROWS, COLUMNS = 1_048_576, 16_384
"""What one sheet of an Excel workbook can hold."""
_HEAD_ROWS, _OTHER_COLUMNS = 40, 40
"""Room that the matrix needs beside programs and criteria."""
_MARK = "\ufeff"
_ACTS = re.compile(r"'*[=+\-@\t\r]")
_SHIELDED = re.compile(r"'+[=+\-@\t\r]")
_NUMBERS = frozenset({"weight", "points", "top"})
_TRUTHS = frozenset({"finished", "essential"})
_WAY_OUT = "Ask for CSV or Parquet instead, which have no limit, or for fewer programs."


def check_matrix(programs: int, criteria: int) -> None:
    """Refuse a matrix that no sheet can hold.

    Raises:
        StandardsError: says which limit is passed and what to ask for instead.
    """
    wrong = []
    if programs + _HEAD_ROWS > ROWS:
        wrong.append(f"{programs:,} programs, where a sheet has {ROWS:,} rows")
    if criteria + _OTHER_COLUMNS > COLUMNS:
        wrong.append(f"{criteria:,} criteria, where a sheet has {COLUMNS:,} columns")
    if wrong:
        raise StandardsError(f"The portfolio does not fit an Excel sheet: {'; '.join(wrong)}. {_WAY_OUT}")


def check_long(programs: int, criteria: int) -> None:
    """Refuse a long sheet with more rows than a sheet can hold.

    Raises:
        StandardsError: says how many rows it would take and what to ask for instead.
    """
    rows = programs * criteria + 1
    if rows > ROWS:
        raise StandardsError(
            f"The long data do not fit an Excel sheet: {programs:,} programs × {criteria:,} criteria and a heading "
            f"make {rows:,} rows, where a sheet has {ROWS:,}. {_WAY_OUT}"
        )


# ---------------------------------------------------------------- CSV


def long_csv(portfolio: Portfolio, *, mark: bool = True) -> bytes:
    """The long data as CSV: commas, CRLF, UTF-8; with a byte order mark unless `mark` is False.

    An empty cell is what is not there: no level, no points, no absence. True and false are written in small letters.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(LONG_COLUMNS)
    texts: dict[str, str] = {}
    writer.writerows([_written(value, texts) for value in row] for row in portfolio.rows())
    return ((_MARK if mark else "") + buffer.getvalue()).encode()


def _written(value: object, texts: dict[str, str]) -> str:
    """A value as text; only text is shielded, since a real number can be no formula.

    Args:
        texts: what earlier texts became; the same few stand in every row.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        found = texts.get(value)
        if found is None:
            found = texts[value] = shielded(clean(value))
        return found
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return f"{naive_utc(value).isoformat()}Z"
    raise TypeError(f"no way to write {value!r}")


def shielded(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet could take it for a formula."""
    return f"'{text}" if _ACTS.match(text) else text


def unshielded(text: str) -> str:
    """The text without the apostrophe that `shielded` put in front."""
    return text[1:] if _SHIELDED.match(text) else text


def read_long_csv(data: bytes) -> Iterator[dict[str, object]]:
    """The rows of a CSV made by `long_csv`, each by column name, with their apostrophes taken away again.

    Numbers come back as floats, truths as booleans, empty cells as None.

    Raises:
        StandardsError: not UTF-8, or not these columns; says which are missing.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        message = f"The CSV is not UTF-8 (byte {problem.start + 1}). Save it again as “CSV UTF-8”."
        raise StandardsError(message) from None
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = next(rows, [])
        missing = [column for column in LONG_COLUMNS if column not in head]
        if missing:
            raise StandardsError(
                f"The CSV is not a portfolio's long data: line 1 has no column {', '.join(missing)}. "
                "Take the file as the workbench made it, with its heading line and commas."
            )
        for row in rows:
            yield _read(head, row, rows.line_num)
    except csv.Error as problem:
        raise StandardsError(
            f"Line {rows.line_num} of the CSV cannot be read: {problem}. Take the file anew."
        ) from None


def _read(head: list[str], row: list[str], line: int) -> dict[str, object]:
    if len(row) != len(head):
        raise StandardsError(f"Line {line} of the CSV has {len(row)} cells, the heading {len(head)}. Mend that line.")
    return {column: _value(column, text, line) for column, text in zip(head, row, strict=True)}


def _value(column: str, text: str, line: int) -> object:
    if not text:
        return None
    if column in _TRUTHS:
        return text.casefold() == "true"
    if column in _NUMBERS:
        try:
            return float(text)
        except ValueError:
            message = f"Line {line} of the CSV: {column} is “{text[:40]}”, and a number is expected, such as 0.5."
            raise StandardsError(message) from None
    return unshielded(text)


# ---------------------------------------------------------------- Parquet and Excel


def long_parquet(portfolio: Portfolio) -> bytes:
    """The long data as a Parquet file; texts as they are, since no spreadsheet reads it.

    Raises:
        StandardsError: pyarrow is not installed; says how to get it.
    """
    if find_spec("pyarrow") is None:
        raise StandardsError(
            "Parquet needs the package pyarrow, which is not installed. Install it with "
            "pip install 'standards-workbench[parquet]', or ask for CSV, which needs nothing."
        )
    buffer = io.BytesIO()
    portfolio.to_frame().to_parquet(buffer, engine="pyarrow", index=False)
    return buffer.getvalue()


def long_xlsx(portfolio: Portfolio, generated: datetime) -> bytes:
    """The long data on one sheet, for those who have nothing but Excel.

    Raises:
        StandardsError: more rows than a sheet has; names CSV and Parquet instead.
    """
    rubric = portfolio.rubric
    check_long(len(portfolio), len(rubric.criteria))
    page = SheetBuilder("Long", [Column(18) for _ in LONG_COLUMNS])
    page.put_row(0, 0, LONG_COLUMNS, ["head"] * len(LONG_COLUMNS))
    count = 0
    for count, row in enumerate(portfolio.rows(), start=1):
        for col, value in enumerate(row):
            content = str(value).lower() if isinstance(value, bool) else value
            if isinstance(content, datetime):
                page.put(count, col, naive_utc(content), "moment")
            elif content is None or isinstance(content, str | float):
                page.put(count, col, content, "plain" if isinstance(content, float) else "cell")
    alt = "One row for each program and criterion."
    tables = (Table("tblLong", 0, count, 0, len(LONG_COLUMNS) - 1, LONG_COLUMNS, alt),) if count else ()
    last = len(LONG_COLUMNS) - 1
    sheet = page.sheet(paper=Paper(right=last, repeat_row=0), freeze=(1, 1), tables=tables)
    return write(
        Workbook(
            title=f"Portfolio, long data: {name(rubric.title)}",
            subject=f"{name(rubric.title)}, version {rubric.version} · {rubric.status.value}",
            author="Standards workbench",
            keywords=rubric.name,
            comments=name(rubric.disclaimer),
            created=naive_utc(generated),
            sheets=(sheet,),
        )
    )
