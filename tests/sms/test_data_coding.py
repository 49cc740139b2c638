"""Every one of the 256 data coding schemes, written out by group (23.038 clause 4)."""

from __future__ import annotations

import pytest

from smsbox.sms.alphabet import Alphabet
from smsbox.sms.data_coding import DataCoding, decode_data_coding, encode_data_coding

G, U, B = Alphabet.GSM7, Alphabet.UCS2, None

# First octet, alphabets of bits 3..2 (00, 01, 10, 11), whether bits 1..0 are a class, compressed.
GENERAL = [
    (0x00, (G, B, U, G), False, False),
    (0x10, (G, B, U, G), True, False),
    (0x20, (B, B, B, B), False, True),
    (0x30, (B, B, B, B), True, True),
    (0x40, (G, B, U, G), False, False),
    (0x50, (G, B, U, G), True, False),
    (0x60, (B, B, B, B), False, True),
    (0x70, (B, B, B, B), True, True),
]


@pytest.mark.parametrize(("first", "alphabets", "has_class", "compressed"), GENERAL)
def test_general_and_automatic_deletion_groups(
    first: int, alphabets: tuple[Alphabet | None, ...], has_class: bool, compressed: bool
) -> None:
    for low in range(16):
        expected = DataCoding(alphabets[low >> 2], low & 3 if has_class else None, compressed)
        assert decode_data_coding(first | low) == expected


@pytest.mark.parametrize("octet", range(0x80, 0xC0))
def test_reserved_groups_are_gsm7(octet: int) -> None:
    assert decode_data_coding(octet) == DataCoding(G)


@pytest.mark.parametrize("octet", range(0xC0, 0xF0))
def test_message_waiting_groups(octet: int) -> None:
    assert decode_data_coding(octet) == DataCoding(U if octet >= 0xE0 else G)


@pytest.mark.parametrize("low", range(16))
def test_class_group(low: int) -> None:
    expected = DataCoding(G) if low & 8 else DataCoding(B if low & 4 else G, low & 3)
    assert decode_data_coding(0xF0 | low) == expected


@pytest.mark.parametrize(
    ("alphabet", "flash", "octet"), [(G, False, 0x00), (U, False, 0x08), (G, True, 0x10), (U, True, 0x18)]
)
def test_what_we_send(alphabet: Alphabet, flash: bool, octet: int) -> None:
    assert encode_data_coding(alphabet, flash) == octet
    assert decode_data_coding(octet) == DataCoding(alphabet, 0 if flash else None)
