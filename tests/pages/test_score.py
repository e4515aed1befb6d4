"""What the score page answers, without a browser and with a real store."""

from __future__ import annotations

import json
import logging
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from standards import Workbench
from standards.errors import StoreReadOnly, UnknownName
from standards.pages.scoring import ScorePage, scorecard
from tests.pages.conftest import OPEN_UNIVERSITY, Tab


def test_a_rating_is_on_disk_before_it_is_acknowledged(tab: Tab, bench: Workbench, review: str, tmp_path: Path) -> None:
    reply = tab.rate("M2", "met", rationale="15 UK credits")
    assert reply["op"] == "saved"
    assert reply["client_id"] == "tab one-1"
    assert reply["now"]["M2"]["level"] == "met"
    elsewhere = Workbench(tmp_path, reviewer="Ana").review(review)
    assert elsewhere.ratings["M2"].rationale == "15 UK credits"


def test_the_receipt_comes_first_and_the_result_follows(page: ScorePage) -> None:
    replies = page.handle({"op": "rate", "client_id": "1", "criterion": "M2", "level": "met"})
    assert [reply.content["op"] for reply in replies] == ["saved", "result"]


def test_every_acknowledgement_is_followed_by_the_result(tab: Tab) -> None:
    result = tab.rate("M2", "met")["result"]
    assert (result["answered"], result["total"]) == (1, 11)
    assert result["score"] == "100.0 %"
    assert result["label"] == "Incomplete"
    assert result["trace"][0]["clauses"]
    assert result["bars"].startswith("<svg")


def test_the_same_message_twice_is_stored_once(tab: Tab, bench: Workbench, review: str) -> None:
    first = tab.rate("M2", "met", client_id="once")
    again = tab.rate("M2", "met", client_id="once", based_on=0)
    assert (first["op"], again["op"]) == ("saved", "saved")
    assert len(bench.review(review).entries) == 1


def test_not_applicable_without_a_reason_is_refused_and_nothing_is_stored(bench: Workbench, tmp_path: Path) -> None:
    page = ScorePage(bench, bench.start_review(OPEN_UNIVERSITY, "house-draft").id)
    tab = Tab(page, "tab")
    reply = tab.rate("B2", absence="not applicable")
    assert (reply["op"], reply["code"]) == ("error", "refused")
    assert "reason" in reply["text"]
    assert tab.rate("B2", absence="not applicable", reason="no skills framework here")["op"] == "saved"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"criterion": "M99", "level": "met"}, "M9"),
        ({"criterion": "M2", "level": "mett"}, "met"),
        ({"criterion": "M2", "level": "met", "evidence": ["E77"]}, "E77"),
        ({"criterion": "M2", "absence": "not applicable", "reason": "because"}, "not applicable"),
        ({"criterion": "M2", "level": "met", "absence": "recused"}, "either"),
        ({"criterion": "M2", "absence": "perhaps"}, "absence"),
        ({"criterion": "M2", "level": "met", "reviewer": "someone else"}, "reviewer"),
        ({"criterion": "M2", "level": "met", "rationale": "x" * 50_001}, "rationale"),
    ],
)
def test_what_the_rubric_does_not_allow_is_refused_in_words(tab: Tab, content: dict[str, Any], words: str) -> None:
    reply = tab.change("rate", **content)
    assert (reply["op"], reply["code"], reply["client_id"]) == ("error", "refused", "tab one-1")
    assert words in reply["text"]


@pytest.mark.parametrize("message", [{}, {"op": "drop"}, {"op": "news", "after": -1}, {"op": "rate"}, {"op": None}])
def test_nonsense_gets_an_answer_and_harms_nothing(page: ScorePage, message: dict[str, Any]) -> None:
    [reply] = page.handle(message)
    assert reply.content["op"] == "error"


def test_evidence_gets_an_id_a_date_and_its_criterion(tab: Tab) -> None:
    evidence = {"title": "Course page", "type": "public page", "accessed": "2026-03-01", "quotation": "13 hours"}
    reply = tab.change("evidence", criterion="M1", evidence=evidence)
    assert reply["op"] == "saved"
    added = next(item for item in reply["evidence"] if item["id"] == reply["evidence_id"])
    assert added["title"] == "Course page"
    assert added["criteria"] == ["cmf:M1"]
    assert added["submitted_by"] == "Ana"
    assert tab.rate("M1", "partly", evidence=[reply["evidence_id"]])["op"] == "saved"


def test_evidence_sent_twice_is_one_piece_of_evidence(tab: Tab) -> None:
    say = {"criterion": "M1", "evidence": {"title": "Course page"}, "client_id": "once"}
    first, again = tab.change("evidence", **say), tab.change("evidence", **say)
    assert first["evidence_id"] == again["evidence_id"]
    assert len(again["evidence"]) == len(first["evidence"])


def test_undo_takes_the_newest_rating_back_and_keeps_both_lines(tab: Tab, bench: Workbench, review: str) -> None:
    tab.rate("M2", "met")
    tab.rate("M2", "partly")
    reply = tab.change("undo")
    assert reply["now"]["M2"]["level"] == "met"
    assert reply["undone"]
    assert tab.change("undo")["now"]["M2"]["absence"] == "not yet"
    assert tab.change("undo")["op"] == "error"
    assert len(bench.review(review).entries) == 4


def test_finishing_needs_every_answer_and_freezes_the_ratings(tab: Tab, page: ScorePage) -> None:
    assert tab.say("ready")["blockers"]
    refused = tab.change("finish")
    assert refused["op"] == "error"
    assert "M1" in refused["text"]
    for criterion in [one["id"] for domain in page.card()["domains"] for one in domain["criteria"]]:
        tab.rate(criterion, "met")
    assert not tab.say("ready")["blockers"]
    assert tab.change("finish", note="done")["finished"] is True
    closed = tab.rate("M2", "partly")
    assert (closed["op"], closed["code"], closed["finished"]) == ("error", "closed", True)
    assert tab.change("reopen", reason=" ")["op"] == "error"
    assert tab.change("reopen", reason="a new course page")["finished"] is False
    assert tab.rate("M2", "partly")["op"] == "saved"


def test_another_tab_hears_the_news_once(tab: Tab, other: Tab) -> None:
    tab.rate("M2", "met")
    news = other.say("news", after=other.seq, session=other.session)
    assert news["now"]["M2"]["level"] == "met"
    assert news["by"] == ["Ana"]
    assert news["elsewhere"] == ["M2"]
    assert set(other.say("news", after=other.seq, session=other.session)) == {"op", "seq"}


def test_a_tab_does_not_hear_its_own_ratings_as_news(tab: Tab) -> None:
    before = tab.seq
    tab.rate("M2", "met")
    assert "elsewhere" not in tab.say("news", after=before, session=tab.session)


def test_an_acknowledgement_brings_what_other_tabs_wrote_before(tab: Tab, other: Tab) -> None:
    tab.rate("M2", "met")
    reply = other.rate("M3", "met")
    assert set(reply["now"]) == {"M2", "M3"}
    assert reply["elsewhere"] == ["M2"]


def test_two_tabs_on_one_criterion_lose_neither_version(tab: Tab, other: Tab, page: ScorePage) -> None:
    tab.rate("M2", "met", rationale="theirs")
    reply = other.rate("M2", "partly", rationale="mine")
    assert reply["op"] == "conflict"
    conflict = reply["conflicts"]["M2"]
    assert conflict["mine"]["rationale"] == "mine"
    assert conflict["theirs"]["rationale"] == "theirs"
    assert reply["now"]["M2"]["rationale"] == "theirs"
    assert page.start()["conflicts"]["M2"]["mine"]["rationale"] == "mine"


@pytest.mark.parametrize("chosen", ["mine", "theirs"])
def test_a_conflict_is_settled_by_either_version(tab: Tab, other: Tab, page: ScorePage, chosen: str) -> None:
    tab.rate("M2", "met", rationale="theirs")
    conflict = other.rate("M2", "partly", rationale="mine")["conflicts"]["M2"]
    version = {name: conflict[chosen][name] for name in ("level", "rationale")}
    assert other.change("rate", criterion="M2", **version)["op"] == "saved"
    assert page.start()["conflicts"] == {}
    assert page.start()["now"]["M2"]["rationale"] == chosen


def test_history_tells_who_when_and_what(tab: Tab, other: Tab) -> None:
    tab.rate("M2", "met", rationale="first reading")
    other.rate("M2", "partly")
    tab.change("undo")
    lines = tab.say("history", criterion="M2")["lines"]
    assert [line["what"] for line in lines] == ["● Met", "◐ Partly shown", "Not yet rated"]
    assert lines[0]["by"] == "Ana"
    assert lines[0]["undone"]
    assert lines[1]["aside"]


def test_every_figure_explains_itself(tab: Tab, page: ScorePage) -> None:
    tab.rate("M2", "met")
    names = ["overall", page.card()["domains"][0]["id"], "M2"]
    texts = tab.say("explain", names=names)["texts"]
    assert list(texts) == names
    assert all(texts.values())
    assert tab.say("explain", names=["nothing"])["op"] == "error"


def test_the_card_carries_the_dispute_with_its_facts_and_sources(page: ScorePage) -> None:
    card = page.card()
    [dispute] = [probe for probe in card["probes"]["M1"] if probe["status"] == "dispute"]
    statements = [card["program"]["facts"][index]["statement"] for index in dispute["facts"]]
    assert any("156" in statement for statement in statements)
    assert all(card["program"]["facts"][index]["evidence"] for index in dispute["facts"])


def test_everything_sent_is_plain_json(page: ScorePage, tab: Tab) -> None:
    json.dumps([page.card(), page.start(), tab.rate("M2", "met")], allow_nan=False)


def test_a_read_only_store_says_so_and_what_to_do(tab: Tab, monkeypatch: pytest.MonkeyPatch, bench: Workbench) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise StoreReadOnly("The store /x/store.sqlite3 is read-only. Make it writable; what you typed is kept here.")

    monkeypatch.setattr(bench._store, "append", refuse)
    reply = tab.rate("M2", "met")
    assert (reply["op"], reply["code"]) == ("error", "read-only")
    assert "Make it writable" in reply["text"]


def test_a_mistake_of_ours_is_logged_and_said_without_its_insides(
    tab: Tab, monkeypatch: pytest.MonkeyPatch, bench: Workbench, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise OperationalError("SELECT secret", {}, Exception("inner"))

    monkeypatch.setattr(bench, "rate", stumble)
    with caplog.at_level(logging.ERROR):
        reply = tab.rate("M2", "met")
    assert (reply["op"], reply["code"]) == ("error", "internal")
    assert "secret" not in reply["text"]
    assert "secret" in caplog.text


def test_sixty_ratings_from_many_threads_are_all_acknowledged(page: ScorePage) -> None:
    """JupyterLab runs callbacks in a thread beside the kernel's own."""
    replies: list[dict[str, Any]] = []

    def work(name: str) -> None:
        tab = Tab(page, name)
        replies.extend(tab.rate("M2", "met" if count % 2 else "partly", based_on=10**9) for count in range(15))

    threads = [threading.Thread(target=work, args=[f"thread {count}"]) for count in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [reply["op"] for reply in replies] == ["saved"] * 60


def test_an_unknown_review_is_refused_with_the_nearest(bench: Workbench, review: str) -> None:
    with pytest.raises(UnknownName) as caught:
        ScorePage(bench, review[:-1])
    assert caught.value.nearest == (review,)


def test_the_widget_answers_through_the_model(bench: Workbench, review: str, monkeypatch: pytest.MonkeyPatch) -> None:
    widget = scorecard(bench, review)
    sent: list[Any] = []
    monkeypatch.setattr(widget, "send", lambda content, buffers=None: sent.append((content, buffers)))
    widget._handle_custom_msg({"op": "ping"}, [])
    assert sent == [({"op": "pong"}, None)]
