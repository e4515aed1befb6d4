"""What the first page lists and does, without a browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from standards import Workbench
from standards.pages.home import HomePage
from tests.pages.conftest import OPEN_UNIVERSITY


@pytest.fixture
def home(bench: Workbench) -> HomePage:
    return HomePage(bench)


def test_a_newcomer_is_offered_the_example(empty: Workbench) -> None:
    contents = HomePage(empty).contents()
    assert contents["reviews"] == []
    assert contents["example"]["program"] == OPEN_UNIVERSITY
    assert contents["example"]["rubric"].startswith("cmf/")
    assert contents["example"]["review"] == ""


def test_the_example_leads_to_its_review_until_something_is_rated(
    bench: Workbench, home: HomePage, review: str
) -> None:
    assert home.contents()["example"]["review"] == review
    bench.rate(review, "M1", "met")
    assert home.contents()["example"] is None


def test_rubrics_say_their_status_issuer_and_disclaimer(home: HomePage) -> None:
    for rubric in home.contents()["rubrics"]:
        assert rubric["status"]
        assert rubric["issuer"]
        assert rubric["disclaimer"]
        assert rubric["criteria"] > 0


def test_starting_a_review_answers_with_its_id(home: HomePage, bench: Workbench) -> None:
    [reply] = home.handle({"op": "start", "program": OPEN_UNIVERSITY, "rubric": "cmf/2019"})
    assert reply.content["op"] == "started"
    [listed, _earlier] = home.contents()["reviews"]
    assert listed["id"] == reply.content["review"]
    assert (listed["rated"], listed["criteria"], listed["finished"]) == (0, 11, False)


def test_only_the_reviewers_own_reviews_are_listed(bench: Workbench, home: HomePage, review: str) -> None:
    bench.start_review(OPEN_UNIVERSITY, "cmf", reviewer="Ben")
    assert [one["id"] for one in home.contents()["reviews"]] == [review]


def test_someone_elses_review_does_not_open(bench: Workbench) -> None:
    opened: list[str] = []
    theirs = bench.start_review(OPEN_UNIVERSITY, "cmf", reviewer="Ben").id
    mine = bench.start_review(OPEN_UNIVERSITY, "cmf").id
    home = HomePage(bench, opened.append)
    assert home.handle({"op": "open", "review": theirs})[0].content["op"] == "error"
    assert home.handle({"op": "open", "review": mine})[0].content["op"] == "opened"
    assert opened == [mine]


def test_an_unknown_program_is_refused_with_the_nearest_name(home: HomePage) -> None:
    [reply] = home.handle({"op": "start", "program": "open-university", "rubric": "cmf/2019"})
    assert reply.content["op"] == "error"
    assert OPEN_UNIVERSITY in reply.content["text"]


def test_nothing_chosen_is_said_kindly(home: HomePage) -> None:
    [reply] = home.handle({"op": "start", "program": "", "rubric": ""})
    assert "Choose" in reply.content["text"]


def test_a_broken_rubric_is_listed_with_every_finding_and_the_rest_works(bench: Workbench, tmp_path: Path) -> None:
    folder = tmp_path / "rubrics" / "mine"
    folder.mkdir(parents=True)
    (folder / "1.yaml").write_text("id: mine\nversion: '1'\ntitel: Mine\nstatus: drafty\n", encoding="utf-8")
    contents = HomePage(Workbench(tmp_path, reviewer="Ana")).contents()
    [broken] = contents["broken"]
    assert "1.yaml" in broken["file"]
    assert len(broken["findings"]) >= 3
    assert any(finding["line"] for finding in broken["findings"])
    assert any(rubric["name"] == "cmf/2019" for rubric in contents["rubrics"])


def test_a_store_that_cannot_be_opened_is_said_and_the_library_still_shows(tmp_path: Path) -> None:
    bench = Workbench(tmp_path, reviewer="Ana", store=f"sqlite:///{tmp_path / 'missing' / 'store.sqlite3'}")
    contents = HomePage(bench).contents()
    assert contents["trouble"]
    assert contents["rubrics"]


def test_everything_sent_is_plain_json(home: HomePage) -> None:
    json.dumps(home.contents(), allow_nan=False)
