"""Rest before another life: a daemon that ended early again and again begins later and later, so that no crash at start
wears out the card and fills the log. systemd can do it alone only from version 254 on.

Stands in $RUNTIME_DIRECTORY, which systemd makes (RuntimeDirectory=) and a reboot empties; without it nobody waits.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from smsbox.clock import SystemClock
from smsbox.daemon.notify import notify

log = logging.getLogger(__name__)

FREE = 3
"""Early ends that cost no wait: a modem pulled out at a bad moment, a killed process."""
FIRST_SECONDS = 5.0
MOST_SECONDS = 300.0
GOOD_LIFE_SECONDS = 600.0
"""Whoever lived this long starts with a clean record."""
_PATIENCE_SECONDS = 60
"""TimeoutStartSec in our unit, which counts from the end of the wait."""


@dataclass(frozen=True, slots=True)
class Life:
    """One start: `early` ends in a row before it, `began` in seconds since boot."""

    early: int
    began: float

    def next(self, now: float) -> Life:
        """The life that begins at `now`, this one having ended without a word."""
        return Life(0 if now - self.began >= GOOD_LIFE_SECONDS else self.early + 1, now)

    @property
    def wait(self) -> float:
        """Seconds before it may do anything."""
        return 0.0 if self.early <= FREE else min(MOST_SECONDS, FIRST_SECONDS * 2.0 ** (self.early - FREE - 1))


@contextmanager
def held_back(sleep: Callable[[float], None] = time.sleep) -> Iterator[Callable[[], None]]:
    """Waits if the lives before ended early; what it gives is to be called when this one ended as it should."""
    folder = os.environ.get("RUNTIME_DIRECTORY", "").partition(":")[0]
    if not folder:
        yield lambda: None
        return
    file = Path(folder) / "life"
    clock = SystemClock()
    last = _read(file)
    life = Life(0, clock.boottime()) if last is None else last.next(clock.boottime())
    _write(file, life)
    if life.wait:
        log.warning("the last %d starts ended early; this one waits %.0f s", life.early, life.wait)
        extended = int((life.wait + _PATIENCE_SECONDS) * 1_000_000)
        notify(f"EXTEND_TIMEOUT_USEC={extended}", f"STATUS=waits {life.wait:.0f} s: the last starts ended early")
        _wait(life.wait, sleep, file)
        _write(file, Life(life.early, clock.boottime()))
    yield lambda: _forget(file)


def _wait(seconds: float, sleep: Callable[[float], None], file: Path) -> None:
    """A person who stops or restarts the service meanwhile has mended something: the record is clean then."""

    def end(*_: object) -> None:
        _forget(file)
        sys.exit(0)

    before = signal.signal(signal.SIGTERM, end)
    try:
        sleep(seconds)
    finally:
        signal.signal(signal.SIGTERM, before)


def _read(file: Path) -> Life | None:
    try:
        early, began = file.read_text(encoding="ascii").split()
        return Life(int(early), float(began))
    except (OSError, ValueError):
        return None


def _write(file: Path, life: Life) -> None:
    try:
        file.write_text(f"{life.early} {life.began:.1f}\n", encoding="ascii")
    except OSError as error:
        log.warning("how often the daemon was started cannot be noted: %s", error)


def _forget(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        log.warning("that the daemon ended in order cannot be noted: %s", error)
