"""The pages of API tokens and of the audit log: shown once, revoked for good, filtered, paged, escaped."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from smsbox.people import audit, tokens
from smsbox.people.audit import Actor
from smsbox.people.rights import Right
from tests.web.desk import NOW, Desk, Visitor

SECRET = re.compile(r"smsbox_[A-Za-z0-9_-]{43}")
FIELDS = {"name": "till", "right-write": "yes", "allow": "", "per_day": "", "until": ""}


def make(visitor: Visitor, **fields: str) -> tuple[int, str]:
    visitor.get("/tokens")
    answer = visitor.post("/tokens", **{**FIELDS, **fields})
    return answer.status, answer.text


def test_a_token_is_shown_once(desk: Desk, owner: Visitor) -> None:
    status, text = make(owner, allow="+38050, +38067", per_day="20", until="2026-03-01", **{"right-see": "yes"})
    assert status == 200
    secret = SECRET.findall(text)[0]
    assert not SECRET.search(owner.get("/tokens").text)
    found = tokens.behind(desk.store, secret, NOW)
    assert found is not None
    assert (found.rights, found.allow, found.per_day) == ({Right.SEE, Right.WRITE}, ("+38050", "+38067"), 20)
    last = datetime(2026, 3, 1, 23, 59, 59, tzinfo=desk.site.zone).astimezone(UTC).timestamp()
    assert found.expires_at == (int(last) + 1) * 1_000_000, "the whole last day, in the shop's time"
    assert secret not in str(desk.store.run("SELECT * FROM tokens").fetchall())
    assert secret not in owner.get("/audit").text


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"right-write": ""},
        {"right-write": "", "right-people": "yes"},
        {"allow": "0800 +38"},
        {"allow": "<script>"},
        {"per_day": "0"},
        {"per_day": "-5"},
        {"per_day": "1e3"},
        {"per_day": "٣"},
        {"per_day": "2000000"},
        {"until": "2020-01-01"},
        {"until": "tomorrow"},
        {"until": "9999-12-31"},
        {"name": "a\u202eb"},
    ],
)
def test_tokens_that_are_not_made(desk: Desk, owner: Visitor, fields: dict[str, str]) -> None:
    status, text = make(owner, **fields)
    assert status == 422
    assert 'aria-invalid="true"' in text or 'id="rights-wrong"' in text
    assert "<script>" not in text
    assert tokens.listed(desk.store) == []


def test_a_revoked_token_opens_nothing(desk: Desk, owner: Visitor) -> None:
    _, text = make(owner)
    secret = SECRET.findall(text)[0]
    owner.get("/tokens")
    assert owner.post("/tokens/1/revoke").header("Location") == "/tokens?notice=token_revoked"
    assert tokens.behind(desk.store, secret, NOW) is None
    assert owner.post("/tokens/1/revoke").header("Location") == "/tokens?notice=as_before"
    assert owner.post("/tokens/7/revoke").header("Location") == "/tokens?notice=as_before"
    assert "Revoked" in owner.get("/tokens").text


def test_the_log_tells_who_did_what(desk: Desk, owner: Visitor) -> None:
    message_id = desk.queue()
    owner.get("/outbox/1")
    owner.post(f"/outbox/{message_id}/hold")
    owner.post(f"/outbox/{message_id}/hold")
    owner.get("/modems/main")
    owner.post("/modems/main/pause", why="stocktaking")
    owner.post("/fleet/resume")
    owner.get("/routes")
    owner.post("/routes", prefix="+38099", operator="Vodafone")
    owner.post("/routes/drop", prefix="+38099")
    owner.get("/send")
    owner.post("/send/queue", numbers="+380500000001", text="Secret order", class_="service", once="A" * 22)
    said = [(entry.who, entry.what, entry.subject) for entry in reversed(audit.entries(desk.store, limit=20))]
    assert said == [
        ("owner", "account.log_in", "owner"),
        ("owner", "message.hold", str(message_id)),
        ("owner", "modem.paused", "main"),
        ("owner", "modem.resumed", "main"),
        ("owner", "route.set", "+38099"),
        ("owner", "route.dropped", "+38099"),
        ("owner", "message.queued", "2"),
    ]
    text = owner.get("/audit").text
    assert "Held a message" in text and "stocktaking" in text and "192.168.1.9" in text
    assert "Secret order" not in text, "texts of customers do not belong into the log"


def test_the_log_is_filtered_paged_and_escaped(desk: Desk, owner: Visitor) -> None:
    for number in range(120):
        who = Actor("<script>alert(1)</script>" if number % 2 else "console", "console")
        what = "user.role" if number % 3 else "made.up"
        audit.note(desk.store, who, NOW + number, what, f"row-{number}-", {"role": ("<b>", number)})
    first = owner.get("/audit").text
    assert "<script>alert" not in first and "<b>" + "→" not in first and "made.up" in first
    seen, path = [], "/audit"
    while path:
        text = owner.get(path).text
        seen += re.findall(r"row-(\d+)-", text)
        older = re.search(r'href="(/audit\?[^"]*before=\d+)"', text)
        path = older[1].replace("&amp;", "&") if older else ""
    assert [int(number) for number in seen] == list(range(119, -1, -1)), "each once, the newest first"
    only = owner.get("/audit?who=console&area=user").text
    assert {int(number) % 6 for number in re.findall(r"row-(\d+)-", only)} == {2, 4}
    assert owner.get("/audit?who=nobody&area=made&before=x").status == 200


def test_reading_changes_nothing_in_the_log(desk: Desk, owner: Visitor) -> None:
    before = len(audit.entries(desk.store, limit=100))
    for path in ("/", "/users", "/users/1", "/tokens", "/audit", "/account", "/account/code"):
        owner.get(path)
    assert len(audit.entries(desk.store, limit=100)) == before
