"""Addresses of TPDUs: senders, recipients and the service centre (23.040 9.1.2.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from smsbox.sms.alphabet import decode_gsm7, unpack
from smsbox.sms.msisdn import BadNumber
from smsbox.sms.octets import Octets, swap_nibbles

_TOA_INTERNATIONAL = 0x91
_TOA_UNKNOWN = 0x81
_DIALLED = re.compile(r"\+[0-9]{1,20}|[0-9*#abc]{1,20}")
# Semi-octets 0xA..0xE; 0xF fills the last octet of an odd count and means nothing anywhere else.
_SIGNS = str.maketrans("abcde", "*#abc", "f")
_SEMI_OCTETS = str.maketrans("*#abc", "abcde")


class AddressKind(IntEnum):
    """Type of number, bits 6..4 of the type-of-address octet."""

    UNKNOWN = 0
    INTERNATIONAL = 1
    NATIONAL = 2
    NETWORK_SPECIFIC = 3
    SUBSCRIBER = 4
    ALPHANUMERIC = 5
    ABBREVIATED = 6
    RESERVED = 7


@dataclass(frozen=True, slots=True)
class Address:
    """Who sent or received: digits (with `+` when INTERNATIONAL) or a name when ALPHANUMERIC; may be empty."""

    text: str
    kind: AddressKind


def take_address(octets: Octets) -> Address:
    """The address that starts here: count of semi-octets, type, value. Raises BadTpdu when the PDU ends inside it."""
    count = octets.octet()
    kind = _kind(octets.octet())
    value = octets.take((count + 1) // 2)
    if kind is AddressKind.ALPHANUMERIC:
        return Address(decode_gsm7(unpack(value, count * 4 // 7)), kind)
    return Address(_digits(value, count, kind), kind)


def take_service_centre(octets: Octets) -> str:
    """The service centre's number that modems put before a TPDU (may be empty): count of octets, type, value."""
    count = octets.octet()
    if count == 0:
        return ""
    kind = _kind(octets.octet())
    return _digits(octets.take(count - 1), 2 * count, kind)


def encode_recipient(number: str) -> bytes:
    """TP-DA of `number`: `+…` as international (0x91), anything else dialled as unknown (0x81).

    Letters never become an alphanumeric address by accident. Raises BadNumber.
    """
    if not _DIALLED.fullmatch(number):
        raise BadNumber(text=number, reason="characters")
    digits = number.lstrip("+").translate(_SEMI_OCTETS)
    toa = _TOA_INTERNATIONAL if number[0] == "+" else _TOA_UNKNOWN
    return bytes((len(digits), toa)) + swap_nibbles(bytes.fromhex(digits + "f" * (len(digits) % 2)))


def _kind(type_of_address: int) -> AddressKind:
    return AddressKind(type_of_address >> 4 & 7)


def _digits(value: bytes, count: int, kind: AddressKind) -> str:
    digits = swap_nibbles(value).hex()[:count].translate(_SIGNS)
    return "+" + digits if digits and kind is AddressKind.INTERNATIONAL else digits
