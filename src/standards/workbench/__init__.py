"""The door: one method per task a person would name."""

from __future__ import annotations

from standards.workbench.panels import Panels

__all__ = ["Workbench"]


class Workbench(Panels):
    """Rubrics, programs and reviews in one place.

    The methods stand where their task is: `desk` (what there is), `reviewing`, `results`, `excel`, `many`,
    `panels`.

    Args:
        folder: the workspace; its own `rubrics/` and `programs/` are added to what is packaged.
        reviewer: who is working; the login name by default.
        store: SQLAlchemy URL of the store; a SQLite file in the workspace by default.
    """
