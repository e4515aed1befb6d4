"""The values the server runs with. Each was tried; the comment says what goes wrong without it."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from traitlets.config import Config

from standards.serve.identity import HEADER, OwnKernelOnly, ReviewerIdentity
from standards.serve.kernels import SameInterpreter, WorkspaceKernels

__all__ = ["HEADERS", "LOG", "TEMPLATE", "configuration", "tornado_settings"]

TEMPLATE = "workbench"
LOG = "server.log"

MEGABYTE = 2**20

HEADERS = {
    # 'unsafe-inline': Voilà's page starts with inline scripts, and widgets set styles on elements.
    # blob: is how anywidget imports a widget's JavaScript. No other host, and no eval.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' blob:; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def configuration(workspace: Path, people: dict[str, str], preheat: int = 0) -> Config:
    """Everything that is set through traitlets.

    people: names and tokens. preheat: how many kernels wait ready for each page; 0 starts one per visit.
    """
    c = Config()
    c.Voila.identity_provider_class = ReviewerIdentity
    c.Voila.authorizer_class = OwnKernelOnly
    c.ReviewerIdentity.people = people
    # Lax: the cookie does not travel with another site's forms, but does with a link in a mail.
    c.ReviewerIdentity.cookie_options = {"samesite": "Lax", "expires_days": 90}
    c.ReviewerIdentity.get_secure_cookie_kwargs = {"max_age_days": 90}

    c.VoilaConfiguration.template = TEMPLATE
    # An unknown ?template= would leave the request open for ever and a kernel behind.
    c.VoilaConfiguration.allow_template_override = "NO"
    c.VoilaConfiguration.allow_theme_override = "NO"
    c.VoilaConfiguration.http_header_envs = [HEADER]
    c.VoilaConfiguration.file_allowlist = []
    c.VoilaConfiguration.show_tracebacks = False
    # No sign to copy a heading's address by. Not "": the link would be written as <a …/> and swallow the page.
    c.VoilaExporter.anchor_link_text = " "
    # Every other JupyterLab extension of the machine would be loaded as well: 170 requests instead of 97.
    c.VoilaConfiguration.extension_allowlist = [
        "@jupyter-widgets/jupyterlab-manager",
        "@voila-dashboards/widgets-manager8",
        "anywidget",
    ]
    c.VoilaConfiguration.kernel_spec_manager_class = SameInterpreter
    c.VoilaConfiguration.multi_kernel_manager_class = WorkspaceKernels
    c.VoilaConfiguration.preheat_kernel = preheat > 0
    c.VoilaConfiguration.default_pool_size = preheat
    c.WorkspaceKernels.workspace = str(workspace)

    # Our notebooks need no signature; without these two lines Jupyter keeps a key and a database in the home folder.
    c.NotebookNotary.secret = secrets.token_bytes(32)
    c.NotebookNotary.db_file = ":memory:"

    # A page that is left tells so; this is for browsers that crash and lids that close. Open pages are never culled.
    c.MappingKernelManager.cull_idle_timeout = 1800
    c.MappingKernelManager.cull_interval = 60
    # Jupyter drops what exceeds 1 MB a second; a report on its way to the browser is one message.
    c.ZMQChannelsWebsocketConnection.iopub_data_rate_limit = 64 * MEGABYTE
    _sockets_as_files(c)
    _log_to(workspace / ".workbench" / LOG, c)
    return c


def _sockets_as_files(c: Config) -> None:
    """Let server and kernels talk through files only their owner can open, instead of through open ports.

    The path of such a socket holds about 100 characters, so the folder must be a short one.
    """
    # Voilà makes a folder of its own in there, which only its owner can enter.
    short = Path("/tmp")  # noqa: S108
    folder = str(short) if short.is_dir() and os.access(short, os.W_OK) else tempfile.gettempdir()
    c.Voila.connection_dir_root = folder
    if os.name == "posix" and len(folder) <= 30:
        c.KernelManager.transport = "ipc"


def _log_to(path: Path, c: Config) -> None:
    """Errors to the terminal, warnings and requests to a file that cannot grow for ever."""
    both = {"handlers": ["console", "file"], "propagate": False}
    c.Application.log_level = "ERROR"
    c.Application.logging_config = {
        "handlers": {
            "file": {
                "class": "logging.handlers.RotatingFileHandler",
                "filename": str(path),
                "maxBytes": MEGABYTE,
                "backupCount": 1,
                "encoding": "utf-8",
                "formatter": "file",
                "level": "INFO",
            }
        },
        "formatters": {"file": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "loggers": {
            "WorkbenchVoila": {"level": "DEBUG", **both},
            "tornado": {"level": "WARNING", **both},
            "asyncio": {"level": "WARNING", **both},
        },
    }


def tornado_settings() -> dict[str, Any]:
    """What belongs to the web server underneath."""
    return {
        "headers": HEADERS,
        "xsrf_cookies": True,
        "xsrf_cookie_kwargs": {"samesite": "Lax"},
        # The server listens on this machine only; other host names in a request are a rebinding trick.
        "allow_remote_access": False,
        "local_hostnames": ["localhost"],
        # Larger messages would break the connection without a word: the default is 10 MB.
        "websocket_max_message_size": 32 * MEGABYTE,
        "websocket_compression_options": {},
        "ws_ping_timeout": 30_000,  # milliseconds; Jupyter's own default is one tornado complains about
    }
