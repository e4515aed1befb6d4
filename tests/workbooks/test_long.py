"""The long data: what goes out as CSV comes back, and nothing in it acts as a formula."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from standards.errors import StandardsError
from standards.scoring.long_rows import LONG_COLUMNS
from standards.scoring.portfolio import Portfolio
from standards.workbooks.long import (
    check_long,
    check_matrix,
    long_csv,
    long_parquet,
    long_xlsx,
    read_long_csv,
    shielded,
    unshielded,
)
from standards.workbooks.text import clean
from tests.workbooks.portfolios import portfolio
from tests.workbooks.reports import MADE, every_family, shipped

HOUSE = shipped("house-draft/0.1")
DOZEN = portfolio(HOUSE, 12)
needs_pyarrow = pytest.mark.skipif(find_spec("pyarrow") is None, reason="pyarrow is not installed: extra “parquet”")


def titled(title: str) -> Portfolio:
    return Portfolio(HOUSE, (replace(DOZEN.standings[0], title=title),))


def test_every_row_comes_back_as_it_went_out():
    for made in (HOUSE, every_family()):
        found = portfolio(made, 12)
        back = list(read_long_csv(long_csv(found)))
        assert len(back) == 12 * len(made.criteria)
        for row, sent in zip(back, found.rows(), strict=True):
            told = dict(zip(LONG_COLUMNS, sent, strict=True))
            told["changed"] = f"{told['changed']:%Y-%m-%dT%H:%M:%S}Z"
            assert row == {key: None if value == "" else value for key, value in told.items()}


def test_excel_is_told_the_alphabet_and_lines_end_as_the_format_wants():
    data = long_csv(DOZEN)
    assert data.startswith(b"\xef\xbb\xbfprogram,")
    assert data.count(b"\r\n") == 12 * len(HOUSE.criteria) + 1
    assert long_csv(DOZEN, mark=False) == data[3:]


def test_pandas_reads_it_without_help():
    import pandas as pd

    frame = pd.read_csv(io.BytesIO(long_csv(DOZEN)))
    assert list(frame.columns) == list(LONG_COLUMNS)
    assert frame["essential"].dtype == bool
    assert frame["points"].isna().sum() == sum(row[-2] is not None for row in DOZEN.rows())
    assert set(frame["program_title"]) >= {"ניתוח נתונים למנהלים", "'=Cyber security basics"}


@pytest.mark.parametrize("title", ["=1+1", "+49 30", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''-x"])
def test_a_title_that_could_act_stands_behind_an_apostrophe(title: str):
    cell = next(csv.DictReader(io.StringIO(long_csv(titled(title), mark=False).decode(), newline="")))["program_title"]
    assert cell[0] == "'" or clean(title)[0] == "\n"
    assert next(read_long_csv(long_csv(titled(title))))["program_title"] == clean(title)


@pytest.mark.parametrize("title", ["Weaving", "1 = 1", "'90s music", "’tis", "24 hours"])
def test_a_title_that_cannot_act_stays_as_it_is(title: str):
    assert shielded(title) == title


@given(st.text())
@example("'''=")
@example("-")
def test_taking_the_shield_away_gives_the_text_back(text: str):
    assert unshielded(shielded(text)) == text
    assert shielded(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")


@given(st.text(min_size=1, max_size=40))
@example("a\nb")
@example('"quoted", and more')
@example("\ud800")
@example("\x00")
def test_any_title_travels_through_the_file(text: str):
    assert next(read_long_csv(long_csv(titled(text))))["program_title"] == (clean(text) or None)


def test_real_numbers_below_zero_are_not_touched():
    made = every_family()
    data = long_csv(portfolio(made, 12)).decode("utf-8-sig")
    points = [row["points"] for row in csv.DictReader(io.StringIO(data, newline=""))]
    assert "-1" in points
    assert not any(cell.startswith("'") for cell in points)


def test_a_file_that_is_not_ours_is_refused_with_the_missing_columns():
    with pytest.raises(StandardsError, match="line 1 has no column program_title, provider"):
        list(read_long_csv(b"program,title\r\nx,y\r\n"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "line 1 has no column program"),
        ("program\r\n".encode("utf-16"), "not UTF-8"),
        (",".join(LONG_COLUMNS).encode() + b"\r\nonly,two\r\n", "Line 2 of the CSV has 2 cells"),
        (",".join(LONG_COLUMNS).encode() + b"\r\n" + b"x," * 12 + b"heavy,,,,,,\r\n", "weight is “heavy”"),
        (b'"program', "cannot be read"),
    ],
)
def test_a_broken_file_is_refused_with_the_line(data: bytes, said: str):
    with pytest.raises(StandardsError, match=said):
        list(read_long_csv(data))


def test_no_program_makes_a_file_of_headings():
    data = long_csv(Portfolio(HOUSE, ()))
    assert data.decode("utf-8-sig") == ",".join(LONG_COLUMNS) + "\r\n"
    assert list(read_long_csv(data)) == []


def test_csv_needs_no_pandas():
    script = (
        "import sys; from tests.workbooks.test_long import DOZEN; from standards.workbooks.long import long_csv; "
        "sys.modules['pandas'] = None; assert len(long_csv(DOZEN)) > 1000; print('made')"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.stdout == "made\n", ran.stderr


# ---------------------------------------------------------------- Parquet


@needs_pyarrow
def test_parquet_holds_the_same_rows_with_their_kinds():
    import pandas as pd

    frame = pd.read_parquet(io.BytesIO(long_parquet(DOZEN)))
    assert list(frame.columns) == list(LONG_COLUMNS)
    assert len(frame) == 12 * len(HOUSE.criteria)
    assert "=Cyber security basics" in set(frame["program_title"])
    assert frame["points"].isna().sum() == frame["absence"].notna().sum() > 0
    assert str(frame["changed"].dtype).endswith("UTC]")


@needs_pyarrow
def test_parquet_of_no_program_has_columns():
    import pandas as pd

    assert list(pd.read_parquet(io.BytesIO(long_parquet(Portfolio(HOUSE, ())))).columns) == list(LONG_COLUMNS)


def test_without_pyarrow_the_message_says_how_to_get_it():
    script = (
        "import sys; from tests.workbooks.test_long import DOZEN; from standards.workbooks.long import long_parquet\n"
        "sys.modules['pyarrow'] = None  # what Python itself does for a package that cannot be imported\n"
        "try: long_parquet(DOZEN)\n"
        "except Exception as said: print(type(said).__name__, said)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "StandardsError Parquet needs the package pyarrow" in ran.stdout, ran.stderr
    assert "standards-workbench[parquet]" in ran.stdout
    assert "CSV" in ran.stdout


# ---------------------------------------------------------------- what a sheet can hold


def test_a_long_sheet_holds_what_the_csv_holds():
    page = openpyxl.load_workbook(io.BytesIO(long_xlsx(DOZEN, MADE)))["Long"]
    assert [cell.value for cell in page[1]] == list(LONG_COLUMNS)
    assert page.max_row == 12 * len(HOUSE.criteria) + 1
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_what_exactly_fits_is_not_refused():
    check_long(1_048_575, 1)
    check_matrix(1000, 150)
    with pytest.raises(StandardsError, match=r"make\s+1,048,577 rows"):
        check_long(1_048_576, 1)


def test_ten_thousand_programs_of_150_criteria_are_refused_and_pointed_to_csv():
    with pytest.raises(StandardsError, match="1,500,001 rows, where a sheet has 1,048,576") as refused:
        check_long(10_000, 150)
    assert "CSV or Parquet" in str(refused.value)


def test_a_matrix_too_long_and_too_wide_says_both():
    with pytest.raises(StandardsError) as refused:
        check_matrix(1_100_000, 16_384)
    assert "1,100,000 programs" in str(refused.value)
    assert "16,384 criteria" in str(refused.value)
    assert "CSV or Parquet" in str(refused.value)
