"""User data: the header with its information elements, and the text or data that follows it (23.040 9.2.3.24)."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.sms.alphabet import (
    Alphabet,
    BadText,
    decode_gsm7,
    decode_ucs2,
    encode_gsm7,
    encode_ucs2,
    pack,
    packed_length,
    unpack,
)

ROOM = 140
"""Octets of user data a TPDU can carry, header included."""

_CONCAT_8, _PORTS_8, _PORTS_16, _CONCAT_16 = 0x00, 0x04, 0x05, 0x08


@dataclass(frozen=True, slots=True)
class Concat:
    """Which segment of which message: `reference` (8 bits, 16 when `wide`), `total` 1..255, `seq` 1..total."""

    reference: int
    total: int
    seq: int
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """What the elements said; `ports` are (destination, originator), `damaged` when one of those made no sense."""

    concat: Concat | None = None
    ports: tuple[int, int] | None = None
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class UserData:
    """A body without its header: unpacked septets when GSM7, else octets; `damaged` when part of it is missing."""

    alphabet: Alphabet | None
    body: bytes
    header: Header
    damaged: bool

    def text(self) -> str:
        """The body as text; empty for 8-bit data."""
        return decode_body(self.alphabet, self.body)


def decode_body(alphabet: Alphabet | None, body: bytes) -> str:
    """The text of unpacked septets or UTF-16BE octets; empty for 8-bit data (`alphabet` None)."""
    if alphabet is None:
        return ""
    return decode_gsm7(body) if alphabet is Alphabet.GSM7 else decode_ucs2(body)


def encode_user_data(text: str, alphabet: Alphabet, concat: Concat | None) -> bytes:
    """TP-UDL and TP-UD of one segment. Raises BadText (`not_gsm7`, `surrogate`, `segment_full` beyond 140 octets)."""
    header = _encode_header(concat) if concat else b""
    if alphabet is Alphabet.GSM7:
        septets = encode_gsm7(text)
        taken, fill = _header_septets(len(header))
        length, body = taken + len(septets), pack(septets, fill)
    else:
        body = encode_ucs2(text)
        length = len(header) + len(body)
    if len(header) + len(body) > ROOM:
        raise BadText(reason="segment_full", position=None)
    return bytes((length,)) + header + body


def decode_user_data(alphabet: Alphabet | None, has_header: bool, length: int, octets: bytes) -> UserData:
    """The user data of TP-UDL `length` (septets when GSM7, else octets) in `octets`; what follows is ignored."""
    wanted = packed_length(length) if alphabet is Alphabet.GSM7 else length
    present = octets[:wanted]
    damaged = len(present) < wanted
    header, header_size = _split_header(present) if has_header else (Header(), 0)
    if alphabet is Alphabet.GSM7:
        taken, fill = _header_septets(header_size)
        body = unpack(present[header_size:], length - taken, fill)
    else:
        body = present[header_size:]
    if alphabet is Alphabet.UCS2 and len(body) % 2:
        body, damaged = body[:-1], True
    return UserData(alphabet, body, header, damaged or header.damaged)


def _header_septets(size: int) -> tuple[int, int]:
    """Septets a header of `size` octets takes, and the fill bits that make the text start on the border of one."""
    septets = -(-size * 8 // 7)
    return septets, septets * 7 - size * 8


def _encode_header(concat: Concat) -> bytes:
    if not 1 <= concat.seq <= concat.total:
        raise ValueError(f"segment {concat.seq} of {concat.total}")
    if concat.wide:
        return bytes((6, _CONCAT_16, 4, concat.reference >> 8, concat.reference & 0xFF, concat.total, concat.seq))
    return bytes((5, _CONCAT_8, 3, concat.reference, concat.total, concat.seq))


def _split_header(octets: bytes) -> tuple[Header, int]:
    """The header at the start of `octets`, and how many octets it takes with its length octet.

    Elements that do not end where the header ends make the whole header void; of an element that comes twice the last
    one counts.
    """
    if not octets:
        return Header(damaged=True), 0
    size = octets[0] + 1
    elements = octets[1:size]
    if len(octets) < size:
        return Header(damaged=True), len(octets)
    header = Header()
    at = 0
    while at < len(elements):
        end = at + 2 + (elements[at + 1] if at + 1 < len(elements) else 0)
        if end > len(elements):
            return Header(damaged=True), size
        header = _with_element(header, elements[at], elements[at + 2 : end])
        at = end
    return header, size


def _with_element(header: Header, kind: int, value: bytes) -> Header:
    """`header` after one more element; those we do not act on change nothing."""
    if kind in (_CONCAT_8, _CONCAT_16):
        concat = _concat(value, wide=kind == _CONCAT_16)
        return Header(concat or header.concat, header.ports, header.damaged or concat is None)
    if kind in (_PORTS_8, _PORTS_16):
        half = 1 if kind == _PORTS_8 else 2
        if len(value) != 2 * half:
            return Header(header.concat, header.ports, True)
        ports = int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")
        return Header(header.concat, ports, header.damaged)
    return header


def _concat(value: bytes, wide: bool) -> Concat | None:
    """A concatenation element; None where the standard has it ignored (size, total or number 0, number above total)."""
    if len(value) != (4 if wide else 3):
        return None
    total, seq = value[-2], value[-1]
    if not 1 <= seq <= total:
        return None
    return Concat(int.from_bytes(value[:-2], "big"), total, seq, wide)
