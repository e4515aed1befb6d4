"""What every page needs: a model that answers messages, tied to a widget that shows."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from standards.errors import RefusedRating, ReviewClosed, StandardsError, StoreError, StoreReadOnly
from standards.pages.message import Reply

__all__ = ["Model", "Widget", "failure", "link"]

log = logging.getLogger(__name__)

_MOMENT = 0.02
"""Seconds; a message takes less than half of that to leave the kernel."""


class Model(Protocol):
    """Answers messages. Knows no widget."""

    def handle(self, message: Mapping[str, Any]) -> Iterable[Reply]:
        """What to send back. Never raises: whatever goes wrong becomes a reply.

        Files that came along stand in the message as `buffers`, a tuple of bytes.
        """


class Widget(Protocol):
    """The side of a widget that talks."""

    def on_msg(self, callback: Any, /) -> None:
        """Call back with widget, content and buffers for every message."""

    def send(self, content: dict[str, Any], buffers: Any = None) -> None:
        """Send to the browser."""


def link(widget: Widget, model: Model) -> None:
    """Let a model answer what the browser sends through a widget.

    The first reply is sent at once. What follows from it waits a moment, so that working it out does not keep the
    first from leaving: another thread sends it, and Python runs one at a time.

    JupyterLab runs this in a thread beside the kernel's own, Voilà in the main one: models lock what they share.
    """

    def send(reply: Reply) -> None:
        widget.send(reply.content, list(reply.buffers) or None)

    def hear(_widget: object, message: Mapping[str, Any], buffers: Iterable[memoryview | bytes] | None) -> None:
        files = tuple(bytes(buffer) for buffer in buffers or ())
        replies = iter(model.handle({**message, "buffers": files} if files else message))

        def rest() -> None:
            for reply in replies:
                send(reply)

        for first in replies:
            send(first)
            break
        _soon(rest)

    widget.on_msg(hear)


def _soon(work: Callable[[], object]) -> None:
    """After a moment, in this thread; at once where no event loop runs."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        work()
    else:
        loop.call_later(_MOMENT, work)


def failure(problem: Exception, message: Mapping[str, Any]) -> Reply:
    """An error as a reply: a code for the page, words for the person. Logged, because nothing else would show it."""
    codes: list[tuple[type[Exception], str]] = [
        (StoreReadOnly, "read-only"),
        (StoreError, "store"),
        (ReviewClosed, "closed"),
        (RefusedRating, "refused"),
        (StandardsError, "refused"),
    ]
    code = next((code for kind, code in codes if isinstance(problem, kind)), "internal")
    if code == "internal":
        log.error("A page could not answer %r", message.get("op"), exc_info=problem)
        text = "The workbench made a mistake here; the reason is in its log."
    else:
        log.warning("Not done (%s): %s", code, problem)
        text = str(problem)
    return Reply(
        {"op": "error", "client_id": message.get("client_id"), "for": message.get("op"), "code": code, "text": text}
    )
