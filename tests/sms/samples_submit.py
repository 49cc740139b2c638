"""SUBMIT by category, as our own encoder makes them."""

from __future__ import annotations

import random

from smsbox.sms.alphabet import Alphabet
from smsbox.sms.segments import split
from smsbox.sms.tpdu import Concat, Submit, encode_submit
from tests.sms.samples import CYRILLIC, EMOJI, MARKS, PLAIN, TABLE, category, text


def submit(written: str, dice: random.Random, **more: object) -> bytes:
    """Our own encoding of a text that fits one segment."""
    number = "+" + "".join(dice.choices("123456789", k=dice.randint(9, 14)))
    whole = split(written)
    assert len(whole.texts) == 1
    return encode_submit(Submit(number, written, whole.alphabet, dice.randint(0, 255), **more))  # type: ignore[arg-type]


@category("submit, default table")
def _(dice: random.Random) -> bytes:
    return submit(text(dice, TABLE), dice, report=dice.random() < 0.5, reject_duplicates=dice.random() < 0.5)


@category("submit, section sign")
def _(dice: random.Random) -> bytes:
    return submit("§" + text(dice, PLAIN, 2, 4) + "z", dice)


@category("submit, extension table")
def _(dice: random.Random) -> bytes:
    return submit("".join(dice.choices(MARKS, k=4 * dice.randint(1, 19) + 1)) + "ab", dice)


@category("submit, UCS-2")
def _(dice: random.Random) -> bytes:
    return submit(text(dice, CYRILLIC, 1, 60), dice, flash=dice.random() < 0.5)


@category("submit, emoji")
def _(dice: random.Random) -> bytes:
    return submit(text(dice, CYRILLIC + EMOJI, 1, 30) + dice.choice(EMOJI), dice)


@category("submit, 8-bit reference")
def _(dice: random.Random) -> bytes:
    return submit(text(dice, PLAIN), dice, concat=Concat(dice.randint(1, 255), 255, dice.randint(1, 255)))


@category("submit, 16-bit reference, GSM 7 bit")
def _(dice: random.Random) -> bytes:
    concat = Concat(dice.randint(256, 0xFFFF), 255, dice.randint(1, 255), wide=True)
    return submit(text(dice, PLAIN), dice, concat=concat)


@category("submit, 16-bit reference, UCS-2")
def _(dice: random.Random) -> bytes:
    concat = Concat(dice.randint(256, 0xFFFF), 255, dice.randint(1, 255), wide=True)
    return submit(text(dice, CYRILLIC, 1, 60), dice, concat=concat)


@category("submit, validity")
def _(dice: random.Random) -> bytes:
    return submit(text(dice, PLAIN), dice, validity_s=dice.randint(1, 63 * 7 * 86400))


@category("submit, short code")
def _(dice: random.Random) -> bytes:
    number = "".join(dice.choices("123456789", k=dice.randint(3, 6)))
    return encode_submit(Submit(number, "hi", Alphabet.GSM7))
