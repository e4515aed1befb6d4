"""A report that a reviewer saved in LibreOffice: as .xlsx it is read like ours, other kinds are refused by name."""

from __future__ import annotations

import pytest

from standards.errors import WorkbookRefused
from standards.workbooks.back.book import Held
from standards.workbooks.back.preflight import preflight
from standards.workbooks.back.reader import read
from standards.workbooks.back.worker import read_apart
from standards.workbooks.gap_report import gap_report_bytes
from tests.office.recalculation import convert, same
from tests.workbooks.reports import inputs, shipped, some_ratings

HOUSE = shipped("house-draft/0.1")
OTHERS = {"ods": ("ods", "X08"), "xls": ("xls:MS Excel 97", "X04"), "fods": ("fods", "X08"), "pdf": ("pdf", "X02")}


@pytest.fixture(scope="module")
def ours() -> bytes:
    return gap_report_bytes(inputs(HOUSE, some_ratings(HOUSE, 11)))


def test_a_report_saved_by_libreoffice_is_read_like_ours(soffice, tmp_path, ours):
    saved = convert(soffice, {"report": ours}, tmp_path, "xlsx:Calc MS Excel 2007 XML", "xlsx")["report"]
    before, after = read(ours), read_apart(saved)
    assert [page.name for page in after.pages] == [page.name for page in before.pages]
    assert after.properties == before.properties
    assert [page.merged for page in after.pages] == [page.merged for page in before.pages]
    for old, new in zip(before.pages, after.pages, strict=True):
        for place, held in old.cells.items():
            again = new.cells.get(place, Held(None))
            assert same(held.value, again.value), (old.name, place)
            assert bool(held.formula) == bool(again.formula), (old.name, place)


@pytest.mark.parametrize("ending", OTHERS)
def test_what_libreoffice_saves_in_another_format_is_refused_by_name(soffice, tmp_path, ours, ending):
    to, code = OTHERS[ending]
    saved = convert(soffice, {"report": ours}, tmp_path, to, ending)["report"]
    with pytest.raises(WorkbookRefused) as caught:
        preflight(saved)
    assert caught.value.code == code
