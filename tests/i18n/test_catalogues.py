"""The committed catalogues: complete, without doubts, with the placeholders and plural forms they need."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from babel.messages import Catalog

from smsbox.i18n.translator import LANGUAGES
from tests.i18n.extraction import load, phrases


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    return phrases()


def named(message_id: object) -> str:
    return message_id[0] if isinstance(message_id, tuple) else str(message_id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_of_code_and_templates_is_translated(language: str, wanted: Catalog) -> None:
    catalogue = load(language)
    missing = []
    for message in wanted:
        if not message.id:
            continue
        known = catalogue.get(message.id, message.context)
        strings = () if known is None else known.string if isinstance(known.string, tuple) else (known.string,)
        if not strings or not all(strings):
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
    forms = {"uk": 3, "en": 2}[language]
    assert catalogue.num_plurals == forms
    for message in catalogue:
        if message.pluralizable:
            assert len(message.string) == forms, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    for message in load(language):
        if not message.id:
            continue
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for string in strings:
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


def test_ukrainian_is_ukrainian() -> None:
    """No phrase was left in English by mistake: whatever has words has Cyrillic ones."""
    alike = {"SIM", "SMS", "IMEI", "Flash", "{path}: {problem}", "{path}: {problem}.", "{key}: {said}", "{said}"}
    for message in load("uk"):
        if message.id and named(message.id) not in alike:
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(re.search("[а-яіїєґ]", string, re.IGNORECASE) for string in strings), message.id
            assert not any(re.search("[ыэъё]", string, re.IGNORECASE) for string in strings), message.id
