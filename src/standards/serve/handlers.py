"""The addresses a person meets: pages, the way home, health, and what stands where there is nothing."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.handler import TornadoVoilaHandler

from standards.serve.identity import ReviewerIdentity

__all__ = ["Health", "Leave", "Nothing", "Page", "Start"]


class _Door(JupyterHandler):
    """A page address that also takes the token: ?token=… signs in and disappears from the address bar."""

    async def prepare(self) -> None:  # type: ignore[override]  # as Jupyter's own handlers do
        """Take a token out of the address before anything else sees it."""
        token = self.get_query_argument("token", "")
        if not token:
            await super().prepare()
            return
        self.current_user = None  # not asked yet; an error page would otherwise stumble over it
        identity = self.identity_provider
        assert isinstance(identity, ReviewerIdentity)
        rest = [(key, value) for key, value in parse_qsl(self.request.query, True) if key != "token"]
        address = self.request.path + (f"?{urlencode(rest)}" if rest else "")
        user = identity.person_with(token, self.request.remote_ip or "")
        if user:
            identity.set_login_cookie(self, user)
            self.redirect(address)
        else:  # who is signed in already goes on from there without noticing
            question = urlencode({"next": address, "refused": "1"})
            self.redirect(f"{self.get_login_url()}?{question}")


class Start(_Door):
    """The bare address of the server leads to the first page."""

    def initialize(self, first_page: str) -> None:
        """first_page: the name of a page, without a slash."""
        self.first_page = first_page

    @web.authenticated
    def get(self) -> None:
        """Go on to the first page; what follows the ? goes along."""
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(url_path_join(self.base_url, self.first_page) + query)


class Page(_Door, TornadoVoilaHandler):
    """A notebook of the pages folder, rendered by Voilà under a short address."""

    async def get(self, page: str) -> None:
        """Run the notebook in a fresh kernel (or a waiting one) and send its page piece by piece."""
        # Asking for the token sets the cookie that lets a page end its kernel when it is left.
        assert self.xsrf_token
        await TornadoVoilaHandler.get(self, f"{page}.ipynb")


class Leave(VoilaShutdownKernelHandler):
    """A page that is left tells so, and its kernel ends. Voilà's own handler does not ask whose kernel it is."""

    auth_resource = "kernels"

    @web.authenticated
    @authorized
    async def post(self, kernel_id: str) -> None:
        """End the kernel, if there still is one."""
        if kernel_id in self.kernel_manager:
            await super().post(kernel_id)
        else:
            self.set_status(204)


class Nothing(_Door):
    """Every other address."""

    async def prepare(self) -> None:  # type: ignore[override]  # as Jupyter's own handlers do
        """Ask who it is first: a stranger learns nothing about which addresses exist."""
        await super().prepare()
        if not self._finished:
            raise web.HTTPError(404)

    def get(self) -> None:
        """Never reached."""


class Health(web.RequestHandler):
    """Tells a start script or a monitor that the server answers; needs no sign-in and says nothing else."""

    def get(self) -> None:
        """Answer."""
        self.set_header("Cache-Control", "no-store")
        self.finish({"status": "ok"})
