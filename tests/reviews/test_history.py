"""A review's history: nothing is dropped, the newest holds, conflicts keep both, undo records what held before."""

from __future__ import annotations

from datetime import UTC, datetime

from standards.programs.files import load
from standards.reviews.history import ReviewState
from standards.reviews.model import Entry, Rating, Review
from tests.making import rubric
from tests.programs.test_programs import PROGRAM

NOW = datetime(2026, 1, 1, tzinfo=UTC)
RUBRIC = rubric([{"id": "A1"}, {"id": "A2"}])
PROGRAM_READ = load(PROGRAM.encode())
START = ReviewState(
    Review(
        id="r",
        program_id="p",
        program_digest=PROGRAM_READ.digest,
        rubric_id="made",
        rubric_version="1",
        rubric_digest=RUBRIC.digest,
        reviewer="ana",
        started=NOW,
    ),
    RUBRIC,
    PROGRAM_READ,
)


def rated(seq: int, level: str, *, session: str = "one", based_on: int = 0, criterion: str = "A1", **more) -> Entry:
    rating = Rating(criterion=criterion, level=level)
    return Entry(
        seq=seq,
        client_id=str(seq),
        kind="rating",
        by="ana",
        at=NOW,
        session=session,
        based_on=based_on,
        rating=rating,
        **more,
    )


def test_the_newest_rating_holds_and_the_earlier_ones_stay_readable() -> None:
    state = START.after([rated(1, "met"), rated(2, "partly")])
    assert state.ratings["A1"].level == "partly"
    assert [entry.rating.level for entry in state.history_of("A1") if entry.rating] == ["met", "partly"]


def test_applying_lines_one_by_one_or_at_once_gives_the_same() -> None:
    lines = [rated(1, "met"), rated(2, "partly", criterion="A2"), rated(3, "not_met", session="two")]
    one_by_one = START
    for line in lines:
        one_by_one = one_by_one.after([line])
    assert one_by_one == START.after(lines)


def test_a_tab_that_had_not_seen_the_other_does_not_overwrite_it_and_its_text_is_kept_aside() -> None:
    state = START.after([rated(1, "met"), rated(2, "partly", session="two", based_on=0)])
    assert state.ratings["A1"].level == "met"
    assert [entry.seq for entry in state.conflicts] == [2]


def test_a_tab_that_had_seen_the_other_may_change_it() -> None:
    state = START.after([rated(1, "met"), rated(2, "partly", session="two", based_on=1)])
    assert state.ratings["A1"].level == "partly"
    assert state.conflicts == ()


def test_a_rating_that_arrives_after_the_end_is_kept_aside() -> None:
    finished = Entry(seq=2, client_id="f", kind="finished", by="ana", at=NOW)
    state = START.after([rated(1, "met"), finished, rated(3, "partly")])
    assert state.finished
    assert state.ratings["A1"].level == "met"
    assert [entry.seq for entry in state.conflicts] == [3]


def test_undo_takes_back_step_by_step() -> None:
    state = START.after([rated(1, "met"), rated(2, "partly")])
    assert state.undoable is not None
    assert state.undoable.before == Rating(criterion="A1", level="met")
    state = state.after([rated(3, "met", undoes=2)])
    assert state.undoable is not None
    assert (state.undoable.seq, state.undoable.before) == (1, None)
