"""How high each row is and how high LibreOffice would make it: the difference is text that is cut."""

from __future__ import annotations

import subprocess
from pathlib import Path

MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Heights(given As String, found As String)
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "Hidden"
  how(0).Value = True
  book = StarDesktop.loadComponentFromURL(given, "_blank", 0, how())
  n = FreeFile
  Open found For Output As #n
  For s = 0 To book.Sheets.Count - 1
    sheet = book.Sheets.getByIndex(s)
    sheet.unprotect("")
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    For r = 0 To cursor.RangeAddress.EndRow
      one = sheet.Rows.getByIndex(r)
      was = one.Height
      one.OptimalHeight = True
      Print #n, sheet.Name &amp; Chr(9) &amp; (r + 1) &amp; Chr(9) &amp; was &amp; Chr(9) &amp; one.Height
    Next r
  Next s
  Close #n
  book.close(True)
End Sub
</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
                 library:passwordprotected="false">
  <library:element library:name="Module1"/>
</library:library>
"""
LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
  <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple"
                   library:link="false"/>
</library:libraries>
"""


def heights(soffice: str, data: bytes, folder: Path) -> dict[tuple[str, int], tuple[float, float]]:
    """By sheet and row number: the height in the file and the height the row's text needs, in points."""
    start = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    _run([*start, "--terminate_after_init"])  # a profile's first start would replace our macro by an empty one
    basic = folder / "profile" / "user" / "basic"
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    (basic / "script.xlc").write_text(LIBRARIES)
    (basic / "Standard" / "script.xlb").write_text(LIBRARY)
    (basic / "Standard" / "Module1.xba").write_text(MACRO)
    given, found = folder / "given.xlsx", folder / "found.txt"
    given.write_bytes(data)
    said = _run([*start, f'macro:///Standard.Module1.Heights("{given.as_uri()}","{found}")'])
    if not found.exists():
        raise RuntimeError(f"LibreOffice did not measure the rows: {said}")
    rows = (line.split("\t") for line in found.read_text("utf-8").splitlines())
    return {(sheet, int(row)): (points(height), points(needed)) for sheet, row, height, needed in rows}


def _run(command: list[str]) -> str:
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    return ran.stdout + ran.stderr


def points(hundredths: str) -> float:
    """Points from hundredths of a millimetre."""
    return float(hundredths) / 2540 * 72
