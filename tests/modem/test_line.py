"""One end-to-end conversation over every kind of bad wire, and the edges of opening and closing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from smsbox.modem.outcome import Accepted
from smsbox.modem.urc import DirectReport, StoredSms
from tests.effort import instructions
from tests.modem.peer import Peer, info

TPDU = bytes.fromhex("01000C9183050000000100000548656C6C6F")
DELIVER = "07918305000000F0040C91830500000010000042101010101000054865B6FC0D"
REPORT = "07918305000000F0062A0C918305000000104210101010100042101010101000000A"


@pytest.mark.parametrize("style", ["whole", "bytes", "random"])
@pytest.mark.parametrize("ending", [b"\r\n", b"\r\r\n", b"\n", b"\r"])
def test_a_conversation_survives_every_wire(style, ending, line_to):
    with Peer(style=style, ending=ending, echo=True) as peer:
        peer.on("AT+CMGL=4", info(f"+CMGL: 3,1,,23\r\n{DELIVER}\r\n+CMGL: 7,0,,23\r\n{DELIVER}"))
        line = line_to(peer)
        assert line.identity.imei == "490154203237518"
        assert line.identity.imsi == "255010000000001"
        assert line.submit(TPDU, more=True) == Accepted(1)
        assert line.submit(TPDU, more=False) == Accepted(2)
        assert peer.pdus == ["00" + TPDU.hex().upper()] * 2
        assert [(slot.index, slot.pdu.hex().upper()) for slot in line.stored()] == [(3, DELIVER), (7, DELIVER)]
        peer.say(b'\r\n+CMTI: "ME",4\r\n\r\n+CDS: 26\r\n' + REPORT.encode() + b"\r\n")
        events = []
        while len(events) < 2:
            events += line.wait(2) or [None]
        assert events == [StoredSms("ME", 4), DirectReport(bytes.fromhex(REPORT), REPORT)]


def test_a_segment_costs_little_of_our_own_time(line_to):
    """The ceiling of 300 segments a second needs it: two writes a segment, and two thousand instructions between."""
    with Peer() as peer:
        line = line_to(peer)
        assert line.submit(TPDU, more=True) == Accepted(1)
        peer.commands.clear()

        def submit() -> None:
            for _ in range(100):
                assert isinstance(line.submit(TPDU, more=True), Accepted)

        assert instructions(submit) / 100 < 3500
        assert peer.commands == ["AT+CMGS=18"] * 200


def test_20_ms_per_byte(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.style = "slow"
        assert line.submit(TPDU, more=False) == Accepted(1)


def test_the_first_start_says_nothing_of_what_the_library_is_written_like(tmp_path: Path) -> None:
    """Python compiles it then, and complains of it to whoever stands at the console."""
    fresh = os.environ | {"PYTHONPYCACHEPREFIX": str(tmp_path)}
    program = [sys.executable, "-c", "import smsbox.modem.library"]
    assert subprocess.run(program, env=fresh, capture_output=True, check=True).stderr == b""
