"""What the gaps page answers, without a browser and with a real store."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standards import Workbench
from standards.errors import UnknownName
from standards.pages.base import link
from standards.pages.gaps import GapsPage, gap_register
from standards.pages.message import Reply
from standards.scoring import gaps, recommend, score
from tests.browser.gaps import answered, filled_in, rated
from tests.workbooks.returning import Desk


class GapTab:
    """One browser tab, as Python sees it."""

    def __init__(self, page: GapsPage) -> None:
        self.page = page

    def say(self, op: str, *files: bytes, **content: Any) -> dict[str, Any]:
        """Send one message; contents that came packed are put beside the replies'."""
        message = {"op": op, **content, **({"buffers": files} if files else {})}
        first, *more = [opened(reply) for reply in self.page.handle(message)]
        return {**first, "followed": [one["op"] for one in more], **{one["op"]: one for one in more}}

    def bring(self, data: bytes, name: str = "back.xlsx") -> dict[str, Any]:
        return self.say("bring", data, name=name)


def opened(reply: Reply) -> dict[str, Any]:
    """A reply with what it carries packed; a file's bytes stand under `data`."""
    if reply.content["op"] in ("register", "preview"):
        return {**reply.content, **json.loads(zlib.decompress(reply.buffers[0]))}
    return {**reply.content, "data": reply.buffers[0] if reply.buffers else b""}


@pytest.fixture
def prepared_review(bench: Workbench, review: str) -> str:
    rated(bench, review)
    answered(bench, review)
    return review


@pytest.fixture
def page(bench: Workbench, prepared_review: str) -> GapsPage:
    return GapsPage(bench, prepared_review)


@pytest.fixture
def tab(page: GapsPage) -> GapTab:
    return GapTab(page)


@pytest.fixture
def book(bench: Workbench, prepared_review: str, tmp_path: Path) -> bytes:
    return filled_in(bench, prepared_review, tmp_path / "back.xlsx").read_bytes()


# -- the register ---------------------------------------------------------------------------


def test_gaps_stand_worst_first_with_their_answers(page: GapsPage) -> None:
    shown = page.contents()
    assert [(gap["severity"], gap["id"]) for gap in shown["gaps"]] == [
        ("critical", "M7"), ("major", "M1"), ("major", "M9"), ("major", "M11"),
    ]  # fmt: skip
    first = shown["gaps"][0]
    assert (first["now"], first["target"]) == ("○ Not met", "● Met")
    assert (first["seen"], first["action"]) == (
        "No identity check is described anywhere.",
        "Describe how identity is verified at assessment.",
    )
    assert first["answer"]["due"] == "2027-10-01"
    assert first["answer"]["status"] == "In progress"
    assert [gap["answer"] is None for gap in shown["gaps"]] == [False, True, False, True]


def test_without_gaps_the_page_says_so_and_what_is_not_yet_rated(bench: Workbench, review: str) -> None:
    page = GapsPage(bench, review)
    assert page.contents()["empty"] == "No gap in what has been rated; 11 criteria are not yet rated."
    for number in range(1, 11):
        bench.rate(review, f"M{number}", "met")
    assert page.contents()["empty"] == "No gap in what has been rated; 1 criterion is not yet rated."
    bench.rate(review, "M11", "met")
    assert page.contents()["empty"] == "No gap: every criterion that was rated reaches its target."


def test_an_answer_is_not_lost_when_its_gap_is_closed(page: GapsPage, bench: Workbench, prepared_review: str) -> None:
    assert page.contents()["closed"] == []
    bench.rate(prepared_review, "M7", "met")
    [closed] = page.contents()["closed"]
    assert (closed["id"], closed["now"]) == ("M7", "● Met")
    assert closed["answer"]["owner"] == "Head of assessment"


def test_a_register_is_sent_again_only_after_something_was_written(
    tab: GapTab, bench: Workbench, prepared_review: str
) -> None:
    seen = tab.page.contents()["seq"]
    assert tab.say("look", after=seen)["op"] == "same"
    bench.rate(prepared_review, "M1", "met")
    news = tab.say("look", after=seen)
    assert news["op"] == "register"
    assert "M1" not in {gap["id"] for gap in news["gaps"]}


# -- workbooks out --------------------------------------------------------------------------


@pytest.mark.parametrize(("op", "kind"), [("report", "Gap report"), ("book", "Scoring book")])
def test_a_workbook_comes_with_the_digest_that_it_is_filed_under(
    tab: GapTab, bench: Workbench, op: str, kind: str
) -> None:
    made = tab.say(op)
    assert (made["op"], made["for"], made["kind"]) == ("file", op, kind)
    assert made["name"].endswith(".xlsx")
    found = bench.verify(made["data"])
    assert found.digest == made["digest"]
    assert found.issued


# -- workbooks in ---------------------------------------------------------------------------


def test_a_preview_puts_conflicts_first_and_stores_nothing(
    tab: GapTab, book: bytes, bench: Workbench, prepared_review: str
) -> None:
    before = bench.review(prepared_review)
    seen = tab.bring(book)
    assert (seen["op"], seen["kind"], seen["rows"], seen["conflicts"]) == ("preview", "scoring book", "11 rows", 1)
    assert [group["id"] for group in seen["groups"]] == ["M9", "M3", "M11"]
    [conflict] = seen["groups"][0]["changes"]
    assert (conflict["base"], conflict["here"], conflict["there"]) == (
        "Hours stand on the course page, not on the transcript.",
        "Hours are in the catalogue too, not on the transcript.",
        "The registry confirmed by mail that hours follow in 2027.",
    )
    assert conflict["conflict"]
    assert conflict["who"] == "The workbook, and Ana here"
    assert [one["code"] for one in seen["unread"]] == ["W06"]
    assert "Rating of M2" in seen["unread"][0]["where"]
    assert seen["evidence"] == ["R1 Sample transcript of 3 March, by mail"]
    assert seen["words"] == "Will be stored: 2 ratings and 1 new piece of evidence."
    assert bench.review(prepared_review).last_seq == before.last_seq


def test_choices_are_weighed_and_taken(tab: GapTab, book: bytes, bench: Workbench, prepared_review: str) -> None:
    number = tab.bring(book)["preview"]
    theirs = [["M9", "rationale"]]
    assert tab.say("weigh", preview=number, theirs=theirs)["ratings"] == 3
    assert tab.say("weigh", preview=number, theirs=[])["ratings"] == 2
    stored = tab.say("store", preview=number, theirs=theirs)
    assert (stored["op"], stored["words"], stored["aside"]) == (
        "stored",
        "Stored: 3 ratings. Not taken: 1 place that could not be read.",
        [],
    )
    assert stored["followed"] == ["register"]
    assert "M11" not in {gap["id"] for gap in stored["register"]["gaps"]}
    ratings = bench.review(prepared_review).ratings
    assert ratings["M9"].rationale == "The registry confirmed by mail that hours follow in 2027."
    assert ratings["M11"].evidence == ("R1",)


def test_what_is_here_stays_unless_the_person_says_otherwise(
    tab: GapTab, book: bytes, bench: Workbench, prepared_review: str
) -> None:
    tab.say("store", preview=tab.bring(book)["preview"])
    rating = bench.review(prepared_review).ratings["M9"]
    assert rating.rationale == "Hours are in the catalogue too, not on the transcript."


def test_only_conflicts_can_be_chosen_and_nothing_else_gets_in(
    tab: GapTab, book: bytes, bench: Workbench, prepared_review: str
) -> None:
    number = tab.bring(book)["preview"]
    made_up = [["M1", "rationale"], ["M99", "rating"], ["M9", "no such field"]]
    assert tab.say("weigh", preview=number, theirs=made_up)["ratings"] == 2
    reply = tab.say("store", preview=number, theirs=[], ratings=[{"criterion": "M1", "level": "met"}])
    assert (reply["op"], reply["code"]) == ("error", "refused")
    assert bench.review(prepared_review).ratings["M1"].level == "partly"


def test_the_same_file_twice_changes_nothing_the_second_time(
    tab: GapTab, book: bytes, bench: Workbench, prepared_review: str
) -> None:
    tab.say("store", preview=tab.bring(book)["preview"], theirs=[["M9", "rationale"]])
    before = bench.review(prepared_review).last_seq
    again = tab.bring(book)
    assert (again["groups"], again["stores"], again["words"]) == ([], False, "Nothing will be stored.")
    assert bench.review(prepared_review).last_seq == before


def test_the_same_yes_twice_is_stored_once(tab: GapTab, book: bytes, bench: Workbench, prepared_review: str) -> None:
    number = tab.bring(book)["preview"]
    first = tab.say("store", preview=number)
    lines = bench.review(prepared_review).last_seq
    assert tab.say("store", preview=number)["words"] == first["words"]
    assert bench.review(prepared_review).last_seq == lines


def test_a_review_that_changed_after_the_preview_is_compared_again(
    tab: GapTab, book: bytes, bench: Workbench, prepared_review: str
) -> None:
    number = tab.bring(book)["preview"]
    bench.rate(prepared_review, "M11", "partly")
    again = tab.say("store", preview=number)
    assert (again["op"], again["preview"], again["conflicts"]) == ("preview", number + 1, 3)
    assert again["since"] == "The review was changed by Ana on M11 after this preview was made."
    assert bench.review(prepared_review).ratings["M11"].level == "partly"
    stored = tab.say("store", preview=number + 1, theirs=[["M11", "rating"]])
    assert stored["op"] == "stored"
    assert bench.review(prepared_review).ratings["M11"].level == "met"


@pytest.mark.parametrize("op", ["weigh", "store"])
def test_a_preview_that_was_replaced_or_discarded_counts_no_more(tab: GapTab, book: bytes, op: str) -> None:
    first = tab.bring(book)["preview"]
    second = tab.bring(book)["preview"]
    assert "no longer open" in tab.say(op, preview=first)["text"]
    assert tab.say("discard", preview=second)["op"] == "closed"
    assert "no longer open" in tab.say(op, preview=second)["text"]


def test_a_finished_review_takes_answers_and_no_ratings(tab: GapTab, bench: Workbench, prepared_review: str) -> None:
    ratings = Desk(bench.scoring_book(prepared_review).data)
    ratings.put("M1", "Rating", "● Met")
    answers = Desk(bench.report(prepared_review).data, "Gaps & actions")
    answers.put("M1", "Owner", "Registry")
    bench.finish(prepared_review)
    seen = tab.bring(ratings.saved())
    assert seen["finished"]
    assert tab.say("store", preview=seen["preview"])["code"] == "closed"
    stored = tab.say("store", preview=tab.bring(answers.saved())["preview"])
    assert stored["op"] == "stored"
    assert bench.review(prepared_review).plan_of("M1").owner == "Registry"


def test_a_rating_that_the_rubric_does_not_allow_is_said_at_its_cell(tab: GapTab, bench: Workbench) -> None:
    review = tab.page.contents()["review"]["id"]
    desk = Desk(bench.scoring_book(review).data)
    desk.put("M1", "Rating", "– Not applicable")
    desk.put("M1", "Why it does not apply", "Because.")
    seen = tab.bring(desk.saved())
    assert [one["code"] for one in seen["unread"]] == ["W08"]
    assert [one["id"] for one in seen["refused"]] == ["M1"]
    assert not seen["stores"]


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "X01"), (b"Dear all", "X02"), (b"PK\x03\x04" + bytes(10_000_000), "X05")]
)
def test_a_file_that_is_no_workbook_is_refused_with_code_and_sentence(tab: GapTab, data: bytes, code: str) -> None:
    reply = tab.bring(data)
    assert (reply["op"], reply["for"], reply["code"]) == ("error", "bring", code)
    assert reply["text"].endswith(".")


def test_a_workbook_of_another_review_is_refused(tab: GapTab, bench: Workbench) -> None:
    other = bench.start_review("open-university-microcredential", "cmf").id
    reply = tab.bring(bench.scoring_book(other).data)
    assert reply["code"] == "M05"
    assert other in reply["text"]


def test_a_refused_file_leaves_the_open_preview_alone(tab: GapTab, book: bytes) -> None:
    number = tab.bring(book)["preview"]
    tab.bring(b"Dear all")
    assert tab.say("store", preview=number)["op"] == "stored"


# -- what if --------------------------------------------------------------------------------


def test_what_if_stores_nothing_and_says_the_difference(tab: GapTab, bench: Workbench, prepared_review: str) -> None:
    before = bench.review(prepared_review)
    seen = tab.say("what-if", criteria=["M1"])
    assert (seen["now"]["score"], seen["then"]["score"], seen["points"]) == ("80.0 %", "85.0 %", "+5.0")
    assert (seen["now"]["gaps"], seen["then"]["gaps"]) == (4, 3)
    assert bench.review(prepared_review) == before


def test_the_smallest_change_on_offer_reaches_what_it_promises(tab: GapTab) -> None:
    rise = tab.page.contents()["rise"]
    seen = tab.say("what-if", criteria=rise["criteria"], to=rise["to"])
    assert f"“{seen['then']['label']}”" in rise["words"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(
    chosen=st.sets(st.sampled_from([f"M{number}" for number in range(1, 13)])), to=st.sampled_from(["target", "top"])
)
def test_what_if_is_what_rating_so_would_give(
    tab: GapTab, bench: Workbench, prepared_review: str, chosen: set[str], to: str
) -> None:
    state = bench.review(prepared_review)
    seen = tab.say("what-if", criteria=sorted(chosen), to=to)
    ratings = dict(state.ratings)
    for name in chosen & set(ratings):
        if ratings[name].level != "met":
            ratings[name] = ratings[name].revised(level="met", absence=None, finding=None)
    card = score(state.rubric, ratings)
    assert seen["then"]["score"] == card.overall.text
    assert seen["then"]["label"] == recommend(state.rubric, ratings).label
    assert seen["then"]["gaps"] == len(gaps(state.rubric, card, ratings))
    assert seen["then"]["gaps"] <= seen["now"]["gaps"]


# -- the page itself ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "message",
    [{}, {"op": "drop"}, {"op": "look", "after": -1}, {"op": "store"}, {"op": "what-if", "criteria": 7}, {"op": None},
     {"op": "report", "review": "another"}, {"op": "bring", "name": "x" * 301}],
)  # fmt: skip
def test_nonsense_gets_an_answer_and_harms_nothing(page: GapsPage, message: dict[str, Any]) -> None:
    [reply] = page.handle(message)
    assert (reply.content["op"], reply.content["code"]) == ("error", "refused")


def test_an_unknown_review_is_refused_when_the_page_is_made(bench: Workbench) -> None:
    with pytest.raises(UnknownName):
        gap_register(bench, "nonesuch")


def test_a_file_travels_beside_its_message(page: GapsPage, book: bytes) -> None:
    class Wire:
        """A widget's two ends without a browser between."""

        def on_msg(self, callback: Any, /) -> None:
            self.hear = callback

        def send(self, content: dict[str, Any], buffers: Any = None) -> None:
            self.sent = content

    wire = Wire()
    link(wire, page)
    wire.hear(wire, {"op": "bring", "name": "back.xlsx"}, [memoryview(book)])
    assert wire.sent["op"] == "preview"


LEAN = """
import json, sys
from pathlib import Path
from standards import Workbench
from standards.pages.gaps import GapsPage, gap_register

bench = Workbench(Path(sys.argv[1]), reviewer="Ana")
gap_register(bench, sys.argv[2])
[reply] = GapsPage(bench, sys.argv[2]).handle(
    {"op": "bring", "name": "back.xlsx", "buffers": (Path(sys.argv[3]).read_bytes(),)}
)
assert reply.content["op"] == "preview", reply.content
heavy = ["pandas", "openpyxl", "xlsxwriter", "jsonschema", "scipy", "voila", "tornado.web"]
print(json.dumps([name for name in heavy if name in sys.modules]))
"""


def test_showing_gaps_and_reading_a_workbook_load_nothing_heavy(
    bench: Workbench, prepared_review: str, book: bytes, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", LEAN, str(bench.folder), prepared_review, str(tmp_path / "back.xlsx")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == []
