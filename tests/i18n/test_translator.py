"""Numbers, moments, spans and the choice of a language."""

from __future__ import annotations

import re
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from smsbox.i18n.translator import LANGUAGES, negotiate, of_environment, translator
from tests.i18n.cldr import LOCALES

KYIV = ZoneInfo("Europe/Kyiv")
NOW = 1_772_000_000_000_000  # 25 February 2026, 08:13:20 in Kyiv


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        ("uk", "uk"),
        ("en-GB,en;q=0.9,uk;q=0.8", "en"),
        ("de,uk;q=0.3", "uk"),
        ("de, fr", "en"),
        ("", "en"),
        ("uk;q=0", "en"),
        ("uk;q=x,en;q=0.1", "en"),
        ("uk;q=0.5,en;q=0.5", "uk"),
        ("," * 10_000 + "uk", "en"),
        ("\0é☃", "en"),
    ],
)
def test_the_reader_gets_the_best_of_what_he_asks_for(wishes: str, language: str) -> None:
    assert negotiate(wishes, "en") == language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "uk_UA.UTF-8"}, "uk"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "uk_UA.UTF-8", "LC_MESSAGES": "en_US"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "", "LC_ALL": "uk_UA"}, "uk"),
        ({"LC_ALL": "C.UTF-8", "LANG": "uk_UA.UTF-8"}, "en"),
        ({"LANG": "uk"}, "uk"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "uk_UA@euro"}, "uk"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "uk:en"}, "uk"),
        ({"LANG": "uk_UA.UTF-8", "LANGUAGE": "de:pl_PL:uk"}, "pl"),
        ({"LANG": "uk_UA.UTF-8", "LANGUAGE": ""}, "uk"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "uk"}, "en"),
        ({"LANGUAGE": "uk"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_of_a_terminal(environment: dict[str, str], language: str) -> None:
    assert of_environment(environment) == language


def test_a_default_nobody_speaks_is_not_used() -> None:
    assert negotiate("", "xx") in ("uk", "en")
    assert translator("xx").language == "uk"


@pytest.mark.parametrize(("count", "said"), [(1, "1 повідомлення"), (3, "3 повідомлення"), (11, "11 повідомлень")])
def test_ukrainian_plurals(count: int, said: str) -> None:
    tr = translator("uk")
    phrase = tr.ngettext("%(num)s message is held", "%(num)s messages are held", count) % {"num": tr.number(count)}
    assert phrase.startswith(said)


@pytest.mark.parametrize(
    ("back", "uk", "en"),
    [(0, "08:13", "08:13"), (86_400, "24 лютого, 08:13", "24 February, 08:13")]
    + [(86_400 * 365, "25 лютого 2025, 08:13", "25 February 2025, 08:13")],
)
def test_moments_are_as_short_as_they_can_be(back: int, uk: str, en: str) -> None:
    at = NOW - back * 1_000_000
    assert translator("uk").moment(at, KYIV, NOW).replace("\u202f", " ").replace("\xa0", " ") in (
        uk,
        uk.replace(" р.", ""),
    )
    assert translator("en").moment(at, KYIV, NOW) == en


def test_spans_and_numbers() -> None:
    assert translator("uk").span(125) == "2 хвилини"
    assert translator("en").span(45) == "45 seconds"
    assert translator("en").number(1234567) == "1,234,567"
    assert translator("uk").number(1234567).replace("\xa0", " ") == "1 234 567"
    assert translator("uk").percent(0.25).replace("\xa0", "") == "25%"


def test_a_moment_in_the_doubled_hour_of_autumn_is_shown() -> None:
    for at in (1_792_888_200_000_000, 1_792_891_800_000_000):  # 00:30 and 01:30 UTC
        assert translator("en").moment(at, KYIV, NOW) == "25 October, 03:30"


def test_what_no_catalogue_has_is_shown_as_it_is() -> None:
    assert translator("uk").gettext("never written") == "never written"
    assert translator("uk").gettext("") == ""


def test_polish_and_russian_count_and_date_by_their_own_rules() -> None:
    at = NOW - 86_400 * 1_000_000
    assert translator("pl").moment(at, KYIV, NOW) == "24 lutego, 08:13"
    assert translator("ru").moment(at, KYIV, NOW) == "24 февраля, 08:13"
    assert translator("pl").span(125) == "2 minuty" and translator("ru").span(125 * 60) == "2 часа"
    assert translator("pl").number(1234567.5).replace("\xa0", " ") == "1 234 567,5"
    assert translator("ru").number(1234567.5).replace("\xa0", " ") == "1 234 567,5"
    one, many = "%(num)s call", "%(num)s calls"
    assert [translator("pl").ngettext(one, many, count) % {"num": count} for count in (1, 3, 12, 21)] == [
        *("1 połączenie", "3 połączenia", "12 połączeń", "21 połączeń"),
    ]
    assert [translator("ru").ngettext(one, many, count) % {"num": count} for count in (1, 3, 12, 21)] == [
        *("1 звонок", "3 звонка", "12 звонков", "21 звонок"),
    ]
    assert negotiate("ru-UA,ru;q=0.9,uk;q=0.8", "uk") == "ru" and of_environment({"LANG": "pl_PL.UTF-8"}) == "pl"


def test_sums_powers_and_whole_moments() -> None:
    said = {
        "en": ("1,234.50", "-107 dBm", "25 February 2026, 08:13:20"),
        "uk": ("1 234,50", "-107 дБм", "25 лютого 2026, 08:13:20"),
        "pl": ("1 234,50", "-107 dBm", "25 lutego 2026, 08:13:20"),
        "ru": ("1 234,50", "-107 дБм", "25 февраля 2026, 08:13:20"),
    }
    for language, words in said.items():
        tr = translator(language)
        told = (tr.sum(Decimal("1234.5")), tr.power(-107), tr.full_moment(NOW, KYIV))
        assert tuple(each.replace("\xa0", " ") for each in told) == words
        assert tr.sum(Decimal(0)) == "0.00".replace(".", tr.decimal_mark)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_number_takes_the_form_that_cldr_gives_it(language: str) -> None:
    """0, 1, 2, 5, 11, 21, 22, 25, 101, 111 and the others: what the head of the catalogue counts is no invention."""
    tr, plural_form = translator(language), Locale.parse(LOCALES[language]).plural_form
    seen = {plural_form(count): tr.ngettext("%(num)s call", "%(num)s calls", count) for count in (1, 2, 5)}
    assert len(set(seen.values())) == len(seen)
    for count in range(300):
        assert tr.ngettext("%(num)s call", "%(num)s calls", count) == seen[plural_form(count)], count


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_span_of_every_length_is_written_in_the_language(language: str) -> None:
    latin = {"uk": False, "en": True, "pl": True, "ru": False}[language]
    for seconds in (0, 1, 2, 5, 21, 60, 90, 125, 3600, 86_400, 604_800, 31_536_000):
        said = translator(language).span(seconds)
        assert said[0].isdigit() and bool(re.search("[a-z]", said)) is latin, said
