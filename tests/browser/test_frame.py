"""What every page has around its content, and what happens before and after it is there.

The pages are stubs: what is tested is the frame.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.serve.running import Running, command_line, running, starting, stub_pages

pytestmark = pytest.mark.browser
SCHEMES = ["light", "dark"]
ENOUGH = 20_000
"""Milliseconds a page may take on a busy machine."""


@pytest.fixture(scope="module")
def frame_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("frame")
    pages = stub_pages(folder / "pages")
    (folder / "workspace").mkdir()
    command = starting(folder / "workspace", pages)
    with running(command, folder / "workspace", folder / "output.txt") as server:
        yield server


@pytest.fixture
def server(frame_server: Running) -> Running:
    """Stubs instead of the real pages, and one server for all of them."""
    return frame_server


def opened(page: Page, server: Running, path: str = "score") -> Page:
    page.goto(server.url(path))
    expect(page.locator("main")).to_have_attribute("aria-busy", "false", timeout=ENOUGH)
    return page


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found.response["violations"]]


def test_a_page_opens_answers_and_is_marked_up_for_everyone(page: Page, server: Running):
    opened(page, server, "score?review=x")
    expect(page).to_have_title("Score · Standards Workbench")
    expect(page.get_by_role("heading", level=1)).to_have_text("Score")
    expect(page.get_by_role("banner").get_by_role("link", name="Home")).to_have_attribute("href", "/home")
    expect(page.get_by_role("contentinfo")).to_contain_text("served from this machine")
    expect(page.locator("#loading")).to_have_count(0)
    expect(page.get_by_role("main").locator("#facts")).to_contain_text('"review": "x"')
    page.get_by_role("button", name="Ask the kernel").click()
    expect(page.get_by_role("status")).to_have_text("Answer 1")


def test_the_heading_is_there_while_the_kernel_starts(page: Page, server: Running):
    page.goto(server.url("score"), wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_have_text("Score")
    expect(page.get_by_role("status")).to_contain_text("…")
    expect(page.get_by_role("progressbar")).to_be_visible()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("path", ["score", "broken", "nosuch"])
def test_axe_finds_nothing(page: Page, server: Running, scheme: str, path: str):
    page.emulate_media(color_scheme=scheme)
    page.goto(server.url(path)) if path == "nosuch" else opened(page, server, path)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_sign_in_page_explains_itself(browser: Browser, server: Running, scheme: str):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(server.url("score?review=x"))
    page.get_by_label("Access token").fill("a guess")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("not the right one")
    field = page.get_by_label("Access token")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(re.compile("not the right one.*after \\?token=", re.DOTALL))
    assert violations(page) == []
    field.fill(server.address)
    page.keyboard.press("Enter")
    expect(page).to_have_url(server.url("score?review=x"))
    context.close()


def test_the_keyboard_skips_to_the_content(page: Page, server: Running):
    opened(page, server)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ask the kernel")).to_be_focused()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_sticks_out_sideways(page: Page, server: Running, width: int):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(server.url("broken"))
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_leaving_or_reloading_a_page_ends_its_kernel(page: Page, server: Running):
    kernels = [kernel_behind(opened(page, server), server)]
    page.reload(wait_until="commit")  # and away again before the page is complete
    expect(page.get_by_role("heading", level=1)).to_have_text("Score")
    kernels.append(kernel_behind(page, server))
    kernels.append(kernel_behind(opened(page, server, "broken"), server))
    page.goto("about:blank")
    deadline = time.monotonic() + ENOUGH / 1000
    while any(kernel.is_running() for kernel in kernels) and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    assert [kernel for kernel in kernels if kernel.is_running()] == []


def kernel_behind(page: Page, server: Running) -> psutil.Process:
    name = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    return next(kernel for kernel in server.kernels() if name in " ".join(command_line(kernel)))


def test_a_second_visit_asks_for_no_script_again(page: Page, server: Running):
    opened(page, server)
    page.goto("about:blank")
    opened(page, server)
    entries = page.evaluate("performance.getEntriesByType('resource').map(e => [e.name, e.transferSize])")
    scripts = {name: size for name, size in entries if "/bundle/" in name or "/extensions/" in name}
    assert len(scripts) > 50
    assert sum(scripts.values()) == 0


def test_a_forgotten_import_would_be_noticed(page: Page, server: Running, trouble: list[str], tmp_path: Path):
    """The watch itself works: another host, and a script that fails."""
    opened(page, server)
    page.evaluate("fetch('http://127.0.0.2:9/x').catch(() => 0)")
    page.evaluate("setTimeout(() => { throw new Error('on purpose'); })")
    page.wait_for_timeout(300)
    assert any("127.0.0.2" in one for one in trouble)
    assert any("on purpose" in one for one in trouble)
    trouble.clear()
