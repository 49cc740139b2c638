"""Profiles and the kept-open link: ratios of what was measured on the tty."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from smsbox.modem.simulator import SimulatedModem
from smsbox.modem.simulator.timing import PROFILES, Pace
from tests.modem.simulator.terminal import Terminal, submit
from tests.patience import overdue


def burst(terminal: Terminal, count: int) -> list[float]:
    """Seconds from Ctrl-Z to the result, for each of `count` submits one right after the other."""
    took = []
    for place in range(count):
        body = submit("+380500000001", f"{place}", report=False)
        terminal.begin(body)
        begun = time.monotonic()
        terminal.body(body)
        terminal.until(b"OK\r\n")
        took.append(time.monotonic() - begun)
    return took


def test_fast_is_gsm2g_divided(tmp_path: Path) -> None:
    with SimulatedModem(str(tmp_path / "tty"), profile="fast", seed=3) as modem:
        terminal = Terminal(modem.link)
        terminal.set_up()
        cold = burst(terminal, 4)
        terminal.ask("AT+CMMS=2")
        kept = burst(terminal, 5)[1:]
        terminal.close()
    assert min(cold) >= 4.0 * 0.95 / 40
    assert 2.5 * 0.95 / 40 <= min(kept) < min(cold)


def test_the_link_closes_after_a_pause(tmp_path: Path) -> None:
    with SimulatedModem(str(tmp_path / "tty"), profile="fast", seed=3) as modem:
        terminal = Terminal(modem.link)
        terminal.set_up("AT+CMMS=1")
        burst(terminal, 2)
        time.sleep(0.1)
        assert burst(terminal, 1)[0] >= 4.0 * 0.95 / 40
        assert "+CMMS: 0" in terminal.ask("AT+CMMS?")
        terminal.close()


@pytest.mark.parametrize("name", list(PROFILES))
def test_the_seed_repeats_the_jitter(name: str) -> None:
    first, second = Pace(PROFILES[name], 5), Pace(PROFILES[name], 5)
    assert [first.segment(False) for _ in range(9)] == [second.segment(False) for _ in range(9)]
    assert [first.command() for _ in range(9)] == [second.command() for _ in range(9)]


def test_the_2g_figures() -> None:
    pace = Pace(PROFILES["gsm2g"], 1)
    segments = [pace.segment(False) for _ in range(200)]
    kept = [pace.segment(True) for _ in range(200)]
    commands = [pace.command() for _ in range(200)]
    assert 3.8 <= min(segments) < max(segments) <= 4.2 and 2.375 <= min(kept) < max(kept) <= 2.625
    assert 0.004 < min(commands) < max(commands) < 0.032


def test_speed_factor() -> None:
    plain, quick = Pace(PROFILES["gsm2g"], 1), Pace(PROFILES["gsm2g"], 1, speed=10)
    assert quick.segment(False) == pytest.approx(plain.segment(False) / 10)


def test_zero_is_quick(modem: SimulatedModem, terminal: Terminal) -> None:
    begun = time.monotonic()
    burst(terminal, 100)
    assert not overdue(begun, 1.0)
