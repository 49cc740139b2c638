"""A vote with many voters: what each of them writes, what has to be counted, and what the wire log has to show."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

SOURCE = """
kind = "vote"
name = "obid"
title = "Обід тижня"
words = ["ГОЛОС", "VOTE"]
question = "Що готуємо в суботу?"
[[option]]
title = "Борщ"
[[option]]
title = "Вареники"
[[option]]
title = "Піца"
words = ["pizza"]
"""

_SAID = {
    "Борщ": ("Голос за першого", "ГОЛОС 1", "голос: борщ", "golos borshch", "голос бощр", "1 голос!!!", "ujkjc 1"),
    "Вареники": ("ГОЛОС 2!!!", "Голос2", "vote vareniki", "Добрий день! Мій голос за вареники, дякую"),
    "Піца": ("голос піцу", "VOTE pizza", "голос третій"),
    "": ("голос за жабок", "голос 1 і 2", "Голос салат"),
}
_WEIGHTS = (50, 30, 17, 3)
THANKS, CHANGED = "Дякуємо! Ваш голос: ", "Змінено, дякуємо! Тепер ваш голос: "


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who writes what, in this order; what everybody's vote is in the end, and how each is answered, in his order."""

    messages: list[tuple[str, str]]
    votes: dict[str, str]
    answers: dict[str, list[str]]

    @property
    def counts(self) -> dict[str, int]:
        """What has to be counted."""
        return dict(Counter(self.votes.values()))

    def judge(self, sent: Iterable[Mapping[str, Any]]) -> None:
        """Every voter was answered as often as he wrote, in his order, and by what his vote was, by the wire log."""
        heard: dict[str, list[str]] = {}
        for entry in sent:
            heard.setdefault(entry["number"], []).append(entry["text"])
        for number, wanted in self.answers.items():
            got = heard.pop(number, [])
            assert len(got) == len(wanted), (number, got, wanted)
            for text, begins in zip(got, wanted, strict=True):
                assert text.startswith(begins), (number, text, begins)
        assert not heard, heard


def crowd(people: Iterable[str], seed: int = 1) -> Crowd:
    """One of forty changes his mind later."""
    dice = random.Random(seed)
    first, second = [], []
    votes: dict[str, str] = {}
    answers: dict[str, list[str]] = {}
    for number in people:
        choice = dice.choices(list(_SAID), _WEIGHTS)[0]
        first.append((number, dice.choice(_SAID[choice])))
        answers[number] = [THANKS + choice if choice else ""]
        votes[number] = choice
        if choice and dice.random() < 1 / 40:
            other = dice.choice([each for each in _SAID if each not in ("", choice)])
            second.append((number, dice.choice(_SAID[other])))
            answers[number].append(CHANGED + other)
            votes[number] = other
    dice.shuffle(first)
    return Crowd([*first, *second], votes, answers)
