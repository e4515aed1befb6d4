"""What a file is, from its first bytes and from the names of its parts."""

from __future__ import annotations

import re
from collections.abc import Collection

from standards.errors import WorkbookRefused
from standards.workbooks.back.refusals import refused

__all__ = ["check_bytes", "check_content_types", "check_names"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"RIFF", "a picture, sound or film"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"Rar!", "a packed folder (RAR)"),
    (b"7z\xbc\xaf", "a packed folder (7z)"),
    (b"\x1f\x8b", "a packed file (gzip)"),
    (b"bplist", "a property list"),
)
_MARKUP = re.compile(rb"\s*<(!doctype html|html|head|body|table|script|div|meta)\b", re.IGNORECASE)
_OLD_STREAMS = re.compile(rb"\t[\x00\x02\x04\x08][\x04-\x10]\x00")
"""How the Excel files from before 1993 begin, which had no folder inside."""


def check_bytes(data: bytes) -> None:
    """Refuse what does not begin as a zip archive does.

    Raises:
        WorkbookRefused: X01 to X04, X06 or X08.
    """
    if not data:
        raise refused("empty")
    if data.startswith(_OLE):
        raise _compound(data)
    if _OLD_STREAMS.match(data):
        raise refused("old")
    if data.startswith(b"PK\x05\x06"):
        raise refused("other package", what="an empty zip archive")
    if not data.startswith(b"PK\x03\x04"):
        raise _other(data)


def _compound(data: bytes) -> WorkbookRefused:
    """Excel puts encrypted workbooks into the same kind of container as its old files."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return refused("password")
    if any(stream.encode("utf-16-le") in data for stream in ("Workbook\0", "Book\0")):
        return refused("old")
    return refused("not a workbook", what="an old Office document")


def _other(data: bytes) -> WorkbookRefused:
    for beginning, what in _BEGINNINGS:
        if data.startswith(beginning):
            return refused("not a workbook", what=what)
    head = data[:4096].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe")
    if b"office:document" in head and b"opendocument.spreadsheet" in head:
        return refused("open document")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return refused("not a workbook", what="an XML spreadsheet of 2003")
    if _MARKUP.match(head):
        return refused("not a workbook", what="a web page")
    if not head.strip():
        return refused("not a workbook", what="nothing but blanks")
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    what = "a text file, perhaps CSV" if controls == 0 else "something else"
    return refused("not a workbook", what=what)


def check_names(names: Collection[str], mimetype: bytes) -> None:
    """Refuse the other things that are zip archives, by the lower-case names of their parts.

    Raises:
        WorkbookRefused: X06, X08, X09, X10 or X12.
    """
    if b"opendocument.spreadsheet" in mimetype:
        raise refused("open document")
    if b"opendocument" in mimetype:
        raise refused("other package", what="an OpenDocument file of another kind")
    if b"epub" in mimetype:
        raise refused("other package", what="an e-book")
    if any(name.endswith(".iwa") for name in names) or "index.zip" in names:
        raise refused("numbers")
    if "xl/workbook.bin" in names:
        raise refused("binary")
    if "[content_types].xml" not in names:
        raise refused("other package", what="a zip archive")
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise refused("macros")


def check_content_types(listed: bytes) -> None:
    """Refuse an Office package that is no workbook, by the part in which it says what it holds.

    Raises:
        WorkbookRefused: X06, X10 or X12.
    """
    listed = listed.replace(b"\0", b"").lower()
    if b"macroenabled" in listed or b"vbaproject" in listed:
        raise refused("macros")
    if b"sheet.binary" in listed:
        raise refused("binary")
    if b"spreadsheetml.sheet.main" in listed or b"spreadsheetml.template.main" in listed:
        return
    if b"wordprocessingml" in listed:
        raise refused("other package", what="a Word document")
    if b"presentationml" in listed:
        raise refused("other package", what="a PowerPoint presentation")
    raise refused("other package", what="an Office file of another kind")
