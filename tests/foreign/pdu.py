"""Owns this modem's own TPDU codec (3GPP 23.040, 23.038): a second opinion, sharing no line with the product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = {
    0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\",
    0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x65: "€",
}  # fmt: skip
CODES = {character: (code,) for code, character in enumerate(BASIC) if character != "\x1b"} | {
    character: (0x1B, code) for code, character in EXTENSION.items()
}
DIGITS = "0123456789*#abc"
SMSC = "07" + "91" + "835000000099"


class BadPdu(Exception):
    """The octets are no TPDU of the kind expected; the text says why."""


@dataclass(frozen=True)
class Concat:
    """Information element 00 or 08 of 23.040 9.2.3.24."""

    reference: int
    total: int
    seq: int
    wide: bool = False


@dataclass(frozen=True)
class Sent:
    """An SMS-SUBMIT as the network took it."""

    to: str
    text: str
    concat: Concat | None
    report: bool
    dcs: int
    reference: int
    at: float
    tpdu: str


def septets(data: bytes, count: int, skip_bits: int = 0) -> list[int]:
    """`count` septets of packed octets, the first after `skip_bits` (23.038 6.1.2.1)."""
    if skip_bits + 7 * count > 8 * len(data):
        raise BadPdu(f"{count} septets do not fit {len(data)} octets")
    whole = int.from_bytes(data, "little") >> skip_bits
    return [(whole >> 7 * place) & 0x7F for place in range(count)]


def pack(codes: list[int], skip_bits: int = 0) -> bytes:
    """The opposite of `septets`; the skipped bits are zero."""
    whole = sum(code << (7 * place + skip_bits) for place, code in enumerate(codes))
    return whole.to_bytes((skip_bits + 7 * len(codes) + 7) // 8, "little")


def from_codes(codes: list[int]) -> str:
    """Text of GSM-7 codes; a lone escape at the end is a mistake here, for a SUBMIT must not cut pairs."""
    text, place = "", 0
    while place < len(codes):
        code = codes[place]
        place += 1
        if code == 0x1B:
            if place == len(codes) or codes[place] not in EXTENSION:
                raise BadPdu("an escape without its character")
            code = codes[place]
            place += 1
            text += EXTENSION[code]
        else:
            text += BASIC[code]
    return text


def to_codes(text: str) -> list[int]:
    """GSM-7 codes of a text; KeyError for characters outside the tables."""
    return [code for character in text for code in CODES[character]]


def swap(digits: str) -> bytes:
    """Semi-octets (23.040 9.1.2.3): low nibble first, F to fill."""
    nibbles = [DIGITS.index(digit) for digit in digits]
    if len(nibbles) % 2:
        nibbles.append(15)
    return bytes(low | high << 4 for low, high in zip(nibbles[::2], nibbles[1::2], strict=True))


def unswap(data: bytes, count: int) -> str:
    """`count` digits of semi-octets."""
    nibbles = [half for octet in data for half in (octet & 15, octet >> 4)]
    if any(nibble == 15 for nibble in nibbles[:count]) or any(nibble != 15 for nibble in nibbles[count:]):
        raise BadPdu("fill digits in the wrong place")
    return "".join(DIGITS[nibble] for nibble in nibbles[:count])


def address(text: str) -> bytes:
    """TP-OA or TP-RA (9.1.2.5): + international, digits unknown, anything else alphanumeric."""
    if text.startswith("+"):
        return bytes([len(text) - 1, 0x91]) + swap(text[1:])
    if text.isdigit():
        return bytes([len(text), 0x81]) + swap(text)
    packed = pack(to_codes(text))
    return bytes([(7 * len(to_codes(text)) + 3) // 4, 0xD0]) + packed


def stamp(moment: datetime) -> bytes:
    """TP-SCTS (9.2.3.11) with the zone in quarters of an hour."""
    zone = int((moment.utcoffset() or timedelta()).total_seconds() // 900)
    octets = bytearray(swap(moment.strftime("%y%m%d%H%M%S") + f"{abs(zone):02d}"))
    if zone < 0:
        octets[-1] |= 0x08
    return bytes(octets)


def now() -> datetime:
    """The network's clock: Kyiv in winter."""
    return datetime.now(timezone(timedelta(hours=2)))


def header(concat: Concat | None) -> bytes:
    """The user data header with its length octet; empty when there is none."""
    if concat is None:
        return b""
    if concat.wide:
        return bytes([6, 8, 4]) + concat.reference.to_bytes(2, "big") + bytes([concat.total, concat.seq])
    return bytes([5, 0, 3, concat.reference, concat.total, concat.seq])


def body(text: str, concat: Concat | None) -> tuple[int, bytes, bool]:
    """TP-UDL, TP-UD and whether it is UCS2 (9.2.3.16, 9.2.3.24)."""
    head = header(concat)
    try:
        codes = to_codes(text)
    except KeyError:
        data = head + text.encode("utf-16-be", "surrogatepass")
        return len(data), data, True
    skipped = (len(head) * 8 + 6) // 7
    fill = skipped * 7 - len(head) * 8
    return skipped + len(codes), head + pack(codes, fill), False


def deliver(
    sender: str,
    text: str,
    *,
    concat: Concat | None = None,
    flash: bool = False,
    at: datetime | None = None,
    smsc: str = SMSC,
) -> str:
    """Hex of an SMS-DELIVER with its SMSC prefix, as +CMGL and +CMT show it."""
    length, data, ucs2 = body(text, concat)
    dcs = (0x08 if ucs2 else 0) | (0x10 if flash else 0)
    first = 0x04 | (0x40 if concat else 0)
    tpdu = bytes([first]) + address(sender) + bytes([0, dcs]) + stamp(at or now()) + bytes([length]) + data
    return smsc + tpdu.hex().upper()


def report(reference: int, recipient: str, status: int, *, sent: datetime, done: datetime, smsc: str = SMSC) -> str:
    """Hex of an SMS-STATUS-REPORT (9.2.2.3) with its SMSC prefix."""
    tpdu = bytes([0x06, reference]) + address(recipient) + stamp(sent) + stamp(done) + bytes([status])
    return smsc + tpdu.hex().upper()


def length(pdu: str) -> int:
    """Octets of the TPDU without the SMSC, the number +CMGR prints (27.005 3.1)."""
    return len(pdu) // 2 - 1 - int(pdu[:2], 16)


def read_submit(pdu: bytes, *, reference: int, at: float) -> Sent:
    """Decode what a client handed to +CMGS, SMSC prefix included, and be strict about it (9.2.2.2).

    `reference` is the one this modem put in place of the client's, `at` the moment in seconds.
    """
    try:
        return _submit(pdu[1 + pdu[0] :], reference, at)
    except IndexError:
        raise BadPdu("too short") from None


def _submit(tpdu: bytes, reference: int, at: float) -> Sent:
    first, count, kind = tpdu[0], tpdu[2], tpdu[3]
    if first & 3 != 1:
        raise BadPdu("not a SUBMIT")
    end = 4 + (count + 1) // 2
    number = ("+" if kind & 0x70 == 0x10 else "") + unswap(tpdu[4:end], count)
    dcs = tpdu[end + 1]
    end += 2 + {0: 0, 2: 1, 1: 7, 3: 7}[first >> 3 & 3]
    size, data = tpdu[end], tpdu[end + 1 :]
    head = 1 + data[0] if first & 0x40 else 0
    concat = _concat(data[1:head]) if head else None
    if dcs & 0x0C == 0x08:
        if size != len(data):
            raise BadPdu(f"TP-UDL {size}, but {len(data)} octets")
        text = data[head:].decode("utf-16-be")  # a lone surrogate is an error: pairs must not be cut
    else:
        if len(data) != (size * 7 + 7) // 8:
            raise BadPdu(f"TP-UDL {size} septets, but {len(data)} octets")
        skipped = (head * 8 + 6) // 7
        text = from_codes(septets(data, size - skipped, skipped * 7))
    if len(data) > 140:
        raise BadPdu(f"{len(data)} octets of user data")
    return Sent(number, text, concat, bool(first & 0x20), dcs, reference, at, tpdu.hex())


def _concat(elements: bytes) -> Concat | None:
    place = 0
    while place < len(elements):
        kind, size = elements[place], elements[place + 1]
        value = elements[place + 2 : place + 2 + size]
        if (kind, size) in ((0, 3), (8, 4)):
            found = Concat(int.from_bytes(value[:-2], "big"), value[-2], value[-1], kind == 8)
            if not 1 <= found.seq <= found.total:
                raise BadPdu(f"segment {found.seq} of {found.total}")
            return found
        place += 2 + size
    return None
