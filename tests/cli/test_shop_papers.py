"""The papers for the shop hold to the program: bold words are those of the page, recipes name shipped examples, and
what their customers write is understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from smsbox import router
from smsbox.config.model import RegionConfig
from smsbox.dialogs.examples import Example, examples
from smsbox.dialogs.trying import Rehearsal, begins, script
from tests.dialogs.test_examples import ANY
from tests.i18n.extraction import load, strings

DOCS = Path(__file__).parents[2] / "docs"
PAPERS = ("campaign.md", "dialogs-cookbook.md", "law.md")
LANGUAGES = ("en", "uk")

_FIGURE = re.compile(r"%\(\w+\)[sd]|\{\w+\}|\d+")
_EXAMPLE = re.compile(r"^(?:Example|Приклад): [“«](.+?)[”»]", re.M)
_WRITES = re.compile(r"^(?:The customer writes|Клієнт пише) `(.+?)`", re.M)


def paper(name: str, language: str) -> str:
    page = (DOCS if language == "en" else DOCS / language) / name
    return page.read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")


def told(text: str) -> str:
    """A phrase with each figure in it as the papers write it."""
    return _FIGURE.sub("…", text).replace("\N{NO-BREAK SPACE}", " ").replace("%%", "%")


@cache
def words(language: str) -> frozenset[str]:
    def of_each() -> Iterator[tuple[str, ...]]:
        for each in load("uk" if language == "en" else language):
            ids = each.id if isinstance(each.id, tuple) else (str(each.id),)
            yield ids if language == "en" else tuple(strings(each))

    return frozenset(map(told, chain.from_iterable(of_each())))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAPERS)
def test_what_stands_in_bold_is_a_word_of_the_page(name: str, language: str) -> None:
    bold = {told(each) for each in re.findall(r"\*\*(.+?)\*\*", paper(name, language).replace("\n", " "))}
    assert len(bold) > 10
    assert sorted(bold - words(language)) == []


def recipes(language: str) -> Iterator[tuple[Example, str]]:
    """Each recipe that takes an example, with what a customer writes in it, if it says so."""
    by_title = {each.title: each for each in examples(language)}
    for section in paper("dialogs-cookbook.md", language).split("\n## "):
        for title in _EXAMPLE.findall(section):
            said = _WRITES.search(section)
            yield by_title[title], said.group(1) if said else ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_recipe_for_each_example(language: str) -> None:
    assert sorted(each.key for each, _ in recipes(language)) == sorted(each.key for each in examples(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_customers_write_in_the_recipes_is_understood(language: str) -> None:
    played = 0
    for each, said in recipes(language):
        if said:
            lines, zone = list(script(each.talk.splitlines())), RegionConfig().zone
            start = begins(lines, ANY, zone)
            with Rehearsal(each.source, router.route_waiting, now=start) as stage:
                answers = [line.sign for line in stage.say(said)]
            assert "<" in answers and "*" not in answers, (said, answers)
            played += 1
    assert played == 3


def test_pictures_are_light_and_used() -> None:
    shown = {
        Path(each).name
        for page in (DOCS.parent / "README.md", DOCS / "uk" / "README.md")
        for each in re.findall(r"!\[[^]]+\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    }
    pictures = {each.name: each.stat().st_size for each in (DOCS / "pictures").iterdir()}
    assert set(pictures) == shown
    assert {name: size for name, size in pictures.items() if size > 150_000} == {}
