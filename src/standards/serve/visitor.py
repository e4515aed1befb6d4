"""Who opened this page, and with which address: asked in the kernel, by the page.

Voilà offers `wait_for_request` for this, but importing it costs a kernel seconds and 70 MB, because it brings
the whole server along. This twin needs nothing but the standard library, and websocket-client (which the server
has anyway) when the kernel was started ahead of its visitor.
"""

from __future__ import annotations

import getpass
import json
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import parse_qsl

__all__ = ["Visitor", "visitor"]

_NAME = "HTTP_X_WORKBENCH_USER"
"""How the server hands over `standards.serve.identity.HEADER`; it overwrites what a browser sends under that name."""


@dataclass(frozen=True)
class Visitor:
    """The person a page is for."""

    name: str
    """The reviewer's name, as the server knows it; never taken from anything the browser says."""
    query: Mapping[str, str] = field(default_factory=dict)
    """What follows the ? in the address. Anyone can type it: check it before use."""


def visitor() -> Visitor:
    """Tell who opened this page; in a kernel that was started ahead of time, wait until someone does.

    Under JupyterLab and in plain notebooks there is no visitor: the name is STANDARDS_REVIEWER or the login
    name, and the query is empty.
    """
    if os.environ.get("VOILA_PREHEAT") == "True":
        # Answered once per kernel: who asks again reads what the first answer left here.
        os.environ.update(_wait_for_request(), VOILA_PREHEAT="False")
    served = os.environ.get("SERVER_SOFTWARE", "").startswith("voila")
    query = dict(parse_qsl(os.environ.get("QUERY_STRING", ""))) if served else {}
    return Visitor((served and os.environ.get(_NAME)) or _login_name(), MappingProxyType(query))


def _wait_for_request() -> dict[str, str]:
    """The request's facts, sent by the server as soon as this kernel's page is opened."""
    from websocket import create_connection

    told = os.environ
    port, base = told["VOILA_APP_PORT"], told.get("VOILA_SERVER_URL", "/")
    # Connected by ourselves: where a proxy is set, websocket-client would look for 127.0.0.1 behind it.
    wire = socket.create_connection(("127.0.0.1", int(port)))
    line = create_connection(f"ws://127.0.0.1:{port}{base}voila/query/{told['VOILA_KERNEL_ID']}", socket=wire)
    try:
        return {str(key): str(value) for key, value in json.loads(line.recv()).items()}
    finally:
        line.close()


def _login_name() -> str:
    try:
        return os.environ.get("STANDARDS_REVIEWER") or getpass.getuser()
    except (KeyError, OSError):  # a container whose user has no entry in the password file
        return "reviewer"
