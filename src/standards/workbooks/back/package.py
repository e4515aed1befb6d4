"""The zip archive that an .xlsx file is: its directory is checked first, then its parts come out piece by piece."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from standards.workbooks.back.kind import check_content_types, check_names
from standards.workbooks.back.limits import PART_BYTES, PARTS, RATIO, RATIO_FROM, UNPACKED_BYTES
from standards.workbooks.back.refusals import refused

__all__ = ["DAMAGED", "Package"]

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
"""What the standard library raises for an archive that is not whole."""

_ENTRY = b"PK\x01\x02"
_PIECE = 1 << 16
_ENCRYPTED = 0x1
_DRIVE = re.compile(r"[A-Za-z]:")
_SMALL = 1_000_000


class Package:
    """A zip archive whose directory has been found harmless.

    Raises:
        WorkbookRefused: X03, X06 to X13.
    """

    def __init__(self, data: bytes) -> None:
        # The directory is read into memory as a whole, so its size is limited before that.
        if data.count(_ENTRY) > 10 * PARTS:
            raise refused("bomb", what=f"it consists of more than {10 * PARTS:,} parts")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except DAMAGED as error:
            raise refused("damaged") from error
        self.parts = tuple(info for info in self._zip.infolist() if not info.is_dir())
        if any(info.flag_bits & _ENCRYPTED for info in self.parts):
            raise refused("password")
        names = {info.filename.lower() for info in self.parts}
        check_names(names, self._small("mimetype"))
        self._check_names()
        self._check_sizes()
        content_types = next(info.filename for info in self.parts if info.filename.lower() == "[content_types].xml")
        check_content_types(self._small(content_types))

    def pieces(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        """A part, unpacked 64 KB at a time; never more than its directory entry has declared.

        Raises:
            WorkbookRefused: X07.
        """
        try:
            with self._zip.open(part) as stream:
                while piece := stream.read(_PIECE):
                    yield piece
        except DAMAGED as error:
            raise refused("damaged") from error

    def _small(self, name: str) -> bytes:
        """The beginning of a part that is short in every honest file; empty when there is none."""
        try:
            with self._zip.open(name) as stream:
                return stream.read(_SMALL)
        except KeyError:
            return b""
        except DAMAGED as error:
            raise refused("damaged") from error

    def _check_names(self) -> None:
        seen: set[str] = set()
        for info in self.parts:
            # The name as it stands in the file: the library cuts it at NUL and turns backslashes around.
            name = info.orig_filename
            steps = re.split(r"[/\\]", name)
            if ".." in steps or "." in steps or steps[0] == "" or _DRIVE.match(name) or not name.isprintable():
                raise refused("unsafe names", what="there are unsafe names of parts")
            folded = "/".join(steps).casefold()
            if folded in seen:
                raise refused("unsafe names", what="two parts have the same name")
            seen.add(folded)

    def _check_sizes(self) -> None:
        if len(self.parts) > PARTS:
            raise refused("bomb", what=f"it consists of {len(self.parts):,} parts")
        if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in self.parts):
            raise refused("damaged")
        for info in self.parts:
            if info.file_size > PART_BYTES:
                raise refused("bomb", what=f"one part unpacks to {info.file_size / 1e6:,.0f} MB")
            if info.file_size > RATIO_FROM and info.file_size > RATIO * info.compress_size:
                raise refused("bomb", what="one part unpacks to more than 200 times its size")
        if (unpacked := sum(info.file_size for info in self.parts)) > UNPACKED_BYTES:
            raise refused("bomb", what=f"it unpacks to {unpacked / 1e6:,.0f} MB")
