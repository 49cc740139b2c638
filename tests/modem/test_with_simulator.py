"""The line against the product's simulator: what the line calls certain is what the wire log says, under any fault."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from smsbox.clock import SystemClock
from smsbox.modem.line import GsmLine
from smsbox.modem.outcome import Accepted, InDoubt, NotStarted, Refused
from smsbox.modem.simulator import SimulatedModem
from smsbox.modem.troubles import LineError
from smsbox.modem.urc import StoredReport, StoredSms
from tests.modem.conftest import QUICK

TPDU = bytes.fromhex("21000C9183050000000100000548656C6C6F")
SENDING = [f"FM-{number:02d}" for number in (*range(1, 30), 31, 32, 34, 35, 36, 38, 41, 43, 46, 47, 48, 54, 70, 72)]
"""FM-30 is left out: a reset that hides even its echo within the seconds in which PDU mode counts as confirmed."""


@pytest.mark.parametrize("name", SENDING)
def test_what_the_line_calls_certain_is_true(tmp_path: Path, name: str):
    with SimulatedModem(str(tmp_path / "tty"), seed=1, speed=20) as modem:
        line = GsmLine(modem.link, clock=SystemClock(), timeouts=replace(QUICK, give_up=1.0, at=0.2))
        line.connect(None)
        modem.do("fault", name=name)
        for _ in range(3):
            before = len(modem.entries("accepted"))
            outcome = line.submit(TPDU, more=False)
            accepted = len(modem.entries("accepted")) - before
            if isinstance(outcome, Accepted):
                assert accepted == 1
                assert modem.entries("accepted")[-1]["reference"] == outcome.reference
            elif isinstance(outcome, (Refused, NotStarted)):
                assert accepted == 0
            else:
                assert isinstance(outcome, InDoubt)
                time.sleep(0.1)
        line.close()


def test_a_full_round(tmp_path: Path):
    """Connect, send with a report, hear of it, read it, free its slot; the same with a message."""
    with SimulatedModem(str(tmp_path / "tty"), seed=1) as modem:
        line = GsmLine(modem.link, clock=SystemClock(), timeouts=QUICK)
        identity = line.connect(None)
        assert identity.imei == "350000000000006"
        assert line.registration().can_send
        assert line.signal_report().rssi == 21
        assert isinstance(line.submit(TPDU, more=False), Accepted)
        report = next(event for event in line.wait(5) if isinstance(event, StoredReport))
        assert report.index is not None
        stored = line.read_slot(report.memory, report.index)
        assert stored is not None
        assert stored.pdu
        assert line.delete_slot(report.memory, report.index)
        modem.do("inbound", sender="+380500000005", text="Так")
        assert any(isinstance(event, StoredSms) for event in line.wait(5))
        assert len(line.stored()) == 1
        line.close()


def test_back_after_a_restart_with_a_new_pty(tmp_path: Path):
    with SimulatedModem(str(tmp_path / "tty"), seed=1) as modem:
        line = GsmLine(modem.link, clock=SystemClock(), timeouts=QUICK)
        line.connect(None)
        modem.do("fault", name="FM-38")
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                line.wait(0.2)
                if isinstance(line.submit(TPDU, more=False), Accepted):
                    break
                line.connect(None)
            except LineError:
                time.sleep(0.1)
        assert len(modem.entries("accepted")) == 1
        line.close()
