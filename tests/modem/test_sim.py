"""The SIM's lock: one try per PIN, never the last but one, and nothing of the PIN anywhere but on the wire."""

from __future__ import annotations

import re
import traceback
from pathlib import Path

import pytest

from smsbox.modem.pins import PinMemory
from smsbox.modem.troubles import PinNeeded, PinWrong, PukNeeded, SimFailure, SimMissing
from tests.modem.peer import OK, Peer, info

LOCKED = info("+CPIN: SIM PIN")
READY = info("+CPIN: READY")
WRONG = b"\r\n+CME ERROR: 16\r\n"
ENTER = 'AT+CPIN="4711"'
SILENT_COUNTERS = ("AT^CPIN?", "AT+SPIC", 'AT+QPINC="SC"', "AT+UPINCNT", "AT#PCT", "AT+ZPINPUK=?")


def locked_peer(tries: str | None = "AT+SPIC", left: int = 3) -> Peer:
    peer = Peer()
    peer.on("AT+CPIN?", LOCKED)
    for command in SILENT_COUNTERS:
        peer.on(command, b"\r\nERROR\r\n")
    if tries:
        peer.on(tries, info(f"+SPIC: {left},10,3,10"))

    def unlock(p: Peer) -> None:
        p.on("AT+CPIN?", READY)

    peer.on(ENTER, [unlock, OK])
    return peer


def test_the_right_pin_opens(line_to):
    with locked_peer() as peer:
        line = line_to(peer, connect=False)
        assert line.connect("4711").imsi == "255010000000001"
        assert peer.commands.count(ENTER) == 1
        assert peer.commands.index("AT+SPIC") < peer.commands.index(ENTER)


def test_a_wrong_pin_is_entered_once_per_value(line_to, tmp_path: Path):
    memory = PinMemory(tmp_path / "pins")
    with locked_peer() as peer:
        peer.on(ENTER, WRONG)
        line = line_to(peer, connect=False, pin_memory=memory)
        with pytest.raises(PinWrong) as raised:
            line.connect("4711")
        assert raised.value.facts == {"tries_left": 3, "entered": True}
        for kept in (memory, PinMemory(tmp_path / "pins")):
            again = line_to(peer, connect=False, pin_memory=kept)
            with pytest.raises(PinWrong) as raised:
                again.connect("4711")
            assert raised.value.facts["entered"] is False
        assert peer.commands.count(ENTER) == 1
        text = (tmp_path / "pins").read_text()
        assert "4711" not in text
        assert (tmp_path / "pins").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("left", "entered"), [(3, True), (2, True), (1, False), (0, False)])
def test_never_the_last_try(line_to, left, entered):
    with locked_peer(left=left) as peer:
        line = line_to(peer, connect=False)
        if entered:
            line.connect("4711")
        else:
            with pytest.raises(PinWrong) as raised:
                line.connect("4711")
            assert raised.value.facts == {"tries_left": left, "entered": False}
        assert (ENTER in peer.commands) is entered


def test_never_a_third_value_where_nobody_counts(line_to):
    memory = PinMemory()
    with locked_peer(tries=None) as peer:
        for pin in ("1111", "2222", "3333"):
            peer.on(f'AT+CPIN="{pin}"', WRONG)
            with pytest.raises(PinWrong):
                line_to(peer, connect=False, pin_memory=memory).connect(pin)
        assert [c for c in peer.commands if "CPIN=" in c] == ['AT+CPIN="1111"', 'AT+CPIN="2222"']


def test_another_card_may_get_the_same_pin(line_to):
    memory = PinMemory()
    with locked_peer() as peer:
        peer.on(ENTER, WRONG)
        with pytest.raises(PinWrong):
            line_to(peer, connect=False, pin_memory=memory).connect("4711")
        peer.on("AT+CCID", info("+CCID: 89380010000000000099"))
        with pytest.raises(PinWrong) as raised:
            line_to(peer, connect=False, pin_memory=memory).connect("4711")
        assert raised.value.facts["entered"] is True


@pytest.mark.parametrize("pin", [None, ""])
def test_no_pin(line_to, pin):
    with locked_peer() as peer:
        with pytest.raises(PinNeeded) as raised:
            line_to(peer, connect=False).connect(pin)
        assert raised.value.facts == {"tries_left": 3}


@pytest.mark.parametrize("pin", ["47", "12345678901", "47a1", '4711"\r'])
def test_what_is_no_pin_is_never_entered(line_to, pin):
    with locked_peer() as peer:
        with pytest.raises(PinWrong):
            line_to(peer, connect=False).connect(pin)
        assert not any("CPIN=" in command for command in peer.commands)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (info("+CPIN: SIM PUK"), PukNeeded),  # defect 41: the PIN is not sent to a PUK
        (b"\r\n+CME ERROR: 12\r\n", PukNeeded),
        (b"\r\n+CME ERROR: 10\r\n", SimMissing),  # FM-51
        (b"\r\n+CME ERROR: SIM not inserted\r\n", SimMissing),
        (info("+CPIN: NOT INSERTED"), SimMissing),
        (info("+CPIN: PH-NET PIN"), SimFailure),
        (b"\r\n+CME ERROR: 15\r\n", SimFailure),
        (b"\r\n+CME ERROR: 13\r\n", SimFailure),
        (b"\r\n+CME ERROR: 14\r\n", SimFailure),  # for ever
    ],
)
def test_states_that_stop(line_to, answer, error):
    from dataclasses import replace

    from tests.modem.conftest import QUICK

    with locked_peer() as peer:
        peer.on("AT+CPIN?", answer)
        line = line_to(peer, connect=False, timeouts=replace(QUICK, sim_busy=0.3))
        with pytest.raises(error):
            line.connect("4711")
        assert not any("CPIN=" in command for command in peer.commands)
        assert not line._port.is_open


@pytest.mark.parametrize(
    "answers",
    [
        (info("+CPIN:READY"),),  # FM-50
        (b"\r\n+CPIN: READY\r\n",),  # FM-45: no OK
        (b"\r\n+CME ERROR: 14\r\n", b"\r\n+CME ERROR: 515\r\n", b"\r\n+CME ERROR: SIM busy\r\n", READY),  # FM-52
        (info("+CPIN: NOT READY"), READY),
        (b"\r\nERROR\r\n",),  # a modem that does not know +CPIN, but gives its IMSI
        (info("+CPIN: SIM PIN2"),),
    ],
)
def test_states_that_pass(line_to, answers):
    with locked_peer() as peer:
        peer.on("AT+CPIN?", *answers)
        assert line_to(peer, connect=False).connect("4711").imsi == "255010000000001"
        assert not any("CPIN=" in command for command in peer.commands)


def test_a_pin_that_takes_effect_late(line_to):
    with locked_peer() as peer:
        peer.on("AT+CPIN?", LOCKED, LOCKED, b"\r\n+CME ERROR: 14\r\n", READY)
        peer.on(ENTER, OK)
        line_to(peer, connect=False).connect("4711")
        assert peer.commands.count(ENTER) == 1


@pytest.mark.parametrize("reply", [OK, WRONG, None, b'\r\ngarbage AT+CPIN="4711" more\r\n\r\nOK\r\n'])
@pytest.mark.parametrize("style", ["whole", "bytes"])
def test_the_pin_shows_nowhere(line_to, reply, style):
    """Not in the trace, echoed or not; not in exceptions, events, representations."""
    seen: list[bytes] = []
    peer = locked_peer()
    peer.style, peer.echo = style, True
    peer.on("ATE0", b"\r\nERROR\r\n")
    peer.on(ENTER, reply)
    with peer:
        line = line_to(peer, connect=False, trace=lambda direction, data: seen.append(data))
        try:
            line.connect("4711")
        except Exception as error:  # noqa: BLE001 – whatever it is, it must not tell
            told = "".join(traceback.format_exception(error)) + repr(error)
            assert '"4711"' not in re.sub(r"line.connect\(.*", "", told)
        assert ENTER in peer.commands
        stream = b"".join(seen)
        assert b"4711" not in stream
        assert b"AT+CPIN=****\r" in stream
        assert "4711" not in repr(line._link.demux.events)


def test_a_pin_echoed_late_is_dropped(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.say(b'\r\nxAT+CPIN="4711"\r\n')
        assert line.wait(0.1) == []
