"""Erasing one person: afterwards no column of any table knows his numbers or his name, and nobody else lost a word."""

from __future__ import annotations

from typing import Any

import pytest

from smsbox import consent, contacts, events, outbox, privacy
from smsbox.clock import DAY, HOUR, MINUTE, SECOND, Micros
from smsbox.consent import Entry
from smsbox.contacts import New
from smsbox.inbox import calls, receive, slot_cleared
from smsbox.outbox import MessageClass, State
from smsbox.people import audit
from smsbox.people.audit import Actor
from smsbox.store import Store, StoreTrouble, anatomy
from tests.contracts.phone import deliver, tpdu
from tests.contracts.shop import ANNA, BOHDAN, Shop

NAME, OTHER = "Євдокія Непийпиво", "+380500000077"
BY = Actor("olha", "owner", "192.0.2.1")


def cells(store: Store) -> list[tuple[str, Any]]:
    """Every value of every column of every table."""
    found = []
    for table in anatomy.tables(store):
        columns = ", ".join(table.columns)
        for row in store.run(f"SELECT {columns} FROM {table.name}").fetchall():
            found += [
                (f"{table.name}.{column}", value) for column, value in zip(table.columns, row, strict=True) if value
            ]
    return found


def holding(store: Store, *needles: str) -> list[str]:
    """Where any of `needles` still stands, texts and octets alike."""

    def held(value: Any) -> bool:
        if isinstance(value, bytes | memoryview):
            value = bytes(value).hex()
        return any(needle in str(value) for needle in needles)

    return sorted({place for place, value in cells(store) if held(value)})


class Phone:
    """A customer's phone that writes to a SIM of the shop."""

    def __init__(self, store: Store, sim: int, number: str) -> None:
        self.store, self.sim, self.number = store, sim, number

    def writes(self, text: str, now: Micros, slot: int | None = None) -> int:
        octets = tpdu(text, at=now, sender=self.number)
        got = receive(
            *(self.store,), sim_id=self.sim, memory="SM", slot=slot, pdu_raw=octets, deliver=deliver(octets), now=now
        )
        return got.segment_id


@pytest.fixture
def shop(store: Store) -> Shop:
    return Shop(store)


def evdokia(shop: Shop) -> int:
    """A customer of whom every table knows something."""
    store, now = shop.store, shop.now
    new = New(
        number=ANNA,
        name=NAME,
        salutation="Євдокіє",
        birthday="1961-03-14",
        fields={"адреса": "Зелена 5"},
        tags=("vip",),
        other_numbers=(OTHER,),
        note=f"дзвонити на {OTHER}",
        origin="import:1",
    )
    contact = contacts.add(store, new, now)
    contacts.note(
        store, contacts.add(store, New(number=BOHDAN, name="Богдан Інший"), now).id, f"чоловік {NAME}", "o", now
    )
    paper = Entry(ANNA, now, "agreed", "staff", words="Можна вам писати?", evidence=f"папір {NAME}", operator="olha")
    consent.record(store, paper)
    delivered = shop.one(text=f"{NAME}, замовлення готове")
    claim = shop.claimed()
    shop.accept(claim, reference=7)
    shop.report(ANNA, 7)
    assert shop.state(delivered) is State.DELIVERED
    shop.one(OTHER, text=f"{NAME}, ще одне", kind=MessageClass.SERVICE)
    shop.one(BOHDAN, text=f"Передайте {NAME}, її номер {ANNA}")
    shop.report(ANNA, 99)  # of nobody's: an event with her number and her PDU
    phone = Phone(store, shop.sim, ANNA)
    phone.writes("Добрий день, це " + NAME, now)
    call = calls.rang(store, modem="m", sim_id=shop.sim, number=ANNA, rule="log", now=now)
    assert call is not None
    rows_of_others(store, contact.id, now)
    audit.note(store, BY, now, "customer.changed", str(contact.id), {"salutation": ("", "Євдокіє")})
    audit.note(store, BY, now, "messages.sent", ANNA, {"text": ("", f"Для {NAME}")})
    return contact.id


def rows_of_others(store: Store, contact_id: int, now: Micros) -> None:
    """What other rooms write down about her."""
    with store.write():
        run = store.run
        run("INSERT INTO ported (number, operator, evidence, at) VALUES (?, 'kyivstar', 'x', ?)", ANNA, now)
        run("INSERT INTO correspondents (number, sim_id, at) VALUES (?, 1, ?) ON CONFLICT DO NOTHING", ANNA, now)
        run("INSERT INTO concat_references VALUES (1, ?, 5)", OTHER)
        run(
            "INSERT INTO recipients (campaign_id, number, contact_id, customer, variant, state, code, at) "
            "VALUES (3, ?, ?, 0, 0, 1, 'K7', ?)",
            *(ANNA, contact_id, now),
        )
        memory = f'{{"goes": {{"number": "{OTHER}", "columns": {{"name": "Дуня"}}, "fields": ["Зелена 5"]}}}}'
        merge = "INSERT INTO merges (kept_id, gone_id, at, by_whom, memory) VALUES (?, 99, ?, 'olha', ?)"
        run(merge, contact_id, now, memory)
        coupon = "INSERT INTO coupons (series_id, code, written, state, number, campaign_id) VALUES "
        run(coupon + "(1, 'AB12', 'AB12', 1, ?, 3)", ANNA)
        run(
            "INSERT INTO import_rows VALUES (1, 2, ?, 2, ?)",
            contact_id,
            '{"before": {"fields": {"адреса": "Зелена 5"}}}',
        )
        run("INSERT INTO import_rows VALUES (1, 4, NULL, 4, ?)", '{"cells": ["Дуня", "8 (050) 000-00-01"]}')
        run("INSERT INTO import_rows VALUES (1, 3, NULL, 4, ?)", "0500000001;" + NAME)
        run(
            "INSERT INTO sweeps (id, act, filter, twice, by_whom, made_at, last_id, place, counted, doubtful, "
            "examples, state, changed) VALUES (1, 'cancel', ?, 0, 'olha', 1, 1, 0, 0, 0, '[]', 3, 0)",
            f'{{"recipient": "{ANNA}"}}',
        )


def test_nothing_anywhere_knows_her_and_nobody_else_is_touched(shop: Shop) -> None:
    store, contact_id = shop.store, evdokia(shop)
    hers = [
        ANNA,
        ANNA[1:],
        "0500000001",
        "830500000010",
        OTHER,
        OTHER[1:],
        "0500000077",
        NAME,
        "Євдокі",
        "Зелена 5",
        "Дуня",
    ]
    assert len(holding(store, *hers)) > 20, "the test must have something to erase"
    others = contacts.by_number(store, BOHDAN)
    done = privacy.erase(store, ANNA, shop.now + MINUTE, by=BY)
    assert (done.contact_id, done.sent, done.received, done.calls) == (contact_id, 2, 1, 1)
    assert holding(store, *hers) == []
    assert contacts.by_number(store, BOHDAN) == others
    assert shop.view(3).text == "Передайте –, її номер –" and shop.view(3).recipient == BOHDAN
    shop.check_counters()


def test_what_the_shop_needs_stays_without_her(shop: Shop) -> None:
    store = shop.store
    evdokia(shop)
    privacy.erase(store, OTHER, shop.now + MINUTE, by=BY)  # any of her numbers will do
    assert shop.state(1) is State.DELIVERED
    assert shop.state(2) is State.CANCELLED, "what had not left never does"
    assert store.run("SELECT count(*) FROM recipients WHERE campaign_id = 3").fetchone()[0] == 1
    assert store.run("SELECT code, state FROM coupons").fetchone() == ("AB12", 1)
    lines = [(line.what, line.subject) for line in audit.entries(store, limit=9)]
    assert lines == [("customer.erased", "1"), ("messages.sent", "–"), ("customer.changed", "1")]
    assert all(not line.changes for line in audit.entries(store, limit=9))
    assert outbox.resend(store, [2], shop.now) == [] and outbox.release(store, [2], shop.now) == []


def test_a_late_report_does_not_bring_the_number_back(shop: Shop) -> None:
    shop.one()
    shop.accept(shop.claimed(), reference=7)
    privacy.erase(shop.store, ANNA, shop.now, by=BY)
    shop.report(ANNA, 7)
    assert events.recent(shop.store, 1)[0].kind == events.REPORT_ORPHAN
    assert holding(shop.store, ANNA, ANNA[1:], "830500000010") == []


def test_who_left_stays_so_whatever_is_imported_later(shop: Shop) -> None:
    store = shop.store
    contacts.add(store, New(number=ANNA, name=NAME), shop.now)
    consent.record(store, Entry(ANNA, shop.now, "left", "sms", evidence="СТОП"))
    privacy.erase(store, ANNA, shop.now, by=BY)
    assert consent.is_suppressed(store, ANNA) and consent.history(store, ANNA) == []
    contacts.add(store, New(number=ANNA, name=NAME), shop.now + DAY)
    consent.record(store, Entry(ANNA, shop.now + DAY, "imported", "import", evidence="list of 2019"))
    with pytest.raises(outbox.NotPermitted):
        shop.one(kind=MessageClass.MARKETING)
    assert consent.standing(store, ANNA).gone


def test_nothing_is_erased_while_a_message_is_on_its_way(shop: Shop) -> None:
    contacts.add(shop.store, New(number=ANNA, name=NAME), shop.now)
    shop.one(text="Замовлення готове")
    claim = shop.claimed()
    with pytest.raises(privacy.StillUnderWay) as refused:
        privacy.erase(shop.store, ANNA, shop.now, by=BY)
    assert refused.value.facts == {"reason": "sending"}
    shop.doubt(claim)
    with pytest.raises(privacy.StillUnderWay):
        privacy.erase(shop.store, ANNA, shop.now, by=BY)
    assert contacts.by_number(shop.store, ANNA) is not None and shop.view(1).text == "Замовлення готове"
    outbox.hold_overdue(shop.store, now=shop.now + 2 * HOUR, after=HOUR)
    privacy.erase(shop.store, ANNA, shop.now + 2 * HOUR, by=BY)
    assert shop.state(1) is State.CANCELLED and shop.view(1).text == ""


def test_a_text_that_may_still_lie_on_its_sim_is_waited_for(shop: Shop) -> None:
    phone = Phone(shop.store, shop.sim, ANNA)
    segment = phone.writes("Добрий день", shop.now, slot=3)
    with pytest.raises(privacy.StillUnderWay):
        privacy.erase(shop.store, ANNA, shop.now + SECOND, by=BY)
    slot_cleared(shop.store, segment, shop.now + SECOND)
    privacy.erase(shop.store, ANNA, shop.now + 2 * SECOND, by=BY)
    assert holding(shop.store, ANNA, "Добрий") == []


def test_the_audit_log_lets_nothing_else_be_changed(shop: Shop) -> None:
    store = shop.store
    audit.note(store, BY, shop.now, "settings.changed", "sending.gap", {"gap": (1, 2)})
    privacy.erase(store, ANNA, shop.now, by=BY)
    for change in ("who = 'x'", "what = 'x'", "at = 1", "subject = 'x'", "changes = '{\"gap\": [1, 3]}'"):
        with pytest.raises(StoreTrouble), store.write():
            store.run(f"UPDATE audit SET {change} WHERE id = 1")
    audit.note(store, BY, shop.now, "settings.changed", "sending.gap", {"gap": (2, 3)})
    with pytest.raises(StoreTrouble), store.write():
        store.run("UPDATE audit SET subject = '–' WHERE what = 'settings.changed' AND id = 3")


def test_a_namesake_keeps_name_and_messages(shop: Shop) -> None:
    store = shop.store
    contacts.add(store, New(number=ANNA, name=NAME), shop.now)
    other = contacts.add(store, New(number=BOHDAN, name=NAME, note=f"не плутати: {NAME} інша"), shop.now)
    kept = shop.one(BOHDAN, text=f"{NAME}, замовлення готове")
    privacy.erase(store, ANNA, shop.now, by=BY)
    assert contacts.known(store, other.id) == other
    assert shop.view(kept).text == f"{NAME}, замовлення готове"
    assert [note.text for note in contacts.notes(store, other.id)] == [f"не плутати: {NAME} інша"]
    assert contacts.count(store, contacts.Wanted(text="непий"), now=shop.now).number == 1
