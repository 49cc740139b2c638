"""Resets by AT command: what they write, to a modem that answers, one that only obeys, and one that is gone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox.clock import SystemClock
from smsbox.modem import probe, revive
from smsbox.modem.revive import Revived, radio_cycle, reboot
from smsbox.modem.simulator import Farm
from smsbox.modem.troubles import GivenUp, PortBusy, PortMissing
from tests.modem.peer import OK, Peer, info

CLOCK = SystemClock()
BAUD = 115200


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in (("ROUSE_S", 0.1), ("ANSWER_S", 0.3), ("CFUN_S", 1.0), ("RADIO_OFF_S", 0.1), ("GOING_S", 0.5)):
        monkeypatch.setattr(revive, name, seconds)


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Farm]:
    with Farm([str(tmp_path / "modem")], profile="zero") as running:
        yield running


def test_the_radio_of_a_modem_that_answers() -> None:
    with Peer() as peer:
        assert radio_cycle(peer.path, BAUD, CLOCK) == Revived(answered=True)
        assert peer.commands == ["AT", "AT", "AT+CFUN=4", "AT+CFUN=1"]
        assert peer.raw.startswith(b"\x1b")


def test_a_modem_that_knows_no_flight_mode_is_told_zero() -> None:
    with Peer() as peer:
        peer.on("AT+CFUN=4", b"\r\nERROR\r\n")
        radio_cycle(peer.path, BAUD, CLOCK)
        assert peer.commands[2:] == ["AT+CFUN=4", "AT+CFUN=0", "AT+CFUN=1"]


def test_a_modem_that_waits_for_a_pdu_is_taken_out_of_that_first() -> None:
    with Peer() as peer:
        peer.typing = True
        assert radio_cycle(peer.path, BAUD, CLOCK).answered
        assert peer.pdus == [] and peer.commands[-1] == "AT+CFUN=1"


def test_a_modem_that_obeys_without_a_word() -> None:
    with Peer() as peer:
        peer.default = None
        peer.answers.clear()
        assert not radio_cycle(peer.path, BAUD, CLOCK).effect
        assert {"AT+CFUN=4", "AT+CFUN=1"} <= set(peer.commands)
        assert not reboot(peer.path, BAUD, CLOCK, "huawei").effect
        assert peer.commands[-2:] == ["AT^RESET", "AT+CFUN=1,1"]


def test_whether_a_modem_stirs() -> None:
    with Peer() as peer:
        assert revive.stirs(peer.path, BAUD, CLOCK)
        assert set(peer.commands) == {"AT"}, "and nothing is done to it"
        peer.deaf = True
        assert not revive.stirs(peer.path, BAUD, CLOCK)
        peer.deaf = False
        peer.on("AT", lambda it: it.unplug())
        assert revive.stirs(peer.path, BAUD, CLOCK), "a port that dies is a sign too"


def test_who_was_asked_just_now_is_not_asked_again() -> None:
    with Peer() as peer:
        radio_cycle(peer.path, BAUD, CLOCK, asked=True)
        reboot(peer.path, BAUD, CLOCK, asked=True)
        assert peer.commands == ["AT+CFUN=4", "AT+CFUN=1", "AT+CFUN=1,1"]


def test_noise_is_no_answer() -> None:
    with Peer() as peer:
        peer.answers.clear()
        peer.default = b"\r\n^RSSI:17\r\n\r\n^BOOT:1\r\n"
        assert radio_cycle(peer.path, BAUD, CLOCK) == Revived()


@pytest.mark.parametrize(
    ("maker", "command"),
    [
        ("huawei", "AT^RESET"),
        ("SIMCOM INCORPORATED", "AT+CRESET"),
        ("u-blox", "AT+CFUN=16"),
        ("Telit", "AT#REBOOT"),
        ("Quectel", "AT+CFUN=1,1"),
        ("", "AT+CFUN=1,1"),
    ],
)
def test_each_vendor_has_a_word_of_its_own_for_a_restart(maker: str, command: str) -> None:
    with Peer() as peer:
        peer.on(command, [OK, 0.1, lambda it: it.unplug()])
        revived = reboot(peer.path, BAUD, CLOCK, maker)
        assert revived == Revived(answered=True, gone=True)
        assert peer.commands[2:] == [command]


def test_a_vendors_word_that_is_refused_is_followed_by_the_standards() -> None:
    with Peer() as peer:
        peer.on("AT^RESET", b"\r\nERROR\r\n")
        assert reboot(peer.path, BAUD, CLOCK, "Huawei") == Revived(answered=True)
        assert peer.commands[2:] == ["AT^RESET", "AT+CFUN=1,1"]


def test_a_simulated_modem_really_restarts(farm: Farm) -> None:
    path = farm.modems[0].port.link
    assert reboot(path, BAUD, CLOCK, "SIMCOM").gone
    assert farm.wait("reboot")
    assert radio_off_and_on(farm, path) == [0, 2, 1]


def radio_off_and_on(farm: Farm, path: str) -> list[int]:
    farm.wait("boot")
    time.sleep(0.2)
    before = len(farm.entries("registration"))
    assert radio_cycle(path, BAUD, CLOCK).answered
    deadline = time.monotonic() + 5
    while len(farm.entries("registration")) < before + 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    return [entry["stat"] for entry in farm.entries("registration")[before:]]


def test_a_port_that_is_not_there_or_not_free() -> None:
    with pytest.raises(PortMissing):
        radio_cycle("/dev/no-such-modem", BAUD, CLOCK)
    with Peer() as peer:
        import serial

        holder = serial.Serial(peer.path, exclusive=True)
        with pytest.raises(PortBusy):
            reboot(peer.path, BAUD, CLOCK)
        holder.close()


def test_a_modem_pulled_out_in_the_middle() -> None:
    with Peer() as peer:
        peer.on("AT+CFUN=4", [b"\r\nO", lambda it: it.unplug()])
        assert radio_cycle(peer.path, BAUD, CLOCK) == Revived(answered=True, gone=True)


def test_whoever_asks_gets_his_thread_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revive, "RADIO_OFF_S", 60.0)
    beats: list[float] = []

    def pulse() -> bool:
        beats.append(time.monotonic())
        return len(beats) > 5

    with Peer() as peer, pytest.raises(GivenUp):
        radio_cycle(peer.path, BAUD, CLOCK, pulse)
    assert len(beats) == 6


# ── looking who is there


def test_looking_at_a_port() -> None:
    with Peer() as peer:
        peer.on("AT^GETPORTMODE", info("^GETPORTMODE: TYPE:WCDMA:huawei,MDM:0,PCUI:2"))
        assert probe.look(peer.path, BAUD, CLOCK) == probe.Seen("490154203237518", "Acme")
        assert "AT^GETPORTMODE" not in peer.commands
        seen = probe.look(peer.path, BAUD, CLOCK, modes=True)
        assert seen.modes == ("^GETPORTMODE: TYPE:WCDMA:huawei,MDM:0,PCUI:2",)
        assert not any("CPIN" in command or "CFUN" in command for command in peer.commands)
