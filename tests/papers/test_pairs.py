"""What is written in English and Ukrainian says the same: headings, blocks of code, tables, figures, links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.papers.pages import DOCS, ROOT, UKRAINIAN, Page

BOTH = {
    *("campaign.md", "dialogs-cookbook.md", "law.md", "desk.md", "privacy.md"),  # for the shop
    *("dialogs.md", "draw.md", "first-campaign.md"),  # for both
    *("install.md", "modems.md", "recovery.md", "backup.md", "alarms.md", "upgrade.md", "sd-card.md"),  # the technician
    *("settings.md", "problems.md", "webhooks.md", "doors.md", "api.md", "mail.md"),
    *("1c.md", "woocommerce.md", "home-assistant.md", "zabbix.md"),  # for other programs
}
"""What the shop and its technician read. The others are for who builds, or who writes scripts."""

PAIRS = [
    (Page(ROOT / "README.md" if path.name == "README.md" else DOCS / path.name), Page(path))
    for path in sorted(UKRAINIAN.glob("*.md"))
    if (DOCS / path.name).exists() or path.name == "README.md"
]
_SHORTER = {"README.md"}
"""The Ukrainian one is for the shop alone, without the command line and what is for developers."""

_OWN_EXAMPLES = {"dialogs.md"}
"""Each has the scenarios of its language, held to the shipped ones by tests/dialogs/test_examples.py."""

_COMMENT = re.compile(r"\s+#.*$|^#.*$")
_CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)


def ids(pair: object) -> str:
    return str(pair)


@pytest.mark.parametrize("name", sorted(BOTH))
def test_it_is_there_in_both_languages(name: str) -> None:
    english, ukrainian = (DOCS / name).exists(), (UKRAINIAN / name).exists()
    if not english and not ukrainian:
        pytest.skip(f"docs/{name} is not written yet")
    assert english, f"docs/uk/{name} has no English page: write docs/{name}"
    assert ukrainian, f"the technician reads Ukrainian: write docs/uk/{name} with the headings of docs/{name}"


@pytest.mark.parametrize(("english", "ukrainian"), PAIRS, ids=ids)
def test_nothing_is_there_in_ukrainian_alone(english: Page, ukrainian: Page) -> None:
    assert _CYRILLIC.search(ukrainian.headings[0][1]) or ukrainian.path.name == "README.md"
    assert english.path.exists()


@pytest.mark.parametrize(
    ("english", "ukrainian"), [each for each in PAIRS if each[0].path.name not in _SHORTER], ids=ids
)
def test_both_are_built_alike(english: Page, ukrainian: Page) -> None:
    levels = [[level for level, _ in page.headings] for page in (english, ukrainian)]
    assert levels[0] == levels[1], (
        f"{english} and {ukrainian} have other headings: {[words for _, words in english.headings]} and "
        f"{[words for _, words in ukrainian.headings]}"
    )
    blocks = [[language for language, _ in page.blocks] for page in (english, ukrainian)]
    assert blocks[0] == blocks[1], f"{english} and {ukrainian} have other blocks of code"


@pytest.mark.parametrize(("english", "ukrainian"), PAIRS, ids=ids)
def test_both_have_the_same_typed(english: Page, ukrainian: Page) -> None:
    """Commands are the same in both; what is written to customers may be in either language."""
    languages = ("sh", "ini") if english.path.name in _OWN_EXAMPLES else ("sh", "toml", "ini")
    typed = [{_plain(line) for line in page.lines(*languages)} for page in (english, ukrainian)]
    extra = typed[1] - typed[0] if english.path.name in _SHORTER else typed[0] ^ typed[1]
    assert not extra, f"only in one of {english} and {ukrainian}: {sorted(extra)}"


@pytest.mark.parametrize(
    ("english", "ukrainian"), [each for each in PAIRS if each[0].path.name not in _SHORTER], ids=ids
)
def test_both_name_the_same(english: Page, ukrainian: Page) -> None:
    named = [{each for each in page.words_in_code if _is_a_name(each)} for page in (english, ukrainian)]
    assert named[0] == named[1], f"only in one of {english} and {ukrainian}: {sorted(named[0] ^ named[1])}"


def test_the_pages_are_not_scattered() -> None:
    assert set(DOCS.rglob("*.md")) == {*DOCS.glob("*.md"), *UKRAINIAN.glob("*.md")}
    assert Path(ROOT / "README.md").exists()


def _plain(line: str) -> str:
    """Without remarks, and without the words of a text."""
    words = _COMMENT.sub("", line)
    return re.sub(r'"[^"]*"', '"…"', words).strip()


def _is_a_name(words: str) -> bool:
    """Whether it is a command, a setting or a path: nothing that is translated."""
    return bool(re.match(r"smsbox |sudo |systemctl |journalctl |/|[a-z_]+\.[a-z_]+$", words)) and not _CYRILLIC.search(
        words
    )
