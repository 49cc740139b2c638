"""Connecting to modems of every kind of awkwardness, and the port's own troubles."""

from __future__ import annotations

import os
import time
from dataclasses import replace

import pytest

from smsbox.clock import SystemClock
from smsbox.modem import submit
from smsbox.modem.line import GsmLine
from smsbox.modem.outcome import Accepted
from smsbox.modem.troubles import GivenUp, LinkLost, NotAnswering, PortBusy, PortMissing, PortRefused
from smsbox.modem.urc import Rebooted
from tests.modem.conftest import QUICK
from tests.modem.peer import OK, Peer, info
from tests.patience import overdue

TPDU = bytes.fromhex("01000C9183050000000100000548656C6C6F")
VITAL = {"AT", "AT+CPIN?", "AT+CIMI"}


@pytest.mark.parametrize("refusal", [b"\r\nERROR\r\n", b"\r\nCOMMAND NOT SUPPORT\r\n", b"\r\n+CME ERROR: 4\r\n"])
def test_a_modem_that_refuses_everything_optional(line_to, refusal):
    """Defect 43, FM-46."""
    with Peer() as peer:
        peer.answers = {command: replies for command, replies in peer.answers.items() if command in VITAL}
        peer.default = refusal
        peer.on("AT", OK)
        line = line_to(peer)
        assert line.identity.imsi == "255010000000001"
        assert line.storage.memory == ""
        peer.on("AT+CMGF=0", OK)
        assert line.submit(TPDU, more=True) == Accepted(1)


def test_a_modem_that_is_silent_to_what_it_does_not_know(line_to):
    with Peer() as peer:
        known = {"ATE0", "AT+CMGF=0", "AT+CNMI=2,1,0,2,0", 'AT+CPMS="ME","ME","ME"', 'AT+CPMS="SM","SM","SM"'}
        for command in known:
            peer.answers.setdefault(command, [OK])
        peer.default = None
        peer.on("AT", OK)
        line = line_to(
            peer, timeouts=replace(QUICK, command=0.2, setting=0.2, identity=0.2, at=0.2, storage=0.2, probe=0.2)
        )
        assert line.identity.imei == "490154203237518"
        assert line.submit(TPDU, more=False) == Accepted(1)


@pytest.mark.parametrize(
    ("answer", "memory"),
    [
        ('+CPMS: ("SM","ME"),("SM","ME"),("SM","ME")', "ME"),
        ('+CPMS:("SM"),("SM"),("SM")', "SM"),  # no blank
        ('+CPMS: ("SM","ME"),("SM","ME"),("SM")', "SM"),  # receiving only to the SIM
        ('+CPMS: (("SM","BM","SR"),("SM"))', "SM"),
        ("+CPMS: (),(),()", "ME"),  # what the query says then
        ("", "ME"),
    ],
)
def test_the_memory_that_is_chosen(line_to, answer, memory):
    with Peer() as peer:
        peer.on("AT+CPMS=?", info(answer) if answer else OK)
        assert line_to(peer).storage.memory == memory


def test_reports_are_routed_as_far_as_the_modem_really_goes(line_to):
    with Peer() as peer:
        peer.on("AT+CNMI=2,1,0,2,0", b"\r\n+CMS ERROR: 303\r\n")
        peer.on("AT+CNMI?", info("+CNMI: 2,1,0,0,0"), info("+CNMI: 1,1,0,2,0"))
        line = line_to(peer)
        assert line.indications == "1,1,0,2,0"


def test_no_indication_at_all_still_connects(line_to):
    with Peer() as peer:
        for setting in ("2,1,0,2,0", "2,1,0,1,0", "1,1,0,2,0", "1,1,0,1,0", "2,1,0,0,0", "1,1,0,0,0", "2,1", "1,1"):
            peer.on(f"AT+CNMI={setting}", b"\r\nERROR\r\n")
        assert line_to(peer).indications == ""


def test_a_modem_that_boots_while_it_is_connected(line_to):
    """FM-38 under our hands: set up anew until it stays."""
    with Peer() as peer:
        boot = b"\r\nRDY\r\n\r\n+CFUN: 1\r\n\r\n+CPIN: READY\r\n\r\nCall Ready\r\n\r\nSMS Ready\r\n"
        peer.on("AT+CGMM", [b"\r\nM", 0.05, boot], info("M1"))
        line = line_to(peer)
        assert line.identity.model == "M1"
        assert line.wait(0) == []
        assert line.submit(TPDU, more=False) == Accepted(1)


def test_the_message_store_is_awaited(line_to):
    """FM-52: CMS 314 for a while after the PIN."""
    with Peer() as peer:
        peer.on("AT+CPMS?", *[b"\r\n+CMS ERROR: 314\r\n"] * 4, info('+CPMS: "ME",0,100,"ME",0,100,"ME",0,100'))
        assert line_to(peer).storage.capacity == 100


def test_a_radio_switched_off_is_switched_on(line_to):
    with Peer() as peer:
        peer.on("AT+CFUN?", info("+CFUN: 4"))
        line = line_to(peer, connect=False)
        line.connect(None)
        assert "AT+CFUN=1" in peer.commands


def test_a_prompt_left_open_by_a_dead_process(line_to):
    """The modem still waits for a PDU: AT vanishes in it, ESC leads out, Ctrl-Z is never used."""
    with Peer() as peer:
        peer.typing = True
        line_to(peer)
        assert b"\x1a" not in peer.raw
        assert peer.pdus == []


def test_numeric_and_quiet_modems_are_talked_round(line_to):
    """FM-48 from the start, and ATQ1, which answers nothing at all."""
    with Peer() as peer:
        peer.on("AT", b"0\r")
        peer.on("ATE0", b"0\r")
        peer.on("ATV1", OK)
        line = line_to(peer, connect=False)
        original = peer.answers["AT"]
        peer.on("ATV1", [lambda p: p.on("AT", OK), OK])
        line.connect(None)
        assert original
        assert line.submit(TPDU, more=False) == Accepted(1)
    with Peer() as peer:
        answers, peer.answers, peer.default = peer.answers, {}, None

        def speak(p: Peer) -> None:
            p.answers, p.default = answers, OK

        peer.on("ATQ0V1", [speak, OK])
        assert line_to(peer, timeouts=replace(QUICK, at=0.1)).identity.imei == "490154203237518"


# the port


def test_a_silent_port(line_to):
    with Peer() as peer:
        peer.deaf = True
        line = line_to(peer, connect=False, timeouts=replace(QUICK, at=0.1))
        with pytest.raises(NotAnswering):
            line.connect(None)
        assert not line._port.is_open


def test_who_says_nothing_at_all_is_asked_less_often_than_who_stammers(line_to):
    times = replace(QUICK, at=0.1)
    for stammer, asked in (("", ["AT", "AT", "ATQ0V1"]), ("x", ["AT", "AT", "ATQ0V1", "ATQ0V1", "ATQ0V1"])):
        with Peer() as peer:
            peer.answers.clear()
            peer.default = stammer.encode() or None
            with pytest.raises(NotAnswering):
                line_to(peer, connect=False, timeouts=times).connect(None)
            assert peer.commands == asked


def test_no_such_port(tmp_path):
    line = GsmLine(str(tmp_path / "ttyUSB9"), clock=SystemClock())
    with pytest.raises(PortMissing) as raised:
        line.connect(None)
    assert raised.value.facts == {"port": str(tmp_path / "ttyUSB9")}
    (tmp_path / "file").write_text("no tty")
    with pytest.raises(PortRefused):
        GsmLine(str(tmp_path / "file"), clock=SystemClock()).connect(None)


def test_two_lines_on_one_port(line_to):
    with Peer() as peer:
        line_to(peer)
        with pytest.raises(PortBusy):
            line_to(peer)


def test_close_at_any_time(line_to):
    """Defect A3.3."""
    with Peer() as peer:
        line = line_to(peer, connect=False)
        line.close()
        line.connect(None)
        line.close()
        line.close()
        with pytest.raises(LinkLost):
            line.wait(1)
        line.connect(None)
        assert line.submit(TPDU, more=False) == Accepted(1)


def test_the_link_leads_to_another_device(line_to, tmp_path):
    """FM-37, FM-38: after a re-plug the old device may stay silent for ever; the path tells."""
    link = tmp_path / "modem"
    with Peer() as first, Peer() as second:
        os.symlink(first.path, link)
        line = GsmLine(str(link), clock=SystemClock(), timeouts=QUICK)
        line.connect(None)
        os.unlink(link)
        os.symlink(second.path, link)
        started = time.monotonic()
        with pytest.raises(LinkLost):
            line.wait(5)
        assert not overdue(started, 1)
        line.connect(None)
        assert line.submit(TPDU, more=False) == Accepted(1)
        assert len(second.pdus) == 1
        os.unlink(link)
        with pytest.raises(LinkLost):
            line.wait(5)
        line.close()


def test_asked_to_give_up_while_connecting(line_to):
    with Peer() as peer:
        peer.on("AT+CPIN?", info("+CPIN: NOT READY"))
        until = time.monotonic() + 0.6
        with pytest.raises(GivenUp):
            line_to(peer, pulse=lambda: time.monotonic() > until, timeouts=replace(QUICK, sim_busy=30.0))


def test_the_thread_beats_while_it_waits(line_to):
    with Peer() as peer:
        beats: list[float] = []

        def beat() -> bool:
            beats.append(time.monotonic())
            return len(beats) == enough

        enough = 0
        line = line_to(peer, pulse=beat)
        beats.clear()
        enough = 8
        assert line.wait(120.0) == []
        assert len(beats) == enough, "asked to give up by the last one"
        assert beats[-1] - beats[0] > 3 * QUICK.pulse, "no more often than it should; late ones catch up"


def test_wake_up_descriptor(line_to):
    with Peer() as peer:
        line = line_to(peer)
        reader, writer = os.pipe()
        try:
            os.write(writer, b"!")
            started = time.monotonic()
            assert line.wait(5, reader) == []
            assert not overdue(started, 1)
        finally:
            os.close(reader)
            os.close(writer)


def test_a_deaf_modem_is_found_out_while_idle(line_to):
    """FM-41."""
    with Peer() as peer:
        line = line_to(peer, timeouts=replace(QUICK, format_idle=0.2))
        peer.deaf = True
        with pytest.raises(NotAnswering):
            line.wait(120)


def test_a_deaf_modem_is_found_out_before_the_long_wait_for_a_list(line_to, monkeypatch):
    with Peer() as peer:
        line = line_to(peer, timeouts=replace(QUICK, format_idle=600.0, list=600.0))
        monkeypatch.setattr(submit, "_A_MOMENT_S", 300.0)
        line.stored()
        assert peer.commands == ["AT+CMGL=4"], "PDU mode was confirmed a moment ago"
        monkeypatch.setattr(submit, "_A_MOMENT_S", 0.0)
        line.stored()
        assert peer.commands[1:] == ["AT+CMGF=0", "AT+CMGL=4"]
        peer.deaf = True
        with pytest.raises(NotAnswering):  # not CommandTimeout after the ten minutes for a list
            line.stored()
        assert "AT+CMGL=4" not in peer.commands[3:]


def test_a_sim_that_goes(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.say(b"\r\n+CPIN: NOT READY\r\n")
        assert line.wait(1) == [Rebooted("+CPIN: NOT READY")]
