"""The server: Voilà with our addresses, our identity and our answers' headers."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import signal
from pathlib import Path
from typing import Any

from jupyter_core.utils import run_sync
from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.utils import url_path_join
from tornado import httputil, web
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from traitlets import List, Unicode
from voila import __version__
from voila.app import Voila, _kernel_id_regex
from voila.utils import create_include_assets_functions

from standards.serve.handlers import Health, Leave, Nothing, Page, Start
from standards.serve.settings import HEADERS, TEMPLATE, tornado_settings

__all__ = ["WorkbenchVoila"]


_KEPT = (
    "/api/kernels/",
    "/voila/templates/",
    "/voila/api/themes/",
    "/voila/query/",
)
"""What we take over from Voilà. Left out: its file server, which needs no sign-in, its list of notebooks, the
contents interface and its own page addresses. Its scripts get addresses of their own, see `_page_config`."""

_STAMP = "[0-9a-f]{12}"


class _Quick(web.GZipContentEncoding):
    """Packs what it sends. Packing harder saves a fiftieth of the bytes and takes twice as long."""

    GZIP_LEVEL = 4


class _Headers(web.OutputTransform):
    """Puts our headers on every answer; Jupyter's setting reaches its own handlers only, not static files."""

    def transform_first_chunk(
        self, status_code: int, headers: httputil.HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, httputil.HTTPHeaders, bytes]:
        """Add them, and the encoding of pages."""
        for name, value in HEADERS.items():
            headers[name] = value
        if headers.get("Content-Type") == "text/html":  # Voilà and Jupyter forget to say so
            headers["Content-Type"] = "text/html; charset=UTF-8"
        return status_code, headers, chunk


class WorkbenchVoila(Voila):
    """Serves the notebooks of one folder as pages: home.ipynb is /home."""

    name = "voila"
    first_page = Unicode("home", help="The page the bare address leads to.").tag(config=True)
    sockets: List[Any] = List(help="Bound sockets to listen on: kernels are told the port before anyone can ask.")

    @property
    def pages(self) -> list[str]:
        """The names of the notebooks, which are the addresses of the pages."""
        return sorted(path.stem for path in Path(self.root_dir).glob("*.ipynb"))

    def init_settings(self) -> dict[str, Any]:
        """Voilà's settings; every page that is not a notebook is drawn with our template too."""
        self.voila_configuration.page_config_hook = self._page_config
        settings: dict[str, Any] = super().init_settings()
        settings["jinja2_env"] = settings["voila_jinja2_env"]
        settings["jinja_template_vars"] = create_include_assets_functions(TEMPLATE, self.base_url)
        settings["default_handler_class"] = Nothing
        settings["log_function"] = self._log_request
        settings["static_immutable_cache"] = [url_path_join(self.base_url, part) for part in ("bundle/", "extensions/")]
        return settings | tornado_settings()

    def _page_config(self, page_config: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Give the scripts addresses that change with their versions, so that browsers keep them for good.

        A page loads about ninety of them; Voilà's own addresses make the browser ask after each one every time.
        """
        versions = json.dumps([__version__, page_config["federated_extensions"]], sort_keys=True)
        stamp = hashlib.sha256(versions.encode()).hexdigest()[:12]
        page_config["fullStaticUrl"] = url_path_join(self.base_url, "bundle", stamp)
        page_config["fullLabextensionsUrl"] = url_path_join(self.base_url, "extensions", stamp)
        return page_config

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """Our addresses, then those of Voilà's that a page needs."""
        # Voilà's own setting for this comes too late to have an effect.
        self.app.add_transform(_Quick)
        self.app.add_transform(_Headers)
        notebooks = {
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }
        icon = url_path_join(self.base_url, f"voila/templates/{TEMPLATE}/static/favicon.svg")
        ours: list[tuple[Any, ...]] = [
            ("/?", Start, {"first_page": self.first_page}),
            (rf"({'|'.join(map(re.escape, self.pages))})", Page, notebooks),
            ("healthz", Health),
            (rf"bundle/{_STAMP}/(.*)", FileFindHandler, {"path": self.static_paths}),
            (rf"extensions/{_STAMP}/(.*)", FileFindHandler, {"path": self.labextensions_path}),
            (r"favicon\.ico", web.RedirectHandler, {"url": icon}),
            (rf"voila/api/shutdown/{_kernel_id_regex}", Leave),
        ]
        theirs = [entry for entry in super().init_handlers() if any(part in entry[0] for part in _KEPT)]
        sign_in: list[tuple[Any, ...]] = self.identity_provider.get_handlers()
        return [(url_path_join(self.server_url, entry[0]), *entry[1:]) for entry in ours] + sign_in + theirs

    def listen(self) -> None:
        """Answer on the sockets we were given, until told to stop."""
        self.ioloop = IOLoop.current()
        for name in ("SIGTERM", "SIGHUP"):
            if hasattr(signal, name):  # a closed terminal window is a reason to stop cleanly, too
                signal.signal(getattr(signal, name), self._handle_signal_stop)
        HTTPServer(self.app).add_sockets(self.sockets)
        self.ioloop.add_callback(self.ready)
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            self.log.info("Stopping on Ctrl-C.")
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C would leave the kernels behind
            self.stop()

    def ready(self) -> None:
        """Called once the server answers; `standards.serve.launch` replaces it."""

    def stop(self) -> None:
        """End the kernels, then remove the files they are reached by; Voilà does it the other way round."""
        run_sync(self.kernel_manager.shutdown_all)()
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    def _log_request(self, handler: web.RequestHandler) -> None:
        """One line per request, without what follows the ?: a token may stand there."""
        request, status = handler.request, handler.get_status()
        if isinstance(handler, web.StaticFileHandler) and status < 400:
            return  # a page loads ninety scripts
        log = self.log.warning if status >= 500 else self.log.info
        log("%d %s %s %.0f ms", status, request.method, request.path, 1000 * request.request_time())
