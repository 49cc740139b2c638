"""Appointments beside everything else a customer may write to a shop: the whole router, its engine, its clock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox.clock import HOUR, MINUTE, SECOND
from smsbox.consent import State
from smsbox.dialogs.appointments import rows as booked
from smsbox.dialogs.flows import rows as flows
from smsbox.outbox import MessageClass
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN
from tests.dialogs.appointments.salon import MONDAY, ONE_CHAIR, book, moment
from tests.dialogs.caller import Caller


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Caller]:
    store = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    made = Caller(store, now=MONDAY)
    made.flow(ONE_CHAIR)
    yield made
    store.close()


def booked_for(shop: Caller, when: str = "в середу о 10", number: str = ANNA) -> None:
    shop.ask(f"ЗАПИС {when}", number)
    assert shop.ask("так", number)[0].startswith("Записали")


def reminded(shop: Caller) -> None:
    shop.now = moment(24, 18, 1)
    shop.tick()
    shop.now += MINUTE
    assert shop.texts()[-1].startswith("Нагадуємо")


def test_a_yes_answers_what_was_asked_last_the_reminder_or_the_request(shop: Caller) -> None:
    booked_for(shop)
    shop.now = moment(24, 17)
    shop.ask("СТАРТ")
    assert shop.state() is State.ASKED
    reminded(shop)
    assert shop.ask("Так") == ["Дякуємо! Чекаємо на вас ср 25.11 10:00"]
    assert shop.state() is State.ASKED  # to that he has said nothing yet
    shop.now += HOUR
    shop.ask("СТАРТ")
    shop.ask("Так")
    assert shop.state() is State.AGREED


def test_a_person_s_question_after_the_reminder_gets_the_answer(shop: Caller) -> None:
    booked_for(shop)
    reminded(shop)
    shop.send("Ви будете з дитиною?", MessageClass.REPLY)
    shop.now += MINUTE
    message = shop.write("ні")
    assert message.routed_by is None
    assert [at for _, at, _ in book(shop.store)] == [moment(25, 10)]


def test_cancel_calls_the_appointment_off_and_unsubscribes_nobody(shop: Caller) -> None:
    shop.ask("СТАРТ")
    shop.ask("так")
    booked_for(shop)
    assert shop.ask("Скасувати")[0].startswith("Скасували: Стрижка, ср 25.11 10:00")
    assert shop.state() is State.AGREED
    assert book(shop.store) == []


def test_stop_gives_back_what_was_held(shop: Caller) -> None:
    shop.ask("ЗАПИС завтра о 10")
    assert len(book(shop.store, booked.State.HELD)) == 1
    shop.ask("СТОП")
    shop.tick(10 * SECOND)
    assert book(shop.store, booked.State.HELD) == []
    assert "1) вт 24.11 10:00" in shop.ask("ЗАПИС завтра", BOHDAN)[0]


def test_the_same_message_once_more_books_nothing_twice(shop: Caller) -> None:
    shop.ask("ЗАПИС завтра о 10")
    message = shop.write("так")
    before = shop.texts()
    shop.again(message.id)
    assert shop.texts() == before
    assert len(book(shop.store)) == 1


def test_other_matters_are_left_to_people(shop: Caller) -> None:
    booked_for(shop)
    for text in ("А у вас є парковка?", "дякую велике", "передзвоніть мені"):
        assert shop.ask(text) == []
    assert len(book(shop.store)) == 1


def test_a_closed_book_offers_nothing_but_what_was_booked_stands(shop: Caller) -> None:
    for number, hour in ((ANNA, 10), (BOHDAN, 11)):
        booked_for(shop, f"завтра о {hour}", number)
    clara = "+380500000003"
    shop.ask("ЗАПИС завтра", clara)
    shop.ask("чекати", clara)
    flows.close(shop.store, shop.config, 1, by="olena", now=shop.now)
    before = shop.texts(clara)
    assert shop.ask("скасувати")[0].startswith("Скасували")
    shop.tick(MINUTE)
    assert shop.texts(clara) == before
    assert [number for number, _, _ in book(shop.store)] == [BOHDAN]
