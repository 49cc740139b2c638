"""What goes by its age: only that, piece by piece, and never what proves a consent or still counts toward the cap."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from smsbox import consent, contacts, events, inbox, outbox
from smsbox.clock import DAY, Micros
from smsbox.config import Config, RegionConfig, SendingConfig, StoreConfig, WebConfig
from smsbox.config.model import RecordsConfig, ShopConfig
from smsbox.consent import Entry
from smsbox.contacts import New, State
from smsbox.inbox import calls
from smsbox.privacy import retention
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN, Shop
from tests.contracts.test_erasing import Phone

YEAR = 365 * 86400
CONFIG = Config(
    StoreConfig("sqlite:///nowhere", Path("/nowhere")), WebConfig("127.0.0.1", 0), RegionConfig(), SendingConfig(), ()
)


@pytest.fixture
def shop(store: Store) -> Shop:
    return Shop(store)


def kept(shop: Shop, seconds: float = 9.0, cap_days: int = 14, **records: int) -> int:
    clock = iter(range(1000))
    config = replace(CONFIG, records=RecordsConfig(**records), shop=ShopConfig(cap_days=cap_days))
    return retention.keep(shop.store, config, shop.now, boottime=lambda: float(next(clock)), seconds=seconds)


def delivered(shop: Shop, number: str) -> int:
    one = shop.one(number, text="Замовлення готове")
    shop.accept(shop.claimed(), reference=one)
    shop.report(number, one)
    return one


def test_without_a_setting_nothing_ever_goes(shop: Shop) -> None:
    delivered(shop, ANNA)
    contacts.add(shop.store, New(number=ANNA), shop.now)
    shop.wait(4000 * DAY)
    assert kept(shop) == 0
    assert shop.view(1).recipient == ANNA and contacts.by_number(shop.store, ANNA) is not None


def test_old_texts_and_numbers_go_and_counts_stay(shop: Shop) -> None:
    old = delivered(shop, ANNA)
    shop.store.run(
        "INSERT INTO program_messages (message_id, token_id, at, door, name, callback, callback_mask) "
        "VALUES (?, 1, ?, 'kannel', ?, ?, 31)",
        *(old, shop.now, f"for {ANNA}", f"https://shop.example/dlr?to={ANNA}"),
    )
    waiting = shop.one(ANNA, text="Ще чекає")
    outbox.hold(shop.store, [waiting], shop.now)
    Phone(shop.store, shop.sim, ANNA).writes("Дякую", shop.now)
    shop.wait(366 * DAY)
    new = delivered(shop, BOHDAN)
    assert kept(shop, sent_s=YEAR, received_s=YEAR) == 2
    assert (shop.view(old).recipient, shop.view(old).text) == ("–", "")
    assert ANNA not in str(shop.store.run("SELECT * FROM program_messages").fetchall()), "nor by its program's words"
    assert (shop.view(waiting).recipient, shop.view(new).recipient) == (ANNA, BOHDAN)
    (received,) = inbox.messages(shop.store)
    assert (received.sender, received.text, inbox.raw(shop.store, received.id)) == ("–", "", [])
    shop.check_counters()
    assert kept(shop, sent_s=YEAR, received_s=YEAR) == 0
    shop.wait(366 * DAY)
    assert kept(shop, sent_s=YEAR, received_s=YEAR) == 1


@pytest.mark.parametrize("sender", [ANNA, "0500000001"])
def test_what_proves_a_consent_stays(shop: Shop, sender: str) -> None:
    """Also where the network wrote the number as one dials it at home."""
    yes = inbox_id(shop, "ТАК")
    shop.store.run("UPDATE received SET sender = ? WHERE id = ?", sender, yes)
    consent.record(shop.store, Entry(ANNA, shop.now, "confirmed", "sms", evidence_id=yes))
    other = inbox_id(shop, "Дякую")
    shop.wait(366 * DAY)
    assert kept(shop, received_s=YEAR) == 1
    texts = {each.id: each.text for each in inbox.messages(shop.store)}
    assert texts == {yes: "ТАК", other: ""}


def test_what_names_a_caller_goes_with_his_call(shop: Shop) -> None:
    """Calls go after half a year; so does the number in the log of events, whatever is set."""
    rang = {"modem": "m", "sim_id": shop.sim, "number": ANNA, "rule": "log"}
    calls.rang(shop.store, now=shop.now, **rang)  # type: ignore[arg-type]
    shop.report(ANNA, 99)
    shop.wait(100 * DAY)
    calls.rang(shop.store, now=shop.now, **(rang | {"number": BOHDAN}))  # type: ignore[arg-type]
    shop.wait(90 * DAY)
    kept(shop)
    told = [(each.kind, each.data.get("number")) for each in events.recent(shop.store, 9)]
    assert [number for kind, number in told if kind in (events.CALL_REFUSED, events.REPORT_ORPHAN)] == [BOHDAN]


def inbox_id(shop: Shop, text: str) -> int:
    Phone(shop.store, shop.sim, ANNA).writes(text, shop.now)
    return inbox.messages(shop.store, limit=1)[0].id


def test_what_counts_toward_the_cap_stays_as_long_as_it_counts(shop: Shop) -> None:
    one = delivered(shop, ANNA)
    shop.wait(200 * DAY)
    assert kept(shop, cap_days=365, sent_s=100 * 86400) == 0
    assert shop.view(one).recipient == ANNA


def test_it_goes_on_where_time_was_over(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_CHUNK", 3)
    for _ in range(10):
        delivered(shop, ANNA)
    shop.wait(366 * DAY)
    assert [kept(shop, seconds=2.5, sent_s=YEAR) for _ in range(6)][:4] == [6, 4, 0, 0]
    assert {shop.view(each).recipient for each in range(1, 11)} == {"–"}


def lead(shop: Shop, number: str, at: Micros, **more: object) -> int:
    return contacts.add(shop.store, New(number=number, name="Хтось Такий", **more), at).id  # type: ignore[arg-type]


def test_who_never_became_a_customer_is_erased_and_nobody_else(shop: Shop) -> None:
    numbers = [f"+38050000000{at}" for at in range(1, 8)]
    for number in numbers[:6]:
        lead(shop, number, shop.now, state=State.CUSTOMER if number == numbers[0] else State.LEAD)
    consent.record(shop.store, Entry(numbers[1], shop.now, "agreed", "staff", words="Можна?", operator="olha"))
    consent.record(shop.store, Entry(numbers[2], shop.now, "left", "sms", evidence="СТОП"))
    shop.wait(300 * DAY)
    contacts.heard(shop.store, numbers[3], shop.now)
    lead(shop, numbers[6], shop.now)
    shop.wait(100 * DAY)
    assert kept(shop, seconds=100, leads_s=YEAR) == 3
    left = {number for number in numbers if contacts.by_number(shop.store, number)}
    assert left == {numbers[0], numbers[1], numbers[3], numbers[6]}
    assert consent.standing(shop.store, numbers[2]).gone, "who left stays one who left"
