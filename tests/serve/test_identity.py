"""Who gets in, as whom, and to what."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from tornado.web import HTTPError, create_signed_value
from websocket import WebSocketBadStatusException, create_connection

from standards.serve.identity import HEADER, Attempts, ReviewerIdentity
from tests.serve.running import Running, facts, kernel_of

Visit = Callable[..., requests.Session]


def get(session: requests.Session, address: str, **more: object) -> requests.Response:
    return session.get(address, allow_redirects=False, timeout=60, **more)


def cookies(session: requests.Session) -> str:
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in session.cookies)


def channels(server: Running, kernel: str, session: requests.Session):
    address = f"ws://127.0.0.1:{server.port}/api/kernels/{kernel}/channels"
    return create_connection(address, cookie=cookies(session), origin=server.base.rstrip("/"), timeout=30)


def message(kind: str, content: dict) -> str:
    header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": "s", "version": "5.3"}
    return json.dumps({"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"})


@pytest.mark.parametrize("path", ["", "home", "score?review=x", "broken", "nosuch", "voila/files/a.png", "api/kernels"])
def test_a_stranger_is_sent_to_the_sign_in_page(server: Running, visit: Visit, path: str):
    answer = get(visit(), server.url(path))
    assert answer.status_code == 302
    to = urlsplit(answer.headers["Location"])
    assert to.path == "/login"
    assert parse_qs(to.query) == {"next": [f"/{path}"]}


def test_health_is_the_only_page_without_sign_in(server: Running, visit: Visit):
    assert get(visit(), server.url("healthz")).json() == {"status": "ok"}


def test_a_strangers_socket_is_refused(server: Running, ana: requests.Session, visit: Visit):
    kernel = kernel_of(get(ana, server.url("home")).text)
    with pytest.raises(WebSocketBadStatusException) as refused:
        channels(server, kernel, visit())
    assert refused.value.status_code == 403


def test_the_token_in_the_address_signs_in_and_disappears_from_it(server: Running, visit: Visit):
    session = visit()
    answer = get(session, server.url(f"score?review=a%20b&token={server.token}"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/score?review=a+b")
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    assert facts(get(session, server.url("score?review=a%20b")).text)["query"] == {"review": "a b"}


def test_a_wrong_token_is_refused_and_said_to_be_wrong(server: Running, visit: Visit):
    session = visit()
    answer = session.get(server.url("score?review=x&token=wrong"), timeout=30)
    assert urlsplit(answer.url).path == "/login"
    assert "not the right one" in answer.text
    assert "wrong" not in urlsplit(answer.url).query
    assert get(session, server.url("home")).status_code == 302


def test_an_old_link_does_not_sign_anybody_out(server: Running, ana: requests.Session):
    assert get(ana, server.url("?token=of-yesterday")).headers["Location"].startswith("/login?next=%2F")
    assert get(ana, server.url("login?next=%2Fscore&refused=1")).headers["Location"] == "/score"


def test_the_sign_in_page_has_one_labelled_field_and_takes_the_whole_address(server: Running, visit: Visit):
    session = visit()
    form = session.get(server.url("score?review=x"), timeout=30).text
    assert re.search(r'<label for="(\w+)">Access token</label>\s*<input [^>]*id="\1"', form)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    answer = session.post(server.url("login"), fields | {"token": f" {server.address}\n"}, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/score?review=x")


def test_the_sign_in_page_never_leads_to_another_host(server: Running, ana: requests.Session):
    for away in ("https://example.org/", "//example.org/", "/\\example.org"):
        to = get(ana, server.url(f"login?next={away}")).headers["Location"]
        assert urlsplit(to).netloc == ""
        assert not to.startswith("//")


def test_the_sign_in_form_wants_its_own_cookie(server: Running, visit: Visit):
    assert visit().post(server.url("login"), {"token": server.token}, allow_redirects=False).status_code == 403


def test_a_signed_cookie_of_somebody_the_server_does_not_know_counts_nothing(server: Running, visit: Visit):
    secret = (server.workspace / ".workbench" / "cookie_secret").read_bytes()
    name = f"username-127-0-0-1-{server.port}"
    person = dict.fromkeys(("name", "display_name", "initials", "avatar_url", "color")) | {"username": "Mallory"}
    session = visit()
    session.cookies.set(name, create_signed_value(secret, name, json.dumps(person)).decode())
    assert get(session, server.url("home")).status_code == 302


def test_the_secret_behind_the_cookies_is_readable_by_its_owner_only(server: Running):
    assert (server.workspace / ".workbench" / "cookie_secret").stat().st_mode & 0o077 == 0


def test_the_page_knows_the_reviewer_whatever_the_browser_says(server: Running, ana: requests.Session):
    page = get(ana, server.url("home"), headers={HEADER: "Mallory", HEADER.lower(): "Mallory"}).text
    assert facts(page)["name"] == "Ana Ruiz"


def test_two_people_are_two_names(server: Running, ana: requests.Session, ben: requests.Session):
    names = [facts(get(person, server.url("home")).text)["name"] for person in (ana, ben)]
    assert names == ["Ana Ruiz", "Ben Okafor"]


def test_another_persons_kernel_is_out_of_reach(server: Running, ana: requests.Session, ben: requests.Session):
    kernel = kernel_of(get(ana, server.url("home")).text)
    channels(server, kernel, ana).close()
    with pytest.raises(WebSocketBadStatusException) as refused:
        channels(server, kernel, ben)
    assert refused.value.status_code == 403
    assert get(ben, server.url(f"api/kernels/{kernel}")).status_code == 403
    get(ben, server.url("home"))  # brings the cookie of the form
    beacon = {"_xsrf": ben.cookies["_xsrf"]}
    assert ben.post(server.url(f"voila/api/shutdown/{kernel}"), beacon, timeout=30).status_code == 403
    assert get(ana, server.url(f"api/kernels/{kernel}")).status_code == 200


def test_a_visitor_cannot_run_code_of_their_own(server: Running, ana: requests.Session, tmp_path: Path):
    kernel = kernel_of(get(ana, server.url("home")).text)
    trace = tmp_path / "trace"
    socket = channels(server, kernel, ana)
    code = f"open({str(trace)!r}, 'w').close()"
    socket.send(message("execute_request", {"code": code, "silent": False, "store_history": False}))
    socket.send(message("comm_info_request", {}))  # allowed, and answered after the other would have been
    while json.loads(socket.recv())["msg_type"] != "comm_info_reply":
        pass
    socket.close()
    assert not trace.exists()


def test_a_page_of_another_site_cannot_open_the_socket(server: Running, ana: requests.Session):
    kernel = kernel_of(get(ana, server.url("home")).text)
    address = f"ws://127.0.0.1:{server.port}/api/kernels/{kernel}/channels"
    with pytest.raises(WebSocketBadStatusException) as refused:
        create_connection(address, cookie=cookies(ana), origin="http://127.0.0.1:9", timeout=30)
    assert refused.value.status_code == 403


def test_a_strange_host_name_is_refused(server: Running, ana: requests.Session):
    assert get(ana, server.url("home"), headers={"Host": "rebound.example.org"}).status_code == 403


def test_the_log_never_holds_the_token(server: Running, ana: requests.Session):
    assert server.token not in (server.workspace / ".workbench" / "server.log").read_text(encoding="utf-8")


def test_guessing_has_to_wait(monkeypatch: pytest.MonkeyPatch):
    now = 1000.0
    monkeypatch.setattr("standards.serve.identity.time.monotonic", lambda: now)
    attempts = Attempts(allowed=3, within=60)
    for _ in range(3):
        assert not attempts.too_many("here")
        attempts.failed("here")
    assert attempts.too_many("here")
    assert not attempts.too_many("elsewhere")
    now += 61
    assert not attempts.too_many("here")


def test_after_too_many_wrong_tokens_even_the_right_one_has_to_wait():
    identity = ReviewerIdentity(people={"Ana Ruiz": "right"}, attempts=Attempts(allowed=2))
    assert identity.person_with("right", "here").username == "Ana Ruiz"
    for _ in range(2):
        assert identity.person_with("wrong", "here") is None
    with pytest.raises(HTTPError) as refused:
        identity.person_with("right", "here")
    assert refused.value.status_code == 429
