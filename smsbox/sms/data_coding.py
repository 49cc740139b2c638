"""The data coding scheme octet: alphabet, message class, compression (23.038 clause 4)."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.sms.alphabet import Alphabet


@dataclass(frozen=True, slots=True)
class DataCoding:
    """What a TP-DCS says: `alphabet` (None: 8-bit data), `message_class` 0..3 (0 = flash) or None, `compressed`."""

    alphabet: Alphabet | None
    message_class: int | None = None
    compressed: bool = False


_GSM7 = DataCoding(Alphabet.GSM7)
_UCS2 = DataCoding(Alphabet.UCS2)
# Bits 3..2 of the general groups; 11 is reserved, and reserved codings "shall be assumed to be" GSM 7 bit.
_GENERAL = (Alphabet.GSM7, None, Alphabet.UCS2, Alphabet.GSM7)


def encode_data_coding(alphabet: Alphabet, flash: bool) -> int:
    """TP-DCS of a submit; `flash` asks the phone to show it at once and not to keep it (class 0)."""
    return (0x08 if alphabet is Alphabet.UCS2 else 0) | (0x10 if flash else 0)


def decode_data_coding(octet: int) -> DataCoding:
    """What TP-DCS `octet` (0..255) says."""
    return _ALL[octet]


def _decode(octet: int) -> DataCoding:
    group = octet >> 4
    if group < 0b1000:
        # General group, and "marked for automatic deletion", which is coded alike.
        message_class = octet & 3 if octet & 0x10 else None
        compressed = bool(octet & 0x20)
        return DataCoding(None if compressed else _GENERAL[octet >> 2 & 3], message_class, compressed)
    if group == 0b1110:
        # Message waiting, text in UCS-2; 1100 and 1101 say the same in GSM 7 bit.
        return _UCS2
    if group == 0b1111 and not octet & 0x08:
        return DataCoding(None if octet & 0x04 else Alphabet.GSM7, octet & 3)
    return _GSM7


_ALL = tuple(map(_decode, range(256)))
