"""How long the gap report takes, beside openpyxl writing the same cells, and a markdown table of it.

    python benchmarks/bench_report.py [criteria …]

Medians of seven in one process, the two taking turns, after one warm-up each. “Cells only” is openpyxl filling the
very same cells with the same formulas and named styles; it cannot store the formulas' values, so its file reads as
empty until a spreadsheet program has recalculated it.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import openpyxl
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

from standards.programs.model import Program
from standards.reviews.model import Rating, Review
from standards.rubrics.model import Rubric
from standards.scoring import gaps, recommend, score
from standards.workbooks.gap_report import GapReportInput, gap_report
from standards.workbooks.sheet import Formula, Link, Workbook
from standards.workbooks.styles import FONT, STYLES
from standards.workbooks.writer import write

ROUNDS = 7
AIM = 0.5
SENTENCE = "The course page says so and the handbook agrees; both were read in full on the day given."


def made_input(count: int) -> GapReportInput:
    """A rubric of so many criteria in eight domains, three levels with texts, all rated, every third a gap."""
    levels = [{"key": key, "label": key.title(), "symbol": symbol, "points": points}
              for key, symbol, points in (("none", "○", 0), ("part", "◐", 0.5), ("full", "●", 1))]  # fmt: skip
    criteria = [
        {"id": f"C{n}", "title": f"Criterion number {n}", "statement": SENTENCE, "enough": SENTENCE, "weight": 1 + n % 3,
         "essential": n % 3 > 0, "guidance": SENTENCE, "levels": {"none": SENTENCE, "part": SENTENCE, "full": SENTENCE},
         "evidence": ["Course page", "Handbook"]}
        for n in range(count)
    ]  # fmt: skip
    domains = [{"id": f"D{d}", "title": f"Domain {d}", "criteria": criteria[d::8]} for d in range(8)]
    when = ["all(essential) >= full", "mean(criteria) >= 85 %", "mean(every domain) >= 50 %"]
    rubric = Rubric.model_validate(
        {"id": "bench", "version": "1", "title": "Benchmark", "status": "draft", "issuer": "nobody", "source": {},
         "disclaimer": "Not issued by any body.", "scales": {"s": {"title": "s", "levels": levels, "target": "full"}},
         "scale": "s", "domains": domains,
         "rule": {"outcomes": [{"key": "yes", "label": "Yes", "when": when}, {"key": "no", "label": "No"}]}}
    )  # fmt: skip
    program = Program.model_validate(
        {"id": "p", "title": "Program", "provider": "Provider", "as_of": "2026-11-23", "notice": "Made up.",
         "evidence": [{"id": "E1", "title": "Course page"}]}
    )  # fmt: skip
    ratings = {
        c.id: Rating(criterion=c.id, level=("full", "full", "part")[n % 3], rationale=SENTENCE, evidence=("E1",),
                     action="" if n % 3 < 2 else SENTENCE)
        for n, c in enumerate(rubric.criteria)
    }  # fmt: skip
    now = datetime(2026, 11, 23, tzinfo=UTC)
    review = Review(id="bench", program_id="p", program_digest=program.digest, rubric_id="bench", rubric_version="1",
                    rubric_digest=rubric.digest, reviewer="Ana", started=now)  # fmt: skip
    card = score(rubric, ratings)
    return GapReportInput(
        rubric=rubric, program=program, review=review, ratings=ratings, card=card, gaps=gaps(rubric, card, ratings),
        recommendation=recommend(rubric, ratings), evidence=program.evidence, generated=now, tool_version="bench",
    )  # fmt: skip


def by_openpyxl(workbook: Workbook) -> bytes:
    """The same cells through openpyxl: values, formulas, named styles, widths and heights; no charts, lists or tables."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in {cell.style for sheet in workbook.sheets for cell in sheet.cells.values()}:
        book.add_named_style(_named(name))
    for sheet in workbook.sheets:
        page = book.create_sheet(sheet.name)
        for index, column in enumerate(sheet.columns, start=1):
            page.column_dimensions[openpyxl.utils.get_column_letter(index)].width = column.width
        for row, height in sheet.heights.items():
            page.row_dimensions[row + 1].height = height
        for (row, col), (content, style) in sheet.cells.items():
            value = content.text if isinstance(content, Formula | Link) else content
            page.cell(row + 1, col + 1, value).style = f"s {style}"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _named(name: str) -> NamedStyle:
    look = STYLES[name]
    made = NamedStyle(f"s {name}", number_format=look.number or "General")
    made.font = Font(
        name=FONT, size=look.size, bold=look.bold, color=look.ink, underline="single" if look.underline else None
    )
    made.alignment = Alignment(look.align, "center" if look.middle else "top", wrap_text=look.wrap, indent=look.indent)
    made.protection = Protection(locked=look.locked)
    if look.fill:
        made.fill = PatternFill("solid", look.fill)
    if look.bottom:
        made.border = Border(bottom=Side("thin", color=look.bottom))
    return made


def medians(**jobs: Callable[[], object]) -> dict[str, tuple[float, float]]:
    """Median wall and CPU seconds of each job; the jobs take turns."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in jobs}
    for turn in range(ROUNDS + 1):
        for name, job in jobs.items():
            wall, cpu = time.perf_counter(), time.process_time()
            job()
            if turn:
                taken[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    return {name: (statistics.median(w for w, _ in t), statistics.median(c for _, c in t)) for name, t in taken.items()}


def main() -> None:
    print(
        "| criteria | cells | formulas | whole report, s (CPU) | of it writing, s | openpyxl, cells only, s (CPU) | ratio (CPU) |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for count in map(int, sys.argv[1:] or ("27", "150", "1341")):
        inputs = made_input(count)
        report = gap_report(inputs)
        cells = [cell for sheet in report.sheets for cell in sheet.cells.values()]
        live = sum(isinstance(cell.content, Formula) for cell in cells)
        found = medians(
            whole=lambda inputs=inputs: write(gap_report(inputs)),
            writing=lambda report=report: write(report),
            peer=lambda report=report: by_openpyxl(report),
        )
        (whole, cpu), (writing, _), (peer, peer_cpu) = found["whole"], found["writing"], found["peer"]
        verdict = "" if count != 150 else f" (aim {AIM}: {'met' if whole <= AIM else 'missed'})"
        print(
            f"| {count:,} | {len(cells):,} | {live:,} | {whole:.2f} ({cpu:.2f}){verdict} | {writing:.2f} "
            f"| {peer:.2f} ({peer_cpu:.2f}) | {peer_cpu / cpu:.2f} × |"
        )


if __name__ == "__main__":
    main()
