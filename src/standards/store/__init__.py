"""Where reviews live: SQLite by default, PostgreSQL by URL. Lines are added, never changed."""

from standards.store.store import Store

__all__ = ["Store"]
