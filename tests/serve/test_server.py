"""What the server answers, and what it leaves behind."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import requests

from standards.errors import StandardsError, StoreReadOnly
from standards.serve import start
from tests.serve.running import Running, command_line, facts, kernel_of, running, some_port, starting

WAITING = 20.0
STYLE = "voila/templates/workbench/static/workbench.css"
AT_THE_MACHINE = [({"STANDARDS_REVIEWER": "Ana Ruiz"}, "Ana Ruiz"), ({"USER": "ana", "LOGNAME": "ana"}, "ana")]


def get(session: requests.Session, address: str, **more: object) -> requests.Response:
    return session.get(address, allow_redirects=False, timeout=60, **more)


def eventually(true: object) -> bool:
    """Whether it becomes true within a while."""
    deadline = time.monotonic() + WAITING
    while not true() and time.monotonic() < deadline:
        time.sleep(0.1)
    return bool(true())


def test_the_bare_address_leads_home_with_what_follows_it(server: Running, ana: requests.Session):
    assert get(ana, server.url("?a=b%20c")).headers["Location"] == "/home?a=b%20c"


def test_a_page_is_a_notebook_in_our_frame(server: Running, ana: requests.Session):
    page = get(ana, server.url("score")).text
    assert "<title>Score · Standards Workbench</title>" in page
    assert len(re.findall(r"<h1\b", page)) == 1
    assert page.index("<h1") < page.index('id="loading"') < page.index("cell-output+json") < page.index("</main>")
    assert "from standards" not in page  # the code stays on the server


def test_a_page_runs_here_in_the_workspace_and_stays_lean(server: Running, ana: requests.Session):
    told = facts(get(ana, server.url("score?review=x")).text)
    assert Path(told["python"]).samefile(sys.executable)
    assert told["folder"] == told["workspace"] == str(server.workspace.resolve())
    assert told["heavy"] == []


def test_a_page_that_fails_says_so_without_inner_details(server: Running, ana: requests.Session):
    page = get(ana, server.url("broken")).text
    assert 'role="alert"' in page
    assert "could not be opened" in page
    assert "inner detail" not in page
    assert "inner detail" in (server.workspace / ".workbench" / "server.log").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", ["nosuch", "score.ipynb", "voila/files/home.ipynb", "voila/tree", "voila/render/home.ipynb",
             "voila/api/contents", "voila/static/voila.js", "api/kernels", "api/contents", "files/home.ipynb"]
)  # fmt: skip
def test_there_is_nothing_else(server: Running, ana: requests.Session, path: str):
    answer = get(ana, server.url(path))
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


@pytest.mark.parametrize(
    "path", ["home", "login", "nosuch", "healthz", "voila/templates/workbench/static/workbench.css"]
)
def test_every_answer_carries_the_policy(server: Running, ana: requests.Session, path: str):
    policy = get(ana, server.url(path)).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert not re.search(r"https?:|\*", policy)


def test_pages_and_scripts_travel_compressed(server: Running, ana: requests.Session):
    page = get(ana, server.url("home"))
    script = re.search(r'async src="([^"]+/voila\.js)"', page.text)
    for answer in (page, get(ana, server.url(script.group(1)))):
        assert answer.headers["Content-Encoding"] == "gzip"


def test_scripts_have_versioned_addresses_and_are_kept_by_the_browser(server: Running, ana: requests.Session):
    script = re.search(r'async src="([^"]+/voila\.js)"', get(ana, server.url("home")).text)
    assert re.fullmatch(r"/bundle/[0-9a-f]{12}/voila\.js", script.group(1))
    assert "immutable" in get(ana, server.url(script.group(1))).headers["Cache-Control"]


def test_an_unknown_template_is_ignored(server: Running, ana: requests.Session):
    assert facts(get(ana, server.url("home?template=nosuch&theme=nosuch")).text)["name"] == "Ana Ruiz"


def test_only_the_extensions_a_page_needs_are_loaded(server: Running, ana: requests.Session):
    page = get(ana, server.url("home")).text
    config = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', page)
    loaded = {extension["name"] for extension in json.loads(config.group(1))["federated_extensions"]}
    assert loaded == {"@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"}


def test_a_page_that_is_left_takes_its_kernel_along(server: Running, ana: requests.Session):
    kernel = kernel_of(get(ana, server.url("home")).text)
    process = next(one for one in server.kernels() if kernel in " ".join(one.cmdline()))
    leaving = ana.post(server.url(f"voila/api/shutdown/{kernel}"), {"_xsrf": ana.cookies["_xsrf"]}, timeout=30)
    assert leaving.status_code == 204
    assert eventually(lambda: not process.is_running())
    again = ana.post(server.url(f"voila/api/shutdown/{kernel}"), {"_xsrf": ana.cookies["_xsrf"]}, timeout=30)
    assert again.status_code == 204


def test_server_and_kernels_talk_through_files_of_their_owner(server: Running, ana: requests.Session):
    get(ana, server.url("home"))
    line = command_line(server.kernels()[0])
    connection = Path(line[line.index("-f") + 1])
    assert json.loads(connection.read_text(encoding="utf-8"))["transport"] == "ipc"
    assert connection.parent.stat().st_mode & 0o077 == 0


# -- servers of their own -------------------------------------------------------------------


def test_waiting_kernels_learn_their_visitor_and_the_base_address_is_ours_to_choose(pages: Path, tmp_path: Path):
    port = some_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        behind_a_proxy = {"http_proxy": f"http://127.0.0.1:{port}", "no_proxy": "example.org"}
        options = {"reviewer": "Zoë 王", "preheat": 1, "base_url": "/wb", "port": port, "environment": behind_a_proxy}
        command = starting(tmp_path, pages, **options)
        with running(command, tmp_path, tmp_path / "output.txt") as server, requests.Session() as session:
            assert server.port > port
            assert f"Port {port} is in use" in server.output.read_text(encoding="utf-8")
            assert server.base.endswith("/wb/")
            assert get(session, server.url("?a=b&token=" + server.token)).headers["Location"] == "/wb/?a=b"
            assert get(session, server.url("?a=b")).headers["Location"] == "/wb/home?a=b"
            told = facts(get(session, server.url("score?review=x")).text)
            assert (told["name"], told["query"]) == ("Zoë 王", {"review": "x"})
            assert told["heavy"] == []
            log = (tmp_path / ".workbench" / "server.log").read_text(encoding="utf-8")
            assert "Using pre-heated kernel" in log
            kernels = server.kernels()
            assert kernels
    assert not any(kernel.is_running() for kernel in kernels)
    assert "Stopped." in server.output.read_text(encoding="utf-8")


def test_ctrl_c_stops_the_server_and_a_restart_signs_nobody_out(pages: Path, tmp_path: Path, monkeypatch):
    # A Python somebody registered under the usual name, which is not ours.
    decoy = tmp_path / "jupyter" / "kernels" / "python3"
    decoy.mkdir(parents=True)
    spec = {"argv": ["/bin/false", "{connection_file}"], "display_name": "Not ours", "language": "python"}
    (decoy / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    (tmp_path / "anywidget.py").write_text("raise ImportError('a file of the workspace was imported')")
    port = some_port()
    with requests.Session() as session:
        with running(starting(tmp_path, pages, port=port), tmp_path, tmp_path / "first.txt") as server:
            get(session, server.address)
            assert Path(facts(get(session, server.url("home")).text)["python"]).samefile(sys.executable)
            (kernel,) = server.kernels()
            server.process.send_signal(2)
            assert server.process.wait(30) == 0
            assert not kernel.is_running()
            assert "Traceback" not in server.output.read_text(encoding="utf-8")
            server_port = server.port
        with running(starting(tmp_path, pages, port=server_port), tmp_path, tmp_path / "second.txt") as server:
            assert server.port == server_port
            assert get(session, server.url("home")).status_code == 200


def test_a_kernel_ends_when_the_server_is_killed(pages: Path, tmp_path: Path):
    with running(starting(tmp_path, pages), tmp_path, tmp_path / "output.txt") as server:
        with requests.Session() as session:
            get(session, server.address)
            get(session, server.url("home"))
        kernels = server.kernels()
        line = command_line(kernels[0])
        server.process.kill()
        assert eventually(lambda: not any(map(alive, kernels)))
        shutil.rmtree(Path(line[line.index("-f") + 1]).parent)  # what a killed server cannot clear away


def alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


# -- what start refuses ---------------------------------------------------------------------


def test_a_workspace_that_cannot_be_written_is_named(tmp_path: Path, pages: Path):
    (tmp_path / ".workbench").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(StoreReadOnly, match=re.escape(str(tmp_path.resolve() / ".workbench"))):
        start(tmp_path, reviewer="Ana Ruiz", pages=pages, open_browser=False)


@pytest.mark.parametrize("name", ["", "  ", "Ana\nRuiz"])
def test_a_reviewer_needs_a_name(tmp_path: Path, pages: Path, name: str):
    with pytest.raises(StandardsError, match="--reviewer"):
        start(tmp_path, reviewer=name, pages=pages, open_browser=False)


def test_a_missing_workspace_is_named(tmp_path: Path):
    with pytest.raises(StandardsError, match="nowhere"):
        start(tmp_path / "nowhere", reviewer="Ana Ruiz", open_browser=False)


def test_a_missing_page_is_named(tmp_path: Path):
    with pytest.raises(StandardsError, match=r"home\.ipynb"):
        start(tmp_path, reviewer="Ana Ruiz", pages=tmp_path, open_browser=False)


def test_asking_who_visits_is_cheap():
    code = "import sys, standards.serve.visitor; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"voila", "jupyter_server", "jsonschema", "tornado", "websocket"} & set(loaded)


@pytest.mark.parametrize(("named", "name"), AT_THE_MACHINE)
def test_a_notebook_without_a_server_knows_the_person_at_the_machine(named: dict[str, str], name: str):
    environment = {key: value for key, value in os.environ.items() if key != "STANDARDS_REVIEWER"} | named
    environment |= {"QUERY_STRING": "review=x", "HTTP_X_WORKBENCH_USER": "Mallory"}  # left over, from no server of ours
    code = "from standards.serve.visitor import visitor; v = visitor(); print(v.name, dict(v.query))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert ran.stdout.strip() == f"{name} {{}}"
