"""The page of webhooks: made for the Internet alone, shown with what became of its calls, tried again, removed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smsbox.hooks import book, calls
from smsbox.hooks.calls import New
from smsbox.people import audit
from tests.web.desk import NOW, Desk, Visitor

URL = "http://127.0.0.1:9/sms?till=1"


@pytest.fixture(autouse=True)
def _listed(desk: Desk) -> None:
    config = desk.site.config
    desk.site.config = replace(config, programs=replace(config.programs, networks=("127.0.0.0/8",)))


def make(visitor: Visitor, **fields: str) -> tuple[int, str, str]:
    visitor.get("/hooks")
    answer = visitor.post("/hooks", **{"url": URL, "secret": "", "event-sms:sent": "yes", **fields})
    location = answer.header("Location") if answer.status == 303 else ""
    return answer.status, location or "", answer.text


def test_a_webhook_is_made_and_shows_its_secret_to_whoever_may(desk: Desk, owner: Visitor) -> None:
    assert make(owner)[:2] == (303, "/hooks/1?notice=hook_made")
    (made,) = book.listed(desk.store)
    assert (made.url, made.kinds, made.token_id) == (URL, ("sms:sent",), None) and len(made.secret) >= 32
    assert made.secret in owner.get("/hooks/1").text
    assert made.secret not in owner.get("/hooks").text and "127.0.0.1:9" in owner.get("/hooks").text
    lines = audit.entries(desk.store, limit=9)
    assert lines[0].what == "hook.made" and made.secret not in str(lines)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"url": ""}, "This is needed"),
        ({"url": "ftp://shop.example/"}, "http:// or https://"),
        ({"url": "http://169.254.169.254/"}, "programs.networks"),
        ({"url": "http://10.0.0.1/"}, "programs.networks"),
        ({"url": "http://user:word@127.0.0.1/"}, "name or password"),
        ({"url": 'http://127.0.0.1/"><script>alert(1)</script>'}, "no address has"),
        ({"event-sms:sent": ""}, "Choose what it hears"),
        ({"secret": "short"}, "less than 8"),
    ],
)
def test_webhooks_that_are_not_made(desk: Desk, owner: Visitor, fields: dict[str, str], said: str) -> None:
    status, _, text = make(owner, **fields)
    assert status == 422 and said in text and "<script>alert" not in text
    assert book.listed(desk.store) == []


def test_what_was_given_up_is_shown_and_tried_again(desk: Desk, owner: Visitor) -> None:
    make(owner)
    owner.get("/hooks/1")
    assert owner.post("/hooks/1/replay").header("Location") == "/hooks/1?notice=as_before"
    assert owner.post("/hooks/1/test").header("Location") == "/hooks/1?notice=hook_tested"
    (call,) = calls.listed(desk.store, 1, 9)
    error = {"key": "hooks.refused", "facts": {"server": "<b>x</b>", "status": 500}}
    calls.failed(desk.store, call, error, NOW, lasting=True)
    page = owner.get("/hooks/1").text
    assert "1 call was given up" in page and "it answered with 500" in page and "<b>x</b>" not in page
    assert "Given up" in owner.get("/hooks").text
    assert owner.post("/hooks/1/replay").header("Location") == "/hooks/1?notice=hook_replayed"
    assert calls.waiting(desk.store) == {1: 1}
    assert owner.post("/hooks/1/remove").header("Location") == "/hooks?notice=hook_removed"
    assert owner.get("/hooks/1").status == 404 and calls.waiting(desk.store) == {}


def test_callbacks_of_programs_have_a_page_once_there_are_any(desk: Desk, owner: Visitor) -> None:
    assert "dlr-url" not in owner.get("/hooks").text
    with desk.store.write():
        calls.add(desk.store, [New(calls.CALLBACKS, "dlr:1", "m", None, "{}")], NOW)
    assert "dlr-url" in owner.get("/hooks").text and "dlr:1" in owner.get("/hooks/callbacks").text


def test_a_webhook_that_is_not_there(owner: Visitor) -> None:
    for path in ("/hooks/7", "/hooks/7/test"):
        owner.get("/hooks")
        assert (owner.get(path) if path == "/hooks/7" else owner.post(path)).status == 404
