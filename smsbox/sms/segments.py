"""Cutting a text into the segments that travel: as few as the standard allows, never inside a character."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from smsbox.errors import SmsboxError
from smsbox.sms.alphabet import ESC, Alphabet, BadText, encode_gsm7, encode_ucs2, is_gsm7

__all__ = ["MOST_SEGMENTS", "Alphabet", "BadText", "Split", "TooLong", "split"]

MOST_SEGMENTS = 255
"""The segment count of a concatenated message is one octet (23.040 9.2.3.24.1)."""

_ALONE = {Alphabet.GSM7: 160, Alphabet.UCS2: 70}
_JOINED = {Alphabet.GSM7: 153, Alphabet.UCS2: 67}
_JOINED_WIDE = {Alphabet.GSM7: 152, Alphabet.UCS2: 66}

_UNSENDABLE = re.compile("[\0\ud800-\udfff]")
# What belongs to the character before it: joiner, variation selectors, skin tones, tags, combining marks.
_TRAILING = re.compile(
    "[\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]"
)
_JOINER = "\u200d"
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]+")


class TooLong(SmsboxError):
    """A text that needs more segments than a message can have. Facts: `segments` (needed), `most`."""

    key = "sms.too_long"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Split:
    """A text as it will travel: the alphabet of all its segments, and their texts; joined they are the whole."""

    alphabet: Alphabet
    texts: tuple[str, ...]


def split(text: str, *, wide: bool = False) -> Split:
    """The segments of `text`: one of 160 septets or 70 UTF-16 code units, else several of 153 or 67.

    With `wide` (16-bit) references it is 152 or 66. Raises BadText (`nul`, `surrogate`) and TooLong.
    """
    unsendable = _UNSENDABLE.search(text)
    if unsendable:
        raise BadText(reason="surrogate" if unsendable[0] > "\0" else "nul", position=unsendable.start())
    alphabet = Alphabet.GSM7 if is_gsm7(text) else Alphabet.UCS2
    units = encode_gsm7(text) if alphabet is Alphabet.GSM7 else encode_ucs2(text)
    length = len(units) if alphabet is Alphabet.GSM7 else len(units) // 2
    if length <= _ALONE[alphabet]:
        return Split(alphabet, (text,))
    room = (_JOINED_WIDE if wide else _JOINED)[alphabet]
    if length > room * MOST_SEGMENTS:
        raise TooLong(segments=-(-length // room), most=MOST_SEGMENTS)
    texts = _cut_gsm7(text, units, room) if alphabet is Alphabet.GSM7 else _cut_ucs2(text, room)
    if len(texts) > MOST_SEGMENTS:
        raise TooLong(segments=len(texts), most=MOST_SEGMENTS)
    return Split(alphabet, texts)


def _cut_gsm7(text: str, units: bytes, room: int) -> tuple[str, ...]:
    """Cut at `room` septets, one earlier where ESC would be parted from its code."""
    if len(units) == len(text):
        return tuple(text[at : at + room] for at in range(0, len(text), room))
    texts = []
    at = index = 0
    while at < len(units):
        end = min(at + room, len(units))
        if units[end - 1] == ESC:
            end -= 1
        characters = end - at - units.count(ESC, at, end)
        texts.append(text[index : index + characters])
        at, index = end, index + characters
    return tuple(texts)


def _cut_ucs2(text: str, room: int) -> tuple[str, ...]:
    """Cut between characters; between what a reader sees as one character, too, when that costs no further segment."""
    texts = _cut_at(text, room, lambda start, end: end)
    if _TRAILING.search(text) or _FLAGS.search(text):
        kind = _cut_at(text, room, lambda start, end: _border(text, start, end))
        if len(kind) <= len(texts):
            return kind
    return texts


def _cut_at(text: str, room: int, border: Callable[[int, int], int]) -> tuple[str, ...]:
    """Cut at `room` code units or where `border` would rather have it."""
    texts = []
    start = 0
    while start < len(text):
        end = start + _fitting(text[start : start + room], room)
        if end < len(text):
            end = border(start, end)
        texts.append(text[start:end])
        start = end
    return tuple(texts)


def _fitting(piece: str, room: int) -> int:
    """How many characters of `piece` fit into `room` code units, surrogate pairs whole."""
    units = encode_ucs2(piece)
    if len(units) <= 2 * room:
        return len(piece)
    if 0xDC <= units[2 * room] <= 0xDF:
        room -= 1
    return len(units[: 2 * room].decode("utf-16-be"))


def _border(text: str, start: int, end: int) -> int:
    """The last index in `start`..`end` that parts no emoji, flag or accented letter; `end` when there is none."""
    return next((index for index in range(end, start, -1) if not _inside(text, start, index)), end)


def _inside(text: str, start: int, index: int) -> bool:
    """Whether what a reader sees as one character goes on over `index`."""
    if text[index - 1] == _JOINER or _TRAILING.match(text, index):
        return True
    if not (_FLAGS.match(text, index) and _FLAGS.match(text, index - 1)):
        return False
    # Regional indicators pair up from the first of their row.
    first = index - 1
    while first > start and _FLAGS.match(text, first - 1):
        first -= 1
    return (index - first) % 2 == 1
