"""SUBMIT: octets known from the standard, and that every choice travels."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.sms.alphabet import Alphabet, BadText
from smsbox.sms.msisdn import BadNumber
from smsbox.sms.segments import split
from smsbox.sms.tpdu import BadTpdu, Concat, Submit, decode_submit, encode_submit
from smsbox.sms.validity import decode_validity, encode_validity
from tests.sms import wire

HELLO = Submit("+380500000001", "hellohello", Alphabet.GSM7)
ADDRESS = "0C91835000000010"


@pytest.mark.parametrize(
    ("change", "octets"),
    [
        ({}, "2100" + ADDRESS + "00000AE8329BFD4697D9EC37"),
        ({"report": False}, "0100" + ADDRESS + "00000AE8329BFD4697D9EC37"),
        ({"reference": 255}, "21FF" + ADDRESS + "00000AE8329BFD4697D9EC37"),
        ({"reject_duplicates": True}, "2500" + ADDRESS + "00000AE8329BFD4697D9EC37"),
        ({"validity_s": 86400}, "3100" + ADDRESS + "0000A70AE8329BFD4697D9EC37"),
        ({"flash": True}, "2100" + ADDRESS + "00100AE8329BFD4697D9EC37"),
        ({"recipient": "5444"}, "2100" + "04814544" + "00000AE8329BFD4697D9EC37"),
        ({"text": ""}, "2100" + ADDRESS + "000000"),
        ({"text": "§"}, "2100" + ADDRESS + "0000015F"),
        ({"text": "ї😀", "alphabet": Alphabet.UCS2}, "2100" + ADDRESS + "0008060457D83DDE00"),
        ({"text": "ї", "alphabet": Alphabet.UCS2, "flash": True}, "2100" + ADDRESS + "0018020457"),
        ({"text": "a", "concat": Concat(0xAB, 3, 2)}, "6100" + ADDRESS + "000008050003AB0302C2"),
        ({"text": "a", "concat": Concat(0xABCD, 3, 2, wide=True)}, "6100" + ADDRESS + "000009060804ABCD030261"),
        (
            {"text": "ї", "alphabet": Alphabet.UCS2, "concat": Concat(1, 2, 1)},
            "6100" + ADDRESS + "000808050003010201" + "0457",
        ),
    ],
)
def test_octets(change: dict[str, object], octets: str) -> None:
    submit = replace(HELLO, **change)  # type: ignore[arg-type]
    assert encode_submit(submit).hex().upper() == octets
    assert decode_submit(bytes.fromhex(octets)) == submit


@settings(max_examples=150)
@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=33),
    reference=st.integers(0, 255),
    seq=st.integers(1, 255),
    total=st.integers(1, 255),
    concat=st.integers(0, 0xFFFF),
    wide=st.booleans(),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    validity=st.none() | st.integers(0, 255),
)
def test_round_trip(
    text: str,
    reference: int,
    seq: int,
    total: int,
    concat: int,
    wide: bool,
    flags: tuple[bool, ...],
    validity: int | None,
) -> None:
    piece = split(text)
    submit = Submit(
        recipient="+380500000001",
        text=piece.texts[0],
        alphabet=piece.alphabet,
        reference=reference,
        concat=Concat(concat if wide else concat & 0xFF, max(total, seq), seq, wide),
        report=flags[0],
        flash=flags[1],
        validity_s=None if validity is None else decode_validity(validity),
        reject_duplicates=flags[2],
    )
    assert decode_submit(encode_submit(submit)) == submit


@pytest.mark.parametrize("alphabet", list(Alphabet))
@pytest.mark.parametrize(("concat", "room"), [(None, 140), (Concat(1, 2, 1), 134), (Concat(1, 2, 1, wide=True), 133)])
def test_a_segment_never_grows_over_140_octets(alphabet: Alphabet, concat: Concat | None, room: int) -> None:
    most = room * 8 // 7 if alphabet is Alphabet.GSM7 else room // 2
    fits = replace(HELLO, text="a" * most, alphabet=alphabet, concat=concat)
    assert len(encode_submit(fits)) <= 13 + 140
    with pytest.raises(BadText) as refused:
        encode_submit(replace(fits, text="a" * (most + 1)))
    assert refused.value.facts["reason"] == "segment_full"


def test_what_cannot_travel_is_refused() -> None:
    with pytest.raises(BadText):
        encode_submit(replace(HELLO, text="ї"))
    with pytest.raises(BadText):
        encode_submit(replace(HELLO, text="\ud83d", alphabet=Alphabet.UCS2))
    with pytest.raises(BadNumber):
        encode_submit(replace(HELLO, recipient="INFO"))


@pytest.mark.parametrize(
    "change",
    [
        {"reference": 256},
        {"reference": -1},
        {"concat": Concat(256, 2, 1)},
        {"concat": Concat(65536, 2, 1, wide=True)},
        {"concat": Concat(1, 2, 3)},
        {"concat": Concat(1, 2, 0)},
        {"concat": Concat(1, 256, 1)},
    ],
)
def test_numbers_that_do_not_fit_their_octets(change: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        encode_submit(replace(HELLO, **change))  # type: ignore[arg-type]


def test_validity_travels_as_the_next_longer_period() -> None:
    sent = decode_submit(encode_submit(replace(HELLO, validity_s=100_000)))
    assert sent.validity_s == decode_validity(encode_validity(100_000)) == 2 * 86400


@pytest.mark.parametrize(
    "tpdu", [wire.deliver(wire.text7("a")), bytes.fromhex("2900" + ADDRESS + "0000"), b"", b"\x21"]
)
def test_what_is_no_submit(tpdu: bytes) -> None:
    with pytest.raises(BadTpdu):
        decode_submit(tpdu)


def test_a_submit_that_is_cut_off_or_binary() -> None:
    whole = encode_submit(HELLO)
    with pytest.raises(BadTpdu):
        decode_submit(whole[:-1])
    with pytest.raises(BadTpdu):
        decode_submit(bytes.fromhex("2100" + ADDRESS + "000401FF"))
