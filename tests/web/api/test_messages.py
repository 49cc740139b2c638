"""Messages at the API: one, many, a text for each row; once under one key; read, followed, withdrawn."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from smsbox import outbox
from smsbox.consent import Rules
from smsbox.outbox import MessageClass, State
from smsbox.people.rights import Right
from tests.permitted import permit
from tests.web.api.program import BASE, Program, content, program, wrong
from tests.web.desk import Desk

ANNA = "+380500000001"
BOHDAN = "+380670000002"
HELLO = {"to": ["050 000 00 01"], "text": "Ваше замовлення готове"}


@pytest.fixture
def till(desk: Desk) -> Program:
    return program(desk)


def queued(desk: Desk) -> list[outbox.MessageView]:
    return outbox.messages(desk.store, limit=100)[::-1]


def test_one_message_with_all_it_may_say(desk: Desk, till: Program) -> None:
    more: dict[str, Any] = {"class": "service", "priority": 3, "flash": True, "report": False, "validity_s": 3600}
    when = {"send_after": "2026-03-01T09:00:00+02:00", "send_before": "2026-03-01T18:00:00+02:00"}
    told = content(till.post("/messages", {**HELLO, **more, **when}), 202)
    assert told == {
        "messages": [{"id": told["messages"][0]["id"], "to": ANNA, "segments": 1, "held": False}],
        "segments": 1,
        "left_out": [],
    }
    shown = content(till.get(f"/messages/{told['messages'][0]['id']}"))
    assert {name: shown[name] for name in more} == more
    assert shown["send_after"].startswith("2026-03-01T09:00:00")
    assert (shown["recipient"], shown["text"], shown["state"]) == (ANNA, HELLO["text"], "queued")
    assert desk.rings, "who is to send it is woken"


def test_a_text_for_each_row(desk: Desk, till: Program) -> None:
    rows = [{"to": ANNA, "name": "Олено", "sum": "250"}, {"to": BOHDAN, "Name": "Богдане", "sum": "99.90"}]
    told = content(till.post("/messages", {"rows": rows, "text": "{name}, до сплати {sum} грн"}), 202)
    assert len(told["messages"]) == 2
    assert [each.text for each in queued(desk)] == ["Олено, до сплати 250 грн", "Богдане, до сплати 99.90 грн"]


def test_one_bad_row_stops_all_or_is_left_out(desk: Desk, till: Program) -> None:
    rows = [{"to": ANNA, "name": "Олено"}, {"to": BOHDAN}, {"to": "112", "name": "x"}, {"name": "x"}]
    given = {"rows": rows, "text": "{name}, вітаємо"}
    error = content(till.post("/messages", given), 422)["error"]
    assert [each["at"] for each in error["wrong"]] == ["1", "3", "2"]
    assert queued(desk) == []
    told = content(till.post("/messages", {**given, "skip_bad": True}), 202)
    assert [each["to"] for each in told["messages"]] == [ANNA]
    assert {each["at"] for each in told["left_out"]} == {"1", "2", "3"}
    assert wrong(till.post("/messages", {**given, "text": "{name", "skip_bad": True}), 422) == "wording.bad_template"


def test_looking_first_sends_nothing(desk: Desk, till: Program) -> None:
    told = content(till.post("/messages/check", {"to": [ANNA, ANNA, "112"], "text": "я" * 80}))
    assert (told["segments"], [each["to"] for each in told["messages"]]) == (2, [ANNA])
    assert [each["at"] for each in told["left_out"]] == ["1", "2"], "the same to the same one is a slip"
    assert queued(desk) == []
    assert content(till.get("/me"))["limits"][0]["spent"] == 0


def test_under_one_key_it_is_sent_once(desk: Desk, till: Program) -> None:
    first = till.post("/messages", HELLO, Idempotency_Key="order-4711-ready")
    again = till.post("/messages", HELLO, Idempotency_Key="order-4711-ready")
    assert content(again, 202) == content(first, 202)
    assert (first.header("Idempotent-Replayed"), again.header("Idempotent-Replayed")) == (None, "true")
    other = till.post("/messages", {**HELLO, "text": "інше"}, Idempotency_Key="order-4711-ready")
    assert wrong(other, 409) == "programs.name_taken"
    second = program(desk, name="shop")
    assert content(second.post("/messages", HELLO, Idempotency_Key="order-4711-ready"), 202) != content(first, 202)
    assert len(queued(desk)) == 2, "each program has keys of its own"


def test_a_refusal_is_not_kept_under_a_key(desk: Desk, till: Program) -> None:
    assert till.post("/messages", {**HELLO, "to": ["112"]}, Idempotency_Key="k").status in (403, 422)
    assert till.post("/messages", HELLO, Idempotency_Key="k").status == 202, "mended, it may come under its name"


def test_one_key_from_many_threads_is_one_message(desk: Desk, till: Program) -> None:
    found: list[Any] = []
    together = threading.Barrier(6)

    def send() -> None:
        together.wait(30)
        answer = till.post("/messages", HELLO, Idempotency_Key="once")
        found.append((answer.status, answer.body))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(found) == 6 and {status for status, _ in found} == {202}
    assert len({body for _, body in found}) == 1
    assert len(queued(desk)) == 1


def test_a_token_sees_its_own_and_with_the_right_all(desk: Desk, till: Program) -> None:
    ours = desk.queue()
    small = program(desk, [Right.WRITE], "small")
    own = content(small.post("/messages", {**HELLO, "name": "order 7"}), 202)["messages"][0]["id"]
    content(till.post("/messages", HELLO), 202)
    assert [each["id"] for each in content(small.get("/messages"))["messages"]] == [own]
    assert len(content(till.get("/messages"))["messages"]) == 3
    assert [each["id"] for each in content(small.get("/messages?name=order%207"))["messages"]] == [own]
    assert wrong(small.get(f"/messages/{ours}"), 404) == "api.not_found"
    assert wrong(small.get(f"/messages/{ours}/events"), 404) == "api.not_found"
    assert wrong(small.post(f"/messages/{ours}/cancel"), 404) == "api.not_found"
    assert content(till.get(f"/messages/{ours}"))["id"] == ours


@pytest.mark.parametrize("rights", [[Right.WRITE], [Right.WRITE, Right.READ]], ids=["own", "all"])
def test_pages_by_key_lose_and_repeat_nothing(desk: Desk, rights: list[Right]) -> None:
    some = program(desk, rights)
    ids = [content(some.post("/messages", HELLO), 202)["messages"][0]["id"] for _ in range(5)]
    seen: list[int] = []
    path: str | None = "/messages?limit=2&state=queued" if Right.READ in rights else "/messages?limit=2"
    while path:
        page = content(some.get(path))
        seen += [each["id"] for each in page["messages"]]
        if len(seen) == 2:
            content(some.post("/messages", HELLO), 202)
        path = page["next"].removeprefix(BASE) if page["next"] else None
    assert seen == ids[::-1]


def test_withdrawn_is_what_has_not_left(desk: Desk, till: Program) -> None:
    small = program(desk, [Right.WRITE, Right.READ], "small")
    own = content(small.post("/messages", HELLO), 202)["messages"][0]["id"]
    told = content(small.post(f"/messages/{own}/cancel"))
    assert (told["withdrawn"], told["message"]["state"]) == (True, "cancelled")
    assert not content(small.post(f"/messages/{own}/cancel"))["withdrawn"]
    others = desk.queue()
    assert wrong(small.post(f"/messages/{others}/cancel"), 403) == "programs.not_allowed"
    assert content(till.post(f"/messages/{others}/cancel"))["withdrawn"]
    kinds = [each["kind"] for each in content(till.get(f"/messages/{own}/events"))["events"]]
    assert kinds[0] != kinds[-1] and "cancel" in kinds[-1]


def test_advertising_only_to_who_agreed_and_it_says_how_to_leave(desk: Desk, till: Program) -> None:
    given = {"to": [ANNA, BOHDAN], "text": "Знижка 20%", "class": "marketing", "skip_bad": True}
    assert wrong(till.post("/messages", {**given, "skip_bad": False}), 403) == "programs.bad_drafts"
    permit(desk.store, ANNA)
    told = content(till.post("/messages", given), 202)
    assert [each["to"] for each in told["messages"]] == [ANNA]
    assert told["left_out"][0]["code"] == "outbox.not_permitted"
    (message,) = queued(desk)
    assert message.kind is MessageClass.MARKETING and message.text.startswith("Знижка 20%")
    assert message.text != "Знижка 20%", "a way out is told"
    again = till.post("/messages", {**given, "to": [ANNA], "text": "Знижка 30%", "skip_bad": False})
    assert wrong(again, 403) == "programs.bad_drafts", f"one in {Rules().cap_days} days"
    assert outbox.counts(desk.store).of(State.QUEUED) == 1


def test_the_description_holds_no_secret_and_names_everything(till: Program) -> None:
    document = content(till.get("/openapi.json"))
    assert document["openapi"] == "3.1.0"
    assert "/api/v1/messages" in document["paths"]
    assert till.secret not in str(document)
    named = [each["operationId"] for methods in document["paths"].values() for each in methods.values()]
    assert len(named) == len(set(named))
