"""FM-49 … FM-56: each fires, and the octets on the tty are those of the catalogue."""

from __future__ import annotations

import time

from smsbox.modem.simulator import SimulatedModem
from tests.modem.simulator.terminal import Terminal, submit

BODY = submit("+380500000001", "Привіт", report=False)


def test_fm_49_pin_puk(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-49", pin="4321")
    assert terminal.ask("AT+CPIN?") == "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"
    assert "+CMS ERROR: 311" in terminal.ask("AT+CMGL=4")
    assert terminal.ask('AT+CPIN="0000"') == "\r\n+CME ERROR: 16\r\n"
    assert "+SPIC: 2,3,10,10" in terminal.ask("AT+SPIC") and "^CPIN: SIM PIN,2,10,2,10,3" in terminal.ask("AT^CPIN?")
    terminal.ask('AT+CPIN="0000"')
    terminal.ask('AT+CPIN="0000"')
    assert "+CPIN: SIM PUK" in terminal.ask("AT+CPIN?")
    assert "OK" in terminal.ask('AT+CPIN="12345678","4321"')
    assert "READY" in terminal.ask("AT+CPIN?")


def test_fm_49_right_pin_and_the_lock_survives_a_restart(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-49")
    terminal.ask('AT+CPIN="9999"')
    modem.do("reboot", new_pty=False, seconds=0)
    modem.wait("boot")
    terminal.read_for(0.1)
    assert modem.do("status")["pin_left"] == 2
    terminal.set_up()
    assert "OK" in terminal.ask('AT+CPIN="1234"')
    assert "+CMGS" in terminal.send(BODY)


def test_fm_50_no_blank(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-50")
    assert terminal.ask("AT+CPIN?") == "\r\n+CPIN:READY\r\n\r\nOK\r\n"


def test_fm_51_no_sim(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-51")
    assert terminal.ask("AT+CPIN?") == "\r\n+CME ERROR: 10\r\n"
    assert "+CMS ERROR: 310" in terminal.ask("AT+CPMS?")
    modem.do("disarm")
    assert "READY" in terminal.ask("AT+CPIN?") and "+CMGS" in terminal.send(BODY)


def test_fm_52_busy_after_pin(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-49")
    modem.do("fault", name="FM-52", seconds=0.3)
    terminal.ask('AT+CPIN="1234"')
    assert terminal.ask("AT+CPMS?") == "\r\n+CMS ERROR: 314\r\n"
    time.sleep(0.35)
    assert "OK" in terminal.ask("AT+CPMS?") and modem.fired("FM-52") == 1


def test_fm_53_registration(modem: SimulatedModem, terminal: Terminal) -> None:
    terminal.ask("AT+CREG=2")
    modem.do("fault", name="FM-53", seconds=0.1)
    assert "+CREG: 2,0" in terminal.ask("AT+CREG?")
    assert b'\r\n+CREG: 2\r\n\r\n+CREG: 1,"00C3","A1B2",0\r\n' in terminal.read_for(0.4)
    for stat in (2, 3, 6):
        modem.do("fault", name="FM-53", stats=[stat])
        assert f"+CREG: 2,{stat}" in terminal.ask("AT+CREG?")
    assert "+CMGS" in terminal.send(BODY)


def test_fm_54_lost_in_burst(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-54", after=1, seconds=0.2)
    assert ["ERROR: 331" in terminal.send(BODY) for _ in range(3)] == [False, True, True]
    time.sleep(0.3)
    assert "+CMGS: 1\r" in terminal.send(BODY)


def test_fm_55_signal_unknown(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-55")
    assert terminal.ask("AT+CSQ") == "\r\n+CSQ: 99,99\r\n\r\nOK\r\n"


def test_fm_56_no_service_centre(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-56")
    assert '+CSCA: "",129' in terminal.ask("AT+CSCA?")
    assert "+CMS ERROR: 330" in terminal.send(BODY)
    terminal.ask('AT+CSCA="+380500001000",145')
    assert "+CMGS" in terminal.send(BODY)
