"""How large a page's widgets are: every synced trait of every one, its JavaScript and style sheet included."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets
from ipywidgets.widgets import widget as registry

from benchmarks.page import least
from benchmarks.page.peer import PlainCard
from benchmarks.page.place import REVIEWER
from standards import Workbench
from standards.pages.score import scorecard

__all__ = ["state_bytes"]


def state_bytes(workspace: Path, review: str) -> dict[str, int]:
    """Bytes of the synced state by contender, as JSON and buffers; without the envelopes of the messages."""
    makers: dict[str, Callable[[Workbench], object]] = {
        "ours": lambda bench: scorecard(bench, review),
        "peer": lambda bench: PlainCard(bench, review),
        "least": lambda _bench: least.page(),
    }
    found = {}
    for name, make in makers.items():
        ipywidgets.Widget.close_all()
        kept = make(Workbench(workspace, reviewer=REVIEWER))
        found[name] = sum(_size(one) for one in registry._instances.values())  # noqa: SLF001
        del kept
    ipywidgets.Widget.close_all()
    return found


def _size(one: Any) -> int:
    state, _paths, buffers = registry._remove_buffers(one.get_state())  # noqa: SLF001
    return len(json.dumps(state).encode()) + sum(len(memoryview(buffer).cast("B")) for buffer in buffers)
