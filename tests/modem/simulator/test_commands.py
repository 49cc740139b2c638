"""The command set: forms of replies, framing, and what a careless terminal may type."""

from __future__ import annotations

import pytest

from smsbox.modem.simulator import SimulatedModem
from smsbox.modem.simulator.commands.registry import names
from tests.modem.simulator.terminal import Terminal, submit
from tests.patience import until


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        ("AT", "\r\nOK\r\n"),
        ("at+cgsn", "\r\n350000000000006\r\n\r\nOK\r\n"),
        ("AT+GSN", "\r\n350000000000006\r\n\r\nOK\r\n"),
        ("AT+CIMI", "\r\n255010000000001\r\n\r\nOK\r\n"),
        ("AT+CCID", "\r\n+CCID: 8938001000000000019\r\n\r\nOK\r\n"),
        ("AT^ICCID?", "\r\n^ICCID: 8938001000000000019\r\n\r\nOK\r\n"),
        ("AT+CRSM=176,12258,0,0,10", '\r\n+CRSM: 144,0,"988300010000000010F9"\r\n\r\nOK\r\n'),
        ("AT+CPIN?", "\r\n+CPIN: READY\r\n\r\nOK\r\n"),
        ("AT+CREG?", "\r\n+CREG: 0,1\r\n\r\nOK\r\n"),
        ("AT+CEREG?", "\r\n+CEREG: 0,0\r\n\r\nOK\r\n"),
        ("AT+COPS?", '\r\n+COPS: 0,0,"SAMPLE UA",0\r\n\r\nOK\r\n'),
        ("AT+COPS=3,2;+COPS?", '\r\n+COPS: 0,2,"25501",0\r\n\r\nOK\r\n'),
        ("AT+CSCA?", '\r\n+CSCA: "+380500001000",145\r\n\r\nOK\r\n'),
        ("AT+CPMS?", '\r\n+CPMS: "SM",0,20,"SM",0,20,"SM",0,20\r\n\r\nOK\r\n'),
        ('AT+CPMS="ME","ME","ME"', "\r\n+CPMS: 0,100,0,100,0,100\r\n\r\nOK\r\n"),
        ("AT+CPMS=?", '\r\n+CPMS: ("SM","ME","SR"),("SM","ME"),("SM","ME")\r\n\r\nOK\r\n'),
        ("AT+CNMI?", "\r\n+CNMI: 2,1,0,2,0\r\n\r\nOK\r\n"),
        ("AT+CNMI=2,1,7", "\r\n+CMS ERROR: 303\r\n"),
        ("AT+CMGR=3", "\r\n+CMS ERROR: 321\r\n"),
        ("AT+CMGD=99", "\r\n+CMS ERROR: 321\r\n"),
        ("AT+CMGS=4", "\r\n+CMS ERROR: 304\r\n"),
        ("AT+CNUM", '\r\n+CNUM: "","+380500000000",145\r\n\r\nOK\r\n'),
        ("AT+NOSUCH", "\r\nERROR\r\n"),
        ("AT+CMEE=2;+CPIN=1", "\r\n+CME ERROR: operation not allowed\r\n"),
        ("AT+CMEE=0;+CPIN=1", "\r\nERROR\r\n"),
        ("ATE0V1Q0", "\r\nOK\r\n"),
        ("AT&F", "\r\nOK\r\n"),
        ("xxAT+CFUN?", "\r\n+CFUN: 1\r\n\r\nOK\r\n"),
        ("AT+CSXX\x08\x08Q", "\r\n+CSQ: 21,99\r\n\r\nOK\r\n"),
        ('AT+CSCS="UCS2";+COPS?', '\r\n+COPS: 0,0,"00530041004D0050004C0045002000550041",0\r\n\r\nOK\r\n'),
    ],
)
def test_replies(terminal: Terminal, command: str, reply: str) -> None:
    assert terminal.ask(command) == reply


def test_echo_and_numeric_and_quiet(modem: SimulatedModem) -> None:
    terminal = Terminal(modem.link)
    assert terminal.ask("AT") == "AT\r\r\nOK\r\n"
    terminal.write(b"ATE0V0\r")
    assert terminal.read_for(0.1) == b"ATE0V0\r0\r"
    terminal.write(b"AT+NOSUCH\r")
    assert terminal.read_for(0.1) == b"4\r"
    terminal.write(b"ATQ1\r")
    assert terminal.read_for(0.1) == b""
    terminal.close()


def test_an_endless_line_is_cut(terminal: Terminal) -> None:
    for _ in range(100):
        terminal.write(b"A" * 1000)
    terminal.write(b"\r")
    assert terminal.until(b"ERROR\r\n") == b"\r\nERROR\r\n"
    assert "OK" in terminal.ask("AT")


def test_two_commands_in_one_write(terminal: Terminal) -> None:
    terminal.write(b"AT+CSQ\rAT+CREG?\r\n\n")
    assert terminal.read_for(0.1) == b"\r\n+CSQ: 21,99\r\n\r\nOK\r\n\r\n+CREG: 0,1\r\n\r\nOK\r\n"


def test_write_send_and_delete_by_group(modem: SimulatedModem, terminal: Terminal) -> None:
    body = submit("+380500000001", "aus dem Speicher")
    terminal.write(f"AT+CMGW={len(body)}\r".encode())
    terminal.until(b"> ")
    terminal.body(body)
    assert b"+CMGW: 1" in terminal.until(b"OK\r\n")
    assert "+CMSS: 0" in terminal.ask("AT+CMSS=1")
    assert "+CMGL: 1,3,," in terminal.ask("AT+CMGL=3")
    modem.do("inbound", sender="+380500000007", text="neu")
    terminal.ask("AT+CMGD=1,2")
    assert [slot[1] for slot in modem.do("slots")["slots"] if slot[1] != 0] == []


def test_text_mode(modem: SimulatedModem, terminal: Terminal) -> None:
    terminal.ask("AT+CMGF=1")
    modem.do("inbound", sender="+380500000007", text="hello")
    assert '"REC UNREAD","+380500000007",,"' in terminal.ask('AT+CMGL="ALL"')
    terminal.write(b'AT+CMGS="+380500000001"\r')
    terminal.until(b"> ")
    terminal.write(b"good day\x1a")
    assert b"+CMGS: 0" in terminal.until(b"OK\r\n")
    assert modem.entries("accepted")[0]["text"] == "good day"


def test_calls_ring_and_are_refused(modem: SimulatedModem, terminal: Terminal) -> None:
    terminal.ask("AT+CLIP=1")
    modem.do("call", number="+380500000005", rings=9)
    assert terminal.until(b",0\r\n") == b'\r\nRING\r\n\r\n+CLIP: "+380500000005",145,"",0,"",0\r\n'
    terminal.ask("AT+CHUP")
    assert modem.entries("call")[0]["end"] == "refused"
    modem.do("call", number="+380500000005", rings=1)
    assert modem.wait("call", 2)[1]["end"] == "gave up"


def test_ussd_menu_and_forms(modem: SimulatedModem, terminal: Terminal) -> None:
    terminal.write(b'AT+CUSD=1,"*102#",15\r')
    assert b'+CUSD: 1,"1 Balance\n2 Packages",15' in terminal.read_for(0.1)
    terminal.write(b'AT+CUSD=1,"2"\r')
    assert b'+CUSD: 0,"SMS left: 1450",15' in terminal.read_for(0.1)
    modem.do("ussd", form="packed", code="*888#", text="ok")
    terminal.write(b'AT+CUSD=1,"2A1C0E3702",15\r')
    assert b'+CUSD: 0,"EF35",15' in terminal.read_for(0.1)


def test_ussd_as_other_modems_do_it(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("ussd", takes="packed", form="octets", closing=True, dcs=0)
    assert terminal.ask('AT+CUSD=1,"*102#",15').endswith("\r\nERROR\r\n")
    modem.do("ussd", refusal=50)
    terminal.ask("AT+CMEE=1")
    assert "+CME ERROR: 50" in terminal.ask('AT+CUSD=1,"*102#",15')
    assert modem.entries("ussd") == []
    terminal.write(b'AT+CUSD=1,"AA180C2603",15\r')
    assert b"+CUSD: 4\r\n" in terminal.read_for(0.1)
    modem.do("ussd", takes="plain", form="plain", code="*5#", text="Menu", choices={"1": ["More", {"2": "_ end Ω"}]})
    for typed, said in (
        ("*5#", b'+CUSD: 1,"Menu",0'),
        ("1", b'+CUSD: 1,"More",0'),
        ("2", b'+CUSD: 0,"\x11 end \x15",0'),
    ):
        terminal.write(f'AT+CUSD=1,"{typed}",15\r'.encode())
        assert said in terminal.read_for(0.1)
    terminal.write(b"AT+CUSD=2\r")
    assert terminal.read_for(0.1) == b"\r\nOK\r\n\r\n+CUSD: 2\r\n"
    modem.do("ussd_push", text="Win", mode=1)
    assert terminal.read_for(0.1) == b'\r\n+CUSD: 1,"Win",0\r\n'


def test_registration_urc_and_held_delivery(modem: SimulatedModem, terminal: Terminal) -> None:
    terminal.ask("AT+CREG=1")
    modem.do("registration", stat=2)
    modem.do("inbound", sender="+380500000007", text="wartet")
    assert terminal.read_for(0.1) == b"\r\n+CREG: 2\r\n"
    assert "+CMS ERROR: 331" in terminal.send(submit("+380500000001", "x"))
    modem.do("registration", stat=5)
    assert terminal.read_for(0.1) == b'\r\n+CREG: 5\r\n\r\n+CMTI: "SM",1\r\n'


def test_clock_and_signal(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("signal", rssi=4)
    assert "+CSQ: 4,99" in terminal.ask("AT+CSQ")
    modem.do("network_time", offset=-86400 * 365, quarters=-4)
    assert '-04"' in terminal.ask("AT+CCLK?")


@pytest.mark.parametrize("mt", [2, 3])
def test_direct_delivery(modem: SimulatedModem, terminal: Terminal, mt: int) -> None:
    terminal.ask(f"AT+CNMI=2,{mt},0,0,0")
    modem.do("inbound", sender="+380500000007", text="direct", message_class=3)
    assert terminal.read_for(0.1).startswith(b"\r\n+CMT: ,")


ODD = [
    "",
    "0",
    "255",
    "-1",
    "99999999999",
    '"x"',
    '"+38050000"',
    '"',
    ",,,,",
    "1,2,3,4,5,6",
    '1,"*100#",15',
    "ÿ",
    '"UCS2"',
]


def test_every_command_survives_every_argument(
    modem: SimulatedModem, terminal: Terminal, capfd: pytest.CaptureFixture[str]
) -> None:
    restarts = {"+CFUN", "^RESET", "+CRESET", "#REBOOT", "+CPOWD"}
    for name in [*"EVQZIHASX", "&F", *(name for name in names() if name not in restarts)]:
        for form in ("", "?", "=?", *(f"={argument}" for argument in ODD)):
            terminal.write(f"AT{name}{form}\r".encode("latin-1"))
            # Whatever that did to echo, form and prompt: out of the body, and back to words.
            terminal.write(b"\x1b")
            terminal.write(b"ATE0V1Q0\r")
            terminal.until(b"OK\r\n")
    # Some of those answers come later than the OK that follows them.
    assert until(lambda: "OK" in terminal.ask("AT"))
    assert capfd.readouterr().err == ""
