"""FM-31 … FM-48: each fires, and the octets on the tty are those of the catalogue."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from smsbox.modem.simulator import SimulatedModem
from tests.modem.simulator.terminal import Terminal, submit
from tests.patience import until

BODY = submit("+380500000001", "Привіт", report=False)


def reopened(modem: SimulatedModem, timeout: float = 3.0) -> Terminal:
    end = time.monotonic() + timeout
    while not os.path.exists(modem.link):
        assert time.monotonic() < end
        time.sleep(0.01)
    terminal = Terminal(modem.link)
    modem.wait("boot")
    terminal.read_for(0.1)
    return terminal


def test_fm_31_echo(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-31")
    assert terminal.ask("AT+CSQ").startswith("AT+CSQ\r\r\n+CSQ: ")


def test_fm_32_dirt(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-32")
    terminal.write(b"AT+CSQ\r")
    got = terminal.read_for(0.1)
    assert b"\x00\xff\xfe" in got and got.replace(b"\x00\xff\xfe", b"") == b"\r\n+CSQ: 21,99\r\n\r\nOK\r\n"
    assert terminal.ask("AT+CSQ") == "\r\n+CSQ: 21,99\r\n\r\nOK\r\n"


def test_fm_33_latin1(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-33")
    assert terminal.read_for(0.1) == b'\r\n+CLIP: "\xe9t\xe9",129\r\n'


@pytest.mark.parametrize(("ending", "octets"), [("CRCRLF", b"\r\r\n"), ("LF", b"\n"), ("CR", b"\r")])
def test_fm_34_line_ends(modem: SimulatedModem, terminal: Terminal, ending: str, octets: bytes) -> None:
    modem.do("fault", name="FM-34", ending=ending)
    terminal.write(b"AT\r")
    answer = terminal.until(b"OK" + octets)
    assert answer + terminal.read_for(0.1) == octets + b"OK" + octets


@pytest.mark.parametrize("random", [False, True])
def test_fm_35_dribble(modem: SimulatedModem, terminal: Terminal, random: bool) -> None:
    modem.do("fault", name="FM-35", seconds=0.1, random=random)
    terminal.write(b"AT\r")
    reads: list[bytes] = []
    until(lambda: reads.append(terminal.read_for(0.005)) or len(b"".join(reads)) >= 6)
    reads = [data for data in reads if data]
    assert b"".join(reads) == b"\r\nOK\r\n"
    assert len(reads) > (1 if random else 3)


@pytest.mark.parametrize("name", ["FM-36", "FM-37", "FM-38"])
@pytest.mark.parametrize("at", ["idle", "prompt", "ctrl-z", "reply"])
def test_breaks(modem: SimulatedModem, terminal: Terminal, name: str, at: str) -> None:
    before = modem.do("status")["pty"]
    modem.do("fault", name=name, at=at, back=0.3, seconds=0.3, new_pty=True)
    got = b""
    if at != "idle":
        got = terminal.begin(BODY)
    if at in ("ctrl-z", "reply"):
        terminal.body(BODY)
    got += terminal.read_for(0.2)
    assert got.endswith({"idle": b"", "prompt": b"> ", "ctrl-z": b"> ", "reply": b"\r\n+CMG"}[at])
    assert not os.path.lexists(modem.link)
    again = reopened(modem)
    assert modem.do("status")["pty"] != before
    again.set_up()
    assert len(modem.entries("accepted")) == (at in ("ctrl-z", "reply")) and modem.fired(name) == 1
    again.close()


def test_fm_37_under_another_path(modem: SimulatedModem, terminal: Terminal, tmp_path: Path) -> None:
    old, new = modem.link, str(tmp_path / "other")
    modem.do("fault", name="FM-37", back=0.05, link=new)
    modem.wait("boot")
    assert not os.path.lexists(old) and os.path.exists(new)


def test_fm_38_boot_lines_and_lost_settings(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-38", seconds=0.05)
    lines = b"RDY", b"+CFUN: 1", b"+CPIN: READY", b"Call Ready", b"SMS Ready"
    assert terminal.until(b"SMS Ready\r\n") == b"".join(b"\r\n" + line + b"\r\n" for line in lines)
    assert terminal.ask("AT+CMEE?").startswith("AT+CMEE?\r\r\n+CMEE: 0")


def test_fm_39_boot_every_few_seconds(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-39", seconds=0.05, count=3)
    assert terminal.read_for(0.4) == b"\r\n^BOOT:27710117,0,0,0,75\r\n" * 3
    assert modem.fired("FM-39") == 3 and modem.do("status")["armed"] == []


def test_fm_40_dies(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-40")
    terminal.write(b"AT\r")
    assert terminal.read_for(0.15) == b"\r\nUNDER-VOLTAGE WARNNING\r\n"
    modem.do("power_cycle")
    again = reopened(modem)
    assert "OK" in again.ask("AT")
    again.close()


def test_fm_41_deaf(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-41")
    terminal.write(b"AT\rAT\r")
    assert terminal.read_for(0.15) == b""
    modem.do("power_cycle")
    again = reopened(modem)
    assert "OK" in again.ask("AT") and modem.do("status")["armed"] == []
    again.close()


def test_fm_42_writes_block(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-42", seconds=0.3)
    os.set_blocking(terminal.fd, False)
    with pytest.raises(BlockingIOError):
        for _ in range(100):
            os.write(terminal.fd, b"x" * 1024)
    os.set_blocking(terminal.fd, True)
    time.sleep(0.4)
    terminal.write(b"\r")
    terminal.read_for(0.1)
    assert "OK" in terminal.ask("AT")


def test_fm_43_half_is_eaten(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-43", count=4)
    got = b""
    for place in range(4):
        terminal.write(b"AT+CSQ\r")
        until(lambda place=place: modem.fired("FM-43") > place)
        got += terminal.read_for(0.05)
    assert 20 < len(got) < 76 and modem.fired("FM-43") == 4


def test_fm_44_late_reply(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-44", seconds=0.2)
    terminal.write(b"AT+CSQ\r")
    assert terminal.read_for(0.1) == b""
    terminal.write(b"AT+CGSN\r")
    assert terminal.read_for(0.3) == b"\r\n+CSQ: 21,99\r\n\r\nOK\r\n\r\n350000000000006\r\n\r\nOK\r\n"


def test_fm_45_no_final_ok(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-45")
    terminal.write(b"AT+CPIN?\r")
    assert terminal.read_for(0.1) == b"\r\n+CPIN: READY\r\n"


def test_fm_46_not_supported(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-46", command="+CMMS")
    terminal.write(b"AT+CMMS=2\r")
    assert terminal.read_for(0.1) == b"\r\nCOMMAND NOT SUPPORT\r\n"


def test_fm_47_storm(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-47", seconds=0.5)
    got = terminal.read_for(0.7)
    assert got.startswith(b"\r\n^RSSI:17\r\n\r\n^DSFLOWRPT:0000240E,00000000") and got.count(b"\r\n\r\n") >= 6
    assert modem.fired("FM-47") == 1 and modem.do("status")["armed"] == []
    assert terminal.ask("AT") == "\r\nOK\r\n"


def test_fm_48_numeric(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-48")
    terminal.write(b"AT\r")
    assert terminal.read_for(0.1) == b"0\r"
