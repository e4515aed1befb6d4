"""Summary: one landscape page about all programs. Counts and scores follow the Matrix."""

from __future__ import annotations

from fractions import Fraction

from standards.rounding import percent
from standards.workbooks.build import SheetBuilder
from standards.workbooks.head import rubric_line, status_lines
from standards.workbooks.matrix.charts import charts
from standards.workbooks.matrix.context import Context
from standards.workbooks.matrix.inputs import programs_words
from standards.workbooks.matrix.layout import CRITERIA, DOMAINS, MATRIX, METHOD, SUMMARY
from standards.workbooks.matrix.matrix import EMPTY
from standards.workbooks.matrix.nearest import closest_table, missed_table
from standards.workbooks.matrix.page import LEFT, RIGHT, STARTS, WIDTHS
from standards.workbooks.sheet import Column, Link, Paper, Sheet, naive_utc
from standards.workbooks.text import name

__all__ = ["summary_sheet"]

_LINKS = ((LEFT, MATRIX), (3, DOMAINS), (5, CRITERIA), (7, METHOD))


def summary_sheet(context: Context) -> Sheet:
    """Build the page from top to bottom."""
    page = SheetBuilder(SUMMARY, (Column(width) for width in WIDTHS))
    row = _head(page, context)
    row = _tiles(page, context, row)
    drawn, row = charts(page, context, row)
    if context.portfolio.standings:
        row = missed_table(page, context, row)
        row = closest_table(page, context, row)
    row = _notices(page, context, row)
    for col, sheet in _LINKS:
        page.put(row, col, Link(f"{sheet} →", f"#{sheet}!A1"), "link")
    page.put(row + 1, LEFT, f"Workbook code {context.inputs.identity.code}", "small")
    high = 1 if len(context.rubric.domains) <= 14 else 0
    return page.sheet(paper=Paper(right=RIGHT, fit=(1, high)), charts=drawn, protected=True, tab="14304F")


def _head(page: SheetBuilder, context: Context) -> int:
    inputs, rubric = context.inputs, context.rubric
    page.put(0, LEFT, f"Portfolio: {programs_words(len(context.portfolio))}", "title")
    page.heights[0] = 30
    made = naive_utc(inputs.generated).date().isoformat()
    finished = sum(standing.finished for standing in context.portfolio)
    about = [rubric_line(rubric), f"issuer: {name(rubric.issuer)}", f"{len(rubric.criteria)} criteria"]
    page.put(1, LEFT, " · ".join(about), "subtitle")
    page.put(2, LEFT, f"Reviews finished: {finished} of {len(context.portfolio)} · made {made}", "subtitle")
    row = 3
    for text in status_lines(rubric, page.width(LEFT, RIGHT) - 20):
        page.put(row, LEFT, text, "status text")
        page.fill(row, LEFT, RIGHT, "status text")
        row += 1
    page.heights[row] = 6
    if context.portfolio.standings:
        return row + 1
    page.put(row + 1, LEFT, EMPTY, "heading")
    page.put(row + 2, LEFT, "Begin a review, then ask for this workbook again: it fills itself.", "text")
    page.heights[row + 1] = 22
    page.heights[row + 3] = 6
    return row + 4


def _tiles(page: SheetBuilder, context: Context, row: int) -> int:
    """Programs, median score, coverage, essential criteria, criteria that everybody misses."""
    matrix, criteria, portfolio = context.layout.matrix, context.layout.criteria, context.portfolio
    scores = matrix.all("score")
    known = sorted(share for standing in portfolio if (share := standing.share) is not None)
    span = f"{percent(known[0])} to {percent(known[-1])}" if known else ""
    rated = sum(standing.card.overall.rated for standing in portfolio)
    applies = sum(standing.card.overall.applicable for standing in portfolio)
    essential = [standing.essential for standing in portfolio]
    met, of = (sum(counts[place] for counts in essential) for place in (0, 1))
    everybody = sum(spread.everybody_below for spread in portfolio.criteria)
    below = f"SUMPRODUCT(({criteria.all('rated')}>0)*({criteria.all('met')}=0))"
    looked = sum(spread.rated > 0 for spread in portfolio.criteria)

    def share_of(part: str, whole: str) -> str:
        return f'=IF(SUM({matrix.all(whole)})=0,"–",SUM({matrix.all(part)})/SUM({matrix.all(whole)}))'

    def counted(part: str, whole: str, words: str) -> str:
        return f'=SUM({matrix.all(part)})&" of "&SUM({matrix.all(whole)})&"{words}"'

    tiles: tuple[tuple[str, str, str | float, str, str, str], ...] = (
        ("Programs with a score", f"=COUNT({scores})", len(known), "tile whole", "", f"of {len(portfolio)}"),
        (
            "Median score", f'=IF(COUNT({scores})=0,"–",MEDIAN({scores}))', _median(known), "tile percent",
            "", f"at export {span}" if span else "no score yet",
        ),
        (
            "Coverage", share_of("rated", "applies"), float(Fraction(rated, applies)) if applies else "–",
            "tile share", counted("rated", "applies", " applicable ratings given"),
            f"{rated} of {applies} applicable ratings given",
        ),
        (
            "Essential at target", share_of("essential", "essential_rated"), float(Fraction(met, of)) if of else "–",
            "tile percent", counted("essential", "essential_rated", " rated"), f"{met} of {of} rated",
        ),
        (
            "Everybody below target", f"={below}", everybody, "tile whole",
            f'="of "&SUMPRODUCT(({criteria.all("rated")}>0)*1)&" criteria rated somewhere"',
            f"of {looked} criteria rated somewhere",
        ),
    )  # fmt: skip
    for col, (label, text, value, style, caption, said) in zip(STARTS, tiles, strict=True):
        page.put(row, col, label, "tile label")
        page.formula(row + 1, col, text, value, style)
        if caption:
            page.formula(row + 2, col, caption, said, "tile caption")
        else:
            page.put(row + 2, col, said, "tile caption")
    for offset, (style, height) in enumerate((("tile top", 18), ("tile caption", 28), ("tile caption", 17))):
        page.fill(row + offset, LEFT, RIGHT, style)
        page.heights[row + offset] = height
    page.heights[row + 3] = 8
    return row + 4


def _median(shares: list[Fraction]) -> float | str:
    if not shares:
        return "–"
    middle = len(shares) // 2
    return float(shares[middle] if len(shares) % 2 else (shares[middle - 1] + shares[middle]) / 2)


def _notices(page: SheetBuilder, context: Context, row: int) -> int:
    """Whether somebody has changed marks, and what a reader has to know."""
    moved = f"SUM({context.layout.matrix.all('moved')})"
    page.formula(
        row, LEFT,
        f'=IF({moved}=0,"✓ Figures are as exported.","△ Figures changed since export: "&{moved}&" programs. '
        'Recommendations are still those at export.")',
        "✓ Figures are as exported.", "small bold",
    )  # fmt: skip
    others = sum(standing.reviews > 1 for standing in context.portfolio)
    facts = [
        f"{others} of {len(context.portfolio)} programs have more than one review; Method says which one stands.",
        "The workbench recommends; people decide. Scores rest on what is rated: see Rated on the Matrix.",
    ]
    for offset, text in enumerate(facts, start=1):
        page.put(row + offset, LEFT, text, "small")
    return row + len(facts) + 1
