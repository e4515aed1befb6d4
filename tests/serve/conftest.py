"""A server for the tests of this folder, and visitors with and without a token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from tests.serve.running import Running, running, starting, stub_pages

BENS_TOKEN = "a-token-only-ben-has"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stub_pages(tmp_path_factory.mktemp("serve") / "pages")


@pytest.fixture(scope="module")
def server(pages: Path) -> Iterator[Running]:
    """One server for all tests of a module; Ana's, and Ben may come in as well."""
    workspace = pages.parent / "workspace"
    workspace.mkdir()
    command = starting(workspace, pages, more_people={"Ben Okafor": BENS_TOKEN})
    with running(command, workspace, pages.parent / "output.txt") as server:
        yield server


@pytest.fixture
def visit(server: Running) -> Iterator[Callable[..., requests.Session]]:
    """A browser of sorts: visit() is a stranger's, visit(token) that of the person who holds it."""
    sessions = []

    def visit(token: str = "") -> requests.Session:
        session = requests.Session()
        sessions.append(session)
        if token:
            answer = session.get(server.url(f"?token={token}"), allow_redirects=False, timeout=30)
            assert answer.headers["Location"] == "/"
        return session

    yield visit
    for session in sessions:
        session.close()


@pytest.fixture
def ana(visit: Callable[..., requests.Session], server: Running) -> requests.Session:
    return visit(server.token)


@pytest.fixture
def ben(visit: Callable[..., requests.Session]) -> requests.Session:
    return visit(BENS_TOKEN)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    server = getattr(item, "funcargs", {}).get("server")
    if report.failed and isinstance(server, Running):
        report.sections.append(("server", server.log()[-20000:]))
    return report
