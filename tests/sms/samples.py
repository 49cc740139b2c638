"""The register of categories for the differential tests: each has one trait that codecs may disagree on."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import islice

from tests.sms import wire

PER_CATEGORY = 40
PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,!?"
TABLE = "".join(character for character in wire.CHARACTERS.values() if character not in "§@\r")
MARKS = "".join(character for character in wire.EXTENDED.values() if character != "\f")
CYRILLIC = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВЇ ,.!?"
EMOJI = "😀🎉👍🚗"

Make = Callable[[random.Random], bytes]
CATEGORIES: dict[str, Make] = {}


def category(name: str) -> Callable[[Make], Make]:
    def keep(make: Make) -> Make:
        CATEGORIES[name] = make
        return make

    return keep


def samples(name: str) -> Iterator[bytes]:
    """The PDUs of a category, the same in every run."""
    dice = random.Random(name)
    return islice(iter(lambda: CATEGORIES[name](dice), None), PER_CATEGORY)


def text(dice: random.Random, characters: str, least: int = 1, most: int = 120) -> str:
    """Random text whose length is no multiple of eight, nor one less: those are categories of their own."""
    size = dice.randint(least, most)
    while size % 8 in (0, 7):
        size += 1
    return "".join(dice.choices(characters, k=size))


def utf16(written: str) -> bytes:
    return written.encode("utf-16-be")
