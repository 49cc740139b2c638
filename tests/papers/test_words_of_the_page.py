"""The papers say what the page says: ways through it, buttons, problems and refusals by their own words, in English and
Ukrainian; and the Ukrainian ones call each thing as the page does. What the shop reads is held in
tests/cli/test_shop_papers.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.cli.test_shop_papers import told, words
from tests.i18n.test_glossary import STRANGE
from tests.papers.pages import DOCS, UKRAINIAN, WRITTEN, Page

_WAY = re.compile(r"[^*«»()|.:;\n]+(?: → [^*«»()|.:;,\n]+)+")
_ITALIC = re.compile(r"(?<![*\w])\*([^*\s][^*\n]*?)\*(?!\*)")
_OUT_OF_TABLES = {
    "alarms.md": ("what stands there", "що там написано"),
    "backup.md": ("problem", "проблема"),
    "modems.md": ("what you see", "що видно"),
}
"""Page → heads of the table that quotes the program in its first column."""
_FOR_BUILDERS = ("architecture.md", "adding.md", "CHANGELOG.md", "CONTRIBUTING.md")
"""Their arrows lead through the program."""
_NO_BUTTONS = {"not settled"}

CALLED_OTHERWISE = {
    **{strange: instead for strange, instead in STRANGE["uk"].items() if instead != "діагностика"},
    r"(?i)\b(?:SD-)?карт(?:а|и|у|ою)\b(?<!мережева карта)(?<!мережеву карту)": "картка",
    r"\w – \w": "—",
    r"'": "’",
}
"""What the Ukrainian papers never say → what they say instead."""


def plain(page: Page) -> str:
    prose = re.sub(r"^ {4}.*$", "", page.prose, flags=re.M)
    return re.sub(r"`[^`\n]*`", "…", prose).replace("\N{NO-BREAK SPACE}", " ")


def language_of(page: Page) -> str:
    return "uk" if page.path.parent == UKRAINIAN else "en"


@pytest.mark.parametrize("page", [page for page in WRITTEN if page.path.name not in _FOR_BUILDERS], ids=str)
def test_ways_it_names_are_ways_of_the_page(page: Page) -> None:
    """`Settings → Alarms`: each word of it stands on the page so."""
    known = words(language_of(page))
    for way in _WAY.findall(plain(page)):
        first, *rest = way.split(" → ")
        beginnings = [first.strip()[at:] for at in range(len(first)) if at == 0 or first.strip()[at - 1 : at] == " "]
        assert any(each in known for each in beginnings), f"{page}: nothing on the page is called so: {way}"
        for step in (each for each in rest if each.strip() and not each[0].islower()):
            assert step.strip() in known, f"{page}: nothing on the page is called “{step.strip()}”: {way}"


@pytest.mark.parametrize("folder", [DOCS, UKRAINIAN], ids=["en", "uk"])
@pytest.mark.parametrize("name", ["desk.md", "privacy.md"])
def test_buttons_it_names_are_buttons_of_the_page(name: str, folder: object) -> None:
    page = next(each for each in WRITTEN if each.path.parent == folder and each.path.name == name)
    named = {told(each) for each in _ITALIC.findall(plain(page))} - _NO_BUTTONS
    assert named and sorted(named - words(language_of(page))) == []


def quoted(page: Page) -> Iterator[str]:
    for table in re.findall(r"(?:^\|.*\n)+", plain(page), re.M):
        rows = [line.split(" | ")[0].strip("| *") for line in table.splitlines()]
        if rows[0] in _OUT_OF_TABLES[page.path.name]:
            yield from rows[2:]


@pytest.mark.parametrize("folder", [DOCS, UKRAINIAN], ids=["en", "uk"])
@pytest.mark.parametrize("name", sorted(_OUT_OF_TABLES))
def test_what_it_quotes_the_program_says(name: str, folder: object) -> None:
    page = next(each for each in WRITTEN if each.path.parent == folder and each.path.name == name)
    found = list(quoted(page))
    assert len(found) > 3
    for each in found:
        pattern = ".*".join(map(re.escape, re.split("…|[0-9]+", each.split(", …")[0])))
        assert any(re.search(pattern, said, re.I) for said in words(language_of(page))), f"{page}: nobody says: {each}"


@pytest.mark.parametrize("page", [page for page in WRITTEN if page.path.parent == UKRAINIAN], ids=str)
def test_the_ukrainian_ones_call_each_thing_as_the_page_does(page: Page) -> None:
    prose = re.sub(r"\]\([^)]*\)", "]", plain(page))
    found = [
        (prose[max(0, at.start() - 30) : at.end() + 10], instead)
        for strange, instead in CALLED_OTHERWISE.items()
        for at in re.finditer(strange, prose)
    ]
    assert found == []
