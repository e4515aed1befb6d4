"""A panel: blind until handed in, then side by side, settled, decided."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from standards import Workbench
from standards.errors import NotReady, NotRevealed, RefusedRating, StandardsError, UnknownName, WorkbookRefused
from standards.reviews.model import Absence
from standards.rubrics.model import NotApplicable
from tests.workbooks.returning import Desk

OU = "open-university-microcredential"
SECRET = "Only Ana has written this sentence."


@pytest.fixture
def chair(tmp_path: Path) -> Workbench:
    return Workbench(tmp_path, reviewer="Chris")


@pytest.fixture
def ana(tmp_path: Path) -> Workbench:
    return Workbench(tmp_path, reviewer="Ana")


@pytest.fixture
def ben(tmp_path: Path) -> Workbench:
    return Workbench(tmp_path, reviewer="Ben")


@pytest.fixture
def panel(chair: Workbench) -> str:
    made = chair.convene(OU, "cmf/2019").id
    for name in ("Ana", "Ben"):
        chair.seat(made, name)
    chair.seat(made, "Olga", "observer")
    return made


def review_of(bench: Workbench, panel: str, name: str) -> str:
    return bench.panel(panel).state.members[name].review


def hand_in(bench: Workbench, panel: str, **levels: str) -> str:
    """Rate everything: met, but for the levels given."""
    review = review_of(bench, panel, bench.reviewer)
    for criterion in bench.review(review).asked:
        level = levels.get(criterion.id, "met")
        if level == "n/a":
            bench.rate(review, criterion.id, absence="not applicable", reason="Says who.", accepted_by="Chris")
        else:
            bench.rate(review, criterion.id, level, rationale=SECRET if bench.reviewer == "Ana" else "")
    bench.finish(review)
    return review


def doors(bench: Workbench, review: str, folder: Path) -> dict[str, Callable[[], object]]:
    """Every way to a review that a workbench has."""
    return {
        "review": lambda: bench.review(review),
        "news": lambda: bench.news(review, 0),
        "score": lambda: bench.score(review),
        "gaps": lambda: bench.gaps(review),
        "recommend": lambda: bench.recommend(review),
        "probes": lambda: bench.probes(review),
        "blockers": lambda: bench.blockers(review),
        "advice": lambda: bench.advice(review),
        "report": lambda: bench.report(review, folder / "gap.xlsx"),
        "scoring_book": lambda: bench.scoring_book(review, folder / "book.xlsx"),
        "rate": lambda: bench.rate(review, "M1", "met"),
        "undo": lambda: bench.undo(review),
        "finish": lambda: bench.finish(review),
        "reopen": lambda: bench.reopen(review, "To look."),
    }


def test_every_door_to_a_blind_rating_is_closed(
    ana: Workbench, ben: Workbench, chair: Workbench, panel: str, tmp_path: Path
) -> None:
    review = review_of(ana, panel, "Ana")
    ana.rate(review, "M1", "not_met", rationale=SECRET)
    book = ana.scoring_book(review).data
    olga, stranger = Workbench(tmp_path, reviewer="Olga"), Workbench(tmp_path, reviewer="Zoe")
    for bench in (ben, chair, olga, stranger):
        for name, door in doors(bench, review, tmp_path).items():
            with pytest.raises(StandardsError) as caught:
                door()
            assert SECRET not in str(caught.value), name
        with pytest.raises(NotRevealed):
            bench.returned(book)
        assert SECRET not in repr(bench.reviews())
        assert SECRET not in repr(bench.portfolio("cmf"))
        if bench is not stranger:
            assert SECRET not in repr(bench.panel(panel))
    assert not list(tmp_path.glob("*.xlsx"))


def test_a_stranger_sees_nothing_of_a_panel(panel: str, tmp_path: Path) -> None:
    zoe = Workbench(tmp_path, reviewer="Zoe")
    assert zoe.panels() == ()
    for door in (zoe.panel, lambda one: zoe.seat(one, "Zoe"), lambda one: zoe.remark(one, "M1", "So?")):
        with pytest.raises(NotRevealed):
            door(panel)


def test_who_has_not_handed_in_does_not_see_who_has(
    ana: Workbench, ben: Workbench, chair: Workbench, panel: str
) -> None:
    review = hand_in(ana, panel)
    with pytest.raises(NotRevealed, match="your own"):
        ben.review(review)
    assert chair.review(review).finished
    hand_in(ben, panel)
    assert ben.review(review).ratings["M1"].rationale == SECRET


def test_reopening_hides_a_review_again_and_is_on_record(ana: Workbench, chair: Workbench, panel: str) -> None:
    review = hand_in(ana, panel)
    ana.reopen(review, "The transcript arrived.")
    with pytest.raises(NotRevealed):
        chair.review(review)
    assert ana.review(review).entries[-1].note == "The transcript arrived."


def test_progress_shows_but_no_rating_before_everyone_has_handed_in(
    ana: Workbench, ben: Workbench, chair: Workbench, panel: str
) -> None:
    ben.rate(review_of(ben, panel, "Ben"), "M1", "met")
    hand_in(ana, panel)
    view = chair.panel(panel)
    assert {seat.member.name: (seat.rated, seat.handed_in) for seat in view.seats} == {
        "Chris": (0, False), "Ana": (11, True), "Ben": (1, False), "Olga": (0, False),
    }  # fmt: skip
    assert not view.revealed
    assert (view.differences, view.ratings, view.card) == ((), {}, None)


def test_differences_come_first_a_split_before_a_spread(chair: Workbench, ana: Workbench, ben: Workbench) -> None:
    made = chair.convene(OU, "house-draft/0.1").id
    for name in ("Ana", "Ben"):
        chair.seat(made, name)
    rubric = chair.rubric("house-draft/0.1")
    aside = next(one.id for one in rubric.criteria if rubric.not_applicable_for(one) is NotApplicable.REASON)
    far, near = [one.id for one in rubric.criteria if one.id != aside][:2]
    hand_in(ana, made, **{far: "not_met", near: "partly", aside: "n/a"})
    hand_in(ben, made)
    view = chair.panel(made)
    assert view.revealed
    assert [(one.criterion.id, one.split, one.spread) for one in view.differences[:3]] == [
        (aside, True, 0), (far, False, 2), (near, False, 1),
    ]  # fmt: skip
    assert view.open == (aside, far, near)
    assert view.ratings.keys() == {one.criterion.id for one in view.differences if one.alike}


def test_a_consensus_keeps_the_ratings_its_reason_and_dissent(
    ana: Workbench, ben: Workbench, chair: Workbench, panel: str
) -> None:
    review = hand_in(ana, panel, M2="not_met")
    hand_in(ben, panel)
    chair.remark(panel, "M2", "The page names credits, not hours.")
    with pytest.raises(RefusedRating, match="why"):
        chair.settle(panel, "M2", "partly", reason=" ")
    with pytest.raises(RefusedRating, match="chair"):
        ana.settle(panel, "M2", "not_met", reason="Mine.")
    with pytest.raises(UnknownName):
        chair.settle(panel, "M2", "half", reason="So.")
    chair.settle(panel, "M2", "partly", reason="Credits are named, hours are not.")
    ana.dissent(panel, "M2", "Nothing is named that can be checked.", "not_met")
    view = chair.panel(panel)
    assert view.open == ()
    assert view.ratings["M2"].level == "partly"
    assert ana.review(review).ratings["M2"].level == "not_met"
    assert [(one.member, one.level) for one in view.state.dissents("M2")] == [("Ana", "not_met")]
    chair.settle(panel, "M2", "met", reason="The registry confirmed hours.")
    later = chair.panel(panel).state
    assert later.dissents("M2") == ()
    assert [line.kind for line in later.lines if line.kind in ("consensus", "dissent")] == [
        "consensus", "dissent", "consensus",
    ]  # fmt: skip


def test_a_decision_may_differ_from_the_recommendation_and_says_so(
    ana: Workbench, ben: Workbench, chair: Workbench, panel: str
) -> None:
    hand_in(ana, panel, M2="not_met")
    with pytest.raises(NotRevealed):
        chair.decide(panel, "meets", reason="Early.")
    hand_in(ben, panel)
    outcomes = [one.key for one in chair.panel(panel).state.rubric.rule.outcomes]
    with pytest.raises(NotReady, match="M2"):
        chair.decide(panel, outcomes[0], reason="Early.")
    chair.settle(panel, "M2", "not_met", reason="No source found.")
    advice = chair.panel(panel).recommendation
    assert advice is not None
    assert advice.outcome is not None
    other = next(key for key in outcomes if key != advice.outcome.key)
    said = chair.decide(panel, other, reason="The provider has published the hours since.", dissent=["Ana: too early."])
    assert not said.follows
    assert said.names == ("Ana", "Ben")
    again = chair.decide(panel, advice.outcome.key, reason="Reconsidered: the page is gone again.", names=["Dora"])
    state = chair.panel(panel).state
    assert again.follows
    assert again.reconsiders == state.decisions[0].seq
    assert [line.decision for line in state.decisions] == [said, again]
    with pytest.raises(UnknownName):
        chair.decide(panel, "maybe", reason="So.")


def test_who_steps_aside_rates_nothing_sees_nothing_and_is_no_missing_rating(
    ana: Workbench, ben: Workbench, chair: Workbench, panel: str
) -> None:
    mine = review_of(ben, panel, "Ben")
    ben.rate(mine, "M1", "met")
    with pytest.raises(RefusedRating, match="sentence"):
        ben.declare(panel, "Ben", "employment", "recuse")
    with pytest.raises(RefusedRating, match="Only Ben"):
        ana.declare(panel, "Ben", "employment", "recuse", details="Works there.")
    chair.declare(panel, "Ben", "employment", "recuse", period="2019 to 2023", details="Taught there.")
    state = ben.review(mine)
    assert {rating.absence for rating in state.ratings.values()} == {Absence.RECUSED}
    assert state.history_of("M1")[0].rating.level == "met"  # type: ignore[union-attr]
    with pytest.raises(RefusedRating, match="stepped aside"):
        ben.rate(mine, "M1", "met")
    review = hand_in(ana, panel, M2="not_met")
    view = chair.panel(panel)
    assert view.revealed
    assert [one.missing for one in view.differences if one.missing] == []
    with pytest.raises(NotRevealed):
        ben.review(review)
    assert not ben.panel(panel).revealed
    with pytest.raises(RefusedRating, match="stepped aside"):
        chair.settle(panel, "M2", "met", reason="So.", participants=["Ana", "Ben"])


def test_a_reviewer_of_some_domains_is_asked_about_those_only(chair: Workbench, tmp_path: Path) -> None:
    made = chair.convene(OU, "cmf/2019").id
    domains = [domain.id for domain in chair.rubric("cmf/2019").domains]
    chair.seat(made, "Dora", domains=domains[:1])
    with pytest.raises(UnknownName):
        chair.seat(made, "Eve", domains=["nowhere"])
    dora = Workbench(tmp_path, reviewer="Dora")
    review = hand_in(dora, made)
    asked = {one.id for one in dora.review(review).asked}
    assert asked == {one.id for one in chair.rubric("cmf/2019").domains[0].criteria}
    view = chair.panel(made)
    assert {one.criterion.id for one in view.differences if one.ratings} == asked


def test_a_calibration_round_tells_the_distance_to_its_key_and_counts_nowhere(
    chair: Workbench, ana: Workbench, tmp_path: Path
) -> None:
    made = chair.convene(OU, "cmf/2019", calibration=True).id
    chair.seat(made, "Ana")
    with pytest.raises(UnknownName):
        chair.set_key(made, {"M1": "half"})
    chair.set_key(made, {"M1": "met", "M2": "met", "M3": "not_met"})
    hand_in(ana, made, M2="not_met")
    assert chair.panel(made).distances == {"Ana": {"M1": 0, "M2": -2, "M3": 2}}
    assert len(chair.portfolio("cmf")) == 0


def test_a_scoring_book_comes_back_to_the_reviewers_own_review_only(
    ana: Workbench, chair: Workbench, panel: str
) -> None:
    review = review_of(ana, panel, "Ana")
    desk = Desk(ana.scoring_book(review).data)
    desk.put("M1", "Rating", "● Met")
    assert len(ana.take_in(ana.returned(desk.saved())).entries) == 1
    with pytest.raises(NotRevealed):
        chair.returned(desk.saved())


def test_a_panels_report_shows_every_rating_and_what_was_settled(
    ana: Workbench, ben: Workbench, chair: Workbench, panel: str, tmp_path: Path
) -> None:
    hand_in(ana, panel, M2="not_met", M3="partly")
    with pytest.raises(NotRevealed):
        chair.panel_report(panel, tmp_path / "early.xlsx")
    hand_in(ben, panel)
    chair.settle(panel, "M2", "partly", reason="Credits are named, hours are not.")
    ana.dissent(panel, "M2", "Nothing can be checked.")
    report = chair.panel_report(panel)
    book = openpyxl.load_workbook(BytesIO(report.data), data_only=True)
    sheet = book["Panel agreement"]
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows() if row[0].value}
    head = rows["ID"]
    second = dict(zip(head, rows["M2"], strict=True))
    assert (second["Ana"], second["Ben"], second["Settled"]) == ("○ Not met", "● Met", "◐ Partly shown")
    assert (second["Spread"], second["Say the same"], second["Discussion"]) == (2, "0.0 %", "▲ Discuss")
    assert "Credits are named" in second["Why"]
    assert second["Dissent"] == "Ana: Nothing can be checked."
    third = dict(zip(head, rows["M3"], strict=True))
    assert (third["Discussion"], third["Settled"]) == ("△ Check", None)
    people = {row[1].value: [cell.value for cell in row[2:6]] for row in sheet.iter_rows() if row[1].value}
    assert people["Ana"] == [11, 0, 9, "81.8 %"]
    criteria = {row[0].value: [cell.value for cell in row] for row in book["Criteria"].iter_rows() if row[0].value}
    assert "◐ Partly shown" in criteria["M2"]
    comments = [cell.value for row in book["Reviewer comments"].iter_rows() for cell in row]
    assert {"Ana"} <= set(comments)
    assert chair.verify(report.data).issued
    with pytest.raises(WorkbookRefused, match="panel report"):
        chair.returned(report.data)
    chair.settle(panel, "M3", "met", reason="Seen on the second page.")
    outcome = chair.panel(panel).state.rubric.rule.outcomes[-1].key
    chair.decide(panel, outcome, reason="Hours are missing.")
    texts = [
        str(cell.value)
        for row in openpyxl.load_workbook(BytesIO(chair.panel_report(panel).data))["Panel agreement"].iter_rows()
        for cell in row
    ]
    assert any("Hours are missing." in text for text in texts)
