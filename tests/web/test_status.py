"""The status page: modems in words, the queue with its end foreseen, problems with cause and next step."""

from __future__ import annotations

import html
import statistics
import time
from typing import Any

import pytest

from smsbox import outbox, problems
from smsbox.clock import iso
from smsbox.config import ModemConfig
from smsbox.outbox import MessageClass
from smsbox.problems import looking
from smsbox.web.messages.forecast import forecast, seconds_each
from tests.web.desk import NOW, Desk, Visitor

GOOD: dict[str, Any] = {
    "name": "main",
    "port": "/dev/ttyUSB0",
    "state": "ready",
    "reason": None,
    "facts": {},
    "iccid": "8938001234567890123",
    "manufacturer": "HUAWEI",
    "model": "E173",
    "operator": "Kyivstar",
    "registration": "home",
    "technology": "GSM",
    "dbm": -73,
    "storage_used": 2,
    "storage_capacity": 20,
    "limits_left": {"per_day": 380},
    "last_sent_at": iso(NOW - 60_000_000),
    "last_received_at": None,
    "next_send_at": None,
    "since": iso(NOW - 3_600_000_000),
}


def page(desk: Desk, owner: Visitor, *modems: dict[str, Any]) -> str:
    desk.modems[:] = modems
    problems.review(desk.store, looking.observe(desk.store, desk.modems), desk.clock.at)
    answer = owner.get("/")
    assert answer.status == 200
    return html.unescape(answer.text)


def test_an_empty_box_says_what_to_do_next(desk: Desk, owner: Visitor) -> None:
    text = page(desk, owner)
    assert "No modem yet" in text and "/settings/add-modem" in text
    assert "Write the first message" in text and "Nothing received yet" in text


def test_a_good_modem_in_words(desk: Desk, owner: Visitor) -> None:
    text = page(desk, owner, GOOD)
    for words in (
        *("All is well", "Ready", "Excellent", "-73 dBm", "Kyivstar", "in the home network", "8938001234567890123"),
        *("HUAWEI E173", "380 of 1,000 left", "2 of 20 used", "08:12"),
    ):
        assert words in text, words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"state": "down", "reason": "modem.port_missing"},
            ["not work", "There is no device /dev/ttyUSB0.", "Plug"],
        ),
        (
            {"state": "down", "reason": "modem.pin_wrong", "facts": {"tries_left": 2}},
            ["Tries left: 2", "will not try again"],
        ),
        (
            {"state": "holding", "reason": "relay.not_registered", "facts": {"registration": "denied"}},
            ["has no network", "refused by the network", "antenna"],
        ),
        (
            {"state": "holding", "reason": "pacing.limit", "facts": {"reason": "per_day"}},
            ["all it may send today"],
        ),
        ({"state": "down", "reason": "CME 10"}, ["does not see the SIM", "(CME 10)"]),
        ({"state": "down", "reason": "<b>odd</b>"}, ["<b>odd</b>"]),
        ({"dbm": -109}, ["Weak signal", "-109 dBm", "USB extension"]),
        ({"storage_used": 17}, ["filling up"]),
    ],
)
def test_a_problem_has_a_cause_and_a_next_step(
    desk: Desk, owner: Visitor, change: dict[str, Any], words: list[str]
) -> None:
    text = page(desk, owner, GOOD | change)
    assert "All is well" not in text
    assert all(word in text for word in words), text
    assert "<b>odd</b>" not in owner.get("/").text


@pytest.mark.parametrize(
    "odd",
    [{}, {"name": "x"}, {"name": None, "state": 7, "dbm": "loud", "limits_left": None, "since": "yesterday"}]
    + [GOOD | {"dbm": None, "registration": None, "limits_left": {"per_day": "many"}, "last_sent_at": 17}],
)
def test_a_half_known_modem_does_not_break_the_page(desk: Desk, owner: Visitor, odd: dict[str, Any]) -> None:
    page(desk, owner, odd)


def test_held_and_doubtful_messages_are_problems_that_lead_to_them(desk: Desk, owner: Visitor) -> None:
    outbox.hold(desk.store, [desk.queue()], desk.clock.at)
    text = page(desk, owner, GOOD)
    assert "1 message is held" in text and 'href="/outbox?state=held"' in text


def test_the_queue_by_class_with_its_end(desk: Desk, owner: Visitor) -> None:
    for _ in range(20):
        desk.queue(kind=MessageClass.MARKETING)
    desk.queue(kind=MessageClass.REPLY)
    text = page(desk, owner, GOOD)
    reply, marketing = text.index("<b>Reply</b>"), text.index("<b>Marketing</b>")
    assert reply < marketing
    assert "about 3 seconds" in text and "about 63 seconds" in text
    text = page(desk, owner, GOOD | {"state": "down"})
    assert "not foreseeable" in text and "Nothing can be sent now" in text


def test_the_forecast_knows_gaps_limits_and_helpers() -> None:
    plain = ModemConfig("a", "/dev/null")
    assert seconds_each(plain) == 3
    assert seconds_each(ModemConfig("b", "/dev/null", gap=2)) == 5
    assert seconds_each(ModemConfig("c", "/dev/null", per_minute=6)) == 10
    assert forecast([2, 4], [plain], None) == [6, 18]
    assert forecast([2, 4], [plain, plain], None) == [3, 9]
    assert forecast([2, 4], [plain], 3) == [6, None]
    assert forecast([2, 4], [], None) == [None, None]


def test_ukrainian_has_three_plurals(desk: Desk) -> None:
    owner = desk.owner(Accept_Language="uk")
    said: dict[int, str] = {}
    for count in (1, 2, 5):
        while len(said) < 3 and outbox.counts(desk.store).of(outbox.State.HELD) < count:
            outbox.hold(desk.store, [desk.queue()], desk.clock.at)
        said[count] = page(desk, owner, GOOD)
    assert "1 повідомлення зупинено" in said[1]
    assert "2 повідомлення зупинено" in said[2]
    assert "5 повідомлень зупинено" in said[5]


def test_the_page_takes_as_long_with_many_messages_as_with_few(desk: Desk, owner: Visitor) -> None:
    """Guards the shape (no count over the table), in processor time; the bench measures a million."""
    page(desk, owner, GOOD)
    few = _median(owner)
    draft = outbox.Draft(recipient="+380500000001", text="x")
    outbox.submit(desk.store, [draft] * 20_000, now=desk.clock.at, allow=("+380",))
    assert _median(owner) < max(0.02, 3 * few)


def _median(owner: Visitor) -> float:
    times = []
    for _ in range(15):
        start = time.thread_time()
        owner.get("/")
        times.append(time.thread_time() - start)
    return statistics.median(times)
