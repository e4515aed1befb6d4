"""LibreOffice works the scoring book out as Python does, and brings it back unharmed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

from standards.programs.model import Evidence
from standards.reviews.history import ReviewState
from standards.reviews.model import Entry, Rating
from standards.rubrics.model import Rubric
from standards.workbooks.back.reader import read
from standards.workbooks.back.returned import understand
from standards.workbooks.back.whose import whose
from standards.workbooks.scoring.check import COMPLETE, TO_DO, check_words
from standards.workbooks.scoring_book import ScoringBookInput, scoring_book_bytes
from tests.making import rubric
from tests.office.cells import cells, formulas
from tests.office.recalculation import convert, edited, recalculated, same
from tests.workbooks.reports import MADE, PROGRAM, SHIPPED, every_family, inputs, shipped, some_ratings

XLSX = ("xlsx:Calc MS Excel 2007 XML", "xlsx")
TYPED = {
    "reason": ("", "Not for this kind of program.", " "),
    "rationale": ("", "Seen on page 3.", "  "),
    "accepted_by": ("", "The chair"),
}
APPROVAL = rubric([{"id": "A1", "not_applicable": "with approval"}, {"id": "A2"}])


def state(made: Rubric, ratings: Mapping[str, Rating]) -> ReviewState:
    """A review with these ratings, each a line of its history."""
    start = ReviewState(inputs(made, {}).review, made, PROGRAM)
    return start.after(
        Entry(seq=seq, client_id=str(seq), kind="rating", by="Ana", at=MADE, rating=rating)
        for seq, rating in enumerate(ratings.values(), start=1)
    )


def plan(made: Rubric, seed: int) -> ScoringBookInput:
    return ScoringBookInput(state(made, some_ratings(made, seed)), MADE, "0.1.0")


def kinds() -> dict[str, Rubric]:
    found = {name.replace("/", "-"): shipped(name) for name in SHIPPED}
    return {**found, "every-family": every_family(), "approval": APPROVAL}


def test_every_formula_of_the_scoring_book_gives_the_value_that_python_computed(soffice: str, tmp_path: Path) -> None:
    files = {name: scoring_book_bytes(plan(made, seed)) for seed, (name, made) in enumerate(kinds().items())}
    found = recalculated(soffice, files, tmp_path)
    for name, data in files.items():
        live = formulas(data)
        assert len(live) > 6
        assert [(place, held) for place, held in live.items() if not same(held.value, found[name][place])] == []


def columns(data: bytes) -> dict[str, str]:
    """Letter of each column of the Scoring sheet, by heading."""
    return {
        str(held.value): address.rstrip("0123456789")
        for (sheet, address), held in cells(data).items()
        if sheet == "Scoring" and held.formula is None
    }


def rows(data: bytes, made: Rubric) -> dict[str, str]:
    """Row of each criterion on the Scoring sheet."""
    ids = {criterion.id for criterion in made.criteria}
    return {
        str(held.value): address.lstrip("A")
        for (sheet, address), held in cells(data).items()
        if sheet == "Scoring" and address.startswith("A") and held.value in ids
    }


def test_eighty_edits_of_scoring_books_give_what_python_gives(soffice: str, tmp_path: Path) -> None:
    rnd = random.Random(20261124)
    pool = list(kinds().values())
    files, expected = {}, {}
    for number in range(80):
        made = pool[number % len(pool)]
        before = plan(made, number)
        data = scoring_book_bytes(before)
        letters, places = columns(data), rows(data, made)
        typed: dict[str, str | float | None] = {}
        checks = {line.criterion.id: line.check for line in before.lines}
        for line in rnd.sample(before.lines, rnd.randint(1, len(before.lines))):
            name = line.criterion.id
            words = ["", "junk", "7", "*", *(choice.word for choice in line.choices.choices)]
            new = {"rating": rnd.choice(words), **{key: rnd.choice(some) for key, some in TYPED.items()}}
            headings = {"rating": "Rating", "reason": "Why it does not apply", "rationale": "Rationale",
                        "accepted_by": "Accepted by"}  # fmt: skip
            typed |= {f"{letters[headings[key]]}{places[name]}": text or None for key, text in new.items()}
            texts = {**line.texts, **{key: text.strip() if key != "rating" else text for key, text in new.items()}}
            checks[name] = check_words(made, line.criterion, line.choices, texts)
        name = f"edit-{number}"
        files[name] = edited(data, "Scoring", typed)
        expected[name] = ({f"{letters['Check']}{places[one]}": said for one, said in checks.items()}, checks)
    found = recalculated(soffice, files, tmp_path)
    for name, (by_place, checks) in expected.items():
        assert {place: found[name]["Scoring", place] for place in by_place} == by_place
        total = next(
            address for (sheet, address), value in found[name].items()
            if sheet == "Start here" and value == "All criteria"
        )[1:]  # fmt: skip
        done = sum(said == COMPLETE for said in checks.values())
        waiting = sum(said == TO_DO for said in checks.values())
        shown = [found[name].get(("Start here", f"{letter}{total}")) for letter in "CEF"]
        assert shown == [len(checks), done, len(checks) - done - waiting]


def test_a_scoring_book_saved_by_libreoffice_comes_back_unchanged_and_with_every_change(
    soffice: str, tmp_path: Path
) -> None:
    made = shipped("house-draft/0.1")
    before = state(made, some_ratings(made, 3))
    extra = Evidence(id="R1", title="Interview; with a semicolon", locator="")
    before = before.after(
        [Entry(seq=before.last_seq + 1, client_id="e", kind="evidence", by="Ana", at=MADE, evidence=extra)]
    )
    data = scoring_book_bytes(ScoringBookInput(before, MADE, "0.1.0"))
    met = next(name for name, rating in before.ratings.items() if rating.level == "met")
    place = f"{columns(data)['Rating']}{rows(data, made)[met]}"
    files = {"same": data, "changed": edited(data, "Scoring", {place: "○ Not met"})}
    saved = convert(soffice, files, tmp_path, *XLSX)

    def back(data: bytes):
        book = read(data)
        return understand(book, whose(book), before, "saved.xlsx", data)

    assert back(saved["same"]).changes == ()
    assert back(saved["same"]).findings == ()
    ratings = back(saved["changed"]).proposals().ratings
    assert [(one.criterion, one.level) for one in ratings] == [(met, "not_met")]
