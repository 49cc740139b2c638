"""GSM 7 bit and UCS-2: the tables, packing, and what a receiver must make of codes nobody defined."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsbox.sms import alphabet
from smsbox.sms.alphabet import BadText
from tests.sms import wire

GSM7 = st.text(st.sampled_from([*wire.CHARACTERS.values(), *wire.EXTENDED.values()]), max_size=200)
SEPTETS = st.integers(0, 180).flatmap(lambda size: st.lists(st.integers(0, 127), min_size=size, max_size=size))


@pytest.mark.parametrize("code", wire.CHARACTERS)
def test_default_table(code: int) -> None:
    assert alphabet.decode_gsm7(bytes([code])) == wire.CHARACTERS[code]
    assert alphabet.encode_gsm7(wire.CHARACTERS[code]) == bytes([code])


@pytest.mark.parametrize("code", wire.EXTENDED)
def test_extension_table(code: int) -> None:
    assert alphabet.decode_gsm7(bytes([0x1B, code])) == wire.EXTENDED[code]
    assert alphabet.encode_gsm7(wire.EXTENDED[code]) == bytes([0x1B, code])


@pytest.mark.parametrize("code", [code for code in range(128) if code not in wire.EXTENDED and code != 0x1B])
def test_unknown_extension_code_shows_the_default_character(code: int) -> None:
    assert alphabet.decode_gsm7(bytes([0x61, 0x1B, code, 0x62])) == "a" + wire.CHARACTERS[code] + "b"


def test_escape_never_reaches_the_reader() -> None:
    assert alphabet.decode_gsm7(b"A\x1b") == "A"
    assert alphabet.decode_gsm7(b"A\x1b\x1bB") == "A B"


@pytest.mark.parametrize("text", ["\x1b", "`", "ÿ", "ї", "😀", "ç", "\t", "a\u0301"])
def test_what_gsm7_lacks(text: str) -> None:
    assert not alphabet.is_gsm7(text)
    with pytest.raises(BadText) as refused:
        alphabet.encode_gsm7("ab" + text)
    assert refused.value.facts["reason"] == "not_gsm7"
    assert refused.value.facts["position"] == 2 + next(i for i, c in enumerate(text) if c != "a")
    with pytest.raises(BadText):
        alphabet.septets(text)


@given(GSM7)
def test_septets_are_counted_as_they_travel(text: str) -> None:
    assert alphabet.is_gsm7(text)
    assert alphabet.septets(text) == len(alphabet.encode_gsm7(text)) == len(wire.codes(text))
    assert alphabet.decode_gsm7(alphabet.encode_gsm7(text)) == text


@given(SEPTETS, st.integers(0, 6))
def test_packing_against_bit_strings(septets: list[int], fill: int) -> None:
    packed = alphabet.pack(bytes(septets), fill)
    assert packed == wire.bits(septets, fill)
    assert len(packed) == alphabet.packed_length(len(septets), fill)
    assert alphabet.unpack(packed, len(septets), fill) == bytes(septets)
    assert alphabet.unpack(packed + b"\xff" * 3, len(septets), fill) == bytes(septets)


def test_unpacking_what_was_cut_off_gives_what_is_there() -> None:
    assert alphabet.unpack(wire.bits([1, 2, 3, 4])[:2], 4) == bytes([1, 2])
    assert alphabet.unpack(b"", 5, 6) == b""
    assert alphabet.unpack(b"\x00", -3) == b""


def test_ucs2_is_utf16_with_pairs() -> None:
    assert alphabet.encode_ucs2("ї😀").hex() == "0457d83dde00"
    assert alphabet.decode_ucs2(bytes.fromhex("0457d83dde00")) == "ї😀"


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        ("d83d", "\ufffd"),
        ("d83d0041", "\ufffdA"),
        ("de000041", "\ufffdA"),
        ("0041d83d", "A\ufffd"),
        ("00410a", "A\ufffd"),
    ],
)
def test_half_a_pair_becomes_a_replacement_character(octets: str, text: str) -> None:
    assert alphabet.decode_ucs2(bytes.fromhex(octets)) == text


def test_half_a_pair_is_not_sent() -> None:
    with pytest.raises(BadText) as refused:
        alphabet.encode_ucs2("ab\ud83d")
    assert refused.value.facts == {"reason": "surrogate", "position": 2}
