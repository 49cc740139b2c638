"""The outermost layer: which names the box answers to, and whose forms it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsbox.web.guard import shield
from smsbox.web.guard.shield import Shield, host_name
from tests.web.desk import FORM, HOST, Desk, Visitor, make_desk


def inner(environ: object, start_response: object) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])  # type: ignore[operator]
    return [b"in"]


def status(shield: Shield, method: str = "GET", **headers: str) -> int:
    return Visitor(shield, {}).ask(method, "/", b"", headers).status


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:8080", "localhost", "LOCALHOST:9", "[::1]:8080", "127.0.0.1", "shop.lan", "Shop.LAN:8080", "10.0.0.5"],
)
def test_its_own_names_are_answered(host: str) -> None:
    assert status(Shield(inner, listen="10.0.0.5:8080", hosts=["shop.lan"]), Host=host) == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.6", "", "127.0.0.1@evil.example"]
    + ["evil.example/127.0.0.1", "127.0.0.1:8080:9", "[::1", "local host", "evil.example#localhost", "::1"],
)
def test_foreign_names_are_misdirected(host: str) -> None:
    assert status(Shield(inner, listen="10.0.0.5:8080", hosts=["shop.lan"]), Host=host) == 421


@pytest.mark.parametrize(
    ("host", "expected"), [("192.168.1.20", 200), ("[fe80::1]", 200), ("8.8.8.8", 421), ("x.y", 421)]
)
def test_a_listener_on_all_addresses_answers_to_private_ones(host: str, expected: int) -> None:
    assert status(Shield(inner, listen="0.0.0.0:8080", hosts=[]), Host=host) == expected


def test_it_answers_to_every_address_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses of IPv6 are global ones; nobody can lead a name of his own to them but by having the address typed."""
    assert status(Shield(inner, listen="[::]:8080", hosts=[]), Host="[2606:4700::1111]:8080") == 421
    assert shield._is_ours("127.0.0.1") and not shield._is_ours("8.8.8.8") and not shield._is_ours("nonsense")
    monkeypatch.setattr(shield, "_is_ours", lambda address: address == "2606:4700::1111")
    assert status(Shield(inner, listen="[::]:8080", hosts=[]), Host="[2606:4700::1111]:8080") == 200
    assert status(Shield(inner, listen="127.0.0.1:8080", hosts=[]), Host="[2606:4700::1111]:8080") == 421


def test_host_names_are_taken_apart() -> None:
    assert host_name("[::1]:80") == "::1"
    assert host_name("A.b:1") == "a.b"
    assert host_name("") is None and host_name("a/b") is None and host_name("::1") is None


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Origin": f"http://{HOST}"}, 200),
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": f"https://{HOST}"}, 200),
        ({"Origin": f"ftp://{HOST}"}, 403),
        ({"Origin": "http://127.0.0.1:8081"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": f"http://{HOST}"}, 403),
        ({"Content-Type": "text/plain"}, 403),
        ({"Content-Type": "application/json"}, 403),
        ({"Content-Type": "multipart/form-data; boundary=x"}, 403),
        ({"Content-Type": ""}, 403),
        ({"Content-Type": FORM + "; charset=utf-8"}, 200),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_only_forms_of_this_page_are_taken(method: str, headers: dict[str, str], expected: int) -> None:
    shield = Shield(inner, listen=HOST, hosts=[])
    assert status(shield, method, **{"Content-Type": FORM, **headers}) == expected


def test_a_foreign_form_sends_nothing(desk: Desk, owner: Visitor) -> None:
    message_id = desk.queue()
    owner.get("/")
    answer = owner.send(f"/outbox/{message_id}/cancel", [("token", owner.token)], Origin="http://evil.example")
    assert answer.status == 403
    assert owner.post(f"/outbox/{message_id}/cancel").status == 303


def test_over_https_the_cookie_is_secure(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)

    def https(environ: dict[str, object], start_response: object) -> object:
        return desk.app({**environ, "wsgi.url_scheme": "https"}, start_response)

    assert "Secure" in (Visitor(https, {}).get("/setup").header("Set-Cookie") or "")
    desk.store.close()
