"""Nothing a person typed is lost: killed kernels, stores that take no writes, lines that go dead."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.scoring import ENOUGH, OPEN_UNIVERSITY, Window, bench
from tests.serve.running import Running, notebook, running, starting

pytestmark = pytest.mark.browser

PAGE = """
import os
import sqlalchemy

@sqlalchemy.event.listens_for(sqlalchemy.engine.Engine, "begin")
def _read_only_on_request(connection):
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if os.path.exists('read-only') else 'OFF'}")

from standards.pages import score

score.page()
"""
"""The score page on a store that takes no writes while a file of that name lies in the workspace. Taking the
right to write from the file would do nothing to root, as whom tests in containers run."""


@pytest.fixture(scope="module")
def one_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("faults")
    (folder / "workspace" / "rubrics").mkdir(parents=True)
    (folder / "pages").mkdir()
    (folder / "pages" / "score.ipynb").write_text(notebook("Score", "A page to break.", PAGE), encoding="utf-8")
    command = starting(folder / "workspace", folder / "pages", first_page="score")
    with running(command, folder / "workspace", folder / "output.txt") as server:
        yield server


@pytest.fixture
def server(one_server: Running) -> Running:
    return one_server


@pytest.fixture
def window(page: Page, server: Running) -> Window:
    return Window(page, server, bench(server.workspace).start_review(OPEN_UNIVERSITY, "cmf").id)


@pytest.fixture
def read_only(server: Running) -> Iterator[Path]:
    """Touch it, and the store takes no writes; remove it, and it does again."""
    path = server.workspace / "read-only"
    yield path
    path.unlink(missing_ok=True)


def levels(window: Window) -> dict[str, str | None]:
    state = bench(window.server.workspace).review(window.review)
    return {name: rating.level for name, rating in state.ratings.items()}


def test_a_killed_kernel_loses_nothing_acknowledged_and_a_reload_brings_the_rest(window: Window, trouble: list[str]):
    window.open()
    window.rate("M1", "Partly shown")
    window.rate("M2", "Met")
    for kernel in window.server.kernels():
        kernel.send_signal(signal.SIGKILL)
    window.choice("M3", "Met").check()
    window.press("r")
    window.page.keyboard.type("typed after the kernel was gone")
    banner = window.page.get_by_role("alert").filter(has_text="does not answer")
    expect(banner).to_contain_text("kept in this browser", timeout=ENOUGH)
    expect(window.status).to_have_text("△ Not saved yet; still trying.", timeout=ENOUGH)
    assert levels(window) == {"M1": "partly", "M2": "met"}

    banner.get_by_role("button", name="Reload").click()
    window.page.wait_for_load_state()
    window.ready()
    expect(window.choice("M3", "Met")).to_be_checked()
    expect(window.status).to_have_text(re.compile("^M3: Met. Saved at"), timeout=ENOUGH)
    assert levels(window) == {"M1": "partly", "M2": "met", "M3": "met"}
    state = bench(window.server.workspace).review(window.review)
    assert state.ratings["M3"].rationale == "typed after the kernel was gone"
    assert window.page.evaluate("Object.keys(localStorage).filter((key) => /out|draft/.test(key))") == []
    trouble.clear()  # sending to a dead kernel fails in scripts that are not ours


def test_a_read_only_store_says_so_and_keeps_what_was_typed(window: Window, read_only: Path):
    window.open()
    window.rate("M1", "Met")
    read_only.touch()
    window.choice("M2", "Met").check()
    card = window.card("M2")
    expect(card).to_contain_text(re.compile("Not saved.*read-only.*kept here"), timeout=ENOUGH)
    expect(window.status).to_contain_text("1 change not saved")
    window.press("r")
    window.page.keyboard.type("still here")
    window.press("Escape")
    window.page.wait_for_timeout(1_000)
    window.reload()
    expect(window.choice("M2", "Met")).to_be_checked()
    expect(card).to_contain_text("Not saved", timeout=ENOUGH)
    assert levels(window) == {"M1": "met"}

    read_only.unlink()
    card.get_by_role("button", name="Try again").click()
    window.saved("M2")
    expect(card).not_to_contain_text("Not saved")
    assert bench(window.server.workspace).review(window.review).ratings["M2"].rationale == "still here"


def test_what_was_refused_can_be_given_up(window: Window, read_only: Path):
    window.open()
    window.rate("M1", "Met")
    read_only.touch()
    window.choice("M1", "Not met").check()
    window.card("M1").get_by_role("button", name="Give up this change").click(timeout=ENOUGH)
    expect(window.choice("M1", "Met")).to_be_checked()
    expect(window.card("M1")).not_to_contain_text("Not saved")


def test_the_first_rating_that_is_stored_again_takes_the_others_along(window: Window, read_only: Path):
    window.open()
    read_only.touch()
    for criterion in ("M1", "M2"):
        window.choice(criterion, "Met").check()
        expect(window.card(criterion)).to_contain_text("Not saved", timeout=ENOUGH)
    read_only.unlink()
    window.choice("M3", "Met").check()
    expect(window.page.get_by_role("region", name="Progress and result")).to_contain_text("3 of 11", timeout=ENOUGH)
    assert levels(window) == {"M1": "met", "M2": "met", "M3": "met"}


@pytest.mark.slow
def test_a_line_that_swallows_messages_is_noticed_and_nothing_is_lost(window: Window):
    """Five seconds: not saved yet. Twenty: a banner. A reload on a good line: saved."""
    dead = False

    def carry(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda message: None if dead else server.send(message))

    window.page.route_web_socket(re.compile("/channels"), carry)
    window.open()
    window.rate("M1", "Met")
    dead = True
    window.choice("M2", "Met").check()
    expect(window.status).to_have_text("Saving…")
    window.page.wait_for_timeout(3_000)
    expect(window.page.get_by_role("alert")).to_have_count(0)
    expect(window.status).to_have_text("△ Not saved yet; still trying.", timeout=ENOUGH)
    expect(window.page.get_by_role("alert")).to_contain_text("does not answer", timeout=ENOUGH)
    dead = False
    window.page.get_by_role("button", name="Reload").click()
    window.page.wait_for_load_state()
    window.ready()
    expect(window.choice("M2", "Met")).to_be_checked()
    expect(window.status).to_have_text(re.compile("^M2: Met. Saved at"), timeout=ENOUGH)
    assert levels(window) == {"M1": "met", "M2": "met"}


def test_a_review_finished_elsewhere_keeps_what_was_typed_here(window: Window):
    window.open()
    outside = bench(window.server.workspace)
    for criterion in outside.review(window.review).rubric.criteria:
        outside.rate(window.review, criterion.id, "met")
    window.press("j", "r")
    window.page.keyboard.type("too late")
    outside.finish(window.review)
    card = window.card("M1")
    expect(card).to_contain_text(re.compile("finished"), timeout=ENOUGH)
    expect(card.get_by_label(re.compile("^Rationale"))).to_have_value("too late")
