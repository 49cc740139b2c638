"""As an SMSEagle: requests as Zabbix, LibreNMS, Uptime Kuma and apprise make them, and what each looks at."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from smsbox.clock import HOUR
from smsbox.people import tokens
from smsbox.people.rights import Right
from tests.doors.counter import ABROAD, ANNA, BOHDAN, Counter

V1 = "/http_api/send_sms"


def rpc(counter: Counter, **params: Any) -> Any:
    how = {"access_token": counter.secret, "to": ANNA, "message": "Диск повний", "responsetype": "extended", **params}
    return counter.post("/jsonrpc/sms", {"method": "sms.send_sms", "params": how})


def v2(counter: Counter, **more: Any) -> Any:
    content = {"to": [ANNA], "text": "Диск повний", "encoding": "unicode", "priority": 0, **more}
    return counter.post("/api/v2/messages/sms", content, access_token=counter.secret)


def test_zabbix(counter: Counter) -> None:
    """templates/media/smseagle/media_smseagle.yaml of zabbix/zabbix, release 6.0: GET with a form's type; what it was
    told of itself is sent along; only the status is looked at.
    """
    query = {
        "url": "http://box.example",
        "recipient": ANNA,
        "message": "[PROBLEM] Диск",
        "access_token": counter.secret,
    }
    answer = counter.get(V1, headers={"Content-Type": "multipart/form-data"}, **query, to=ANNA)
    assert (answer.status, answer.text) == (200, "OK; ID=1")
    assert counter.queued() == [(ANNA, "[PROBLEM] Диск")]
    assert counter.get(V1, **{**query, "access_token": "wrong"}, to=ANNA).status == 401
    assert counter.desk.rings, "the daemon is told at once"


def test_zabbix_by_version_2(counter: Counter) -> None:
    """The same file since: API v2, and the text escaped as for an address although it stands in JSON."""
    text = "[PROBLEM] Диск 95%: /var\nHost: shop"
    content = {
        "url": "http://box",
        "recipient": ANNA,
        "text": quote(text, safe="!~*'()"),
        "priority": 9,
        "duration": 10,
        "access_token": counter.secret,
        "type": "sms",
        "groups": [],
        "contacts": [],
        "to": [ANNA],
    }
    answer = counter.post("/api/v2/messages/sms", content, access_token=counter.secret)
    assert answer.status == 200 and counter.queued() == [(ANNA, text)] and counter.views()[0].priority == 90
    for plain in ("Знижка 20%25 сьогодні", "Code:%20", "50%", "%FF%FE"):
        assert v2(counter, text=plain).status == 200
        assert counter.queued()[-1][1] == plain, "nobody escaped it"


def test_librenms(counter: Counter) -> None:
    """LibreNMS/Alert/Transport/Smseagle.php of librenms/librenms: login and password, "OK" comes first."""
    query = {"login": "librenms", "pass": counter.secret, "to": f"{ANNA},{BOHDAN}", "message": "Alert for device"}
    answer = counter.get(f"/index.php{V1}", **query)
    assert answer.text == "OK; ID=1,2"
    assert counter.queued() == [(ANNA, "Alert for device"), (BOHDAN, "Alert for device")]
    wrong = counter.get(f"/index.php{V1}", **{**query, "pass": "secret"})
    assert (wrong.status, wrong.text) == (401, "Invalid login or password")


def test_uptime_kuma(counter: Counter) -> None:
    """server/notification-providers/smseagle.js of louislam/uptime-kuma: API v2, statuses by number."""
    answer = v2(counter, to=[ANNA, ABROAD])
    rows = json.loads(answer.text)
    assert answer.status == 200 and [row["status"] for row in rows] == ["queued", "error"]
    assert rows[0] == {"status": "queued", "message": "OK", "number": ANNA, "id": 1} and "+48" in rows[1]["message"]
    assert counter.queued() == [(ANNA, "Диск повний")]
    assert v2(counter, to=[ABROAD]).status == 403, "axios throws: nobody got it"
    assert v2(counter, to=[ANNA], groups=[1]).status == 400, "whom a group holds nobody here knows"


def test_uptime_kuma_before_version_2(counter: Counter) -> None:
    """The same file as of release 1.23: GET, "OK" anywhere in what is answered."""
    query = {"access_token": counter.secret, "to": ANNA, "message": "up", "highpriority": "1", "unicode": "1"}
    assert "OK" in counter.get(V1, **query).text
    assert counter.views()[0].priority > 0
    for wrong in ({"access_token": "x"}, {"to": "abc"}, {"message": ""}, {"to": ABROAD}):
        answer = counter.get(V1, **{**query, **wrong})
        assert 400 <= answer.status < 500 and "OK" not in answer.text


def test_one_of_version_2(counter: Counter) -> None:
    path, head = "/index.php/api/v2/messages/sms_single", {"access_token": counter.secret}
    assert json.loads(counter.post(path, {"to": ANNA, "text": "Так"}, **head).text)[0]["id"] == 1
    assert counter.post(path, {"to": f"{ANNA},{BOHDAN}", "text": "Так"}, **head).status == 400
    assert counter.post(path, {"to": ANNA, "text": "Так"}).status == 401


def test_json_rpc(counter: Counter) -> None:
    assert json.loads(rpc(counter).text) == {"result": {"message_id": "1", "status": "ok"}}
    assert [each["message_id"] for each in json.loads(rpc(counter, to=f"{ANNA},{BOHDAN}").text)["result"]] == ["2", "3"]
    assert json.loads(rpc(counter, responsetype="simple").text) == {"result": "OK; ID=[4]"}
    wrong = rpc(counter, access_token="wrong")
    assert wrong.status == 401
    assert json.loads(wrong.text) == {"result": {"error_text": "Invalid access token", "status": "error"}}
    group = counter.post(
        "/jsonrpc/sms",
        {"method": "sms.send_togroup", "params": {"access_token": counter.secret, "groupname": "all", "message": "x"}},
    )
    assert group.status == 400 and "sms.send_togroup" in group.text
    assert len(counter.views()) == 4


def test_all_or_none_where_one_answer_speaks_for_all(counter: Counter) -> None:
    """Whoever reads an error sends again: nobody may have got it already."""
    assert rpc(counter, to=f"{ANNA},{ABROAD}").status == 403
    assert counter.get(V1, access_token=counter.secret, to=f"{ANNA},1", message="x").status == 422
    assert not counter.views()


def test_a_test_queues_nothing_and_says_what_is_wrong(counter: Counter) -> None:
    assert rpc(counter, test=1).status == 200 and rpc(counter, test=1, to=ABROAD).status == 403
    assert v2(counter, test=True).status == 200 and not counter.views()


def test_xml(counter: Counter) -> None:
    query = {"access_token": counter.secret, "message": "x", "responsetype": "xml"}
    assert counter.get(V1, to=ANNA, **query).text == "<xml><message_id>1</message_id><status>ok</status></xml>"
    wrong = counter.get(V1, to="a<b", **query)
    assert wrong.status == 422 and "a&lt;b" in wrong.text and "<status>error</status>" in wrong.text


@pytest.mark.parametrize(
    ("given", "hours"),
    [
        ({"date": "202602251200"}, 3.9),  # 08:13 by the desk's clock
        ({"send_after": "12:00"}, 3.9),
        ({"send_after": "07:00", "send_before": "21:00"}, None),
        ({"send_after": "22:00", "send_before": "07:00:00"}, 13.9),
        ({"send_after": "06:00", "send_before": "08:00"}, 21.9),
        ({"date": "YYYYmmDDHHMM", "send_after": "HH:MM:SS", "oid": "default"}, None),
    ],
)
def test_when(counter: Counter, given: dict[str, str], hours: float | None) -> None:
    assert counter.get(V1, access_token=counter.secret, to=ANNA, message="x", **given).status == 200
    (view,) = counter.views()
    begin = None if view.send_after is None else (view.send_after - counter.desk.clock.at) / HOUR
    assert begin == (None if hours is None else pytest.approx(hours, abs=0.3))
    assert counter.origin(view.id).name is None


def test_what_it_is_told_besides(counter: Counter) -> None:
    query = {"access_token": counter.secret, "to": ANNA, "message": "x", "flash": "1", "oid": "A-7", "validity": "1d"}
    assert counter.get(V1, **query, modem_no="2", whatever="1").status == 200
    (view,) = counter.views()
    assert (view.flash, view.validity_s, counter.origin(view.id).name) == (True, 86400, "A-7")
    for name, text in (("date", "tomorrow"), ("send_after", "25:99"), ("validity", "5y")):
        assert counter.get(V1, **{**query, name: text}).status == 400


def test_rights_limits_and_the_stop_hold_here_too(counter: Counter) -> None:
    query = {"to": ANNA, "message": "x"}
    reader = counter.token(rights=[Right.READ])
    assert counter.get(V1, access_token=reader, **query).status == 403
    narrow = counter.token(allow=["+38067"])
    assert counter.get(V1, access_token=narrow, **query).status == 403
    few = counter.token(per_day=1)
    assert counter.get(V1, access_token=few, **query).status == 200
    full = counter.get(V1, access_token=few, **{**query, "message": "y"})
    assert full.status == 429 and full.header("Retry-After")
    counter.stop()
    assert [rpc(counter).status, v2(counter).status] == [503, 503]
    assert "Олена" in rpc(counter).text and len(counter.views()) == 1


def test_switched_off_it_is_not_there(counter: Counter) -> None:
    counter.set(smseagle="off")
    found = [counter.get(V1, access_token=counter.secret, to=ANNA, message="x"), rpc(counter), v2(counter)]
    assert [each.status for each in found] == [404, 404, 404] and not counter.views()


def test_who_only_wants_the_head_sends_nothing(counter: Counter) -> None:
    """A check of links, or a page that loads ahead."""
    assert counter.get(V1, method="HEAD", access_token=counter.secret, to=ANNA, message="x").status == 400
    assert not counter.views()


def test_what_cannot_be_read(counter: Counter) -> None:
    assert counter.get(f"{V1}?access_token={counter.secret}&to={ANNA}&message=%CF%F0").status == 400, "cp1251"
    assert counter.get(f"{V1}?access_token={counter.secret}&to={ANNA}&message=a%00b").status in (400, 422)
    assert counter.post("/jsonrpc/sms", b"[1]").status == 400
    assert counter.post("/jsonrpc/sms", {"method": "sms.send_sms", "params": 1}).status == 400
    assert v2(counter, to={"a": 1}).status in (400, 422) and v2(counter, to=[[1]]).status == 400
    assert v2(counter, text=5).status == 400 and v2(counter, text="  ").status == 400
    assert not counter.views() and tokens.listed(counter.desk.store)
