"""The examples that are shipped: each is read without a mistake, and holds the talk that lies beside it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from smsbox import router
from smsbox.clock import micros
from smsbox.config.model import RegionConfig
from smsbox.dialogs.examples import LANGUAGES, NAMES, Example, example, examples
from smsbox.dialogs.flows.reading import checked
from smsbox.dialogs.kinds import KINDS
from smsbox.dialogs.trying import Rehearsal, begins, differences, script

ALL = [each for language in LANGUAGES for each in examples(language)]
ANY = micros(datetime(2026, 1, 1, tzinfo=UTC))


def told(each: Example) -> str:
    return f"{each.key}.{each.language}"


@pytest.mark.parametrize("each", ALL, ids=told)
def test_it_holds_its_talk(each: Example) -> None:
    lines, zone = list(script(each.talk.splitlines())), RegionConfig().zone
    with Rehearsal(each.source, router.route_waiting, now=begins(lines, ANY, zone)) as stage:
        assert differences(lines, stage.play(lines)) == []
    assert sum(line.sign == "<" for line in lines) > 4


@pytest.mark.parametrize("each", ALL, ids=told)
def test_it_is_read_without_a_mistake_and_says_what_it_is_for(each: Example) -> None:
    flow, problems = checked(each.source)
    assert flow is not None and not problems
    assert flow.language == each.language and flow.kind == each.kind and flow.title == each.title
    assert 40 < len(each.about) < 160 and each.about.endswith(".")


def test_each_kind_has_one_in_each_language() -> None:
    for language in LANGUAGES:
        assert {each.kind for each in examples(language)} == set(KINDS)
        assert [each.key for each in examples(language)] == list(NAMES)
    assert example("saturday-vote", "xx") is None and example("../kinds/vote", "uk") is None


def test_words_of_the_examples_do_not_meet() -> None:
    """Whoever opens all of them at once may."""
    for language in LANGUAGES:
        words = [word for each in examples(language) for word in (checked(each.source)[0] or pytest.fail()).words]
        assert len(set(words)) == len(words)


DOCS = Path(__file__).parents[2] / "docs"


def cookbook(page: str, heading: str) -> str:
    text = (DOCS / page).read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2]
    return text.partition("\n## ")[0]


COOKBOOKS = {"en": cookbook("dialogs.md", "Cookbook"), "uk": cookbook("uk/dialogs.md", "Готові приклади")}
SECTIONS = [section for text in COOKBOOKS.values() for section in text.split("\n### ")[1:]]


@pytest.mark.parametrize("language", COOKBOOKS)
def test_the_cookbook_shows_the_examples_as_they_are(language: str) -> None:
    shown = re.findall(r"^```(?:toml|text)\n(.*?)^```", COOKBOOKS[language], re.DOTALL | re.M)
    assert sorted(shown) == sorted(text for each in examples(language) for text in (each.source, each.talk))


@pytest.mark.parametrize("section", SECTIONS, ids=lambda each: each[:12])
def test_the_cookbook_explains_every_key(section: str) -> None:
    """Of the file above its table; what all scenarios have is explained above the cookbook."""
    source, told = re.findall(r"^```toml\n(.*?)^```(.*?)^```text", section, re.DOTALL | re.M)[0]
    keys = set(re.findall(r"^(?:# )?([a-z_]+) =", source, re.M)) | set(re.findall(r"^\[+([a-z.]+)\]+", source, re.M))
    asked = keys - {"kind", "name", "title", "language", "patience", "words", "also", "hours", "sat", "weekdays"}
    asked -= {"opens", "closes", "lunch", "evening", "weekend"}
    assert {key for key in asked if key not in told} == set()
