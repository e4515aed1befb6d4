"""A workbench of one's own and a real browser, for tests that follow a person.

`server` is a running workbench in an empty workspace, with the example review that a first start begins. `page` is
a browser window signed in to it; the test fails afterwards when the page asked another host for anything, or when
one of its scripts failed. A test that means to break something empties `trouble` when it is done with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, sync_playwright

from tests.serve.running import Running, running, some_port

REVIEWER = "Ana Ruiz"
OWN_SCHEMES = {"data", "blob", "about"}
SWITCHES = [
    "--no-sandbox",  # containers run tests as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """The browser, one per file of tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """An empty workspace with a store of its own."""
    folder = tmp_path / "workspace"
    (folder / "rubrics").mkdir(parents=True)
    return folder


@pytest.fixture
def server(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """The workbench as `standards start` serves it."""
    monkeypatch.setenv("STANDARDS_WORKSPACE", str(workspace))
    monkeypatch.delenv("STANDARDS_STORE", raising=False)
    options = ["--workspace", str(workspace), "--reviewer", REVIEWER, "--port", str(some_port()), "--no-browser"]
    with running(["-m", "standards", "start", *options], workspace, tmp_path / "output.txt") as server:
        yield server


@pytest.fixture
def trouble() -> list[str]:
    """What went wrong in the browser so far: requests to other hosts, failed scripts, refused content."""
    return []


@pytest.fixture
def context(browser: Browser, server: Running, trouble: list[str]) -> Iterator[BrowserContext]:
    """A browser without a past, signed in; its pages are watched."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    watch(context, server, trouble)
    context.request.get(server.address, max_redirects=0)
    yield context
    context.close()
    assert trouble == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A window of that browser; go to server.url("home") first."""
    return context.new_page()


def watch(context: BrowserContext, server: Running, trouble: list[str]) -> None:
    """Note what no page of ours may do, in every window of this browser."""
    own = {urlsplit(server.base).netloc}

    def asked(request: Request) -> None:
        to = urlsplit(request.url)
        if to.scheme not in OWN_SCHEMES and to.netloc not in own:
            trouble.append(f"asked another host: {request.url}")

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            trouble.append(f"against the policy: {message.text}")

    context.on("request", asked)
    context.on("console", said)
    context.on("weberror", lambda error: trouble.append(f"a script failed: {error.error}"))
    context.on("page", lambda page: page.on("websocket", lambda socket: asked_by_socket(socket.url)))

    def asked_by_socket(address: str) -> None:
        if urlsplit(address).netloc not in own:
            trouble.append(f"opened a socket to another host: {address}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show with a failure what the server said and what the page looked like."""
    report = yield
    known = getattr(item, "funcargs", {})
    server, page = known.get("server"), known.get("page")
    if report.failed and isinstance(server, Running):
        report.sections.append(("server", server.log()[-20000:]))
        if report.when == "call" and isinstance(page, Page):
            report.sections.append(
                ("page", picture(page, server.output.with_name(re.sub(r"[^\w.-]+", "-", item.name) + ".png")))
            )
    return report


def picture(page: Page, path: Path) -> str:
    """Where the page was, and a picture of it; it may be too broken for one."""
    try:
        page.screenshot(path=path, full_page=True)
    except Error as problem:
        return f"{page.url}\n{problem}"
    return f"{page.url}\n{path}"
