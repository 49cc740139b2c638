"""What customers of the shipped examples really write: other things than they were asked, and what comes of that."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from smsbox import router
from smsbox.clock import micros
from smsbox.dialogs import examples
from smsbox.dialogs.forgetting import drops
from smsbox.dialogs.trying import Rehearsal

AT = micros(datetime(2026, 11, 20, 8, tzinfo=UTC))

# What is written, and how each answer begins; a * where people have to read it, too.
TALKS = {
    "forget-it-is-no-address": ("flower-orders.en", "flowers 3 red roses, delivery|no, forget it", "Where|All right"),
    "forget-it-is-no-yes": ("flower-orders.en", "flowers 3 red roses, pick up|no, forget it", "Red rose x3|All right"),
    "no-address": ("flower-orders.uk", "квіти 3 троянди доставка|я передумала", "Куди|Гаразд, нічого"),
    "the-way-changes": (
        "flower-orders.uk",
        "квіти 3 троянди сам|ой ні, краще доставка|Шевченка 12|так",
        "Троянда червона x3. Разом 255|Куди|Троянда червона x3, доставка 80 грн. Разом 335|Дякуємо",
    ),
    "an-address-is-a-way": ("flower-orders.uk", "квіти 3 троянди|пр Миру 1", "Доставка (80|Троянда червона x3, дост"),
    "an-hour-is-no-address": (
        "flower-orders.uk",
        "квіти 3 троянди|самовивіз о 18:00|на 18:30|доставка на вул. Франка 5",
        "Доставка (80|Троянда червона x3. Разом 255|Замовляємо|Троянда червона x3, доставка 80",
    ),
    "asked-what-it-costs-he-asks-on": (
        "flower-orders.uk",
        "букет дня скільки коштує?|а тюльпан?|беру 7",
        "Б1 Букет дня 690 грн|ТЮ Тюльпан 45 грн|Доставка (80",
    ),
    "a-question-is-no-address": (
        "flower-orders.uk",
        "квіти 3 троянди, доставка|вул. Зелена 5|а завтра о 9 зможете?|так",
        "Куди|Троянда червона x3, доставка|Передали питання людям, вам відпишуть. Троянда*|Дякуємо",
    ),
    "the-price-while-an-address-is-asked": (
        "flower-orders.uk",
        "квіти 5 троянд, доставка|а скільки коштує доставка?",
        "Куди|Доставка 80 грн, від 1 500 грн - безкоштовно. Куди",
    ),
    "the-same-over-and-over": (
        "flower-orders.uk",
        "квіти т1 х 5|Т1 x 5|так|ДОСТАВКА",
        "Доставка (80|Доставка (80|Не зрозуміли вас*|Куди",
    ),
    "where-is-an-order-he-has-not": (
        "flower-orders.uk",
        "квіти т1 х 5|де моє замовлення?|де моє замовлення?",
        "Доставка (80|Передали питання людям, вам відпишуть. Доставка (80*|Передали питання*",
    ),
    "the-word-again-beside-a-trouble": (
        "receipt-draw.uk",
        "чек|в мене чек загубився|кажу ж: чек загубився|1234567",
        "Напишіть|Напишіть*|Не зрозуміли вас*|Прийнято",
    ),
    "more-receipts-and-the-rules": (
        "receipt-draw.uk",
        "чек 1234567|і ще 1234568, 1234569|правила",
        "Прийнято: 1234567|Прийнято: 1234568, 1234569|Чек від 200",
    ),
    "instrumental": ("job-application.uk", "робота|Оля|продавцем|дев'ятнадцять", "Як вас|Ким|Скільки|З якого"),
    "a-form-is-dropped": ("job-application.uk", "вакансія|ні, забудьте", "Як вас|Добре, скасовано"),
    "by-ear": ("saturday-vote.uk", "голос|ДЖАС|голос джазз", "Що грати|Дякуємо! Ваш голос: Джаз|Ваш голос"),
    "by-ear-in-latin": ("saturday-vote.en", "vote jass|sorry I meant rock", "Thank you! Your vote: Jazz|Changed"),
    "a-hyphen-in-a-number": ("job-application.en", "job|Anna|baker|twenty-one", "What is|What would|How old|From what"),
    "she-does-not-do-that": (
        "hairdresser.uk",
        "запишіть мене на фарбування до Ірини в понеділок о 10|так",
        "Фарбування, пн 23.11 10:00, Оля. Записати|Записали",
    ),
    "it-stays-as-it-is": (
        "hairdresser.uk",
        "запис стрижка в понеділок о 10|так|перенести на вівторок|ні, залиште як є",
        "Стрижка, пн|Записали|Стрижка, Оля. Вільно|Добре, лишаємо як було",
    ),
    "moving-is-dropped": (
        "hairdresser.uk",
        "запис стрижка в понеділок о 10|так|перенести на вівторок|ой, я передумала|мій запис",
        "Стрижка, пн|Записали|Стрижка, Оля. Вільно|Добре, лишаємо як було|Ви записані",
    ),
    "the-last-of-them": ("saturday-vote.uk", "голос|останній", "Що грати|Дякуємо! Ваш голос: Диско"),
    "a-declined-word-behind-a-wish": ("job-application.uk", "Добрий день, хочу роботу|Оля", "Як вас|Ким"),
    "a-dot-between": ("saturday-vote.uk", "Голос.2|рок", "Дякуємо! Ваш голос: Джаз|Змінено"),
    "the-same-vote-again": ("saturday-vote.uk", "голос рок|РОК!!!", "Дякуємо! Ваш голос: Рок|Ваш голос уже є: Рок"),
    "no-thanks-to-a-quiz": (
        "price-quiz.uk",
        "ціна|2|ні, дякую|ціна|ні|цена",
        "1/3|Правильно! 2/3|Добре, скасовано|2/3|Добре, скасовано|2/3",
    ),
    "no-thanks-to-the-rest": ("receipt-draw.uk", "чек|не треба|Чек.7222222.", "Напишіть|Добре, скасовано|Прийнято"),
    "a-form-is-not-lost-by-a-no": (
        "job-application.uk",
        "ищу работу|ні|Оля|ні|пекар|не хочу",
        "Як вас|Не прочитали. Як вас|Ким|Оберіть|Скільки|Добре, скасовано",
    ),
    "digits-as-they-are-dictated": (
        "receipt-draw.uk",
        "чек номер сім два нуль три три чотири п'ять",
        "Прийнято: 7203345",
    ),
    "a-complaint-in-the-middle": (
        "saturday-vote.uk",
        "голос|мені не довезли піцу!!!|рок",
        "Що грати|Такого немає*|Дякуємо! Ваш голос: Рок",
    ),
    "the-list-once-more": ("saturday-vote.uk", "голос|які варіанти?|2", "Що грати|Що грати|Дякуємо! Ваш голос: Джаз"),
    "who-does-not-mind": ("saturday-vote.en", "I want to vote|I don't mind", "What shall we play|All right"),
    "one-hundred-is-not-the-first": ("price-quiz.en", "price|one hundred forty nine", "1/3|Right"),
    "next-monday-leaves-nothing-out": (
        "job-application.en",
        "i need a job|what's the pay?|Hi, I'm Anna|baker|22|next monday|skip it",
        "What is|We have passed your question on*|What would|How old|From what|Where have|1. name: Anna",
    ),
    "when-is-the-draw": ("receipt-draw.en", "receipt 1234567|and 7654322 too|when is the draw?", "Acc|Acc|One receipt"),
    "as-always": ("preferences.uk", "смак|як завжди піца|хто його знає", "Що берете|Коли вам*|Дякуємо"),
    "twenty-one-is-not-the-first": ("saturday-vote.uk", "голос двадцять один|рок, нам двадцять п'ять", "Такого|Дяк"),
    "twenty-four-is-not-four": (
        "price-quiz.uk",
        "ціна|2|2|двадцять чотири",
        "1/3|Правильно|Правильно|Ні, правильно: 4",
    ),
    "an-answer-with-a-question-behind-it": (
        "job-application.uk",
        "робота|Оля|пекар|25|завтра|Працювала там, де пекли хліб. А що?",
        "Як|Ким|Скільки|З якого|Де|1. ім'я: Оля*",
    ),
    "a-question-is-no-vote": (
        "saturday-vote.uk",
        "голос|а джаз це який гурт?|джаз, а коли початок?|голос скільки коштує вхід?",
        "Що грати|Передали питання людям, вам відпишуть. Що грати*|Дякуємо! Ваш голос: Джаз*|Передали питання*",
    ),
    "who-knows-later": ("saturday-vote.uk", "голос|не знаю ще|ну тоді рок", "Що грати|Гаразд|Дякуємо! Ваш голос: Рок"),
    "any-of-them": ("saturday-vote.uk", "голос|та мені без різниці|голос|будь-який", "Що грати|Гаразд|Що грати|Гаразд"),
    "yes-is-no-choice": ("saturday-vote.uk", "голос|так", "Що грати|Що грати"),
    "the-price-of-a-cake-is-no-quiz": ("price-quiz.uk", "яка ціна торта на замовлення?|ціна", "*|1/3"),
    "a-question-in-a-quiz-is-no-answer": (
        "price-quiz.uk",
        "ціна|149|узвар|а скільки їх буває?|та звідки я знаю",
        "1/3|Правильно|Правильно|Передали питання людям, вам відпишуть. 3/3*|Ні, правильно: 4",
    ),
    "a-question-about-food-is-no-taste": (
        "preferences.uk",
        "смак|а скільки коштує піца?|піца|байдуже",
        "Що берете|Передали питання людям, вам відпишуть. Що берете*|Коли вам|Дякуємо",
    ),
    "one-more-receipt-said-otherwise": (
        "receipt-draw.en",
        "receipt 1234567|here's another 7654321|Hi, my next receipt: 7654322|how many receipts do I have",
        "Accepted|Accepted: 7654321|Accepted: 7654322|You are in the draw with 3",
    ),
    "what-is-the-prize": (
        "receipt-draw.uk",
        "який приз?|чек 1234567|коли розіграш?",
        "Чек від*|Прийнято|Чек від",
    ),
    "a-name-is-told-in-words": (
        "job-application.uk",
        "робота|а яка зарплата?|Добрий день, мене звати Оля|пекарем|25|завтра|далі|змініть посаду на кур'єр|👍",
        "Як вас|Передали питання*|Ким|Скільки|З якого|Де|1. ім'я: Оля\n|1. ім'я: Оля\n2. посада: кур'єр|Дякуємо",
    ),
    "all-the-same": ("saturday-vote.uk", "голос|мені все одно", "Що грати|Гаразд"),
}


@pytest.mark.parametrize("name", TALKS)
def test_what_is_said_comes_to_something(name: str) -> None:
    example, said, answered = TALKS[name]
    key, language = example.split(".")
    shipped = examples.example(key, language)
    assert shipped is not None
    with Rehearsal(shipped.source, router.route_waiting, now=AT) as stage:
        for text, begins in zip(said.split("|"), answered.split("|"), strict=True):
            told = list(stage.say(text))
            assert [line.sign for line in told] == ["<"] * (begins != "*") + ["*"] * begins.endswith("*"), text
            assert begins == "*" or told[0].text.startswith(begins.rstrip("*")), text


@pytest.mark.parametrize(
    "text", ["Ні, забудьте!", "never mind", "no, forget it", "я передумала, вибачте", "нічого не треба", "Zapomnij"]
)
def test_who_drops_it(text: str) -> None:
    assert drops(text)


@pytest.mark.parametrize("text", ["", "не треба", "ні", "не забудьте листівку", "передумала, 2", "forget me not 5"])
def test_who_does_not(text: str) -> None:
    assert not drops(text)
