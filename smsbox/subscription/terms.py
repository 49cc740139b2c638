"""What a customer is told before he agrees, in his language: on a poster, in a form, read out at the counter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from smsbox.config.model import ShopConfig


@dataclass(frozen=True, slots=True)
class Said:
    """The sentences of one language; `{s}` the shop, `{often}` how often, `{word}`, `{number}`."""

    often: str
    days: Callable[[int], str]
    here: str
    offers: str
    """Headline of a poster."""
    camera: str
    by_hand: str
    terms: str
    """One line, on posters and forms."""
    spoken: str
    """Read out at the counter; ends with a question."""


def _slavic(one: str, few: str, many: str) -> Callable[[int], str]:
    """The plural of Ukrainian and Russian (CLDR)."""

    def word(count: int) -> str:
        tens = count % 100 // 10 == 1
        return one if count % 10 == 1 and not tens else few if count % 10 in (2, 3, 4) and not tens else many

    return word


SAID: Mapping[str, Said] = {
    "uk": Said(
        "до {cap}\N{NO-BREAK SPACE}SMS на {days}\N{NO-BREAK SPACE}{unit}",
        _slavic("день", "дні", "днів"),
        "нашого магазину",
        "Акції «{s}» в SMS",
        "Наведіть камеру телефону на код і надішліть SMS, що відкриється",
        "або надішліть слово на номер",
        "Надсилаючи слово, ви просите надсилати вам акції «{s}» в SMS, {often}. Спершу ми перепитаємо. "
        "Відмовитися можна будь-коли: СТОП. Вартість вашого SMS – за тарифом оператора.",
        "Можна надсилати вам акції «{s}» в SMS, {often}? Номер нікому не передамо. "
        "Відмовитися можна будь-коли: надішліть СТОП. Ви згодні?",
    ),
    "en": Said(
        "up to {cap}\N{NO-BREAK SPACE}SMS in {days}\N{NO-BREAK SPACE}{unit}",
        lambda count: "day" if count == 1 else "days",
        "our shop",
        "Offers of {s} by SMS",
        "Point the camera of your phone at the code and send the SMS it opens",
        "or send the word to",
        "By sending the word you ask {s} for offers by SMS, {often}. We ask once more first. "
        "Leave whenever you like: STOP. Your SMS costs what your operator charges.",
        "May we send you offers of {s} by SMS, {often}? Nobody else gets your number. "
        "You can leave at any time by sending STOP. Do you agree?",
    ),
    "pl": Said(
        "do {cap}\N{NO-BREAK SPACE}SMS w ciągu {days}\N{NO-BREAK SPACE}{unit}",
        lambda count: "dnia" if count == 1 else "dni",
        "naszego sklepu",
        "Promocje {s} przez SMS",
        "Skieruj aparat telefonu na kod i wyślij SMS, który się otworzy",
        "albo wyślij słowo na numer",
        "Wysyłając słowo, prosisz o promocje {s} przez SMS, {often}. Najpierw jeszcze zapytamy. "
        "Rezygnacja w każdej chwili: STOP. Koszt SMS według taryfy operatora.",
        "Czy możemy wysyłać Panu/Pani promocje {s} przez SMS, {often}? Numeru nikomu nie przekażemy. "
        "Zrezygnować można w każdej chwili: STOP. Czy jest zgoda?",
    ),
    "ru": Said(
        "до {cap}\N{NO-BREAK SPACE}SMS за {days}\N{NO-BREAK SPACE}{unit}",
        _slavic("день", "дня", "дней"),
        "нашего магазина",
        "Акции «{s}» в SMS",
        "Наведите камеру телефона на код и отправьте SMS, которое откроется",
        "или отправьте слово на номер",
        "Отправляя слово, вы просите присылать вам акции «{s}» в SMS, {often}. Сначала мы переспросим. "
        "Отказаться можно в любой момент: СТОП. Стоимость вашего SMS – по тарифу оператора.",
        "Можно присылать вам акции «{s}» в SMS, {often}? Номер никому не передадим. "
        "Отказаться можно в любой момент: отправьте СТОП. Вы согласны?",
    ),
}

_FORM = {
    "uk": "Я прошу надсилати мені акції «{s}» в SMS, {often}. Спершу прийде SMS із запитанням, на яке треба відповісти "
    "ТАК. Відмовитися можна будь-коли: СТОП.",
    "en": "I ask {s} for offers by SMS, {often}. First there comes an SMS with a question, which I answer with "
    "YES. I can leave at any time: STOP.",
    "pl": "Proszę o promocje {s} przez SMS, {often}. Najpierw przyjdzie SMS z pytaniem, na które trzeba odpowiedzieć "
    "TAK. Zrezygnować można w każdej chwili: STOP.",
    "ru": "Я прошу присылать мне акции «{s}» в SMS, {often}. Сначала придёт SMS с вопросом, на который надо ответить "
    "ДА. Отказаться можно в любой момент: СТОП.",
}
"""What is ticked in the form."""


def often(language: str, shop: ShopConfig) -> str:
    """How often one customer is written to at most, in words."""
    said = SAID[language]
    return said.often.format(cap=shop.cap, days=shop.cap_days, unit=said.days(shop.cap_days))


def written(language: str, shop: ShopConfig) -> str:
    """The line on a poster."""
    return _filled(SAID[language].terms, language, shop)


def spoken(language: str, shop: ShopConfig) -> str:
    """What is read out at the counter."""
    return _filled(SAID[language].spoken, language, shop)


def ticked(language: str, shop: ShopConfig) -> str:
    """What is ticked in a form."""
    return _filled(_FORM[language], language, shop)


def headline(language: str, shop: ShopConfig) -> str:
    """What a poster is about."""
    return _filled(SAID[language].offers, language, shop)


def _filled(text: str, language: str, shop: ShopConfig) -> str:
    name = shop.name.strip()
    if not name:
        text = text.replace("«{s}»", "{s}")
    return text.format(s=name or SAID[language].here, often=often(language, shop))
