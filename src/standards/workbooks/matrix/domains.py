"""Domains: every program's score in every domain, tinted by bands that a reader may move."""

from __future__ import annotations

from collections.abc import Iterator

from standards.scoring.portfolio import Place
from standards.workbooks.build import SheetBuilder
from standards.workbooks.head import Head, head
from standards.workbooks.matrix.context import Context
from standards.workbooks.matrix.inputs import PortfolioInput, programs_words
from standards.workbooks.matrix.layout import DOMAINS, MEANS, SCORED, WEIGHTS
from standards.workbooks.matrix.matrix import EMPTY
from standards.workbooks.sheet import Column, Paper, Sheet, Table, Tint, address, column_name
from standards.workbooks.text import name

__all__ = ["domains_head", "domains_sheet"]

_HINT = (
    "Scores are shares of the attainable points of what is rated; a dash: nothing is rated. The colours help the eye "
    "and decide nothing: move their lower bounds in the yellow cells as you like."
)
_BANDS = ((0.85, "tint reached"), (0.65, "tint level"), (0.4, "tint gap"))
"""Lower bounds of three bands; what is lower still has the fourth colour."""
_FIRST = (Column(7), Column(38), Column(11))
_WIDE = 15


def _columns(domains: int) -> tuple[Column, ...]:
    return (*_FIRST, *(Column(_WIDE) for _ in range(max(domains, 4))))


def domains_head(inputs: PortfolioInput) -> Head:
    """The sheet's head."""
    domains = len(inputs.portfolio.rubric.domains)
    columns = _columns(domains)
    return head(
        inputs.portfolio.rubric,
        programs_words(len(inputs.portfolio)),
        "Scores by domain",
        _HINT,
        columns,
        min(len(columns), 12) - 1,
    )


def domains_sheet(context: Context) -> Sheet:
    """Means on top, then a row for each program, in the order of the matrix."""
    block, rubric = context.layout.domains, context.rubric
    page = SheetBuilder(DOMAINS, _columns(len(rubric.domains)))
    heading = context.heads[DOMAINS]
    heading.write(page)
    _bands(page, heading.rows)
    _means(page, context)
    titles = _titles(context)
    headings = ("Rank", "Program", "Overall score", *titles)
    styles = ["head center", "head", *["head center"] * (len(headings) - 2)]
    page.put_row(block.top - 1, 0, headings, styles)
    rows = _Rows(page, context)
    for index, place in enumerate(context.places):
        rows.write(index, place)
    tables: tuple[Table, ...] = ()
    if block.count:
        alt = "A row for each program with its overall score and its score in every domain."
        tables = (Table("tblDomains", block.top - 1, block.bottom, 0, len(headings) - 1, headings, alt),)
    else:
        page.put(block.top, 1, EMPTY, "text")
    return page.sheet(
        paper=Paper(right=heading.right if len(titles) <= 9 else len(headings) - 1, repeat_row=block.top - 1),
        freeze=(block.top, 2),
        tables=tables,
        tints=tuple(_tints(context, heading.rows)),
        protected=True,
        tab="44BB99",
    )


def _titles(context: Context) -> tuple[str, ...]:
    """The domains' titles; one that is there already gets its id."""
    taken = {"rank", "program", "overall score"}
    found = []
    for domain in context.rubric.domains:
        title = name(domain.title)
        while title.casefold() in taken:
            title = f"{title} ({domain.id})"
        taken.add(title.casefold())
        found.append(title)
    return tuple(found)


def _bands(page: SheetBuilder, row: int) -> None:
    page.put(row, 1, "Colours from this score on", "small bold")
    for place, (bound, _) in enumerate(_BANDS):
        page.put(row, 3 + place, bound, "input share")
    page.put(row, 3 + len(_BANDS), "lower", "center")
    page.heights[row] = 20


def _means(page: SheetBuilder, context: Context) -> None:
    """Weight, mean and basis of each domain; the same for the overall score."""
    block, portfolio = context.layout.domains, context.portfolio
    weighed = context.rubric.rule.average == "domains"
    labels = {
        **({WEIGHTS: "Weight of the domain"} if weighed else {}),
        MEANS: "Mean of the programs",
        SCORED: "Programs it rests on",
    }
    for offset, label in labels.items():
        page.put(block.top + offset, 1, label, "cell bold")
        page.put(block.top + offset, 0, None, "cell")
        page.heights[block.top + offset] = 18
    known = [share for standing in portfolio if (share := standing.share) is not None]
    figures = [("score", sum(map(float, known)) / len(known) if known else None, len(known))]
    for place, (domain, spread) in enumerate(zip(context.rubric.domains, portfolio.domains, strict=True)):
        key = f"domain {place}"
        if weighed:
            page.put(block.top + WEIGHTS, block.columns[key], float(domain.weight), "plain")
        figures.append((key, None if spread.mean is None else float(spread.mean), spread.scored))
    for key, mean, count in figures:
        col, cells = block.columns[key], block.all(key).rpartition("!")[2]
        text = f'=IF(COUNT({cells})=0,"–",AVERAGE({cells}))'
        page.formula(block.top + MEANS, col, text, "–" if mean is None else mean, "percent")
        page.formula(block.top + SCORED, col, f"=COUNT({cells})", count, "whole")


class _Rows:
    """Writes a program's row. Rank, title and score follow the matrix, so that a sorted matrix keeps its domains."""

    def __init__(self, page: SheetBuilder, context: Context) -> None:
        self.page, self.context = page, context
        first, working = min(context.layout.criterion_columns.values()), context.layout.working
        self.spans = [
            (
                column_name(first + start),
                column_name(first + end),
                working.of("mark", start, end),
                working.of("earned", start, end),
                working.of("attainable", start, end),
            )
            for start, end in context.layout.spans
        ]

    def write(self, index: int, place: Place) -> None:
        """The row of one program."""
        block, matrix = self.context.layout.domains, self.context.layout.matrix
        row, source = block.top + index, matrix.top + index + 1
        overall = place.standing.share
        followed = (
            ("rank", "–" if place.rank is None else place.rank, "whole"),
            ("program", name(place.standing.title), "cell wrap bold"),
            ("score", "–" if overall is None else float(overall), "percent"),
        )
        for key, value, style in followed:
            text = f"={matrix.sheet}!${column_name(matrix.columns[key])}{source}"
            self.page.formula(row, block.columns[key], text, value, style)
        left = block.columns["score"] + 1
        for number, (span, line) in enumerate(zip(self.spans, place.standing.card.domains, strict=True)):
            start, end, mark, earned, attainable = span
            marks = f"({matrix.sheet}!${start}{source}:${end}{source}={mark})"
            whole = f"SUMPRODUCT({marks}*{attainable})"
            share = line.score.share
            text = f'=IF({whole}=0,"–",SUMPRODUCT({marks}*{earned})/{whole})'
            self.page.formula(row, left + number, text, "–" if share is None else float(share), "percent")


def _tints(context: Context, row: int) -> Iterator[Tint]:
    block = context.layout.domains
    left, right = block.columns["score"], block.columns["score"] + len(context.rubric.domains)
    cell = f"{column_name(left)}{block.top + 1}"
    for place, (_, style) in enumerate(_BANDS):
        bound = address(row, 3 + place)
        yield Tint(block.top, left, block.bottom, right, f"=AND(ISNUMBER({cell}),ROUND(N({cell}),9)>={bound})", style)
        yield Tint(row, 3 + place, row, 3 + place, "=TRUE", style)
    yield Tint(block.top, left, block.bottom, right, f"=ISNUMBER({cell})", "tint essential")
    yield Tint(row, 3 + len(_BANDS), row, 3 + len(_BANDS), "=TRUE", "tint essential")
