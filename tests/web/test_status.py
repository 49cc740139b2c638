"""The status page: modems in words, the queue with its end foreseen, problems with cause and next step."""

from __future__ import annotations

import html
from decimal import Decimal
from typing import Any

import pytest

from smsbox import campaigns, contacts, money, outbox, pacing, problems
from smsbox.campaigns import Plan, Variant
from smsbox.clock import DAY, HOUR, iso
from smsbox.config import ModemConfig
from smsbox.contacts import Wanted
from smsbox.outbox import MessageClass
from smsbox.outbox.forecast import forecast, seconds_each
from smsbox.people.rights import Role
from smsbox.problems import looking
from smsbox.store import sims
from tests.effort import steps
from tests.web.desk import NOW, Desk, Visitor, signed_in
from tests.web.test_searching import STATIC

PLAN = Plan(audience=Wanted(everyone=True), variants=(Variant("Zerno: coffee -20%. Call 0500000001"),))
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
    assert "No modem yet" in text and 'action="/setup/again"' in text
    assert "All is well" not in text, "a box that cannot send is not well"
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
            ["Tries left: 2", "will not try this PIN again"],
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


def test_the_card_acts_where_the_problem_is_not_among_the_worst(desk: Desk, owner: Visitor) -> None:
    """Three problems stand above it: a paused modem can be resumed all the same, another SIM be agreed to."""
    broken = [GOOD | {"name": name, "state": "down", "reason": "modem.port_missing"} for name in ("a", "b", "c")]
    paused = GOOD | {"state": "holding", "reason": "relay.paused", "facts": {"by": "olena"}}
    swapped = GOOD | {"name": "other", "state": "holding", "reason": "relay.sim_swapped", "sim_id": 7}
    text = page(desk, owner, *broken, paused, swapped)
    assert "Modem main is paused" not in text and "2 more problems" in text
    card = text.partition('aria-label="Modem main"')[2].partition("</section>")[0]
    assert "olena" in card and 'action="/modems/main/resume"' in card
    card = text.partition('aria-label="Modem other"')[2].partition("</section>")[0]
    assert 'action="/modems/other/accept"' in card and 'name="sim" value="7"' in card and "Compare the SIMs" in card
    card = text.partition('aria-label="Modem a"')[2].partition("</section>")[0]
    assert "There is no device" not in card, "told above"


def test_thirty_two_modems_are_a_table_that_tells_and_weighs_no_more_than_a_page_may(desk: Desk) -> None:
    sim = sims.register(desk.store, imsi="255010000000001", iccid=None, modem="main", now=NOW)
    money.note(desk.store, sim, NOW, "*111#", "42.50 UAH", money.Understood(money=Decimal("42.5"), currency="UAH"))
    fleet = [GOOD | {"name": f"modem-{number}", "sim_id": sim} for number in range(32)]
    broken = {"state": "down", "reason": "modem.port_missing", "recovery": {"rung": "alarm", "tries": 3}}
    fleet[4:7] = [each | broken for each in fleet[4:7]]
    fleet[20] |= {"state": "holding", "reason": "relay.paused", "facts": {"by": "olena"}}
    for _ in range(10):
        desk.queue("Ж" * 500)
    text = page(desk, desk.owner(Accept_Language="uk"), *fleet)
    assert len(text.encode()) + STATIC < 60_000
    text = page(desk, desk.owner(), *fleet)
    row = text.partition('href="/modems/modem-20"')[2].partition("</tr>")[0]
    for words in ("Holding", "olena", 'action="/modems/modem-20/resume"', "Excellent", "-73", "Kyivstar", "GSM", "380"):
        assert words in row, words
    assert "42.50 UAH" in row and "Nothing has brought" in text and text.count('class="lead"') == 32
    assert 'aria-label="Modem modem-0"' in page(desk, desk.owner(), *fleet[:8])


def test_a_problem_put_off_still_stands_on_the_card_of_its_modem(desk: Desk, owner: Visitor) -> None:
    paused = GOOD | {"state": "holding", "reason": "relay.paused"}
    page(desk, owner, paused)
    (case,) = problems.open_now(desk.store, "")
    problems.snooze(desk.store, "", case.id, NOW + 1)
    text = page(desk, owner, paused)
    assert "All is well" in text and 'action="/modems/main/resume"' in text


def test_money_and_the_day_of_each_sim(desk: Desk) -> None:
    sim = sims.register(desk.store, imsi="255010000000001", iccid=None, modem="main", now=NOW)
    plain = GOOD | {"sim_id": sim, "limits_left": {}}
    owner = desk.owner()
    text = page(desk, owner, plain)
    assert "0 SMS sent" in text and "no daily limit" in text and ">Balance<" not in text
    told = money.Understood(money=Decimal("42.5"), currency="UAH", left=12, of=100)
    money.note(desk.store, sim, NOW - HOUR, "*111#", "42.50 UAH, 12/100", told)
    for _ in range(3):
        pacing.record(desk.store, sim, NOW)
    pacing.record(desk.store, sim, NOW - DAY)
    text = page(desk, owner, plain)
    assert "42.50 UAH" in text and "12 of 100 left" in text and "3 SMS sent" in text and "07:13" in text
    assert "42,50 UAH" in page(desk, desk.owner(Accept_Language="uk"), plain)
    assert "no daily limit" not in page(desk, owner, GOOD | {"sim_id": sim})


def test_the_next_sms_is_told_only_while_time_alone_keeps_it(desk: Desk, owner: Visitor) -> None:
    soon = {"next_send_at": iso(NOW + 60_000_000)}
    limit = {"state": "holding", "reason": "pacing.limit", "facts": {"reason": "per_minute"}}
    assert "Next SMS" in page(desk, owner, GOOD | soon)
    text = page(desk, owner, GOOD | soon | limit)
    assert "Next SMS" in text and "All is well" in text and "all it may send" in text, (
        "no problem, but told on the card"
    )
    assert "Next SMS" not in page(desk, owner, GOOD | soon | {"state": "holding", "reason": "relay.not_registered"})
    assert "Next SMS" not in page(desk, owner, GOOD | {"next_send_at": iso(NOW)})


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


def test_the_forecast_knows_gaps_limits_and_helpers(desk: Desk) -> None:
    plain = ModemConfig("a", "/dev/null")
    assert seconds_each(plain) == 3
    assert seconds_each(ModemConfig("b", "/dev/null", gap=2)) == 5
    assert seconds_each(ModemConfig("c", "/dev/null", per_minute=6)) == 10
    waiting = {MessageClass.REPLY: 2, MessageClass.MARKETING: 4}

    def seconds(modems: list[ModemConfig], left: int | None) -> list[float | None]:
        return list(forecast(waiting, modems, left, desk.site.config, desk.clock.at).values())

    assert seconds([plain], None) == [6, 18]
    assert seconds([plain, plain], None) == [3, 9]
    assert seconds([plain], 3) == [6, None]
    assert seconds([], None) == [None, None]


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


def test_the_page_costs_as_much_with_many_messages_as_with_few(desk: Desk, owner: Visitor) -> None:
    """Guards the shape (no count over the table), in steps of SQLite; the bench measures a million."""
    draft = outbox.Draft(recipient="+380500000001", text="x")
    costs = []
    for many in (100, 20_000):
        outbox.submit(desk.store, [draft] * many, now=desk.clock.at, allow=("+380",))
        page(desk, owner, GOOD)
        costs.append(steps(desk.store, lambda: owner.get("/")))
    assert 200 < costs[1] < 1.5 * costs[0], costs


def test_who_wrote_is_named_and_what_campaign_is_under_way(desk: Desk, owner: Visitor) -> None:
    with desk.store.write():
        contacts.add(desk.store, contacts.New(number="+380500000001", name="Оксана Перша"), NOW)
        made = campaigns.create(desk.store, "Autumn", PLAN, by="owner", now=NOW)
    assert "Campaigns under way" not in page(desk, owner, GOOD)
    outbox.submit(desk.store, [outbox.Draft("+380500000001", "x")], now=NOW, allow=("+380",))
    ready = campaigns.approve(desk.store, made.id, made.version, by="owner", now=NOW)
    campaigns.launch(desk.store, desk.site.config, made.id, ready.version, by="owner", now=NOW)
    text = page(desk, owner, GOOD)
    assert "Campaigns under way" in text and f'href="/campaigns/{made.id}">Autumn</a>' in text
    assert "Оксана Перша" in text
    assert "Оксана Перша" not in signed_in(desk, Role.TECHNICIAN).get("/").text
