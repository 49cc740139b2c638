"""The pages of the modems: everything known of one, in words; pausing, resuming, agreeing to another SIM."""

from __future__ import annotations

import html
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from smsbox import money
from smsbox.clock import DAY, HOUR, MINUTE, iso
from smsbox.config import ModemConfig
from smsbox.i18n.translator import translator
from smsbox.recovery import records
from smsbox.recovery.ladder import Rung
from smsbox.store import seats, signals, sims
from smsbox.store.signals import Sample
from smsbox.web.app import make_app
from smsbox.web.modems.signal_chart import HEIGHT, WIDTH, chart
from smsbox.web.modems.view import address
from tests.web.desk import NOW, Desk, Visitor
from tests.web.test_status import GOOD


def seat(desk: Desk, imsi: str = "255030000000001") -> int:
    """A SIM of Kyivstar in modem main, agreed to."""
    sim = sims.register(desk.store, imsi=imsi, iccid="8938003000000000001", modem="main", now=NOW - 30 * DAY)
    seats.accept(desk.store, "main", sim, now=NOW - 30 * DAY)
    return sim


def text_of(owner: Visitor, path: str = "/modems/main") -> str:
    answer = owner.get(path)
    assert answer.status == 200, answer.text
    return html.unescape(answer.text)


def test_one_modem_tells_all_that_is_known_of_it(desk: Desk, owner: Visitor) -> None:
    sim = seat(desk)
    money.note(
        desk.store,
        sim,
        NOW - HOUR,
        "*111#",
        "Na rahunku 12.40 hrn.",
        money.Understood(money=Decimal("12.40"), currency="UAH"),
    )
    records.count(desk.store, "main", Rung.RADIO, NOW - HOUR, tried=17, helped=16)
    desk.modems[:] = [
        GOOD
        | {"sim_id": sim, "imsi": "255030000000001", "imei": "860000000000001", "smsc": "+380670000000"}
        | {"limits_left": {"per_day": 380}, "resets_at": {"per_day": iso(NOW + 15 * HOUR)}}
        | {"drift": {"key": "pacing.pause", "facts": {"bad": 9, "total": 20}, "until": iso(NOW + 30 * MINUTE)}}
        | {"recovery": {"rung": "radio", "tries": 1, "helped": True, "next_at": None}}
    ]
    text = text_of(owner)
    for words in (
        *("255030000000001", "860000000000001", "+380670000000", "HUAWEI E173", "/dev/ttyUSB0", "-73 dBm"),
        *("380 of 1,000 left", "counts anew:", "23:13", "so it pauses", "Rests, because", "08:43"),
        *("Balance: 12.40", "Na rahunku 12.40 hrn.", "*111#", "Radio switched off and on", "17", "16", "It helped."),
    ):
        assert words in text, words


@pytest.mark.parametrize("status", [None, {"name": "main"}, {"name": "main", "state": 3, "drift": {}, "resets_at": {}}])
def test_a_modem_nothing_is_known_of_has_a_page(desk: Desk, owner: Visitor, status: dict[str, Any] | None) -> None:
    desk.modems[:] = [status] if status else []
    assert "No SIM was seen in this modem yet." in text_of(owner)
    assert 'href="/modems/main"' in text_of(owner, "/modems")
    assert owner.get("/live/modems/main").status == 200


def test_a_modem_nobody_knows_has_none(desk: Desk, owner: Visitor) -> None:
    assert owner.get("/modems/other").status == 404
    assert owner.post("/modems/other/pause").status == 404
    assert seats.pauses(desk.store) == []


def test_pausing_and_resuming_rings_and_tells_who(desk: Desk, owner: Visitor) -> None:
    desk.modems[:] = [GOOD]
    text_of(owner)
    assert "notice=paused" in (owner.post("/modems/main/pause", why=" стоктейкінг <b>").header("Location") or "")
    pause = seats.paused(desk.store, "main")
    assert pause is not None and (pause.by_whom, pause.why) == ("owner", "стоктейкінг <b>")
    assert len(desk.rings) == 1
    assert "This modem is paused" in text_of(owner) and "стоктейкінг <b>" in text_of(owner)
    assert "<b>" not in owner.get("/modems/main").text.split("стоктейкінг")[1][:20]
    assert "as_before" in (owner.post("/modems/main/pause").header("Location") or "")
    assert "notice=resumed" in (owner.post("/modems/main/resume").header("Location") or "")
    assert seats.paused(desk.store, "main") is None
    assert len(desk.rings) == 3


def test_all_at_once(desk: Desk, owner: Visitor) -> None:
    site = replace(desk.site, config=replace(desk.site.config, modems=(one("a"), one("склад/1"))))
    visitor = Visitor(make_app(site), {})
    visitor.cookies = owner.cookies
    assert "Pause all" in text_of(visitor, "/modems") and "Resume all" not in text_of(visitor, "/modems")
    visitor.post("/fleet/pause")
    assert {pause.modem for pause in seats.pauses(desk.store)} == {"a", "склад/1"}
    assert "Resume all" in text_of(visitor, "/modems") and "Pause all" not in text_of(visitor, "/modems")
    assert "Modem склад/1" in text_of(visitor, address("склад/1"))
    assert visitor.post(f"{address('склад/1')}/resume").status == 303
    assert {pause.modem for pause in seats.pauses(desk.store)} == {"a"}
    visitor.post("/fleet/resume")
    assert seats.pauses(desk.store) == []


def one(name: str) -> ModemConfig:
    return ModemConfig(name, "/dev/null")


def test_another_sim_is_shown_beside_the_old_one_and_agreed_to(desk: Desk, owner: Visitor) -> None:
    old = seat(desk)
    new = sims.register(desk.store, imsi="255010000000002", iccid="8938001000000000002", modem="main", now=NOW)
    desk.modems[:] = [GOOD | {"state": "holding", "reason": "relay.sim_swapped", "facts": {}, "sim_id": new}]
    text = text_of(owner)
    for words in ("255030000000001", "8938003000000000001", "255010000000002", "8938001000000000002"):
        assert words in text
    desk.review()
    said = text_of(owner, "/")
    assert 'href="/modems/main"' in said and "Compare the SIMs" in said and f'name="sim" value="{new}"' in said
    assert "notice=other_sim" in (owner.post("/modems/main/accept", sim=str(old)).header("Location") or "")
    assert "notice=other_sim" in (owner.post("/modems/main/accept").header("Location") or "")
    assert seats.seated(desk.store, "main") == old
    assert "notice=accepted" in (owner.post("/modems/main/accept", sim=str(new)).header("Location") or "")
    assert seats.seated(desk.store, "main") == new
    assert "There is another SIM in this modem" not in text_of(owner)


def test_no_sim_can_be_agreed_to_where_none_was_shown(desk: Desk, owner: Visitor) -> None:
    text_of(owner)
    answer = owner.post("/modems/main/accept", sim="1")
    assert answer.status == 409 and "has shown no SIM yet" in answer.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": "holding", "reason": "relay.paused"}, ["Modem main is paused", 'action="/modems/main/resume"']),
        ({"state": "holding", "reason": "relay.roaming", "facts": {"operator": "Orange"}}, ["abroad", "Orange"]),
        ({"state": "holding", "reason": "relay.smsc_unknown"}, ["has no SMS centre"]),
        ({"state": "holding", "reason": "money.used_up"}, ["Money is short", 'href="/modems/main"']),
        ({"drift": {"key": "pacing.slow", "facts": {"bad": 1, "total": 2}}}, ["More SMS than usual go wrong"]),
        ({"recovery": {"rung": "usb", "tries": 2, "helped": False}}, ["is being brought back", "reset over USB"]),
        ({"recovery": {"rung": "alarm", "tries": 0}}, ["Nothing has brought modem main back", "note bad"]),
    ],
)
def test_the_status_page_leads_to_what_mends_it(
    desk: Desk, owner: Visitor, change: dict[str, Any], words: list[str]
) -> None:
    desk.modems[:] = [GOOD | change]
    desk.review()
    text = text_of(owner, "/")
    assert all(word in text for word in words), text


def test_what_drifts_is_told_once(desk: Desk, owner: Visitor) -> None:
    facts = {"bad": 9, "total": 20}
    drift = {"key": "pacing.pause", "facts": facts, "until": None}
    desk.modems[:] = [GOOD | {"state": "holding", "reason": "pacing.pause", "facts": facts, "drift": drift}]
    desk.review()
    assert text_of(owner, "/").count("More SMS than usual go wrong") == 1


# ── the drawing


def samples(*rows: tuple[int, int | None, str]) -> list[Sample]:
    return [Sample(NOW - minutes * MINUTE, rssi, registration, "GSM") for minutes, rssi, registration in rows]


def test_the_drawing_stays_in_its_frame_and_breaks_where_nothing_is_known() -> None:
    drawn = chart(
        translator("en"), samples((3000, 31, "home"), (60, 0, "home"), (55, 10, "home"), (5, 31, "home")), NOW
    )
    assert drawn is not None and len(drawn.lines) == 3
    points = [tuple(map(float, pair.split(","))) for line in drawn.lines for pair in line.split()]
    assert all(0 <= x <= WIDTH + 1 and 0 <= y <= HEIGHT for x, y in points)
    assert points[-1][1] < points[2][1]  # stronger is higher
    assert drawn.told == "Between -113 and -51 dBm. Never without network."


def test_the_time_without_network_is_drawn_and_told() -> None:
    drawn = chart(translator("en"), samples((60, None, "searching"), (50, 12, "home"), (5, None, "denied")), NOW)
    assert drawn is not None
    assert [width for _, width in drawn.outages] == [2.0, 1.0]
    assert "Without network for 15 minutes." in drawn.told
    assert chart(translator("en"), [], NOW) is None


def test_the_drawing_is_on_the_page_with_words_for_who_cannot_see_it(desk: Desk, owner: Visitor) -> None:
    for minutes, rssi in ((10, 12), (5, 20)):
        signals.note(desk.store, "main", now=NOW - minutes * MINUTE, rssi=rssi, registration="home", technology="LTE")
    text = text_of(owner)
    assert "<polyline" in text and 'role="img" aria-label="Field strength' in text
    assert "Between -89 and -73 dBm." in text


def test_the_page_of_a_modem_holds_no_more_than_it_needs(desk: Desk, owner: Visitor) -> None:
    seat(desk)
    for step in range(288):
        signals.note(desk.store, "main", now=NOW - step * 5 * MINUTE, rssi=12, registration="home", technology="LTE")
    desk.modems[:] = [GOOD]
    assert len(owner.get("/modems/main").body) < 25_000
