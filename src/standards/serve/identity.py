"""Who is asking, and whose kernel it is.

This slice knows one way in: the server makes a random token at every start and prints it as part of an address.
Whoever brings the token is the reviewer the server was started for; a signed cookie remembers it. The provider
is a map of names to tokens, so a second person is a second entry.
"""

from __future__ import annotations

import hmac
import time
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.auth.login import LoginFormHandler
from jupyter_server.utils import url_path_join
from tornado import web
from traitlets import Any as AnyTrait
from traitlets import Dict, Unicode

if TYPE_CHECKING:
    from jupyter_server.base.handlers import JupyterHandler

__all__ = ["HEADER", "Attempts", "OwnKernelOnly", "ReviewerIdentity", "SignIn"]

HEADER = "X-Workbench-User"
"""Carries the name from here to the kernel, through Voilà's `http_header_envs`."""


class Attempts:
    """Counts wrong tokens per address of origin, and says when it is time to wait."""

    def __init__(self, allowed: int = 10, within: float = 60.0) -> None:
        self.allowed, self.within = allowed, within
        self._times: defaultdict[str, list[float]] = defaultdict(list)

    def failed(self, origin: str) -> None:
        """Note a wrong token; times in seconds of the monotonic clock."""
        self._times[origin].append(time.monotonic())

    def too_many(self, origin: str) -> bool:
        """Whether this origin has to wait."""
        since = time.monotonic() - self.within
        recent = [moment for moment in self._times.pop(origin, []) if moment > since]
        if recent:
            self._times[origin] = recent
        return len(recent) >= self.allowed


class ReviewerIdentity(IdentityProvider):
    """Knows people by a token once, and by a signed cookie from then on."""

    people = Dict(
        value_trait=Unicode(), key_trait=Unicode(), help="Name of the person, and the token that proves it."
    ).tag(config=True)
    attempts = AnyTrait()

    def _attempts_default(self) -> Attempts:
        return Attempts()

    async def get_user(self, handler: web.RequestHandler) -> User | None:
        """The person of the cookie, or nobody. What a browser says about the name is thrown away."""
        user = await self._get_user(handler)
        headers = handler.request.headers
        if HEADER in headers:
            del headers[HEADER]
        if user:
            headers[HEADER] = user.username
        return user

    async def get_user_token(self, handler: web.RequestHandler) -> User | None:
        """Nobody: a token in a header or in any odd address does not count; a page's address and the form do."""
        return None

    def user_from_cookie(self, cookie_value: str) -> User | None:
        """The person of a cookie, as long as this server knows them."""
        user = super().user_from_cookie(cookie_value)
        return user if user and user.username in self.people else None

    def person_with(self, token: str, origin: str) -> User | None:
        """The person who holds this token.

        Raises HTTPError 429 after too many wrong ones; from then on the right one has to wait as well, or
        guessing would go on behind the refusals.
        """
        if self.attempts.too_many(origin):
            raise web.HTTPError(429)
        given = token.encode()
        # Every token is compared, to its end: how long an answer takes tells nothing.
        matches = [name for name, own in self.people.items() if hmac.compare_digest(given, own.encode())]
        if not matches:
            self.attempts.failed(origin)
            self.log.warning("A wrong access token was refused (from %s).", origin)
            return None
        return User(matches[0])

    def process_login_form(self, handler: web.RequestHandler) -> User | None:
        """The person behind the sign-in form; a pasted address is as good as the token in it."""
        typed = handler.get_body_argument("token", "").strip()
        token = parse_qs(urlsplit(typed).query).get("token", [typed])[0]
        return self.person_with(token, handler.request.remote_ip or "")

    def get_handlers(self) -> list[tuple[str, object]]:
        """The sign-in page. The server's base address belongs into it; Voilà does not add it."""
        base = self.parent.base_url if self.parent else "/"
        return [(url_path_join(base, "/login"), SignIn)]


class SignIn(LoginFormHandler):
    """One labelled field for the token. Checks, cookie and the way back come from Jupyter."""

    def _render(self, message: dict[str, str] | None = None) -> None:
        refused = message or self.get_query_argument("refused", "")
        problem = "This token is not the right one. A token is only good until the workbench is started again."
        self.write(
            self.render_template(
                "signin.html",
                next=self.get_argument("next", self.base_url),
                problem=problem if refused else "",
            )
        )


class OwnKernelOnly(Authorizer):
    """A kernel belongs to the first person who uses it; nobody else can reach it.

    First come is enough, because a kernel's id is a random number that only its own page holds.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._owners: dict[str, str] = {}

    def is_authorized(self, handler: JupyterHandler, user: User, action: str, resource: str) -> bool:
        """Whether this person may touch the kernel the address names; all else is free to who is signed in."""
        if resource != "kernels":
            return True
        living = handler.kernel_manager
        self._owners = {kernel: owner for kernel, owner in self._owners.items() if kernel in living}
        kernel = handler.path_kwargs.get("kernel_id", "")
        if kernel not in living:
            return True  # nothing to protect: the handler answers that there is no such kernel
        return self._owners.setdefault(kernel, user.username) == user.username
