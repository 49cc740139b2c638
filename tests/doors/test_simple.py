"""Simple ways in: one address for tills and 1C, Uptime Kuma's SMSGateway, alarms of Alertmanager and Grafana."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import quote_plus

import pytest

from smsbox.clock import HOUR, MINUTE
from smsbox.people.rights import Right
from smsbox.web.doors.alerts import PLAIN, said
from tests.doors.counter import ABROAD, ANNA, BOHDAN, Counter
from tests.web.desk import Answer

PATH = "/api/v1/sms"
KUMA = "/api/v1/sms/send"
ALERTS = "/api/v1/alerts"


def till(counter: Counter, **query: object) -> Answer:
    return counter.get(PATH, **{"token": counter.secret, "to": ANNA, "text": "Чек 12 на 100 грн", **query})


# ── one address


def test_one_address_is_enough(counter: Counter) -> None:
    answer = till(counter, to=f"050 000 00 01, {BOHDAN}", whatever="1")
    assert (answer.status, answer.text) == (200, "OK 1,2") and counter.desk.rings
    assert counter.queued() == [(ANNA, "Чек 12 на 100 грн"), (BOHDAN, "Чек 12 на 100 грн")]
    form = counter.form(PATH, token=counter.secret, to=ANNA, message="Так")
    assert form.text == "OK 3"
    head = counter.get(PATH, headers={"Authorization": f"Bearer {counter.secret}"}, to=ANNA, text="Ні")
    assert head.text == "OK 4"


def test_old_programs_write_in_their_charset(counter: Counter) -> None:
    query = f"token={counter.secret}&to={ANNA[1:]}&text={quote_plus('Привіт'.encode('cp1251'))}"
    assert counter.get(f"{PATH}?{query}").status == 400, "what it means nobody knows"
    assert counter.get(f"{PATH}?{query}&charset=windows-1251").status == 200
    assert counter.queued() == [(ANNA, "Привіт")]


def test_a_till_that_asks_again_sends_once(counter: Counter) -> None:
    first, again = till(counter, id="check-12"), till(counter, id="check-12")
    assert first.text == again.text == "OK 1" and len(counter.views()) == 1
    assert till(counter, id="check-12", text="Інший текст").status == 409
    assert till(counter, id="check-13", to=ABROAD).status == 403
    assert till(counter, id="check-13").text == "OK 2", "what failed keeps no name"


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"token": "wrong"}, 401),
        ({"token": ""}, 401),
        ({"to": ""}, 400),
        ({"to": "abc"}, 422),
        ({"to": ABROAD}, 403),
        ({"text": " "}, 400),
        ({"charset": "rot13"}, 400),
        ({"id": "x" * 201}, 400),
        ({"text": "Ї" * 20_000}, 422),
    ],
)
def test_it_says_why_not(counter: Counter, given: dict[str, object], status: int) -> None:
    answer = till(counter, **given)
    assert answer.status == status and answer.text.startswith("ERROR ") and len(answer.text) > 10
    assert not counter.views()


def test_a_page_of_another_site_opens_nothing(counter: Counter) -> None:
    """What a browser adds by itself – a password it was once told – is no token here."""
    told = {"Authorization": "Basic " + base64.b64encode(f"shop:{counter.secret}".encode()).decode()}
    for path, query in ((PATH, {"to": ANNA, "text": "x"}), ("/http_api/send_sms", {"to": ANNA, "message": "x"})):
        refused = counter.get(path, headers=told, **query)
        assert refused.status == 401 and "Basic" not in (refused.header("WWW-Authenticate") or "")
    visitor = counter.desk.visitor(Authorization=f"Bearer {counter.secret}")
    assert visitor.send(PATH, [("to", ANNA), ("text", "x")]).status == 401
    assert visitor.send(PATH, [("token", counter.secret)], Origin="https://evil.example").status == 403
    assert counter.get(PATH, method="HEAD", token=counter.secret, to=ANNA, text="x").status == 400
    assert not counter.views()


def test_rights_limits_and_the_stop_hold_here_too(counter: Counter) -> None:
    assert till(counter, token=counter.token(rights=[Right.READ])).status == 403
    few = counter.token(per_day=1)
    assert till(counter, token=few).status == 200
    full = till(counter, token=few, text="Друге")
    assert full.status == 429 and full.header("Retry-After")
    counter.stop()
    stopped = [till(counter), kuma(counter), alarm(counter)]
    assert [each.status for each in stopped] == [503] * 3 and len(counter.views()) == 1
    counter.set(simple="off")
    assert [each.status for each in (till(counter), kuma(counter), alarm(counter))] == [404] * 3


# ── Uptime Kuma


def kuma(counter: Counter, secret: str = "", **more: object) -> Answer:
    content = {"to": ANNA, "body": "[Site] [🔴 Down] timeout", **more}
    return counter.post(KUMA, content, X_API_Key=secret or counter.secret)


def test_uptime_kuma_sms_gateway(counter: Counter) -> None:
    """server/notification-providers/sms-gateway.js of louislam/uptime-kuma: one POST for each number; `failed` or a
    status that axios throws at is a failure.
    """
    answer = kuma(counter)
    assert answer.status == 200 and json.loads(answer.text) == {"status": "queued", "id": 1, "ids": [1]}
    assert counter.queued() == [(ANNA, "[Site] [🔴 Down] timeout")]
    for wrong, status in (({"to": ABROAD}, 403), ({"to": ""}, 400), ({"to": 5}, 400), ({"body": ""}, 400)):
        refused = kuma(counter, **wrong)
        assert refused.status == status and json.loads(refused.text)["status"] == "failed"
    assert kuma(counter, secret="wrong").status == 401 and len(counter.views()) == 1


# ── alarms


def one(name: str, summary: str, status: str = "firing", begun: str = "2026-02-25T06:00:00.123Z") -> dict[str, Any]:
    """As Alertmanager has it (template/template.go, `Alert`)."""
    labels = {"alertname": name, "instance": summary.partition(" ")[0], "severity": "critical"}
    notes = {"summary": summary}
    times = {"startsAt": begun, "endsAt": "0001-01-01T00:00:00Z"}
    return {"status": status, "labels": labels, "annotations": notes, **times, "generatorURL": "", "fingerprint": "f"}


def group(*alerts: dict[str, Any], status: str = "firing", **more: Any) -> dict[str, Any]:
    """As Alertmanager sends it (notify/webhook/webhook.go, `Message`)."""
    listed = list(alerts) or [one("DiskFull", "shop1 has 2 % left"), one("DiskFull", "shop2 has 3 % left")]
    common = {"alertname": "DiskFull", "severity": "critical"}
    return {
        "version": "4",
        "groupKey": '{}:{alertname="DiskFull"}',
        "truncatedAlerts": 0,
        "status": status,
        "receiver": "sms",
        "groupLabels": {"alertname": "DiskFull"},
        "commonLabels": common,
        "commonAnnotations": {},
        "externalURL": "http://am.example:9093",
        "alerts": listed,
        **more,
    }


def alarm(counter: Counter, content: Any = None, to: str = ANNA, secret: str = "") -> Answer:
    path = f"{ALERTS}?to={quote_plus(to)}" if to else ALERTS
    bearer = f"Bearer {secret or counter.secret}"
    return counter.post(path, content if content is not None else group(), Authorization=bearer)


def test_one_sms_for_a_group(counter: Counter) -> None:
    answer = alarm(counter, to=f"{ANNA},{BOHDAN}")
    assert answer.status == 200 and json.loads(answer.text)["ids"] == [1, 2] and counter.desk.rings
    text = "[FIRING 2] DiskFull: shop1 has 2 % left; shop2 has 3 % left"
    assert counter.queued() == [(ANNA, text), (BOHDAN, text)]


def test_a_retry_is_answered_as_before_and_a_reminder_is_sent(counter: Counter) -> None:
    first = alarm(counter)
    counter.desk.clock.at += 10 * MINUTE
    assert alarm(counter).text == first.text and len(counter.views()) == 1
    assert alarm(counter, to=BOHDAN).status == 200 and len(counter.views()) == 2, "somebody else is somebody else"
    resolved = [one("DiskFull", "shop1 has 2 % left", "resolved"), one("DiskFull", "shop2 has 3 % left", "resolved")]
    alarm(counter, group(*resolved, status="resolved"))
    assert counter.queued()[-1][1].startswith("[RESOLVED 2] DiskFull")
    alarm(counter, group(one("DiskFull", "shop1 has 2 % left", begun="2026-02-25T07:00:00Z")))
    assert len(counter.views()) == 4, "it began anew"
    counter.desk.clock.at += HOUR
    alarm(counter)
    assert len(counter.views()) == 5


def test_who_gets_it_and_how_it_is_said_stands_in_the_settings(counter: Counter) -> None:
    assert alarm(counter, to="").status == 400
    counter.set(alerts_to=(BOHDAN,), alerts_text="{status} {severity}/{name} ({receiver}){nothing}")
    assert alarm(counter, to="").status == 200
    assert counter.queued() == [(BOHDAN, "FIRING critical/DiskFull (sms)")]


def test_who_cannot_be_written_to_keeps_nobody_else_from_knowing(counter: Counter) -> None:
    answer = alarm(counter, to=f"{ABROAD},{ANNA}")
    assert answer.status == 200 and [each["to"] for each in json.loads(answer.text)["left_out"]] == [ABROAD]
    assert [number for number, _ in counter.queued()] == [ANNA]
    assert alarm(counter, to=ABROAD).status == 403


def test_grafana(counter: Counter) -> None:
    """Grafana's docs, "Configure the webhook notifier": Alertmanager's form, with title and message besides."""
    alert = one("High memory usage", "This alert was triggered for zone us-1") | {
        "values": {"B": 44.2},
        "silenceURL": "",
    }
    more = {"orgId": 1, "title": "[FIRING:1] High memory", "state": "alerting", "message": "**Firing**", "version": "1"}
    content = group(alert, commonLabels={}, **more)
    assert alarm(counter, content).status == 200
    assert counter.queued()[0][1] == "[FIRING 1] High memory usage: This alert was triggered for zone us-1"
    counter.set(alerts_text="{title}")
    assert alarm(counter, content, to=BOHDAN).status == 200 and counter.queued()[1][1] == "[FIRING:1] High memory"


@pytest.mark.parametrize("wrong", [{}, {"alerts": []}, {"alerts": [1]}, {"alerts": {}}, b"[]", b"{"])
def test_what_is_no_alarm(counter: Counter, wrong: Any) -> None:
    answer = alarm(counter, wrong)
    assert answer.status == 400 and json.loads(answer.text)["message"] and not counter.views()
    assert alarm(counter, secret="wrong").status == 401


def test_a_flood_is_one_short_text() -> None:
    many = group(*(one("Down", f"host{number} is down") for number in range(500)))
    assert said(many, PLAIN) == "[FIRING 500] DiskFull: host0 is down; host1 is down; host2 is down; +497"
    long = said(group(one("Down", "x" * 5000)), PLAIN)
    assert len(long) == 300 and long.endswith("…")
    mixed = group(one("DiskFull", "a is back", "resolved"), one("DiskFull", "b is full"))
    assert said(mixed, PLAIN) == "[FIRING 1] DiskFull: b is full"
    assert said({"alerts": [{}]}, PLAIN)
