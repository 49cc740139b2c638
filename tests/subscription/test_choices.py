"""Choices by SMS in four languages: read strictly, told plainly."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.clock import parse_day_span
from smsbox.config.model import ShopConfig
from smsbox.consent import Standing
from smsbox.sms.keywords import Kind, understand
from smsbox.subscription.choices import read, settled, told

TOPICS = ("Кава", "чай", "солодке морозиво")
EVENING = parse_day_span("17:00-21:00")

CASES: list[tuple[str, dict[str, Any]]] = [
    ("теми", {}),
    ("ТЕМИ?", {}),
    ("Topics", {}),
    ("tematy", {}),
    ("темы", {}),
    ("мої налаштування", {}),
    ("Теми: кава, чай", {"topics": ("Кава", "чай")}),
    ("теми кава чай", {"topics": ("Кава", "чай")}),
    ("теми кава і чай", {"topics": ("Кава", "чай")}),
    ("тільки кава", {"topics": ("Кава",)}),
    ("Только чай, пожалуйста", {"topics": ("чай",)}),
    ("тільки солодке морозиво", {"topics": ("солодке морозиво",)}),
    ("всі теми", {"topics": None}),
    ("теми всі", {"topics": None}),
    ("all topics", {"topics": None}),
    ("wszystkie tematy", {"topics": None}),
    ("раз на місяць", {"every_days": 30}),
    ("Раз у місяць, будь ласка", {"every_days": 30}),
    ("не частіше ніж раз на 3 тижні", {"every_days": 21}),
    ("раз на два тижні", {"every_days": 14}),
    ("щомісяця", {"every_days": 30}),
    ("раз в месяц", {"every_days": 30}),
    ("не чаще раза в две недели", {"every_days": 14}),
    ("once a month", {"every_days": 30}),
    ("once in 3 weeks", {"every_days": 21}),
    ("monthly", {"every_days": 30}),
    ("raz w miesiącu", {"every_days": 30}),
    ("raz na 2 tygodnie", {"every_days": 14}),
    ("co miesiąc", {"every_days": 30}),
    ("як завжди", {"every_days": None}),
    ("тільки ввечері", {"hours": EVENING}),
    ("Только вечером", {"hours": EVENING}),
    ("only in the evening", {"hours": EVENING}),
    ("tylko wieczorem", {"hours": EVENING}),
    ("тільки після 18:00", {"hours": parse_day_span("18:00-22:00")}),
    ("лише з 10 до 18", {"hours": parse_day_span("10:00-18:00")}),
    ("only before 12", {"hours": parse_day_span("08:00-12:00")}),
    ("у будь-який час", {"hours": None}),
    ("any time", {"hours": None}),
    ("мова англійська", {"language": "en"}),
    ("українською", {"language": "uk"}),
    ("пишите по-русски", {"language": "ru"}),
    ("язык русский", {"language": "ru"}),
    ("language: Polish", {"language": "pl"}),
    ("język polski", {"language": "pl"}),
    ("пишіть раз на місяць", {"every_days": 30}),
    ("раз на місяць максимум", {"every_days": 30}),
    ("не чаще 1 раза в месяц", {"every_days": 30}),
    ("двічі на місяць", {"every_days": 15}),
    ("twice a month", {"every_days": 15}),
    ("щокварталу", {"every_days": 90}),
    ("пишіть ввечері", {"hours": EVENING}),
    ("не пишіть вранці", {"hours": parse_day_span("12:00-21:00")}),
    ("не раніше 10", {"hours": parse_day_span("10:00-22:00")}),
    ("тільки з 10:00 до 18:30", {"hours": parse_day_span("10:00-18:30")}),
    ("хочу тільки про каву", {"topics": ("Кава",)}),
    ("цікавить тільки чай", {"topics": ("чай",)}),
    ("мова", {}),
    ("Не пишіть, дзвоніть", {"prefers_call": True}),
    ("дзвоніть замість смс", {"prefers_call": True}),
    ("Дзвоніть", {"prefers_call": True}),
    ("краще телефонуйте", {"prefers_call": True}),
    ("лучше звоните", {"prefers_call": True}),
    ("call me instead", {"prefers_call": True}),
    ("proszę dzwonić", {"prefers_call": True}),
    ("не дзвоніть", {"prefers_call": False}),
    ("sms only", {"prefers_call": False}),
    ("lepiej sms", {"prefers_call": False}),
]


@pytest.mark.parametrize(("text", "changes"), CASES)
def test_a_choice(text: str, changes: dict[str, Any]) -> None:
    wish = read(text, TOPICS)
    assert wish is not None, text
    assert wish.changes == changes


def test_more_and_less_are_put_to_what_is_in_force() -> None:
    shop, now = ShopConfig(topics=TOPICS), Standing("+380500000001")

    def wished(text: str, standing: Standing = now) -> dict[str, Any]:
        wish = read(text, TOPICS)
        assert wish is not None and wish.chooses, text
        return settled(wish, standing, shop)

    days: list[int | None] = [None]
    for text in ("рідше", "Пишіть рідше, будь ласка", "less often", "rzadziej", "реже", "занадто часто", "рідше"):
        days.append(wished(text, replace(now, every_days=days[-1]))["every_days"])
    assert days == [None, 30, 60, 90, 180, 365, 365, 365]
    assert wished("частіше", replace(now, every_days=60)) == {"every_days": 30}
    assert wished("чаще", replace(now, every_days=30)) == {"every_days": None}, "never quicker than to anybody"
    assert wished("щотижня") == wished("раз на 2 тижні") == {"every_days": None}, "the cap of the shop is slower"
    assert wished("раз на 3 тижні") == {"every_days": 21}
    assert wished("без чаю") == {"topics": ("Кава", "солодке морозиво")}
    assert wished("ще чай", replace(now, topics=("Кава",))) == {"topics": ("Кава", "чай")}
    assert wished("ще чай", replace(now, topics=("Кава", "солодке морозиво"))) == {"topics": None}


@pytest.mark.parametrize(
    "text",
    [
        *("після 18", "ввечері", "до 12", "кава", "дві кави і чай", "привіт", "коли ви відкриті", "передзвоніть мені"),
        *("тільки кава з молоком і круасан", "раз на сто років", "тільки з 18 до 10", "тільки після 25", "", "так"),
        "Тільки сьогодні прийду забрати моє замовлення ввечері після роботи, добре?",
    ],
)
def test_talk_is_no_choice(text: str) -> None:
    assert read(text, TOPICS) is None


def test_no_choice_is_an_order_and_no_order_a_choice() -> None:
    for text, _ in CASES:
        assert understand(text).kind in (None, Kind.PHRASE), "a choice is read before a phrase, and after all else"


def test_a_topic_that_does_not_exist_is_answered_by_those_that_do() -> None:
    wish = read("теми риба", TOPICS)
    assert wish is not None
    assert wish.changes == {}
    assert read("тільки риба", TOPICS) is None


def test_what_is_in_force_is_told() -> None:
    nobody = Standing("+380500000001")
    assert told(nobody, "uk", TOPICS, most=2) == "теми: усі (Кава, чай, солодке морозиво); до 2 SMS/міс"
    assert told(nobody, "uk", (), most=2) == "до 2 SMS/міс"
    chosen = Standing("+380500000001", topics=("чай",), every_days=30, hours=EVENING)
    said = "topics: чай (there are also: Кава, солодке морозиво); one SMS in 30 days; 17:00-21:00"
    assert told(chosen, "en", TOPICS, most=2) == said
    assert told(Standing("+380500000001", prefers_call=True), "ru", (), most=2) == "вместо SMS звоним"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    wish = read(text, TOPICS)
    assert wish is None or set(wish.changes) <= {"topics", "every_days", "hours", "language", "prefers_call"}
