"""Files that somebody might send: broken, mistaken for a workbook, or made to do harm. Made by code, always the same.

Each has the code with which it is refused, or an empty one when it only looks dangerous and is read.
"""

from __future__ import annotations

import random
import warnings
import zipfile
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from tests.workbooks.back.parts import (
    BOOK,
    HEAD,
    KIND,
    LINKS,
    MAIN,
    ROWS,
    SHEET,
    STRINGS,
    STYLES,
    TYPES,
    listed,
    plain_parts,
    sheet,
    strings,
    styles,
    workbook,
    zipped,
)


class Case(NamedTuple):
    """One file."""

    group: str
    code: str
    make: Callable[[], bytes]


_FOUND: dict[str, Case] = {}


def case(group: str, name: str, code: str, make: Callable[[], bytes]) -> None:
    assert name not in _FOUND
    _FOUND[name] = Case(group, code, make)


# ---------------------------------------------------------------- something else

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
FODS = b'<?xml version="1.0"?><office:document office:mimetype="' + ODS + b'">'
XML_2003 = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
OTHER = {
    "empty": ("X01", b""),
    "blanks": ("X02", b"  \n" * 9),
    "text": ("X02", b"Dear reviewer, the ratings are in the mail."),
    "CSV": ("X02", b"ID;Rating\nA1;2\n"),
    "CSV in UTF-16": ("X02", "ID;Rating\nA1;2\n".encode("utf-16")),
    "web page": ("X02", b"\xef\xbb\xbf<!DOCTYPE html><html><body>Sign in</body></html>"),
    "PDF": ("X02", b"%PDF-1.7\n"),
    "picture": ("X02", b"\x89PNG\r\n\x1a\n" + bytes(99)),
    "chance": ("X02", b"\x01" + random.Random(5).randbytes(5000)),
    "spreadsheet of 2003 in XML": ("X02", XML_2003),
    "old Word": ("X02", OLE + "WordDocument".encode("utf-16-le")),
    "old Excel": ("X04", OLE + "Workbook\0".encode("utf-16-le")),
    "older Excel": ("X04", b"\x09\x04\x06\x00\x00\x00\x10\x00"),
    "password": ("X03", OLE + "EncryptedPackage".encode("utf-16-le")),
    "flat OpenDocument": ("X08", FODS),
    "empty archive": ("X06", b"PK\x05\x06" + bytes(18)),
    "eleven megabytes": ("X05", b"PK\x03\x04" + bytes(11_000_000)),
}
for _name, (_code, _data) in OTHER.items():
    case("not a workbook", _name, _code, lambda data=_data: data)


def office(main: str, part: str) -> bytes:
    return zipped(
        {TYPES: f'{HEAD}<Types><Override PartName="/{part}" ContentType="{main}"/></Types>'.encode(), part: b"<a/>"}
    )


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
BINARY = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
STRICT = plain_parts()[BOOK].replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
MACROS = plain_parts()[TYPES].replace(f"{KIND}.sheet".encode(), b"application/vnd.ms-excel.sheet.macroEnabled")

case("not a workbook", "archive of pictures", "X06", lambda: zipped({f"{n}.png": b"x" for n in range(400)}))
case("not a workbook", "workbook in an archive", "X06", lambda: zipped({"review.xlsx": workbook()}))
case("not a workbook", "Word", "X06", lambda: office(WORD, "word/document.xml"))
case("not a workbook", "PowerPoint", "X06", lambda: office(SLIDES, "ppt/presentation.xml"))
case("not a workbook", "OpenDocument", "X08", lambda: zipped({"mimetype": ODS, "content.xml": b"<a/>"}))
case("not a workbook", "OpenDocument text", "X06", lambda: zipped({"mimetype": ODS.replace(b"spreadsheet", b"text")}))
case("not a workbook", "Numbers", "X09", lambda: zipped({"Index/Document.iwa": b"x", "preview.jpg": b"x"}))
case("not a workbook", "binary workbook", "X10", lambda: office(BINARY, "xl/workbook.bin"))
case("not a workbook", "strict workbook", "X10", lambda: workbook({BOOK: STRICT}))
case("not a workbook", "macros", "X12", lambda: workbook({"xl/vbaProject.bin": b"x"}))
case("not a workbook", "macros by their kind", "X12", lambda: workbook({TYPES: MACROS}))
case("not a workbook", "macros of 1992", "X12", lambda: workbook({"xl/macrosheets/sheet1.xml": b"<a/>"}))


# ---------------------------------------------------------------- damaged


def flipped() -> bytes:
    """One bit of the sheet is wrong."""
    data = bytearray(workbook())
    at = data.index(SHEET.encode()) + len(SHEET) + 40
    data[at] ^= 0x10
    return bytes(data)


def entry_patched(data: bytes, name: str, offset: int, value: bytes) -> bytes:
    """The archive's directory says something else about a part."""
    patched = bytearray(data)
    start = data.rindex(b"PK\x01\x02", 0, data.rindex(name.encode()))
    patched[start + offset : start + offset + len(value)] = value
    return bytes(patched)


def broken(part: str, content: bytes | None) -> Callable[[], bytes]:
    return lambda: workbook({part: content})


DAMAGED: Mapping[str, Callable[[], bytes]] = {
    "cut in half": lambda: workbook()[:900],
    "without its end": lambda: workbook()[:-30],
    "flipped bit": flipped,
    "sheet cut": broken(SHEET, sheet()[:-20]),
    "sheet is text": broken(SHEET, b"Rating"),
    "sheet missing": broken(SHEET, None),
    "book cut": broken(BOOK, plain_parts()[BOOK][:-12]),
    "book missing": broken(BOOK, None),
    "links missing": broken(LINKS, None),
    "strings missing": broken(STRINGS, None),
    "string unknown": broken(SHEET, sheet('<row r="1"><c r="A1" t="s"><v>9</v></c></row>')),
    "style unknown": broken(STYLES, styles('<xf numFmtId="14" fontId="x"/>')),
    "address odd": broken(SHEET, sheet('<row r="1"><c r="1A"><v>9</v></c></row>')),
    "row odd": broken(SHEET, sheet('<row r="one"><c><v>9</v></c></row>')),
    "number odd": broken(SHEET, sheet('<row r="1"><c r="A1"><v>nine</v></c></row>')),
    "number endless": broken(SHEET, sheet(f'<row r="1"><c r="A1"><v>{"9" * 9000}</v></c></row>')),
    "merged range odd": broken(SHEET, sheet(after='<mergeCells><mergeCell ref="A1:B2:C3"/></mergeCells>')),
    "packed in another way": lambda: workbook(method=zipfile.ZIP_LZMA),
    "size understated": lambda: entry_patched(workbook(), SHEET, 24, (99).to_bytes(4, "little")),
    "in UTF-32": broken(SHEET, sheet().replace(b"UTF-8", b"UTF-16").decode().encode("utf-32")),
}
for _name, _make in DAMAGED.items():
    case("damaged", _name, "X07", _make)
case("damaged", "encrypted part", "X03", lambda: entry_patched(workbook(), SHEET, 8, b"\x01"))

# ---------------------------------------------------------------- names


def twice(name: str) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return listed([*plain_parts().items(), (name, sheet(""))])


case("names", "part twice", "X11", lambda: twice(SHEET))
case("names", "part twice but for its case", "X11", lambda: twice(SHEET.upper()))
case("names", "part twice with another stroke", "X11", lambda: twice(SHEET.replace("/", "\\")))
case("names", "part twice up to a NUL", "X11", lambda: twice(SHEET + "?").replace(b".xml?", b".xml\0"))
case("names", "way out", "X11", lambda: workbook({"../../evil.xml": b"<a/>"}))
case("names", "way out to the right", "X11", lambda: workbook({"xl\\..\\..\\evil.xml": b"<a/>"}))
case("names", "from the root", "X11", lambda: workbook({"/etc/evil.xml": b"<a/>"}))
case("names", "on a drive", "X11", lambda: workbook({"C:evil.xml": b"<a/>"}))

# ---------------------------------------------------------------- entities

BOMB = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def entities(declared: str, encoding: str = "", *, mark: bytes = b"") -> bytes:
    """A sheet with a document type, written in an encoding and declaring it."""
    head = f'<?xml version="1.0" encoding="{encoding or "utf-8"}"?>' if encoding != "none" else ""
    text = sheet().decode().replace(HEAD, head + declared)
    return mark + text.encode(encoding.lower() if encoding not in ("", "none") else "utf-8")


def late(padding: int) -> bytes:
    """A document type that lies across the border of two pieces."""
    return sheet().replace(HEAD.encode(), HEAD.encode() + b" " * padding + OUTSIDE.encode())


ENTITIES: Mapping[str, tuple[str, bytes]] = {
    "entity bomb": (SHEET, entities(BOMB)),
    "entity from outside": (SHEET, entities(OUTSIDE)),
    "entity without a declaration": (SHEET, entities(BOMB, "none")),
    "entity in UTF-16": (SHEET, entities(BOMB, "UTF-16")),
    "entity in UTF-16 LE": (SHEET, entities(BOMB, "UTF-16-LE", mark=b"\xff\xfe")),
    "entity in UTF-16 BE": (SHEET, entities(BOMB, "UTF-16-BE", mark=b"\xfe\xff")),
    "entity in UTF-32": (SHEET, entities(BOMB, "UTF-32")),
    "entity in UTF-7": (SHEET, entities(BOMB, "UTF-7").replace(b"+ADwAIQ-DOCTYPE", b"+ADw-+ACE-DOCTYPE")),
    "encoding declared far behind": (SHEET, entities(BOMB, "UTF-7").replace(b" encoding", b" " * 9000 + b"encoding")),
    "encoding of mainframes": (SHEET, sheet().replace(b"UTF-8", b"cp037").decode().encode("cp037")),
    "entity across two pieces": (SHEET, late(65_536 - len(HEAD) - 6)),
    "entity in the links": (LINKS, plain_parts()[LINKS].replace(HEAD.encode(), (HEAD + OUTSIDE).encode())),
    "entity in the properties": ("docProps/core.xml", (HEAD + OUTSIDE + "<coreProperties/>").encode()),
    "entity in a picture": ("xl/media/image1.svg", b"<!DOCTYPE svg><svg/>"),
}  # fmt: skip
for _name, (_part, _content) in ENTITIES.items():
    case("entities", _name, "X14", broken(_part, _content))

# ---------------------------------------------------------------- too much


def cells(count: int, cell: str = '<c r="A1"/>') -> bytes:
    """One row of many cells."""
    return sheet(f'<row r="1">{cell * count}</row>')


def attributes(count: int) -> bytes:
    return sheet("<row " + " ".join(f'a{n}="{n}"' for n in range(count)) + "/>")


def deep(tag: str) -> bytes:
    """Tags inside each other, each of another name, so that the file does not shrink to nothing."""
    names = [f"row{n}" for n in range(150_000)]
    opened = "".join(tag.replace("row", name) for name in names)
    return sheet(opened + "".join(f"</{name}>" for name in reversed(names)))


def built(part: str, content: Callable[[], bytes]) -> Callable[[], bytes]:
    """As `broken`, for content that is large: made only when the file is."""
    return lambda: workbook({part: content()})


def large_parts() -> bytes:
    return workbook({f"xl/{n}.bin": random.Random(n).randbytes(20_000) * 200 for n in range(15)})


FLOODS: Mapping[str, Callable[[], bytes]] = {
    "blanks without end": built(SHEET, lambda: sheet(" " * 60_000_000)),
    "blanks of ten megabytes": built(SHEET, lambda: sheet(" " * 10_000_000)),
    "many large parts": large_parts,
    "size overstated": lambda: entry_patched(workbook(), SHEET, 24, b"\xff\xff\xff\x7f"),
    "four hundred parts": lambda: workbook({f"xl/{n}.xml": b"<a/>" for n in range(400)}),
    "directory of thousands": lambda: workbook({f"{n}": b"" for n in range(60_000)}, zipfile.ZIP_STORED),
    "tags": built(SHEET, lambda: sheet("".join(f"<a{n % 999}/>" for n in range(2_500_000)))),
    "tags in the styles": built(STYLES, lambda: styles("".join(f'<xf numFmtId="{n}"/>' for n in range(2_100_000)))),
    "texts": built(STRINGS, lambda: strings(*map(str, range(520_000)))),
    "depth": built(SHEET, lambda: deep("<row>")),
    "depth with marks of an end": built(SHEET, lambda: deep("<row>/>")),
    "attributes": built(SHEET, lambda: attributes(400_000)),
    "a comment": built(SHEET, lambda: sheet(f"<!--{' '.join(map(str, range(400_000)))}-->")),
}
for _name, _make in FLOODS.items():
    case("floods", _name, "X13", _make)

# ---------------------------------------------------------------- far away


def one(address: str, cell: str = '<c r="{}"><v>1</v></c>') -> bytes:
    return workbook({SHEET: sheet(f"{ROWS}<row>{cell.format(address)}</row>")})


FAR: Mapping[str, Callable[[], bytes]] = {
    "last cell": lambda: one("XFD1048576"),
    "row 5001": lambda: one("A5001"),
    "column AAA": lambda: one("AAA1"),
    "small letters": lambda: one("xfd1048576"),
    "its address behind": lambda: one("XFD1048576", '<c s="0" r="{}"><v>1</v></c>'),
    "a text": lambda: one("XFD1048576", '<c r="{}" t="inlineStr"><is><t>x</t></is></c>'),
    "a formula": lambda: one("XFD1048576", '<c r="{}"><f>1+1</f></c>'),
    "behind a comment": lambda: one("XFD1048576", '<c r="{}"><!-- <c r="A1"> --><v>1</v></c>'),
    "a cell without address": lambda: workbook({SHEET: sheet('<row r="1048576"><c><v>1</v></c></row>')}),
    "703 cells without address": lambda: workbook({SHEET: cells(703, "<c><v>1</v></c>")}),
    "one more than the last": lambda: workbook({SHEET: cells(1, '<c r="ZZ1"/><c><v>1</v></c>')}),
    "5001 rows without number": lambda: workbook({SHEET: sheet("<row/>" * 5_000 + "<row><c><v>1</v></c></row>")}),
    "not called a cell": lambda: workbook({SHEET: sheet('<row r="1"><x r="XFD1048576"><v>1</v></x></row>')}),
    "a prefix": lambda: workbook({SHEET: prefixed('<x:row r="1048576"><x:c><x:v>1</x:v></x:c></x:row>')}),
    "in UTF-16": lambda: workbook({SHEET: utf16(sheet('<row r="1"><c r="XFD1048576"><v>1</v></c></row>'))}),
    "merged to the end": lambda: workbook({SHEET: merged("A1:XFD1048576")}),
    "merged far away": lambda: workbook({SHEET: merged("XFC1048575:XFD1048576")}),
    "merged many times": lambda: workbook({SHEET: merged(*["A1:Z999"] * 99)}),
    "three hundred and fifty thousand cells": built(SHEET, lambda: flood('<c r="A1">')),
    "cells without address": built(SHEET, lambda: flood("<c>")),
}


def flood(cell: str) -> bytes:
    return sheet(
        "".join(f"<row>{''.join(f'{cell}<v>{row * n}</v></c>' for n in range(70))}</row>" for row in range(5_000))
    )


def prefixed(rows: str) -> bytes:
    return f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'.encode()


def utf16(content: bytes) -> bytes:
    return content.replace(b"UTF-8", b"UTF-16").decode().encode("utf-16")


def merged(*ranges: str) -> bytes:
    return sheet(after="<mergeCells>" + "".join(f'<mergeCell ref="{one}"/>' for one in ranges) + "</mergeCells>")


for _name, _make in FAR.items():
    case("far away", _name, "X15", _make)

# ---------------------------------------------------------------- only looks dangerous
# Many of these cost openpyxl, used in the common way, seconds or gigabytes, or make it fall over. We never look there.

WIDE = '<col min="1" max="16384" width="9"/>'
LISTS = '<dataValidations><dataValidation sqref="'
LINKED = '<hyperlinks><hyperlink ref="A1:XFD5000" location="A1"/></hyperlinks>'


def many(start: str, one: str, count: int, end: str) -> bytes:
    return sheet(after=start + "".join(one.format(n % 4_000 + 1, n) for n in range(count)) + end)


def shared_formula() -> bytes:
    first = '<c r="A1"><f t="shared" si="0" ref="A1:Z999">' + "+".join(["B1"] * 2_500) + "</f><v>1</v></c>"
    rest = "".join(f'<c r="A{n}"><f t="shared" si="0"/><v>1</v></c>' for n in range(2, 5_001))
    return sheet(f"<row>{first}{rest}</row>")


def one_long_text() -> dict[str, bytes]:
    rows = "".join(f'<row r="{n}">{"".join(same(n))}</row>' for n in range(1, 2_001))
    return {STRINGS: strings("x" * 900_000), SHEET: sheet(rows)}


def same(row: int) -> list[str]:
    return [f'<c r="{letter}{row}" t="s"><v>0</v></c>' for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]


HARMLESS: Mapping[str, Callable[[], bytes]] = {
    "a false dimension": lambda: workbook({SHEET: sheet(before='<dimension ref="A1:XFD1048576"/>')}),
    "all columns": lambda: workbook({SHEET: sheet(before=f"<cols>{WIDE * 999}</cols>")}),
    "a colour in the last cell": lambda: one("XFD1048576", '<c r="{}" s="0"/>'),
    "a link over everything": lambda: workbook({SHEET: sheet(after=LINKED)}),
    "a false count of texts": lambda: workbook({STRINGS: strings("Rating", more='count="4294967295"')}),
    "60,000 formats": built(STYLES, lambda: styles("".join(f'<xf numFmtId="{n}"/>' for n in range(60_000)))),
    "a list on 60,000 ranges": built(SHEET, lambda: many(LISTS, "A{0}:Z{0} ", 60_000, '"/></dataValidations>')),
    "60,000 rules": built(SHEET, lambda: many("", '<conditionalFormatting sqref="A{0}"><cfRule type="expression" '
                                              'priority="{1}"/></conditionalFormatting>', 60_000, "")),
    "a long shared formula": built(SHEET, shared_formula),
    "one text in 52,000 cells": lambda: workbook(one_long_text()),
    "a broken date in the properties": lambda: workbook({"docProps/core.xml": b"<coreProperties><created>soon</created>"
                                                         b"</coreProperties>"}),
    "in UTF-16": lambda: workbook({SHEET: utf16(sheet())}),
    "without styles": broken(STYLES, None),
    "stored, not packed": lambda: workbook(method=zipfile.ZIP_STORED),
}  # fmt: skip
for _name, _make in HARMLESS.items():
    case("only looks dangerous", f"{_name}, harmless", "", _make)

CORPUS = MappingProxyType(_FOUND)
"""Every file by its name."""
