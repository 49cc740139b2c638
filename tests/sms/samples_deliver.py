"""DELIVER and STATUS-REPORT by category, built apart from the product."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone

from tests.sms import wire
from tests.sms.samples import CYRILLIC, EMOJI, MARKS, PLAIN, TABLE, category, text, utf16


@category("plain")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7(text(dice, PLAIN)))


@category("odd and even numbers")
def _(dice: random.Random) -> bytes:
    digits = "".join(dice.choices("0123456789", k=dice.randint(3, 15)))
    return wire.deliver(wire.text7("hi"), sender=wire.number(digits, dice.choice([0, 1, 2])))


@category("default table")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7(text(dice, TABLE)))


@category("section sign")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7("§" + text(dice, PLAIN, 2, 4) + "z"))


@category("extension table")
def _(dice: random.Random) -> bytes:
    return wire.deliver(
        wire.text7("".join(dice.choices(MARKS, k=4 * dice.randint(1, 19) + 1)) + "abc"[: dice.randint(0, 3)])
    )


@category("extension table, 8n-1 septets")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7("".join(dice.choices(MARKS, k=4 * dice.randint(1, 19) + 1)) + "abcde"))


@category("page break")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7(text(dice, PLAIN, 1, 1) + "\fx"))


@category("8n septets")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7("".join(dice.choices(PLAIN, k=8 * dice.randint(1, 20)))))


@category("8n septets ending in @")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7("".join(dice.choices(PLAIN, k=8 * dice.randint(1, 20) - 1)) + "@"))


@category("8n-1 septets")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7("".join(dice.choices(PLAIN, k=8 * dice.randint(1, 20) - 1))))


@category("8n-1 septets, padding of ones")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7("".join(dice.choices(PLAIN, k=8 * dice.randint(1, 20) - 1)), pad="1"))


def _concat(dice: random.Random, wide: bool) -> bytes:
    total = dice.randint(1, 255)
    make, most = (wire.concat16, 0xFFFF) if wide else (wire.concat8, 0xFF)
    return make(dice.randint(256 if wide else 0, most), total, dice.randint(1, total))


@category("8-bit reference, GSM 7 bit")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7(text(dice, PLAIN), _concat(dice, False)), udh=True)


@category("16-bit reference, GSM 7 bit")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7(text(dice, PLAIN), _concat(dice, True)), udh=True)


@category("references, UCS-2")
def _(dice: random.Random) -> bytes:
    return wire.deliver(
        wire.octets(utf16(text(dice, CYRILLIC, 1, 60)), _concat(dice, dice.random() < 0.5)), dcs=8, udh=True
    )


@category("reference and ports")
def _(dice: random.Random) -> bytes:
    elements = [_concat(dice, dice.random() < 0.5), bytes((5, 4, 0x15, 0x81, 0, dice.randint(0, 255)))]
    dice.shuffle(elements)
    return wire.deliver(wire.octets(utf16(text(dice, CYRILLIC, 1, 50)), b"".join(elements)), dcs=8, udh=True)


@category("impossible reference")
def _(dice: random.Random) -> bytes:
    element = dice.choice([wire.concat8(7, 0, 0), wire.concat8(7, 2, 3), wire.concat8(7, 2, 0)])
    return wire.deliver(wire.text7("hi", element), udh=True)


@category("UCS-2")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.octets(utf16(text(dice, CYRILLIC, 1, 60))), dcs=8)


@category("surrogate pairs")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.octets(utf16(text(dice, CYRILLIC + EMOJI, 1, 30) + dice.choice(EMOJI))), dcs=8)


@category("half a pair")
def _(dice: random.Random) -> bytes:
    half = dice.choice([b"\xd8\x3d", b"\xde\x00"])
    return wire.deliver(wire.octets(utf16("ї") + half + utf16("ї")), dcs=8)


@category("name of 7 characters")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7("hi"), sender=wire.name(wire.codes("".join(dice.choices(PLAIN[:52], k=7)))))


@category("name of other length")
def _(dice: random.Random) -> bytes:
    name = "".join(dice.choices(PLAIN[:52], k=dice.choice([1, 2, 3, 4, 5, 6, 9, 10, 11])))
    return wire.deliver(wire.text7("hi"), sender=wire.name(wire.codes(name)))


@category("name with _")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7("hi"), sender=wire.name(wire.codes("a_" + dice.choice(PLAIN[:52]))))


@category("name with @")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7("hi"), sender=wire.name(wire.codes("a@" + dice.choice(PLAIN[:52]))))


@category("digits * # a b c")
def _(dice: random.Random) -> bytes:
    digits = "1" + "".join(dice.choices("ABCDE", k=5))
    return wire.deliver(wire.text7("hi"), sender=wire.number(digits, 0))


@category("sender of no length")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7(text(dice, PLAIN)), sender=bytes((0, dice.choice([0x80, 0x81, 0x91]))))


@category("national single shift")
def _(dice: random.Random) -> bytes:
    element = bytes((0x24, 1, dice.choice([1, 2])))
    return wire.deliver(wire.text7([0x61, 0x1B, dice.choice([0x49, 0x63, 0x55]), 0x62], element), udh=True)


@category("unknown extension code")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7([0x61, 0x1B, dice.choice([0x41, 0x42, 0x31]), 0x62]))


@category("escape at the end")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7([*wire.codes(text(dice, PLAIN, 1, 4)), 0x1B]))


@category("DCS 48 and 58, UCS-2")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.octets(utf16(text(dice, CYRILLIC, 1, 60))), dcs=dice.choice([0x48, 0x58]))


@category("DCS E0, UCS-2")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.octets(utf16(text(dice, CYRILLIC, 1, 60))), dcs=0xE0)


@category("DCS E8, UCS-2")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.octets(utf16(text(dice, CYRILLIC, 1, 60))), dcs=0xE8)


@category("DCS C0 and D0, GSM 7 bit")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7(text(dice, PLAIN)), dcs=dice.choice([0xC0, 0xD0]))


@category("DCS C8 and D8, GSM 7 bit")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7(text(dice, PLAIN)), dcs=dice.choice([0xC8, 0xD8]))


@category("DCS 04, 8-bit")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.octets(dice.randbytes(dice.randint(1, 140))), dcs=0x04)


@category("DCS 44 and F4, 8-bit")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.octets(dice.randbytes(dice.randint(1, 140))), dcs=dice.choice([0x44, 0xF4, 0xF7]))


@category("DCS 0C, reserved")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7(text(dice, PLAIN)), dcs=0x0C)


@category("DCS 80 and B0, reserved")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7(text(dice, PLAIN)), dcs=dice.choice([0x80, 0xB0]))


@category("flash")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7(text(dice, PLAIN)), dcs=dice.choice([0x10, 0xF0]))


@category("octets behind the text")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7(text(dice, PLAIN)) + dice.randbytes(3))


@category("octets behind the data")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.octets(dice.randbytes(20)) + dice.randbytes(3), dcs=0x04)


@category("empty")
def _(dice: random.Random) -> bytes:
    return wire.deliver(b"\x00", dcs=dice.choice([0, 8]))


@category("cut off")
def _(dice: random.Random) -> bytes:
    whole = wire.deliver(wire.octets(utf16(text(dice, CYRILLIC, 10, 60))), dcs=8)
    return whole[: -2 * dice.randint(1, 8)]


@category("no time")
def _(dice: random.Random) -> bytes:
    return wire.deliver(wire.text7(text(dice, PLAIN)), at=bytes(7))


@category("zones")
def _(dice: random.Random) -> bytes:
    zone = timezone(timedelta(minutes=15 * dice.randint(-48, 56)))
    moment = datetime(
        2000 + dice.randint(1, 60), dice.randint(1, 12), dice.randint(1, 28), dice.randint(0, 23), 59, 1, tzinfo=zone
    )
    return wire.deliver(wire.text7("hi"), at=wire.scts(moment))


@category("status report")
def _(dice: random.Random) -> bytes:
    number = wire.number("".join(dice.choices("123456789", k=dice.randint(9, 13))), dice.choice([1, 2]))
    return wire.status_report(
        reference=dice.randint(0, 255), status=dice.choice([0, 1, 2, 0x20, 0x30, 0x46, 0x63]), recipient=number
    )


@category("status report without discharge time")
def _(dice: random.Random) -> bytes:
    return wire.status_report(reference=dice.randint(0, 255), status=0, settled=bytes(7))


@category("status report with more behind")
def _(dice: random.Random) -> bytes:
    return wire.status_report(reference=dice.randint(0, 255), status=0) + dice.choice([b"\x00", b"\xff\xff"])
