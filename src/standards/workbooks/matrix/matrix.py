"""Matrix: a row for each program, a column for each criterion, and row by row what they add up to.

Every formula looks at its own row and at the working rows of the Lists sheet, never at long data: a thousand programs
are worked out in seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from standards.rubrics.model import NotApplicable
from standards.scoring.portfolio import Place
from standards.workbooks.build import SheetBuilder
from standards.workbooks.choices import NOT_APPLICABLE
from standards.workbooks.head import Head, head
from standards.workbooks.matrix.context import Context
from standards.workbooks.matrix.inputs import PortfolioInput, programs_words
from standards.workbooks.matrix.layout import MATRIX, WEIGHTS
from standards.workbooks.matrix.marks import ABSENT, advice_words, literal, mark, mark_of
from standards.workbooks.measure import fitted
from standards.workbooks.sheet import (
    Cell,
    Choices,
    Column,
    Content,
    Paper,
    Sheet,
    Table,
    Tint,
    address,
    column_name,
    naive_utc,
)
from standards.workbooks.text import cut, name

__all__ = ["EMPTY", "matrix_head", "matrix_sheet"]

EMPTY = "No program has been reviewed under this rubric yet."
_HINT = (
    "One row for each program, best score first. A mark is the level's symbol and its number on the scale; "
    "? insufficient evidence · × recused · … not yet rated · – not applicable. Change a mark to try something out: "
    "score, rank and counts follow; the recommendation is the one at export."
)
_FIRST: tuple[tuple[str, str, float, str], ...] = (
    ("rank", "Rank", 7, "head center"),
    ("program", "Program", 36, "head"),
    ("score", "Overall score", 10, "head center"),
    ("rated", "Rated", 8, "head center"),
    ("applies", "Applicable", 11, "head center"),
    ("met", "At target", 8, "head center"),
    ("essential", "Essential at target", 11, "head center"),
    ("essential_rated", "Essential rated", 11, "head center"),
    ("essential_of", "Essential that apply", 11, "head center"),
    ("advice", "Recommendation at export", 30, "head"),
)
_LAST: tuple[tuple[str, str, float, str], ...] = (
    ("provider", "Provider", 26, "head"),
    ("reviewer", "Reviewer", 20, "head"),
    ("state", "Review", 14, "head"),
    ("reviews", "Reviews of it", 9, "head center"),
    ("changed", "Last changed", 12, "head center"),
    ("basis", "What the score rested on at export", 44, "head"),
    ("earned", "Earned", 11, "head fold"),
    ("attainable", "Attainable", 11, "head fold"),
    ("score_then", "Score at export", 11, "head fold"),
    ("rated_then", "Rated at export", 11, "head fold"),
    ("met_then", "At target at export", 11, "head fold"),
    ("moved", "Changed since", 11, "head fold"),
)
_VISIBLE_LAST = 6
_MARK = 10.5
"""Characters of a criterion's column."""
_PAGE = 14
"""Criteria at most that share a printed page with the repeated columns."""


def _columns(criteria: int) -> tuple[Column, ...]:
    last = [Column(width) for _, _, width, _ in _LAST[:_VISIBLE_LAST]]
    folded = [Column(width, hidden=True, level=1) for _, _, width, _ in _LAST[_VISIBLE_LAST:]]
    return (*(Column(width) for _, _, width, _ in _FIRST), *(Column(_MARK) for _ in range(criteria)), *last, *folded)


def matrix_head(inputs: PortfolioInput) -> Head:
    """The sheet's head."""
    criteria = len(inputs.portfolio.rubric.criteria)
    return head(
        inputs.portfolio.rubric,
        programs_words(len(inputs.portfolio)),
        "Programs and criteria",
        _HINT,
        _columns(criteria),
        len(_FIRST) - 1,
    )


def matrix_sheet(context: Context) -> Sheet:
    """The whole matrix; with no program, a sentence."""
    block, rubric = context.layout.matrix, context.rubric
    page = SheetBuilder(MATRIX, _columns(len(rubric.criteria)))
    heading = context.heads[MATRIX]
    heading.write(page)
    headings = _headings(page, context)
    rows = _Rows(page, context)
    for index, place in enumerate(context.places):
        rows.write(index, place)
    tables: tuple[Table, ...] = ()
    if block.count:
        alt = "A row for each program with rank, score, counts and its mark on every criterion."
        tables = (Table("tblMatrix", block.top - 1, block.bottom, 0, len(headings) - 1, headings, alt),)
    else:
        page.put(block.top, block.columns["program"], EMPTY, "text")
    first = len(_FIRST)
    return page.sheet(
        paper=Paper(
            right=block.columns["basis"],
            fit=None,
            breaks=tuple(_breaks(first, len(rubric.criteria))),
            top=block.top - 4,
            header=heading.printed,
            repeat_row=block.top - 1,
            repeat_columns=2,
        ),
        freeze=(block.top, 2),
        tables=tables,
        choices=tuple(_choices(context)) if block.count else (),
        tints=(*_tints(context), *_advice_tints(context)),
        tab="0072B2",
        texts=(f"{address(block.top - 1, first, fixed=False)}:{address(block.top - 1, len(headings), fixed=False)}",),
    )


def _breaks(first: int, criteria: int) -> Iterator[int]:
    """Pages with as many criteria each as can be."""
    pages = -(-criteria // _PAGE)
    yield from (first + criteria * page // pages for page in range(pages + 1))


def _basis(place: Place) -> str:
    if place.reason:
        return f"no score: {place.reason}"
    return place.standing.card.overall.coverage_text


def _headings(page: SheetBuilder, context: Context) -> tuple[str, ...]:
    """Domain, title and kind above each criterion's id; gives the table's headings, no two alike."""
    block, rubric = context.layout.matrix, context.rubric
    top, first = block.top - 1, len(_FIRST)
    ids = _distinct([criterion.id for criterion in rubric.criteria])
    headings = (*(title for _, title, _, _ in _FIRST), *ids, *(title for _, title, _, _ in _LAST))
    styles = [*(style for *_, style in _FIRST), *["head center"] * len(ids), *(style for *_, style in _LAST)]
    page.put_row(top, 0, headings, styles)
    page.heights[top] = 32
    for (start, end), domain in zip(context.layout.spans, rubric.domains, strict=True):
        left, right = first + start, first + end
        text = fitted(cut(name(domain.title), 200), page.width(left, right) - 6, 12, bold=True)
        page.put(top - 3, left, text, "heading rule")
        page.fill(top - 3, left, right, "heading rule")
    for place, criterion in enumerate(rubric.criteria):
        page.put(top - 2, first + place, name(criterion.title), "center wrap")
        page.put(top - 1, first + place, "essential" if criterion.essential else "aspirational", "fold text")
    page.heights[top - 3] = 22
    return headings


def _distinct(ids: Sequence[str]) -> tuple[str, ...]:
    """A table needs headings that differ: a criterion whose id is one of our headings is called so."""
    taken = {title.casefold() for _, title, _, _ in (*_FIRST, *_LAST)}
    found = []
    for text in ids:
        made = text
        while made.casefold() in taken:
            made = f"{made} (criterion)"
        taken.add(made.casefold())
        found.append(made)
    return tuple(found)


_SUMS = {
    "rated": "counts",
    "met": "target",
    "essential": "essential",
    "essential_rated": "essential_rated",
    "earned": "earned",
    "attainable": "attainable",
}
"""Which working rows a column of the matrix adds up."""


class _Rows:
    """Writes a program's row: marks first, then what they add up to."""

    def __init__(self, page: SheetBuilder, context: Context) -> None:
        self.page, self.context = page, context
        rubric = context.rubric
        self.block = context.layout.matrix
        self.count = len(rubric.criteria)
        self.first = len(_FIRST)
        self.letters = column_name(self.first), column_name(self.first + self.count - 1)
        self.lists = [context.choices_of(criterion.id) for criterion in rubric.criteria]
        working, last = context.layout.working, self.count - 1
        marks = working.of("mark", 0, last)
        self.sums = {key: f"{marks})*{working.of(kind, 0, last)})" for key, kind in _SUMS.items()}
        self.essential_of = f"*{working.essential(last)})"
        self.scores = self.block.all("score").rpartition("!")[2]
        self.known: dict[tuple[int, str], Cell] = {}

    def write(self, index: int, place: Place) -> None:
        """The row of one program."""
        standing = place.standing
        row, at = self.block.top + index, self.block.columns
        for position, line in enumerate(standing.card.criteria):
            key = (position, line.level or line.state)
            cell = self.known.get(key)
            if cell is None:
                cell = self.known[key] = Cell(mark_of(self.lists[position], line), "center")
            self.page.cells[row, self.first + position] = cell
        state = "finished" if standing.finished else "interim" if standing.review else "not begun"
        changed = naive_utc(standing.changed).date()
        about: dict[str, tuple[Content, str]] = {
            "program": (name(standing.title), "cell wrap bold"),
            "advice": (advice_words(self.context.rubric, standing.recommendation), "cell wrap"),
            "provider": (name(standing.provider), "cell wrap"),
            "reviewer": (name(standing.reviewer), "cell wrap"),
            "state": (state, "cell"),
            "reviews": (standing.reviews, "whole"),
            "changed": (changed if standing.review else None, "day"),
            "basis": (_basis(place), "cell wrap"),
        }
        for key_, (content, style) in about.items():
            self.page.put(row, at[key_], content, style)
        self._figures(index, place)

    def _figures(self, index: int, place: Place) -> None:
        overall = place.standing.card.overall
        row, at, formula = self.block.top + index, self.block.columns, self.page.formula
        marks = f"${self.letters[0]}{row + 1}:${self.letters[1]}{row + 1}"
        cell = self.block.row(index)
        met, rated, applies = place.standing.essential
        share = "–" if overall.share is None else float(overall.share)
        values: dict[str, tuple[float, str]] = {
            "rated": (overall.rated, "whole"),
            "met": (overall.met, "whole"),
            "essential": (met, "whole"),
            "essential_rated": (rated, "whole"),
            "earned": (float(overall.earned), "fold"),
            "attainable": (float(overall.attainable), "fold"),
        }
        for key, (value, style) in values.items():
            formula(row, at[key], f"=SUMPRODUCT(({marks}={self.sums[key]}", value, style)
        formula(row, at["applies"], f'=SUMPRODUCT(({marks}<>"–")*1)', overall.applicable, "whole")
        formula(row, at["essential_of"], f'=SUMPRODUCT(({marks}<>"–"){self.essential_of}', applies, "whole")
        formula(row, at["score"], self._score(index, cell), share, "percent")
        rank = f'=IF(ISNUMBER({cell["score"]}),RANK({cell["score"]},{self.scores}),"–")'
        formula(row, at["rank"], rank, "–" if place.rank is None else place.rank, "whole")
        then = (0 if overall.share is None else float(overall.share), overall.rated, overall.met)
        self.page.put_row(row, at["score_then"], then, ("fold", "fold whole", "fold whole"))
        moved = (
            f"=IF(AND({cell['rated']}={cell['rated_then']},{cell['met']}={cell['met_then']},"
            f"ABS(N({cell['score']})-{cell['score_then']})<0.000000001),0,1)"
        )
        formula(row, at["moved"], moved, 0, "fold whole")

    def _score(self, index: int, cell: dict[str, str]) -> str:
        """Earned by attainable, or the weighted mean of the domain scores; rounded so that equals stay equal."""
        pooled = f'IF({cell["attainable"]}=0,"–",ROUND({cell["earned"]}/{cell["attainable"]},12))'
        if self.context.rubric.rule.average == "criteria":
            return f"={pooled}"
        block = self.context.layout.domains
        ends = [f"domain {place}" for place in (0, len(self.context.rubric.domains) - 1)]
        shares = f"{block.at(ends[0], index)}:{block.at(ends[1], index).rpartition('!')[2]}".replace("$", "")
        left, right = (address(block.top + WEIGHTS, block.columns[key]) for key in ends)
        weights = f"{block.sheet}!{left}:{right}"
        counted = f"SUMPRODUCT({weights}*ISNUMBER({shares}))"
        return f"=IF({counted}=0,{pooled},ROUND(SUMPRODUCT({weights},{shares})/{counted},12))"


def _choices(context: Context) -> Iterator[Choices]:
    """Drop-downs, one for each run of criteria that offer the same."""
    block, rubric = context.layout.matrix, context.rubric
    aside = {
        line.criterion
        for standing in context.portfolio
        for line in standing.card.criteria
        if line.state == "not applicable"
    }

    def offers(criterion: str) -> tuple[str, bool]:
        found = rubric.by_id[criterion]
        allowed = rubric.not_applicable_for(found) is not NotApplicable.NO or criterion in aside
        return found.scale or rubric.scale, allowed

    for (scale, allowed), run in groupby(context.layout.criterion_columns, key=offers):
        names = list(run)
        left, right = (context.layout.criterion_columns[one] for one in (names[0], names[-1]))
        source = context.layout.choices[scale]
        marks = source.first("mark", source.count if allowed else source.count - 1)
        message = "Choose a mark from the list; the Lists sheet says what each stands for."
        yield Choices(block.top, left, block.bottom, right, f"={marks}", "Not on the list", message)


def _tints(context: Context) -> Iterator[Tint]:
    """Colour by place: at target, below it, at the lowest level, absent, not on the list."""
    block = context.layout.matrix

    def place(criterion: str) -> tuple[str, int]:
        return context.choices_of(criterion).name, context.target_code(criterion)

    for (scale, target), run in groupby(context.layout.criterion_columns, key=place):
        names = list(run)
        left, right = (context.layout.criterion_columns[one] for one in (names[0], names[-1]))
        cell = f"{column_name(left)}{block.top + 1}"
        by_style: dict[str, list[str]] = {"tint reached": [], "tint essential": [], "tint gap": [], "tint out": []}
        for choice in context.lists[scale].choices:
            low = "tint essential" if choice.code == 1 else "tint gap"
            style = "tint out" if choice.code <= 0 else "tint reached" if choice.code >= target else low
            by_style[style].append(f"{cell}={literal(mark(choice))}")
        for style, tests in by_style.items():
            if tests:
                when = f"=OR({','.join(tests)})"
                yield Tint(block.top, left, block.bottom, right, when, style)
        yield Tint(block.top, left, block.bottom, right, f"=LEN({cell})>0", "tint alarm")


def _advice_tints(context: Context) -> Iterator[Tint]:
    block = context.layout.matrix
    col, cell = block.columns["advice"], block.here("advice", 0)
    signs = {"✓": "tint reached", "△": "tint gap", "▲": "tint essential", "…": "tint out", "?": "tint out"}
    for sign, style in signs.items():
        yield Tint(block.top, col, block.bottom, col, f"=LEFT({cell},1)={literal(sign)}", style)


assert ABSENT[NOT_APPLICABLE] == "–", "the formulas above count what is not set aside"
