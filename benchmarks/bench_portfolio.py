"""The portfolio workbook, beside a bare XlsxWriter writing the very same cells.

The floor gets finished sheets and writes text, figures, formulas with their values and one format for each style: no
lists, tables, charts, tints, heights or paper. Our figure is the whole way from scored reviews to bytes; reviews are
scored beforehand.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from benchmarks.making import ratings, rubric
from benchmarks.timing import medians, table
from standards.scoring import recommend, score
from standards.scoring.portfolio import Portfolio, Standing
from standards.workbooks.long import long_csv
from standards.workbooks.portfolio import PortfolioInput, portfolio_bytes, portfolio_workbook
from standards.workbooks.sheet import Formula, Link, Workbook
from standards.workbooks.styles import STYLES
from standards.workbooks.writer import write

NOW = datetime(2026, 11, 23, tzinfo=UTC)
FLOOR = "XlsxWriter alone: the same cells"
WHOLE, WRITING, LONG = "portfolio workbook, from scored reviews to bytes", "of it: the file from finished sheets", "CSV"


def made_portfolio(programs: int, criteria: int) -> PortfolioInput:
    """Programs with a review each, nine in ten criteria rated."""
    made = rubric(criteria)
    standings = []
    for number in range(programs):
        given = ratings(made, seed=number)
        standings.append(
            Standing(
                program=f"program-{number}",
                title=f"Program {number}",
                provider=f"Provider {number % 40}",
                review=f"review-{number}",
                reviewer="Ana",
                finished=True,
                changed=NOW,
                ratings=given,
                card=score(made, given),
                recommendation=recommend(made, given),
            )
        )
    return PortfolioInput(portfolio=Portfolio(made, tuple(standings)), generated=NOW, tool_version="measured")


def anew(inputs: PortfolioInput) -> PortfolioInput:
    """The same without the figures that a portfolio remembers, so that every repeat works them out."""
    portfolio = Portfolio(inputs.portfolio.rubric, inputs.portfolio.standings)
    return PortfolioInput(portfolio=portfolio, generated=NOW, tool_version="measured")


def by_xlsxwriter(workbook: Workbook) -> bytes:
    """The same cells, written as fast as XlsxWriter goes."""
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    formats = {}
    for sheet in workbook.sheets:
        page = book.add_worksheet(sheet.name)
        for (row, col), (content, style) in sheet.cells.items():
            if style not in formats:
                look = STYLES[style]
                formats[style] = book.add_format({"font_size": look.size, "num_format": look.number or "General"})
            look = formats[style]
            if isinstance(content, Formula):
                page.write_formula(row, col, content.text, look, content.value)
            elif content is None:
                page.write_blank(row, col, None, look)
            elif isinstance(content, int | float):
                page.write_number(row, col, content, look)
            elif isinstance(content, str | Link):
                page.write_string(row, col, content if isinstance(content, str) else content.text, look)
            else:
                page.write_datetime(row, col, content, look)
    book.close()
    return buffer.getvalue()


def main() -> None:
    for programs, criteria in ((12, 27), (100, 100), (1000, 100)):
        inputs = made_portfolio(programs, criteria)
        workbook = portfolio_workbook(inputs)
        cells = [cell for sheet in workbook.sheets for cell in sheet.cells.values()]
        live = sum(isinstance(cell.content, Formula) for cell in cells)
        found = medians(
            {
                WHOLE: lambda inputs=inputs: portfolio_bytes(anew(inputs)),
                WRITING: lambda workbook=workbook: write(workbook),
                FLOOR: lambda workbook=workbook: by_xlsxwriter(workbook),
                LONG: lambda inputs=inputs: long_csv(inputs.portfolio),
            },
            repeats=5,
        )
        title = f"Portfolio, {programs:,} programs × {criteria} criteria: {len(cells):,} cells, {live:,} live formulas"
        print(table(title, found, FLOOR, {WHOLE: "≤ 600 ms"} if programs == 1000 else {}))


if __name__ == "__main__":
    main()
