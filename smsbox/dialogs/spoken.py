"""Numbers that are said in words, as a telephone writes what is dictated to it: "сто сорок дев'ять"; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smsbox.dialogs.orders.words import amount_of
from smsbox.sms.counting import number_of
from smsbox.sms.keywords import folded, words_of
from smsbox.sms.matching import Named, options

_PEOPLE = {"двоє": 2, "двох": 2, "троє": 3, "трьох": 3, "четверо": 4, "чотирьох": 4, "пятеро": 5, "пятьох": 5}
_PEOPLE |= {"шестеро": 6, "шістьох": 6, "семеро": 7, "двое": 2, "двоих": 2, "трое": 3, "троих": 3, "шестером": 6}
_PEOPLE |= {"удвох": 2, "вдвох": 2, "вдвоем": 2, "втрьох": 3, "втроем": 3, "dwoje": 2, "troje": 3, "czworo": 4}
_HUNDREDS = {"двісті": 200, "двести": 200, "триста": 300, "чотириста": 400, "четыреста": 400, "пятсот": 500}
_HUNDREDS |= {"пятьсот": 500, "шістсот": 600, "шестьсот": 600, "сімсот": 700, "семьсот": 700, "вісімсот": 800}
_HUNDREDS |= {"восемьсот": 800, "девятсот": 900, "девятьсот": 900, "dwiescie": 200, "trzysta": 300}
_THOUSAND = frozenset(("тисяча", "тисячу", "тисячі", "тисяч", "тысяча", "тысячу", "тысячи", "тысяч", "thousand"))
_PLACES = 12
"""Up to this a number alone names an option by its place."""


def numbers(words: Sequence[str]) -> Iterator[int]:
    """The numbers that `words` (folded) say, "двадцять п'ять" one of them; "троє" is three."""
    thousands = rest = 0
    for word in (*words, ""):
        value = _PEOPLE.get(word) or _HUNDREDS.get(word) or amount_of(word) or 0
        if word in _THOUSAND:
            thousands, rest = thousands + (rest or 1) * 1000, 0
        elif word == "hundred" and 0 < rest < 10:
            rest *= 100
        elif value and _goes_on(rest, value):
            rest += value
        else:
            if thousands + rest:
                yield thousands + rest
            thousands, rest = 0, value


def _goes_on(rest: int, value: int) -> bool:
    """Whether `value` belongs to the number that was begun."""
    if rest % 100 == 0:
        return value < (100 if rest else 1000)
    return rest % 100 >= 20 and rest % 10 == 0 and value < 10


def number_in(text: str) -> str:
    """The only number that is said, in digits, where it is too large for the place of an option; else ""."""
    found = [] if any(map(str.isdigit, text)) else list(numbers(words_of(text.replace("-", " "))))
    return str(found[0]) if len(found) == 1 and found[0] > _PLACES else ""


def chosen(names: tuple[tuple[str, tuple[str, ...]], ...], text: str, *, numbers: bool = True) -> Named:
    """Which of the options `text` names, prices in words, too; "двадцять один" is not the first of them."""
    said = number_in(text)
    if not said:
        return options(names, numbers=numbers).named(text)
    found = options(names, numbers=numbers).named(said)
    words = tuple((key, some) for key, some in names if all(number_of(folded(each)) is None for each in some))
    return found if found.keys else options(words, numbers=False).named(text)
