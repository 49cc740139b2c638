"""Whatever somebody writes, a contest, a survey and a form have an answer to it, and what is kept is what they say."""

from __future__ import annotations

import tempfile
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.dialogs import checks, drawing
from smsbox.dialogs.drawing import NoDrawFile
from smsbox.dialogs.receipts import LUHN, Pattern, find, only
from smsbox.sms.segments import split
from smsbox.store import Store
from tests.dialogs.player import Player
from tests.dialogs.test_contest import DATED, RECEIPTS
from tests.dialogs.test_form import COURSE
from tests.dialogs.test_survey import OPINION, TASTES

PIECES = st.sampled_from(
    (
        *("12345", "20.11", "20.11.2026", "так", "ні", "назад", "далі", "кава", "0", "²³", "①", "٣٤٥٦٧", "-", "+", "№"),
        *(
            "{name}",
            "{?x}",
            "12 34 5",
            "½",
            "⭐⭐⭐⭐⭐⭐",
            "\u200d",
            "\0",
            "1e9",
            "99999999999999999999",
            "31.02.2026",
        ),
        *("ОЗБ12", "+380501112233", "a@b.c", "4 з 5", "1-2", "¹", "𝟏𝟐𝟑𝟒𝟓", "\n", "І2З45", "одинадцять"),
    )
)
SAID = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=6).map(" ".join))
TALK = st.lists(SAID, min_size=1, max_size=8)


@settings(max_examples=25)
@given(talk=TALK, source=st.sampled_from((RECEIPTS, DATED, TASTES, OPINION, COURSE)))
def test_any_talk_is_answered_in_a_few_segments(talk: list[str], source: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite://{folder}/smsbox.db")
        try:
            player = Player(store, source)
            told = [player.write(player.flow.words[0]), *map(player.write, talk)]
        finally:
            store.close()
    assert told[0]
    assert all(len(split(text).texts) <= 9 for text in told if text)


@settings(max_examples=150)
@given(text=SAID, pattern=st.sampled_from(("#####", "@@-####", "****-****", "AB ### ##")))
def test_a_code_found_is_a_code_of_its_pattern(text: str, pattern: str) -> None:
    one = Pattern(pattern, LUHN)
    for code in find(text, (one,)):
        assert [each.key for each in find(code.shown, (one,))] == [code.key]
        assert one.read(code.key) == (code.key, 0)
        one.fits(code.key)
    only(text, (one,))


@settings(max_examples=150)
@given(text=SAID)
def test_checks_read_anything(text: str) -> None:
    checks.number(text, 0, 100)
    checks.day(text, "past", 1_795_600_800_000_000, "Europe/Kyiv")
    checks.day(text, "future", 1_795_600_800_000_000, "Europe/Kyiv")
    checks.phone(text, "+380501112233")
    checks.email(text)
    checks.yes_or_no(text, "uk")


@settings(max_examples=100)
@given(
    head=st.lists(st.sampled_from(("smsbox-draw: 1", "winners: 9", "reserves: -1", "seed: x", "a: b", "")), max_size=8)
)
def test_another_file_is_never_taken_for_a_draw_that_holds(head: list[str]) -> None:
    with suppress(NoDrawFile):
        assert any(finding.right is False for finding in drawing.verified(drawing.read("\n".join(head))))
