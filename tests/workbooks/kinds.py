"""Every kind of workbook we hand out, as files: what must hold for all of them is tried on these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from standards.programs.model import Program
from standards.reviews.history import ReviewState
from standards.reviews.model import Entry, Rating
from standards.reviews.settling import differences
from standards.rubrics.model import Rubric
from standards.scoring.portfolio import Portfolio
from standards.workbooks.gap.inputs import PanelFacts
from standards.workbooks.gap_report import gap_report
from standards.workbooks.portfolio import PortfolioInput, portfolio_workbook
from standards.workbooks.rubric_book import rubric_book
from standards.workbooks.scoring_book import ScoringBookInput, scoring_book
from standards.workbooks.sheet import Workbook
from standards.workbooks.writer import write
from tests.making import LEVELS, outcome, rubric
from tests.workbooks import portfolios, reports
from tests.workbooks.reports import MADE, PROGRAM, SHIPPED, shipped, some_ratings

__all__ = ["CASES", "EXAMPLE", "KINDS", "awkward", "data", "workbook"]

_HEBREW, _ARABIC = "מיקרו־הסמכות: מה נדרש", "جودة البرامج القصيرة"
_LONG = "Whoever asks gets an answer within ten working days, in writing, from somebody who may decide. " * 9
_STEPS = (
    ("none", "Nothing at all can be seen of it, and nobody knows why", ""),
    ("some", "חלקי", "◔"),
    ("most", "כמעט", "◑"),
    ("met", "Reached", "◕"),
    ("more", "=Beyond", "★"),
)


def awkward() -> Rubric:
    """Titles from right to left, texts that fill a cell, two scales, and words that could act as formulas."""
    criteria = [
        {"id": "A1", "title": _HEBREW, "statement": "הלומד יודע מה נדרש ממנו.", "essential": True, "guidance": _LONG},
        {"id": "A2", "title": "+Sums & <signs>", "statement": "=1+1 is what it says.", "scale": "long",
         "target": "most", "evidence": ["=HYPERLINK(1)", _ARABIC]},
        {"id": "007", "domain": "B", "title": _LONG[:190], "statement": _LONG[:180], "scale": "long", "weight": "1/3",
         "levels": {key: _LONG for key, *_ in _STEPS}, "not_applicable": "with approval"},
        {"id": "1.10", "domain": "C", "title": _ARABIC, "statement": "يعرف المتعلم ما هو مطلوب.",
         "applies_to": {"delivery": ["online"]}, "stage": 2},
    ]  # fmt: skip
    levels = [
        {"key": key, "label": label, "symbol": symbol, "points": place, "description": _LONG}
        for place, (key, label, symbol) in enumerate(_STEPS)
    ]
    made = rubric(
        criteria,
        [outcome("accept", "all(essential) >= met", "mean(criteria) >= 2/3"), outcome("refuse")],
        title=f"{_HEBREW} – {_ARABIC}",
        disclaimer=_LONG,
        scales={
            "s": {"title": "סולם", "target": "met", "levels": LEVELS},
            "long": {"title": "Long", "target": "met", "levels": levels},
        },
    )
    plain = made.model_dump(mode="json")
    for domain, title in zip(plain["domains"], (_HEBREW, _LONG[:120], _ARABIC), strict=True):
        domain["title"] = title
    return Rubric.model_validate(plain)


def best(made: Rubric) -> dict[str, Rating]:
    """Every criterion at the top of its scale: no gap is left."""
    return {one.id: Rating(criterion=one.id, level=made.scale_of(one).keys[-1]) for one in made.criteria}


def partly(made: Rubric) -> dict[str, Rating]:
    """A gap, something that cannot be seen, one far above what is asked, and one left open; fixed for `awkward`."""
    words = {"rationale": _LONG, "finding": "requirement", "action": "=Mend it.", "evidence": ("E1", "E2")}
    first, second, third, _ = (one.id for one in made.criteria)
    return {
        first: Rating(criterion=first, level="partly", confidence="low", **words),
        second: Rating(criterion=second, absence="insufficient evidence", reason=_ARABIC),
        third: Rating(criterion=third, level="more", rationale=_HEBREW, finding="commendation"),
    }


def _strange(program: Program) -> Program:
    return Program.model_validate({**program.model_dump(mode="json"), "title": _HEBREW, "provider": _ARABIC})


def _gap_report(made: Rubric, ratings: Mapping[str, Rating], program: Program) -> Workbook:
    return gap_report(reports.inputs(made, ratings, program))


def panel_facts(made: Rubric, ratings: Mapping[str, Rating]) -> PanelFacts:
    """Three reviewers: one said what is given, one always the best, one nothing at all."""
    people = {"Ana Oliveira": dict(ratings), _HEBREW: best(made), "=Dana": {}}
    first = made.criteria[0].id
    return PanelFacts(
        ratings=people,
        differences=differences(made, people),
        settled={first: ("● Met", f"=So it is. {_LONG}", "Dana: no.")},
        decision=(("Decision", "Accept (as the rule recommends)"), ("Why", _LONG), ("By", _ARABIC)),
    )


def _panel_report(made: Rubric, ratings: Mapping[str, Rating], program: Program) -> Workbook:
    return gap_report(reports.inputs(made, ratings, program, panel=panel_facts(made, ratings)))


def _scoring_book(made: Rubric, ratings: Mapping[str, Rating], program: Program) -> Workbook:
    review = reports.inputs(made, {}, program).review
    state = ReviewState(review, made, program).after(
        Entry(seq=seq, client_id=str(seq), kind="rating", by="Ana Oliveira", at=MADE, rating=rating)
        for seq, rating in enumerate(ratings.values(), start=1)
    )
    return scoring_book(ScoringBookInput(state, MADE, "0.1.0"))


def _portfolio(made: Rubric, ratings: Mapping[str, Rating], _: Program) -> Workbook:
    """Three programs with these ratings where there are none or only the best, else programs of every kind."""
    plain = not ratings or ratings == best(made)
    programs = [portfolios.standing(made, ratings, place) for place in range(3)]
    found = Portfolio(made, tuple(programs)) if plain else portfolios.portfolio(made, 14)
    return portfolio_workbook(PortfolioInput(portfolio=found, generated=MADE, tool_version="0.1.0"))


def _rubric_book(made: Rubric, _: Mapping[str, Rating], __: Program) -> Workbook:
    return rubric_book(made, MADE)


KINDS: dict[str, Callable[[Rubric, Mapping[str, Rating], Program], Workbook]] = {
    "gap report": _gap_report,
    "panel report": _panel_report,
    "scoring book": _scoring_book,
    "portfolio": _portfolio,
    "rubric book": _rubric_book,
}
_GIVEN: dict[str, Callable[[], tuple[Rubric, Mapping[str, Rating], Program]]] = {
    **{name: lambda name=name: (made := shipped(name), some_ratings(made, 11), PROGRAM) for name in SHIPPED},
    "awkward, partly rated": lambda: (made := awkward(), partly(made), _strange(PROGRAM)),
    "awkward, nothing rated": lambda: (awkward(), {}, _strange(PROGRAM)),
    "awkward, no gaps": lambda: (made := awkward(), best(made), _strange(PROGRAM)),
}
CASES = [
    (kind, given)
    for kind in KINDS
    for given in _GIVEN
    if kind != "rubric book" or given not in ("awkward, nothing rated", "awkward, no gaps")
]
"""Kind and what it is about; a rubric book knows no ratings, so it is made once for each rubric."""


@cache
def workbook(kind: str, given: str) -> Workbook:
    """One of them as plain data."""
    return KINDS[kind](*_GIVEN[given]())


@cache
def data(kind: str, given: str) -> bytes:
    """One of them as a file."""
    return write(workbook(kind, given))


EXAMPLE = "awkward, partly rated"
"""What the structure of each kind is kept for."""
