"""Appointments on both kinds of database: one place is one customer's, and a freed one goes on to who waits."""

from __future__ import annotations

from datetime import date

import pytest

from smsbox.clock import MINUTE
from smsbox.dialogs.appointments import rows, waiting
from smsbox.dialogs.appointments.calendar import Place
from smsbox.dialogs.appointments.rows import NotFree, State
from smsbox.dialogs.appointments.whens import When
from smsbox.people.audit import Actor
from smsbox.privacy import bookings
from smsbox.privacy.collecting import collected
from smsbox.privacy.erasing import erase
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN
from tests.dialogs.appointments.race import race
from tests.dialogs.appointments.salon import MONDAY, ONE_CHAIR, book, moment, salon, tick, told


def test_two_customers_race_for_one_place(store: Store) -> None:
    race(store, 40)


def test_no_two_overlap_even_in_part(store: Store) -> None:
    shop = salon(store, ONE_CHAIR)
    service = shop.flow.part.services[0]
    with store.write():
        rows.insert(store, shop.flow.id, ANNA, service, Place(moment(24, 10), ""), MONDAY)
    for minutes in (-59, 0, 30, 59):
        with pytest.raises(NotFree), store.write():
            rows.insert(store, shop.flow.id, BOHDAN, service, Place(moment(24, 10) + minutes * MINUTE, ""), MONDAY)
    with store.write():
        rows.insert(store, shop.flow.id, BOHDAN, service, Place(moment(24, 11), ""), MONDAY)
    assert len(book(store)) == 2


def test_what_was_held_too_long_goes_to_who_waits(store: Store) -> None:
    shop = salon(store, ONE_CHAIR)
    shop.write("ЗАПИС завтра о 10")
    with store.write():
        wish = When(days=(date(2026, 11, 24),), at=600)
        waiting.join(store, shop.flow.id, BOHDAN, "cut", "", wish, until=moment(25, 0), now=shop.now)
    tick(shop, shop.now + 16 * MINUTE)
    assert told(store, BOHDAN)[0].startswith("Звільнилося: Стрижка, вт 24.11 10:00")
    assert book(store, State.HELD) == [(BOHDAN, moment(24, 10), "")]
    assert shop.write("так", BOHDAN).startswith("Записали")
    assert waiting.everybody(store, shop.now, 9) == []
    assert not rows.due(store, shop.now)


def test_old_appointments_lose_their_person_and_stay_counted(store: Store) -> None:
    shop = salon(store, ONE_CHAIR)
    service = shop.flow.part.services[0]
    with store.write():
        for at in (moment(20, 10), moment(24, 10)):
            rows.insert(store, shop.flow.id, ANNA, service, Place(at, ""), MONDAY, note="алергія")
    assert bookings.forget_old(store, MONDAY, lambda: True) == 1
    assert bookings.forget_old(store, MONDAY, lambda: True) == 0
    old, new = rows.between(store, moment(1, 0), moment(30, 0), MONDAY)
    assert (old.number != ANNA, old.note, new.number, new.note) == (True, "", ANNA, "алергія")


def test_who_is_erased_leaves_a_free_place_and_a_nameless_past(store: Store) -> None:
    shop = salon(store, ONE_CHAIR)
    service = shop.flow.part.services[0]
    with store.write():
        for at in (moment(20, 10), moment(24, 10)):
            rows.insert(store, shop.flow.id, ANNA, service, Place(at, ""), MONDAY, note="алергія")
        waiting.join(store, shop.flow.id, ANNA, "cut", "", When(), until=moment(30, 0), now=MONDAY)
    plain = collected(store, ANNA, MONDAY).as_plain()
    assert [row["note"] for row in plain["appointments"]] == ["алергія", "алергія"]
    assert len(plain["waiting"]) == 1
    erase(store, ANNA, MONDAY, by=Actor("owner", "owner"))
    assert collected(store, ANNA, MONDAY).as_plain()["appointments"] == []
    ((number, at, _),) = book(store)
    assert (number != ANNA, at) == (True, moment(20, 10))
    assert book(store, State.CANCELLED)[0][1] == moment(24, 10)
    assert store.run("SELECT count(*) FROM waiting").fetchone()[0] == 0
