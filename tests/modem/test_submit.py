"""What becomes of one segment under every fault of sending: certain outcomes are certain, all others in doubt."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from smsbox.modem.codes import ErrorCode, Verdict
from smsbox.modem.outcome import Accepted, InDoubt, NotStarted, Refused
from smsbox.modem.troubles import LinkLost, Restarted
from smsbox.modem.urc import DirectReport, PowerLost, Rebooted, Ring, StoredSms
from tests.modem.conftest import QUICK
from tests.modem.peer import OK, Peer, info
from tests.patience import overdue

TPDU = bytes.fromhex("01000C9183050000000100000548656C6C6F")
ESC = b"\x1b"


def submitted(line_to, *results, **options):
    """The outcome of one submit whose PDU gets these replies, and the peer and line after it."""
    peer = Peer()
    with peer:
        line = line_to(peer, **options)
        peer.results = list(results)
        outcome = line.submit(TPDU, more=False)
        time.sleep(0.05)
        return outcome, line.dirty, peer


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        ("+CMGS: 41", 41),
        ("+CMGS:12", 12),  # FM-14, defect 10
        ('+CMGS: 12,"24/01/01,10:00:00+04"', 12),  # FM-13
        ("+CMGS: 255", 255),
        ("+CMGS: 0", 0),
    ],
)
def test_every_spelling_of_an_acceptance(line_to, answer, reference):
    outcome, dirty, _ = submitted(line_to, info(answer))
    assert outcome == Accepted(reference)
    assert not dirty


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (info("+CMGS: 999"), "bad_reference"),  # bad input 5
        (info("+CMGS:"), "bad_reference"),
        (info("+CMGS: -3"), "bad_reference"),
        (b"\r\n+CMGS: 4\xff1\r\n\r\nOK\r\n", "bad_reference"),  # FM-32: a digit may have been hit
        (OK, "ok_without_reference"),  # FM-11, bad input 6
        (b"\r\nERROR\r\n", "error_after_pdu"),  # FM-12
        (b"\r\nCOMMAND NOT SUPPORT\r\n", "error_after_pdu"),
        (b"\r\n+CMS ERROR: 332\r\n", "CMS 332"),
        (b"\r\n+CMS ERROR: network timeout\r\n", "CMS 332"),  # FM-19
        (b"\r\n+CME ERROR: 31\r\n", "CME 31"),
        (b"\r\n+CMGS: 5\r\n\r\n+CMS ERROR: 38\r\n", "contradiction"),
    ],
)
def test_what_leaves_the_segment_in_doubt(line_to, reply, reason):
    outcome, _, _ = submitted(line_to, reply)
    assert outcome == InDoubt(reason)


@pytest.mark.parametrize(
    ("text", "code", "verdict"),
    [
        ("+CMS ERROR: 38", 38, Verdict.TEMPORARY),
        ("+CMS ERROR:38", 38, Verdict.TEMPORARY),  # FM-18, defect 11
        ("+CMS ERROR: -1", -1, Verdict.TEMPORARY),  # FM-20
        ("+CMS ERROR: SIM busy", 314, Verdict.BUSY),
        ("+CMS ERROR: 515", 515, Verdict.BUSY),  # FM-21, defect 12: refused, never repeated by the line itself
        ("+CMS ERROR: 21", 21, Verdict.ACCOUNT),  # bad input 7
        ("+CMS ERROR: 28", 28, Verdict.ACCOUNT),
        ("+CMS ERROR: 50", 50, Verdict.ACCOUNT),
        ("+CMS ERROR: 304", 304, Verdict.RESET),
        ("+CMS ERROR: 500", 500, Verdict.TEMPORARY),
        ("+CMS ERROR: 197", 197, Verdict.ALREADY_ACCEPTED),  # FM-23
        ("+CME ERROR: 14", 14, Verdict.BUSY),
    ],
)
def test_definite_refusals(line_to, text, code, verdict):
    outcome, dirty, peer = submitted(line_to, f"\r\n{text}\r\n".encode())
    assert isinstance(outcome, Refused)
    assert (outcome.error.code, outcome.verdict) == (code, verdict)
    assert len(peer.pdus) == 1
    assert not dirty


def test_a_late_unspecific_error_is_in_doubt(line_to):
    """Bad input 7: 500 more than 20 s after Ctrl-Z; the boot clock of the line is moved instead of waiting."""
    peer = Peer()
    with peer:
        line = line_to(peer)
        clock = line._clock
        shift = [0.0]
        real = clock.boottime
        clock.boottime = lambda: real() + shift[0]  # type: ignore[method-assign]
        line._sender.result_timeout = 60.0
        peer.results = [[lambda _: shift.__setitem__(0, 25.0), b"\r\n+CMS ERROR: 500\r\n"]]
        assert line.submit(TPDU, more=False) == InDoubt("CMS 500")


# before the prompt


@pytest.mark.parametrize("prompt", [b"\r\n>", b"> ", b"\r\n> ", b">", b"\r\n>\r\n"])
def test_prompts_with_and_without_blank(line_to, prompt):
    """FM-02, FM-03, defect 14."""
    with Peer() as peer:
        line = line_to(peer)
        peer.prompt = [prompt]
        assert line.submit(TPDU, more=False) == Accepted(1)


def test_no_prompt_means_escape_and_not_started(line_to):
    """FM-01, defect 13, bad input 8: ESC, never Ctrl-Z; the next submit passes, from now on with a pause before it."""
    with Peer() as peer:
        line = line_to(peer)
        peer.prompt = [None, b"\r\n> "]
        assert line.submit(TPDU, more=False) == NotStarted("no_prompt")
        assert b"AT+CMGS=18\r" + ESC in peer.raw
        assert b"\x1a" not in peer.raw
        assert line.submit(TPDU, more=False) == Accepted(1)
        assert line._sender.burst_gap == QUICK.gap
        assert peer.pdus == ["00" + TPDU.hex().upper()]


def test_an_urc_before_the_prompt(line_to):
    """FM-05."""
    with Peer() as peer:
        line = line_to(peer)
        peer.prompt = [b'\r\n+CMTI: "SM",3\r\n\r\n> ']
        assert line.submit(TPDU, more=False) == Accepted(1)
        assert line.wait(0.1) == [StoredSms("SM", 3)]


def test_a_late_prompt_is_awaited(line_to):
    """FM-04, scaled."""
    with Peer() as peer:
        line = line_to(peer)
        peer.prompt = [[0.35, b"\r\n> "]]
        assert line.submit(TPDU, more=False) == Accepted(1)


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (b"\r\nERROR\r\n", NotStarted("error_before_prompt")),
        (
            b"\r\n+CMS ERROR: 331\r\n",
            Refused(ErrorCode("CMS", 331, "+CMS ERROR: 331"), Verdict.TEMPORARY),
        ),
        (b"\r\n+CMS ERROR: 332\r\n", Refused(ErrorCode("CMS", 332, "+CMS ERROR: 332"), Verdict.TEMPORARY)),
    ],
)
def test_refusals_before_the_prompt_are_certain(line_to, reply, outcome):
    with Peer() as peer:
        line = line_to(peer)
        peer.prompt = [lambda p: (setattr(p, "typing", False), p.say(reply))]
        assert line.submit(TPDU, more=False) == outcome
        assert peer.pdus == []


# after the PDU


def test_noise_and_events_between_pdu_and_result(line_to):
    """FM-06, FM-58, FM-70, FM-72, defect 3, bad inputs 4 and 22."""
    noise = (
        b'\r\n^RSSI:17\r\n\r\nRING\r\n\r\n+CLIP: "0701234567",129\r\n\r\nNO CARRIER\r\n\r\n+CMTI: "SM",1\r\n'
        b'\r\n+CDSI: "SM", 3\r\n\r\n+ZUSIMR:2\r\n'
    )
    outcome, _, _ = submitted(line_to, [noise, 0.05, noise, info("+CMGS: 41")])
    assert outcome == Accepted(41)


def test_events_of_a_submit_are_handed_out_later(line_to):
    with Peer() as peer:
        line = line_to(peer)
        report = b"\r\n+CDS: 25\r\n"
        peer.results = [
            [report, 0.1, b"07918305000000F006\r\n", b'\r\nRING\r\n\r\n+CLIP: "0501",129\r\n', info("+CMGS: 1")]
        ]
        assert line.submit(TPDU, more=False) == Accepted(1)
        assert line.wait(0) == [DirectReport(bytes.fromhex("07918305000000F006"), "07918305000000F006"), Ring("0501")]


def test_a_ring_flood_does_not_hold_up_sending(line_to):
    """Bad input 22."""
    with Peer() as peer:
        line = line_to(peer)
        peer.results = [[b"\r\nRING\r\n" * 500, info("+CMGS: 7")]]
        assert line.submit(TPDU, more=False) == Accepted(7)
        assert line.wait(0) == [Ring(None)]


def test_total_silence_of_ours_until_the_result(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.results = [[0.4, info("+CMGS: 9")]]
        assert line.submit(TPDU, more=False) == Accepted(9)
        assert peer.raw.endswith(b"\x1a")


def test_missing_final_ok_is_an_acceptance_and_a_dirty_line(line_to):
    outcome, dirty, _ = submitted(line_to, b"\r\n+CMGS: 8\r\n")
    assert outcome == Accepted(8)
    assert dirty


def test_silence_then_one_probe_that_is_answered(line_to):
    """FM-08: the modem lives, so the command is dead; nothing but one bare AT was said."""
    with Peer() as peer:
        line = line_to(peer)
        peer.results = [None]
        started = time.monotonic()
        assert line.submit(TPDU, more=False) == InDoubt("silence")
        assert not overdue(started, 1.2)
        assert peer.commands[-1] == "AT"
        assert peer.commands.count("AT") == 1
        assert line.dirty


def test_silence_for_ever_is_given_up(line_to):
    """FM-41."""
    with Peer() as peer:
        line = line_to(peer)
        peer.results = [lambda p: setattr(p, "deaf", True)]
        started = time.monotonic()
        assert line.submit(TPDU, more=False) == InDoubt("silence")
        assert time.monotonic() - started >= QUICK.give_up and not overdue(started, QUICK.give_up + 2)
        assert line.submit(TPDU, more=False) == NotStarted("not_answering", asked=True)


def test_who_was_asked_in_vain_is_told_from_who_only_kept_silent_once(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CMGF=0", None, OK)
        time.sleep(QUICK.format_idle + 0.1)
        assert line.submit(TPDU, more=False) == NotStarted("not_answering")
        peer.prompt = [lambda it: setattr(it, "deaf", True)]
        assert line.submit(TPDU, more=False) == NotStarted("not_answering", asked=True)


def test_a_result_after_the_probe_counts(line_to):
    """The modem was busy with the network and answers everything at last."""
    with Peer() as peer:
        line = line_to(peer)
        peer.results = [[0.9, info("+CMGS: 33")]]
        assert line.submit(TPDU, more=False) == Accepted(33)
        assert line.dirty
        assert line.submit(TPDU, more=False) == Accepted(1)


def test_fm07_fm09_a_late_acceptance_settles_its_own_segment_only(line_to):
    """Defects 7, 8, bad input 3: seen while idle, kept, and not taken for the next segment's."""
    with Peer() as peer:
        line = line_to(peer)
        peer.results = [None]
        assert line.submit(TPDU, more=False) == InDoubt("silence")
        peer.say(info("+CMGS: 77"))
        line.wait(0.1)
        assert [late.reference for late in line.late] == [77]
        assert [late.reference for late in line.take_late_results()] == [77]
        assert line.late == []
        assert line.submit(TPDU, more=False) == Accepted(1)


def test_a_late_acceptance_inside_another_exchange(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.results = [None]
        line.submit(TPDU, more=False)
        line.resync()
        peer.on("AT+CSQ", [info("+CMGS: 77"), info("+CSQ: 21,0")])
        assert line.signal_report().rssi == 21
        assert [late.reference for late in line.late] == [77]
        assert line.clock_reading() is None
        assert line.submit(TPDU, more=False) == Accepted(1)


@pytest.mark.parametrize("second", [b"\r\n+CMS ERROR: 38\r\n", info("+CMGS: 78")])
def test_fm10_the_late_result_lands_in_the_next_wait(line_to, second):
    with Peer() as peer:
        line = line_to(peer)
        peer.results = [None, [info("+CMGS: 77"), 0.2, second]]
        assert line.submit(TPDU, more=False) == InDoubt("silence")
        outcome = line.submit(TPDU, more=False)
        if b"38" in second:
            assert isinstance(outcome, Refused)
            assert outcome.error.code == 38
        else:
            assert outcome == Accepted(78)
        assert [late.reference for late in line.late] == [77]


def test_fm10_without_a_second_result_the_first_is_ours(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.results = [None, info("+CMGS: 5"), info("+CMGS: 6")]
        line.submit(TPDU, more=False)
        started = time.monotonic()
        assert line.submit(TPDU, more=False) == Accepted(5)
        assert time.monotonic() - started >= QUICK.echo_window
        started = time.monotonic()
        assert line.submit(TPDU, more=False) == Accepted(6)
        assert not overdue(started, QUICK.echo_window)
        assert line.late == []


@pytest.mark.parametrize("late", [b"\r\n+CMS ERROR: 1\r\n", info("+CMGS: 77")])
def test_a_late_result_before_the_prompt_is_not_ours(line_to, late):
    with Peer() as peer:
        line = line_to(peer)
        peer.results = [None]
        line.submit(TPDU, more=False)
        line.resync()
        peer.prompt = [[late, b"\r\n> "]]
        assert line.submit(TPDU, more=False) == Accepted(1)
        kept = line.take_late_results()
        assert len(kept) == 1
        assert kept[0].reference == 77 or kept[0].error.code == 1


# the line dies


@pytest.mark.parametrize("piece", [b"", b"\r\n+CMG", b"\r\n^RSSI:1"])
def test_unplugged_after_the_pdu(line_to, piece):
    """FM-36, bad input 21: in doubt at once, not after a timeout."""
    with Peer() as peer:
        line = line_to(peer, timeouts=replace(QUICK, result=30.0))
        peer.results = [[piece, lambda p: p.unplug()]]
        started = time.monotonic()
        assert line.submit(TPDU, more=False) == InDoubt("line_lost", line_lost=True)
        assert not overdue(started, 1)
        with pytest.raises(LinkLost):
            line.wait(1)
        assert line.submit(TPDU, more=False) == NotStarted("line_lost", line_lost=True)


def test_unplugged_at_the_prompt(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.prompt = [lambda p: p.unplug()]
        assert line.submit(TPDU, more=False) == NotStarted("line_lost", line_lost=True)


def test_unplugged_between_reference_and_ok(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.results = [[b"\r\n+CMGS: 3\r\n", 0.1, lambda p: p.unplug()]]
        assert line.submit(TPDU, more=False) == Accepted(3)
        with pytest.raises(LinkLost):
            line.wait(1)


@pytest.mark.parametrize("marker", ["RDY", "+CFUN: 1", "+PBREADY", "NORMAL POWER DOWN", "UNDER-VOLTAGE POWER DOWN"])
def test_a_restart_in_the_middle(line_to, marker):
    """FM-38, FM-40: in doubt at once; then nothing goes until the line is connected again."""
    with Peer() as peer:
        line = line_to(peer, timeouts=replace(QUICK, result=30.0))
        peer.results = [f"\r\n{marker}\r\n".encode()]
        assert line.submit(TPDU, more=False) == InDoubt("restarted", line_lost=True)
        assert line.submit(TPDU, more=False) == NotStarted("restarted", line_lost=True)
        with pytest.raises(Restarted):
            line.stored()
        kind = PowerLost if "POWER" in marker else Rebooted
        assert line.wait(0) == [kind(marker)]
        line.connect(None)
        assert line.submit(TPDU, more=False) == Accepted(1)


def test_a_faint_sign_of_a_restart_shortens_the_wait(line_to):
    with Peer() as peer:
        line = line_to(peer, timeouts=replace(QUICK, result=30.0))
        peer.results = [b"\r\nSMS Ready\r\n", [b"\r\nCall Ready\r\n", info("+CMGS: 4")]]
        started = time.monotonic()
        assert line.submit(TPDU, more=False) == InDoubt("restarted", line_lost=True)
        assert not overdue(started, 2)
        line.connect(None)
        assert line.submit(TPDU, more=False) == Accepted(4)


def test_huawei_boot_lines_every_few_seconds_are_noise(line_to):
    """FM-39."""
    with Peer() as peer:
        line = line_to(peer)
        boot = b"\r\n^BOOT:27710117,0,0,0,75\r\n"
        peer.results = [[boot, 0.1, boot, info("+CMGS: 4")]]
        assert line.submit(TPDU, more=False) == Accepted(4)
        assert line.wait(0) == []


def test_asked_to_give_up(line_to):
    """A stopping daemon is not held for three minutes; what it cannot know it calls in doubt."""
    with Peer() as peer:
        stop = [False]
        line = line_to(peer, timeouts=replace(QUICK, result=30.0), pulse=lambda: stop[0])
        peer.results = [[lambda _: stop.__setitem__(0, True)]]
        started = time.monotonic()
        assert line.submit(TPDU, more=False) == InDoubt("given_up")
        assert not overdue(started, 1)


# settings


def test_pdu_mode_is_asserted_again_after_an_error_only(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.results = [info("+CMGS: 1"), b"\r\n+CMS ERROR: 38\r\n", info("+CMGS: 2")]
        for _ in range(3):
            line.submit(TPDU, more=False)
        assert peer.commands == ["AT+CMGS=18", "AT+CMGS=18", "AT+CMGF=0", "AT+CMGS=18"]


@pytest.mark.parametrize("reply", [OK, b"\r\n+CMS ERROR: 500\r\n", b"\r\nERROR\r\n", None])
def test_the_radio_link_is_kept_open_where_the_modem_can(line_to, reply):
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CMMS=2", reply)
        for more in (True, True, False):
            assert isinstance(line.submit(TPDU, more=more), Accepted)
        assert peer.commands.count("AT+CMMS=2") == 1


def test_fm30_text_mode_suspicion_sets_the_modem_up_again(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.results = [b"\r\n+CMS ERROR: 304\r\n"]
        assert isinstance(line.submit(TPDU, more=False), Refused)
        peer.commands.clear()
        assert line.submit(TPDU, more=False) == Accepted(1)
        for command in ("ATE0", "AT+CMEE=1", "AT+CSMS=0", "AT+CMGF=0", "AT+CNMI=2,1,0,2,0"):
            assert command in peer.commands
        assert any(command.startswith("AT+CPMS=") for command in peer.commands)


def test_echo_that_returns_sets_the_modem_up_again(line_to):
    """FM-31, bad input 9."""
    with Peer() as peer:
        line = line_to(peer)
        peer.echo = True
        assert line.submit(TPDU, more=False) == Accepted(1)
        assert peer.commands[0] == "AT+CMGS=18"
        assert "ATE0" in peer.commands
        assert peer.commands.index("AT+CMGF=0") < len(peer.commands) - 1
        assert peer.commands[-1] == "AT+CMGS=18"
        assert len(peer.pdus) == 1
        assert not peer.echo
        peer.commands.clear()
        line.submit(TPDU, more=False)
        assert peer.commands == ["AT+CMGS=18"]


def test_another_sim_after_a_hidden_restart_stops_sending(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.on("AT+CIMI", info("255010000000002"))
        peer.say(b"\r\nSMS Ready\r\n")
        line.wait(0.2)
        assert line.submit(TPDU, more=False) == NotStarted("restarted", line_lost=True)
        assert peer.pdus == []
        assert line.connect(None).imsi == "255010000000002"


def test_numeric_results(line_to):
    """FM-48."""
    with Peer() as peer:
        line = line_to(peer)
        peer.results = [b"\r\n+CMGS: 6\r\n0\r"]
        assert line.submit(TPDU, more=False) == Accepted(6)


def test_telit_gets_its_pause_between_segments(line_to):
    with Peer() as peer:
        peer.on("AT+CGMI", info("Telit"))
        line = line_to(peer, timeouts=replace(QUICK, gap=0.02))
        assert line._sender.burst_gap == 0.02


def test_a_stray_final_result_makes_the_line_dirty(line_to):
    """Some reply may be one command behind: the next command first finds a clean line."""
    with Peer() as peer:
        line = line_to(peer)
        peer.say(OK)
        assert line.wait(0.1) == []
        assert line.dirty
        assert line.submit(TPDU, more=False) == Accepted(1)
        assert peer.commands == ["AT", "AT+CMGF=0", "AT+CMGS=18"]


def test_a_late_refusal_is_kept_but_the_answer_to_an_escape_is_not(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.say(b"\r\n+CMS ERROR: 38\r\n")
        line.wait(0.1)
        line._link.dirty = True
        peer.on("AT", b"\r\n+CMS ERROR: 27\r\n", OK)
        line.resync()
        assert [late.error.code for late in line.take_late_results()] == [38, 27]
        line._link.dirty = line._link.prompt_open = True
        peer.on("AT", b"\r\n+CMS ERROR: 304\r\n", OK)
        line.resync()
        assert line.late == []


def test_a_modem_that_swallowed_hex_gets_time_after_the_prompt(line_to):
    with Peer() as peer:
        line = line_to(peer)
        peer.results = [b"\r\n+CMS ERROR: 304\r\n"]
        line.submit(TPDU, more=False)
        line.submit(TPDU, more=False)
        started = time.monotonic()
        assert line.submit(TPDU, more=False) == Accepted(2)
        assert time.monotonic() - started >= 0.1
