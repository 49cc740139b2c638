"""The simulator's own reader of SMS-SUBMIT and writer of SMS-DELIVER and SMS-STATUS-REPORT (23.040 9.2.2).

It shares nothing with the product's codec, so that the wire log can judge what the product really sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from smsbox.modem.simulator import gsm7


class Malformed(Exception):
    """Octets that no network would take as an SMS-SUBMIT."""


@dataclass(frozen=True, slots=True)
class Part:
    """Where a segment stands in a long message (23.040 9.2.3.24.1 and .8)."""

    reference: int
    total: int
    seq: int
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Submit:
    """What an SMS-SUBMIT says. `data` is the user data without header; `validity` is the raw TP-VP in hex."""

    number: str
    text: str
    data: bytes
    coding: str
    part: Part | None
    mr: int
    pid: int
    dcs: int
    message_class: int | None
    report: bool
    reject_duplicates: bool
    validity: str
    tpdu: bytes


def split_smsc(pdu: bytes) -> tuple[str, bytes]:
    """The service centre number (or "") and the TPDU behind it. Raises Malformed."""
    if not pdu or 1 + pdu[0] > len(pdu):
        raise Malformed("service centre address longer than the PDU")
    size = pdu[0]
    address = pdu[1 : 1 + size]
    number = _digits(address[1:], 2 * (size - 1)) if size > 1 else ""
    return ("+" if size > 1 and address[0] & 0x70 == 0x10 else "") + number, pdu[1 + size :]


_DIGITS = "0123456789*#abc"


def _digits(octets: bytes, count: int) -> str:
    nibbles = [half for octet in octets for half in (octet & 15, octet >> 4)][:count]
    return "".join(_DIGITS[nibble] for nibble in nibbles if nibble != 15)


def _read_address(tpdu: bytes, at: int) -> tuple[str, int]:
    count, kind = tpdu[at], tpdu[at + 1]
    size = (count + 1) // 2
    octets = tpdu[at + 2 : at + 2 + size]
    if len(octets) < size:
        raise Malformed("address cut short")
    if kind & 0x70 == 0x50:
        return gsm7.text_of(gsm7.unpack(octets, count * 4 // 7)), at + 2 + size
    return ("+" if kind & 0x70 == 0x10 else "") + _digits(octets, count), at + 2 + size


def coding_of(dcs: int) -> tuple[str, int | None]:
    """Alphabet ("gsm7", "8bit", "ucs2") and message class of a TP-DCS (23.038 4)."""
    if dcs & 0x80 == 0:
        alphabet = {0: "gsm7", 1: "8bit", 2: "ucs2", 3: "gsm7"}[(dcs >> 2) & 3]
        return alphabet, dcs & 3 if dcs & 0x10 else None
    if dcs & 0xF0 == 0xF0:
        return ("8bit" if dcs & 4 else "gsm7"), dcs & 3
    return ("ucs2" if dcs & 0xF0 == 0xE0 else "gsm7"), None


def _read_header(header: bytes) -> Part | None:
    at, part = 0, None
    while at + 1 < len(header):
        name, size = header[at], header[at + 1]
        value = header[at + 2 : at + 2 + size]
        if name == 0x00 and len(value) == 3:
            part = Part(value[0], value[1], value[2])
        elif name == 0x08 and len(value) == 4:
            part = Part(value[0] << 8 | value[1], value[2], value[3], wide=True)
        at += 2 + size
    return part


def _read_user_data(rest: bytes, has_header: bool, coding: str) -> tuple[str, bytes, Part | None]:
    length, data = rest[0], rest[1:]
    octets = (length * 7 + 7) // 8 if coding == "gsm7" else length
    if len(data) != octets or octets > 140:
        raise Malformed(f"user data of {len(data)} octets, {octets} announced")
    skip = data[0] + 1 if has_header and data else 0
    if skip > len(data):
        raise Malformed("header longer than the user data")
    part = _read_header(data[1:skip]) if has_header else None
    body = data[skip:]
    if coding == "gsm7":
        used = (skip * 8 + 6) // 7
        return gsm7.text_of(gsm7.unpack(body, length - used, used * 7 - skip * 8)), body, part
    if coding == "ucs2":
        return body.decode("utf-16-be", "surrogatepass") if len(body) % 2 == 0 else body.hex(), body, part
    return body.hex(), body, part


def read_submit(tpdu: bytes) -> Submit:
    """Decode an SMS-SUBMIT (23.040 9.2.2.2). Raises Malformed."""
    try:
        first, mr = tpdu[0], tpdu[1]
        if first & 3 != 1:
            raise Malformed(f"first octet {first:#04x} is no SMS-SUBMIT")
        number, at = _read_address(tpdu, 2)
        pid, dcs = tpdu[at], tpdu[at + 1]
        period = {0: 0, 1: 7, 2: 1, 3: 7}[(first >> 3) & 3]
        validity = tpdu[at + 2 : at + 2 + period].hex()
        coding, message_class = coding_of(dcs)
        text, data, part = _read_user_data(tpdu[at + 2 + period :], bool(first & 0x40), coding)
    except (IndexError, UnicodeDecodeError) as error:
        raise Malformed("cut short") from error
    reports, rejects = bool(first & 0x20), bool(first & 0x04)
    return Submit(number, text, data, coding, part, mr, pid, dcs, message_class, reports, rejects, validity, tpdu)


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _swapped(digits: str) -> bytes:
    codes = [_DIGITS.index(digit) for digit in digits] + ([15] if len(digits) % 2 else [])
    return bytes(codes[at] | codes[at + 1] << 4 for at in range(0, len(codes), 2))


def address(text: str, kind: int | None = None) -> bytes:
    """An address field: length, type, value. `+…` is international, digits unknown type, other text alphanumeric."""
    digits = text.removeprefix("+")
    if text and all(char in _DIGITS for char in digits):
        chosen = kind if kind is not None else 0x91 if text.startswith("+") else 0x81
        return bytes([len(digits), chosen]) + _swapped(digits)
    septets = gsm7.septets_of(text)
    if septets is None:
        raise Malformed(f"sender {text!r} is not in the GSM alphabet")
    packed = gsm7.pack(septets)
    return bytes([(len(septets) * 7 + 3) // 4, 0xD0 if text else 0x80]) + packed


def timestamp(moment: datetime) -> bytes:
    """A TP-SCTS: seven octets of swapped digits, zone in quarter hours (23.040 9.2.3.11)."""
    zone = moment.utcoffset() or timedelta()
    quarters = abs(int(zone.total_seconds())) // 900
    fields = (moment.year % 100, moment.month, moment.day, moment.hour, moment.minute, moment.second, quarters)
    octets = bytearray((value % 10) << 4 | value // 10 for value in fields)
    if zone < timedelta():
        octets[6] |= 0x08
    return bytes(octets)


def _header(part: Part | None) -> bytes:
    if part is None:
        return b""
    if part.wide:
        return bytes([6, 0x08, 4, part.reference >> 8, part.reference & 255, part.total, part.seq])
    return bytes([5, 0x00, 3, part.reference & 255, part.total, part.seq])


def units_of(text: str, coding: str | None = None) -> tuple[str, list[int]]:
    """Coding and code units: septets where they suffice, else UTF-16 units (23.038 6.2); or as `coding` says."""
    if coding == "8bit":
        return "8bit", list(text.encode("latin-1"))
    septets = gsm7.septets_of(text)
    if septets is not None and coding != "ucs2":
        return "gsm7", septets
    octets = text.encode("utf-16-be", "surrogatepass")
    return "ucs2", [octets[at] << 8 | octets[at + 1] for at in range(0, len(octets), 2)]


def cut(
    text: str, *, wide: bool = False, careless: bool = False, coding: str | None = None
) -> tuple[str, list[list[int]]]:
    """Coding and the units of each segment; `careless` cuts inside surrogate pairs as bad senders do."""
    chosen, units = units_of(text, coding)
    whole, piece = {"gsm7": (160, 152 if wide else 153), "ucs2": (70, 66 if wide else 67), "8bit": (140, 134)}[chosen]
    if len(units) <= whole:
        return chosen, [units]
    pieces, at = [], 0
    while at < len(units):
        end = min(at + piece, len(units))
        cuts_pair = chosen == "ucs2" and 0xD800 <= units[end - 1] < 0xDC00
        cuts_escape = chosen == "gsm7" and units[end - 1] == gsm7.ESCAPE
        if end < len(units) and not careless and (cuts_pair or cuts_escape):
            end -= 1
        pieces.append(units[at:end])
        at = end
    return chosen, pieces


def deliver(
    sender: str,
    units: list[int],
    coding: str,
    at: datetime,
    *,
    part: Part | None = None,
    message_class: int | None = None,
    kind: int | None = None,
    header: bytes | None = None,
) -> bytes:
    """An SMS-DELIVER TPDU (23.040 9.2.2.1). `header` replaces the user data header, `kind` the type of address."""
    udh = _header(part) if header is None else header
    dcs = {"gsm7": 0x00, "8bit": 0x04, "ucs2": 0x08}[coding] | (
        0x10 | message_class if message_class is not None else 0
    )
    if coding == "gsm7":
        used = (len(udh) * 8 + 6) // 7
        length, data = used + len(units), gsm7.pack(units, used * 7 - len(udh) * 8)
    else:
        data = bytes(units) if coding == "8bit" else b"".join(unit.to_bytes(2, "big") for unit in units)
        length = len(udh) + len(data)
    first = 0x04 | (0x40 if udh else 0)
    return bytes([first]) + address(sender, kind) + bytes([0, dcs]) + timestamp(at) + bytes([length]) + udh + data


def status_report(
    reference: int, recipient: str, sent_at: datetime, settled_at: datetime | None, status: int, kind: int | None = None
) -> bytes:
    """An SMS-STATUS-REPORT TPDU (23.040 9.2.2.3); `settled_at` None writes seven zero octets."""
    settled = timestamp(settled_at) if settled_at else bytes(7)
    return bytes([0x06, reference]) + address(recipient, kind) + timestamp(sent_at) + settled + bytes([status])


def with_smsc(tpdu: bytes, smsc: str) -> bytes:
    """`tpdu` behind the service centre's address, as 27.005 shows stored messages."""
    if not smsc:
        return b"\x00" + tpdu
    digits = _swapped(smsc.removeprefix("+"))
    return bytes([len(digits) + 1, 0x91 if smsc.startswith("+") else 0x81]) + digits + tpdu
