"""Numbers as people say them: "2", "2-га", "другого", "за першого", "second", "trzeci"; pure."""

from __future__ import annotations

import re
from functools import cache

from smsbox.sms.likeness import sound

ENDINGS = "й|ий|ій|ша|ше|шу|го|га|ге|гу|тя|тє|тю|та|те|ту|му|я|ю|е|а|y|st|nd|rd|th"
"""What is written behind a digit to make an ordinal of it ("2-га"); alternatives of a pattern."""
_DIGITS = re.compile(rf"(\d{{1,4}})(?:-?(?:{ENDINGS}))?")

_STEMS = (
    "1 перш:ук перв:ру pierwsz:pl",
    "2 друг:ук втор:ру drug:pl",
    "4 четверт:ук четверт:ру czwart:pl",
    "5 пят:ук пят:ру piat:pl",
    "6 шост:ук шест:ру szost:pl",
    "7 сьом:ук седьм:ру siodm:pl",
    "8 восьм:ук восьм:ру osm:pl",
    "9 девят:ук девят:ру dziewiat:pl",
    "10 десят:ук десят:ру dziesiat:pl",
)
_ENDINGS = {
    "ук": "ий а е у ого ої ому ій ою им ім",
    "ру": "ый ой ая ое ую ого ому ым ом",
    "pl": "y a e ego ej emu i ie",
}
_WORDS = (
    "1 один одна одне одну одного одной одному однієї одно одиничка одиниця единица единичка one first jeden "
    "jedna jedno jedynka",
    "2 два дві двійка двойка двойку двійку two second dwa dwie dwojka",
    "3 три трійка тройка третій третя третє третю третього третьої третьому третьою третий третья третье третью "
    "третьего третьей three third trzy trzeci trzecia trzecie trzeciego trzeciej trzecia trojka",
    "4 чотири четвірка четыре четверка four fourth cztery czworka",
    "5 пять пятірка пятерка five fifth piec piatka",
    "6 шість шестірка шесть шестерка six sixth szesc szostka",
    "7 сім сімка семь семерка seven seventh siedem siodemka",
    "8 вісім вісімка восемь восьмерка eight eighth osiem osemka",
    "9 девять девятка nine ninth dziewiec dziewiatka",
    "10 десять десятка ten tenth dziesiec dziesiatka",
    "11 одинадцять одиннадцать eleven jedenascie",
    "12 дванадцять двенадцать twelve dwanascie",
)
_NOT_SPOKEN = frozenset(("one", "два", "ten", "sim", "try", "osmi"))
_LATIN_FROM = 4
"""Numbers of other languages in Latin letters ("pershyi", "odyn") are looked for from so many letters on."""


def number_of(word: str) -> int | None:
    """The number that `word`, as `keywords.folded` spells it, says: a digit, a number, an ordinal in any case."""
    found = _DIGITS.fullmatch(word)
    if found is not None:
        return int(found[1])
    latin = word.isascii() and len(word) >= _LATIN_FROM
    said = _said().get(word)
    return _spoken().get(sound(word)) if said is None and latin else said


@cache
def _said() -> dict[str, int]:
    """Every spelling that is known."""
    table: dict[str, int] = {}
    for line in _WORDS:
        number, *words = line.split()
        table |= dict.fromkeys(words, int(number))
    for line in _STEMS:
        number, *stems = line.split()
        for stem, _, language in (each.partition(":") for each in stems):
            table |= {stem + ending: int(number) for ending in _ENDINGS[language].split()}
    return table


@cache
def _spoken() -> dict[str, int]:
    """The Cyrillic ones by their sound, for who writes them in Latin letters."""
    return {sound(word): number for word, number in _said().items() if not word.isascii() and word not in _NOT_SPOKEN}
