"""LibreOffice works the gap report out from nothing and gets what Python got, before and after edits."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from standards.reviews.model import Absence, Rating
from standards.rounding import percent
from standards.rubrics.model import NotApplicable, Rubric
from standards.scoring import gaps, recommend, score
from standards.workbooks.choices import choice_lists
from standards.workbooks.gap_report import gap_report, gap_report_bytes
from standards.workbooks.sheet import Formula
from tests.making import outcome, rubric
from tests.office.cells import cells, formulas
from tests.office.recalculation import edited, recalculated, same
from tests.workbooks.reports import FAMILIES, SHIPPED, every_family, inputs, shipped, some_ratings

Place = tuple[str, str]
Values = Mapping[Place, Any]

NUMBERED = rubric(
    [{"id": "1.1", "domain": "1"}, {"id": "1.10", "domain": "1.0", "weight": 2}, {"id": "1", "domain": "01"}],
    [outcome("yes", "count(criteria 1.1 1.10, level >= met) >= 2"), outcome("no")],
)
"""Ids that look like numbers: a spreadsheet that guesses takes 1.1 for 1.10."""
PROFILE = rubric([{"id": "A1"}, {"id": "B1", "essential": False}])
ALONE = rubric([{"id": "A1"}], [outcome("only")])
ODD = rubric(
    [{"id": "A1"}, {"id": "A2"}],
    [outcome("accept", "all(criteria) >= q"), outcome("refuse")],
    levels=(
        {"key": "p", "label": "* Poor", "symbol": "?", "points": 0},
        {"key": "q", "label": "3", "points": 0.1},
        {"key": "r", "label": "Not applicable", "symbol": "–", "points": 0.3},
    ),
    target="r",
)
"""Words with wildcards, a number for a label, and a level named like an absence."""


def data_of(made: Rubric, ratings: Mapping[str, Rating]) -> bytes:
    return gap_report_bytes(inputs(made, ratings))


@pytest.fixture(scope="session")
def recalculate(
    soffice: str, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Mapping[str, bytes]], Mapping[str, Values]]:
    def run(files: Mapping[str, bytes]) -> Mapping[str, Values]:
        return recalculated(soffice, files, Path(tmp_path_factory.mktemp("office")))

    return run


def differences(stored: bytes, worked_out: Values, but: frozenset[Place] = frozenset()) -> list[str]:
    live = {place: held for place, held in formulas(stored).items() if place not in but}
    assert len(live) > 80, "a report without formulas agrees with everything"
    return [
        f"{place}: {held.formula} is {worked_out.get(place)!r}, stored {held.value!r}"
        for place, held in live.items()
        if not same(held.value, worked_out.get(place))
    ]


def test_every_formula_gives_the_value_that_python_computed(recalculate):
    files = {name.replace("/", "-"): data_of(made := shipped(name), some_ratings(made, 7)) for name in SHIPPED}
    for average in ("criteria", "domains"):
        made = every_family(average)
        files |= {
            f"{average}-{seed}": data_of(made, some_ratings(made, seed, absences=seed % 4 / 6)) for seed in range(8)
        }
    for name, made in {"numbered": NUMBERED, "profile": PROFILE, "alone": ALONE, "odd": ODD}.items():
        files |= {f"{name}-{seed}": data_of(made, some_ratings(made, seed)) for seed in (1, 2)}
    found = recalculate(files)
    assert {
        name: differences(data, found[name])[:5] for name, data in files.items() if differences(data, found[name])
    } == {}


def test_the_rules_under_test_use_every_measure_and_scope():
    said = " ".join(sentence for one in FAMILIES for sentence in one["when"])
    measures = ("mean(", "min(", "all(", "count(", "share(", "level_reached(")
    scopes = ("every domain", "domain dom-A", "criteria A1", "(criteria)", "essential", "aspirational")
    assert [word for word in (*measures, *scopes, "level <=", "level >=", "%", "0.4", "2/3") if word not in said] == []


# ---------------------------------------------------------------- what if


def words_for(made: Rubric, name: str) -> dict[str, Rating | None]:
    """What may stand in a rating cell and what it means; junk means nothing."""
    criterion = made.by_id[name]
    item = choice_lists(made)[criterion.scale or made.scale]
    absences = {-2: Absence.INSUFFICIENT, -3: Absence.RECUSED, 0: Absence.NOT_YET, -1: Absence.NOT_APPLICABLE}
    found: dict[str, Rating | None] = {"": None, "7": None, "good": None, "*": None, "?????": None}
    for choice in item.choices:
        if choice.level:
            found[choice.word] = Rating(criterion=name, level=choice.level.key)
        elif choice.code != -1 or made.not_applicable_for(criterion) is not NotApplicable.NO:
            found[choice.word] = Rating(criterion=name, absence=absences[choice.code], reason="What if.")
        else:
            found[choice.word] = None
    return found


def rating_cells(made: Rubric, data: bytes) -> dict[str, str]:
    """Address of each criterion's rating, found by headings as a reader of the file would."""
    sheet = {place[1]: held.value for place, held in cells(data).items() if place[0] == "Criteria"}
    heading = next(address for address, value in sheet.items() if value == "Rating")
    ids = {
        value: address[1:] for address, value in sheet.items() if re.fullmatch(r"A\d+", address) and value in made.by_id
    }
    return {name: f"{heading[0]}{row}" for name, row in ids.items()}


AFTER_EXPORT = ("Ratings changed since export", "Every gap has a row", "Ratings are as exported")


def only_since_export(data: bytes) -> frozenset[Place]:
    """Formulas that compare with the moment of export: in a fresh report they rightly say something else.

    The action plan's rows are those of the export, so they are checked by id and not by place.
    """
    held = cells(data)
    planned = next(place for place, one in held.items() if one.value == "Planned 1/0")
    column = planned[1].rstrip("0123456789")
    found = {place for place in held if place[0] == "Criteria" and place[1].rstrip("0123456789") == column}
    found |= {place for place in held if place[0] == "Gaps & actions"}
    found |= {
        place
        for place, one in held.items()
        if one.formula and str(one.value).removeprefix("✓ ").startswith(AFTER_EXPORT)
    }
    label = next(place for place, one in held.items() if one.value == AFTER_EXPORT[0])
    return frozenset(found | {(label[0], f"D{label[1][1:]}")})


def what_ifs() -> list[tuple[str, Rubric, dict[str, Rating], dict[str, str]]]:
    """A hundred and twenty edits: a report and what somebody types over its ratings."""
    rnd = random.Random(20261123)
    kinds = [shipped(name) for name in SHIPPED] + [every_family("criteria"), every_family("domains"), NUMBERED, ODD]
    found = []
    for number in range(120):
        made = kinds[number % len(kinds)]
        before = some_ratings(made, number, absences=rnd.choice([0, 0.1, 0.4]))
        names = rnd.sample(list(made.by_id), rnd.randint(1, len(made.criteria)))
        typed = {name: rnd.choice(sorted(words_for(made, name))) for name in names}
        found.append((f"edit-{number}", made, before, typed))
    return found


def after(made: Rubric, before: Mapping[str, Rating], typed: Mapping[str, str]) -> dict[str, Rating]:
    """The ratings once the cells are typed over; what a reviewer wrote beside them stays."""
    found = dict(before)
    for name, word in typed.items():
        rating = words_for(made, name)[word] or Rating(criterion=name, absence=Absence.NOT_YET)
        old = before.get(name)
        if old:
            rating = rating.model_copy(update={"finding": old.finding})
        found[name] = rating
    return found


def text_of(made: Rubric, ratings: Mapping[str, Rating], values: Values) -> dict[str, Any]:
    """What the Summary says, found by its labels."""
    sheet = {address: value for (title, address), value in values.items() if title == "Summary"}
    label = next(address for address, value in sheet.items() if value == "Overall score")
    banner = next(value for address, value in sorted(sheet.items()) if address == f"B{int(label[1:]) - 4}")
    tiles = {address[0]: value for address, value in sheet.items() if address[1:] == label[1:]}
    below = {value: sheet.get(f"{column}{int(label[1:]) + 1}") for column, value in tiles.items()}
    return {"banner": banner, **below}


def test_edits_of_rating_cells_give_what_the_engine_gives(recalculate):
    cases = what_ifs()
    exported = {name: data_of(made, before) for name, made, before, _ in cases}
    files = {}
    for name, made, _, typed in cases:
        places = rating_cells(made, exported[name])
        files[name] = edited(exported[name], "Criteria", {places[one]: word or None for one, word in typed.items()})
    found = recalculate(files)
    stale = 0
    for name, made, before, typed in cases:
        now = after(made, before, typed)
        fresh = data_of(made, now)
        assert differences(fresh, found[name], only_since_export(fresh)) == [], (name, made.name, typed)
        stale += bool(differences(exported[name], found[name]))
        check_against_the_engine(made, now, found[name])
        check_the_action_plan(found[name])
    assert stale > 100, "the edits must change something, or this test compares stored values with themselves"


def check_against_the_engine(made: Rubric, ratings: Mapping[str, Rating], values: Values) -> None:
    """Headline figures straight from scoring, past every figure the report works with."""
    card, said = score(made, ratings), recommend(made, ratings)
    register = [gap for gap in gaps(made, card, ratings) if gap.severity != "note"]
    shown = text_of(made, ratings, values)
    assert shown["banner"].endswith(f"  {said.label}")
    share, coverage = card.overall.share, card.overall.coverage
    assert same("–" if share is None else float(share), shown["Overall score"]), percent(share or 0)
    assert same("–" if coverage is None else float(coverage), shown["Coverage"])
    assert shown["Criteria at target"] == card.overall.met
    assert shown["Open gaps"] == len(register)
    assert shown["Essential gaps"] == sum(gap.essential for gap in register)
    assert said.words in values.values() or not made.rule.outcomes


def check_the_action_plan(values: Values) -> None:
    """Each row says of its criterion what the Criteria sheet says."""
    by_id = rows(values, "Criteria")
    for name, row in rows(values, "Gaps & actions").items():
        assert row["Rating now"] == by_id[name]["Rating used"]
        assert (row.get("Steps now"), row["Status now"]) == (by_id[name].get("Steps to target"), by_id[name]["Status"])


def rows(values: Values, sheet: str) -> dict[str, dict[str, Any]]:
    """The rows of a table by id, each by heading."""
    held = {address: value for (title, address), value in values.items() if title == sheet}
    top = next(address.lstrip("ABCDEFGHIJ") for address, value in held.items() if value == "ID")
    heads = {address.rstrip("0123456789"): value for address, value in held.items() if address.lstrip(LETTERS) == top}
    found: dict[str, dict[str, Any]] = {}
    for address, value in held.items():
        row = address.lstrip(LETTERS)
        if int(row) > int(top) and (heading := heads.get(address.rstrip("0123456789"))):
            found.setdefault(row, {})[heading] = value
    return {row["ID"]: row for row in found.values() if row.get("ID")}


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# ---------------------------------------------------------------- edges

HOUSE = shipped("house-draft/0.1")
MET = {criterion.id: Rating(criterion=criterion.id, level="met") for criterion in HOUSE.criteria}
ASIDE = {name: Rating(criterion=name, absence="not applicable", reason="So it is.") for name in MET}


@pytest.fixture(scope="module")
def edges(recalculate) -> Mapping[str, Values]:
    """Files at the edge, and files into which somebody pasted what no list offers."""
    first = rating_cells(HOUSE, data_of(HOUSE, MET))["A1"]
    pasted: dict[str, str | float | None] = {
        "seven": 7, "seven-text": "7", "lower": "● met", "blanks": " ● Met ", "star": "*", "label": "Met", "none": None,
        "not-allowed": "– Not applicable",
    }  # fmt: skip
    files = {"met": data_of(HOUSE, MET), "aside": data_of(HOUSE, ASIDE), "blank": data_of(HOUSE, {})}
    files |= {name: edited(files["met"], "Criteria", {first: value}) for name, value in pasted.items()}
    return recalculate(files)


def test_all_met_is_the_best_outcome_without_gaps(edges):
    shown = text_of(HOUSE, MET, edges["met"])
    assert shown == {"banner": "✓  Recommend", "Overall score": 1, "Criteria at target": 27, "Open gaps": 0,
                     "Essential gaps": 0, "Coverage": 1}  # fmt: skip
    assert "No gap in what has been rated." in edges["met"].values()


def test_a_domain_set_aside_leaves_every_sum_and_shows_a_dash(recalculate):
    domain = HOUSE.domains[-1]
    ratings = MET | {one.id: ASIDE[one.id] for one in domain.criteria}
    data = data_of(HOUSE, ratings)
    found = recalculate({"domain": data})["domain"]
    assert differences(data, found) == []
    shown = text_of(HOUSE, ratings, found)
    assert (shown["Overall score"], shown["Criteria at target"]) == (1, 27 - len(domain.criteria))
    assert [value for value in found.values() if str(value).startswith("#")] == []


def test_a_threshold_typed_over_moves_the_recommendation_as_the_rule_would(recalculate):
    weak = {one.id: Rating(criterion=one.id, level="not_met") for one in HOUSE.criteria if not one.essential}
    ratings = MET | weak
    data = data_of(HOUSE, ratings)
    bounds = {place[1]: held.value for place, held in cells(data).items() if place[0] == "Method & provenance"}
    column = next(address for address, value in bounds.items() if value == "Bound").rstrip("0123456789")
    eighty_five = next(address for address, value in bounds.items() if value == 0.85 and address.startswith(column))
    assert recommend(HOUSE, ratings).label != "Recommend"
    plain = HOUSE.model_dump(mode="json")
    first = plain["rule"]["outcomes"][0]
    first["when"] = [sentence.replace("85 %", "50 %") for sentence in first["when"]]
    lenient = recommend(Rubric.model_validate(plain), ratings)
    assert lenient.label == "Recommend"
    found = recalculate({"lower": edited(data, "Method & provenance", {eighty_five: 0.5})})["lower"]
    assert text_of(HOUSE, ratings, found)["banner"].endswith(f"  {lenient.label}")
    unchanged = recalculate({"same": edited(data, "Method & provenance", {eighty_five: 0.85})})["same"]
    assert text_of(HOUSE, ratings, unchanged)["banner"].endswith(f"  {recommend(HOUSE, ratings).label}")


def test_all_not_applicable_is_no_decision_and_no_error(edges):
    shown = text_of(HOUSE, ASIDE, edges["aside"])
    assert shown["banner"] == "–  Not applicable"
    assert shown["Overall score"] == "–"
    assert [value for value in edges["aside"].values() if str(value).startswith("#")] == []


def test_a_blank_report_is_incomplete_and_scores_nothing(edges):
    shown = text_of(HOUSE, {}, edges["blank"])
    assert (shown["banner"], shown["Overall score"], shown["Coverage"]) == ("…  Incomplete", "–", 0)


@pytest.mark.parametrize("name", ["seven", "seven-text", "blanks", "star", "label", "none", "not-allowed"])
def test_what_is_not_on_the_list_counts_as_unrated_never_as_a_level(edges, name: str):
    shown = text_of(HOUSE, MET, edges[name])
    assert (shown["banner"], shown["Criteria at target"]) == ("…  Incomplete", 26)
    assert "… UNRATED" in edges[name].values()


def test_small_letters_are_the_same_word_as_in_a_drop_down(edges):
    assert text_of(HOUSE, MET, edges["lower"])["banner"] == "✓  Recommend"


def test_a_changed_rating_is_counted_and_its_new_gap_is_named_as_unplanned(recalculate):
    data = data_of(HOUSE, MET)
    first = rating_cells(HOUSE, data)["A1"]
    found = recalculate({"one": edited(data, "Criteria", {first: "○ Not met"})})["one"]
    said = [value for value in found.values() if isinstance(value, str)]
    assert any(text.startswith("△ Ratings changed since export: 1.") for text in said)
    assert any(text.startswith("△ 1 of the gaps have no row in the action plan") for text in said)


def test_days_left_count_from_the_day_in_the_sheet(recalculate):
    ratings = MET | {"A1": Rating(criterion="A1", level="partly", rationale="Thin.")}
    data = data_of(HOUSE, ratings)
    sheet = {place[1]: held.value for place, held in cells(data).items() if place[0] == "Gaps & actions"}
    due = next(address for address, value in sheet.items() if value == "Due date")
    left = next(address for address, value in sheet.items() if value == "Days left")
    row = int(due[1:]) + 1
    # 2026-12-03 at noon is day 46359.5 of the spreadsheet's count; the report was made on 2026-11-23
    found = recalculate({"due": edited(data, "Gaps & actions", {f"{due[0]}{row}": 46359.5})})["due"]
    assert found["Gaps & actions", f"{left[0]}{row}"] == 10


def test_no_formula_is_written_without_a_value():
    for made in (HOUSE, every_family("domains")):
        report = gap_report(inputs(made, some_ratings(made, 3)))
        live = [
            cell.content
            for sheet in report.sheets
            for cell in sheet.cells.values()
            if isinstance(cell.content, Formula)
        ]
        assert len(live) > 300
        assert all(isinstance(one.value, str | int | float) for one in live)
