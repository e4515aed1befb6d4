"""Bringing a database to the newest version. Imported only when there is something to do."""

from __future__ import annotations

import threading
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

__all__ = ["config", "migrate"]

_ONE_AT_A_TIME = threading.Lock()
"""Alembic keeps its context in module variables."""


def config() -> Config:
    """Alembic's settings, without a file of their own."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return settings


def migrate(connection: sa.Connection) -> None:
    """Run what is missing, in the caller's transaction. Programs and threads that start at once take turns."""
    with _ONE_AT_A_TIME:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(7331001)"))
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
        connection.commit()
