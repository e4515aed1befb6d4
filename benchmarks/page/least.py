"""The least a page of this kind can be: one radio group that answers, no review, no store."""

from __future__ import annotations

import ipywidgets as widgets

__all__ = ["CRITERION", "STATUS", "page"]

CRITERION, STATUS = "bench-criterion", "bench-status"
"""Classes by which the stop watch finds the criteria and the place that says what is saved."""


def page() -> widgets.VBox:
    status, level = widgets.HTML(), widgets.RadioButtons(options=["Not met", "Partly met", "Met"], value=None)
    status.add_class(STATUS)
    box = widgets.VBox([level])
    box.add_class(CRITERION)

    def save(_change: object) -> None:
        status.value = f"C0: {level.value}. Saved nowhere."

    level.observe(save, "value")
    return widgets.VBox([status, box])
