"""LibreOffice works the portfolio out from nothing and gets what Python got, before and after edits."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from standards.reviews.model import Absence, Rating
from standards.rubrics.model import Rubric
from standards.scoring import recommend, score
from standards.scoring.portfolio import Portfolio
from standards.workbooks.choices import choice_lists
from standards.workbooks.matrix.marks import mark
from standards.workbooks.portfolio import PortfolioInput, portfolio_bytes
from tests.making import outcome, rubric
from tests.office.cells import cells, formulas
from tests.office.heights import heights
from tests.office.recalculation import convert, edited, recalculated, same
from tests.workbooks.portfolios import inputs, portfolio
from tests.workbooks.reports import MADE, SHIPPED, every_family, shipped

Values = Mapping[tuple[str, str], Any]

ODD = rubric(
    [{"id": "1.1", "weight": "1/3"}, {"id": "1.10", "weight": "0.1"}, {"id": "Rank"}],
    [outcome("a", "all(criteria) >= q") | {"label": "* accept?"}, outcome("b") | {"label": '"refuse"'}],
    levels=(
        {"key": "p", "label": "* Poor", "symbol": "?", "points": 0},
        {"key": "q", "label": "3", "points": "1/7"},
        {"key": "r", "label": "Not applicable", "symbol": '"', "points": "1/7"},
    ),
    target="r",
)
"""Signs with wildcards and quotation marks, levels worth the same, ids that look like numbers or like a heading."""
PROFILE = rubric([{"id": "A1"}, {"id": "B1", "essential": False}])
KINDS = {
    **{name: shipped(name) for name in SHIPPED},
    "families": every_family(),
    "domains": every_family("domains"),
    "odd": ODD,
    "profile": PROFILE,
}


@pytest.fixture(scope="session")
def recalculate(
    soffice: str, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Mapping[str, bytes]], Mapping[str, Values]]:
    def run(files: Mapping[str, bytes]) -> Mapping[str, Values]:
        return recalculated(soffice, files, Path(tmp_path_factory.mktemp("office")))

    return run


def differences(stored: bytes, worked_out: Values) -> list[str]:
    live = formulas(stored)
    assert len(live) > 40, "a workbook without formulas agrees with everything"
    return [
        f"{place}: {held.formula} is {worked_out.get(place)!r}, stored {held.value!r}"
        for place, held in live.items()
        if not same(held.value, worked_out.get(place))
    ]


@pytest.mark.slow
def test_every_formula_gives_the_value_that_python_computed(recalculate):
    files = {
        f"{name.replace('/', '-')}-{count}": portfolio_bytes(inputs(made, count, seed=count + 1))
        for name, made in KINDS.items()
        for count in (0, 1, 12)
    }
    files |= {f"twins-{seed}": portfolio_bytes(inputs(KINDS["domains"], 10, seed)) for seed in range(4)}
    found = recalculate(files)
    assert {name: wrong[:5] for name, data in files.items() if (wrong := differences(data, found[name]))} == {}
    assert {value for sheet in found.values() for value in sheet.values() if str(value).startswith("#")} == set()


# ---------------------------------------------------------------- what if


@lru_cache(maxsize=50)
def tables(data: bytes) -> dict[tuple[str, str], list[str]]:
    """Where the cells below each heading of each sheet's table stand."""
    found = {}
    for page in openpyxl.load_workbook(BytesIO(data)):
        for table in page.tables.values():
            left, top, _, bottom = range_boundaries(table.ref)
            for place, one in enumerate(table.tableColumns, start=left):
                rows = range(top + 1, bottom + 1)
                found[page.title, one.name] = [page.cell(row, place).coordinate for row in rows]
    return found


def words_for(made: Rubric, name: str) -> dict[str, Rating | None]:
    """What may be typed into a cell of the matrix, and what it means; junk means nothing."""
    item = choice_lists(made)[made.by_id[name].scale or made.scale]
    junk = ("", "3", "met", "*", "??", "● 33", "(none)", "-")
    found: dict[str, Rating | None] = dict.fromkeys(junk)
    found |= {"L9": None, "● 9": None}
    signs = {"?": Absence.INSUFFICIENT, "×": Absence.RECUSED, "…": Absence.NOT_YET, "–": Absence.NOT_APPLICABLE}
    found |= {sign: Rating(criterion=name, absence=one, reason="Typed.") for sign, one in signs.items()}
    return found | {
        mark(choice): Rating(criterion=name, level=choice.level.key) for choice in item.choices if choice.level
    }


def what_ifs() -> Iterator[tuple[str, Portfolio, list[tuple[int, str, str]]]]:
    """Forty edits: a portfolio, and what somebody types on which row and criterion."""
    rnd = random.Random(20261123)
    kinds = [made for name, made in KINDS.items() if name != "profile"]
    for number in range(40):
        made = kinds[number % len(kinds)]
        given = portfolio(made, rnd.choice([1, 3, 10]), seed=number)
        typed = {}
        for _ in range(rnd.choice([1, 5, 40])):
            name = rnd.choice(list(made.by_id))
            typed[rnd.randrange(len(given)), name] = rnd.choice(sorted(words_for(made, name)))
        yield f"edit-{number}", given, [(row, name, word) for (row, name), word in typed.items()]


def after(given: Portfolio, typed: list[tuple[int, str, str]]) -> Portfolio:
    """The portfolio as if the ratings had been given so; programs keep the order of their rows."""
    made = given.rubric
    ratings = [dict(place.standing.ratings) for place in given.places]
    for row, name, word in typed:
        ratings[row][name] = words_for(made, name)[word] or Rating(criterion=name, absence=Absence.NOT_YET)
    return Portfolio(
        made,
        tuple(
            replace(place.standing, ratings=one, card=score(made, one), recommendation=recommend(made, one))
            for place, one in zip(given.places, ratings, strict=True)
        ),
    )


@pytest.mark.slow
def test_forty_edits_of_the_matrix_give_what_the_engine_gives(recalculate):
    cases = list(what_ifs())
    exported, files = {}, {}
    for name, given, typed in cases:
        data = portfolio_bytes(PortfolioInput(portfolio=given, generated=MADE, tool_version="0"))
        heading = {one.id: one.id for one in given.rubric.criteria} | {"Rank": "Rank (criterion)"}
        places = {one: tables(data)["Matrix", heading[one]] for one in {name for _, name, _ in typed}}
        exported[name] = data
        files[name] = edited(data, "Matrix", {places[one][row]: word or None for row, one, word in typed})
    found = recalculate(files)
    stale = 0
    for name, given, typed in cases:
        now = after(given, typed)
        check_rows(exported[name], now, found[name])
        check_criteria(exported[name], now, found[name])
        check_summary(given, now, found[name])
        stale += bool(differences(exported[name], found[name]))
    assert stale > 30, "the edits must change something, or this test compares stored values with themselves"


def shown(data: bytes, values: Values, sheet: str, heading: str) -> list[Any]:
    return [values.get((sheet, address)) for address in tables(data)[sheet, heading]]


def check(wanted: list[Any], found: list[Any], said: str) -> None:
    assert [pair for pair in zip(wanted, found, strict=True) if not same(*pair)] == [], said


def check_rows(data: bytes, now: Portfolio, values: Values) -> None:
    """Rank, score and counts of every program, and its domains."""
    ranks = {place.standing.program: place.rank for place in now.places}
    cards = [one.card for one in now]
    wanted = {
        "Rank": ["–" if ranks[one.program] is None else ranks[one.program] for one in now],
        "Overall score": ["–" if one.share is None else float(one.share) for one in now],
        "Rated": [card.overall.rated for card in cards],
        "Applicable": [card.overall.applicable for card in cards],
        "At target": [card.overall.met for card in cards],
        "Essential at target": [one.essential[0] for one in now],
        "Essential rated": [one.essential[1] for one in now],
        "Essential that apply": [one.essential[2] for one in now],
        "Earned": [float(card.overall.earned) for card in cards],
        "Attainable": [float(card.overall.attainable) for card in cards],
    }
    for heading, expected in wanted.items():
        check(expected, shown(data, values, "Matrix", heading), heading)
    check([one.title for one in now], shown(data, values, "Domains", "Program"), "Program")
    for place, domain in enumerate(now.rubric.domains):
        shares = [card.domains[place].score.share for card in cards]
        expected = ["–" if share is None else float(share) for share in shares]
        check(expected, shown(data, values, "Domains", domain.title), domain.title)


def check_criteria(data: bytes, now: Portfolio, values: Values) -> None:
    """Counts, shares and what stands out, criterion by criterion."""
    lists = choice_lists(now.rubric)
    for row, spread in enumerate(now.criteria):
        item = lists[now.rubric.by_id[spread.criterion].scale or now.rubric.scale]
        share = spread.share
        wanted = {
            **{choice.word: spread.levels[choice.level.key] for choice in item.choices if choice.level},
            "Rated": spread.rated,
            "Share at target": "–" if share is None else float(share),
            "Open gaps": spread.gaps,
            "? Insufficient evidence": spread.absences["insufficient evidence"],
            "… Not yet rated": spread.absences["not yet"],
            "× Recused": spread.absences["recused"],
            "– Not applicable": spread.absences["not applicable"],
            "What stands out": spread.note,
        }
        for heading, expected in wanted.items():
            assert same(expected, shown(data, values, "Criteria", heading)[row]), (spread.criterion, heading)


def check_summary(given: Portfolio, now: Portfolio, values: Values) -> None:
    """The tiles, the most missed, and whether somebody has changed anything."""
    sheet = {address: value for (title, address), value in values.items() if title == "Summary"}
    label = next(address for address, value in sheet.items() if value == "Median score")
    scored = [one.share for one in now if one.share is not None]
    assert sheet[f"B{int(label[1:]) + 1}"] == len(scored)
    missed = [value for address, value in sheet.items() if address[0] == "B" and value in now.rubric.by_id]
    assert missed == [spread.criterion for spread in now.most_missed()]
    before = [(one.share, one.card.overall.rated, one.card.overall.met) for one in (p.standing for p in given.places)]
    moved = sum(
        old != (one.share, one.card.overall.rated, one.card.overall.met) for old, one in zip(before, now, strict=True)
    )
    said = next(value for value in sheet.values() if str(value).startswith(("✓ Figures", "△ Figures")))
    assert said == "✓ Figures are as exported." or said.startswith(f"△ Figures changed since export: {moved} ")
    assert said.startswith("✓") == (moved == 0)


# ---------------------------------------------------------------- drawn


DRAWN = {"house": inputs(KINDS["house-draft/0.1"], 12), "few": inputs(KINDS["cmf/2019"], 3),
         "families": inputs(KINDS["families"], 12), "none": inputs(KINDS["house-draft/0.1"], 0)}  # fmt: skip


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes]:
    return {name: portfolio_bytes(given) for name, given in DRAWN.items()}


@pytest.fixture(scope="module")
def printed(soffice: str, drawn, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of every printed page."""
    if not shutil.which("pdftotext"):
        pytest.fail("pdftotext is missing; run: python tests/provision.py")
    folder = Path(tmp_path_factory.mktemp("drawn"))
    pages = {}
    for name, data in convert(soffice, drawn, folder, "pdf", "pdf").items():
        (folder / f"{name}.pdf").write_bytes(data)
        text = subprocess.run(
            ["pdftotext", "-layout", folder / f"{name}.pdf", "-"], capture_output=True, text=True, check=True
        )
        pages[name] = text.stdout.split("\f")[:-1]
    return pages


@pytest.mark.parametrize("name", DRAWN)
def test_the_summary_takes_one_page_and_the_next_begins_the_matrix(printed, name: str):
    pages = printed[name]
    assert "Workbook code" in pages[0]
    assert "Programs and criteria" in pages[1]


@pytest.mark.parametrize("name", DRAWN)
def test_no_figure_is_too_wide_and_each_page_is_numbered(printed, name: str):
    pages = printed[name]
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "###" not in page


def test_the_hidden_sheet_is_not_printed(printed):
    assert not any("standards.kind" in page for pages in printed.values() for page in pages)


@pytest.mark.parametrize("name", ["house", "families"])
def test_every_row_is_as_high_as_its_text_needs(soffice: str, drawn, tmp_path: Path, name: str):
    filled = {
        (sheet, int(re.sub(r"\D", "", address))) for (sheet, address), held in cells(drawn[name]).items() if held.value
    }
    found = heights(soffice, drawn[name], tmp_path)
    assert max(needed for _, needed in found.values()) > 30, "nothing here wraps, so nothing is tested"
    too_low = {
        row: (given, needed)
        for row, (given, needed) in found.items()
        if row in filled and needed > given + 0.5 and given < 409
    }
    assert too_low == {}
