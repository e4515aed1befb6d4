"""The store on a real SQLite file and a real PostgreSQL: once is once, history takes new lines only."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from standards.errors import StoreError, StoreReadOnly, UnknownName
from standards.reviews.model import Entry, Rating, Review
from standards.rubrics.model import Rubric
from standards.store import Store
from standards.store.tables import metadata
from tests.making import rubric

NOW = datetime(2026, 1, 1, 12, 30, tzinfo=UTC)
RUBRIC = rubric([{"id": "A1"}])


def line(client_id: str, level: str = "met") -> Entry:
    rating = Rating(criterion="A1", level=level, rationale="seen “on page 3”\nand 日本語")
    return Entry(seq=0, client_id=client_id, kind="rating", by="ana", at=NOW, rating=rating)


@pytest.fixture
def store(url: str):
    opened = Store(url)
    opened.pin("rubric", RUBRIC.name, RUBRIC)
    opened.add_review(
        Review(
            id="r1",
            program_id="p",
            program_digest=RUBRIC.digest,
            rubric_id="made",
            rubric_version="1",
            rubric_digest=RUBRIC.digest,
            reviewer="ana",
            started=NOW,
        )
    )
    yield opened
    opened.close()


def test_what_was_appended_reads_back_the_same(store: Store) -> None:
    stored = store.append("r1", line("a"))
    assert store.entries("r1") == (stored,)
    assert stored.rating == line("a").rating
    assert stored.at == NOW
    assert store.entries("r1", after=stored.seq) == ()


def test_the_same_client_id_is_stored_once(store: Store) -> None:
    first = store.append("r1", line("a"))
    again = store.append("r1", line("a", level="partly"))
    assert again == first
    assert len(store.entries("r1")) == 1


def test_a_snapshot_comes_back_exactly_and_is_kept_once(store: Store) -> None:
    store.pin("rubric", RUBRIC.name, RUBRIC)
    assert store.digests_of("rubric", RUBRIC.name) == (RUBRIC.digest,)
    back = store.pinned(RUBRIC.digest, Rubric)
    assert back == RUBRIC
    assert back.digest == RUBRIC.digest


@pytest.mark.parametrize("table", ["document", "review", "entry"])
@pytest.mark.parametrize("act", ["DELETE FROM {}", "UPDATE {} SET {}"])
def test_the_database_itself_refuses_to_change_history(store: Store, url: str, table: str, act: str) -> None:
    store.append("r1", line("a"))
    column = {"document": "name = 'x'", "review": "reviewer = 'x'", "entry": "body = '{}'"}[table]
    engine = sa.create_engine(url)
    with pytest.raises(sa.exc.DBAPIError, match="history takes new lines only"), engine.begin() as connection:
        connection.execute(sa.text(act.format(table, column)))
    engine.dispose()
    assert store.entries("r1")[0].rating == line("a").rating


def test_an_unknown_review_names_the_nearest(store: Store) -> None:
    with pytest.raises(UnknownName, match="r1"):
        store.review("r2")
    with pytest.raises(UnknownName, match="r1"):
        store.append("r2", line("a"))


def test_opening_again_keeps_everything_and_migrates_nothing(store: Store, url: str) -> None:
    store.append("r1", line("a"))
    again = Store(url)
    assert again.reviews() == store.reviews()
    assert again.entries("r1") == store.entries("r1")
    again.close()


def test_many_writers_lose_nothing_and_readers_see_positions_in_order(store: Store) -> None:
    seen: list[int] = []
    done = threading.Event()

    def write(writer: int) -> None:
        for number in range(25):
            store.append("r1", line(f"{writer}-{number}"))

    def follow() -> None:
        last = 0
        while not done.is_set():
            for entry in store.entries("r1", after=last):
                seen.append(entry.seq)
                last = entry.seq
            done.wait(0.005)

    reader = threading.Thread(target=follow)
    writers = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    reader.start()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    done.set()
    reader.join()
    everything = [entry.seq for entry in store.entries("r1")]
    assert len(everything) == 100
    seen += [entry.seq for entry in store.entries("r1", after=seen[-1] if seen else 0)]
    assert seen == everything


def test_the_migrations_make_the_tables_we_describe(url: str) -> None:
    Store(url).close()
    engine = sa.create_engine(url)
    found = sa.inspect(engine)
    for table in metadata.sorted_tables:
        columns = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
        assert columns == {column.name: bool(column.nullable) for column in table.columns}
    engine.dispose()


def test_a_store_of_a_newer_workbench_is_refused_in_words(url: str) -> None:
    Store(url).close()
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="newer workbench"):
        Store(url)


def test_programs_that_open_a_new_store_at_once_take_turns(url: str) -> None:
    code = "import sys; from standards.store import Store; Store(sys.argv[1]).close()"
    programs = [subprocess.Popen([sys.executable, "-c", code, url], stderr=subprocess.PIPE) for _ in range(3)]
    assert [(program.communicate()[1].decode()[-300:], program.returncode) for program in programs] == [("", 0)] * 3


def test_two_threads_opening_a_new_store_at_once_take_turns(url: str) -> None:
    troubles: list[Exception] = []

    def open_it() -> None:
        try:
            Store(url).close()
        except Exception as problem:  # noqa: BLE001 - whatever it is, the test tells
            troubles.append(problem)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []


def test_a_read_only_store_says_so(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    Store(path).close()
    engine = sa.create_engine(f"sqlite:///file:{path}?mode=ro&uri=true")
    store = Store(path)
    store.close()
    store._engine = engine
    with pytest.raises(StoreReadOnly, match="read-only"):
        store.pin("rubric", RUBRIC.name, RUBRIC)
    engine.dispose()


def test_a_full_disk_says_so_and_stores_nothing(tmp_path: Path) -> None:
    """A page limit on the database is SQLite's own way to run out of room."""
    store = Store(tmp_path / "store.sqlite3")
    sa.event.listen(store._engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 1"))
    store._engine.dispose()
    big = rubric([{"id": f"A{n}", "statement": "word " * 30} for n in range(400)])
    with pytest.raises(StoreReadOnly, match="full"):
        store.pin("rubric", big.name, big)
    store.close()
    again = Store(tmp_path / "store.sqlite3")
    assert again.digests_of("rubric", big.name) == ()
    again.close()


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreReadOnly, match="cannot be opened"):
        Store(tmp_path / "nowhere" / "store.sqlite3")


def test_every_commit_is_on_disk_before_it_is_acknowledged(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.sqlite3")
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    store.close()
    assert (tmp_path / "store.sqlite3").stat().st_size > 0
