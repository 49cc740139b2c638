"""Bad requests of programs, and what each is answered: nothing is queued, nothing breaks, the error says what is wrong.

Numbers are those of the list of bad inputs; lengths that lie and slow clients meet the server first: test_server.py.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from smsbox import outbox
from smsbox.outbox import State
from smsbox.people.rights import Right
from smsbox.web.server.serve import BODY_LIMIT
from tests.web.api.program import Program, content, program, wrong
from tests.web.desk import Desk, Visitor

ANNA = "+380500000001"


@pytest.fixture
def till(desk: Desk) -> Program:
    desk.site.config = replace(desk.site.config, sending=replace(desk.site.config.sending, allow=("+380",)))
    return program(desk)


def nothing_is_queued(desk: Desk) -> bool:
    return sum(outbox.counts(desk.store).messages.values()) == 0


NUMBERS = {
    "23 AT in a number": '+31"\rAT+CFUN=1,1\r',
    "24 Arabic digits": "+٣٨٠٥٠٠٠٠٠٠٠١",
    "25 plus": "+",
    "25 forty digits": "4" * 40,
    "25 shell": "ABC;rm",
    "25 a NUL": "+38050\x000000001",
    "25 nothing but blanks": "   ",
}


@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS.keys())
def test_what_is_no_number_is_422(desk: Desk, till: Program, number: str) -> None:
    answer = till.post("/messages", {"to": [number], "text": "Привіт"})
    assert wrong(answer, 422) in ("programs.bad_drafts", "api.bad_character")
    assert nothing_is_queued(desk)


@pytest.mark.parametrize("number", ["+380900123456", "+48500000001", "112", "+882160000000", "101"])
def test_26_where_nobody_may_write_is_403(desk: Desk, till: Program, number: str) -> None:
    answer = till.post("/messages", {"to": [number], "text": "Привіт"})
    assert wrong(answer, 403) == "programs.bad_drafts"
    assert nothing_is_queued(desk)


@pytest.mark.parametrize("text", ["\x1a", "a\x1bb", "AT+CMGD=1,4\r\n\x1a"])
def test_27_control_characters_are_data_of_a_pdu_or_refused(desk: Desk, till: Program, text: str) -> None:
    answer = till.post("/messages", {"to": [ANNA], "text": text})
    assert answer.status in (202, 422)
    if answer.status == 202:
        message = outbox.get(desk.store, content(answer, 202)["messages"][0]["id"])
        assert message is not None and message.text == text


@pytest.mark.parametrize("escape", ["\\u0000", "\\ud800", "\\udfff\\ud800"])
def test_28_what_is_no_character_is_422(desk: Desk, till: Program, escape: str) -> None:
    body = f'{{"to": ["{ANNA}"], "text": "a{escape}b"}}'.encode()
    assert wrong(till.ask("POST", "/messages", body), 422) == "api.bad_character"
    assert nothing_is_queued(desk)


def test_29_too_long_a_text(desk: Desk, till: Program) -> None:
    assert wrong(till.post("/messages", {"to": [ANNA], "text": "a" * (1 << 20)}), 413) == "api.too_large"
    assert wrong(till.post("/messages", {"to": [ANNA], "text": "я" * 20_000}), 422) == "programs.bad_drafts"
    assert wrong(till.post("/messages", {"to": [ANNA], "text": "a" * 45_001}), 422) == "api.bad_fields"
    assert nothing_is_queued(desk)


BODIES = {
    "31 NaN": b'{"to": ["+380500000001"], "text": "a", "priority": NaN}',
    "31 Infinity": b'{"to": ["+380500000001"], "text": "a", "priority": -Infinity}',
    "31 a name twice": b'{"to": ["+380500000001"], "text": "a", "text": "b"}',
    "31 depth": b'{"to": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "31 open depth": b"[" * 10_000,
    "31 a list": b'["to"]',
    "31 a number": b"4",
    "31 nothing of it": b"to=+380500000001&text=a",
    "31 no UTF-8": b'{"to": ["+380500000001"], "text": "\xff\xfe"}',
    "31 a mark before it": b'\xef\xbb\xbf{"to": 1',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_31_what_is_no_object_is_400(desk: Desk, till: Program, body: bytes) -> None:
    assert wrong(till.ask("POST", "/messages", body), 400) == "api.not_json"
    assert nothing_is_queued(desk)


@pytest.mark.parametrize("number", ["-1", "0", "1e3", str(2**63), "9" * 40, "1;DROP", "%00", "%D9%A1"])
def test_32_ids_that_are_none(till: Program, number: str) -> None:
    assert till.get(f"/messages/{number}").status == 404
    assert till.get(f"/messages?before={number}").status == 422


def test_33_a_body_above_the_limit_is_413(desk: Desk, till: Program) -> None:
    body = json.dumps({"to": [ANNA], "text": "a", "name": "n" * BODY_LIMIT}).encode()
    assert wrong(till.ask("POST", "/messages", body), 413) == "api.too_large"
    assert nothing_is_queued(desk)


def test_36_a_foreign_host_is_421(till: Program) -> None:
    assert till.get("/me", Host="evil.example").status == 421


def test_37_what_another_page_may_send_is_403(desk: Desk, till: Program) -> None:
    body = json.dumps({"to": [ANNA], "text": "a"}).encode()
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        assert wrong(till.ask("POST", "/messages", body, Content_Type=kind), 403) == "api.foreign_form"
    assert till.ask("POST", "/messages", body, Origin="https://evil.example").status == 403
    assert wrong(till.ask("POST", "/messages", body, Content_Type="application/xml"), 415) == "api.wrong_type"
    assert nothing_is_queued(desk)


@pytest.mark.parametrize("path", ["/messages/check", "/coupons/redeem"])
def test_38_get_where_something_is_sent_is_405(till: Program, path: str) -> None:
    answer = till.get(path)
    assert wrong(answer, 405) == "api.no_such_way"
    assert answer.header("Allow") == "POST"


def test_40_wrong_tokens_are_slowed_and_right_ones_never(desk: Desk, till: Program) -> None:
    stranger = Program(desk, till.token, "smsbox_" + "A" * 43)
    found = [stranger.get("/me").status for _ in range(40)]
    assert found[0] == 401 and found[-1] == 429
    assert stranger.get("/me").header("Retry-After")
    assert content(till.get("/me"))["name"] == "till", "the shop's own till stands behind the same address"
    assert Visitor(desk.app, {}).get("/api/v1/me").status == 401, "no token is no try"


@pytest.mark.parametrize("path", ["/../../etc/passwd", "/..%252f..%252fetc", "/messages/..%2f..%2f", "/%2e%2e/"])
def test_41_paths_that_climb_are_404(till: Program, path: str) -> None:
    assert till.get(path).status == 404


WRONG_VALUES: dict[str, tuple[dict[str, Any], str, str]] = {
    "a flag that is a number": ({"flash": 1}, "flash", "invalid"),
    "a number in quotes": ({"priority": "1"}, "priority", "invalid"),
    "yes as a number": ({"priority": True}, "priority", "invalid"),
    "too large": ({"priority": 128}, "priority", "high"),
    "a class of ours that is none": ({"class": "urgent"}, "class", "choice"),
    "a misspelt name": ({"prioriti": 1}, "prioriti", "unknown"),
    "a moment without zone": ({"send_after": "2027-01-01T09:00:00"}, "send_after", "moment"),
    "a text that is a list": ({"text": ["a"]}, "text", "invalid"),
    "nobody": ({"to": []}, "to", "few"),
    "null": ({"text": None}, "text", "null"),
    "a number that is a number": ({"to": [380500000001]}, "to.0", "invalid"),
    "both ways": ({"rows": [{"to": ANNA}]}, "to", "either"),
}


@pytest.mark.parametrize(("more", "at", "code"), WRONG_VALUES.values(), ids=WRONG_VALUES.keys())
def test_a_wrong_value_is_told_by_its_place(
    desk: Desk, till: Program, more: dict[str, Any], at: str, code: str
) -> None:
    error = content(till.post("/messages", {"to": [ANNA], "text": "a", **more}), 422)["error"]
    assert [(each["at"], each["code"]) for each in error["wrong"]] == [(at, code)]
    assert all(each["message"] for each in error["wrong"])
    assert nothing_is_queued(desk)


def test_a_token_that_ended_or_may_not(desk: Desk, till: Program) -> None:
    reader = program(desk, [Right.READ], "reader")
    assert wrong(reader.post("/messages", {"to": [ANNA], "text": "a"}), 403) == "programs.not_allowed"
    brief = program(desk, name="brief", expires_at=desk.clock.at + 1_000_000)
    desk.clock.at += 2_000_000
    assert wrong(brief.get("/me"), 401) == "api.wrong_token"
    many = {"to": [f"+3805000000{each:02}" for each in range(11)], "text": "a"}
    small = program(desk, [Right.WRITE], "small")
    assert wrong(small.post("/messages", many), 403) == "programs.not_allowed", "a mailing is another right"


def test_a_token_in_the_address_opens_nothing(till: Program) -> None:
    answer = Visitor(till.desk.app, {}).get(f"/api/v1/me?token={till.secret}&access_token={till.secret}")
    assert answer.status == 401


def test_the_api_can_be_switched_off(desk: Desk, till: Program) -> None:
    desk.site.config = replace(desk.site.config, programs=replace(desk.site.config.programs, api="off"))
    assert wrong(till.get("/me"), 403) == "api.closed"


def test_errors_speak_the_language_of_who_asks(till: Program) -> None:
    answer = till.get("/messages/999", Accept_Language="uk")
    assert content(answer, 404)["error"]["message"] != content(till.get("/messages/999"), 404)["error"]["message"]


def test_no_cookie_and_nothing_to_keep(till: Program) -> None:
    names = {name.lower(): value for name, value in till.get("/me").headers}
    assert "set-cookie" not in names
    assert names["cache-control"] == "no-store"
    assert names["content-type"] == "application/json"


def test_30_a_name_that_cannot_be_one(till: Program) -> None:
    for name in ("", "a b", "ключ", "n" * 201):
        answer = till.post("/messages", {"to": [ANNA], "text": "a"}, Idempotency_Key=name.encode().decode("latin-1"))
        assert wrong(answer, 422) == "api.bad_name"
    assert outbox.counts(till.desk.store).of(State.QUEUED) == 0
