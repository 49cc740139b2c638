"""Birthdays, languages, yes and no, days, tags: what stands in a cell, made into what is kept of a customer."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from smsbox.contacts import State
from smsbox.i18n.translator import LANGUAGES, translator

_DAY_ZERO = date(1899, 12, 30)
"""Day 0 of spreadsheets (ECMA-376 part 1, 18.17.4.1: the system of 1900)."""
_SERIAL = re.compile(r"([1-9][0-9]{4})(?:[.,]0+)?")
_ISO = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})(?:[T ].*)?")
_OURS = re.compile(r"([0-9]{2})-([0-9]{2})")
"""Month and day, as smsbox writes a birthday without its year."""
_COMMON = re.compile(
    r"([0-9]{1,2})[-./, ]+([0-9]{1,2})(?:[-./, ]+([0-9]{4}|[0-9]{2}))?(?:\s*[рг]\.?)?(?:[T ][0-9:.]+)?"
)
_IN_WORDS = re.compile(
    r"([0-9]{1,2})[\s.-]+([^\W\d_]{3,})\.?(?:[,\s.-]+([0-9]{4}|[0-9]{2}))?(?:\s*(?:року|рік|р|г|года|год|roku|r)\.?)?"
    r"(?:[T ][0-9:.]+)?"
)
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_OLDEST = 1900

_MONTHS = (
    *(("січ", "янв", "jan", "sty"), ("лют", "фев", "feb", "lut"), ("бер", "мар", "mar"), ("кві", "апр", "apr", "kwi")),
    *(("тра", "мая", "май", "may", "maj"), ("чер", "июн", "jun", "cze"), ("лип", "июл", "jul", "lip")),
    *(("сер", "авг", "aug", "sie"), ("вер", "сен", "sep", "wrz"), ("жов", "окт", "oct", "paź", "paz")),
    *(("лис", "ноя", "nov", "lis"), ("гру", "дек", "dec", "gru")),
)
_LANGUAGES = {
    "uk": ("uk", "ua", "укр", "українська", "украинский", "ukrainian", "ukraiński", "україномовний"),
    "ru": ("ru", "рос", "рус", "російська", "русский", "russian", "rosyjski", "рос."),
    "pl": ("pl", "пол", "польська", "польский", "polish", "polski"),
    "en": ("en", "eng", "англ", "англійська", "английский", "english", "angielski"),
}
_BY_WORD = {word: code for code, words in _LANGUAGES.items() for word in words}
_YES = frozenset(("так", "да", "yes", "tak", "y", "т", "1", "+", "x", "х", "v", "✓", "✔", "true", "згоден", "згодна"))
_YES |= {"є", "есть", "істина", "истина", "согласен", "согласна", "agreed", "zgoda"}
_NO = frozenset(("", "ні", "нет", "no", "nie", "n", "н", "0", "-", "–", "—", "false", "хибність", "ложь", "відмова"))
_NO |= {"отказ", "немає", "не згоден", "не згодна", "declined"}


class BadValue(ValueError):
    """What stands in a cell cannot be used; `reason` is a word of `i18n.reasons.LEFT_OUT`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def birthday(text: str, today: date) -> str:
    """A birthday as `contacts` keeps it, `YYYY-MM-DD` or `MM-DD`. Raises BadValue."""
    year, month, day = _parts(text.strip(), today)
    try:
        said = date(year or 2000, month, day)
    except ValueError:
        raise BadValue("birthday") from None
    if year is None:
        return f"{month:02}-{day:02}"
    if not said.year >= _OLDEST or said > today:
        raise BadValue("birthday_range")
    return said.isoformat()


def day(text: str, today: date) -> date:
    """A day that lies not in the future, with its year. Raises BadValue."""
    year, month, number = _parts(text.strip(), today)
    try:
        said = date(year or 0, month, number)
    except ValueError:
        raise BadValue("day") from None
    if said > today or said.year < _OLDEST:
        raise BadValue("day")
    return said


def _parts(text: str, today: date) -> tuple[int | None, int, int]:
    if (found := _OURS.fullmatch(text)) and int(found[1]) <= 12:
        return None, int(found[1]), int(found[2])
    if found := _SERIAL.fullmatch(text):
        said = _DAY_ZERO + timedelta(days=int(found[1]))
        return said.year, said.month, said.day
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _COMMON.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        month, number = (second, first) if second <= 12 else (first, second)
        return _year(found[3], today), month, number
    if found := _IN_WORDS.fullmatch(text):
        word = found[2].casefold()
        month = next((at for at, starts in enumerate(_MONTHS, 1) if word.startswith(starts)), 0)
        return _year(found[3], today), month, int(found[1])
    raise BadValue("birthday_year" if _YEAR.fullmatch(text) else "birthday")


def _year(text: str | None, today: date) -> int | None:
    """Two digits are a year of the past hundred."""
    if text is None or len(text) == 4:
        return int(text) if text else None
    year = today.year // 100 * 100 + int(text)
    return year if year <= today.year else year - 100


def state(text: str) -> State:
    """How far somebody has come, as the files of smsbox say it in any language. Raises BadValue."""
    found = _states().get(text.strip().casefold())
    if found is None:
        raise BadValue("state")
    return found


@lru_cache(maxsize=1)
def _states() -> dict[str, State]:
    return {translator(code).gettext(each.text).casefold(): each for code in LANGUAGES for each in State}


def language(text: str) -> str:
    """The code of a language of ours. Raises BadValue."""
    code = _BY_WORD.get(text.strip().casefold())
    if code is None:
        raise BadValue("language")
    return code


def yes(text: str) -> bool:
    """Whether a cell says yes; anything unclear raises BadValue: a consent is not guessed."""
    word = text.strip().casefold().rstrip(".!")
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadValue("consent")


def tags(text: str) -> tuple[str, ...]:
    """The tags of a cell, by commas, semicolons or bars."""
    return tuple(dict.fromkeys(each.strip() for each in re.split("[,;|\n]", text) if each.strip()))
