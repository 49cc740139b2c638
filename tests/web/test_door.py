"""Logging in and out: new cookies, wrong passwords, fixed sessions, and where one lands afterwards."""

from __future__ import annotations

import hashlib
import resource

import pytest

from smsbox.clock import HOUR, MINUTE, SECOND
from smsbox.people.sessions import IDLE, LONGEST
from smsbox.web.guard.sessions import form_token, new_cookie
from smsbox.web.pages.door import own_path
from tests.web.desk import PASSWORD, Desk, Visitor


def test_a_session_is_known_to_the_database_by_its_hash_only(desk: Desk, owner: Visitor) -> None:
    cookie = owner.cookies["smsbox"]
    rows = desk.store.run("SELECT token_hash FROM sessions").fetchall()
    assert [bytes(row[0]) for row in rows] == [hashlib.sha256(cookie.encode()).digest()]


def test_the_cookie_is_strict_and_hidden_from_scripts(desk: Desk) -> None:
    header = desk.visitor().get("/login").header("Set-Cookie") or ""
    assert "HttpOnly" in header and "SameSite=Strict" in header and "Path=/" in header and "Secure" not in header


def test_a_cookie_somebody_else_chose_is_not_the_one_after_log_in(desk: Desk) -> None:
    desk.owner()
    victim = desk.visitor()
    victim.cookies["smsbox"] = planted = new_cookie()
    victim.get("/login")
    assert victim.token == form_token(planted)
    assert victim.post("/login", name="owner", password=PASSWORD).status == 303
    assert victim.cookies["smsbox"] != planted
    thief = desk.visitor()
    thief.cookies["smsbox"] = planted
    assert thief.get("/").status == 302


def test_logging_in_again_ends_the_session_before(desk: Desk, owner: Visitor) -> None:
    old = owner.cookies["smsbox"]
    owner.token = form_token(old)
    assert owner.post("/login", name="owner", password=PASSWORD).status == 303
    stale = desk.visitor()
    stale.cookies["smsbox"] = old
    assert stale.get("/").status == 302


def test_logging_out_ends_it_in_the_database_too(desk: Desk, owner: Visitor) -> None:
    cookie = owner.cookies["smsbox"]
    owner.get("/")
    assert owner.post("/logout").header("Location") == "/login"
    assert desk.store.run("SELECT count(*) FROM sessions").fetchone() == (0,)
    owner.cookies["smsbox"] = cookie
    assert owner.get("/").status == 302


def test_a_session_ends_by_itself(desk: Desk, owner: Visitor) -> None:
    over = desk.clock.at + LONGEST
    while desk.clock.at < over - HOUR:
        desk.clock.at += HOUR
        assert owner.get("/help").status == 200
    desk.clock.at = over
    assert owner.get("/help").status == 302


def test_a_page_left_open_keeps_nobody_signed_in(desk: Desk, owner: Visitor) -> None:
    left_at = desk.clock.at
    while desk.clock.at < left_at + IDLE:
        desk.clock.at += HOUR
        assert owner.get("/live/outbox").status == 200
    desk.clock.at += SECOND
    assert owner.get("/live/outbox").status == 401
    assert owner.get("/help").status == 302


def test_a_full_disk_turns_nobody_away(desk: Desk, owner: Visitor) -> None:
    desk.clock.at += HOUR
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        answer = owner.get("/help")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert answer.status == 200
    assert desk.store.run("SELECT last_used_at FROM sessions").fetchone()[0] < desk.clock.at, "the disk was full"


@pytest.mark.parametrize("cookie", ["", "x", "a" * 43 + "=", "../" * 14 + "x", "é" * 43, "a" * 5000])
def test_odd_cookies_are_nobody(desk: Desk, cookie: str) -> None:
    desk.owner()
    visitor = desk.visitor()
    visitor.cookies["smsbox"] = cookie
    assert visitor.get("/").status == 302


@pytest.mark.parametrize(
    ("name", "password", "status"),
    [("owner", "wrong password", 401), ("nobody", PASSWORD, 401), ("owner", "", 422), ("owner", "\0" * 12, 422)],
)
def test_wrong_is_wrong_without_saying_what(desk: Desk, name: str, password: str, status: int) -> None:
    desk.owner()
    visitor = desk.visitor()
    visitor.get("/login")
    answer = visitor.post("/login", name=name, password=password)
    assert answer.status == status
    assert status != 401 or "Name or password is wrong." in answer.text
    assert visitor.get("/").status == 302


def test_json_is_no_way_in(desk: Desk) -> None:
    desk.owner()
    answer = desk.visitor().ask("POST", "/login", b'{"password": true}', {"Content-Type": "application/json"})
    assert answer.status == 403


def test_ten_wrong_passwords_are_enough_for_a_while(desk: Desk, owner: Visitor) -> None:
    guesser = desk.visitor()
    guesser.get("/login")
    for _ in range(10):
        assert guesser.post("/login", name="owner", password="guess number").status == 401
    answer = guesser.post("/login", name="owner", password=PASSWORD)
    assert answer.status == 429
    assert 0 < int(answer.header("Retry-After") or 0) <= 15 * 60
    assert owner.get("/").status == 200, "who is in stays in"
    elsewhere = desk.visitor(REMOTE_ADDR="192.168.1.44")
    elsewhere.get("/login")
    assert elsewhere.post("/login", name="owner", password=PASSWORD).status == 303, "the owner elsewhere gets in"
    desk.clock.at += 16 * MINUTE
    assert guesser.post("/login", name="owner", password=PASSWORD).status == 303, "never locked out for ever"


def test_a_right_password_forgives_the_wrong_ones(desk: Desk) -> None:
    desk.owner()
    clumsy = desk.visitor()
    for _ in range(3):
        clumsy.get("/login")
        for _ in range(9):
            clumsy.post("/login", name="owner", password="not this one")
        assert clumsy.post("/login", name="owner", password=PASSWORD).status == 303
        clumsy.cookies.clear()


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/outbox", "/outbox"),
        ("/outbox/7", "/outbox/7"),
        ("", "/"),
        ("//evil.example", "/"),
        ("http://evil.example", "/"),
    ]
    + [("/\\evil.example", "/"), ("/a\r\nSet-Cookie: x=1", "/"), ("javascript:alert(1)", "/"), ("/@evil.example", "/")],
)
def test_after_log_in_nobody_is_sent_away(asked: str, path: str) -> None:
    assert own_path(asked) == path


def test_the_page_that_was_asked_for_comes_after_log_in(desk: Desk) -> None:
    desk.owner()
    visitor = desk.visitor()
    assert visitor.get("/outbox").header("Location") == "/login?next=/outbox"
    page = visitor.get("/login?next=/outbox")
    assert 'name="next" value="/outbox"' in page.text
    assert visitor.post("/login", name="owner", password=PASSWORD, next="/outbox").header("Location") == "/outbox"


def test_a_name_is_filled_in_only_where_there_is_no_other(desk: Desk) -> None:
    desk.owner()
    assert 'value="owner"' in desk.visitor().get("/login").text
    with desk.store.write():
        desk.store.run("UPDATE users SET name = 'Олена'")
    page = desk.visitor().get("/login").text
    assert 'value="owner"' not in page and "Олена" not in page


def test_the_language_is_the_readers_and_can_be_switched(desk: Desk) -> None:
    desk.owner()
    assert 'lang="uk"' in desk.visitor(Accept_Language="uk,en;q=0.5").get("/login").text
    visitor = desk.visitor(Accept_Language="de")
    assert '<html lang="en">' in visitor.get("/login").text
    answer = visitor.post("/language", language="uk", back="/login")
    assert (answer.status, answer.header("Location")) == (303, "/login")
    assert "Увійти" in visitor.get("/login").text
    visitor.post("/language", language="../../x", back="//evil.example")
    assert '<html lang="uk">' in visitor.get("/login").text
