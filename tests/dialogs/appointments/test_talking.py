"""Appointments by SMS: what customers write, what they are answered, and what stands in the book afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from smsbox.clock import HOUR, MINUTE, DaySpan
from smsbox.desk import tasks
from smsbox.dialogs.appointments import by_hand, rows, texts
from smsbox.dialogs.appointments.calendar import Place
from smsbox.dialogs.appointments.rows import State
from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.dialogs.flows.reading import read
from smsbox.dialogs.moves import ForPeople, Say
from smsbox.dialogs.saying import told as rendered
from smsbox.sms.segments import split
from smsbox.store import Store
from smsbox.wording.person import Person
from tests.contracts.shop import ANNA, BOHDAN
from tests.dialogs.appointments.salon import MONDAY, ONE_CHAIR, SALON, book, moment, salon, tick, told
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


def test_from_the_word_to_the_appointment(shop: Player) -> None:
    assert shop.write("Запис") == "Що бажаєте? 1) Стрижка 2) Манікюр. Відповідь: цифра"
    assert shop.write("стрижку хочу") == (
        "Стрижка. Вільно: 1) пн 23.11 10:30 2) 14:00 3) 17:00. Відповідь: цифра або свій день і час"
    )
    assert "вт 24.11 14:00 2) 16:00 3) 17:30" in shop.write("а можна на завтра після обіду?")
    assert shop.write("давайте друге").startswith("Стрижка, вт 24.11 16:00, Оля. Записати вас? ТАК або НІ")
    assert book(shop.store) == []
    assert book(shop.store, State.HELD) == [(ANNA, moment(24, 16), "Оля")]
    assert shop.write("Так!!!").startswith("Записали: Стрижка, вт 24.11 16:00, Оля.")
    assert book(shop.store) == [(ANNA, moment(24, 16), "Оля")]
    assert ANNA not in shop.states


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Запис на манікюр в суботу о 10", (28, 10, 0)),
        ("запись маникюр в субботу в 10:00", (28, 10, 0)),
        ("Appointment: manicure nails Saturday 10am", (28, 10, 0)),
        ("ZAPYS стрижка 25.11 14:30", (25, 14, 30)),
        ("Запис підстригтись завтра на пів на п'яту до Ірини", (24, 16, 30)),
    ],
)
def test_who_says_everything_at_once_is_only_asked_to_confirm(shop: Player, text: str, place: tuple[int, ...]) -> None:
    assert "Записати вас? ТАК або НІ" in shop.write(text)
    shop.write("ок")
    assert [at for _, at, _ in book(shop.store)] == [moment(*place)]


def test_a_time_of_those_offered_chooses_it_and_no_asks_for_others(shop: Player) -> None:
    shop.write("ЗАПИС стрижка в п'ятницю зранку")
    assert "пт 27.11 11:00" in shop.write("11:00")
    assert "1) пт 27.11 10:00 2) 10:30 3) 11:30" in shop.write("ні, не підходить")
    assert book(shop.store, State.HELD) == []
    assert "пт 27.11 12:00" in shop.write("інше")
    assert shop.write("нд") == "" or "нд" not in shop.write("неділя")


def test_what_is_free_follows_hours_breaks_holidays_and_who_serves(shop: Player) -> None:
    said = shop.write("ЗАПИС манікюр на четвер")  # a holiday; only one of them does nails
    assert said.startswith("Тоді ми не працюємо. Найближче: 1)")
    assert "26.11" not in said
    assert "сб 28.11 10:00 2) 11:00 3) 11:30." in shop.write("субота")  # 90 minutes, a break at 13, until 15


def test_nothing_free_then_he_waits(chair: Player) -> None:
    for number, hour in ((BOHDAN, 10), (CLARA, 11)):
        chair.write(f"ЗАПИС завтра о {hour}", number)
        chair.write("так", number)
    assert chair.write("ЗАПИС завтра").startswith("Тоді вільного немає. Найближче: 1) пн 23.11 10:00 2) 11:00.")
    assert chair.write("чекатиму").startswith("Добре, повідомимо")
    assert chair.write("скасувати", CLARA).startswith("Скасували: Стрижка, вт 24.11 11:00")
    assert told(chair.store, ANNA) == ["Звільнилося: Стрижка, вт 24.11 11:00. Записати вас? ТАК або НІ до 10:00"]
    assert book(chair.store, State.HELD) == [(ANNA, moment(24, 11), "")]
    assert "вт 24.11 11:00" not in chair.write("ЗАПИС завтра", CLARA)  # what is held for one is offered to nobody
    assert chair.write("так, беру").startswith("Записали: Стрижка, вт 24.11 11:00")
    assert (ANNA, moment(24, 11), "") in book(chair.store)


def test_who_waits_in_vain_waits_no_more_and_neither_does_his_task(chair: Player) -> None:
    for number, hour in ((BOHDAN, 10), (CLARA, 11)):
        chair.write(f"ЗАПИС завтра о {hour}", number)
        chair.write("так", number)
    chair.write("ЗАПИС завтра")
    chair.write("чекати")
    (task,) = tasks.of_number(chair.store, ANNA)
    assert (task.kind, task.title, task.open) == ("appointment", "Стрижка · Стрижка · 24.11", True)
    tick(chair, moment(24, 23, 59))
    assert tasks.of_number(chair.store, ANNA)[0].open
    tick(chair, moment(25, 0, 1))
    assert not tasks.of_number(chair.store, ANNA)[0].open
    assert not rows.due(chair.store, chair.now)


def test_a_freed_place_is_offered_to_one_after_the_other(chair: Player) -> None:
    waiting = [f"+3805000001{each:02}" for each in range(3)]
    for number, hour in ((BOHDAN, 10), (CLARA, 11)):
        chair.write(f"ЗАПИС завтра о {hour}", number)
        chair.write("так", number)
    for number in waiting:
        chair.write("ЗАПИС завтра", number)
        chair.write("чекати", number)
    chair.write("скасувати", BOHDAN)
    assert [len(told(chair.store, number)) for number in waiting] == [1, 0, 0]
    assert chair.write("ні", waiting[0]).startswith("Добре.")
    assert [len(told(chair.store, number)) for number in waiting] == [1, 1, 0]
    tick(chair, chair.now + 59 * MINUTE)
    assert [len(told(chair.store, number)) for number in waiting] == [1, 1, 0]
    tick(chair, chair.now + 2 * MINUTE)
    assert [len(told(chair.store, number)) for number in waiting] == [1, 1, 1]
    assert chair.write("так", waiting[1]).startswith("На жаль, цей час уже зайнятий.")  # it is the third one's
    assert chair.write("так", waiting[2]).startswith("Записали")
    assert len([each for each in book(chair.store) if each[1] == moment(24, 10)]) == 1


def test_a_hold_ends_by_itself_and_a_late_yes_gets_it_only_while_it_is_free(chair: Player) -> None:
    chair.write("ЗАПИС завтра о 10")
    tick(chair, chair.now + 14 * MINUTE)
    assert book(chair.store, State.HELD) == [(ANNA, moment(24, 10), "")]
    tick(chair, chair.now + 2 * MINUTE)
    assert book(chair.store, State.HELD) == []
    assert chair.write("так").startswith("Записали")
    chair.write("ЗАПИС завтра об 11", BOHDAN)
    tick(chair, chair.now + HOUR // 3)
    chair.write("ЗАПИС завтра об 11", CLARA)
    chair.write("так", CLARA)
    assert chair.write("так", BOHDAN).startswith("Цей час щойно зайняли. Ще вільно: 1)")
    assert [number for number, at, _ in book(chair.store) if at == moment(24, 11)] == [CLARA]


def test_moving_gives_up_the_old_place_only_for_the_new_one(chair: Player) -> None:
    chair.write("ЗАПИС завтра о 10")
    chair.write("так")
    assert "ср 25.11 11:00" in chair.write("перенесіть, будь ласка, на середу об 11")
    assert book(chair.store) == [(ANNA, moment(24, 10), "")]
    assert chair.write("+").startswith("Перенесли: Стрижка, ср 25.11 11:00")
    assert book(chair.store) == [(ANNA, moment(25, 11), "")]
    assert book(chair.store, State.MOVED) == [(ANNA, moment(24, 10), "")]


def test_whoever_has_an_appointment_is_asked_what_he_wants(chair: Player) -> None:
    chair.write("ЗАПИС завтра о 10")
    chair.write("так")
    assert "1) перенести 2) скасувати 3) ще запис" in chair.write("запис")
    assert chair.write("2").startswith("Скасували")
    assert chair.write("скасувати") == ""
    assert book(chair.store) == []


def test_several_appointments_are_told_apart(chair: Player) -> None:
    for when in ("завтра о 10", "в середу о 10"):
        chair.write(f"ЗАПИС {when}")
        chair.write("так")
    assert chair.write("скасуйте запис") == (
        "Який запис? 1) Стрижка, вт 24.11 10:00 2) Стрижка, ср 25.11 10:00. Відповідь: цифра"
    )
    assert chair.write("2").startswith("Скасували: Стрижка, ср 25.11 10:00")
    assert book(chair.store) == [(ANNA, moment(24, 10), "")]
    chair.write("ЗАПИС в середу об 11")
    chair.write("так")
    assert chair.write("ЗАПИС").startswith(
        "Ви записані: Стрижка, вт 24.11 10:00; Стрижка, ср 25.11 11:00. 1) перенести"
    )
    assert chair.write("2").startswith("Який запис?")
    assert chair.write("1").startswith("Скасували: Стрижка, вт 24.11 10:00")


def test_the_reminder_comes_the_day_before_at_six_and_its_answer_counts(chair: Player) -> None:
    chair.write("ЗАПИС в середу о 10")
    chair.write("так")
    tick(chair, moment(24, 17, 59))
    assert told(chair.store, ANNA) == []
    tick(chair, moment(24, 18, 1))
    tick(chair, moment(24, 18, 2))
    assert told(chair.store, ANNA) == ["Нагадуємо: Стрижка, ср 25.11 10:00. Прийдете? ТАК або НІ"]
    assert chair.write("Так, буду!") == "Дякуємо! Чекаємо на вас ср 25.11 10:00"
    (one,) = rows.of_number(chair.store, chair.flow.id, ANNA, chair.now)
    assert one.confirmed_at == chair.now
    assert chair.write("так") == ""  # asked once, answered once


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("НІ", "Скасували"),
        ("нет, не смогу", "Скасували"),
        ("не прийду", "Скасували"),
        ("не зможу, давайте в п'ятницю об 11", "Стрижка, пт 27.11 11:00. Записати вас?"),
        ("не зможу в середу", "Скасували"),
        ("ні, краще в п'ятницю об 11", "Стрижка, пт 27.11 11:00. Записати вас?"),
        ("де ви знаходитесь?", ""),
    ],
)
def test_other_answers_to_a_reminder(chair: Player, text: str, answer: str) -> None:
    chair.write("ЗАПИС в середу о 10")
    chair.write("так")
    tick(chair, moment(24, 18, 1))
    said = chair.write(text)
    assert said.startswith(answer)
    assert bool(said) == bool(answer)


def test_a_reminder_waits_for_a_decent_hour_and_is_left_out_when_it_is_too_late(store: Store) -> None:
    shop = salon(store, ONE_CHAIR.replace("ahead = 7", 'ahead = 7\nremind = "23:00"'))
    shop.write("ЗАПИС в середу о 10")
    shop.write("так")
    shop.write("ЗАПИС у четвер о 10", BOHDAN)
    shop.write("так", BOHDAN)
    shop.config = replace(shop.config, sending=replace(shop.config.sending, quiet=DaySpan(20 * 60, 9 * 60)))
    tick(shop, moment(24, 23, 1))
    assert told(store, ANNA) == []
    tick(shop, moment(25, 9, 1))  # the quiet hours are over, and an hour is left no more
    assert told(store, ANNA) == []
    shop.write("перенести на п'ятницю об 11", BOHDAN)
    shop.write("так", BOHDAN)
    tick(shop, moment(26, 23, 30))
    tick(shop, moment(27, 8, 59))
    assert told(store, BOHDAN) == []
    tick(shop, moment(27, 9, 0))
    assert told(store, BOHDAN) == ["Нагадуємо: Стрижка, пт 27.11 11:00. Прийдете? ТАК або НІ"]


def test_who_books_on_the_eve_is_not_reminded_an_hour_later(chair: Player) -> None:
    chair.now = moment(23, 19)
    chair.write("ЗАПИС завтра о 10")
    chair.write("так")
    tick(chair, moment(24, 9, 30))
    assert told(chair.store, ANNA) == []


def test_cancel_within_the_talk_leaves_what_he_has(chair: Player) -> None:
    chair.write("ЗАПИС завтра о 10")
    chair.write("так")
    chair.write("перенести на середу о 10")
    state = chair.states.pop(ANNA)
    with chair.store.write():
        view = chair.books.view(chair.store, chair.flow, ANNA, chair.now)
        move = chair.kind.leave(chair.flow, state, view, "cancel")
        for effect in move.effects:
            chair.books.apply(chair.store, chair.config, chair.flow, 1, effect, _heard(chair))
    assert rendered(move.says[0], Person()).startswith("Добре, лишаємо як було: Стрижка, вт 24.11 10:00")
    assert book(chair.store) == [(ANNA, moment(24, 10), "")]
    assert book(chair.store, State.HELD) == []


def _heard(player: Player) -> object:
    from smsbox.dialogs.moving import nothing_heard

    return nothing_heard(ANNA, player.now)


def test_what_is_no_answer_loses_nothing_and_a_question_is_for_people(shop: Player) -> None:
    shop.write("ЗАПИС стрижка завтра")
    said = shop.write("мені з довгим волоссям, ага")
    assert not shop.moves[-1].understood or "1)" in said
    assert "пт" not in shop.write("1") and "словом ТАК" in shop.write("1")
    shop.write("запис а скільки коштує фарбування?", BOHDAN)
    assert any(isinstance(effect, ForPeople) for effect in shop.moves[-1].effects)


def test_a_state_is_plain_json(shop: Player) -> None:
    shop.write("ЗАПИС стрижка завтра після 15")
    assert json.loads(json.dumps(shop.states[ANNA])) == shop.states[ANNA]


def test_usual_texts_take_two_segments_at_most_and_short_ones_one() -> None:
    when = {"uk": "ср 25.11 10:30, Катерина", "ru": "ср 25.11 10:30, Екатерина", "en": "Wed 25.11 10:30, Kate"}
    for language, said in texts.TEXTS.items():
        places = "1) ср 25.11 10:30 2) чт 26.11 14:00 3) пт 27.11 17:30"
        facts = {"service": "Стрижка жіноча", "word": "ЗАПИС", "till": "15:40", "list": places}
        facts["when"] = when.get(language, "śr 25.11 10:30, Kasia")
        assert said.keys() == texts.TEXTS["en"].keys()
        for key, text in said.items():
            assert len(split(rendered(Say(text, facts), Person())).texts) <= 2, (language, key)
        assert "?" in said["remind"], language  # by that the router knows that he was asked


WRONG = """
kind = "appointment"
name = "wrong"
title = "Wrong"
words = ["ЗАПИС"]
holidays = ["31-31"]
remind = "25:00"
[hours]
weekdays = "10-19"
[[service]]
code = "a"
minutes = 45
who = ["Ola"]
[[service]]
code = "a"
minutes = 0
[[resource]]
name = "Ola K"
hours = { sunday = "10:00-12:00" }
"""


def test_mistakes_of_a_flow_file_are_told_all_at_once_with_their_lines() -> None:
    with pytest.raises(FlowErrors) as refused:
        read(WRONG)
    said = {(each.key, each.line) for each in refused.value.problems}
    assert {("holidays", 6), ("remind", 7), ("hours.weekdays", 9), ("service.1.who", 13)} <= said
    assert any(key.startswith("resource.1.hours.sunday") for key, _ in said)
    assert any(key == "service.2.minutes" for key, _ in said)


def test_hours_of_each_day_the_closest_word_counts() -> None:
    plan = read(SALON).part
    olia, iryna = plan.resources
    assert olia.week[0] == ((600, 780), (840, 1140))
    assert olia.week[5] == ((600, 780), (840, 900))
    assert iryna.week[5] == () == olia.week[6]
    assert MONDAY


def test_at_night_nobody_is_offered_what_is_over_before_he_can_read_it(chair: Player) -> None:
    chair.config = replace(chair.config, sending=replace(chair.config.sending, quiet=DaySpan(20 * 60, 9 * 60 + 30)))
    for number, hour in ((BOHDAN, 10), (CLARA, 11)):
        chair.write(f"ЗАПИС завтра о {hour}", number)
        chair.write("так", number)
    chair.write("ЗАПИС завтра")
    chair.write("чекати")
    chair.now = moment(23, 23)
    chair.write("скасувати", BOHDAN)  # ten o'clock: half an hour after the shop may write to him
    assert told(chair.store, ANNA) == []
    chair.write("скасувати", CLARA)
    assert told(chair.store, ANNA) == ["Звільнилося: Стрижка, вт 24.11 11:00. Записати вас? ТАК або НІ до 10:30"]
    (due_at,) = chair.store.run("SELECT send_after FROM messages WHERE recipient = ?", ANNA).fetchone()
    assert due_at == moment(24, 9, 30)


def test_who_wants_none_at_all_is_let_go(chair: Player) -> None:
    chair.write("ЗАПИС завтра о 10")
    assert chair.write("ні, дякую, передумала").startswith("Добре, скасовано.")
    assert book(chair.store, State.HELD) == []
    chair.write("ЗАПИС завтра о 10")
    chair.write("так")
    chair.write("перенести")
    assert chair.write("вже не треба").startswith("Добре, лишаємо як було: Стрижка, вт 24.11 10:00")
    assert book(chair.store) == [(ANNA, moment(24, 10), "")]


def test_a_number_has_only_so_many_appointments_before_it(chair: Player) -> None:
    for day in ("завтра", "в середу", "в четвер"):
        chair.write(f"ЗАПИС {day} о 10")
        assert chair.write("так").startswith("Записали")
    assert "1) перенести 2) скасувати" in chair.write("ЗАПИС у п'ятницю о 10")
    assert chair.write("3").startswith("Ви записані: Стрижка, вт 24.11 10:00; Стрижка, ср 25.11 10:00;")
    assert len(book(chair.store)) == 3
    assert chair.write("перенести").startswith("Який запис?")
    chair.write("3")
    assert "пт 27.11 10:00. Записати вас?" in chair.write("п'ятниця о 10")  # moving one is no more of them


def test_without_a_confirmation_the_choice_is_enough(store: Store) -> None:
    shop = salon(store, ONE_CHAIR.replace("ahead = 7", "ahead = 7\nconfirm = false"))
    shop.write("ЗАПИС завтра")
    assert shop.write("1").startswith("Записали: Стрижка, вт 24.11 10:00")
    assert book(store) == [(ANNA, moment(24, 10), "")]


@pytest.mark.parametrize(
    ("language", "said", "answer"),
    [
        ("en", "ЗАПИС tomorrow at ten", "Стрижка, Tue 24.11 10:00. Shall we book it? YES or NO (held until 09:15)"),
        ("pl", "ЗАПИС jutro o 10", "Стрижка, wt 24.11 10:00. Zapisać? TAK lub NIE (trzymamy do 09:15)"),
        ("ru", "ЗАПИС завтра в десять", "Стрижка, вт 24.11 10:00. Записать вас? ДА или НЕТ (держим до 09:15)"),
    ],
)
def test_other_languages(store: Store, language: str, said: str, answer: str) -> None:
    shop = salon(store, ONE_CHAIR.replace("step = 60", f'step = 60\nlanguage = "{language}"'))
    assert shop.write(said) == answer
    assert len(shop.write("ok").split()) > 3
    assert len(book(store)) == 1


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("скасуйте, будь ласка", "Скасували"),
        ("Отмените запись пожалуйста", "Скасували"),
        ("підкажіть, як скасувати запис?", "Ви записані: Стрижка, вт 24.11 10:00. 1) перенести"),
        ("боюсь, що не зможу прийти", "Ви записані: Стрижка, вт 24.11 10:00. 1) перенести"),
        ("я не буду фарбувати, тільки стрижку", ""),
        ("хочу змінити колір волосся", ""),
        ("запізнюсь на 10 хвилин", ""),
        ("дякую, до завтра!", ""),
        ("на котру я записана?", "Ви записані: Стрижка, вт 24.11 10:00."),
        ("коли мій запис", "Ви записані: Стрижка, вт 24.11 10:00."),
    ],
)
def test_what_he_writes_without_being_asked(chair: Player, text: str, answer: str) -> None:
    chair.write("ЗАПИС завтра о 10")
    chair.write("так")
    said = chair.write(text)
    assert said.startswith(answer)
    assert bool(said) == bool(answer)
    assert bool(book(chair.store)) == (answer != "Скасували")  # nothing is lost by a misunderstanding


def test_a_service_a_day_and_an_hour_come_straight_to_the_confirmation(shop: Player) -> None:
    assert shop.write("запис стрижка сб 11").startswith("Стрижка, сб 28.11 11:00, Оля. Записати вас?")
    assert shop.write("запис манікюр 1.12 в 15:30", BOHDAN).startswith("Манікюр, вт 01.12 15:30, Оля. Записати")


def test_a_day_that_is_none_is_said_and_one_that_is_two_is_asked(shop: Player) -> None:
    assert shop.write("запис стрижка 31 лютого о 10").startswith("Такого дня немає. На коли")
    assert shop.write("сб").startswith("Стрижка, сб 28.11 10:00, Оля. Записати вас?")  # the hour he said stays
    both = shop.write("запис стрижка понеділок 25.11 о 12", BOHDAN)
    assert "ср 25.11 12:00" in both and "пн 30.11 12:00" in both
    assert book(shop.store, State.HELD) == [(ANNA, moment(28, 10), "Оля")]


def test_who_calls_off_what_is_not_booked_yet_is_let_go(shop: Player) -> None:
    shop.write("запис манікюр пт")
    assert shop.write("скасуйте манікюр").startswith("Добре")
    assert ANNA not in shop.states


def test_people_are_told_of_what_is_called_off_or_moved_late(shop: Player) -> None:
    for number, deed in ((ANNA, "скасувати"), (BOHDAN, "перенести на сб 12:00")):
        shop.write("запис стрижка вт 10:00", number)
        shop.write("так", number)
        shop.now = moment(23, 22, 30)
        shop.write(deed, number)
        if number == BOHDAN:
            assert not any(isinstance(each, ForPeople) for each in shop.moves[-1].effects)
            shop.write("так", number)
        assert any(isinstance(each, ForPeople) for each in shop.moves[-1].effects)
        shop.now = MONDAY
    shop.write("запис стрижка пт 10:00", CLARA)
    shop.write("так", CLARA)
    shop.write("скасувати", CLARA)
    assert not any(isinstance(each, ForPeople) for each in shop.moves[-1].effects)  # the book says so in good time


def test_who_cannot_come_and_says_no_more_is_seen_by_people(shop: Player) -> None:
    shop.write("запис стрижка вт 10:00")
    shop.write("так")
    assert "2) скасувати" in shop.write("вибачте не прийду")
    assert any(isinstance(each, ForPeople) for each in shop.moves[-1].effects)


def test_his_thread_names_what_he_comes_for_as_the_shop_does(shop: Player) -> None:
    shop.write("запис стрижка вт 10:00")
    shop.write("так")
    (happened,) = shop.books.happenings(shop.store, ANNA, 9)
    assert happened.said == "Appointment: Стрижка, 24.11.2026 10:00"


def test_a_yes_to_what_the_shop_has_written_down_for_him_meanwhile_is_not_told_that_it_is_taken(shop: Player) -> None:
    assert "вт 24.11 10:00, Оля. Записати вас?" in (shop.write("запис стрижка завтра о 10 Оля") or "")
    by_hand.book(
        *(shop.store, shop.config, shop.flow, ANNA, "cut", Place(moment(24, 10), "Оля")), by="олена", now=shop.now
    )
    assert (shop.write("так") or "").startswith("Записали: Стрижка, вт 24.11 10:00, Оля.")
    assert book(shop.store) == [(ANNA, moment(24, 10), "Оля")]
