"""Walks every route there is: who gets in, what a GET does to a sending address, which headers everything carries."""

from __future__ import annotations

import re

import pytest

from smsbox.people.rights import Right
from smsbox.web.guard.shield import HEADERS
from smsbox.web.routes import Access, Route
from smsbox.web.screens import all_routes
from tests.web.desk import Desk, Visitor

ROUTES = list(all_routes())
GUARDED = [route for route in ROUTES if isinstance(route.needs, Right)]
SENDING = [route for route in ROUTES if route.method == "POST"]


_OF_A_DRAFT = re.compile("^/campaigns/<campaign_id:id>/(text|audience|when|check)$")
"""Pages of drafts; the campaign 1 of whoever furnishes is launched, the second one is none yet."""


def address(route: Route) -> str:
    """A path that the route matches."""
    drafted = _OF_A_DRAFT.sub(r"/campaigns/2/\1", route.path)
    return re.sub("<[^>]*:id>", "1", drafted).replace("<action>", "cancel").replace("<name>", "main")


def named(route: Route) -> str:
    return f"{route.method} {route.path}"


def test_what_nobody_is_asked_for_is_known_by_name() -> None:
    assert {named(route) for route in ROUTES if isinstance(route.needs, Access)} == {
        "GET /setup",
        "POST /setup",
        "GET /login",
        "POST /login",
        "POST /language",
        "GET /login/code",
        "POST /login/code",
        "GET /welcome",
        "POST /welcome",
        "GET /join/<source_id:id>",
        "POST /join/<source_id:id>",
    }


@pytest.mark.parametrize("route", GUARDED, ids=named)
def test_without_log_in_nobody_gets_in(desk: Desk, route: Route) -> None:
    desk.owner()
    stranger = desk.visitor()
    stranger.get("/login")
    answer = stranger.get(address(route)) if route.method == "GET" else stranger.post(address(route))
    if route.fragment:
        assert (answer.status, answer.body) == (401, b"")
    else:
        assert answer.status == 302
        assert (answer.header("Location") or "").startswith("/login")


@pytest.mark.parametrize("route", GUARDED, ids=named)
def test_before_the_first_start_is_over_everything_leads_to_it(desk: Desk, route: Route) -> None:
    answer = desk.visitor().get(address(route)) if route.method == "GET" else desk.visitor().post(address(route))
    assert answer.status == 401 if route.fragment else (answer.status, answer.header("Location")) == (302, "/setup")


@pytest.mark.parametrize("route", SENDING, ids=named)
def test_a_form_without_its_token_does_nothing(desk: Desk, owner: Visitor, route: Route) -> None:
    message_id = desk.queue()
    if route.needs is Access.FIRST_START:
        pytest.skip("closed once there is an owner")
    for fields in ([], [("token", "0" * 64)], [("token", "é")]):
        assert owner.send(address(route), fields).status == 403
    state = desk.store.run("SELECT state FROM messages WHERE id = ?", message_id).fetchone()
    assert state == (0,)


@pytest.mark.parametrize("route", SENDING, ids=named)
def test_a_sending_address_cannot_be_opened(desk: Desk, owner: Visitor, route: Route) -> None:
    if any(other.method == "GET" and other.path == route.path for other in ROUTES):
        return
    answer = owner.get(address(route))
    assert answer.status == 405
    assert answer.header("Allow") == "POST" or "POST" in (answer.header("Allow") or "")


def test_every_response_carries_the_security_headers(
    desk: Desk, owner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.queue()
    answers = [owner.get(address(route)) for route in ROUTES if route.method == "GET"]
    answers += [owner.get(path) for path in ("/nothing", "/send/queue", "/static/app.css", "/static/nothing")]
    answers += [owner.get("/", Host="evil.example"), owner.send("/logout", [], Origin="http://evil.example")]
    monkeypatch.setattr("smsbox.outbox.counts", lambda store: 1 / 0)
    broken = owner.get("/")
    monkeypatch.setattr("smsbox.store.accounts.session", lambda *args: 1 / 0)
    lost = owner.get("/")
    assert (broken.status, lost.status) == (500, 500)
    assert "ZeroDivision" not in broken.text + lost.text
    wanted = {"Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"}
    wanted |= {"Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy"}
    for answer in [*answers, broken, lost]:
        assert {name: answer.header(name) for name in wanted} == dict(HEADERS), answer.status
        assert answer.header("Cache-Control"), answer.status


def test_policy_allows_nothing_inline_and_nothing_foreign() -> None:
    policy = dict(HEADERS)["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy


@pytest.mark.parametrize(
    "path",
    ["/outbox/-1", "/outbox/0", "/outbox/1e3", f"/outbox/{2**63}", "/outbox/99999", "/outbox/٣"]
    + ["/inbox/-1", f"/inbox/{2**63}", "/inbox/1e3", "/inbox/99999", "/live/outbox/99999", "/../etc/passwd"]
    + ["/static/../app.py", "/static/..%2fapp.py", "/static/..%252fapp.py", "/static/%2e%2e/%2e%2e/app.py"]
    + ["/%ff", "/inbox%ff", "/%c3%28"],
)
def test_what_is_not_there_is_404(owner: Visitor, path: str) -> None:
    answer = owner.get(path)
    assert answer.status == 404
    assert "There is no such page" in answer.text


@pytest.mark.parametrize(
    "path",
    [f"/outbox/{2**63}/cancel", "/outbox/-1/cancel", "/outbox/1e3/cancel", "/outbox/7/cancel", "/outbox/1/nonsense"],
)
def test_nothing_can_be_done_to_what_is_not_there(owner: Visitor, path: str) -> None:
    owner.get("/")
    assert owner.post(path).status == 404


_NOT_OURS = re.compile(
    r"\sstyle=|\son\w+=|<style|<script(?! src=\"/static/)|javascript:|url\("
    r"|(?:src|srcset|href|action|data|content)=\"(?:https?:)?//"
)
"""What a page may not hold. An address that is told, as an example, is no address that is fetched."""


def test_pages_hold_no_script_no_style_and_no_foreign_address(desk: Desk, owner: Visitor) -> None:
    desk.queue("x" * 200)
    for route in ROUTES:
        if route.method == "GET":
            answer = owner.get(address(route))
            if (answer.header("Content-Type") or "").startswith("application/zip"):
                continue
            text = answer.text
            assert not _NOT_OURS.search(text), named(route)
