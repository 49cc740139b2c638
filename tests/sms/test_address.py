"""Addresses: digits beyond 9, names, nobody; and that sending never makes a name of a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsbox.sms.address import Address, AddressKind, encode_recipient, take_address, take_service_centre
from smsbox.sms.msisdn import BadNumber
from smsbox.sms.octets import BadTpdu, Octets
from tests.sms import wire


def read(octets: bytes) -> Address:
    return take_address(Octets(octets))


@pytest.mark.parametrize(
    ("octets", "text", "kind"),
    [
        (wire.number("380500000001"), "+380500000001", AddressKind.INTERNATIONAL),
        (wire.number("38050000001"), "+38050000001", AddressKind.INTERNATIONAL),
        (wire.number("0500000001", 2), "0500000001", AddressKind.NATIONAL),
        (wire.number("5444", 0), "5444", AddressKind.UNKNOWN),
        (wire.number("123", 3), "123", AddressKind.NETWORK_SPECIFIC),
        (wire.number("123", 4), "123", AddressKind.SUBSCRIBER),
        (wire.number("123", 6), "123", AddressKind.ABBREVIATED),
        (wire.number("123", 7), "123", AddressKind.RESERVED),
        (wire.number("1A2B3CDE", 0), "1*2#3abc", AddressKind.UNKNOWN),
        (bytes.fromhex("048121F3"), "123", AddressKind.UNKNOWN),
        (bytes.fromhex("0081"), "", AddressKind.UNKNOWN),
        (bytes.fromhex("0091"), "", AddressKind.INTERNATIONAL),
        (bytes.fromhex("00D0"), "", AddressKind.ALPHANUMERIC),
    ],
)
def test_reading(octets: bytes, text: str, kind: AddressKind) -> None:
    assert read(octets) == Address(text, kind)


@pytest.mark.parametrize("name", ["A", "Shop", "MMoney", "Privat2", "a_b@", "ends@@", "eleven char", "[x]", "§ü"])
def test_names_lose_and_gain_nothing(name: str) -> None:
    assert read(wire.name(wire.codes(name))) == Address(name, AddressKind.ALPHANUMERIC)


def test_an_address_ends_where_it_says() -> None:
    octets = Octets(wire.number("38050000001") + b"\x42")
    take_address(octets)
    assert octets.rest() == b"\x42"


@pytest.mark.parametrize("octets", ["", "0B", "0B91", "0B9183500000"])
def test_an_address_that_is_cut_off(octets: str) -> None:
    with pytest.raises(BadTpdu):
        read(bytes.fromhex(octets))


@pytest.mark.parametrize(
    ("octets", "text", "left"),
    [("00AB", "", "AB"), ("0191AB", "", "AB"), ("07918350000000F1AB", "+38050000001", "AB"), ("0281F5", "5", "")],
)
def test_service_centre(octets: str, text: str, left: str) -> None:
    walk = Octets(bytes.fromhex(octets))
    assert take_service_centre(walk) == text
    assert walk.rest().hex().upper() == left


@pytest.mark.parametrize(
    ("number", "octets"),
    [
        ("+380500000001", "0C91835000000010"),
        ("+38050000001", "0B918350000000F1"),
        ("0500000001", "0A815000000010"),
        ("5444", "04814544"),
        ("*100#", "05811A00FB"),
    ],
)
def test_writing(number: str, octets: str) -> None:
    assert encode_recipient(number).hex().upper() == octets


@given(st.text("0123456789*#abc", min_size=1, max_size=20), st.booleans())
def test_round_trip_with_the_two_types_we_send(digits: str, international: bool) -> None:
    international = international and digits.isdigit()
    number = "+" + digits if international else digits
    octets = encode_recipient(number)
    assert octets[1] == (0x91 if international else 0x81)
    assert read(octets).text == number


@pytest.mark.parametrize(
    "number", ["", "+", "Shop", "+46 70 123", "0046-70", "+12*", "٠٥", "1\n", "1" * 21, "+" + "1" * 21]
)
def test_what_is_no_number_is_never_encoded(number: str) -> None:
    with pytest.raises(BadNumber):
        encode_recipient(number)
