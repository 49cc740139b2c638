"""Customers with something of everything, for the tests that walk through all pages."""

from __future__ import annotations

from smsbox import consent, contacts
from smsbox.clock import DAY
from smsbox.consent import Entry
from smsbox.contacts import New, State
from tests.web.desk import Desk

HANNA, TWIN, GONE = "+380500000701", "+380500000702", "+380500000703"


def furnish_customers(desk: Desk) -> int:
    """One of whom everything is known, a double of hers, one who has left, one without a name; the id of the first."""
    store, now = desk.store, desk.clock.at
    hanna = contacts.add(
        store,
        New(
            number=HANNA,
            name="Ганна Довгопрізвищенко-Задунайська",
            salutation="Ганно",
            language="uk",
            state=State.CUSTOMER,
            birthday="1980-03-14",
            bought_at=now - 9 * DAY,
            fields={"адреса доставки": "вул. Зелена, 5, кв. 12", "напій": "кава"},
            tags=("постійні", "травень 2026"),
            other_numbers=("+380500000704",),
            origin="import:1",
        ),
        now - 90 * DAY,
    )
    contacts.set_field(store, hanna.id, "розмір", "M", at=now - DAY, origin="sms")
    contacts.set_field(store, hanna.id, "знижка", "5", at=now - DAY, origin="staff:Оля")
    others = [(TWIN, "Довгопрізвищенко-Задунайська Ганна", "03-15"), (GONE, "Петро", None), ("+380500000705", "", None)]
    contacts.add_many(store, [New(number=number, name=name, birthday=day) for number, name, day in others], now)
    contacts.note(store, hanna.id, "Просила не дзвонити до десятої.", "owner", now)
    with store.write():
        record = consent.record
        record(store, Entry(HANNA, now - 9 * DAY, "asked", "keyword", words="Хочете?", answer_until=now))
        record(store, Entry(HANNA, now - 8 * DAY, "confirmed", "sms", words="ТАК", evidence="ТАК"))
        record(store, Entry(TWIN, now, "agreed", "staff", words="Можна?", operator="owner", evidence="owner"))
        record(store, Entry(GONE, now, "left", "sms", words="СТОП", evidence="СТОП"))
        consent.choose(store, HANNA, at=now, how="sms", every_days=30, topics=("знижки",), prefers_call=True)
        call = "INSERT INTO calls (sim_id, modem, number, at, last_at, rings, rule, state, note) VALUES "
        store.run(call + "(1, 'main', ?, ?, ?, 3, 'log', 1, 'спитала про графік')", HANNA, now, now)
    desk.queue("Ваше замовлення готове", HANNA)
    return hanna.id
