"""The gap report, beside openpyxl writing the very same cells.

openpyxl gets plain sheets that are already worked out and writes cells, formulas and named styles: no charts, lists,
tables or conditional formats, and no stored values, which it cannot write. Our figure is the whole way from results
to bytes.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

from benchmarks.making import ratings, rubric
from benchmarks.timing import medians, table
from standards.programs.model import Program
from standards.reviews.model import Review
from standards.reviews.settling import differences
from standards.scoring import gaps, recommend, score
from standards.workbooks.gap.inputs import PanelFacts
from standards.workbooks.gap_report import GapReportInput, gap_report, gap_report_bytes
from standards.workbooks.sheet import Formula, Link, Workbook
from standards.workbooks.styles import FONT, STYLES
from standards.workbooks.writer import write

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PEER = "openpyxl: the same cells and styles only"
FLOOR = "bare XlsxWriter: the same cells, stored values included"
LIMITS = {27: "", 150: "≤ 500 ms", 1341: "≤ 1,500 ms"}
WHOLE, WRITING = "gap report, from results to bytes", "of it: the file from finished sheets"


def made_input(size: int) -> GapReportInput:
    """A review of so many criteria, nine in ten rated."""
    made = rubric(size)
    given = ratings(made)
    program = Program.model_validate(
        {
            "id": "measured",
            "title": "Program",
            "provider": "Provider",
            "as_of": "2026-11-23",
            "notice": "Made for measuring.",
            "evidence": [{"id": "E1", "title": "Course page"}],
        }
    )
    review = Review(
        id="measured",
        program_id=program.id,
        program_digest=program.digest,
        rubric_id=made.id,
        rubric_version=made.version,
        rubric_digest=made.digest,
        reviewer="Ana",
        started=NOW,
    )
    card = score(made, given)
    return GapReportInput(
        rubric=made,
        program=program,
        review=review,
        ratings=given,
        card=card,
        gaps=gaps(made, card, given),
        recommendation=recommend(made, given),
        evidence=program.evidence,
        generated=NOW,
        tool_version="measured",
    )


def of_a_panel(inputs: GapReportInput, people: int) -> GapReportInput:
    """The same review as the report of so many reviewers, each of whom sees some criteria differently."""
    draw = random.Random(people)
    given = {}
    for person in range(people):
        mine = {}
        for name, rating in inputs.ratings.items():
            keys = inputs.rubric.scale_of(inputs.rubric.by_id[name]).keys
            other = rating.level and draw.random() < 0.3
            mine[name] = rating.revised(level=draw.choice(keys)) if other else rating
        given[f"Reviewer {person + 1}"] = mine
    return replace(inputs, panel=PanelFacts(given, differences(inputs.rubric, given), {}))


def by_openpyxl(workbook: Workbook) -> bytes:
    """The same cells through openpyxl."""
    import openpyxl
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in {cell.style for sheet in workbook.sheets for cell in sheet.cells.values()}:
        look = STYLES[name]
        made = NamedStyle(name, number_format=look.number or "General")
        made.font = Font(name=FONT, size=look.size, bold=look.bold, color=look.ink)
        made.alignment = Alignment(look.align, "center" if look.middle else "top", wrap_text=look.wrap)
        made.protection = Protection(locked=look.locked)
        made.fill = PatternFill("solid", look.fill) if look.fill else PatternFill()
        made.border = Border(bottom=Side("thin", color=look.bottom)) if look.bottom else Border()
        book.add_named_style(made)
    for sheet in workbook.sheets:
        page = book.create_sheet(sheet.name)
        for row, height in sheet.heights.items():
            page.row_dimensions[row + 1].height = height
        for (row, col), (content, style) in sheet.cells.items():
            value = content.text if isinstance(content, Formula | Link) else content
            page.cell(row + 1, col + 1, value).style = style
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def by_xlsxwriter(workbook: Workbook) -> bytes:
    """The same cells straight through XlsxWriter: what writing them costs at least, without anything around it."""
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    looks = {}
    for name in {cell.style for sheet in workbook.sheets for cell in sheet.cells.values()}:
        look = STYLES[name]
        given = {"font_name": FONT, "font_size": look.size, "bold": look.bold, "font_color": f"#{look.ink}"}
        given |= {"align": look.align, "text_wrap": look.wrap, "locked": look.locked}
        given |= {"num_format": look.number or "General"}
        given |= {"bg_color": f"#{look.fill}"} if look.fill else {}
        looks[name] = book.add_format(given)
    for sheet in workbook.sheets:
        page = book.add_worksheet(sheet.name)
        for (row, col), (content, style) in sheet.cells.items():
            look = looks[style]
            if content is None:
                page.write_blank(row, col, None, look)
            elif isinstance(content, Formula):
                page.write_formula(row, col, content.text, look, content.value)
            elif isinstance(content, str):
                page.write_string(row, col, content, look)
            elif isinstance(content, Link):
                page.write_string(row, col, content.text, look)
            elif isinstance(content, int | float):
                page.write_number(row, col, content, look)
            else:
                page.write_datetime(row, col, content, look)
    book.close()
    return buffer.getvalue()


def main() -> None:
    for size, people in ((27, 0), (150, 0), (150, 10), (1341, 0)):
        inputs = of_a_panel(made_input(size), people) if people else made_input(size)
        report = gap_report(inputs)
        cells = [cell for sheet in report.sheets for cell in sheet.cells.values()]
        live = sum(isinstance(cell.content, Formula) for cell in cells)
        found = medians(
            {
                WHOLE: lambda inputs=inputs: gap_report_bytes(inputs),
                WRITING: lambda report=report: write(report),
                FLOOR: lambda report=report: by_xlsxwriter(report),
                PEER: lambda report=report: by_openpyxl(report),
            },
            repeats=7,
        )
        who = f" × {people} reviewers" if people else ""
        title = f"Gap report, {size:,} criteria{who}: {len(cells):,} cells, {live:,} live formulas"
        aims = {WRITING: f"≤ 1.5 × the floor; here {found[WRITING] / found[FLOOR]:.2f} ×"}
        print(table(title, found, PEER, aims | {WHOLE: LIMITS[size]}))


if __name__ == "__main__":
    main()
