"""Workbooks put together part by part, so that any part can be wrong. The same call gives the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

TYPES, BOOK, LINKS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STYLES, STRINGS, SHEET = "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"

ROWS = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>2</v></c></row>'


def sheet(rows: str = ROWS, *, before: str = "", after: str = "") -> bytes:
    """A worksheet; `before` and `after` go around its rows."""
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def strings(*texts: str, more: str = "") -> bytes:
    """A table of texts, each given as XML."""
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'{HEAD}<sst xmlns="{MAIN}" {more}>{items}</sst>'.encode()


def styles(formats: str = "<xf/>", more: str = "") -> bytes:
    """A style sheet with the formats that cells name by number."""
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts><font/></fonts>'
        "<fills><fill><patternFill/></fill></fills><borders><border/></borders>"
        f"<cellStyleXfs><xf/></cellStyleXfs><cellXfs>{formats}</cellXfs>{more}</styleSheet>"
    ).encode()


def plain_parts() -> dict[str, bytes]:
    """The least an .xlsx file may consist of: one sheet with a text in A1 and a number in B1."""
    override = "".join(
        f'<Override PartName="/{part}" ContentType="{KIND}.{kind}+xml"/>'
        for part, kind in ((BOOK, "sheet.main"), (SHEET, "worksheet"), (STYLES, "styles"), (STRINGS, "sharedStrings"))
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(
            (("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")),
            1,
        )
    )
    return {
        TYPES: (
            f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{override}</Types>'
        ).encode(),
        "_rels/.rels": (
            f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{OFFICE}/officeDocument" Target="{BOOK}"/></Relationships>'
        ).encode(),
        BOOK: (
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Scoring" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ).encode(),
        LINKS: f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'.encode(),
        STYLES: styles(),
        STRINGS: strings("Rating"),
        SHEET: sheet(),
    }


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED, *, level: int = 6) -> bytes:
    """The parts as an archive, in their order."""
    return listed(list(parts.items()), method, level=level)


def listed(parts: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED, *, level: int = 6) -> bytes:
    """The same from pairs, among which a name may stand twice."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts:
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            archive.writestr(info, content, compresslevel=level)
    return buffer.getvalue()


def workbook(changed: Mapping[str, bytes | None] | None = None, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The least workbook with some parts changed, added, or left out (None)."""
    parts = plain_parts() | dict(changed or {})
    return zipped({name: content for name, content in parts.items() if content is not None}, method)
