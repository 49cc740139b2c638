"""One word for each thing, as the heads of the catalogues say; and the signs of each language."""

from __future__ import annotations

import re

import pytest

from smsbox.i18n.translator import translator
from smsbox.settings import SECTIONS
from smsbox.web.navigation import ALARM, DAILY, GROUPS, SIDE
from tests.i18n.extraction import load, strings
from tests.i18n.typography import polished

STRANGE = {
    "uk": {
        r"(?i)демон(?!стр)": "служба",
        r"(?i)каталог": "тека",
        r"(?i)\bхаб": "концентратор",
        r"(?i)крамниц": "магазин",
        r"(?i)скриньк|коробк": "пристрій",
        r"(?i)кампані": "розсилка",
        r"(?i)пакун": "пакет",
        r"(?i)флешк": "накопичувач",
        r"(?i)\bSD-карт(?!к)": "картка",
        r"(?i)затрима(?:но|на|ни|ти|йте)": "зупинено",
        r"(?i)\bвідпуст(?:и|і)": "повернути в чергу",
        r"(?i)\bодержувач": "отримувач",
        r"(?i)\bлікар": "діагностика",
        r"(?i)сообщ|отправ|\bпользов|настройк": "це не українською",
        r"(?i)\b(?:одн[ау]|однієї|жодн[ау]|кожн[ау]|зайв[ау]|(?:тестов|пробн)(?:а|у|ої)) SMS\b(?!-)": "одне SMS",
        r"(?i)\b(?:один|жоден|кожен|цей|ця|цю|цієї) SMS\b(?!-)": "це SMS",
        r"\bSMS (?:прийшла|пішла|привела|відлякала|спонукала|дійшла|прийшов|пішов)": "SMS прийшло",
        r"“|”|„": "лапки «»",
        r"\.\.\.": "…",
    },
    "ru": {
        r"(?i)демон(?!стр)": "служба",
        r"(?i)каталог": "папка",
        r"“|”|„": "кавычки «»",
        r"\.\.\.": "…",
        r"\b[Оо]тчет|\b[Ее]ще\b|\b[Вв]се (?:ещё|равно)\b": "ё",
    },
    "pl": {
        r"(?i)\bdemon": "usługa",
        r"(?i)\bkatalog": "folder",
        r"«|»|“": "cudzysłów „”",
        r" — ": "półpauza –",
        r"\.\.\.": "…",
        r"(?<=[a-ząćęłńóśźż,] )(?:Twój|Twoj|Ciebie|Tobie)": "ty małą literą",
    },
}
"""Language → what its catalogue never says → what it says instead."""


@pytest.mark.parametrize("language", STRANGE)
def test_nothing_is_said_otherwise(language: str) -> None:
    found = [
        (said, instead)
        for message in load(language)
        if message.id
        for said in strings(message)
        for strange, instead in STRANGE[language].items()
        if re.search(strange, said)
    ]
    assert found == []


@pytest.mark.parametrize("language", STRANGE)
def test_what_is_found_under_its_title_is_found_under_one(language: str) -> None:
    """Two places with one name send a reader to the wrong one: what is kept and who comes when, for instance."""
    ways = (way.text for way in (*DAILY, *ALARM, *SIDE, *(each for group in GROUPS for each in group)))
    places = {*(section.title for section in SECTIONS), *ways}
    tr = translator(language)
    named: dict[str, list[str]] = {}
    for place in sorted(filter(None, places)):
        named.setdefault(tr.gettext(place), []).append(place)
    assert {name: of for name, of in named.items() if len(of) > 1} == {}


@pytest.mark.parametrize("language", STRANGE)
def test_signs_are_those_of_the_language(language: str) -> None:
    """`python -m tests.i18n.extraction` puts them right."""
    said = [each for message in load(language) if message.id for each in strings(message)]
    assert [each for each in said if polished(language, each) != each] == []


def test_signs_are_put_right_once() -> None:
    raw = "Пам'ять – 5 МБ, № %(id)s, {dbm} дБм, 25 % і 5 секунд"
    told = polished("uk", raw)
    assert told == "Пам’ять\xa0— 5\xa0МБ, №\xa0%(id)s, {dbm}\xa0дБм, 25\xa0% і 5 секунд"
    assert polished("uk", told) == told and polished("en", raw) == raw
    assert polished("pl", "Tak – {share} %") == "Tak – {share}\xa0%"
    assert polished("uk", "050 000 00 01 і 2026-03-01 18:30") == "050\xa0000\xa000\xa001 і 2026-03-01 18:30"
    assert polished("ru", "{value} — это не число") == "{value}\xa0— это не число"


@pytest.mark.parametrize("language", STRANGE)
def test_each_begins_with_its_glossary(language: str) -> None:
    head = load(language).header_comment
    assert "Words of the product" in head and head.count("·") > 15
