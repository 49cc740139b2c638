"""As sms-gate.app: its own Python client on a real socket, its states and errors, and each id taken once."""

from __future__ import annotations

import base64
import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from android_sms_gateway import APIClient
from android_sms_gateway.domain import Message, TextMessage, Webhook
from android_sms_gateway.enums import HealthStatus, ProcessState, WebhookEvent
from android_sms_gateway.errors import APIError, BadRequestError, ForbiddenError, UnauthorizedError

from smsbox import outbox
from smsbox.clock import MINUTE
from smsbox.outbox import State
from smsbox.people.rights import Right
from tests.doors.counter import ABROAD, ANNA, BOHDAN, Counter, served
from tests.web.desk import Answer

PATH = "/3rdparty/v1/messages"


def post(counter: Counter, path: str = PATH, secret: str = "", **more: object) -> Answer:
    content = {"phoneNumbers": [ANNA], "textMessage": {"text": "Замовлення готове"}, **more}
    return counter.post(path, content, Authorization=f"Bearer {secret or counter.secret}")


def text(*numbers: str, **more: object) -> Message:
    return Message(phone_numbers=list(numbers), text_message=TextMessage("Замовлення готове"), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("base", ["", "/3rdparty/v1", "/api/3rdparty/v1"])
@pytest.mark.parametrize("login", ["shop", None])
def test_its_client_sends_looks_and_withdraws(tmp_path: Path, base: str, login: str | None) -> None:
    with served(tmp_path) as (counter, url), APIClient(login, counter.secret, base_url=f"{url}{base}") as client:
        made = client.send(text(ANNA, BOHDAN, id="order-7"))
        assert (made.id, made.state) == ("order-7", ProcessState.Pending)
        assert [each.phone_number for each in made.recipients] == [ANNA, BOHDAN]
        assert len(counter.queued()) == 2 and counter.origin(counter.views()[0].id).name == "order-7"
        assert client.get_state("order-7") == made
        unnamed = client.send(text(ANNA))
        assert client.get_state(unnamed.id).state is ProcessState.Pending
        client.cancel_message("order-7")
        assert client.get_state("order-7").state is ProcessState.Cancelled
        with pytest.raises(APIError) as refused:
            client.send(text(ANNA, id="order-7"))
        assert refused.value.status_code == 409 and len(counter.views()) == 3
        assert client.health_check().status is HealthStatus.WARN, "no modem"
        assert client.liveness_check().status is HealthStatus.PASS


def test_its_client_hears_what_is_wrong(tmp_path: Path) -> None:
    with served(tmp_path) as (counter, url), APIClient("shop", counter.secret, base_url=url) as client:
        with pytest.raises(BadRequestError):
            client.send(text("abc"))
        with pytest.raises(ForbiddenError, match="403"):
            client.send(text(ABROAD))
        with pytest.raises(APIError) as lost:
            client.get_state("nothing")
        assert lost.value.status_code == 404 and lost.value.response and lost.value.response["message"]
        with APIClient("shop", "wrong", base_url=url) as other, pytest.raises(UnauthorizedError):
            other.send(text(ANNA))
        assert not counter.views()


def test_its_client_has_itself_called(tmp_path: Path) -> None:
    with served(tmp_path) as (counter, url):
        counter.set(networks=("127.0.0.0/8",))
        reader = counter.token(rights=[Right.READ, Right.WRITE])
        with APIClient("shop", reader, base_url=url) as client:
            wanted = Webhook("mine", "http://127.0.0.1:9/in", WebhookEvent.SMS_RECEIVED)
            made = client.create_webhook(wanted)
            assert (made.id, made.url, made.event) == (wanted.id, wanted.url, wanted.event)
            assert client.get_webhooks() == [made]
            client.create_webhook(Webhook("mine", "http://127.0.0.1:9/new", WebhookEvent.SMS_SENT))
            assert [each.url for each in client.get_webhooks()] == ["http://127.0.0.1:9/new"]
            nameless = client.create_webhook(Webhook(None, "http://127.0.0.1:9/", WebhookEvent.SMS_FAILED))
            assert nameless.id
            client.delete_webhook("mine")
            assert [each.id for each in client.get_webhooks()] == [nameless.id]
            with pytest.raises(APIError, match="400"):
                client.create_webhook(Webhook(None, "http://169.254.169.254/", WebhookEvent.SMS_SENT))
            with pytest.raises(APIError, match="400"):
                client.create_webhook(Webhook(None, "http://127.0.0.1:9/", WebhookEvent.MMS_RECEIVED))
        with APIClient("shop", counter.secret, base_url=url) as other:
            assert other.get_webhooks() == []
            with pytest.raises(ForbiddenError):
                other.create_webhook(wanted)
            with pytest.raises(Exception, match="404"):
                other.delete_webhook(nameless.id)


def test_one_id_one_message_however_many_ask_at_once(counter: Counter) -> None:
    statuses: list[int] = []
    start = threading.Barrier(8)

    def ask() -> None:
        start.wait()
        statuses.append(post(counter, id="once").status)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [202] + [409] * 7 and len(counter.views()) == 1


def test_an_id_is_free_again_where_nothing_was_queued_and_belongs_to_one_program(counter: Counter) -> None:
    assert post(counter, id="7", phoneNumbers=[ABROAD]).status == 403
    assert post(counter, id="7").status == 202
    assert post(counter, id="7", secret=counter.token()).status == 202, "another shop's order 7"
    counter.desk.clock.at += 30 * 24 * 60 * MINUTE
    assert post(counter, id="7").status == 409, "for as long as the message is there"


def test_states(counter: Counter) -> None:
    assert post(counter, id="a", phoneNumbers=[ANNA, BOHDAN]).status == 202
    first, second = (view.id for view in counter.views())

    def seen(*states: State) -> str:
        with counter.desk.store.write():
            for id, state in zip((first, second), states, strict=True):
                counter.desk.store.run("UPDATE messages SET state = ? WHERE id = ?", state, id)
        answer = counter.get(f"{PATH}/a", headers={"Authorization": f"Bearer {counter.secret}"})
        return str(json.loads(answer.text)["state"])

    assert seen(State.SENDING, State.QUEUED) == "Pending"
    assert seen(State.SENDING, State.SENT) == "Processed"
    assert seen(State.DELIVERED, State.SENT) == "Sent"
    assert seen(State.DELIVERED, State.DELIVERED) == "Delivered"
    assert seen(State.FAILED, State.UNDELIVERED) == "Failed"
    late = counter.desk.visitor().ask("DELETE", f"{PATH}/a", b"", {"Authorization": f"Bearer {counter.secret}"})
    assert late.status == 409 and "a" in json.loads(late.text)["message"]


def test_what_is_told_besides(counter: Counter) -> None:
    until = datetime.fromtimestamp(counter.desk.clock.at / 1e6 + 3600, UTC).isoformat().replace("+00:00", "Z")
    more = {"priority": 101, "withDeliveryReport": False, "simNumber": 2, "deviceId": "x", "scheduleAt": until}
    assert post(counter, **more, ttl=7200).status == 202
    (view,) = counter.views()
    assert (view.priority, view.report) == (101, False)
    assert view.send_after == counter.desk.clock.at + 60 * MINUTE
    assert view.send_before == counter.desk.clock.at + 120 * MINUTE
    old = counter.post("/message", {"phoneNumbers": [BOHDAN], "message": "По-старому"}, Authorization=_basic(counter))
    assert old.status == 202 and counter.queued()[1] == (BOHDAN, "По-старому")


def _basic(counter: Counter) -> str:
    return f"Basic {base64.b64encode(f'shop:{counter.secret}'.encode()).decode()}"


@pytest.mark.parametrize(
    "wrong",
    [
        {"phoneNumbers": []},
        {"phoneNumbers": ANNA},
        {"phoneNumbers": [7]},
        {"textMessage": None},
        {"textMessage": {"text": ""}},
        {"textMessage": {"text": 5}},
        {"dataMessage": {"data": "AA==", "port": 5}},
        {"isEncrypted": True},
        {"ttl": -1},
        {"ttl": 60, "validUntil": "2026-03-01T00:00:00Z"},
        {"validUntil": "soon"},
        {"validUntil": "2026-01-01T00:00:00Z"},
        {"validUntil": "2026-03-01T00:00:00Z", "scheduleAt": "2026-03-02T00:00:00Z"},
        {"ttl": 60, "scheduleAt": "2026-03-02T00:00:00Z"},
        {"scheduleAt": 5},
        {"priority": 128},
        {"priority": True},
        {"id": "a/b"},
        {"id": "x" * 65},
    ],
)
def test_what_cannot_be_sent_is_400_in_its_shape(counter: Counter, wrong: dict[str, object]) -> None:
    answer = post(counter, **wrong)
    assert answer.status == 400 and list(json.loads(answer.text)) == ["message"], answer.text
    assert not counter.views()


def test_rights_limits_and_the_stop_hold_here_too(counter: Counter) -> None:
    assert post(counter, secret=counter.token(rights=[Right.READ])).status == 403
    few = counter.token(per_day=1)
    assert post(counter, secret=few, id="1").status == 202
    full = post(counter, secret=few, id="2")
    assert full.status == 429 and full.header("Retry-After")
    counter.stop()
    assert post(counter).status == 503 and len(counter.views()) == 1
    counter.set(sms_gate="off")
    assert post(counter).status == 404 and counter.get("/health").status == 404


def test_another_program_sees_nothing_of_it(counter: Counter) -> None:
    assert post(counter, id="mine").status == 202
    other, reader = counter.token(), counter.token(rights=[Right.READ, Right.WRITE])
    (view,) = counter.views()

    def look(secret: str, name: object) -> int:
        return counter.get(f"{PATH}/{name}", headers={"Authorization": f"Bearer {secret}"}).status

    assert [look(other, "mine"), look(other, view.id), look(reader, "mine"), look(reader, view.id)] == [
        404,
        404,
        404,
        200,
    ]
    gone = counter.desk.visitor().ask("DELETE", f"{PATH}/{view.id}", b"", {"Authorization": f"Bearer {reader}"})
    assert gone.status == 404, "it is not its own"
    found = outbox.get(counter.desk.store, view.id)
    assert found is not None and found.state is State.QUEUED
