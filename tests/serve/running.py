"""A real server in a process of its own, started for a test and ended with it."""

from __future__ import annotations

import json
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import requests

PATIENCE = 90.0
"""Seconds until a start counts as failed; it takes one to three, but the machine may be busy."""


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    process: subprocess.Popen[bytes]
    workspace: Path
    output: Path
    """What the server prints."""
    address: str
    """The printed address, with the token."""

    @property
    def base(self) -> str:
        """The address of the server, ending with a slash."""
        return self.address.partition("?")[0]

    @property
    def token(self) -> str:
        return self.address.partition("?token=")[2]

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    def url(self, path: str = "") -> str:
        """The address of a page: url("score?review=x")."""
        return self.base + path.lstrip("/")

    def kernels(self) -> list[psutil.Process]:
        """The kernels that live."""
        try:
            children = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []
        return [child for child in children if "standards.serve.kernel" in command_line(child)]

    def log(self) -> str:
        """What a person would look into after a failure: printed lines, then the server's own log."""
        own = self.workspace / ".workbench" / "server.log"
        files = [file for file in (self.output, own) if file.exists()]
        return "\n".join(f"--- {file.name}\n{file.read_text(encoding='utf-8', errors='replace')}" for file in files)


def command_line(process: psutil.Process) -> list[str]:
    """How a process was started; nothing when it is gone by now."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


@contextmanager
def running(command: Sequence[str], workspace: Path, output: Path) -> Iterator[Running]:
    """Start a server, wait until it answers, and end it with its kernels."""
    with output.open("wb") as sink:
        process = subprocess.Popen([sys.executable, *command], stdout=sink, stderr=subprocess.STDOUT, cwd=workspace)
        kernels: list[psutil.Process] = []
        try:
            server = Running(process, workspace, output, _printed_address(process, output))
            assert requests.get(server.url("healthz"), timeout=PATIENCE).json() == {"status": "ok"}
            yield server
            kernels = server.kernels()
        finally:
            _end(process, kernels)


def _printed_address(process: subprocess.Popen[bytes], output: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:\d+\S+", output.read_text(encoding="utf-8")):
            return found.group()
        time.sleep(0.05)
    raise AssertionError(f"The server did not start:\n{output.read_text(encoding='utf-8')}")


def _end(process: subprocess.Popen[bytes], kernels: list[psutil.Process]) -> None:
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for kernel in kernels:  # none is left, unless the server had to be killed
        if kernel.is_running():
            kernel.kill()


def some_port() -> int:
    """Where to begin looking for a free port: far enough apart for two test processes."""
    return 20000 + secrets.randbelow(40000)


SCRIPT = """
import json, os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job would ignore Ctrl-C
options = json.loads(sys.argv[1])
os.environ.update(options.pop("environment", {}))
more = options.pop("more_people", {})
from standards.serve import start
if more:
    from standards.serve import settings
    known = settings.configuration
    settings.configuration = lambda workspace, people, preheat=0: known(workspace, people | more, preheat)
start(**options)
"""
"""More than one person is nothing `start` offers yet; the identity provider is ready for it."""


def starting(workspace: Path, pages: Path, **options: object) -> list[str]:
    """The command that serves a folder of notebooks."""
    told = {"reviewer": "Ana Ruiz", "port": some_port(), "open_browser": False} | options
    return ["-c", SCRIPT, json.dumps({"workspace": str(workspace), "pages": str(pages)} | told)]


def notebook(title: str, text: str, code: str) -> str:
    """A notebook like ours: a title, a paragraph, one code cell."""
    words = {"cell_type": "markdown", "id": "0", "metadata": {}, "source": f"# {title}\n\n{text}"}
    cell = {"cell_type": "code", "id": "1", "metadata": {}, "source": code, "outputs": [], "execution_count": None}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    about = {"kernelspec": kernel, "title": title}
    return json.dumps({"cells": [words, cell], "metadata": about, "nbformat": 4, "nbformat_minor": 5})


STUB = """
import json, os, sys
from standards.serve.visitor import visitor
import anywidget, traitlets

guest = visitor()
facts = {
    "name": guest.name,
    "query": dict(guest.query),
    "python": sys.executable,
    "folder": os.getcwd(),
    "workspace": os.environ.get("STANDARDS_WORKSPACE"),
    "heavy": sorted({"voila", "jupyter_server", "jsonschema", "pandas"} & sys.modules.keys()),
}

class Stub(anywidget.AnyWidget):
    _esm = '''
    export default { render({ model, el }) {
      const button = document.createElement("button");
      button.textContent = "Ask the kernel";
      const answer = document.createElement("p");
      answer.setAttribute("role", "status");
      button.onclick = () => model.send({});
      model.on("msg:custom", (message) => { answer.textContent = `Answer ${message.number}`; });
      el.append(button, answer);
    } };
    '''
    asked = 0

    def __init__(self):
        super().__init__()
        self.on_msg(self.answer)

    def answer(self, *_):
        self.asked += 1
        self.send({"number": self.asked})

display({"text/html": f"<p id='facts'>{json.dumps(facts)}</p>"}, raw=True)
Stub()
"""


def stub_pages(folder: Path) -> Path:
    """A folder with two pages that tell what they know, and one that fails."""
    folder.mkdir()
    (folder / "home.ipynb").write_text(notebook("Home", "Where a visit begins.", STUB), encoding="utf-8")
    (folder / "score.ipynb").write_text(notebook("Score", "Where a review is made.", STUB), encoding="utf-8")
    (folder / "broken.ipynb").write_text(
        notebook("Broken", "It cannot be opened.", "raise RuntimeError('an inner detail')"), encoding="utf-8"
    )
    return folder


def facts(page: str) -> dict[str, Any]:
    """What the kernel of a stub page told, read from the page's HTML."""
    outputs = re.findall(r'<script type="application/vnd.voila.cell-output\+json">(.*?)</script>', page, re.DOTALL)
    told = json.loads(outputs[0])["data"]["text/html"]
    return json.loads(re.sub(r"</?p[^>]*>", "", told))


def kernel_of(page: str) -> str:
    """The id of the kernel behind a page."""
    found = re.search(r'"kernelId": "([0-9a-f-]+)"', page)
    assert found, page[-3000:]
    return found.group(1)
