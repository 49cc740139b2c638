"""Contests, surveys and forms through the whole router and engine: time goes by, people come back, leave, wander."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from smsbox import router
from smsbox.clock import micros
from smsbox.config.model import RegionConfig
from smsbox.dialogs import examples
from smsbox.dialogs.trying import Rehearsal, begins, differences, script
from tests.dialogs.test_contest import RECEIPTS, WORD_ALONE
from tests.dialogs.test_form import COURSE
from tests.dialogs.test_survey import OPINION, TASTES

ANY = micros(datetime(2026, 11, 20, 8, tzinfo=UTC))

RESUMED = """
> КУРС
< Як вас звати?
> Олена
< Скільки вас буде?
@ +2d
> курс
< Скільки вас буде?
> двоє
< Який рівень? 1-початковий, 2-середній
"""
ANSWERED_LATE = """
> КУРС
< Як вас звати?
> Олена
< Скільки вас буде?
@ +25h
> 3
< Який рівень? 1-початковий, 2-середній
"""
LATE_VOTE = """
> голос
< Що грати в суботу? 1-Рок, 2-Джаз, 3-Диско. Напишіть свій вибір
@ +25h
> рок
< Дякуємо! Ваш голос: Рок. До зустрічі в суботу!
> +380500000002: голос
< +380500000002: Що грати в суботу? 1-Рок, 2-Джаз, 3-Диско. Напишіть свій вибір
@ +25h
> +380500000002: дякую, все було смачно
* +380500000002: people
"""
LATE_RECEIPT = """
> чек
< Напишіть номер чека текстом (фото SMS не бере), напр. 12345
@ +25h
> 11111
< Прийнято: 11111. У розіграші ваших: 1. Хай щастить!
"""
LEFT = """
> КУРС
< Як вас звати?
> скасувати
< Добре, скасовано. Схочете знову - напишіть: КУРС
> курс
< Як вас звати?
"""
TWICE_UNCLEAR = """
> КУРС
< Як вас звати?
> Олена
< Скільки вас буде?
> а парковка у вас є
< Число від 1 до 6, будь ласка. Скільки вас буде?
* people
> ну то є чи нема
< Не зрозуміли вас, тож покажемо людям. Вам відпишуть.
* people
> 2
< Який рівень? 1-початковий, 2-середній
"""
SURVEYED = """
> СМАК
< Друже, що п'єте? 1-кава, 2-чай, 3-какао
> +380500000002: смак
< +380500000002: Друже, що п'єте? 1-кава, 2-чай, 3-какао
> чай
< Яка кухня до душі? 1-суші, 2-піца, 3-українська Можна кілька.
> +380500000002: кавусю
< +380500000002: Не зрозуміли. Друже, що п'єте? 1-кава, 2-чай, 3-какао
@ +25h
> суші
< Дякуємо, ваші відповіді записано!
> +380500000002: 1
< +380500000002: Яка кухня до душі? 1-суші, 2-піца, 3-українська Можна кілька.
> смак
< Дякуємо, ви вже все нам розповіли. Запитаємо іншим разом!
"""
SCORED = """
> ОЦІНКА 5
< Що покращити?
> більше кави у неділю
< Дякуємо, ваші відповіді записано!
> оцінка п'ять, усе супер
< Що покращити?
* people
"""
IN_TIME = """
@ 2026-11-28 19:50
> чек 11111
< Прийнято: 11111. У розіграші ваших: 1. Хай щастить!
> +380500000002: чек
< +380500000002: Напишіть номер чека текстом (фото SMS не бере), напр. 12345
@ 2026-11-28 20:01
> чек 22222
< Це вже завершено. Дякуємо за увагу! Чекаємо на вас знову.
> +380500000003: чек 33333
< +380500000003: Це вже завершено. Дякуємо за увагу! Чекаємо на вас знову.
> +380500000002: 44444
< +380500000002: Список учасників уже закрито. Дякуємо, чекаємо на вас знову!
"""
TICKETS = """
> торт
< Ви у розіграші! Ваш номер: ######. Хай щастить!
> торт
< Ваших у розіграші вже 1, більше не можна. Хай щастить!
"""
SATURDAY = next(each.source for each in examples.examples("uk") if each.key == "saturday-vote")
CLOSING = RECEIPTS.replace("winners = 2", "winners = 2\ncloses = 2026-11-28T20:00:00")


@pytest.mark.parametrize(
    ("source", "talk"),
    [
        (COURSE, RESUMED),
        (COURSE, ANSWERED_LATE),
        (COURSE, LEFT),
        (SATURDAY, LATE_VOTE),
        (RECEIPTS, LATE_RECEIPT),
        (COURSE, TWICE_UNCLEAR),
        (TASTES, SURVEYED),
        (OPINION, SCORED),
        (CLOSING, IN_TIME),
        (WORD_ALONE, TICKETS),
    ],
    ids=[
        "resumed",
        "answered-late",
        "left",
        "late-vote",
        "late-receipt",
        "twice-unclear",
        "surveyed",
        "scored",
        "in-time",
        "tickets",
    ],
)
def test_a_talk_goes_as_it_should(source: str, talk: str) -> None:
    lines = list(script(talk.splitlines()))
    with Rehearsal(source, router.route_waiting, now=begins(lines, ANY, RegionConfig().zone)) as stage:
        played = list(stage.play(lines))
    told = differences(lines, played)
    if source is WORD_ALONE:  # a ticket is drawn by lot
        told = [each for each in told if "Ваш номер" not in each and each[0] != " "]
    assert told == []
