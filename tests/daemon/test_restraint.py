"""Back-off at the start: three early ends are forgiven, then each life begins later, until one lasts."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from smsbox.clock import SystemClock
from smsbox.daemon.restraint import GOOD_LIFE_SECONDS, Life, held_back


def test_each_early_end_more_doubles_the_wait_up_to_five_minutes() -> None:
    assert [Life(early, 0).wait for early in range(13)] == [0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300]


def test_a_life_long_enough_clears_the_record() -> None:
    assert Life(9, 100.0).next(100.0 + GOOD_LIFE_SECONDS) == Life(0, 100.0 + GOOD_LIFE_SECONDS)
    assert Life(9, 100.0).next(99.0 + GOOD_LIFE_SECONDS).early == 10


@pytest.fixture
def waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path))
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    return []


def test_lives_that_end_without_a_word_are_counted(waits: list[float]) -> None:
    for _ in range(6):
        with pytest.raises(ZeroDivisionError), held_back(waits.append):
            raise ZeroDivisionError
    assert waits == [5.0, 10.0]


def test_one_that_ended_as_it_should_is_not(waits: list[float]) -> None:
    for _ in range(6):
        with held_back(waits.append) as ended_well:
            ended_well()
    assert waits == []


def test_whoever_stops_it_while_it_waits_clears_the_record(waits: list[float], tmp_path: Path) -> None:
    (tmp_path / "life").write_text(f"9 {SystemClock().boottime()}")
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(SystemExit) as ended, held_back(lambda _: signal.raise_signal(signal.SIGTERM)):
        pytest.fail("began")
    assert ended.value.code == 0
    assert signal.getsignal(signal.SIGTERM) == before
    with held_back(waits.append):
        pass
    assert waits == []


def test_a_torn_note_and_a_folder_that_cannot_be_written_stop_nobody(waits: list[float], tmp_path: Path) -> None:
    (tmp_path / "life").write_text("3")
    with held_back(waits.append):
        pass
    (tmp_path / "life").unlink()
    (tmp_path / "life").mkdir()
    with held_back(waits.append):
        pass
    assert waits == []


def test_without_systemd_nobody_waits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("RUNTIME_DIRECTORY", raising=False)
    monkeypatch.chdir(tmp_path)
    for _ in range(6):
        with held_back(lambda _: pytest.fail("waited")):
            pass
    assert list(tmp_path.iterdir()) == []
