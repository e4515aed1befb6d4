"""Why a file that came back is not read: one code and one text for each reason, with what to do next."""

from __future__ import annotations

from types import MappingProxyType

from standards.errors import WorkbookRefused

__all__ = ["REASONS", "refused"]

_AGAIN = "Open it in Excel, save it as “Excel Workbook (.xlsx)” and upload it again."
_SAFETY = "The file was refused for safety"
_FRESH = "Copy the ratings into a fresh copy of the workbook and upload that."

_REASONS = (
    ("X01", "empty", "The file is empty. Perhaps the upload was interrupted: upload it again."),
    ("X02", "not a workbook", "This is not an Excel workbook, it looks like {what}. Upload the .xlsx file itself."),
    (
        "X03",
        "password",
        (
            "The file is protected with a password to open. Remove the password in Excel (File ▸ Info ▸ "
            "Protect Workbook ▸ Encrypt with Password) and upload it again."
        ),
    ),
    ("X04", "old", "This is an old Excel file (.xls). Save it as “Excel Workbook (.xlsx)” and upload it again."),
    (
        "X05",
        "too big",
        (
            "The file has {found:.1f} MB; up to {limit:.0f} MB are read. Remove pictures and sheets that do "
            "not belong to it and upload it again."
        ),
    ),
    (
        "X06",
        "other package",
        ("This is {what}, not an Excel workbook. Upload the .xlsx file itself; if it came packed, unpack it first."),
    ),
    ("X07", "damaged", f"The file is damaged or was not transferred completely. {_AGAIN}"),
    (
        "X08",
        "open document",
        ("This is an OpenDocument spreadsheet (.ods). Save it as “Excel 2007–365 (.xlsx)” and upload that."),
    ),
    (
        "X09",
        "numbers",
        ("This is a Numbers file. Export it in Numbers (File ▸ Export To ▸ Excel, format .xlsx) and upload that."),
    ),
    ("X10", "binary", "This is a binary Excel workbook (.xlsb). Save it as “Excel Workbook (.xlsx)” and upload that."),
    (
        "X10",
        "strict",
        "This is a “Strict Open XML Spreadsheet”. Save it as plain “Excel Workbook (.xlsx)” and upload that.",
    ),
    ("X11", "unsafe names", f"{_SAFETY}: {{what}} inside it. Excel does not write such files. {_AGAIN}"),
    (
        "X12",
        "macros",
        (
            "The file contains macros, which are never run here. Save it as “Excel Workbook (.xlsx)”, without "
            "macros, and upload that."
        ),
    ),
    ("X13", "bomb", f"{_SAFETY}: {{what}}. {_FRESH}"),
    (
        "X14",
        "doctype",
        (
            f"{_SAFETY}: its part {{part}} {{what}}, which Excel never writes. Remove pictures and objects "
            f"that were added. {_AGAIN}"
        ),
    ),
    (
        "X15",
        "far away",
        (
            "A sheet has content in {place}, outside the first {rows:,} rows and columns A to {column}. "
            "Delete the extra rows and columns, save, and upload it again."
        ),
    ),
    (
        "X15",
        "merged",
        ("A sheet has cells merged over {place}, far outside its table. Unmerge them, save, and upload it again."),
    ),
    (
        "X15",
        "many cells",
        (
            "The file has more than {limit:,} cells. Delete rows, columns and sheets that do not belong "
            "to it, save, and upload it again."
        ),
    ),
    ("X16", "not read", f"The file could not be read safely: reading it took too much {{what}}. {_FRESH}"),
)

REASONS = MappingProxyType({reason: (code, text) for code, reason, text in _REASONS})
"""By reason: the code and the text."""


def refused(reason: str, **facts: object) -> WorkbookRefused:
    """The error to raise, with the facts set into its text."""
    code, text = REASONS[reason]
    return WorkbookRefused(code, text.format(**facts))
