"""What is made from the code is what the code says now, and leaves nothing out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from smsbox.cli.reference import leaves
from smsbox.config import reference as settings
from smsbox.doctor.phrases import PHRASES
from smsbox.i18n.causes import EXPLANATIONS
from smsbox.i18n.reasons import BY_REASON
from smsbox.problems import reference as problems
from smsbox.problems.words import WORDS
from smsbox.settings import SECTIONS, SETTINGS
from tests.papers.pages import DOCS, GENERATED, UKRAINIAN, Page

Made = Callable[[str], str]


def made() -> Iterator[tuple[Path, Made, str]]:
    for name, make in (("settings.md", settings.reference), ("problems.md", problems.reference)):
        for language, folder in (("en", DOCS), ("uk", UKRAINIAN)):
            yield folder / name, make, language


@pytest.mark.parametrize(
    ("path", "make", "language"), [pytest.param(*each, id=f"{each[0].name}-{each[2]}") for each in made()]
)
def test_the_page_is_what_the_program_says(path: Path, make: Made, language: str) -> None:
    assert path.read_text(encoding="utf-8") == make(language), "make papers, and commit docs/ with what changed"


@pytest.mark.parametrize("folder", [DOCS, UKRAINIAN], ids=["en", "uk"])
def test_every_setting_stands_there_with_its_meaning(folder: Path) -> None:
    page = Page(folder / "settings.md")
    entries = re.split(r"^### ", page.text, flags=re.M)[1:]
    assert [entry.split("\n", 1)[0] for entry in entries] == [
        setting.key for section in SECTIONS for setting in SETTINGS if setting.section == section.name
    ]
    assert all(entry.count("\n* ") >= 2 for entry in entries)


@pytest.mark.parametrize("folder", [DOCS, UKRAINIAN], ids=["en", "uk"])
def test_every_problem_finding_and_error_stands_there_with_a_cure(folder: Path) -> None:
    page = Page(folder / "problems.md")
    codes = set(page.words_in_code)
    assert {*WORDS, *PHRASES, *EXPLANATIONS, *BY_REASON} - codes == set()
    for entry in re.split(r"^### ", page.text.split("\n## ")[1], flags=re.M)[1:]:
        title = entry.split("\n", 1)[0]
        assert entry.count("\n* ") >= 2, f"{title}: neither a cause nor a cure; see problems/words.py and fixes.py"
    for line in page.prose.splitlines():
        if line.startswith("| `") and line.count(" | ") == 2:
            assert re.search(r"\| \S.* \| \S", line) or "TP-ST" in line, f"no cure: {line}"


@pytest.mark.parametrize("folder", [DOCS, UKRAINIAN], ids=["en", "uk"])
def test_every_problem_names_what_may_be_behind_it(folder: Path) -> None:
    """But the one that stands for reasons this version does not know."""
    page = Page(folder / "problems.md")
    entries = [entry for entry in page.text.split("\n## ")[1].split("### ") if "* " in entry]
    vague = [entry.split("`")[1] for entry in entries if "journalctl -u smsbox`\n" in entry.split("* ")[1]]
    assert vague == ["modem.holding"]


def test_every_command_stands_there() -> None:
    page = Page(DOCS / "commands.md")
    words = {title.removeprefix("smsbox ") for level, title in page.headings if level > 2}
    assert {name for name, _ in leaves()} - words == set(), "python -m smsbox.cli.reference > docs/commands.md"
    assert "commands.md" in GENERATED
