"""Every file keeps the rules of its format, so that no program offers to repair it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from tests.workbooks.kinds import CASES, data


def told(content: bytes, folder: Path, version: FileFormat = FileFormat.OFFICE_2019) -> list[str]:
    path = folder / "made.xlsx"
    path.write_bytes(content)
    return [str(error) for error in OpenXmlValidator(version, max_errors=100).validate(path).errors]


@pytest.mark.parametrize(("kind", "given"), CASES)
def test_the_file_keeps_the_rules_of_its_format(kind: str, given: str, tmp_path: Path):
    assert told(data(kind, given), tmp_path) == []


def test_excel_2010_may_open_it_too(tmp_path: Path):
    assert told(data("gap report", "house-draft/0.1"), tmp_path, FileFormat.OFFICE_2010) == []


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData><cell/>"),
        ("xl/worksheets/sheet3.xml", b'type="list"', b'type="menu"'),
        ("xl/charts/chart1.xml", b"</a:pattFill>", b"</a:pattFill><a:noFill/>"),
    ],
)
def test_a_broken_rule_is_found(part: str, old: bytes, new: bytes, tmp_path: Path):
    stream = BytesIO()
    with ZipFile(BytesIO(data("gap report", "house-draft/0.1"))) as sound, ZipFile(stream, "w") as broken:
        for name in sound.namelist():
            content = sound.read(name)
            assert name != part or old in content
            broken.writestr(name, content.replace(old, new, 1) if name == part else content)
    assert told(stream.getvalue(), tmp_path) != []
