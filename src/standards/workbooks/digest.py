"""A fingerprint of a workbook's content that does not depend on how the zip was packed."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO

__all__ = ["content_digest"]


def content_digest(data: bytes) -> str:
    """SHA-256 over the sorted names of the file's parts and the SHA-256 of each uncompressed part.

    Two machines with different zip libraries give the same digest for the same report.

    Raises:
        zipfile.BadZipFile: the bytes are no zip file, so no workbook.
    """
    whole = hashlib.sha256()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            whole.update(f"{name}\0{hashlib.sha256(archive.read(name)).hexdigest()}\n".encode())
    return whole.hexdigest()
