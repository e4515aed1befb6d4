"""LibreOffice as a second opinion: it recalculates files from nothing, and we compare.

Its profile is told to recalculate always; without that it would read our stored values back and always agree.
"""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Mapping
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.office.cells import cells, part_of

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
           xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
    <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
  </item>
</oor:items>
"""
SECONDS = 300


def recalculated(soffice: str, files: Mapping[str, bytes], folder: Path) -> dict[str, dict[tuple[str, str], Any]]:
    """Values of every cell after LibreOffice has worked each file out again, by file, sheet and cell."""
    made = convert(soffice, files, folder, "xlsx:Calc MS Excel 2007 XML", "xlsx")
    return {name: {place: held.value for place, held in cells(data).items()} for name, data in made.items()}


def convert(soffice: str, files: Mapping[str, bytes], folder: Path, to: str, ending: str) -> dict[str, bytes]:
    """All files in one run of LibreOffice.

    Raises:
        RuntimeError: LibreOffice did not make every file; says what it printed.
    """
    profile, given, out = folder / "profile", folder / "in", folder / "out"
    for place in (profile / "user", given, out):
        place.mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS)
    for name, data in files.items():
        (given / f"{name}.xlsx").write_bytes(data)
    asked = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", to]
    asked += ["--outdir", str(out), *(str(given / f"{name}.xlsx") for name in files)]
    ran = subprocess.run(asked, capture_output=True, text=True, timeout=SECONDS, check=False)
    missing = [name for name in files if not (out / f"{name}.{ending}").exists()]
    if missing:
        raise RuntimeError(f"LibreOffice did not convert {', '.join(missing)}: {ran.stdout}{ran.stderr}")
    return {name: (out / f"{name}.{ending}").read_bytes() for name in files}


def same(ours: Any, theirs: Any) -> bool:
    """Equal text, or numbers equal but for the last digits; an empty text reads back as nothing."""
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return abs(ours - theirs) <= 1e-9 * max(1.0, abs(ours))
    return (ours or "") == (theirs or "")


def edited(data: bytes, sheet: str, cells: Mapping[str, str | float | None]) -> bytes:
    """The file with some cells typed over, and nothing else touched: stored values stay as stale as a person's."""
    part = part_of(data, sheet)
    found = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                text = content.decode()
                for address, value in cells.items():
                    text = _typed(text, address, value)
                content = text.encode()
            new.writestr(name, content)
    return found.getvalue()


def _typed(text: str, address: str, value: str | float | None) -> str:
    pattern = re.compile(rf'<c r="{address}"( s="\d+")?[^>]*?(/>|>.*?</c>)')
    if value is None:
        made = rf'<c r="{address}"\1/>'
    elif isinstance(value, str):
        inner = escape(value, quote=False).replace("\\", r"\\")
        made = rf'<c r="{address}"\1 t="inlineStr"><is><t xml:space="preserve">{inner}</t></is></c>'
    else:
        made = rf'<c r="{address}"\1><v>{value}</v></c>'
    text, count = pattern.subn(made, text)
    assert count == 1, f"{address} was found {count} times"
    return text
