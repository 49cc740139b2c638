"""Heartbeats: every loop says that it lives, and one place notices the one that does not."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Heartbeats:
    """The last beat of each loop, in seconds of the boot clock, and how long each may stay silent."""

    def __init__(self, boottime: Callable[[], float]) -> None:
        self._boottime = boottime
        self._lock = threading.Lock()
        self._deadlines: dict[str, float] = {}
        self._patience: dict[str, float] = {}

    def register(self, name: str, patience: float) -> Callable[[], None]:
        """Announce a loop that beats at least every `patience` seconds; returns what it calls to beat."""

        def beat() -> None:
            with self._lock:
                if name in self._patience:
                    self._deadlines[name] = self._boottime() + self._patience[name]

        with self._lock:
            self._patience[name] = patience
            self._deadlines[name] = self._boottime() + patience
        return beat

    def forgive(self) -> None:
        """Whoever watches was away himself (a stopped process, a machine asleep): every loop gets its time anew."""
        with self._lock:
            now = self._boottime()
            self._deadlines = {name: now + patience for name, patience in self._patience.items()}

    def retire(self, name: str) -> None:
        """The loop `name` has ended as it should."""
        with self._lock:
            self._patience.pop(name, None)
            self._deadlines.pop(name, None)

    def late(self) -> list[str]:
        """The loops whose deadline has passed."""
        now = self._boottime()
        with self._lock:
            return sorted(name for name, deadline in self._deadlines.items() if now > deadline)
