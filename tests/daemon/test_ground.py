"""The daemon's small parts: lock, heartbeats, trust in the clock, doorbell, sd_notify, ticks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from smsbox.clock import DAY, HOUR, SECOND
from smsbox.daemon import notify as notifying
from smsbox.daemon.doorbell import Doorbell
from smsbox.daemon.heartbeats import Heartbeats
from smsbox.daemon.lock import AlreadyRunning, OwnerLock
from smsbox.daemon.notify import notify, patience, watchdog_interval
from smsbox.daemon.ticks import SHORTEST, Tick, Ticks
from smsbox.daemon.trust import StepWatch, plausible, trusted

NOW = 1_790_000_000 * SECOND


class ManualClock:
    def __init__(self) -> None:
        self.wall = NOW
        self.boot = 1000.0

    def now(self) -> int:
        return self.wall

    def boottime(self) -> float:
        return self.boot

    def sleep(self, seconds: float) -> None:
        self.boot += seconds
        self.wall += int(seconds * SECOND)


def test_second_owner_is_refused_and_told_who_the_first_is(tmp_path: Path) -> None:
    first = OwnerLock(tmp_path)
    first.acquire()
    with pytest.raises(AlreadyRunning) as refused:
        OwnerLock(tmp_path).acquire()
    assert refused.value.facts["pid"] == str(os.getpid())
    first.release()
    OwnerLock(tmp_path).acquire()


def test_lock_dies_with_its_process(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from smsbox.daemon.lock import OwnerLock;"
        "lock = OwnerLock(Path(sys.argv[1])); lock.acquire(); print('held', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    with pytest.raises(AlreadyRunning):
        OwnerLock(tmp_path).acquire()
    child.kill()
    child.wait()
    OwnerLock(tmp_path).acquire()


def test_heartbeat_late_only_after_its_patience() -> None:
    clock = ManualClock()
    hearts = Heartbeats(clock.boottime)
    beat = hearts.register("relay", 10)
    clock.sleep(9)
    assert hearts.late() == []
    clock.sleep(2)
    assert hearts.late() == ["relay"]
    beat()
    assert hearts.late() == []
    hearts.retire("relay")
    clock.sleep(100)
    beat()
    assert hearts.late() == []


@pytest.mark.parametrize(
    ("now", "last_seen", "expected"),
    [
        (NOW, NOW - DAY, True),
        (NOW, NOW + HOUR // 2, True),
        (NOW, NOW + 2 * HOUR, False),
        (0, None, False),
        (4_070_908_800 * SECOND, NOW, False),
        (NOW, None, True),
    ],
)
def test_plausible_clock(now: int, last_seen: int | None, expected: bool) -> None:
    assert plausible(now, last_seen) is expected


def test_a_leap_is_believed_only_with_a_witness() -> None:
    later = NOW + 800 * DAY
    assert not trusted(later, NOW, modem_at=None, time_service=False)
    assert trusted(later, NOW, modem_at=later - 60 * SECOND, time_service=False)
    assert trusted(later, NOW, modem_at=None, time_service=True)
    assert not trusted(0, NOW, modem_at=None, time_service=True)
    assert not trusted(NOW, NOW, modem_at=NOW + 30 * DAY, time_service=False)
    assert trusted(NOW, NOW, modem_at=NOW + 30 * DAY, time_service=True)
    assert trusted(NOW, NOW, modem_at=NOW - 600 * DAY, time_service=False)


def test_step_is_seen_in_both_directions_and_only_once() -> None:
    clock, watch = ManualClock(), StepWatch()
    assert watch.stepped(clock) == 0
    clock.sleep(500)
    assert watch.stepped(clock) == 0
    clock.wall -= HOUR
    assert watch.stepped(clock) == -HOUR
    assert watch.stepped(clock) == 0
    clock.wall += 30 * DAY
    assert watch.stepped(clock) == 30 * DAY


def test_doorbell_wakes_and_tells(tmp_path: Path) -> None:
    rung = threading.Event()
    bell = Doorbell(tmp_path / "bell", wake=rung.set, statuses=lambda: [{"name": "перший"}, {"name": "b"}])
    bell.open()
    bell.start()

    def ask(request: bytes) -> str:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(5)
            client.connect(str(tmp_path / "bell"))
            client.sendall(request)
            answer = b""
            while chunk := client.recv(4096):
                answer += chunk
        return answer.decode()

    assert ask(b"wake\n") == "ok\n"
    assert rung.is_set()
    assert ask(b"modems\n").splitlines() == ['{"name": "перший"}', '{"name": "b"}']
    assert ask(b"rm -rf\n") == "unknown request\n"
    assert (tmp_path / "bell").stat().st_mode & 0o007 == 0
    bell.close()
    bell.join(5)
    assert not bell.is_alive()
    assert not (tmp_path / "bell").exists()


def test_notify_reaches_the_manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    manager.bind(str(tmp_path / "notify"))
    manager.settimeout(5)
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert notify("READY=1") is False
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    assert notify("READY=1", "STATUS=sending") is True
    assert manager.recv(100) == b"READY=1\nSTATUS=sending"
    monkeypatch.setenv("WATCHDOG_USEC", "60000000")
    monkeypatch.delenv("WATCHDOG_PID", raising=False)
    assert watchdog_interval() == 30.0
    manager.close()


def test_a_long_start_asks_for_time_until_it_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifying, "_EVERY_S", 0.05)
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(5)
        with patience("opening the database"):
            assert [manager.recv(100) for _ in range(2)] == [
                b"EXTEND_TIMEOUT_USEC=150000\nSTATUS=opening the database"
            ] * 2
        assert "patience" not in {each.name for each in threading.enumerate()}


def test_a_failing_tick_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    clock, ran = ManualClock(), threading.Event()
    ticks = Ticks([], clock, beat=lambda: None)
    ticks.start()
    scheduler = ticks._scheduler
    assert scheduler is not None

    def fail(now: int) -> None:
        raise ValueError("no")

    for name, run in (("bad", fail), ("good", lambda now: ran.set())):
        scheduler.add_job(ticks._call, args=(Tick(name, SHORTEST, run),), id=name)
    assert ran.wait(60)
    ticks.stop()
    assert "tick bad failed" in caplog.text
