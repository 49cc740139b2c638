"""What customers write that was no answer: prices, "no, thanks", closed hours, two services at once, bare numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox.dialogs.appointments.rows import State
from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.dialogs.flows.reading import read
from smsbox.dialogs.moves import ForPeople
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN
from tests.dialogs.appointments.salon import ONE_CHAIR, SALON, book, moment, salon, tick, told
from tests.dialogs.player import Player

CLARA = "+380500000003"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield opened
    opened.close()


@pytest.fixture
def shop(store: Store) -> Player:
    return salon(store)


@pytest.fixture
def chair(store: Store) -> Player:
    return salon(store, ONE_CHAIR)


_CUT, _NAILS = ("minutes = 45", "minutes = 45\nprice = 400"), ("minutes = 90", 'minutes = 90\nprice = "від 900 грн"')
PRICED = SALON.replace(*_CUT).replace(*_NAILS)


@pytest.mark.parametrize("said", ["скільки коштує стрижка", "скільки коштує стрижка?", "ціна стрижки", "стрижка почім"])
def test_a_question_about_a_price_is_answered_and_asks_the_same_again(store: Store, said: str) -> None:
    shop = salon(store, PRICED)
    asked = shop.write("ЗАПИС")
    assert shop.write(said) == f"Стрижка - 400 грн. {asked}"
    assert ForPeople() not in shop.moves[-1].effects
    assert shop.write("2").startswith("Манікюр. Вільно: 1)")
    assert shop.write("а скільки це коштує").startswith("Манікюр - від 900 грн. 1)")
    asked = shop.write("1")
    assert shop.write("скільки коштує?").startswith("Манікюр - від 900 грн. Манікюр,")
    assert shop.write("так, а скільки часу це триває").startswith("Записали: Манікюр")
    assert shop.write("скільки коштує стрижка?") == "Стрижка - 400 грн."


def test_a_price_beside_the_word_and_beside_a_yes(store: Store) -> None:
    shop = salon(store, PRICED)
    assert shop.write("ЗАПИС скільки коштує стрижка завтра о 15?").startswith(
        "Стрижка - 400 грн. Стрижка, вт 24.11 15:00"
    )
    assert shop.write("так, а скільки коштує?").startswith("Стрижка - 400 грн. Записали: Стрижка, вт 24.11 15:00")
    assert shop.write("ЗАПИС скільки коштує?", BOHDAN).startswith(
        "Стрижка - 400 грн, Манікюр - від 900 грн. Що бажаєте?"
    )


def test_a_price_nobody_has_written_down_is_asked_of_people(shop: Player) -> None:
    shop.write("ЗАПИС")
    assert shop.write("скільки коштує стрижка").startswith("Передали питання людям, вам відпишуть. Що бажаєте? 1)")
    assert ForPeople() in shop.moves[-1].effects
    with pytest.raises(FlowErrors):
        read(SALON.replace("minutes = 45", "minutes = 45\nprice = true"))


@pytest.mark.parametrize("said", ["ні, дякую", "ні дякую", "нет, спасибо", "no, thanks", "Ні, дякую!"])
def test_a_no_with_thanks_ends_it(shop: Player, said: str) -> None:
    shop.write("ЗАПИС стрижка завтра")
    assert "1)" not in shop.write(said)
    assert ANNA not in shop.states
    shop.write("ЗАПИС стрижка завтра о 15")
    assert "1)" not in shop.write(said)
    assert ANNA not in shop.states
    assert book(shop.store, State.HELD, State.KEPT) == []


def test_a_no_with_another_wish_is_that_wish(shop: Player) -> None:
    shop.write("ЗАПИС стрижка завтра")
    assert "1) сб 28.11" in shop.write("ні, краще в суботу")
    assert "1) ср 25.11" in shop.write("ні, дякую, краще в середу")
    assert "1)" in shop.write("ні")


@pytest.mark.parametrize("said", ["завтра о 20", "на неділю 15:00", "завтра 13:30", "у четвер о 12", "завтра після 20"])
def test_a_time_at_which_the_shop_is_closed_is_told_as_that(shop: Player, said: str) -> None:
    assert shop.write(f"ЗАПИС стрижка {said}").startswith("Тоді ми не працюємо. Найближче: 1)")


def test_a_time_that_is_taken_is_not_told_as_closed(chair: Player) -> None:
    chair.write("ЗАПИС завтра о 10", BOHDAN)
    chair.write("так", BOHDAN)
    assert chair.write("ЗАПИС завтра о 10").startswith("Тоді вільного немає.")
    assert not chair.write("ЗАПИС 23.11.2027 о 10", CLARA).startswith("Тоді ми не працюємо")


@pytest.mark.parametrize("said", ["ЗАПИС стрижка і манікюр завтра", "ЗАПИС завтра стрижка, манікюр"])
def test_of_two_services_the_second_is_not_forgotten(shop: Player, said: str) -> None:
    assert shop.write(said).startswith("Спершу Стрижка, а Манікюр - після цього. Стрижка. Вільно: 1) вт 24.11")
    shop.write("1")
    kept = shop.write("так")
    assert kept.startswith("Записали: Стрижка") and kept.endswith("\nЩе хотіли: Манікюр. Напишіть: ЗАПИС nails")
    assert shop.write("ЗАПИС nails").startswith("Манікюр. Вільно")


def test_two_services_by_their_numbers_and_one_word_that_may_be_two(store: Store) -> None:
    two = (('"Манікюр"', '"Стрижка бороди"'), ('["нігті"]', '["борода"]'), ('"Стрижка"\n', '"Стрижка голови"\n'))
    source = SALON
    for change in two:
        source = source.replace(*change)
    shop = salon(store, source)
    assert shop.write("ЗАПИС стрижка").startswith("Що бажаєте?")
    assert shop.write("1 і 2").startswith("Спершу Стрижка голови, а Стрижка бороди - після цього.")


def test_in_the_middle_of_an_offer_he_moves_or_calls_off_what_he_has(shop: Player) -> None:
    shop.write("ЗАПИС стрижка завтра о 11")
    shop.write("так")
    shop.write("ЗАПИС манікюр")
    assert shop.write("перенести стрижку на сб 12").startswith("Стрижка, сб 28.11 12:00")
    moved = shop.write("так")
    assert moved.startswith("Перенесли: Стрижка, сб 28.11 12:00") and "Ще хотіли: Манікюр" in moved
    shop.write("ЗАПИС манікюр ср о 15")
    assert shop.write("скасуйте стрижку").startswith("Скасували: Стрижка, сб 28.11")
    assert book(shop.store, State.HELD, State.KEPT) == []


@pytest.mark.parametrize("said", ["1", "2"])
def test_a_number_is_no_yes_he_is_asked_for_the_word(shop: Player, said: str) -> None:
    shop.write("ЗАПИС стрижка завтра о 11")
    asked = shop.write(said)
    assert asked == "Стрижка, вт 24.11 11:00, Оля: напишіть словом ТАК - записуємо, НІ - інший час"
    assert not shop.moves[-1].understood
    assert book(shop.store) == []
    assert shop.write("так").startswith("Записали")


def test_a_day_said_when_he_was_asked_what_for_is_not_forgotten(shop: Player) -> None:
    shop.write("ЗАПИС")
    shop.write("завтра")
    assert "1) вт 24.11" in shop.write("1")


def test_a_question_that_names_a_service_is_read_by_people_too(shop: Player) -> None:
    shop.write("ЗАПИС")
    said = shop.write("а скільки часу займає стрижка?")
    assert said.startswith("Передали питання людям, вам відпишуть. Стрижка. Вільно: 1)")
    assert ForPeople() in shop.moves[-1].effects
    shop.write("ЗАПИС", BOHDAN)
    assert shop.write("коли можна на стрижку?", BOHDAN).startswith("Стрижка. Вільно: 1)")


def test_who_comes_with_somebody_is_read_by_people(shop: Player) -> None:
    assert shop.write("ЗАПИС стрижка на двох завтра о 11").startswith("Передали питання людям")
    assert ForPeople() in shop.moves[-1].effects
    shop.write("ЗАПИС стрижка завтра після двох", BOHDAN)
    assert ForPeople() not in shop.moves[-1].effects


def test_a_yes_to_a_reminder_after_the_appointment_books_nothing(chair: Player) -> None:
    chair.write("ЗАПИС завтра о 10")
    chair.write("так")
    tick(chair, moment(23, 18, 1))
    assert told(chair.store, ANNA)[-1].startswith("Нагадуємо")
    chair.now = moment(24, 18)
    assert chair.write("так") == chair.write("ні") == "", "people read it: it is over"
    assert book(chair.store) == [(ANNA, moment(24, 10), "")]
