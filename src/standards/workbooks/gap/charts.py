"""The two charts of the Summary. The figures behind them stand in the table above and on the Lists sheet."""

from __future__ import annotations

from standards.workbooks.build import SheetBuilder
from standards.workbooks.choices import ABSENCES, INSUFFICIENT, NOT_APPLICABLE, NOT_YET, RECUSED, ChoiceList
from standards.workbooks.formulas import Block, count_if
from standards.workbooks.gap.context import Context
from standards.workbooks.gap.figures import Figures
from standards.workbooks.gap.reasons import LEFT, RIGHT
from standards.workbooks.sheet import Chart, Series, address, quoted

__all__ = ["charts"]

_LOWEST, _REACHED = "B34A00", "0072B2"
_BELOW, _ABOVE = ("E69F00", "F5CF7A", "C48A1A"), ("44BB99", "9FDCCB", "2FA384")
"""Levels between the lowest and the target, and above it, in the order of the scale."""
_DARK, _LIGHT = "1F2933", "FFFFFF"
_ABSENT = {
    INSUFFICIENT: ("8A5A00", "wide_upward_diagonal"),
    RECUSED: ("52606D", "small_check"),
    NOT_YET: ("9AA5B1", "percent_10"),
    NOT_APPLICABLE: ("7B8794", "light_horizontal"),
}
_SPLIT = 4
"""Last column under the first chart."""
_ROW = 20
"""Pixels of a row under the charts."""


def charts(page: SheetBuilder, context: Context, table: Block, row: int) -> tuple[tuple[Chart, ...], int]:
    """Headings that follow the data, and a chart below each."""
    _headings(page, context, table, row)
    domains = len(context.known.domains)
    rows = max(9, min(24, 4 + round(1.25 * domains)))
    high = rows * _ROW - 4
    for offset in range(1, rows + 1):
        page.heights[row + offset] = _ROW * 0.75
    score = Chart(
        row=row + 1, left=LEFT, right=_SPLIT, height=high, series=_scores(table), stacked=False, axis="0 %", top=1.0,
        alt="Bar chart: for each domain the score and, hatched, the score it is asked for. "
        "The same figures stand in the table Result by domain.",
    )  # fmt: skip
    ratings = Chart(
        row=row + 1, left=_SPLIT + 1, right=RIGHT, height=high, series=_ratings(context), stacked=True, axis="",
        alt="Stacked bar chart: for each domain how many criteria carry each rating, with symbol and number. "
        "The same figures stand on the Lists sheet under Ratings by domain.",
    )  # fmt: skip
    end = row + rows + 1
    page.heights[end] = 6
    return (score, ratings), end + 1


def _headings(page: SheetBuilder, context: Context, table: Block, row: int) -> None:
    known, criteria = context.known, context.layout.criteria
    scores, asked = table.all("score"), table.all("difference")
    reached = count_if([(asked, '">=0"')])
    counted = f"COUNT({scores})"
    text = f'="Score beside what is asked: reached in "&{reached}&" of "&{counted}&" domains"'
    shares = [(share, d.asked_share) for d in known.domains if (share := d.score.score.share) is not None]
    there = sum(want is not None and share >= want for share, want in shares)
    said = f"Score beside what is asked: reached in {there} of {len(shares)} domains"
    page.formula(row, LEFT, text, said, "heading rule")
    gaps, applies = f"SUM({criteria.all('gap')})", f"SUM({criteria.all('applies')})"
    said = f"Ratings: {known.gaps} of {sum(line.applies for line in known.lines)} criteria are open gaps"
    text = f'="Ratings: "&{gaps}&" of "&{applies}&" criteria are open gaps"'
    page.formula(row, _SPLIT + 1, text, said, "heading rule")
    page.fill(row, LEFT, RIGHT, "heading rule")
    page.heights[row] = 22


def _scores(table: Block) -> tuple[Series, ...]:
    def heading(key: str) -> str:
        return f"={quoted(table.sheet)}!{address(table.top - 1, table.columns[key])}"

    names = f"={table.all('domain')}"
    return (
        Series(heading("score"), names, f"={table.all('score')}", fill=_REACHED, label="0.0 %"),
        Series(heading("asked"), names, f"={table.all('asked')}", fill="7B8794", pattern="wide_upward_diagonal"),
    )


def _ratings(context: Context) -> tuple[Series, ...]:
    block = context.layout.bars
    looks = _looks(context.known)
    found = []
    for word in list(block.columns)[1:]:
        fill, pattern, ink = looks[word]
        heading = f"={quoted(block.sheet)}!{address(block.top - 1, block.columns[word])}"
        symbol = word.split(" ", 1)[0] if " " in word and len(word.split(" ", 1)[0]) == 1 else ""
        label = f'"{symbol} "0;;' if symbol and symbol != '"' else "0;;"
        names, counts = f"={block.all('domain')}", f"={block.all(word)}"
        found.append(Series(heading, names, counts, fill=fill, pattern=pattern, ink=ink, label=label))
    return tuple(found)


def _looks(known: Figures) -> dict[str, tuple[str, str, str]]:
    """Fill, pattern and ink by word; absences are hatched, so that no colour stands for two things."""
    found = {word: (*_ABSENT[code], _DARK) for code, word in ABSENCES.items()}
    for item in known.lists.values():
        for choice in item.choices:
            if choice.code > 0:
                fill = _fill(item, choice.code)
                found.setdefault(choice.word, (fill, "", _LIGHT if fill in (_LOWEST, _REACHED) else _DARK))
    return found


def _fill(item: ChoiceList, code: int) -> str:
    """Solid by place: the lowest level, below the target, at the target, above it."""
    target = item.scale.rank(item.scale.target) + 1
    if code == target:
        return _REACHED
    if code > target:
        return _ABOVE[(code - target - 1) % len(_ABOVE)]
    return _LOWEST if code == 1 else _BELOW[(code - 2) % len(_BELOW)]
