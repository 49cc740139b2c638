"""The committed catalogues: complete, without doubts, with the placeholders and plural forms they need."""

from __future__ import annotations

import gettext
import io
import re
from string import Formatter

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo

from smsbox.i18n import catalogue as reader
from smsbox.i18n.languages import COMPLETE, LANGUAGES, catalogue_path, offered, share
from smsbox.i18n.translator import translator
from smsbox.settings import SETTINGS
from tests.i18n.extraction import load, phrases, strings, translated


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    return phrases()


def named(message_id: object) -> str:
    return message_id[0] if isinstance(message_id, tuple) else str(message_id)


@pytest.mark.parametrize("language", COMPLETE)
def test_every_phrase_of_code_and_templates_is_translated(language: str, wanted: Catalog) -> None:
    catalogue = load(language)
    missing = []
    for message in wanted:
        if not message.id:
            continue
        known = catalogue.get(message.id, message.context)
        if known is None or not all(strings(known)):
            missing.append(named(message.id))
    assert not missing, f"run python -m tests.i18n.extraction and translate: {missing}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_fuzzy_and_nothing_left_over(language: str, wanted: Catalog) -> None:
    catalogue = load(language)
    assert [named(message.id) for message in catalogue if message.id and message.fuzzy] == []
    assert [named(message.id) for message in catalogue if message.id and message.id not in wanted] == []
    assert not catalogue.obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_are_those_of_the_language(language: str) -> None:
    catalogue = load(language)
    forms = {"uk": 3, "en": 2, "pl": 3, "ru": 3}[language]
    assert catalogue.num_plurals == forms
    for message in catalogue:
        if message.pluralizable:
            assert len(message.string) == forms, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    for message in load(language):
        if not message.id or not any(strings(message)):
            continue
        for string in strings(message):
            assert percents(string) == percents(named(message.id)), string
            if "N" in string or "{" in string:
                # The two English forms may name their facts differently: one thing, several things.
                forms = message.id if isinstance(message.id, tuple) else (message.id,)
                assert braces(string) - UNSAID in [braces(form) - UNSAID for form in forms], string


UNSAID = {"number_type"}
"""What click calls a number, in English: Ukrainian does without it."""


def percents(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s", text))


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


ALIKE = {"API", "SIM", "SMS", "IMEI", "Flash", "No", "smsbox"}
"""Words that are the same in Ukrainian, or a sign there."""


def test_ukrainian_is_ukrainian() -> None:
    """No phrase was left in English by mistake: whatever has words has Cyrillic ones."""
    for message in load("uk"):
        words = re.findall("[A-Za-z]{2,}", re.sub(r"%\(\w+\)s|\{\w+\}", "", named(message.id)))
        if message.id and not ALIKE.issuperset(words):
            assert all(re.search("[а-яіїєґ]", string, re.IGNORECASE) for string in strings(message)), message.id
            assert not any(re.search("[ыэъё]", string, re.IGNORECASE) for string in strings(message)), message.id


def test_russian_is_russian_and_polish_is_polish() -> None:
    """No letter of a neighbour's alphabet slipped in, and no phrase is half a phrase."""
    for language, strange in (("ru", "[іїєґ]"), ("pl", "[а-яіїєґ]")):
        for message in load(language):
            if message.id and any(strings(message)):
                assert all(strings(message)), message.id
                said = " ".join(strings(message)).replace("ґ", "") if "ґ" in named(message.id) else strings(message)
                assert not any(re.search(strange, string, re.IGNORECASE) for string in said), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_choice_says_how_much_is_translated(language: str) -> None:
    whole = 100 if language in COMPLETE else translated(load(language))
    assert share(language) == whole
    said = f"{LANGUAGES[language]} ({whole}\xa0%)"
    assert offered()[language] == (LANGUAGES[language] if whole == 100 else said)


def test_every_language_can_be_set() -> None:
    (setting,) = (each for each in SETTINGS if (each.section, each.name) == ("region", "language"))
    assert set(setting.choices) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_that_is_missing_is_said_in_english(language: str) -> None:
    tr = translator(language)
    for message in load(language):
        if message.id and not any(strings(message)):
            forms = message.id if isinstance(message.id, tuple) else (message.id, message.id)
            assert tr.gettext(forms[0]) == forms[0]
            assert (tr.ngettext(*forms, 1), tr.ngettext(*forms, 5)) == forms
            return
    assert language in COMPLETE or share(language) == 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_catalogue_says_what_gettext_says(language: str) -> None:
    packed = io.BytesIO()
    write_mo(packed, load(language))
    packed.seek(0)
    theirs, ours = gettext.GNUTranslations(packed), reader.read(catalogue_path(language))
    for message in load(language):
        if message.id and (all(strings(message)) or not any(strings(message))):
            one, *many = message.id if isinstance(message.id, tuple) else (message.id,)
            assert ours.gettext(one) == theirs.gettext(one), message.id
            for count in range(130) if many else ():
                assert ours.ngettext(one, many[0], count) == theirs.ngettext(one, many[0], count), message.id
    assert ours.gettext("never written") == "never written" and ours.pgettext("menu", "Open") == "Open"
    assert [ours.ngettext("a box", "boxes", count) for count in (1, 2)] == ["a box", "boxes"]


def test_a_phrase_may_be_said_otherwise_elsewhere() -> None:
    lines = 'msgid "a"\nmsgstr "b"\n\nmsgctxt "menu"\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] "c"\nmsgstr[1] "d"\n'
    made = reader.Catalogue(reader.entries(lines.splitlines()))
    assert (made.gettext("a"), made.pgettext("menu", "a"), made.npgettext("menu", "a", "as", 7)) == ("b", "c", "d")
    assert (made.pgettext("door", "a"), made.npgettext("door", "a", "as", 7)) == ("a", "as")


def test_english_is_what_stands_in_the_code() -> None:
    """So nothing has to be read for it."""
    assert [named(message.id) for message in load("en") if message.id and message.string != message.id] == []


def test_a_torn_catalogue_is_refused() -> None:
    for torn in ('msgid "a"\nmsgstr "b', 'msgid "a"\nodd "b"', 'msgid "a"\nmsgstr'):
        with pytest.raises(ValueError, match=r"msg|odd"):
            list(reader.entries(torn.splitlines()))
