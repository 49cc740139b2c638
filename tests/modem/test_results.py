"""A modem that says nothing of a segment: what it is asked, when it is told to leave a PDU, what its answers prove."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from smsbox.modem.codes import ErrorCode, Verdict
from smsbox.modem.line import GsmLine
from smsbox.modem.outcome import Accepted, InDoubt, Outcome, Refused
from tests.modem.conftest import QUICK
from tests.modem.peer import OK, PROMPT, Peer, info
from tests.modem.test_other_makes import miss
from tests.patience import overdue

LineTo = Callable[..., GsmLine]

PATIENT = replace(QUICK, result=0.4, probe_again=0.4, give_up=6.0)
TPDU = bytes.fromhex("01000C9183050000000100000548656C6C6F")
ESC = b"\x1b"


def after_ctrl_z(peer: Peer) -> bytes:
    """What was said to the modem once the PDU was."""
    return bytes(peer.raw).rpartition(b"\x1a")[2]


def asked_twice(line_to: LineTo, second: bytes) -> tuple[Outcome, bytes]:
    """The modem has the PDU and says nothing to the first question, `second` to the next."""
    with Peer() as peer:
        line = line_to(peer, timeouts=PATIENT)
        peer.results = [None]
        peer.on("AT", None, second, OK)
        return line.submit(TPDU, more=False), after_ctrl_z(peer)


def test_a_modem_that_still_awaits_the_pdu_is_told_to_leave_it(line_to: LineTo) -> None:
    """Its prompt came too early: PDU and Ctrl-Z were lost, and our questions would be taken for the PDU until 180 s."""
    with Peer() as peer:
        line = line_to(peer, timeouts=PATIENT)
        peer.prompt = [[PROMPT, miss], PROMPT]
        began = time.monotonic()
        assert line.submit(TPDU, more=False) == InDoubt("silence"), "nobody can prove that nothing left"
        assert not overdue(began, PATIENT.give_up / 2)
        assert line.submit(TPDU, more=False) == Accepted(1)
        assert len(peer.pdus) == 1


@pytest.mark.parametrize(
    ("then", "outcome"),
    [
        (info("+CMGS: 7"), Accepted(7)),
        (b"\r\n+CMS ERROR: 38\r\n", InDoubt("contradiction")),
        (OK, InDoubt("ok_without_reference")),
    ],
)
def test_an_ok_that_answered_something_else_is_not_taken_for_the_result(
    line_to: LineTo, then: bytes, outcome: Outcome
) -> None:
    """It came late, after the line was thought clean; our next word would disturb the modem in the middle of it."""
    with Peer() as peer:
        line = line_to(peer)
        peer.results = [[OK, 0.1, then]]
        assert line.submit(TPDU, more=False) == outcome
        assert after_ctrl_z(peer) == b""


def test_one_question_is_no_reason_to_disturb_a_modem_with_an_esc(line_to: LineTo) -> None:
    with Peer() as peer:
        line = line_to(peer, timeouts=PATIENT)
        peer.results = [[0.6, info("+CMGS: 33")]]
        assert line.submit(TPDU, more=False) == Accepted(33)
        assert ESC not in after_ctrl_z(peer)


def test_it_is_told_so_once(line_to: LineTo) -> None:
    with Peer() as peer:
        line = line_to(peer, timeouts=replace(PATIENT, give_up=2.0))
        peer.results = [lambda modem: setattr(modem, "deaf", True)]
        assert line.submit(TPDU, more=False) == InDoubt("silence")
        said = after_ctrl_z(peer)
        assert said.startswith(b"AT\r" + ESC + b"AT\r") and said.count(ESC) == 1 and b"\x1a" not in said


def test_an_acceptance_counts_whenever_it_comes(line_to: LineTo) -> None:
    outcome, said = asked_twice(line_to, info("+CMGS: 7"))
    assert outcome == Accepted(7)
    assert said.startswith(b"AT\r" + ESC + b"AT\r")


@pytest.mark.parametrize("error", ["+CMS ERROR: 512", "+CMS ERROR: 304", "+CMS ERROR: -1", "+CME ERROR: 100", "ERROR"])
def test_an_error_after_the_esc_may_be_its_answer_and_proves_nothing(line_to: LineTo, error: str) -> None:
    outcome, _ = asked_twice(line_to, f"\r\n{error}\r\n".encode())
    assert outcome == InDoubt("silence")


def test_what_only_the_network_can_say_is_believed(line_to: LineTo) -> None:
    outcome, _ = asked_twice(line_to, b"\r\n+CMS ERROR: 38\r\n")
    assert outcome == Refused(ErrorCode("CMS", 38, "+CMS ERROR: 38"), Verdict.TEMPORARY)
