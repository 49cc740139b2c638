"""What makes drawn at random (tests/foreign) taught the line: each fault they found, held by a small test."""

from __future__ import annotations

import os
import select
import time
from dataclasses import replace

import pytest

from smsbox.modem.outcome import Accepted, InDoubt
from smsbox.modem.slots import StoredPdu
from smsbox.modem.urc import StoredSms
from tests.modem.conftest import QUICK
from tests.modem.peer import OK, PROMPT, Peer, info
from tests.patience import overdue

PDU = "07918305000000F0040C91830500000010000042101010101000054865B6FC0D"
TPDU = bytes.fromhex("01000C9183050000000100000548656C6C6F")
TEXTED = info('+CMGR: "REC UNREAD","+380500000000",,"26/11/22,02:16:21+08"\r\nHello')


def test_after_any_refusal_pdu_mode_is_set_again_before_the_next_pdu(line_to):
    """Some modems fall back to text mode with every error: then the length would be a number, the PDU a text to it."""
    with Peer() as peer:
        line = line_to(peer)
        assert line.submit(TPDU, more=False) == Accepted(1)
        peer.on("AT+CMGD=7", b"\r\n+CMS ERROR: 320\r\n")
        line.delete_slot("ME", 7)
        peer.commands.clear()
        assert line.submit(TPDU, more=False) == Accepted(2)
        assert peer.commands == ["AT+CMGF=0", "AT+CMGS=18"]


def test_a_refused_cmms_comes_before_the_format_not_after_it(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CMMS=2", b"\r\nERROR\r\n")
        assert line.submit(TPDU, more=True) == Accepted(1)
        assert peer.commands[-3:] == ["AT+CMMS=2", "AT+CMGF=0", "AT+CMGS=18"]


def test_a_slot_read_in_text_mode_is_read_again_as_a_pdu(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CMGR=3", TEXTED, info(f"+CMGR: 1,,23\r\n{PDU}"))
        assert line.read_slot("ME", 3) == StoredPdu("ME", 3, 1, bytes.fromhex(PDU), PDU)


def test_a_slot_that_stays_in_text_mode_is_left_alone(line_to):
    """Its words taken for the message, the message itself would be deleted."""
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CMGR=3", TEXTED)
        assert line.read_slot("ME", 3) is None
        peer.on("AT+CMGL=4", info('+CMGL: 3,"REC UNREAD","+380500000000",,"26/11/22,02:16:21+08"\r\nHello'))
        assert line.stored() == []


@pytest.mark.parametrize("refusal", ["ERROR", "+CME ERROR: 4", "+CMS ERROR: 303", "+CME ERROR: 100", "+CMS ERROR: 500"])
def test_a_modem_without_a_list_is_read_slot_by_slot_whatever_it_calls_that(line_to, refusal):
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CMGL=4", f"\r\n{refusal}\r\n".encode())
        peer.on("AT+CPMS?", info('+CPMS: "ME",1,5,"ME",1,5,"ME",1,5'))
        peer.on("AT+CMGR=0", b"\r\n+CMS ERROR: 321\r\n")
        peer.on("AT+CMGR=1", info(f"+CMGR: 1,,23\r\n{PDU}"))
        assert line.stored() == [StoredPdu("ME", 1, 1, bytes.fromhex(PDU), PDU)]


def test_a_modem_without_memories_to_choose_has_one_whatever_it_calls_it(line_to):
    with Peer() as peer:
        for command in ("AT+CPMS=?", "AT+CPMS?", *(f'AT+CPMS="{name}","{name}","{name}"' for name in ("SM", "ME"))):
            peer.on(command, b"\r\nERROR\r\n")
        for name in ("SM", "ME"):
            peer.on(f'AT+CPMS="{name}","{name}"', b"\r\nERROR\r\n")
            peer.on(f'AT+CPMS="{name}"', b"\r\nERROR\r\n")
        line = line_to(peer)
        peer.say(b'\r\n+CMTI: "SM",3\r\n')
        assert line.wait(1) == [StoredSms("SM", 3)]
        peer.on("AT+CMGR=3", info(f"+CMGR: 1,,23\r\n{PDU}"))
        assert line.read_slot("SM", 3) == StoredPdu("", 3, 1, bytes.fromhex(PDU), PDU)
        assert not any("CPMS" in command for command in peer.commands)
        peer.on("AT+CMGL=4", b"\r\nERROR\r\n")
        assert line.stored() == [StoredPdu("", 3, 1, bytes.fromhex(PDU), PDU)]


def test_where_messages_arrive_is_looked_into_when_it_cannot_be_set(line_to):
    with Peer() as peer:
        for name in ("SM", "ME"):
            peer.on(f'AT+CPMS="{name}","{name}","{name}"', b"\r\nERROR\r\n")
            peer.on(f'AT+CPMS="{name}","{name}"', info("+CPMS: 0,9,0,9"))
        peer.on("AT+CPMS?", info('+CPMS: "ME",0,9,"ME",0,9,"SM",1,9'))
        line = line_to(peer)
        selected = ["ME"]
        peer.on('AT+CPMS="SM"', [lambda p: selected.append("SM"), OK])
        peer.on('AT+CPMS="ME"', [lambda p: selected.append("ME"), OK])
        peer.on("AT+CMGL=4", lambda p: p.say(info(f"+CMGL: 1,1,,23\r\n{PDU}") if selected[-1] == "SM" else OK))
        for _ in range(3):  # time and again, not once as a guess
            assert [each.memory for each in line.stored()] == ["SM"]


def test_a_list_after_a_refusal_is_asked_for_in_pdu_mode(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.on('AT+CPMS="SM"', b"\r\nERROR\r\n")
        peer.say(b'\r\n+CMTI: "SM",3\r\n')
        line.wait(1)
        peer.commands.clear()
        line.stored()
        assert peer.commands[-2:] == ["AT+CMGF=0", "AT+CMGL=4"]


def test_a_list_that_is_not_allowed_time_and_again_is_not_awaited_for_ever(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CMGL=4", b"\r\n+CME ERROR: 3\r\n")
        peer.on("AT+CPMS?", info('+CPMS: "ME",1,5,"ME",1,5,"ME",1,5'))
        peer.on("AT+CMGR=0", info(f"+CMGR: 1,,23\r\n{PDU}"))
        assert line.stored() == []
        assert line.stored() == []
        assert len(line.stored()) == 1


def test_who_keeps_silent_about_what_he_does_not_know_costs_little_time(line_to):
    times = replace(QUICK, at=0.2, command=1.0, setting=1.0, identity=1.0, storage=1.0)
    with Peer() as peer:
        line = line_to(peer, connect=False, timeouts=times)
        for command in ("AT+CFUN?", "AT+CSMS=0", 'AT+CSCS="GSM"', 'AT+CSCS="IRA"', "AT+CSCA?", "AT+CNUM", "AT+CLIP=1"):
            peer.on(command, None)
        began = time.monotonic()
        line.connect(None)
        assert not overdue(began, 5.0)  # seven silences: two of a second, then of a fifth


def test_echo_that_comes_back_at_once_is_a_habit_and_no_reset(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.echo = True
        peer.on("ATE0", OK)
        assert line.submit(TPDU, more=False) == Accepted(1)
        peer.commands.clear()
        assert line.submit(TPDU, more=False) == Accepted(2)
        assert peer.commands == ["AT+CMGS=18"]


def miss(peer):
    """Hear nothing for a moment."""
    time.sleep(0.05)
    while select.select([peer.master], [], [], 0)[0]:
        os.read(peer.master, 4096)


def test_a_modem_that_hears_nothing_right_after_its_prompt_costs_one_doubt(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.prompt = [[PROMPT, miss]]
        assert line.submit(TPDU, more=False) == InDoubt("silence")
        assert line.submit(TPDU, more=False) == Accepted(1)
        assert len(peer.pdus) == 1


def test_an_answer_right_behind_the_echo_of_a_pdu(line_to):
    with Peer() as peer:
        peer.on("ATE0", OK)
        line = line_to(peer)
        peer.echo = True
        peer.results = [b"+CMGS: 41\r\nOK\r\n"]
        assert line.submit(TPDU, more=False) == Accepted(41)
