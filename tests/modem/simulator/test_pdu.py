"""The simulator's TPDU reader and writer against two foreign codecs and against the letter of 23.040."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from gsmmodem.pdu import encodeSmsSubmitPdu
from hypothesis import given, settings
from hypothesis import strategies as st
from smspdudecoder.easy import read_incoming_sms

from smsbox.modem.simulator import gsm7, pdu
from tests.modem.simulator.terminal import submit

GSM = "".join(char for char in gsm7.text_of(list(range(128))) if char not in "`§ÿ\x1b")
"""The basic table without what gsmmodem encodes wrongly (its 0x5F)."""
AT = datetime(2026, 11, 22, 12, 30, 15, tzinfo=timezone(timedelta(hours=2)))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=GSM + "€{}[]~|^\\", min_size=1, max_size=400))
def test_reads_what_gsmmodem_writes_in_gsm7(text: str) -> None:
    _round(text, "gsm7")


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=0x400, max_codepoint=0x4FF), min_size=1, max_size=200))
def test_reads_what_gsmmodem_writes_in_ucs2(text: str) -> None:
    _round(text, "ucs2")


def _round(text: str, coding: str) -> None:
    read = []
    for segment in encodeSmsSubmitPdu("+380500000001", text, reference=7):
        smsc, tpdu = pdu.split_smsc(bytes(segment.data))
        assert smsc == "" and len(tpdu) == segment.tpduLength
        read.append(pdu.read_submit(tpdu))
    assert "".join(part.text for part in read) == text
    assert {part.number for part in read} == {"+380500000001"} and {part.coding for part in read} == {coding}
    if len(read) > 1:
        assert [(p.part.seq, p.part.total) for p in read if p.part] == [(n + 1, len(read)) for n in range(len(read))]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=GSM.replace("@", "") + "єїґщЖ😀", max_size=300), st.booleans())
def test_smspdudecoder_reads_what_is_written(text: str, wide: bool) -> None:
    coding, pieces = pdu.cut(text, wide=wide)
    shown = ""
    for seq, units in enumerate(pieces, 1):
        part = pdu.Part(0x77, len(pieces), seq, wide) if len(pieces) > 1 else None
        sms = read_incoming_sms(pdu.with_smsc(pdu.deliver("+380500000007", units, coding, AT, part=part), "+380").hex())
        shown += sms["content"]
        assert sms["sender"] == "+380500000007" and sms["date"].replace(tzinfo=UTC) == AT.astimezone(UTC)
    assert shown == text


def test_status_report_by_the_letter() -> None:
    written = pdu.status_report(0x2A, "+380500000001", AT, None, 0x46)
    assert written.hex().upper() == "062A" + "0C91835000000010" + "62112221035180" + "00" * 7 + "46"


@pytest.mark.parametrize(
    ("sender", "octets"),
    [("+380500000001", "0C91835000000010"), ("4433", "04814433"), ("", "0080"), ("INFO", "07D049A7F109")],
)
def test_addresses(sender: str, octets: str) -> None:
    assert pdu.address(sender).hex().upper() == octets


@pytest.mark.parametrize("cut", [0, 1, 2, 5, 9, 12, 13, 20])
def test_what_is_cut_short_is_malformed(cut: int) -> None:
    with pytest.raises(pdu.Malformed):
        pdu.read_submit(submit("+380500000001", "abcdef")[:cut])


@pytest.mark.parametrize(
    ("dcs", "meant"),
    [(0x00, ("gsm7", None)), (0x08, ("ucs2", None)), (0x18, ("ucs2", 0)), (0x48, ("ucs2", None)), (0xF1, ("gsm7", 1)),
     (0xF5, ("8bit", 1)), (0xE0, ("ucs2", None)), (0xC8, ("gsm7", None)), (0x04, ("8bit", None))],
)  # fmt: skip
def test_coding_schemes(dcs: int, meant: tuple[str, int | None]) -> None:
    assert pdu.coding_of(dcs) == meant
