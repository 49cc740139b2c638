"""Errands: run on the modem's thread, in order, exactly once or not at all; holds end whatever happens."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest

from smsbox.clock import SystemClock
from smsbox.modem.line import GsmLine
from smsbox.modem.troubles import CommandTimeout, LinkLost
from smsbox.relay import errands as room
from smsbox.relay.errands import Errands, ErrandUnfinished, HoldEnded, ModemBusy, ModemDown

LINE = cast(GsmLine, object())


class Modem:
    """The modem's thread: serves errands whenever it is woken."""

    def __init__(self) -> None:
        self.woken = threading.Event()
        self.errands = Errands("m", SystemClock(), self.woken.set)
        self.settled = 0
        self.lost: Exception | None = None
        self.paused = threading.Event()
        self._stop = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        while not self._stop:
            self.woken.wait(0.02)
            self.woken.clear()
            if self.paused.is_set():
                continue
            try:
                self.errands.serve(LINE, self._settle)
            except LinkLost as error:
                self.lost = error
                self.errands.line_lost(error)
                self.paused.set()

    def _settle(self) -> None:
        self.settled += 1

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop = True
        self._thread.join(5)


@contextmanager
def modem() -> Iterator[Modem]:
    made = Modem()
    made.start()
    try:
        yield made
    finally:
        made.stop()


def later(run: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    found: list[Any] = []

    def body() -> None:
        try:
            found.append(run())
        except Exception as error:  # noqa: BLE001 – whatever it was, the test looks at it
            found.append(error)

    thread = threading.Thread(target=body, daemon=True)
    thread.start()
    return thread, found


def test_it_runs_on_the_modems_thread_after_what_is_known_is_settled() -> None:
    with modem() as made:
        assert made.errands.ask(lambda line: (line is LINE, threading.current_thread() is made._thread)) == (True, True)
        assert made.settled == 1
        with pytest.raises(ZeroDivisionError):
            made.errands.ask(lambda line: 1 / 0)
        with pytest.raises(ModemBusy):
            made.errands.ask(raising(ModemBusy(modem="x")))
        with pytest.raises(CommandTimeout):
            made.errands.ask(raising(CommandTimeout(command="+X", seconds=1)))
        assert made.errands.ask(lambda line: "goes on") == "goes on"


def raising(error: Exception) -> Callable[[GsmLine], None]:
    def run(line: GsmLine) -> None:
        raise error

    return run


def test_a_lost_line_is_told_to_whoever_waits_and_to_whoever_comes() -> None:
    with modem() as made:
        made.paused.set()
        time.sleep(0.05)
        first, told_first = later(lambda: made.errands.ask(raising(LinkLost(port="p", why="gone"))))
        time.sleep(0.05)
        second, told_second = later(lambda: made.errands.ask(lambda line: "never"))
        time.sleep(0.05)
        made.paused.clear()
        first.join(5)
        second.join(5)
        assert isinstance(told_first[0], LinkLost)
        assert isinstance(told_second[0], ModemDown) and told_second[0].facts["why"] == "modem.link_lost"
        with pytest.raises(ModemDown):
            made.errands.ask(lambda line: "never")
        with pytest.raises(ModemDown):
            made.errands.hold(lambda line: None)
        made.lost = None
        made.paused.clear()
        time.sleep(0.1)  # the line is open again
        assert made.errands.ask(lambda line: "again") == "again"


def test_what_was_not_begun_in_time_is_never_done() -> None:
    with modem() as made:
        made.paused.set()
        time.sleep(0.05)
        done: list[int] = []
        with pytest.raises(ModemBusy):
            made.errands.ask(lambda line: done.append(1), timeout_s=0.1)
        made.paused.clear()
        assert made.errands.ask(lambda line: "x") == "x"
        assert done == []
        with pytest.raises(ErrandUnfinished):
            made.errands.ask(lambda line: time.sleep(0.5), timeout_s=0.1)


def test_who_comes_while_the_last_one_hangs_up_is_not_refused() -> None:
    with modem() as made:
        left: list[object] = []
        hold = made.errands.hold(left.append)
        threading.Timer(0.3, made.errands.release, (hold,)).start()
        assert made.errands.hold(left.append) is not hold
        assert left == [LINE]


def test_a_hold_is_one_persons_and_ends_with_him() -> None:
    with modem() as made:
        left: list[object] = []
        hold = made.errands.hold(left.append)
        assert made.errands.held_for() is not None
        for refused in (lambda: made.errands.hold(left.append), lambda: made.errands.ask(lambda line: None)):
            with pytest.raises(ModemBusy):
                refused()
        assert made.errands.ask(lambda line: 1, hold=hold) == 1
        thread, told = later(lambda: made.errands.ask(lambda line: time.sleep(0.3), hold=hold))
        time.sleep(0.1)
        made.errands.release(hold)  # hung up in the middle of an errand
        made.errands.release(hold)
        thread.join(5)
        assert told == [None]
        deadline = time.monotonic() + 5
        while made.errands.held_for() is not None and time.monotonic() < deadline:
            time.sleep(0.01)
        assert left == [LINE]
        with pytest.raises(HoldEnded):
            made.errands.ask(lambda line: 1, hold=hold)
        assert made.errands.ask(lambda line: 2) == 2


def test_a_hold_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "IDLE", 0.2)
    with modem() as made:
        left: list[object] = []
        hold = made.errands.hold(left.append)
        for _ in range(4):  # each errand begins the span anew
            time.sleep(0.1)
            made.errands.ask(lambda line: None, hold=hold)
        assert left == []
        time.sleep(0.5)
        assert left == [LINE] and made.errands.held_for() is None
        with pytest.raises(HoldEnded):
            made.errands.ask(lambda line: None, hold=hold)


def test_a_lost_line_ends_the_hold() -> None:
    with modem() as made:
        hold = made.errands.hold(raising(AssertionError("there is no line to leave")))
        with pytest.raises(LinkLost):
            made.errands.ask(raising(LinkLost(port="p", why="gone")), hold=hold)
        time.sleep(0.05)
        assert made.errands.held_for() is None
        made.paused.clear()
        time.sleep(0.1)
        with pytest.raises(HoldEnded):
            made.errands.ask(lambda line: None, hold=hold)


def test_only_so_many_wait() -> None:
    with modem() as made:
        made.paused.set()
        time.sleep(0.05)
        done: list[int] = []
        waiting = [
            later(lambda number=number: made.errands.ask(lambda line: done.append(number))) for number in range(8)
        ]
        time.sleep(0.2)
        with pytest.raises(ModemBusy):
            made.errands.ask(lambda line: None)
        made.paused.clear()
        for thread, _ in waiting:
            thread.join(5)
        assert sorted(done) == list(range(8)) and made.settled == 1
