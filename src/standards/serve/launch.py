"""Starting the workbench: from a folder and a name to an address that can be opened."""

from __future__ import annotations

import os
import secrets
import socket
import stat
import sys
import threading
import webbrowser
from pathlib import Path

from standards.errors import StandardsError, StoreReadOnly

__all__ = ["DEFAULT_PORT", "start"]

DEFAULT_PORT = 8866
HOST = "127.0.0.1"


def start(
    workspace: Path | str,
    *,
    reviewer: str,
    port: int = 0,
    preheat: int = 0,
    open_browser: bool = True,
    first_page: str = "home",
    base_url: str = "/",
    pages: Path | str | None = None,
) -> None:
    """Serve the workbench until Ctrl-C, and print the address to open.

    workspace: the folder with `rubrics/`; kernels run in it, secrets and log go into its `.workbench`.
    reviewer: the name ratings are stored under. port: 0 takes 8866; a port in use is left for the next free one.
    preheat: how many kernels wait ready per page (40 MB each); 0 starts one when a page is opened.
    pages: the folder with the notebooks, when it is not the packaged one.

    Raises StandardsError when the name is empty or has control characters, a folder does not exist or no port is
    free, and StoreReadOnly when nothing can be written in the workspace.
    """
    if not reviewer.strip() or not reviewer.isprintable():
        raise StandardsError(
            "The workbench needs the reviewer's name. Give one with --reviewer, or set STANDARDS_REVIEWER."
        )
    folder = _existing(workspace, "workspace")
    notebooks = _existing(pages if pages is not None else _packaged_pages(), "folder of the pages")
    if not (notebooks / f"{first_page}.ipynb").is_file():
        raise StandardsError(f"There is no page {first_page}.ipynb in {notebooks}. Name one that is there.")
    secret = _cookie_secret(folder)
    token = secrets.token_urlsafe(32)
    wanted = port or DEFAULT_PORT
    sockets, chosen = _free_port(wanted)
    base = f"/{base_url.strip('/')}/".replace("//", "/")
    address = f"http://{HOST}:{chosen}{base}?token={token}"

    _prepare_environment(folder)
    # Half of the time until the address is printed would go into a grammar for internationalised addresses, which
    # jsonschema loads where it is installed and does without where it is not.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # how Python spells "not installed"
    from standards.serve.app import WorkbenchVoila
    from standards.serve.settings import configuration

    app = WorkbenchVoila.instance(
        config=configuration(folder, {reviewer: token}, preheat),
        config_file_paths=[],  # a voila.py in the current folder would be executed
        root_dir=str(notebooks),
        base_url=base,
        ip=HOST,
        port=chosen,
        sockets=sockets,
        cookie_secret=secret,
        first_page=first_page,
        open_browser=False,
    )
    app.initialize([])

    def ready() -> None:
        if chosen != wanted:
            _say(f"Port {wanted} is in use, so the workbench takes {chosen}.")
        _say(f"Standards Workbench for {reviewer}\n  Workspace  {folder}\n  Address    {address}")
        _say("Open the address in a browser. Ctrl-C stops the workbench; what was saved stays saved.")
        if open_browser:
            threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()

    app.ready = ready
    app.start()
    _say(f"\nStopped. Everything that was saved is in {folder}.")


def _say(text: str) -> None:
    """To the terminal, at once, also when a start script reads along through a pipe."""
    print(text, flush=True)  # noqa: T201


def _existing(folder: Path | str, what: str) -> Path:
    path = Path(folder).expanduser().resolve()
    if not path.is_dir():
        raise StandardsError(f"The {what} {path} is not a folder. Give the path of an existing one.")
    return path


def _packaged_pages() -> Path:
    from standards._folders import packaged

    return packaged("workbench")


def _cookie_secret(workspace: Path) -> bytes:
    """The secret that signs cookies: made once, readable by its owner only, so that a restart signs nobody out.

    Raises StoreReadOnly when it can be neither read nor made.
    """
    path = workspace / ".workbench" / "cookie_secret"
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            _write_secret(path, secrets.token_bytes(32))
        (path.parent / "server.log").touch(mode=0o600)  # the log is opened later, where an error is harder to explain
        if stat.S_IMODE(path.stat().st_mode) & 0o077 and os.name == "posix":
            path.chmod(0o600)
        return path.read_bytes()
    except OSError as problem:
        raise StoreReadOnly(
            f"The workbench cannot write in {path.parent} ({problem.strerror}). "
            "Allow writing there, or start it in a folder of your own."
        ) from problem


def _write_secret(path: Path, secret: bytes) -> None:
    """Create the file with its mode, and only when it is not there: two servers may start at once."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(secret)


def _free_port(first: int, tries: int = 50) -> tuple[list[socket.socket], int]:
    """Sockets bound to the first free port from this one on, and the port.

    Bound before anything else starts: waiting kernels are told the port, and nobody can take it meanwhile.
    """
    from tornado.netutil import bind_sockets

    for port in range(first, min(first + tries, 65536)):
        try:
            return bind_sockets(port, HOST), port
        except OSError:
            continue
    raise StandardsError(f"No port from {first} to {first + tries - 1} can be used here. Choose another with --port.")


def _prepare_environment(workspace: Path) -> None:
    """What the kernels inherit, because they are children of this process."""
    share = Path(__file__).parent / "share" / "jupyter"
    os.environ["STANDARDS_WORKSPACE"] = str(workspace)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them takes every page a while
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(share), os.environ.get("JUPYTER_PATH", "")]))
    # Kernels run in another folder, where a relative entry would point to nothing.
    if given := os.environ.get("PYTHONPATH", ""):
        os.environ["PYTHONPATH"] = os.pathsep.join(str(Path(entry).resolve()) for entry in given.split(os.pathsep))
