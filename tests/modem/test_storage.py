"""Reading and freeing slots: one bad slot never costs another, and nothing is deleted that was not named."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from smsbox.modem.outcome import Accepted
from smsbox.modem.slots import Storage, StoredPdu, entries
from smsbox.modem.urc import DirectReport, StorageFull, StoredReport
from tests.modem.conftest import QUICK
from tests.modem.peer import OK, Peer, info

PDU = "07918305000000F0040C91830500000010000042101010101000054865B6FC0D"
TPDU = bytes.fromhex("01000C9183050000000100000548656C6C6F")


def slot(index: int, stat: int = 0, raw: str = PDU, memory: str = "ME") -> StoredPdu:
    return StoredPdu(memory, index, stat, bytes.fromhex(raw) if len(raw) % 2 == 0 else b"", raw)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("+CMGL: 3,1,,23", PDU, '+CMGL: 4,0,"Alice",23', PDU), [slot(3, 1), slot(4)]),
        (("+CMGL: 1,0,,23", PDU[:-1], "+CMGL: 2,1,,23", PDU), [slot(1, 0, PDU[:-1]), slot(2, 1)]),  # odd hex, defect 30
        (("+CMGL: 1,0,,23", "+CMGL: 2,1,,23", PDU), [StoredPdu("ME", 1, 0, b"", ""), slot(2, 1)]),  # a PDU lost
        (("+CMGL: 1,2,,23", PDU, "+CMGL: 2,1,,23", PDU), [slot(1, 2), slot(2, 1)]),  # own draft, defect 31
        (("+CMGL:5,,,23", PDU), [slot(5)]),  # ZTE without stat
        (("noise", "+CMGL: x,1,,23", PDU, "+CMGL: 2,1,,23", PDU), [slot(2, 1)]),
        (("+CMGL: 1,0,,23", "ZZ?", "+CMGL: 2,1,,23", PDU), [StoredPdu("ME", 1, 0, b"", "ZZ?"), slot(2, 1)]),
        ((), []),
    ],
)
def test_lists(lines, expected):
    assert list(entries(lines, "ME")) == expected


def test_a_list_with_events_inside(line_to):
    """FM-58, FM-64, FM-65."""
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CMGL=4", info(f'+CMGL: 1,1,,23\r\n\r\n+CDSI: "SR",1\r\n\r\n{PDU}\r\n+CMGL: 2,3,,23\r\n{PDU}'))
        assert line.stored() == [slot(1, 1), slot(2, 3)]
        assert line.storage == Storage("ME", 2, 100)
        assert line.wait(0) == [StoredReport("SR", 1)]


def test_what_lay_in_the_other_memory_before_this_one_was_chosen_is_found(line_to):
    """SMS that came while nobody was there, and class 2 ones, lie on the SIM although another memory is used."""
    with Peer() as peer:
        peer.on("AT+CPMS=?", info('+CPMS: ("SM","ME"),("SM","ME"),("SM","ME")'))
        line = line_to(peer)
        selected = ["ME"]
        peer.on('AT+CPMS="SM"', [lambda p: selected.append("SM"), OK])
        peer.on('AT+CPMS="ME"', [lambda p: selected.append("ME"), OK])
        peer.on("AT+CMGL=4", lambda p: p.say(info(f"+CMGL: 1,1,,23\r\n{PDU}") if selected[-1] == "SM" else OK))
        assert line.stored() == [slot(1, 1, memory="SM")]
        assert selected[-1] == "ME"


def test_a_list_between_the_two_lines_of_a_report(line_to):
    """The list's PDUs have the length that the report announced, and are still the list's."""
    with Peer() as peer:
        line = line_to(peer)
        length = len(PDU) // 2 - 8
        peer.say(f"\r\n+CDS: {length}\r\n".encode())
        assert line.wait(0.1) == []
        peer.on("AT+CMGL=4", info(f"+CMGL: 1,1,,{length}\r\n{PDU}\r\n+CMGL: 2,1,,{length}\r\n{PDU}"))
        assert line.stored() == [slot(1, 1), slot(2, 1)]
        assert line.identity.imei == line.imei
        peer.say(f"{PDU}\r\n".encode())
        assert line.wait(1) == [DirectReport(bytes.fromhex(PDU), PDU)]


def test_a_report_lying_in_a_memory_of_its_own(line_to):
    """FM-78: once reported there, that memory is listed too, and the chosen one is selected again."""
    with Peer() as peer:
        line = line_to(peer)
        selected = ["ME"]
        peer.on('AT+CPMS="SR"', [lambda p: selected.append("SR"), OK])
        peer.on('AT+CPMS="ME"', [lambda p: selected.append("ME"), OK])
        peer.on("AT+CMGL=4", lambda p: p.say(info(f"+CMGL: 1,1,,23\r\n{PDU}") if selected[-1] == "SR" else OK))
        assert line.stored() == []
        peer.say(b'\r\n+CDSI: "SR",1\r\n')
        line.wait(1)
        assert line.stored() == [slot(1, 1, memory="SR")]
        assert selected[-1] == "ME"
        assert line.delete_slot("SR", 1)
        assert peer.commands[-2:] == ['AT+CPMS="SR"', "AT+CMGD=1"]


def test_memories_never_get_mixed_up(line_to):
    """Defect 33: the slot is deleted in the memory it was read from, or not at all."""
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CMGR=1", info(f"+CMGR: 0,,23\r\n{PDU}"))
        assert line.read_slot("SM", 1) == slot(1, memory="SM")
        peer.on('AT+CPMS="ME"', b"\r\n+CMS ERROR: 500\r\n")
        assert line.delete_slot("ME", 1) is False
        assert "AT+CMGD=1" not in peer.commands
        assert line.delete_slot("SM", 1)
        assert peer.commands[-2:] == ['AT+CPMS="SM"', "AT+CMGD=1"]
        assert not any(command.startswith("AT+CMGD=1,") for command in peer.commands)


@pytest.mark.parametrize("reply", [OK, b"\r\n+CMS ERROR: 321\r\n"])
def test_an_empty_slot(line_to, reply):
    """FM-62."""
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CMGR=9", reply)
        assert line.read_slot("ME", 9) is None


@pytest.mark.parametrize(
    ("reply", "freed"),
    [(OK, True), (b"\r\n+CMS ERROR: 321\r\n", True), (b"\r\n+CMS ERROR: 320\r\n", False), (None, False)],
)
def test_deleting(line_to, reply, freed):
    """FM-63."""
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CMGD=4", reply)
        assert line.delete_slot("ME", 4) is freed
        assert line.submit(TPDU, more=False) == Accepted(1)


def test_a_modem_that_cannot_list(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CMGL=4", b"\r\nERROR\r\n")
        peer.on("AT+CPMS?", info('+CPMS: "ME",1,5,"ME",1,5,"ME",1,5'))
        peer.default = b"\r\n+CMS ERROR: 321\r\n"
        peer.on("AT+CMGF=0", OK)
        peer.on("AT+CMGR=3", info(f"+CMGR: 1,,23\r\n{PDU}"))
        assert line.stored() == [slot(3, 1)]


def test_a_busy_store_is_not_an_unable_one(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CMGL=4", b"\r\n+CMS ERROR: 314\r\n", info(f"+CMGL: 1,1,,23\r\n{PDU}"))
        assert line.stored() == []
        assert line.stored() == [slot(1, 1)]


@pytest.mark.parametrize(
    ("said", "memory"),
    [('^SMMEMFULL: "SM"', "SM"), ('+CIEV: "SMSFULL",1', ""), ('+QIND: "smsfull","SM"', "SM"), ("^SMGO: 2", "")],
)
def test_a_full_memory_is_told(line_to, said, memory):
    """FM-61."""
    with Peer() as peer:
        line = line_to(peer)
        peer.say(f"\r\n{said}\r\n".encode())
        assert line.wait(1) == [StorageFull(memory)]


def test_an_own_draft_that_equals_the_last_pdu_is_no_echo(line_to):
    with Peer() as peer:
        line = line_to(peer)
        assert line.submit(TPDU, more=False) == Accepted(1)
        raw = "00" + TPDU.hex().upper()
        peer.on("AT+CMGL=4", info(f"+CMGL: 1,3,,18\r\n{raw}"))
        assert line.stored() == [slot(1, 3, raw)]


def test_freeing_and_listing_on_one_line(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CMGD=3;+CMGD=4;+CMGL=4", info(f"+CMGL: 1,1,,23\r\n{PDU}"))
        assert line.stored([3, 4]) == [slot(1, 1)]
        assert [command for command in peer.commands if "CMG" in command] == ["AT+CMGD=3;+CMGD=4;+CMGL=4"]


@pytest.mark.parametrize(
    "reply", [b"\r\nERROR\r\n", b"\r\n+CMS ERROR: 321\r\n", info(f'+CMGL: 1,"REC READ",,23\r\n{PDU}')]
)
def test_after_a_refused_line_nothing_is_deleted_again_and_the_list_still_comes(line_to, reply):
    """Part of it may be done: a slot deleted twice could hold something new by then."""
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CMGD=3;+CMGD=4;+CMGL=4", reply)
        peer.on("AT+CMGL=4", info(f"+CMGL: 1,1,,23\r\n{PDU}\r\n+CMGL: 4,1,,23\r\n{PDU}"))
        assert line.stored([3, 4]) == [slot(1, 1), slot(4, 1)]
        assert sum("CMGD" in command for command in peer.commands) == 1


def test_a_modem_that_cannot_list_frees_before_it_is_walked(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CMGL=4", b"\r\nERROR\r\n")
        assert line.stored() == []
        assert line.stored([3, 4]) == []
        assert "AT+CMGD=3;+CMGD=4" in peer.commands


def test_a_segment_accepted_just_now_vouches_for_pdu_mode(line_to):
    with Peer() as peer:
        line = line_to(peer, timeouts=replace(QUICK, format_idle=0.5, burst=5.0))
        time.sleep(0.6)
        assert isinstance(line.submit(TPDU, more=True), Accepted)
        line.stored()
        assert peer.commands[-1] == "AT+CMGL=4"
        assert peer.commands.count("AT+CMGF=0") == 1
        time.sleep(0.6)
        line.stored()
        assert peer.commands[-2:] == ["AT+CMGF=0", "AT+CMGL=4"]
