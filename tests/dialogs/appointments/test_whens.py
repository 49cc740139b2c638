"""How people say when they want to come, each line as somebody writes it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from smsbox.dialogs.appointments.whens import When, follow, read

HERE = datetime(2026, 11, 23, 11, 0)  # a Monday
TODAY, TOMORROW, AFTER = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 29)


def at(hour: int, minute: int = 0) -> int:
    return hour * 60 + minute


def day(*days: date, **more: object) -> When:
    return When(days=days, **more)  # type: ignore[arg-type]


SAID = {
    "завтра після 15": day(TOMORROW, begins=at(15)),
    "в суботу зранку": day(SATURDAY, ends=at(12)),
    "25.11 14:30": day(AFTER, at=at(14, 30)),
    "25.11 14.30": day(AFTER, at=at(14, 30)),
    "на пів на третю": When(at=at(14, 30)),
    "o 15:30": When(at=at(15, 30)),
    "о 15:30": When(at=at(15, 30)),
    "tomorrow morning": day(TOMORROW, ends=at(12)),
    "як найшвидше": When(soon=True),
    "Якнайшвидше, будь ласка!!!": When(soon=True),
    "а можна на завтра після обіду?": day(TOMORROW, begins=at(13), ends=at(18)),
    "Добрий день! Хочу на п'ятницю, годині о третій": day(FRIDAY, at=at(15)),
    "п’ятниця 10.00": day(FRIDAY, at=at(10)),
    "пт 11-30": day(FRIDAY, at=at(11, 30)),
    "сб 11": day(SATURDAY, at=at(11)),
    "стрижка сб 11": day(SATURDAY, at=at(11)),
    "манікюр 28.11 11": day(SATURDAY, at=at(11)),
    "стрижка 11 сб": day(SATURDAY, at=at(11)),
    "борода сб11": day(SATURDAY, at=at(11)),
    "нас двоє, завтра": day(TOMORROW),
    "завтра 2 людини": day(TOMORROW),
    "1.12 в 13:30": day(date(2026, 12, 1), at=at(13, 30)),
    "31 лютого о 10": When(at=at(10), no_day=True),
    "32.11": When(no_day=True),
    "понеділок 25.11 о 12": day(AFTER, date(2026, 11, 30), at=at(12)),
    "середа 25.11 о 12": day(AFTER, at=at(12)),
    "15": When(at=at(15)),
    "завтра о 3": day(TOMORROW, at=at(15)),
    "завтра на 9": day(TOMORROW, at=at(9)),
    "завтра о 7 ранку": day(TOMORROW, at=at(7)),
    "о 8 вечора": When(at=at(20)),
    "післязавтра до 12": day(AFTER, ends=at(12) + 1),
    "з 10 до 12 у вівторок": day(TOMORROW, begins=at(10), ends=at(12) + 1),
    "середа 10-12": day(AFTER, begins=at(10), ends=at(12) + 1),
    "ввечері": When(begins=at(17)),
    "сьогодні ввечері": day(TODAY, begins=at(17)),
    "25 листопада о 16": day(AFTER, at=at(16)),
    "2 грудня": day(date(2026, 12, 2)),
    "5 числа": day(date(2026, 12, 5)),
    "25-го": day(AFTER),
    "через тиждень": day(date(2026, 11, 30)),
    "через два тижні у вівторок": day(date(2026, 12, 8)),
    "через 2 недели в среду в 10": day(date(2026, 12, 9), at=at(10)),
    "in two weeks": day(date(2026, 12, 7)),
    "через місяць": day(date(2026, 12, 23)),
    "через 3 дні зранку": day(date(2026, 11, 26), ends=at(12)),
    "на вихідних": day(SATURDAY, SUNDAY),
    "наступного тижня у вівторок": day(date(2026, 12, 1)),
    "за чверть четверта": When(at=at(15, 45)),
    "чверть по другій": When(at=at(14, 15)),
    "опівдні": When(at=at(12)),
    "понеділок": day(date(2026, 11, 30)),
    "у вівторок або в середу": day(TOMORROW, AFTER),
    "не в суботу": When(not_on=(SATURDAY,)),
    # Russian, whatever the flow's language
    "завтра после 15": day(TOMORROW, begins=at(15)),
    "послезавтра в 15:30": day(AFTER, at=at(15, 30)),
    "в субботу утром": day(SATURDAY, ends=at(12)),
    "на среду в три часа": day(AFTER, at=at(15)),
    "в воскресенье к 12": day(SUNDAY, at=at(12)),
    "в пол третьего": When(at=at(14, 30)),
    "полтретьего": When(at=at(14, 30)),
    "без четверти пять": When(at=at(16, 45)),
    "как можно скорее": When(soon=True),
    "на следующей неделе в четверг": day(date(2026, 12, 3)),
    "5 декабря вечером": day(date(2026, 12, 5), begins=at(17)),
    # English
    "tomorrow after 3": day(TOMORROW, begins=at(15)),
    "Friday at half past two": day(FRIDAY, at=at(14, 30)),
    "sat 3pm": day(SATURDAY, at=at(15)),
    "Nov 25th, 10am": day(AFTER, at=at(10)),
    "2026-11-25 09:00": day(AFTER, at=at(9)),
    "next week": day(date(2026, 11, 30), *(date(2026, 12, each) for each in range(1, 7))),
    "as soon as possible": When(soon=True),
    "between 10 and 12": When(begins=at(10), ends=at(12) + 1),
    "weekend": day(SATURDAY, SUNDAY),
    # Polish, with and without diacritics
    "jutro po 15": day(TOMORROW, begins=at(15)),
    "w piątek o 15:30": day(FRIDAY, at=at(15, 30)),
    "w piatek o pietnastej": day(FRIDAY, at=at(15)),
    "w sobotę rano": day(SATURDAY, ends=at(12)),
    "wpół do trzeciej": When(at=at(14, 30)),
    "pojutrze po południu": day(AFTER, begins=at(13), ends=at(18)),
    "jak najszybciej": When(soon=True),
    "25 listopada": day(AFTER),
    # Latin letters, the wrong keyboard
    "zavtra pislia 15": day(TOMORROW, begins=at(15)),
    "v subotu zranku": day(SATURDAY, ends=at(12)),
    "pfdnhf": day(TOMORROW),
    # as it is really written
    "добрий вечір чи можу я записатися десь на суботу ближче до обіду": day(SATURDAY, ends=at(13)),
    "завтра 👍 о 15": day(TOMORROW, at=at(15)),
    "увечері": When(begins=at(17)),
    "о 14 год 30 хв": When(at=at(14, 30)),
    "завтра 14 30": day(TOMORROW, at=at(14, 30)),
    "на перше грудня": day(date(2026, 12, 1)),
    "на понедельник, но не утром": day(date(2026, 11, 30), begins=at(12)),
    "між 12 та 14": When(begins=at(12), ends=at(14) + 1),
    "у вт чи ср після роботи": day(TOMORROW, AFTER, begins=at(17, 30)),
    "через 2 години": day(TODAY, begins=at(13)),
    "через годину": day(TODAY, begins=at(12)),
    "24-11": day(TOMORROW),
    "будній день ввечері": When(begins=at(17)),
    "завтра о шостій вечора": day(TOMORROW, at=at(18)),
    "не раніше 17:30": When(begins=at(17, 30)),
    # nothing about when
    "хочу підстригтись": When(),
    "скільки коштує?": When(),
    "": When(),
    "99.99 25:61": When(),
    "30.02": When(no_day=True),
}


@pytest.mark.parametrize("text", SAID)
def test_what_people_write_is_understood(text: str) -> None:
    assert read(text, HERE) == SAID[text]


def test_a_date_that_has_passed_is_the_next_year_s() -> None:
    assert read("3.02 о 10", HERE) == day(date(2027, 2, 3), at=at(10))


def test_a_new_time_keeps_the_day_and_a_new_day_the_time() -> None:
    before = read("в суботу після 15", HERE)
    assert follow(before, read("краще о 17", HERE)) == day(SATURDAY, at=at(17))
    assert follow(before, read("а в неділю?", HERE)) == day(SUNDAY, begins=at(15))
    assert follow(before, read("якнайшвидше", HERE)) == When(soon=True)
