"""The gaps page: the gap register, workbooks out and back, and what closing gaps would lead to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from standards.errors import RefusedRating, WorkbookRefused
from standards.pages import gap_message as say
from standards.pages import home
from standards.pages.asked import asked_for
from standards.pages.base import failure, link
from standards.pages.message import Reply
from standards.pages.preview import preview, weighed, written_since
from standards.pages.register import register, what_if
from standards.pages.scoring import XLSX
from standards.results import Report
from standards.serve.visitor import visitor
from standards.widgets.assets import pack
from standards.workbench import Workbench
from standards.workbooks.back.limits import BYTES

if TYPE_CHECKING:
    import ipywidgets

    from standards.widgets.gaps import GapRegister
    from standards.workbooks.back.returned import Returned

__all__ = ["GapsPage", "gap_register", "page"]

_KINDS = {"report": "Gap report", "book": "Scoring book"}


class GapsPage:
    """Answers what the gaps page in the browser says. Knows no widget.

    A workbook that comes back is held here until the person decides.

    Args:
        bench: a workbench that works for the reviewer.
        review_id: the review; the browser never says which.

    Raises:
        UnknownName: there is no such review; with the nearest ids.
    """

    def __init__(self, bench: Workbench, review_id: str) -> None:
        self._bench = bench
        self._review = bench.review(review_id).review.id
        self._lock = threading.RLock()
        self._number = 0
        self._pending: Returned | None = None
        self._stored: tuple[int, Reply] | None = None

    def contents(self) -> dict[str, Any]:
        """The review as it stands, and how large a workbook may be."""
        return {**self._register(), "limit": BYTES}

    def handle(self, message: Mapping[str, Any]) -> Iterator[Reply]:
        """Answer one message of the browser. Whatever goes wrong becomes a reply."""
        try:
            with self._lock:
                replies = self._answer(_read(message))
            yield replies
            if replies.content["op"] == "stored":
                yield self._packed("register", self._register())
        except Exception as problem:  # noqa: BLE001  # a widget's callback has nobody above it who would show it
            reply = failure(problem, message)
            if isinstance(problem, WorkbookRefused):
                reply.content["code"] = problem.code
            yield reply

    def _answer(self, message: say.GapMessage) -> Reply:
        answers: dict[type, Callable[[Any], Reply]] = {
            say.Look: self._look,
            say.MakeGapReport: lambda _: _file("report", self._bench.report(self._review)),
            say.MakeBook: lambda _: _file("book", self._bench.scoring_book(self._review)),
            say.WhatIf: self._what_if,
            say.Bring: self._bring,
            say.Weigh: self._weigh,
            say.Store: self._store,
            say.Discard: self._discard,
        }
        return answers[type(message)](message)

    def _register(self) -> dict[str, Any]:
        return register(self._bench.review(self._review))

    def _look(self, message: say.Look) -> Reply:
        if self._bench.review(self._review).last_seq <= message.after:
            return Reply({"op": "same"})
        return self._packed("register", self._register())

    def _what_if(self, message: say.WhatIf) -> Reply:
        return Reply({"op": "what-if", **what_if(self._bench.review(self._review), message.criteria, message.to)})

    # -- a workbook that comes back -----------------------------------------------------------

    def _bring(self, message: say.Bring) -> Reply:
        data = message.buffers[0] if message.buffers else b""
        return self._preview(self._bench.returned(data, message.name, self._review))

    def _preview(self, returned: Returned, since: str = "") -> Reply:
        """Hold a workbook and show what it would change.

        Args:
            since: what happened after an earlier preview of the same workbook.
        """
        self._pending = returned
        self._number += 1
        return self._packed("preview", {**preview(returned, self._number), "since": since})

    def _held(self, number: int) -> Returned:
        if self._pending is None or number != self._number:
            raise RefusedRating("This preview is no longer open. Bring the workbook back again.")
        return self._pending

    def _weigh(self, message: say.Weigh) -> Reply:
        return Reply({"op": "weighed", **weighed(self._held(message.preview), message.theirs)})

    def _store(self, message: say.Store) -> Reply:
        if self._stored and self._stored[0] == message.preview:  # the same yes twice
            return self._stored[1]
        returned = self._held(message.preview)
        if since := written_since(returned.state, self._bench.review(self._review)):
            return self._preview(self._bench.returned(returned.data, returned.file, self._review), since)
        taken = self._bench.take_in(returned, theirs=set(message.theirs))
        aside = [record.criterion for entry in taken.conflicts if (record := entry.rating or entry.plan)]
        reply = Reply({"op": "stored", "file": returned.file, "words": taken.words, "aside": aside})
        self._pending, self._stored = None, (message.preview, reply)
        return reply

    def _discard(self, message: say.Discard) -> Reply:
        if message.preview == self._number:
            self._pending = None
        return Reply({"op": "closed"})

    def _packed(self, op: str, contents: dict[str, Any]) -> Reply:
        return Reply({"op": op}, (pack(contents),))


def _read(message: Mapping[str, Any]) -> say.GapMessage:
    try:
        return say.GAP_MESSAGE.validate_python(message)
    except ValidationError as problem:
        first = problem.errors()[0]
        place = " › ".join(str(part) for part in first["loc"][1:]) or "the message"
        raise RefusedRating(f"{place}: {first['msg']}.") from None


def _file(which: str, made: Report) -> Reply:
    content = {"op": "file", "for": which, "kind": _KINDS[which], "name": made.name, "digest": made.digest}
    return Reply({**content, "type": XLSX}, (made.data,))


def gap_register(bench: Workbench, review_id: str) -> GapRegister:
    """The gaps of one review, ready to be shown.

    Raises:
        UnknownName: there is no such review.
    """
    from standards.widgets.gaps import GapRegister

    model = GapsPage(bench, review_id)
    widget = GapRegister(model.contents())
    link(widget, model)
    return widget


def page(bench: Workbench | None = None) -> ipywidgets.Widget:
    """What the gaps notebook shows. Without a review of the visitor's own: what is wrong, and their reviews."""
    guest = visitor()
    bench = bench or Workbench.find(reviewer=guest.name)
    wanted, notice = asked_for(bench, guest)
    return home.page(bench, notice=notice, opens=gap_register) if notice else gap_register(bench, wanted)
