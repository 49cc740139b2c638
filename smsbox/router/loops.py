"""Whether an automaton answers our automatic answers: a pure judgement of what was heard and said lately.

Written for people first: who repeats a short answer in a quiz, hurries, or asks the same thing three times, is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smsbox.clock import MINUTE, SECOND, Micros
from smsbox.sms.keywords import folded
from smsbox.subscription.automatons import LOOK_BACK

LONG = 12
"""Characters from which on nobody writes the very same by chance."""
_SAME_LONG, _SAME_SHORT = 4, 7
"""So often the same is written by no person: at length; or in a word that always gets the same answer."""

_TYPED = 25
"""Shorter answers can be typed while one looks."""
_QUICK = 4
_AT_LEAST_US, _PER_CHARACTER_US = 5 * SECOND, SECOND // 8
"""Less than nobody needs: two ways through the network, and eight characters a second."""

_MANY, _MANY_IN = 30, 10 * MINUTE

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Line:
    """One text, `at` the moment it was received, or queued; `left_at` when it was handed to the network, None where it
    was not.
    """

    at: Micros
    text: str
    left_at: Micros | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """What gives it away: a key of `subscription.automatons.WHY`, and its figure."""

    why: str
    count: int


def shape(text: str) -> str:
    """A text as it is compared: a running number or a time in it makes it no other."""
    return _DIGITS.sub("#", folded(text))


def judge(heard: Sequence[Line], said: Sequence[Line]) -> Sign | None:
    """Of what one number wrote lately and what it was automatically told, both the oldest first; the last of `heard` is
    the message in hand.
    """
    if not heard:
        return None
    heard = [line for line in heard if heard[-1].at - line.at <= LOOK_BACK]
    answers = list(_answers(heard, said))
    return _same(answers, heard) or _quick(answers) or _many(answers, heard)


def _answers(heard: Sequence[Line], said: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """What came as the answer to something automatic: that, and the answer."""
    moments, before = [line.at for line in said], heard[0].at - LOOK_BACK
    for line in heard:
        place = bisect_left(moments, line.at) - 1
        if place >= 0 and moments[place] >= before:
            yield said[place], line
        before = line.at


def _same(answers: Sequence[tuple[Line, Line]], heard: Sequence[Line]) -> Sign | None:
    now = shape(heard[-1].text)
    alike = [said for said, line in answers if shape(line.text) == now]
    times = sum(shape(line.text) == now for line in heard)
    if len(now) >= LONG and len(alike) >= _SAME_LONG - 1:
        return Sign("same", times) if times >= _SAME_LONG else None
    told = {shape(line.text) for line in alike[1 - _SAME_SHORT :]}
    return Sign("same", times) if len(alike) >= _SAME_SHORT - 1 and len(told) == 1 else None


def _quick(answers: Sequence[tuple[Line, Line]]) -> Sign | None:
    last = answers[-_QUICK:]
    if len(last) < _QUICK or not all(_too_quick(said, line) for said, line in last):
        return None
    return Sign("quick", _QUICK)


def _too_quick(said: Line, line: Line) -> bool:
    if said.left_at is None or len(line.text) < _TYPED:
        return False
    return 0 <= line.at - said.left_at < _AT_LEAST_US + len(line.text) * _PER_CHARACTER_US


def _many(answers: Sequence[tuple[Line, Line]], heard: Sequence[Line]) -> Sign | None:
    since = heard[-1].at - _MANY_IN
    wrote = sum(line.at >= since for line in heard)
    told = sum(line.at >= since for _, line in answers)
    return Sign("many", wrote) if told >= _MANY else None
