"""Flow files: what is wrong is told all at once, with its line and the nearest right word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from smsbox.clock import HOUR, micros
from smsbox.dialogs import saying
from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.dialogs.flows.reading import LONGEST, checked, read
from smsbox.dialogs.kinds import KINDS, kind_of
from smsbox.dialogs.moves import Say
from smsbox.dialogs.texts import ELSEWHERE, TEXTS
from smsbox.sms.segments import split
from smsbox.wording.person import Person

GOOD = """
kind = "vote"
name = "saturday-vote"
title = "Музика"
words = ["ГОЛОС", "НАШЕ СВЯТО", "505"]
question = "Яку?"
[[option]]
title = "Рок"
[[option]]
title = "Джаз"
"""


def wrong(text: str) -> list[str]:
    flow, problems = checked(text)
    assert flow is None
    return [str(each) for each in problems]


def test_a_good_one_is_read() -> None:
    flow = read(
        GOOD.replace('title = "Музика"', 'title = "Музика"\nopens = 2026-11-28\ncloses = 2026-11-28\npatience = "2h"')
    )
    assert (flow.name, flow.kind, flow.words, flow.language) == (
        "saturday-vote",
        "vote",
        ("ГОЛОС", "НАШЕ СВЯТО", "505"),
        "uk",
    )
    assert flow.closes_at is not None and flow.opens_at is not None
    assert flow.closes_at - flow.opens_at == 24 * HOUR, "a day alone is all of it"
    assert flow.patience == 2 * HOUR
    assert flow.opens_at == micros(_kyiv("2026-11-28T00:00:00"))


def _kyiv(text: str):  # type: ignore[no-untyped-def]
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Kyiv"))


def test_all_mistakes_at_once_with_their_lines() -> None:
    said = wrong(
        """kind = "vote"
name = "a b"
title = ""
words = ["СТОП", "так", "дякую", "скасувати", "Голос", "голос", "12", "x"]
language = "ukr"
opens = "завтра"
closes = 2020-01-01T10:00:00
patience = "2 hours"
colour = "red"
question = "Яку?"
[texts]
thnks = "Дякуємо!"
thanks = "Дякуємо, {nmae}! {optoin|} {"
[[option]]
title = "Рок"
titel = "Рок"
"""
    )
    told = [each.split(":")[0] for each in said]
    assert told.count("line 4") == 7
    assert list(dict.fromkeys(told)) == [
        *("line 2", "line 3", "line 4", "line 5", "line 6", "line 8", "line 9", "line 12", "line 13", "line 14"),
        "line 16",
    ]
    whole = "\n".join(said)
    for part in (
        'did you mean "uk"',
        "“СТОП” means something already",
        "“голос” stands there twice",
        "“12” cannot open it",
        "a day and a time are wanted here",
        'did you mean "thanks"',
        'did you mean "title"',
        "nobody knows this key",
        "braces cannot be read",
    ):
        assert part in whole, part


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('kind = "vot"\n', 'line 1: kind: the text "vot" is not known; did you mean "vote"'),
        ("", "kind: this key is missing"),
        (GOOD + "x = [1,\n", "line 12: invalid value"),
        (GOOD.replace("[[option]]", "[option]"), "written twice"),
        (GOOD.replace('"ГОЛОС"', "5"), "line 5: words: a list of texts is wanted"),
        (GOOD.replace('words = ["ГОЛОС", "НАШЕ СВЯТО", "505"]', "words = []"), "a word that opens it"),
        ("#" * (LONGEST + 1), "longer than"),
        (GOOD.replace("title = ", "title = \x07", 1), "a sign that cannot be seen (U+0007)"),
        (GOOD.replace("title = ", "\ufefftitle = ", 1), "a sign that cannot be seen (U+FEFF)"),
        (GOOD + "x = {a = 1, a = 2}\n", "look for a missing quotation mark"),
        (re.sub('name = ".*"', 'name = "2026"', GOOD), "a name of digits alone"),
    ],
)
def test_each_kind_of_mistake_is_a_sentence(text: str, said: str) -> None:
    assert any(said in each for each in wrong(text)), wrong(text)


def test_a_line_that_is_no_toml_is_told_without_what_it_seems_to_have_taken_away() -> None:
    torn = GOOD.replace('"Музика"', '"Музика').replace("[[option]]", "[[option]", 1).replace("question", "qestion")
    said = wrong(torn)
    assert [each.split(":")[0] for each in said] == ["line 4", "line 6", "line 7"], said
    assert 'did you mean "question"' in said[1] and "skipped" not in str(said)


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("order", '[[goods]]\ncode = "СТОП"\ntitle = "Знак"\nprice = 85\n'),
        ("order", '[[goods]]\ncode = "З1"\ntitle = "Знак"\nprice = 85\nwords = ["стоп"]\n'),
        ("appointment", '[hours]\nmon = "10:00-12:00"\n[[service]]\ncode = "СТОП"\nminutes = 30\n'),
        ("quiz", '[[question]]\ntext = "Що це?"\noptions = ["СТОП", "Їдь"]\nright = "Їдь"\n'),
        ("quiz", '[[question]]\ntext = "Що це?"\nright = ["СТОП"]\n'),
    ],
)
def test_nothing_is_called_by_a_word_that_leaves(kind: str, rows: str) -> None:
    """Whoever ordered it so would be unsubscribed."""
    (said,) = wrong(f'kind = "{kind}"\nname = "x"\ntitle = "X"\nwords = ["КУПИТИ"]\n{rows}')
    assert "means something already" in said


def test_read_raises_with_all_of_them() -> None:
    with pytest.raises(FlowErrors) as raised:
        read('kind = "vote"\n')
    assert len(raised.value.problems) >= 4


def test_a_shop_says_it_its_own_way_and_nothing_typed_is_a_template() -> None:
    flow = read(GOOD.replace("[[option]]", '[texts]\nthanks = "Ура, {name|друже}! {option} – {shop}"\n[[option]]', 1))
    say = flow.say("thanks", option="{name}{{{?tag:vip}")
    him = Person.of({"shop": "Зернята"}, name="Оксана")
    assert saying.told(say, him) == "Ура, Оксана! {name}{{{?tag:vip} – Зернята"
    assert saying.told(Say("{a}, {b|-} {c}!", {"a": "", "c": "x" * 900}), Person()).startswith(", - xxx")
    assert len(saying.told(Say("{c}{c}", {"c": "x" * 900}), Person())) <= saying.LONGEST_TEXT


def test_the_engine_speaks_four_languages_in_one_sms_or_two() -> None:
    assert {frozenset(texts) for texts in TEXTS.values()} == {frozenset(TEXTS["uk"])}
    facts = {"opens": "28.11 20:00", "title": "Музика в суботу ввечері", "word": "ГОЛОСУВАТИ"}
    for language, texts in TEXTS.items():
        for key, text in texts.items():
            said = saying.told(Say(text, facts), Person())
            assert "{" not in said and len(split(said).texts) <= (1 + (key == ELSEWHERE)), (language, key, said)


def test_every_kind_is_there_and_has_the_same_texts_in_each_language() -> None:
    for key in KINDS:
        texts = kind_of(key).texts
        assert set(texts) == {"uk", "en", "pl", "ru"}
        assert {frozenset(table) for table in texts.values()} == {frozenset(texts["uk"])}, key


def test_nothing_of_kinds_is_loaded_by_a_box_without_flows(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys, smsbox.daemon.crew, smsbox.router; "
        "print([each for each in sys.modules if each.startswith('smsbox.dialogs.kinds.') or each.endswith('matching')])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
