"""Starts the real daemon with orders: hurry, die or pause at a numbered point, be careless, tell another time.

`python -m tests.campaign.launcher run --config FILE` is `smsbox run` with the orders of $SMSBOX_ORDERS (a JSON object):

- `hurry`: factor for the waits of line and relay (0.05 = twenty times as fast); they are patched, not configured,
  because no user should be able to set them.
- `points`: file that gets a line per point passed (`7 commit.after 2`); `at`: the point where something happens, as
  `{"number": 7}` or `{"label": "pdu.half", "nth": 2}`, with a `deed`: die (kill -9, the default) or pause.
- `offset_file`: file with microseconds to add to the wall clock, read whenever the time is asked.
- `usb`: folders that stand for /sys and /dev, and the socket of the USB helper.
- `unchecked`: the database counts as too large to be looked through at the start.
- `naive`: the build that a hasty programmer would have made; the campaign must catch it.

Points are: before each statement of a migration, before and after each commit, before, in the middle of, and after
each write to the modem, and after each read from it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from smsbox import outbox
from smsbox.cli import main
from smsbox.clock import SystemClock
from smsbox.daemon import crew, service, ticks
from smsbox.modem import revive
from smsbox.modem.line import GsmLine
from smsbox.modem.port import Port
from smsbox.modem.timeouts import Timeouts
from smsbox.pacing import limits
from smsbox.recovery import grievances, ladder
from smsbox.relay import funds, outgoing, ports, radio, relay, rulings, session
from smsbox.store import Store, opening
from smsbox.usb import reset

PAUSE = 0.6
"""Seconds a daemon stands still where it is told to; the campaign pulls the plug meanwhile."""


# ── hurry ──


def hurried(factor: float) -> Timeouts:
    """The line's timeouts scaled, but never so short that a busy test machine looks like a dead modem."""
    times = Timeouts().scaled(factor)
    least = {"at": 0.5, "command": 1.0, "prompt": 0.6, "bare_ok": 0.5}
    return replace(times, **{name: max(getattr(times, name), seconds) for name, seconds in least.items()})


def hurry(factor: float) -> None:
    """Scale what the daemon waits for."""
    GsmLine.__init__.__kwdefaults__["timeouts"] = hurried(factor)
    for module, names in (
        (session, ("IDLE_LOOK", "POLL", "STORE_PAUSE")),
        (radio, ("ASK", "ASK_WHEN_LOST")),
        (relay, ("_AFTER_A_MISTAKE", "_DEAF_TO_BELLS")),
        (ladder, ("RETRY", "RETRY_ABSENT", "RETRY_PATIENT", "BOOT", "STICK", "SETTLE", "STEADY", "SHORT", "REST")),
        (ladder, ("HOUR",)),
        (ports, ("SILENT_AGAIN", "SILENT_AGAIN_YOUNG", "YOUNG", "KNOWN_AGAIN")),
        (revive, ("ROUSE_S", "ANSWER_S", "CFUN_S", "RADIO_OFF_S", "GOING_S")),
        (grievances, ("UNREGISTERED",)),
        (limits, ("_BACKOFF_S",)),
        (rulings, ("_REST_S",)),
        (outgoing, ("_NOT_STARTED_RETRY",)),
        (funds, ("LOOK", "SETTLED", "QUIET")),
        (service, ("LOOK_SECONDS",)),
    ):
        for name in names:
            setattr(module, name, _scaled(getattr(module, name), factor))
    ticks.SHORTEST = 0  # type: ignore[assignment]
    plan = crew.Crew._plan
    crew.Crew._plan = lambda self: [  # type: ignore[method-assign]
        replace(tick, every=max(tick.every * factor, 0.3))
        for tick in plan(self)  # type: ignore[arg-type]
    ]


def _scaled(value: Any, factor: float) -> Any:
    if isinstance(value, tuple):
        return tuple(each * factor for each in value)
    return int(value * factor) if isinstance(value, int) and value > 1000 else value * factor


# ── points ──


class Points:
    """Counts the points passed, in all threads, and dies or pauses at the chosen one.

    Chosen by `number` among all points, or as the `nth` (from 1) with that `label`.
    """

    def __init__(self, path: str | None, at: dict[str, Any]) -> None:
        self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644) if path else None
        self._number, self._label, self._nth = at.get("number"), at.get("label"), at.get("nth", 1)
        self._deed = at.get("deed", "die")
        self._passed: Counter[str] = Counter()
        self._lock = threading.Lock()

    def chosen(self, label: str) -> bool:
        """Pass a point; True when something is to happen there."""
        with self._lock:
            self._passed[label] += 1
            number, nth = self._passed.total(), self._passed[label]
        if self._fd is not None:
            os.write(self._fd, f"{number} {label} {nth}\n".encode())
        return number == self._number or (label, nth) == (self._label, self._nth)

    def act(self) -> None:
        """What is to happen at the chosen point."""
        if self._deed == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(PAUSE)

    def passing(self, label: str) -> None:
        """Pass a point at which nothing but dying or pausing can be done."""
        if self.chosen(label):
            self.act()


def mark_points(points: Points) -> None:
    """Put points around commits and around everything that is said to and heard from the modem."""
    commit, write, read, statements = Store._commit, Port.write, Port.read, opening.statements

    def commit_between(store: Store) -> None:
        points.passing("commit.before")
        commit(store)
        points.passing("commit.after")

    def write_between(port: Port, data: bytes) -> None:
        label = _label(data)
        points.passing(f"{label}.before")
        if points.chosen(f"{label}.half"):
            half = len(data) // 2
            write(port, data[:half])
            points.act()
            write(port, data[half:])
        else:
            write(port, data)
        points.passing(f"{label}.after")

    def read_then(port: Port) -> bytes:
        data = read(port)
        if data:
            points.passing("read.after")
        return data

    def step_by_step(migration: str, words: dict[str, str]) -> Iterator[str]:
        for statement in statements(migration, words):
            points.passing("migration.step")
            yield statement

    opening.statements = step_by_step  # type: ignore[assignment]
    Store._commit = commit_between  # type: ignore[method-assign]
    Port.write = write_between  # type: ignore[method-assign]
    Port.read = read_then  # type: ignore[method-assign]


def _label(data: bytes) -> str:
    if data.endswith(b"\x1a"):
        return "pdu"
    name = data.split(b"=")[0].decode("ascii", "replace").strip()
    return {"AT+CMGS": "cmgs", "AT+CMGD": "cmgd"}.get(name, "other")


# ── another time ──


def tell_another_time(path: str) -> None:
    """Shift the wall clock by what stands in `path`; the boot clock goes on."""

    def now(clock: SystemClock) -> int:
        return time.time_ns() // 1000 + int(Path(path).read_text(encoding="ascii") or 0)

    SystemClock.now = now  # type: ignore[method-assign]


# ── the naive build ──


def be_naive() -> None:
    """No durable intent, and what is in doubt is simply sent again: what most senders do."""

    def uncertain(store: Store, claim: outbox.Claim, *, reason: str, now: int) -> None:
        outbox.not_sent(store, claim, reason=reason, retry_at=None, now=now)

    def recover(store: Store, *, owner: str | None, now: int) -> int:
        rows = store.run("SELECT message_id, seq, attempts, sim_id, submitted_at FROM segments WHERE state = 1")
        for message_id, seq, attempt, sim_id, claimed_at in rows.fetchall():
            claim: Any = SimpleNamespace(
                message_id=message_id, seq=seq, attempt=attempt, sim_id=sim_id, claimed_at=claimed_at, total=1
            )
            outbox.not_sent(store, claim, reason="restart", retry_at=None, now=now)
        return 0

    write = Store.write

    @contextlib.contextmanager
    def careless_write(store: Store, *, durable: bool = True) -> Iterator[None]:
        with write(store, durable=False):
            yield

    outbox.uncertain = uncertain  # type: ignore[assignment]
    outbox.recover = recover  # type: ignore[assignment]
    Store.write = careless_write  # type: ignore[method-assign,assignment]


def obey(orders: dict[str, Any]) -> None:
    """Carry out the orders that change the program before it starts."""
    if "hurry" in orders:
        hurry(orders["hurry"])
    if "points" in orders or "at" in orders:
        mark_points(Points(orders.get("points"), orders.get("at", {})))
    if "usb" in orders:
        ports.SYS, ports.DEV, reset.SOCKET = orders["usb"]
    if "offset_file" in orders:
        tell_another_time(orders["offset_file"])
    if orders.get("unchecked"):
        opening._SMALL = 0
    if orders.get("naive"):
        be_naive()


if __name__ == "__main__":
    obey(json.loads(os.environ.get("SMSBOX_ORDERS", "{}")))
    sys.exit(main())
