"""The console: what may be given to a modem by hand, and what its answers mean."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.i18n.translator import translator
from smsbox.modem.console import CommandForbidden, CommandRefused, NoCommand, changes, checked
from smsbox.modem.meanings import Meaning, of_line
from smsbox.modem.troubles import CommandTimeout
from tests.modem.peer import OK, Peer, info

_ASKS = """
    AT at ATI ATI3 AT+CSQ AT+CSQ? AT+CREG? AT+COPS? AT+COPS=? AT+CPIN? AT+CMGL AT+CMGL=4 AT+CMGR=3 AT+CFUN? AT+CSCA?
    AT^SYSINFO AT^SETPORT? AT+CPMS=? AT+CGMI=? AT+CNMI? AT+CUSD? AT+CLCK=? at+csq
"""
_SETS = 'AT+CFUN=1,1 AT+CREG=2 AT+CSCA="+380500000000" AT+CGDCONT=1 AT+CMGL=9 AT+CMGF=1 AT^CURC=1'
_NEVER = """
    AT+CMGS=20 AT+CMGS=? AT+CMSS=1 AT+CMGW=20 AT+CMGD=1 AT+CMGD=1,4 AT+QMGDA=6 AT+CPIN="1234" AT+CLCK="SC",0,"1234"
    AT+CPWD="SC","1","2" AT^SETPORT="A1" AT&F AT&F0 ATZ ATD112; ATA ATH ATE1 ATV0 AT+CSQ;+CMGD=1 AT+CSQ;&F
    AT+CUSD=1,"*100#" AT+CPOWD=1 AT+CLAC AT+IPR=9600 AT+EGMR=1,7,"350000000000006" AT+CSIM=14,"00" AT+CRSM=214,1
    at+cmgd=1 AT+ＣＭＧＤ=1 AT++++++ AT$QCRMCALL=1,1 AT^NDISDUP=1,1 AT+CGDATA="PPP",1 AT+CDV=112 AT+VTS=1
"""
_ODD = ("AT\rAT+CMGD=1", "AT+CSQ\x1a", "AT\nAT+CMGD=1", "AT+CSQ" * 50, "AT +CMGD=1", "AT\u00a0+CSQ")
ASKS, SETS, NEVER = _ASKS.split(), _SETS.split(), (*_NEVER.split(), *_ODD)


@pytest.mark.parametrize("command", ASKS)
def test_what_asks_is_let_through(command: str) -> None:
    assert checked(f" {command} ") == command
    assert not changes(command)


@pytest.mark.parametrize("command", SETS)
def test_what_sets_needs_force(command: str) -> None:
    with pytest.raises(CommandRefused) as told:
        checked(command)
    assert not isinstance(told.value, CommandForbidden)
    assert checked(command, force=True) == command
    assert changes(command)


@pytest.mark.parametrize("command", NEVER)
@pytest.mark.parametrize("force", [False, True])
def test_what_sends_deletes_or_breaks_is_never_let_through(command: str, force: bool) -> None:
    with pytest.raises(CommandForbidden):
        checked(command, force=force)


@pytest.mark.parametrize("command", ["", "hello", "A/", "+CSQ", "T+CSQ"])
@pytest.mark.parametrize("force", [False, True])
def test_what_is_no_command_is_told_so(command: str, force: bool) -> None:
    with pytest.raises(NoCommand):
        checked(command, force=force)


@given(st.text(alphabet='AT+^&;=?,"0123456789CMGSDPINUlk \r\x1a', max_size=20))
@settings(max_examples=300, deadline=None)
def test_no_spelling_gets_a_deletion_through(text: str) -> None:
    for command in (text, f"AT{text}"):
        try:
            passed = checked(command, force=True)
        except CommandRefused:
            continue
        upper = passed.upper()
        assert upper.startswith("AT") and ";" not in upper and upper.isprintable()
        assert not any(word in upper for word in ("+CMGD", "+CMGS", "+CPIN=", "+CUSD=", "&F", "ATD"))


def test_a_modem_is_asked_and_settings_are_put_back(line_to) -> None:
    with Peer() as peer:
        line = line_to(peer)
        said = line.console("AT+CSQ")
        assert (said.lines, said.final) == (("+CSQ: 20,99",), "OK")
        assert peer.commands == ["AT+CSQ"]
        peer.on("AT+CMGR=3", b"\r\n+CMS ERROR: 321\r\n")
        assert line.console("AT+CMGR=3").final == "+CMS ERROR: 321"
        peer.on("AT+CMGL=4", info("+CMGL: 1,1,,5\r\n0011223344"))
        assert line.console("AT+CMGL=4").lines == ("+CMGL: 1,1,,5", "0011223344")
        peer.on("AT+CPIN?", b"\r\n+CPIN: READY\r\n")  # FM-45: no OK
        assert line.console("AT+CPIN?").final == ""
        peer.commands.clear()
        line.console("AT+CMGF=1", force=True)
        given = peer.commands.index("AT+CMGF=1")
        assert "AT+CMGF=0" in peer.commands[given:]
        peer.commands.clear()
        line.console_over()
        assert {"AT+CFUN?", "AT+CSCA?"} <= set(peer.commands)
        peer.commands.clear()
        line.console_over()
        assert peer.commands == []


def test_a_silent_command_is_told_and_the_next_one_is_not_one_behind(line_to, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsbox.modem.console._SLOW", {"+QSPN": 0.3})
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+QSPN", [0.6, info('+QSPN: "late"')], OK)
        with pytest.raises(CommandTimeout):
            line.console("AT+QSPN")
        assert line.console("AT+CSQ").lines == ("+CSQ: 20,99",)


@pytest.mark.parametrize(
    ("line", "english", "ukrainian"),
    [
        ("+CSQ: 21,99", "Signal -71 dBm: excellent.", "Сигнал -71\xa0дБм: відмінний."),
        ("+CSQ: 3,99", "Signal -107 dBm: very weak: move the antenna.", None),
        ("+CSQ: 99,99", "No signal is known.", None),
        ("+CREG: 0,1", "Network: in the home network.", "Мережа: у домашній мережі."),
        ('+CREG: 2,5,"00C3","A1B2",7', "Network: roaming (LTE).", None),
        ("+CEREG: 0,3", "Network: refused by the network.", None),
        ("+COPS: 0", "No operator: the modem is not registered.", None),
        ('+COPS: 0,0,"Kyivstar",2', "Operator: Kyivstar.", "Оператор: Kyivstar."),
        ("+CPIN: READY", "The SIM is open.", "SIM розблоковано."),
        ("+CPIN: SIM PUK", "The SIM is locked and wants its PUK.", None),
        ('+CSCA: "+380500000000",145', "SMS centre: +380500000000.", None),
        ('+CSCA: "",129', "No SMS centre is set: nothing can be sent.", None),
        ('+CPMS: "SM",7,20,"SM",7,20,"SM",7,20', "Memory SM: 7 of 20 places taken.", None),
        ("+CFUN: 4", "The radio is off (flight mode).", None),
        ("+CMGL: 3,0,,25", "Place 3: received, unread.", None),
        ('+CNUM: ,"+380500000009",145', "Own number: +380500000009.", None),
        ("+CBC: 0,100,4100", "Supply: 4.1 V.", None),
    ],
)
def test_what_lines_mean(line: str, english: str, ukrainian: str | None) -> None:
    meaning = of_line(line)
    assert meaning is not None
    assert told(meaning, "en") == english
    assert ukrainian is None or told(meaning, "uk") == ukrainian


def told(meaning: Meaning, language: str) -> str:
    tr = translator(language)
    facts = {name: tr.gettext(str(fact)) if name in meaning.worded else fact for name, fact in meaning.facts.items()}
    return tr.gettext(meaning.phrase).format_map(facts)


@given(
    st.sampled_from(["+CSQ", "+CREG", "+COPS", "+CPMS", "+CSCA", "+CNUM", "+CBC", "+CMGL", "+CPIN", "+CFUN"]), st.text()
)
@settings(max_examples=200, deadline=None)
def test_no_answer_breaks_the_reading(name: str, text: str) -> None:
    of_line(f"{name}: {text}")
