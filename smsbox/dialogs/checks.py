"""What an answer of a form has to be – number, day, telephone – and how it is read from what people write; pure."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import phonenumbers

from smsbox.clock import SECOND, Micros
from smsbox.dialogs.appointments import whens
from smsbox.dialogs.asking import agreed, tidy
from smsbox.dialogs.spoken import numbers
from smsbox.sms.keywords import words_of
from smsbox.sms.msisdn import BadNumber, parse

TEXT, NUMBER, DAY, PHONE, CHOICE, EMAIL, YESNO = "text", "number", "date", "phone", "choice", "email", "yesno"
CHECKS = (TEXT, NUMBER, DAY, PHONE, CHOICE, EMAIL, YESNO)
WHEN = ("any", "past", "future")

_NUMBER = re.compile(r"(?<![\w.,])-?\d{1,9}(?:[.,]\d{1,3})?(?![\w]|[.,]\d)")
_SPACED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_DAY = re.compile(r"(?<!\d)([0-3]?\d)[./\s-]+([01]?\d)[./\s-]+((?:19|20)\d\d|\d\d)(?!\d)")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-([01]\d)-([0-3]\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_AT = re.compile(r"\s*(?:@|\(at\)|\[at\]|\bat\b|\bсобака\b|\bcобачка\b)\s*", re.IGNORECASE)
_PHONE = re.compile(r"\+?\d[\d\s().-]{5,20}\d")
_THIS = frozenset(("цей", "цього", "цьому", "мій", "той", "этот", "этого", "мой", "this", "same", "ten", "moj", "tego"))
_AGO = {"вчора": 1, "вчера": 1, "yesterday": 1, "wczoraj": 1, "vchora": 1, "учора": 1}
_AGO |= {"позавчора": 2, "позавчера": 2, "przedwczoraj": 2}
_GREETING = re.compile(
    r"^\W*(?:(?:добр\w+ (?:ранку|дня|день|вечора|вечір|вечер)|привіт|вітаю|привет|здравствуйте"
    r"|hello|hi|dzień dobry)\W+)",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"^\s*(?:(?:мене|меня) (?:звати|звуть|зовут|кличуть)|(?:звати|звуть|зовут) (?:мене|меня)|моє ім.?я|мо[её] имя"
    r"|my name is|my name'?s|i am|i.?m|this is|nazywam si[ęe]|mam na imi[ęe]|jestem|я|це|это"
    r"|mene zvaty)\b(?=\W+\w)"
    r"|\W+(?:мене звати|мене звуть|меня зовут)\W*$",
    re.IGNORECASE,
)
_YES = {"uk": ("так", "ні"), "en": ("yes", "no"), "pl": ("tak", "nie"), "ru": ("да", "нет")}
_SOON = 20
"""A year of two digits up to so many years ahead is of this century."""


def text(said: str, least: int, most: int) -> str | None:
    """In his own words, of so many characters, with a letter or a digit among them."""
    found = tidy(said, most + 1)
    return found if least <= len(found) <= most and any(map(str.isalnum, found)) else None


def number(said: str, least: int | None, most: int | None) -> str | None:
    """The one number in it, in digits or as a word ("нас буде двоє" is two for who asks how many)."""
    found = {each.replace(",", ".") for each in _NUMBER.findall(_SPACED.sub("", said))}
    if not found:
        found = {str(each) for each in numbers(words_of(said.replace("-", " ")))}
    if len(found) != 1:
        return None
    (one,) = found
    value = float(one)
    if (least is not None and value < least) or (most is not None and value > most):
        return None
    return one


def day(said: str, when: str, now: Micros, zone: str) -> str | None:
    """The day in it, as 2026-11-28; without a year the next such one, the last one where it has to be past."""
    here = datetime.fromtimestamp(now // SECOND, ZoneInfo(zone))
    found = _day(said, here, when)
    if found is None or (when == "past" and found > here.date()) or (when == "future" and found < here.date()):
        return None
    return found.isoformat() if 1900 <= found.year <= here.year + 100 else None


def _day(said: str, here: datetime, when: str) -> date | None:
    iso, full = _ISO.search(said), _DAY.search(said)
    try:
        if iso is not None:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if full is not None:
            return date(_year(full[3], here.year, when), int(full[2]), int(full[1]))
        ago = next((_AGO[word] for word in words_of(said) if word in _AGO), None)
        if ago is not None:
            return here.date() - timedelta(days=ago)
        days, year = whens.read(said, here).days, _YEAR.search(said)
        if len(days) != 1:
            return None
        if year is not None:
            return days[0].replace(year=int(year[1]))
        if when != "past" or days[0] <= here.date():
            return days[0]
        named = not any(map(str.isdigit, said))  # "on Saturday": the last one
        return days[0] - timedelta(days=7) if named else days[0].replace(year=days[0].year - 1)
    except ValueError:
        return None


def _year(written: str, now: int, when: str) -> int:
    if len(written) > 2:
        return int(written)
    near = now // 100 * 100 + int(written)
    return near - 100 if near > now + (0 if when == "past" else _SOON) else near


def phone(said: str, own: str) -> str | None:
    """A telephone in E.164, read as in the country of `own`, the number it came from; "this one" is that."""
    found = _PHONE.search(said)
    if found is None:
        return own if _THIS & set(words_of(said)) else None
    try:
        country = phonenumbers.region_code_for_number(phonenumbers.parse(own, None)) or "UA"
        return parse(found[0], country)
    except (BadNumber, phonenumbers.NumberParseException):
        return None


def email(said: str) -> str | None:
    """An address, also where somebody writes (at) or puts blanks around the sign."""
    found = _EMAIL.search(_AT.sub("@", said))
    return found[0].strip(".").lower() if found else None


def name(said: str) -> str:
    """His name without the words it is told with: "Мене звати Оля" is Оля."""
    bare = _GREETING.sub("", said)
    return _INTRODUCED.sub("", bare).strip(" ,.-–—:") or said


def yes_or_no(said: str, language: str) -> str | None:
    """Yes or no, in the language of the form."""
    answer = agreed(said)
    return None if answer is None else _YES[language][0 if answer else 1]
