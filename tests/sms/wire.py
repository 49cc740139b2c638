"""Builds TPDUs bit by bit from 23.038 and 23.040, apart from the product: what its codec is held against."""

from __future__ import annotations

from datetime import datetime

# Where the default alphabet differs from ASCII, as Unicode's own mapping table has it.
_OTHER = {
    0x00: 0x0040, 0x01: 0x00A3, 0x02: 0x0024, 0x03: 0x00A5, 0x04: 0x00E8, 0x05: 0x00E9, 0x06: 0x00F9, 0x07: 0x00EC,
    0x08: 0x00F2, 0x09: 0x00C7, 0x0B: 0x00D8, 0x0C: 0x00F8, 0x0E: 0x00C5, 0x0F: 0x00E5, 0x10: 0x0394, 0x11: 0x005F,
    0x12: 0x03A6, 0x13: 0x0393, 0x14: 0x039B, 0x15: 0x03A9, 0x16: 0x03A0, 0x17: 0x03A8, 0x18: 0x03A3, 0x19: 0x0398,
    0x1A: 0x039E, 0x1C: 0x00C6, 0x1D: 0x00E6, 0x1E: 0x00DF, 0x1F: 0x00C9, 0x24: 0x00A4, 0x40: 0x00A1, 0x5B: 0x00C4,
    0x5C: 0x00D6, 0x5D: 0x00D1, 0x5E: 0x00DC, 0x5F: 0x00A7, 0x60: 0x00BF, 0x7B: 0x00E4, 0x7C: 0x00F6, 0x7D: 0x00F1,
    0x7E: 0x00FC, 0x7F: 0x00E0,
}  # fmt: skip
CHARACTERS = {code: chr(_OTHER.get(code, code)) for code in range(128) if code != 0x1B}
EXTENDED = dict(zip((0x0A, 0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65), "\f^{}\\[~]|€", strict=True))
_CODES = {character: (code,) for code, character in CHARACTERS.items()} | {
    character: (0x1B, code) for code, character in EXTENDED.items()
}

MOMENT = datetime.fromisoformat("2026-01-21T13:30:21+02:00")


def codes(text: str) -> list[int]:
    """The septets of `text`."""
    return [code for character in text for code in _CODES[character]]


def bits(septets: list[int], fill: int = 0, pad: str = "0") -> bytes:
    """Septets in octets, the first in the lowest bits; `pad` fills what the last octet has left."""
    row = "0" * fill + "".join(f"{septet:07b}"[::-1] for septet in septets)
    row += pad * (-len(row) % 8)
    return bytes(int(row[at : at + 8][::-1], 2) for at in range(0, len(row), 8))


def semi_octets(digits: str) -> bytes:
    """Digits (hex) two to an octet, the first in the lower half, `F` behind an odd one."""
    digits += "F" * (len(digits) % 2)
    return bytes(int(digits[at + 1] + digits[at], 16) for at in range(0, len(digits), 2))


def number(digits: str, ton: int = 1) -> bytes:
    """An address field of digits; `*#abc` are written `ABCDE`."""
    return bytes((len(digits), 0x81 | ton << 4)) + semi_octets(digits)


def name(septets: list[int]) -> bytes:
    """An alphanumeric address field."""
    packed = bits(septets)
    return bytes((-(-len(septets) * 7 // 4), 0xD0)) + packed


SENDER = number("380500000001")


def scts(moment: datetime) -> bytes:
    """A time stamp field."""
    offset = moment.utcoffset()
    assert offset is not None
    quarters = int(offset.total_seconds()) // 900
    zone = f"{abs(quarters):02d}"
    octets = bytearray(semi_octets(moment.strftime("%y%m%d%H%M%S") + zone))
    if quarters < 0:
        octets[6] |= 0x08
    return bytes(octets)


def text7(text: str | list[int], udh: bytes = b"", pad: str = "0") -> bytes:
    """UDL and user data in GSM 7 bit; `udh` without its length octet."""
    septets = codes(text) if isinstance(text, str) else text
    header = bytes((len(udh),)) + udh if udh else b""
    fill = -len(header) * 8 % 7
    return bytes(((len(header) * 8 + fill) // 7 + len(septets),)) + header + bits(septets, fill, pad)


def octets(body: bytes, udh: bytes = b"") -> bytes:
    """UDL and user data in octets: UCS-2 or 8-bit."""
    whole = (bytes((len(udh),)) + udh if udh else b"") + body
    return bytes((len(whole),)) + whole


def deliver(
    user_data: bytes,
    *,
    sender: bytes = SENDER,
    dcs: int = 0,
    udh: bool = False,
    at: bytes | None = None,
    pid: int = 0,
) -> bytes:
    """A DELIVER; `user_data` with its UDL."""
    first = 0x04 | (0x40 if udh else 0)
    return bytes((first,)) + sender + bytes((pid, dcs)) + (scts(MOMENT) if at is None else at) + user_data


def status_report(
    *, reference: int, status: int, recipient: bytes = SENDER, at: bytes | None = None, settled: bytes | None = None
) -> bytes:
    """A STATUS-REPORT without optional parameters."""
    moment = scts(MOMENT)
    return (
        bytes((0x06, reference)) + recipient + (moment if at is None else at) + (moment if settled is None else settled)
    ) + bytes((status,))


def concat8(reference: int, total: int, seq: int) -> bytes:
    return bytes((0x00, 3, reference, total, seq))


def concat16(reference: int, total: int, seq: int) -> bytes:
    return bytes((0x08, 4, reference >> 8, reference & 0xFF, total, seq))
