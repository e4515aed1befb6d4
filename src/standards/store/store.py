"""Reviews in a database: one short transaction per line, and every trouble said in words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from standards.errors import StoreError, StoreReadOnly, UnknownName
from standards.record import Pinned, canonical
from standards.reviews.filed import Filed
from standards.reviews.model import Entry, Review
from standards.reviews.panel import Panel, PanelLine
from standards.store.tables import HEAD, document, entry, panel, panel_line, review, workbook

__all__ = ["Store"]

Snapshot = TypeVar("Snapshot", bound=Pinned)

_LINES = sa.select(entry.c.seq, entry.c.client_id, entry.c.at, entry.c.body)
_NEWS = _LINES.where(entry.c.review_id == sa.bindparam("review"), entry.c.seq > sa.bindparam("after")).order_by(
    entry.c.seq
)  # made once: it is asked before and after every rating


class Store:
    """A database of reviews. Safe to use from several threads and processes at once.

    Args:
        url: SQLAlchemy URL, or the path of a SQLite file, which is made when missing.

    Raises:
        StoreError: the database cannot be opened, or was made by a newer version of the workbench.
    """

    def __init__(self, url: str | Path) -> None:
        self.url = f"sqlite:///{url}" if isinstance(url, Path) else url
        try:
            self._engine = sa.create_engine(self.url, pool_pre_ping=not self.url.startswith("sqlite"))
        except (SQLAlchemyError, ImportError) as problem:
            raise StoreError(
                f"STANDARDS_STORE is no address of a database that can be used here ({problem}). "
                "Write sqlite:///path/to/file or postgresql+psycopg://user@host/name (with the extra `postgres`)."
            ) from problem
        self._sqlite = self._engine.dialect.name == "sqlite"
        if self._sqlite:
            sa.event.listen(self._engine, "connect", _set_up_sqlite)
        try:
            self._bring_up_to_date()
        except StoreError:
            self.close()
            raise

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    # -- snapshots --------------------------------------------------------------------------

    def pin(self, kind: str, name: str, record: Pinned) -> str:
        """Keep a record as it is now; its digest finds it again. Keeping it twice stores it once."""
        with self._write() as connection:
            known = connection.scalar(sa.select(document.c.digest).where(document.c.digest == record.digest))
            if known is None:
                row = {"digest": record.digest, "kind": kind, "name": name, "content": canonical(record)}
                connection.execute(sa.insert(document), row)
        return record.digest

    def pinned(self, digest: str, model: type[Snapshot]) -> Snapshot:
        """The record with that digest, exactly as it was.

        Raises:
            StoreError: the snapshot is missing or was altered.
        """
        with self._read() as connection:
            content = connection.scalar(sa.select(document.c.content).where(document.c.digest == digest))
        if content is None:
            raise StoreError(f"The store holds no snapshot {digest[:12]}. Restore it from a backup.")
        record = model.from_canonical(content)
        if record.digest != digest:
            raise StoreError(f"The snapshot {digest[:12]} was altered in the store. Restore it from a backup.")
        return record

    def digests_of(self, kind: str, name: str) -> tuple[str, ...]:
        """Digests under which a name was pinned so far."""
        with self._read() as connection:
            query = sa.select(document.c.digest).where(document.c.kind == kind, document.c.name == name)
            return tuple(connection.scalars(query))

    # -- reviews ----------------------------------------------------------------------------

    def add_review(self, new: Review) -> None:
        """Begin a review."""
        with self._write() as connection:
            connection.execute(sa.insert(review), {**new.model_dump(mode="json"), "domains": " ".join(new.domains)})

    def review(self, review_id: str) -> Review:
        """One review.

        Raises:
            UnknownName: with the nearest ids.
        """
        with self._read() as connection:
            row = connection.execute(sa.select(review).where(review.c.id == review_id)).mappings().first()
            if row is None:
                raise UnknownName("review", review_id, connection.scalars(sa.select(review.c.id)))
        return _review(row)

    def reviews(self) -> tuple[Review, ...]:
        """Every review, oldest first."""
        with self._read() as connection:
            rows = connection.execute(sa.select(review).order_by(review.c.started, review.c.id)).mappings()
            return tuple(_review(row) for row in rows)

    # -- history ----------------------------------------------------------------------------

    def append(self, review_id: str, new: Entry) -> Entry:
        """Add a line to a review's history. A line with a known client id is not added again.

        Returns:
            The line as stored, with its position.

        Raises:
            StoreReadOnly: nothing was stored; the message says what to do.
        """
        try:
            with self._write() as connection:
                self._in_turn(connection, review_id)
                return self._add(connection, review_id, new)
        except IntegrityError:
            return self._by_client_id(review_id, new.client_id)

    def take_in(
        self, review_id: str, after: int, lines: Callable[[tuple[Entry, ...]], Iterable[Entry]], file: Filed
    ) -> tuple[Entry, ...]:
        """Keep a workbook that came back together with the lines it brings: all of them, or nothing at all.

        Args:
            lines: given what was written after that position, by whomever, until this moment: the lines to add.

        Returns:
            The lines that are new; known ones are not added again.
        """
        with self._write() as connection:
            self._in_turn(connection, review_id)
            self._file(connection, file)  # from here on SQLite lets nobody else write, either
            news = tuple(map(_entry, connection.execute(_NEWS, {"review": review_id, "after": after})))
            known = set(connection.scalars(sa.select(entry.c.client_id).where(entry.c.review_id == review_id)))
            return tuple(self._add(connection, review_id, new) for new in lines(news) if new.client_id not in known)

    # -- panels -----------------------------------------------------------------------------

    def add_panel(self, new: Panel) -> None:
        """Convene a panel."""
        row = {"id": new.id, "rubric_digest": new.rubric_digest, "program_digest": new.program_digest}
        with self._write() as connection:
            connection.execute(sa.insert(panel), {**row, "body": new.model_dump_json()})

    def panel(self, panel_id: str) -> Panel:
        """One panel.

        Raises:
            UnknownName: with the nearest ids.
        """
        with self._read() as connection:
            body = connection.scalar(sa.select(panel.c.body).where(panel.c.id == panel_id))
            if body is None:
                raise UnknownName("panel", panel_id, connection.scalars(sa.select(panel.c.id)))
        return Panel.model_validate_json(body)

    def panels(self) -> tuple[Panel, ...]:
        """Every panel."""
        with self._read() as connection:
            return tuple(Panel.model_validate_json(body) for body in connection.scalars(sa.select(panel.c.body)))

    def append_line(self, panel_id: str, new: PanelLine) -> PanelLine:
        """Add a line to a panel's history. A line with a known client id is not added again."""
        body = new.model_dump_json(exclude={"seq", "client_id", "at"}, exclude_defaults=True)
        row = {"panel_id": panel_id, "client_id": new.client_id, "at": new.at.isoformat(), "body": body}
        try:
            with self._write() as connection:
                if not self._sqlite:
                    connection.execute(sa.select(panel.c.id).where(panel.c.id == panel_id).with_for_update())
                result = connection.execute(sa.insert(panel_line), row)
                assert result.inserted_primary_key is not None
                return new.revised(seq=result.inserted_primary_key[0])
        except IntegrityError:
            known = [line for line in self.lines(panel_id) if line.client_id == new.client_id]
            if not known:
                raise UnknownName("panel", panel_id, [one.id for one in self.panels()]) from None
            return known[0]

    def lines(self, panel_id: str, after: int = 0) -> tuple[PanelLine, ...]:
        """Lines of a panel's history after a position, oldest first."""
        query = (
            sa.select(panel_line.c.seq, panel_line.c.client_id, panel_line.c.at, panel_line.c.body)
            .where(panel_line.c.panel_id == panel_id, panel_line.c.seq > after)
            .order_by(panel_line.c.seq)
        )
        with self._read() as connection:
            return tuple(PanelLine.model_validate_json(_json(row)) for row in connection.execute(query))

    # -- workbooks --------------------------------------------------------------------------

    def issue(self, file: Filed) -> None:
        """Remember that a workbook was handed out."""
        with self._write() as connection:
            self._file(connection, file)

    def filed(self, digest: str) -> tuple[Filed, ...]:
        """Every workbook with that content, issued or returned, oldest first; without the bytes."""
        columns = [column for column in workbook.c if column.name not in ("number", "content")]
        query = sa.select(*columns).where(workbook.c.digest == digest).order_by(workbook.c.number)
        with self._read() as connection:
            return tuple(Filed(**row) for row in connection.execute(query).mappings())

    def returned_bytes(self, sha256: str) -> bytes:
        """The bytes of a workbook that came back, exactly as they were.

        Raises:
            UnknownName: no such file came back.
        """
        query = sa.select(workbook.c.content).where(workbook.c.way == "returned", workbook.c.sha256 == sha256)
        with self._read() as connection:
            found: bytes | None = connection.scalar(query)
            if found is None:
                known = sa.select(workbook.c.sha256).where(workbook.c.way == "returned")
                raise UnknownName("returned workbook", sha256, connection.scalars(known))
            return found

    def entries(self, review_id: str, after: int = 0) -> tuple[Entry, ...]:
        """Lines of a review's history after a position, oldest first."""
        with self._read() as connection:
            return tuple(_entry(row) for row in connection.execute(_NEWS, {"review": review_id, "after": after}))

    def _by_client_id(self, review_id: str, client_id: str) -> Entry:
        query = _LINES.where(entry.c.review_id == review_id, entry.c.client_id == client_id)
        with self._read() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise UnknownName("review", review_id, [known.id for known in self.reviews()])
        return _entry(row)

    # -- plumbing ---------------------------------------------------------------------------

    def _in_turn(self, connection: sa.Connection, review_id: str) -> None:
        """Positions must be committed in order, so that nobody's news skip a line. SQLite does that by itself."""
        if not self._sqlite:
            connection.execute(sa.select(review.c.id).where(review.c.id == review_id).with_for_update())

    @staticmethod
    def _add(connection: sa.Connection, review_id: str, new: Entry) -> Entry:
        body = new.model_dump_json(exclude={"seq", "client_id", "at"}, exclude_defaults=True)
        row = {"review_id": review_id, "client_id": new.client_id, "at": new.at.isoformat(), "body": body}
        result = connection.execute(sa.insert(entry), row)
        assert result.inserted_primary_key is not None
        return new.revised(seq=result.inserted_primary_key[0])

    def _file(self, connection: sa.Connection, file: Filed) -> None:
        """Once: the same file again changes nothing, from however many programs at a time."""
        row = file.model_dump(mode="json", exclude={"content"}) | {"content": file.content}
        dialect = sqlite if self._sqlite else postgresql
        connection.execute(dialect.insert(workbook).values(row).on_conflict_do_nothing())

    @contextmanager
    def _read(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except DBAPIError as problem:
            raise self._in_words(problem) from problem

    @contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except DBAPIError as problem:
            raise self._in_words(problem) from problem

    def _in_words(self, problem: DBAPIError) -> StoreError:
        place = self._engine.url.render_as_string(hide_password=True).removeprefix("sqlite:///")
        text = str(problem.orig).lower()
        if "readonly" in text or "read-only" in text or "permission denied" in text:
            return StoreReadOnly(f"The store {place} is read-only. Make it writable; what you typed is kept here.")
        if "disk is full" in text or "no space left" in text or "disk i/o error" in text:
            return StoreReadOnly(f"The disk with {place} is full. Free some space; what you typed is kept here.")
        if "unable to open" in text:
            return StoreReadOnly(f"The store {place} cannot be opened. Check that its folder exists and is writable.")
        if "locked" in text:
            return StoreError(f"The store {place} is busy in another program. Try again in a moment.")
        return StoreError(f"The store {place} did not answer: {problem.orig}")

    def _bring_up_to_date(self) -> None:
        """Run the migrations only where they are needed; Alembic is not loaded otherwise."""
        found = self._version()
        if found == HEAD:
            return
        if found is not None and found > HEAD:
            raise StoreError(
                f"A newer workbench made this store (its version {found}, ours {HEAD}). Update the workbench."
            )
        from standards.store.migrate import migrate

        try:
            with self._engine.connect() as connection:
                migrate(connection)
        except DBAPIError as problem:
            raise self._in_words(problem) from problem

    def _version(self) -> str | None:
        with self._read() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
            return found


def _entry(row: Any) -> Entry:
    return Entry.model_validate_json(_json(row))


def _json(row: Any) -> str:
    """A line as JSON: position, client id and time from their columns, the rest as it was written."""
    head = f'{{"seq":{row.seq},"client_id":{json.dumps(row.client_id)},"at":"{row.at}",'
    return head + str(row.body)[1:]


def _review(row: Any) -> Review:
    return Review(**{**row, "domains": tuple(row["domains"].split())})


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Write-ahead log, every commit on disk before it is acknowledged, patience with other writers."""
    connection.execute("PRAGMA busy_timeout = 10000")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
