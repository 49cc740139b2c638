"""The defects of python-gsmmodem-new 0.13.0 that reach our floor: each byte sequence that broke it, against GsmLine.

Numbers are those of the project's list; codec defects (16-18, 20-29, 48, 49) belong to `smsbox.sms` and are tested
there, those of sending (8-15, 40) in test_submit.
"""

from __future__ import annotations

import inspect
import os
import threading
import time

import pytest
from gsmmodem.exceptions import CmeError, CmsError, CommandError, InvalidStateException, TimeoutException
from gsmmodem.modem import GsmModem
from gsmmodem.serial_comms import SerialComms

from smsbox.modem.outcome import Accepted
from smsbox.modem.troubles import LinkLost
from smsbox.modem.urc import DirectDeliver, DirectReport, Ring, StoredReport, StoredSms, UssdAnswer
from tests.modem.peer import OK, Peer, info
from tests.patience import overdue

TPDU = bytes.fromhex("01000C9183050000000100000548656C6C6F")


def test_01_bytes_above_0x7f_do_not_kill_the_reader(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.say(b'\r\n+CLIP: "\xe9t\xe9",129\r\n\xff\xfe\r\n\x00\xff\x00\r\n')
        assert line.wait(1) == [Ring("t")]
        assert line.signalStrength == 20
        assert line._link.demux.garbled >= 2


def test_02_unplug_while_idle_is_told_at_once(line_to):
    with Peer() as peer:
        line = line_to(peer)
        threading.Timer(0.1, peer.unplug).start()
        started = time.monotonic()
        with pytest.raises(LinkLost):
            line.wait(10)
        assert not overdue(started, 1)
        assert not line._port.is_open


def test_03_an_urc_inside_a_reply_is_kept(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CSQ", b'\r\n+CMTI: "ME",1\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n')
        assert line.signalStrength == 20
        assert line.wait(0) == [StoredSms("ME", 1)]


def test_04_every_urc_of_a_batch_counts(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.say(b"".join(b'\r\n+CMTI: "ME",%d\r\n' % n for n in range(5)) + b'\r\nRING\r\n\r\n+CLIP: "0501",129\r\n')
        assert line.wait(1) == [*(StoredSms("ME", n) for n in range(5)), Ring("0501")]


@pytest.mark.parametrize("header", ["+CDS: 1", "+CDS:1", "^HCDS: 1"])
def test_05_a_two_line_urc_split_by_time(line_to, header):
    """FM-71; a command may even run in between."""
    with Peer() as peer:
        line = line_to(peer)
        peer.say(f"\r\n{header}\r\n".encode())
        assert line.wait(0.1) == []
        assert line.signalStrength == 20
        peer.say(b"07918305000000F006\r\n")
        assert line.wait(1) == [DirectReport(bytes.fromhex("07918305000000F006"), "07918305000000F006")]


def test_06_urcs_and_echo_never_become_an_identity(line_to):
    with Peer(echo=True) as peer:
        peer.on("ATE0", b"\r\nERROR\r\n")
        peer.on("AT+CGSN", b'\r\n^RSSI:20\r\n\r\n+CGSN: "490154203237518"\r\n\r\nOK\r\n')
        peer.on("AT+CIMI", b"\r\n+ZUSIMR:2\r\n\r\n255010000000001\r\n\r\nOK\r\n")
        line = line_to(peer)
        peer.echo = True
        assert line.identity.imei == line.imei == "490154203237518"
        assert line.imsi == "255010000000001"


def test_07_a_late_reply_never_answers_the_next_command(line_to):
    """FM-44."""
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CSQ", [0.5, info("+CSQ: 7,99")], info("+CSQ: 20,99"))
        with pytest.raises(TimeoutException):
            line.write("AT+CSQ", timeout=0.2)
        assert line.dirty
        assert line.imei == "490154203237518"
        assert line.imsi == "255010000000001"
        assert line.signalStrength == 20


@pytest.mark.parametrize(
    "final", ["+CMS ERROR:38", "+CMS ERROR: network timeout", "+CMS ERROR: -1", "COMMAND NOT SUPPORT", "ERROR", "NA"]
)
def test_11_every_final_result_ends_its_command(line_to, final):
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+XYZ", f"\r\n{final}\r\n".encode())
        started = time.monotonic()
        with pytest.raises(CommandError):
            line.write("AT+XYZ", timeout=5)
        assert not overdue(started, 1)


def test_11_words_that_only_begin_like_a_final_result_do_not(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CGMR", b"\r\nOKAPI-1 ERRORFREE\r\n\r\nERROR2\r\n\r\nOK\r\n")
        assert line.write("AT+CGMR") == ["OKAPI-1 ERRORFREE", "OK"]
        peer.on("AT+CLAC", b"\r\nOKAPI\r\n\r\nERRORS\r\n\r\nOK\r\n")
        assert line.write("AT+CLAC") == ["OKAPI", "ERRORS", "OK"]


@pytest.mark.parametrize("code", [14, 515])
def test_12_busy_codes_are_told_not_repeated(line_to, code):
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+XYZ", f"\r\n+CME ERROR: {code}\r\n".encode())
        with pytest.raises(CmeError) as raised:
            line.write("AT+XYZ")
        assert raised.value.code == code
        assert peer.commands.count("AT+XYZ") == 1


def test_19_no_character_set_is_switched_for_sending(line_to):
    with Peer() as peer:
        line = line_to(peer)
        line.submit(TPDU, more=False)
        assert not any("CSCS" in command or "CLAC" in command for command in peer.commands)


def test_32_33_34_38_the_paths_that_lose_messages_are_closed():
    for name in (
        "sendSms",
        "processStoredSms",
        "listStoredSms",
        "readStoredSms",
        "deleteMultipleStoredSms",
        "sendUssd",
    ):
        line = object.__new__(__import__("smsbox.modem.line", fromlist=["GsmLine"]).GsmLine)
        with pytest.raises(InvalidStateException):
            getattr(line, name)(1)


SAFE = {"signalStrength", "manufacturer", "model", "revision", "imei", "imsi", "networkName", "smsc"}
CALLBACKS = {name for name, _ in inspect.getmembers(GsmModem) if "Call" in name or name in ("_placeholderCallback",)}


def test_nothing_of_the_library_that_talks_is_left_reachable():
    """Whatever GsmModem or SerialComms define and GsmLine does not replace is known to be harmless."""
    from smsbox.modem.line import GsmLine

    ours = {name for cls in GsmLine.__mro__[: GsmLine.__mro__.index(GsmModem)] for name in vars(cls)}
    theirs = {name for cls in (GsmModem, SerialComms) for name, value in vars(cls).items() if _talks(value)}
    left = theirs - ours - SAFE - CALLBACKS
    assert left <= {
        "__init__",
        "_compileSmsRegexes",
        # handlers: only the closed reader could call them
        "_GsmModem__threadedHandleModemNotification",
        "_handleIncomingDTMF",
        "_handleSmsReceived",
        "_handleSmsStatusReport",
        "_handleSmsStatusReportTe",
        "_handleUssd",
        "_parseCusdResponse",
        "_placeHolderCallback",
    }


def _talks(value: object) -> bool:
    return inspect.isfunction(value) or isinstance(value, property)


def test_36_spellings_of_cmti(line_to):
    """FM-60."""
    with Peer() as peer:
        line = line_to(peer)
        peer.say(b'\r\n+CMTI: SM,3\r\n\r\n+CMTI: "SM",-1\r\n\r\n+CDSI: "SM", 3\r\n\r\n+CDSI:"SR",4\r\n')
        expected = [StoredSms("SM", 3), StoredSms("SM", None), StoredReport("SM", 3), StoredReport("SR", 4)]
        assert line.wait(1) == expected


def test_35_37_direct_delivery_and_garbage(line_to):
    """FM-69; a second line that is no hex is kept as it came."""
    with Peer() as peer:
        line = line_to(peer)
        peer.say(b"\r\n+CMT: ,27\r\n07918305000000F004\r\n\r\n+CDS: 25\r\nZZ\r\n")
        events = line.wait(1)
        assert events == [
            DirectDeliver(bytes.fromhex("07918305000000F004"), "07918305000000F004"),
            DirectReport(b"", "ZZ"),
        ]


@pytest.mark.parametrize(
    ("said", "event"),
    [
        ("+CUSD: 2", UssdAnswer(2, "", None)),
        ('+CUSD: 0,"x"', UssdAnswer(0, "x", None)),
        ("+CUSD: 4", UssdAnswer(4, "", None)),
        ('+CUSD: 0,"SPRING offer, RING now",15', UssdAnswer(0, "SPRING offer, RING now", 15)),  # defect 45
    ],
)
def test_44_45_ussd_answers_are_events_never_calls(line_to, said, event):
    with Peer() as peer:
        line = line_to(peer)
        peer.say(f"\r\n{said}\r\n".encode())
        assert line.wait(1) == [event]


def test_46_a_caller_keeps_the_number_he_has(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.say(b'\r\nRING\r\n\r\n+CLIP: "0701234567",129\r\n')
        assert line.wait(1) == [Ring("0701234567")]
        peer.on("AT+CHUP", b"\r\nERROR\r\n")
        line.refuse_call()
        assert peer.commands == ["AT+CHUP", "ATH"]
        assert line.activeCalls == {}


def test_47_a_port_that_takes_no_bytes_is_lost_not_deaf(line_to):
    """FM-42."""
    with Peer() as peer:
        line = line_to(peer)
        peer.reading = False
        time.sleep(0.05)
        with pytest.raises(LinkLost):
            for _ in range(200):
                line._port.write(b"A" * 1000)


def test_51_inbound_text_cannot_end_a_command(line_to):
    """Bad input 17: only PDUs are ever read."""
    with Peer() as peer:
        line = line_to(peer)
        text_mode = b'\r\n+CMGL: 1,"REC UNREAD","+380500000001",,"24/01/01,10:00:00+08"\r\nOK\r\nERROR\r\n\r\nOK\r\n'
        peer.on("AT+CMGL=4", text_mode, info("+CMGL: 1,0,,23\r\n0791"))
        line._sender._format_at = 1e12
        slots = line.stored()
        if not slots:
            slots = line.stored()
        assert [(slot.index, slot.raw) for slot in slots] == [(1, "0791")]
        assert "AT+CMGF=0" in peer.commands


def test_the_library_face_still_works(line_to):
    with Peer() as peer:
        peer.on("AT+CSQ", info("+CSQ: 7,99"))
        peer.on("AT+CGMR", info("1.2.3"))
        line = line_to(peer)
        assert isinstance(line, GsmModem)
        assert line.signalStrength == 7
        assert (line.manufacturer, line.model, line.revision) == ("Acme", "M1", "1.2.3")
        assert line.smsc == "+380500000000"
        assert line.networkName == "Testnet"
        assert line.ownNumber == "+380500000009"
        assert line.smsTextMode is False
        line.deleteStoredSms(3)
        assert peer.commands[-1] == "AT+CMGD=3"
        peer.on("AT+CMGD=4", b"\r\n+CMS ERROR: 500\r\n")
        with pytest.raises(CommandError):
            line.deleteStoredSms(4)
        peer.on("AT+XYZ", b"\r\n+CMS ERROR: 330\r\n")
        with pytest.raises(CmsError):
            line.write("AT+XYZ")
        with pytest.raises(ValueError, match="PIN"):
            line.write('AT+CPIN="1234"')


def test_no_thread_is_ever_started(line_to):
    with Peer() as peer:
        before = threading.active_count()
        line = line_to(peer)
        assert line.submit(TPDU, more=False) == Accepted(1)
        line.wait(0)
        assert threading.active_count() == before


def test_10_megabytes_without_a_newline(line_to):
    """Bad input 2."""
    with Peer() as peer:
        line = line_to(peer)

        def flood(p: Peer) -> None:
            for _ in range(2560):
                os.write(p.master, b"x" * 4096)

        peer.on("AT+FLOOD", [flood, OK])
        assert line.write("AT+FLOOD", timeout=20) == ["OK"]
        assert line._link._splitter.overlong >= 1
        assert len(line._link._splitter._rest) <= 4096
        assert line.submit(TPDU, more=False) == Accepted(1)
