"""A box for the campaign: its daemon starts with orders and is started again when it dies, as systemd would do."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from tests.campaign.oracle import Evidence, Judgement, judge
from tests.nursery import ROOT
from tests.patience import overdue
from tests.whole.box import Box

__all__ = ["HURRY", "LONG", "ROOT", "STAY_ENDED", "Rig", "rig"]

HURRY = 0.05
LONG = "Вітаємо! Ваше замовлення готове, забрати можна щодня з 9 до 18; телефон на вивісці 😀. " * 2
"""Three segments in UCS-2."""

STAY_ENDED = 78
"""Exit status after which systemd does not start the daemon again."""


class Rig(Box):
    """A box whose daemon obeys the launcher's orders."""

    def __init__(self, directory: Path, *, orders: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__(directory, **options)
        self.orders: dict[str, Any] = {"hurry": HURRY} if orders is None else orders
        self.queued: set[int] = set()
        self.starts = 0
        self.exits: list[int] = []
        """Exit statuses of daemons that ended by themselves; -9 was killed."""
        self._wrapped = False
        self._numbers = count()
        self._questions = count(1)

    @property
    def database(self) -> Path:
        """The database file."""
        return self.directory / "smsbox.db"

    def start(self, *, ready: bool = True, wrap: tuple[str, ...] = (), **orders: Any) -> None:
        """Start the daemon with `orders` on top of the rig's own, under the command `wrap`; `ready`: wait for it.

        It may die of its orders, by kill -9 or with a status of its own, but never with a traceback of the launcher.
        """
        told = {"SMSBOX_ORDERS": json.dumps(self.orders | orders)}
        self.starts += 1
        self._wrapped = bool(wrap)
        self.launch(ready=ready, program="tests.campaign.launcher", wrap=wrap, environment=told)
        if ready and self.process is not None and self.process.poll() == 1 and "Traceback" in self.log():
            raise AssertionError(f"the launcher failed: {self.log()[-2000:]}")

    def owner(self) -> int:
        """The daemon's own process id, also when it runs under another command."""
        if self._wrapped:
            try:
                return int((self.directory / "smsbox.lock").read_text(encoding="ascii"))
            except (OSError, ValueError):
                pass
        return super().owner()

    def tend(self) -> None:
        """Start a daemon anew that ended by itself; it has no orders to die then."""
        self.bury()
        if self.process is None:
            self.start()

    def bury(self) -> None:
        """Write down how a daemon ended by itself; fail when systemd would not start it again."""
        if self.process is not None and (code := self.process.poll()) is not None:
            self.exits.append(code)
            self.process = None
            if code == STAY_ENDED:
                raise AssertionError(f"ended for good: {self.log()}")

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the daemon."""
        assert self.process is not None
        self.process.send_signal(number)

    # ── traffic

    def queue(self, singles: int, longs: int = 0, *options: str) -> None:
        """Queue messages to numbers not used before."""
        for many, text in ((singles, "Ваше замовлення готове."), (longs, LONG)):
            if many:
                numbers = [f"+38050000{next(self._numbers):04d}" for _ in range(many)]
                self.queued |= set(self.send(numbers, text, *options))

    def ask(self, many: int = 1, text: str = "Питання {}: чи ви завтра відчинені? 😀", modem: int = 0) -> None:
        """Customers write."""
        for _ in range(many):
            number = next(self._questions)
            self.do("inbound", modem, sender=f"+38050000{7000 + number % 900}", text=text.format(number))

    # ── the end

    def settle(self, seconds: float = 40.0) -> float:
        """Tend the daemon until nothing moves any more; how many seconds that took. Raises AssertionError."""
        started, quiet, last = time.monotonic(), 0, -1
        while True:
            self.tend()
            heard = self.do("log", since=max(last, 0), limit=None)["entries"]
            quiet = quiet + 1 if not heard and self.nothing_waits() else 0
            last = heard[-1]["n"] if heard else last
            if quiet >= 3:
                return time.monotonic() - started
            if overdue(started, seconds):
                raise AssertionError(
                    f"not settled after {seconds} s: {self.states()}, {self._waiting()}\n{self.tail()}"
                )
            time.sleep(0.15)

    def tail(self) -> str:
        """The end of the daemon's log."""
        return self.log()[-3000:]

    def _waiting(self) -> dict[str, Any]:
        return {
            place: (self.do("status", place)["held"], self._unread(place), self.do("status", place)["armed"])
            for place in range(len(self.links))
        }

    def _unread(self, modem: int) -> list[list[Any]]:
        """What lies in the memories the product can know of."""
        return [
            slot for memory in ("SM", "ME") for slot in self.do("slots", modem, memory=memory)["slots"] if slot[1] < 2
        ]

    def nothing_waits(self) -> bool:
        """Whether the queue is empty, the SIMs are drained and the network holds nothing."""
        if any(self._unread(place) or self.do("status", place)["held"] for place in range(len(self.links))):
            return False
        return self.peek("SELECT count(*) FROM messages WHERE state IN (0, 1)") == [(0,)]

    def peek(self, sql: str) -> list[Any] | None:
        """Look into the database, read-only; None when it cannot be read now. Only for waiting, never for judging."""
        try:
            with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=5)) as connection:
                return connection.execute(sql).fetchall()
        except sqlite3.Error:
            return None

    def evidence(self) -> Evidence:
        """Everything the oracle needs."""
        return Evidence(
            frozenset(self.queued),
            self.outbox(),
            self.inbox(),
            self.accepted(),
            self.do("log", kind="report")["entries"],
            self.do("log", kind="inbound")["entries"],
            [slot for place in range(len(self.links)) for slot in self._unread(place)],
        )

    def judge(self) -> Judgement:
        """Hold the books against the wire log, then stop the daemon, which must end in order and in time."""
        found = judge(self.evidence())
        wire = self.do("log", since=0, limit=None)["entries"]
        (self.directory / "wire.log").write_text("".join(f"{entry}\n" for entry in wire), encoding="utf-8")
        if self.process is not None:
            if (code := self.stop(12.0)) != 0:
                found.trouble.append(f"ended with {code}")
            if "Traceback" in self.log():
                found.trouble.append("traceback in the log: " + self.log().split("Traceback", 1)[1][-600:])
        return found

    def wait(self, condition: Callable[[], Any], seconds: float = 20.0) -> bool:
        """Wait for `condition`, also when the daemon dies meanwhile; False when it did not come true."""
        began = time.monotonic()
        while not condition():
            if overdue(began, seconds):
                return False
            time.sleep(0.02)
        return True


@contextmanager
def rig(directory: Path, **options: Any) -> Iterator[Rig]:
    """A rig whose modems run; everything is ended afterwards."""
    directory.mkdir(parents=True, exist_ok=True)
    made = Rig(directory, **options)
    made.farm.start()
    try:
        yield made
    finally:
        if made.process is not None and made.process.poll() is None:
            os.kill(made.owner(), signal.SIGKILL)
        made.kill()
        made.farm.stop()
