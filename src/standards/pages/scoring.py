"""What the scorecard in the browser says, answered: one reviewer rates one program on one rubric."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from standards.errors import RefusedRating
from standards.pages import message as say
from standards.pages.base import failure, link
from standards.pages.card import card, guide
from standards.pages.message import MESSAGE, Reply
from standards.pages.result import Targets, result
from standards.programs.model import Evidence
from standards.results import Receipt
from standards.reviews.history import ReviewState
from standards.reviews.model import Absence, Entry
from standards.rubrics.model import Rubric
from standards.scoring import gaps, recommend, score
from standards.widgets.assets import pack
from standards.workbench import Workbench

if TYPE_CHECKING:
    from standards.widgets.scorecard import Scorecard

__all__ = ["ScorePage", "scorecard"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ScorePage:
    """Answers what the scorecard in the browser says. Knows no widget.

    Args:
        bench: a workbench that works for the reviewer.
        review_id: the review; the browser never says which.

    Raises:
        UnknownName: there is no such review; with the nearest ids.
    """

    def __init__(self, bench: Workbench, review_id: str) -> None:
        self._bench = bench
        state = bench.review(review_id)
        self._review = state.review.id
        self._targets = Targets(state.rubric)
        self._lock = threading.RLock()

    def card(self) -> dict[str, Any]:
        """What never changes on the page."""
        return card(self._state(), self._bench.probes(self._review))

    def start(self) -> dict[str, Any]:
        """The review as it stands."""
        state = self._state()
        return {
            "seq": state.last_seq,
            "now": {name: _shown(entry) for name, entry in state.current.items()},
            "evidence": _evidence(state),
            "finished": state.finished,
            "undo": _undo(state),
            "conflicts": _conflicts(state, state.conflicts),
            "result": self._result(),
        }

    def handle(self, message: Mapping[str, Any]) -> Iterator[Reply]:
        """Answer one message of the browser: the receipt as soon as it is on disk, then what follows from it.

        Whatever goes wrong becomes a reply.
        """
        try:
            with self._lock:
                reply = self._answer(_read(message))
            yield reply
            if "now" in reply.content:
                yield Reply({"op": "result", "result": self._result()})
        except Exception as problem:  # noqa: BLE001  # a widget's callback has nobody above it who would show it
            reply = failure(problem, message)
            if reply.content["code"] == "closed":
                reply.content["finished"] = True
            yield reply

    def _answer(self, message: say.Message) -> Reply:
        answers: dict[type, Callable[[Any], Reply]] = {
            say.Rate: self._rate,
            say.AddEvidence: self._add_evidence,
            say.Undo: self._undo,
            say.Finish: self._finish,
            say.Reopen: self._reopen,
            say.News: self._news,
            say.MakeReport: self._report,
            say.Explain: self._explain,
            say.History: self._history,
            say.Guide: self._guide,
            say.Ready: self._ready,
            say.Ping: lambda _: Reply({"op": "pong"}),
        }
        return answers[type(message)](message)

    # -- changes ----------------------------------------------------------------------------

    def _rate(self, message: say.Rate) -> Reply:
        receipt = self._bench.rate(
            self._review,
            message.criterion,
            message.level,
            absence=message.absence,
            reason=message.reason,
            accepted_by=message.accepted_by,
            rationale=message.rationale,
            confidence=message.confidence,
            evidence=message.evidence,
            finding=message.finding,
            action=message.action,
            client_id=message.client_id,
            session=message.session,
            based_on=message.based_on,
        )
        return self._stored(message, receipt, message.criterion)

    def _add_evidence(self, message: say.AddEvidence) -> Reply:
        state = self._state()
        item = Evidence(
            id=f"R{len(state.added) + 1}",
            criteria=(f"{state.rubric.id}:{message.criterion}",),
            submitted_by=state.review.reviewer,
            **message.evidence.model_dump(),
        )
        receipt = self._bench.add_evidence(self._review, item, client_id=message.client_id, session=message.session)
        kept = receipt.entry.evidence
        assert kept is not None
        reply = self._stored(message, receipt, message.criterion)
        return Reply({**reply.content, "evidence_id": kept.id, "evidence": _evidence(receipt.state)})

    def _undo(self, message: say.Undo) -> Reply:
        receipt = self._bench.undo(self._review, client_id=message.client_id, session=message.session)
        if receipt is None or receipt.entry.rating is None:
            raise RefusedRating("There is nothing to take back.")
        reply = self._stored(message, receipt, receipt.entry.rating.criterion)
        return Reply({**reply.content, "undone": True})

    def _finish(self, message: say.Finish) -> Reply:
        receipt = self._bench.finish(self._review, message.note, client_id=message.client_id)
        return self._saved(message, receipt.state)

    def _reopen(self, message: say.Reopen) -> Reply:
        receipt = self._bench.reopen(self._review, message.reason, client_id=message.client_id)
        return self._saved(message, receipt.state)

    def _stored(self, message: say.Change, receipt: Receipt, criterion: str) -> Reply:
        reply = self._saved(message, receipt.state)
        reply.content["criterion"] = criterion
        if receipt.conflict:
            reply.content["op"] = "conflict"
            reply.content["conflicts"] = _conflicts(receipt.state, [receipt.entry])
        return reply

    def _saved(self, message: say.Change, state: ReviewState) -> Reply:
        """The receipt: on disk, and everything else the browser had not seen yet."""
        changes = self._changes(state, message.based_on, message.session)
        return Reply({"op": "saved", "client_id": message.client_id, **changes})

    # -- questions --------------------------------------------------------------------------

    def _news(self, message: say.News) -> Reply:
        state = self._state()
        if state.last_seq <= message.after:
            return Reply({"op": "news", "seq": state.last_seq})
        return Reply({"op": "news", **self._changes(state, message.after, message.session)})

    def _changes(self, state: ReviewState, after: int, session: str) -> dict[str, Any]:
        new = [entry for entry in state.entries if entry.seq > after]
        touched = dict.fromkeys(entry.rating.criterion for entry in new if entry.rating)
        elsewhere = [entry for entry in new if entry.session != session and entry.kind in ("rating", "evidence")]
        changes: dict[str, Any] = {
            "seq": state.last_seq,
            "now": {name: _shown(state.current.get(name)) for name in touched},
            "finished": state.finished,
            "undo": _undo(state),
        }
        if any(entry.evidence for entry in new):
            changes["evidence"] = _evidence(state)
        if elsewhere:
            changes["by"] = sorted({entry.by for entry in elsewhere})
            changes["elsewhere"] = list(dict.fromkeys(entry.rating.criterion for entry in elsewhere if entry.rating))
        return changes

    def _report(self, _message: say.MakeReport) -> Reply:
        report = self._bench.report(self._review)
        return Reply({"op": "file", "name": report.name, "type": XLSX}, (report.data,))

    def _explain(self, message: say.Explain) -> Reply:
        score = self._bench.score(self._review)
        return Reply({"op": "explain", "texts": {name: score.explain(name) for name in message.names}})

    def _guide(self, _message: say.Guide) -> Reply:
        return Reply({"op": "guide"}, (pack(guide(self._state().rubric)),))

    def _ready(self, _message: say.Ready) -> Reply:
        blockers, advice = self._bench.blockers(self._review), self._bench.advice(self._review)
        return Reply({"op": "ready", "blockers": blockers, "advice": advice})

    def _history(self, message: say.History) -> Reply:
        state = self._state()
        undone = {entry.undoes for entry in state.entries}
        aside = {entry.seq for entry in state.conflicts}
        lines = [
            {
                "at": entry.at.isoformat(),
                "by": entry.by,
                "what": _label(state.rubric, entry),
                "text": " ".join(filter(None, (entry.rating.reason, entry.rating.rationale))) if entry.rating else "",
                "undone": entry.seq in undone,
                "undoes": entry.undoes is not None,
                "aside": entry.seq in aside,
            }
            for entry in state.history_of(message.criterion)
        ]
        return Reply({"op": "history", "criterion": message.criterion, "lines": lines})

    def _state(self) -> ReviewState:
        return self._bench.review(self._review)

    def _result(self) -> dict[str, Any]:
        state = self._state()
        card = score(state.rubric, state.ratings)
        found = gaps(state.rubric, card, state.ratings)
        return result(state, card, found, recommend(state.rubric, state.ratings), self._targets)


def _read(message: Mapping[str, Any]) -> say.Message:
    try:
        return MESSAGE.validate_python(message, strict=False)
    except ValidationError as problem:
        first = problem.errors()[0]
        place = " › ".join(str(part) for part in first["loc"][1:]) or "the message"
        raise RefusedRating(f"{place}: {first['msg']}.") from problem


def _shown(entry: Entry | None) -> dict[str, Any] | None:
    """A rating as the page needs it: what was given, by whom, when."""
    if entry is None or entry.rating is None:
        return None
    rating = entry.rating.model_dump(mode="json", exclude_defaults=True, exclude={"criterion"})
    return {"level": None, "absence": None, **rating, "by": entry.by, "at": entry.at.isoformat(), "seq": entry.seq}


def _evidence(state: ReviewState) -> list[dict[str, Any]]:
    return [item.model_dump(mode="json", exclude_defaults=True) for item in state.evidence.values()]


def _conflicts(state: ReviewState, kept: Iterable[Entry]) -> dict[str, dict[str, Any]]:
    """Ratings kept aside on which nobody has settled yet, beside what holds."""
    found = {}
    for entry in kept:
        criterion = entry.rating.criterion if entry.rating else ""
        holds = state.current.get(criterion)
        if holds and holds.seq < entry.seq:
            found[criterion] = {"mine": _shown(entry), "theirs": _shown(holds)}
    return found


def _undo(state: ReviewState) -> str:
    """What Undo would take back; empty when there is nothing."""
    return state.undoable.criterion if state.undoable else ""


def _label(rubric: Rubric, entry: Entry) -> str:
    rating = entry.rating
    if rating is None:
        return entry.kind
    if rating.level is None:
        return "Not yet rated" if rating.absence is Absence.NOT_YET else str(rating.absence).capitalize()
    level = rubric.scale_of(rubric.by_id[rating.criterion]).level(rating.level)
    return f"{level.symbol} {level.label}".strip()


def scorecard(bench: Workbench, review_id: str) -> Scorecard:
    """The scorecard of one review, ready to be shown.

    Raises:
        UnknownName: there is no such review.
    """
    from standards.widgets.scorecard import Scorecard

    model = ScorePage(bench, review_id)
    widget = Scorecard(model.card(), model.start())
    link(widget, model)
    return widget
