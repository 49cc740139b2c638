"""DELIVER, row by row of what other codecs get wrong, and the messages nobody should have sent."""

from __future__ import annotations

from datetime import datetime

import pytest

from smsbox.sms.address import Address, AddressKind
from smsbox.sms.alphabet import Alphabet
from smsbox.sms.tpdu import BadTpdu, Concat, Deliver, decode_incoming, join_texts
from tests.sms import wire

UCS2 = 0x08


def read(tpdu: bytes) -> Deliver:
    deliver = decode_incoming(tpdu)
    assert isinstance(deliver, Deliver)
    assert deliver.tpdu == tpdu
    return deliver


def text_of(user_data: bytes, dcs: int = 0, udh: bool = False) -> str:
    deliver = read(wire.deliver(user_data, dcs=dcs, udh=udh))
    assert not deliver.damaged
    return deliver.text


def test_a_plain_message() -> None:
    assert read(wire.deliver(wire.text7("Hello"))) == Deliver(
        sender=Address("+380500000001", AddressKind.INTERNATIONAL),
        text="Hello",
        data=None,
        alphabet=Alphabet.GSM7,
        message_class=None,
        concat=None,
        sent_at=datetime.fromisoformat("2026-01-21T13:30:21+02:00"),
        ports=None,
        damaged=False,
        tpdu=wire.deliver(wire.text7("Hello")),
    )


def test_section_sign() -> None:
    assert text_of(wire.text7([0x5F])) == "§"


def test_page_break() -> None:
    assert text_of(wire.text7([0x1B, 0x0A])) == "\f"


@pytest.mark.parametrize("text", ["abcdefg@", "@" * 8, "@" * 160, "a" * 15 + "@"])
def test_eight_septets_that_end_in_at(text: str) -> None:
    assert text_of(wire.text7(text)) == text


@pytest.mark.parametrize("pad", "01")
@pytest.mark.parametrize("count", [7, 15, 159])
def test_one_septet_less_has_padding_that_says_nothing(count: int, pad: str) -> None:
    assert text_of(wire.text7("a" * count, pad=pad)) == "a" * count


def test_a_16_bit_reference_leaves_no_fill_bits() -> None:
    deliver = read(wire.deliver(wire.text7("abc", wire.concat16(0xABCD, 3, 2)), udh=True))
    assert (deliver.text, deliver.concat) == ("abc", Concat(0xABCD, 3, 2, wide=True))


@pytest.mark.parametrize("size", range(2, 20))
def test_a_header_of_any_length(size: int) -> None:
    deliver = read(wire.deliver(wire.text7("abcdefgh", bytes((0x70, size - 2)) + b"\xff" * (size - 2)), udh=True))
    assert (deliver.text, deliver.damaged) == ("abcdefgh", False)


def test_surrogate_pairs() -> None:
    assert text_of(wire.octets("ї😀".encode("utf-16-be")), UCS2) == "ї😀"


def test_half_a_pair() -> None:
    deliver = read(wire.deliver(wire.octets(bytes.fromhex("0061D83D0062")), dcs=UCS2))
    assert deliver.text == "a\ufffdb"
    deliver.text.encode()
    assert bytes.fromhex("D83D") in deliver.tpdu


@pytest.mark.parametrize("name", ["Privat2", "a_b", "shop@ua", "x@"])
def test_names_of_senders(name: str) -> None:
    deliver = read(wire.deliver(wire.text7("hi"), sender=wire.name(wire.codes(name))))
    assert deliver.sender == Address(name, AddressKind.ALPHANUMERIC)
    assert deliver.text == "hi"


def test_digits_star_hash_a_b_c() -> None:
    assert read(wire.deliver(wire.text7("hi"), sender=wire.number("1ABCDE", 0))).sender.text == "1*#abc"


@pytest.mark.parametrize("toa", [0x80, 0x81, 0x91, 0xD0])
def test_a_sender_of_no_length(toa: int) -> None:
    deliver = read(wire.deliver(wire.text7("hi"), sender=bytes((0, toa))))
    assert (deliver.sender.text, deliver.text, deliver.damaged) == ("", "hi", False)


@pytest.mark.parametrize("element", ["240101", "250101", "240102250101"])
def test_national_tables_are_read_as_the_default_ones(element: str) -> None:
    assert text_of(wire.text7([0x1B, 0x47, 0x61], bytes.fromhex(element)), udh=True) == "Ga"


def test_unknown_extension_code_and_escape_at_the_end() -> None:
    assert text_of(wire.text7([0x1B, 0x41, 0x42])) == "AB"
    assert text_of(wire.text7([0x41, 0x1B])) == "A"


@pytest.mark.parametrize("dcs", [0x08, 0x18, 0x48, 0x58, 0xE0, 0xE8, 0x0A, 0x1B])
def test_ucs2_by_every_name(dcs: int) -> None:
    assert text_of(wire.octets("ї".encode("utf-16-be")), dcs) == "ї"


@pytest.mark.parametrize("dcs", [0x00, 0x0C, 0x40, 0x80, 0xBF, 0xC0, 0xC8, 0xD0, 0xD8, 0xF0, 0xF3])
def test_gsm7_by_every_name_and_reserved(dcs: int) -> None:
    assert text_of(wire.text7("hi[]"), dcs) == "hi[]"


@pytest.mark.parametrize("dcs", [0x04, 0x14, 0x44, 0x54, 0xF4, 0xF7])
def test_eight_bit_data(dcs: int) -> None:
    deliver = read(wire.deliver(wire.octets(b"\x00\xff\x80a"), dcs=dcs))
    assert (deliver.alphabet, deliver.text, deliver.data, deliver.damaged) == (None, "", b"\x00\xff\x80a", False)


@pytest.mark.parametrize("dcs", [0x20, 0x28, 0x60])
def test_compressed_text_is_kept_as_data(dcs: int) -> None:
    deliver = read(wire.deliver(wire.octets(b"\x12\x34"), dcs=dcs))
    assert (deliver.alphabet, deliver.text, deliver.data, deliver.damaged) == (None, "", b"\x12\x34", True)


@pytest.mark.parametrize(
    ("dcs", "message_class"), [(0x00, None), (0x10, 0), (0x18, 0), (0x11, 1), (0xF0, 0), (0xF6, 2)]
)
def test_flash_is_told(dcs: int, message_class: int | None) -> None:
    assert read(wire.deliver(wire.octets(b""), dcs=dcs)).message_class == message_class


@pytest.mark.parametrize("dcs", [0x00, 0x04, 0x08])
def test_what_follows_is_ignored(dcs: int) -> None:
    user_data = wire.text7("abcd") if dcs == 0 else wire.octets(b"\x00a\x00b")
    plain, longer = read(wire.deliver(user_data, dcs=dcs)), read(wire.deliver(user_data + b"\xff\xfe\x01", dcs=dcs))
    assert (plain.text, plain.data, plain.damaged) == (longer.text, longer.data, longer.damaged)
    assert not longer.damaged


@pytest.mark.parametrize("dcs", [0x00, 0x08])
def test_an_empty_body(dcs: int) -> None:
    assert text_of(b"\x00", dcs) == ""


@pytest.mark.parametrize("order", [1, -1])
def test_two_elements(order: int) -> None:
    elements = [wire.concat8(7, 2, 1), bytes((0x05, 4, 0x15, 0x81, 0x00, 0x01))][::order]
    deliver = read(wire.deliver(wire.text7("hi", b"".join(elements)), udh=True))
    assert (deliver.text, deliver.concat, deliver.ports) == ("hi", Concat(7, 2, 1), (5505, 1))


def test_ports_of_eight_bits() -> None:
    assert read(wire.deliver(wire.text7("hi", bytes((0x04, 2, 240, 241))), udh=True)).ports == (240, 241)


def test_of_an_element_that_comes_twice_the_last_counts() -> None:
    twice = wire.concat8(7, 2, 1) + wire.concat16(300, 3, 2)
    assert read(wire.deliver(wire.text7("hi", twice), udh=True)).concat == Concat(300, 3, 2, wide=True)


@pytest.mark.parametrize(
    "element",
    [wire.concat8(7, 0, 0), wire.concat8(7, 0, 1), wire.concat8(7, 2, 0), wire.concat8(7, 2, 3), wire.concat16(7, 2, 3),
     bytes((0x00, 2, 7, 2)), bytes((0x08, 3, 7, 2, 1)), bytes((0x05, 3, 1, 2, 3)), bytes((0x04, 1, 1))],
)  # fmt: skip
def test_an_element_that_makes_no_sense_is_single_and_flagged(element: bytes) -> None:
    deliver = read(wire.deliver(wire.text7("hi", element), udh=True))
    assert (deliver.text, deliver.concat, deliver.ports, deliver.damaged) == ("hi", None, None, True)


def test_a_senseless_element_does_not_undo_a_good_one() -> None:
    deliver = read(wire.deliver(wire.text7("hi", wire.concat8(7, 2, 1) + wire.concat8(7, 2, 3)), udh=True))
    assert (deliver.concat, deliver.damaged) == (Concat(7, 2, 1), True)


@pytest.mark.parametrize("elements", ["0003070201FF", "00030702010003", "000A070201"])
def test_elements_that_do_not_end_with_the_header_make_it_void(elements: str) -> None:
    deliver = read(wire.deliver(wire.text7("hi", bytes.fromhex(elements)), udh=True))
    assert (deliver.text, deliver.concat, deliver.damaged) == ("hi", None, True)


def test_a_header_longer_than_the_data() -> None:
    for dcs in (0x00, 0x04, 0x08):
        deliver = read(wire.deliver(bytes.fromhex("03FF0003"), dcs=dcs, udh=True))
        assert (deliver.text, deliver.data or b"", deliver.damaged) == ("", b"", True)
    assert read(wire.deliver(b"\x00", udh=True)).damaged
    whole_element = read(wire.deliver(bytes.fromhex("0610") + wire.concat8(7, 2, 1), dcs=0x04, udh=True))
    assert (whole_element.concat, whole_element.damaged) == (None, True)


WHOLE = wire.deliver(wire.text7("Hello wide world", wire.concat8(7, 2, 1)), udh=True)
BODY = len(WHOLE) - len(wire.bits(wire.codes("Hello wide world"), 1))


@pytest.mark.parametrize("size", range(len(WHOLE)))
def test_cut_off_anywhere(size: int) -> None:
    """Before the sender ends it cannot be read, after that it is damaged and tells what is there."""
    if size < 1 + len(wire.SENDER):
        with pytest.raises(BadTpdu) as refused:
            decode_incoming(WHOLE[:size])
        assert refused.value.facts["hex"] == WHOLE[:size].hex().upper()
        assert refused.value.facts["reason"] == ("truncated" if size else "empty")
        return
    deliver = read(WHOLE[:size])
    assert deliver.damaged
    assert deliver.sender.text == "+380500000001"
    assert "Hello wide world".startswith(deliver.text)
    if size > BODY:
        assert deliver.concat == Concat(7, 2, 1)
        assert len(deliver.text) == ((size - BODY) * 8 - 1) // 7


def test_half_a_code_unit_at_the_end() -> None:
    deliver = read(wire.deliver(wire.octets("її".encode("utf-16-be"))[:-1], dcs=UCS2))
    assert (deliver.text, deliver.damaged) == ("ї", True)
    deliver = read(wire.deliver(wire.octets(b"\x04\x57\x04"), dcs=UCS2))
    assert (deliver.text, deliver.damaged) == ("ї", True)


@pytest.mark.parametrize("stamp", ["00000000000000", "62311231031280", "FFFFFFFFFFFFFF"])
def test_no_time_is_no_reason_to_lose_a_message(stamp: str) -> None:
    deliver = read(wire.deliver(wire.text7("hi"), at=bytes.fromhex(stamp)))
    assert (deliver.text, deliver.sent_at, deliver.damaged) == ("hi", None, False)


def test_west_of_greenwich() -> None:
    moment = datetime.fromisoformat("2026-01-21T13:30:21-03:30")
    assert read(wire.deliver(wire.text7("hi"), at=wire.scts(moment))).sent_at == moment


def test_the_reserved_type_is_a_deliver_and_a_submit_is_not() -> None:
    tpdu = wire.deliver(wire.text7("hi"))
    assert read(bytes((tpdu[0] | 3,)) + tpdu[1:]).text == "hi"
    with pytest.raises(BadTpdu) as refused:
        decode_incoming(bytes((tpdu[0] & ~3 | 1,)) + tpdu[1:])
    assert refused.value.facts["reason"] == "not_incoming"


def segments_of(*bodies: bytes, dcs: int) -> list[Deliver]:
    make = wire.octets if dcs else lambda septets, udh: wire.text7(list(septets), udh)
    return [
        read(wire.deliver(make(body, wire.concat8(9, len(bodies), seq)), dcs=dcs, udh=True))
        for seq, body in enumerate(bodies, 1)
    ]


def test_an_emoji_cut_in_two_by_the_sender_is_whole_in_the_joined_text() -> None:
    octets = "ї😀ї".encode("utf-16-be")
    halves = segments_of(octets[:4], octets[4:], dcs=UCS2)
    assert [half.text for half in halves] == ["ї\ufffd", "\ufffdї"]
    assert join_texts(halves) == "ї😀ї"


def test_an_escape_cut_in_two_is_whole_in_the_joined_text() -> None:
    assert join_texts(segments_of(b"a\x1b", b"\x65b", dcs=0)) == "a€b"


def test_joining_segments_of_different_alphabets() -> None:
    mixed = segments_of(b"a\x1b", dcs=0) + segments_of("ї".encode("utf-16-be"), dcs=UCS2) + segments_of(b"b", dcs=4)
    assert join_texts(mixed) == "aї"
    assert join_texts([]) == ""
