"""USSD over the line: against a scripted modem, and against the simulator in every manner it has."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.clock import SystemClock
from smsbox.modem.at import Splitter
from smsbox.modem.demux import Demux
from smsbox.modem.dialog import UssdOver, UssdRefused, UssdSilent
from smsbox.modem.line import GsmLine
from smsbox.modem.simulator import SimulatedModem
from smsbox.modem.troubles import LinkLost, Restarted
from smsbox.modem.urc import OtherUrc, Rebooted, Ring, SignalChanged, StoredSms, Urc, UssdAnswer
from smsbox.modem.ussd import Form, UssdState
from tests.modem.conftest import QUICK
from tests.modem.peer import OK, Peer
from tests.patience import overdue

ASK = 'AT+CUSD=1,"*100#",15'
PACKED = 'AT+CUSD=1,"AA180C3602",15'
ANSWER = b'\r\n+CUSD: 0,"Balance 5",15\r\n'
MULTI = b'\r\n+CUSD: 0,"Balance: 12.50\r\nPlan "Shop", 1450 SMS\r\nRING\r\n> more\r\nleft",15\r\n'
MULTI_TEXT = 'Balance: 12.50\nPlan "Shop", 1450 SMS\nRING\n> more\nleft'

LineTo = Callable[..., GsmLine]


@pytest.mark.parametrize("style", ["whole", "bytes", "random"])
@pytest.mark.parametrize(
    ("script", "text"),
    [
        ([OK, ANSWER], "Balance 5"),
        ([ANSWER, OK], "Balance 5"),
        ([OK, 0.1, ANSWER], "Balance 5"),
        ([OK, MULTI], MULTI_TEXT),
        ([MULTI, OK], MULTI_TEXT),
        ([MULTI + OK], MULTI_TEXT),
        ([b'\r\n+CUSD: 0,"cut\r\nhere', b"\r\n", OK], "cut\nhere"),
        ([b'\r\n+CUSD: 0,"no scheme"\r\n', OK], "no scheme"),
        ([b"\r\n+CUSD: 0,bare words,15\r\n", OK], "bare words"),
        ([OK, b'\r\n+CUSD: 2,"Balance 5",15\r\n'], "Balance 5"),
    ],
)
def test_an_answer_is_found_wherever_it_stands(line_to: LineTo, style: str, script: list, text: str) -> None:
    with Peer(style) as peer:
        line = line_to(peer)
        peer.on(ASK, script)
        assert line.ussd("*100#").text == text
        assert line.wait(0) == []
        assert not line.dirty
        assert line.signal_report().rssi == 20  # what follows is not one answer behind


@pytest.mark.parametrize("style", ["whole", "bytes"])
def test_what_else_is_said_meanwhile_is_kept(line_to: LineTo, style: str) -> None:
    with Peer(style) as peer:
        line = line_to(peer)
        inside = b'\r\n+CUSD: 1,"1 Balance\r\n\r\n+CMTI: "SM",3\r\n\r\n^RSSI:17\r\n2 More",15\r\n'
        call = b'\r\nRING\r\n\r\n+CLIP: "0501234567",129\r\n'
        peer.on(ASK, [b'\r\n+CMTI: "SM",1\r\n', OK, call, b'\r\n+CMTI: "SM",2\r\n', inside])
        reply = line.ussd("*100#")
        assert (reply.text, reply.state) == ("1 Balance\n2 More", UssdState.REPLY_WANTED)
        stored = [StoredSms("SM", 1), Ring("0501234567"), StoredSms("SM", 2), StoredSms("SM", 3), SignalChanged(17)]
        # Between RING and its number the line may look aside; then the ringing is told twice.
        assert [event for event in line.wait(0) if event != Ring(None)] == stored


def test_a_text_that_never_ends_costs_nothing_else(line_to: LineTo) -> None:
    """What might be part of it is given back: the OK of the command, a call."""
    with Peer() as peer:
        line = line_to(peer, timeouts=replace(QUICK, delete=5.0))
        peer.on("AT+CSQ", b'\r\n+CUSD: 0,"cut\r\n\r\n+CSQ: 11,99\r\n\r\nOK\r\n')
        assert line.signal_report().rssi == 11
        assert line.wait(0) == [UssdAnswer(0, "cut", None)]
        peer.on("AT+CMGD=1", b'\r\n+CUSD: 0,"cut\r\n\r\nOK\r\n')
        assert line.delete_slot("", 1)
        assert line.wait(0) == [UssdAnswer(0, "cut", None)]
        peer.say(b'\r\n+CUSD: 0,"cut\r\n\r\nRING\r\n')
        assert line.wait(1) == [UssdAnswer(0, "cut", None), Ring(None)]


def test_a_menu_is_followed_to_its_end_and_can_be_left(line_to: LineTo) -> None:
    with Peer() as peer:
        line = line_to(peer)
        with pytest.raises(UssdOver):
            line.ussd_answer("1")
        peer.on(ASK, [OK, b'\r\n+CUSD: 1,"1 Money\n2 SMS",15\r\n'])
        peer.on('AT+CUSD=1,"2",15', [OK, b'\r\n+CUSD: 0,"1450 SMS",15\r\n'])
        assert line.ussd("*100#").state is UssdState.REPLY_WANTED
        assert line.ussd_answer("2").text == "1450 SMS"
        with pytest.raises(UssdOver):
            line.ussd_answer("2")
        line.ussd("*100#")
        line.ussd_cancel()
        line.ussd_cancel()
        assert peer.commands[-1] == "AT+CUSD=2"
        assert peer.commands.count("AT+CUSD=2") == 1


@pytest.mark.parametrize(
    "refusal", [b"\r\nERROR\r\n", b"\r\n+CME ERROR: 50\r\n", b"\r\n+CME ERROR: incorrect parameters\r\n"]
)
def test_the_form_is_learned_from_refusals_and_outlives_the_line(line_to: LineTo, refusal: bytes) -> None:
    with Peer() as peer:
        line, known = line_to(peer), dict[str, Form]()
        line.ussd_forms = known
        peer.on(ASK, refusal)
        peer.on(PACKED, [OK, b'\r\n+CUSD: 0,"C2303BEC1E9775A098CC558301",15\r\n'])
        assert line.ussd("*100#").text == "Balance: 12.50"
        assert known == {"490154203237518": Form.PACKED}
        line.close()
        again = line_to(peer)
        again.ussd_forms = known
        assert again.ussd("*100#").text == "Balance: 12.50"
        assert [command for command in peer.commands if "CUSD" in command] == [PACKED]


def test_ucs2_is_the_last_form_and_the_alphabet_is_put_back(line_to: LineTo) -> None:
    with Peer() as peer:
        line = line_to(peer)
        peer.on(ASK, b"\r\nERROR\r\n")
        peer.on(PACKED, b"\r\nERROR\r\n")
        peer.on('AT+CUSD=1,"002A0031003000300023",15', [OK, b'\r\n+CUSD: 0,"04110430043B",15\r\n'])
        assert line.ussd("*100#").text == "Бал"
        assert peer.commands[-3:] == ['AT+CSCS="UCS2"', 'AT+CUSD=1,"002A0031003000300023",15', 'AT+CSCS="GSM"']


@pytest.mark.parametrize("late", [b"\r\n+CME ERROR: 30\r\n", b"\r\n+CME ERROR: 258\r\n"])
def test_a_refusal_that_no_other_form_mends_is_told(line_to: LineTo, late: bytes) -> None:
    with Peer() as peer:
        line = line_to(peer)
        peer.on(ASK, late)
        with pytest.raises(UssdRefused) as told:
            line.ussd("*100#")
        assert told.value.facts["answer"] == late.decode().strip()
        assert [command for command in peer.commands if "CUSD" in command] == [ASK]


def test_an_error_after_a_while_may_be_the_networks_and_is_no_reason_to_ask_again(line_to: LineTo) -> None:
    with Peer() as peer:
        line = line_to(peer, timeouts=replace(QUICK, ussd_taken=5.0))
        peer.on(ASK, [2.1, b"\r\nERROR\r\n"])
        with pytest.raises(UssdRefused):
            line.ussd("*100#")
        assert [command for command in peer.commands if "CUSD" in command] == [ASK]


def test_silence_is_told_never_repeated_and_its_late_answer_is_nobody_elses(line_to: LineTo) -> None:
    with Peer() as peer:
        line = line_to(peer)
        peer.on(ASK, OK)
        with pytest.raises(UssdSilent):
            line.ussd("*100#")
        assert [command for command in peer.commands if "CUSD" in command] == [ASK, "AT+CUSD=2"]
        other = 'AT+CUSD=1,"*101#",15'
        peer.on(other, [ANSWER, OK, 0.05, b'\r\n+CUSD: 0,"1450 SMS",15\r\n'])
        assert line.ussd("*101#").text == "1450 SMS"
        assert line.wait(0) == [UssdAnswer(0, "Balance 5", 15)]


def test_what_the_network_says_unasked_is_no_answer(line_to: LineTo) -> None:
    with Peer() as peer:
        line = line_to(peer)
        peer.on(ASK, [OK, ANSWER])
        peer.say(b'\r\n+CUSD: 0,"Win a car",15\r\n')
        time.sleep(0.1)
        assert line.ussd("*100#").text == "Balance 5"
        assert line.wait(0) == [UssdAnswer(0, "Win a car", 15)]
        peer.say(b'\r\n+CUSD: 1,"Win a car? 1 yes",15\r\n')
        assert line.wait(1) == [UssdAnswer(1, "Win a car? 1 yes", 15)]
        peer.on("AT+CUSD=2", [OK, b"\r\n+CUSD: 2\r\n"])
        assert line.ussd("*100#").text == "Balance 5"  # the session the network opened is ended first
        assert peer.commands[-2:] == ["AT+CUSD=2", ASK]


def test_an_ended_session_says_so(line_to: LineTo) -> None:
    with Peer() as peer:
        line = line_to(peer)
        for said, state in ((b"\r\n+CUSD: 2\r\n", UssdState.ENDED), (b"\r\n+CUSD: 4\r\n", UssdState.UNSUPPORTED)):
            peer.on(ASK, [OK, said])
            reply = line.ussd("*100#")
            assert (reply.text, reply.state) == ("", state)


def test_a_modem_that_dies_meanwhile_is_told_at_once(line_to: LineTo) -> None:
    with Peer() as peer:
        line = line_to(peer)
        peer.on(ASK, [OK, b"\r\nRDY\r\n"])
        with pytest.raises(Restarted):
            line.ussd("*100#")
        assert Rebooted("RDY") in line.wait(0)
    with Peer() as peer:
        line = line_to(peer)
        peer.on(ASK, [OK, lambda peer: peer.unplug()])
        with pytest.raises(LinkLost):
            line.ussd("*100#")


def test_noise_does_not_hide_the_end_of_a_cut_text(line_to: LineTo) -> None:
    with Peer() as peer:
        line = line_to(peer)
        storm = [piece for _ in range(60) for piece in (b"\r\n^RSSI:17\r\n", 0.05)]
        peer.on(ASK, [OK, b'\r\n+CUSD: 0,"cut\r\nhere\r\n', *storm])
        began = time.monotonic()
        assert line.ussd("*100#").text == "cut\nhere"
        assert not overdue(began, 4)


# ── the simulator


@pytest.fixture
def modem(tmp_path: Path) -> Iterator[SimulatedModem]:
    with SimulatedModem(str(tmp_path / "tty"), seed=1, profile="zero") as made:
        yield made


def connected(modem: SimulatedModem) -> GsmLine:
    line = GsmLine(modem.link, clock=SystemClock(), timeouts=QUICK)
    line.connect(None)
    return line


@pytest.mark.parametrize("form", ["plain", "packed", "ucs2", "language", "octets", "mislabelled"])
@pytest.mark.parametrize("takes", ["any", "plain", "packed", "ucs2"])
@pytest.mark.parametrize("before_ok", [False, True])
def test_every_manner_of_the_simulator(modem: SimulatedModem, form: str, takes: str, before_ok: bool) -> None:
    modem.do("ussd", form=form, takes=takes, before_ok=before_ok, refusal=50 if before_ok else 0)
    modem.do(
        "ussd",
        code="*102#",
        text="1 Money\n2 Пакет",
        choices={"2": ["Лишилось 1450 SMS\n1 ще", {"1": "Plan [Shop] €"}]},
    )
    line = connected(modem)
    assert line.ussd("*102#").text == "1 Money\n2 Пакет"
    assert line.ussd_answer("2").text == "Лишилось 1450 SMS\n1 ще"
    assert line.ussd_answer("1").text == "Plan [Shop] €"
    assert [entry["code"] for entry in modem.entries("ussd")] == ["*102#", "2", "1"]
    line.close()


EXPECTED: dict[str, Any] = {
    "ended": "",
    "ucs2": "Баланс 12.50 грн",
    "language": "Баланс 12.50 грн",
    "mislabelled": "Баланс 12.50 грн",
    "octets": "Balance: 12.50",
    "packed": "Balance: 12.50",
    "multiline": 'Balance: 12.50\nPlan "Shop", 1450 SMS\nleft',
    "ring": "SPRING offer: RING us",
    "lines": 'Balance: 12.50\nRING\nOK\n> "more" *101#\nleft',
    "cut": "Balance: 12.50\n1450 SM",
    "before": "Balance 123.45 UAH. Valid till 31.12.2027",
}


@pytest.mark.parametrize("form", EXPECTED)
def test_fm_79(modem: SimulatedModem, form: str) -> None:
    line = connected(modem)
    modem.do("fault", name="FM-79", form=form)
    assert line.ussd("*100#").text == EXPECTED[form]
    assert line.wait(0) == []
    assert len(modem.entries("ussd")) == 1
    line.close()


def test_a_message_that_arrives_during_a_session_is_announced(modem: SimulatedModem) -> None:
    modem.do("ussd", mute=True)
    line = connected(modem)
    threading.Timer(0.2, lambda: modem.do("inbound", sender="+380500000005", text="Так")).start()
    with pytest.raises(UssdSilent):
        line.ussd("*100#")
    assert [type(event) for event in line.wait(1) if not isinstance(event, OtherUrc)] == [StoredSms]
    assert modem.entries("ussd_cancelled")
    line.close()


LINES = [
    "RING",
    "OK",
    "ERROR",
    "> more",
    'Plan "Shop", 5',
    "*101#",
    "+380500000001 called",
    "NO CARRIER",
    "1-так",
    "+5 UAH: bonus",
]


@given(
    st.lists(st.one_of(st.integers(1, 99), st.lists(st.sampled_from(LINES), min_size=1, max_size=4)), max_size=8),
    st.randoms(use_true_random=False),
)
@settings(max_examples=150, deadline=None)
def test_no_text_swallows_an_announcement_and_none_breaks_a_text(
    said: list[int | list[str]], dice: random.Random
) -> None:
    """Texts that look like results and indications between them, cut into any pieces."""
    stream = b""
    for each in said:
        if isinstance(each, int):
            stream += f'\r\n+CMTI: "SM",{each}\r\n'.encode()
        else:
            stream += ('\r\n+CUSD: 0,"' + "\r\n".join(each) + '",15\r\n').encode()
    splitter, demux, at = Splitter(), Demux(SystemClock()), 0
    while at < len(stream):
        step = dice.randint(1, 30)
        demux.lines.extend(splitter.feed(stream[at : at + step]))
        at += step
        while demux.lines:
            assert demux.take(demux.lines.popleft()) is None
    expected: list[Urc] = []
    for each in said:
        event = (
            StoredSms("SM", each)
            if isinstance(each, int)
            else UssdAnswer(0, "\n".join(each).encode().decode("latin-1"), 15)
        )
        if event not in expected:
            expected.append(event)
    assert demux.events == expected
    assert not demux.restarted and not demux.stray and not demux.late
