"""The door: which PDU is which, status reports, service centres, and any octets at all."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.sms.address import Address, AddressKind
from smsbox.sms.alphabet import Alphabet
from smsbox.sms.tpdu import BadTpdu, Deliver, StatusReport, decode_incoming, split_smsc
from tests.sms import wire

SETTLED = datetime.fromisoformat("2026-01-21T13:31:00-05:00")


@pytest.mark.parametrize("tail", [b"", b"\x00", b"\x07\x00\x08\x02\x04\x57", b"\xff" * 9])
@pytest.mark.parametrize("status", [0x00, 0x01, 0x20, 0x46, 0x63, 0x90, 0xFF])
def test_a_report(status: int, tail: bytes) -> None:
    tpdu = wire.status_report(reference=255, status=status, settled=wire.scts(SETTLED)) + tail
    assert decode_incoming(tpdu) == StatusReport(
        reference=255,
        recipient=Address("+380500000001", AddressKind.INTERNATIONAL),
        sent_at=wire.MOMENT,
        settled_at=SETTLED,
        status=status,
        tpdu=tpdu,
    )


def test_a_report_with_the_recipient_in_national_form_and_no_discharge_time() -> None:
    tpdu = wire.status_report(reference=0, status=0, recipient=wire.number("0500000001", 2), settled=bytes(7))
    report = decode_incoming(tpdu)
    assert isinstance(report, StatusReport)
    assert report.recipient == Address("0500000001", AddressKind.NATIONAL)
    assert (report.sent_at, report.settled_at) == (wire.MOMENT, None)


def test_a_report_that_is_cut_off_says_nothing() -> None:
    whole = wire.status_report(reference=7, status=0)
    for size in range(len(whole)):
        with pytest.raises(BadTpdu):
            decode_incoming(whole[:size])


def test_service_centre_and_tpdu_are_parted() -> None:
    tpdu = wire.deliver(wire.text7("hi"))
    assert split_smsc(b"\x00" + tpdu) == ("", tpdu)
    assert split_smsc(bytes.fromhex("0791839500000010") + tpdu) == ("+385900000001", tpdu)
    for cut in ("", "07", "07918395"):
        with pytest.raises(BadTpdu):
            split_smsc(bytes.fromhex(cut))


def test_a_huge_pdu_is_shown_in_part_only() -> None:
    with pytest.raises(BadTpdu) as refused:
        decode_incoming(b"\x01" * 100_000)
    assert len(str(refused.value.facts["hex"])) == 400


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_any_octets_are_a_message_a_report_or_a_refusal(octets: bytes) -> None:
    try:
        read = decode_incoming(octets)
    except BadTpdu:
        return
    assert read.tpdu == octets
    if isinstance(read, Deliver):
        read.text.encode()
        assert read.alphabet is not Alphabet.GSM7 or "\x1b" not in read.text
        assert (read.data is None) == (read.alphabet is not None)


@settings(max_examples=200)
@given(st.data())
def test_flipped_bits_in_a_good_message(data: st.DataObject) -> None:
    whole = bytearray(wire.deliver(wire.text7("Hello wide world", wire.concat8(7, 2, 1)), udh=True))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        decode_incoming(bytes(whole))
    except BadTpdu:
        pass
