"""A box for the campaign: its daemon starts with orders and is started again when it dies, as systemd would do."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from tests.campaign.oracle import Evidence, Judgement, judge
from tests.whole.box import Box

ROOT = Path(__file__).resolve().parents[2]
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
        self._numbers = count()
        self._questions = count(1)

    @property
    def database(self) -> Path:
        """The database file."""
        return self.directory / "smsbox.db"

    def start(self, *, ready: bool = True, wrap: tuple[str, ...] = (), **orders: Any) -> None:
        """Start the daemon with `orders` on top of the rig's own, under the command `wrap`; `ready`: wait for it."""
        channel_path = self.directory / "notify"
        channel_path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.bind(str(channel_path))
            channel.settimeout(30)
            with open(self.directory / "daemon.log", "ab") as log:
                self.process = subprocess.Popen(
                    [*wrap, sys.executable, "-m", "tests.campaign.launcher", "run", "--config", str(self.config)],
                    stdout=log,
                    stderr=log,
                    cwd=ROOT,
                    env=os.environ
                    | {"NOTIFY_SOCKET": str(channel_path), "SMSBOX_ORDERS": json.dumps(self.orders | orders)},
                )
            self.starts += 1
            if ready:
                self._await_ready(channel)

    def _await_ready(self, channel: socket.socket) -> None:
        """Until READY=1, or until the daemon has died of its orders."""
        channel.settimeout(0.2)
        for _ in range(150):
            try:
                if b"READY=1" in channel.recv(4096):
                    return
            except TimeoutError:
                if self.dead():
                    self._died_of_its_orders()
                    return
        raise AssertionError(f"not ready: {self.log()}")

    def _died_of_its_orders(self) -> None:
        """A daemon may die by kill -9 or end with a status of its own, but never with a traceback of the launcher."""
        assert self.process is not None
        if self.process.returncode == 1 and "Traceback" in self.log():
            raise AssertionError(f"the launcher failed: {self.log()[-2000:]}")

    def owner(self) -> int | None:
        """The daemon's own process id, also when it runs under another command."""
        try:
            return int((self.directory / "smsbox.lock").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def stop(self, seconds: float = 10.0) -> int:
        """SIGTERM; the exit status. Fails when it takes longer than promised."""
        assert self.process is not None
        os.kill(self.owner() or self.process.pid, signal.SIGTERM)
        code = self.process.wait(seconds)
        self.process = None
        return code

    def dead(self) -> bool:
        """Whether the daemon has ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def tend(self) -> None:
        """Start a daemon anew that ended by itself; it has no orders to die then."""
        if self.process is None:
            self.start()
        elif (code := self.process.poll()) is not None:
            self.exits.append(code)
            self.process = None
            if code == STAY_ENDED:
                raise AssertionError(f"ended for good: {self.log()}")
            self.start()

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
            if time.monotonic() - started > seconds:
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
        if self.process is not None:
            if (code := self.stop(12.0)) != 0:
                found.trouble.append(f"ended with {code}")
            if "Traceback" in self.log():
                found.trouble.append("traceback in the log: " + self.log().split("Traceback", 1)[1][-600:])
        return found

    def wait(self, condition: Callable[[], Any], seconds: float = 20.0) -> bool:
        """Wait for `condition`, also when the daemon dies meanwhile; False when it did not come true."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
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
            os.kill(made.owner() or made.process.pid, signal.SIGKILL)
        made.kill()
        made.farm.stop()
