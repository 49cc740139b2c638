"""Owns the modem's one thread: its timers, the jobs others hand it, and waiting for octets."""

from __future__ import annotations

import errno
import heapq
import os
import select
import threading
import time
from collections.abc import Callable
from typing import Any


class Clockwork:
    """A thread that reads `master` while somebody holds the other end of the pty, and does things in time."""

    def __init__(self, name: str) -> None:
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._wake_read, self._wake_write = os.pipe()
        self._jobs: list[Callable[[], None]] = []
        self._lock = threading.Lock()
        self._stopping = False
        self.master: int | None = None
        self.zombies: list[int] = []
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def _heard(self, data: bytes) -> None:
        raise NotImplementedError

    def _deserted(self) -> None:
        raise NotImplementedError

    def do(self, job: Callable[[], Any]) -> Any:
        """Run something on the modem's thread and give back what it returned."""
        done, box = threading.Event(), []

        def run() -> None:
            box.append(job())
            done.set()

        with self._lock:
            self._jobs.append(run)
        os.write(self._wake_write, b"x")
        assert done.wait(10), "the modem's thread is stuck"
        return box[0]

    def later(self, delay: float, job: Callable[[], None]) -> None:
        """Run a job on this thread in `delay` seconds."""
        self._at(time.monotonic() + delay, job)

    def _at(self, moment: float, job: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._timers, (moment, self._count, job))

    def _unplugged(self) -> bool:
        assert self.master is not None
        poll = select.poll()
        poll.register(self.master, 0)
        return bool(poll.poll(0))

    def _run(self) -> None:
        while not self._stopping:
            with self._lock:
                jobs, self._jobs = self._jobs, []
            for job in jobs:
                job()
            while self._timers and self._timers[0][0] <= time.monotonic():
                heapq.heappop(self._timers)[2]()
            self._listen()
        for descriptor in (self.master, *self.zombies, self._wake_read, self._wake_write):
            if descriptor is not None:
                os.close(descriptor)

    def _listen(self) -> None:
        pause = self._timers[0][0] - time.monotonic() if self._timers else 1.0
        reading = [self._wake_read]
        if self.master is not None:
            if self._unplugged():  # nobody holds the other end: reading would fail at once, for ever
                pause = min(pause, 0.02)
                self._deserted()
            else:
                reading.append(self.master)
        ready, _, _ = select.select(reading, [], [], max(0.0, min(pause, 1.0)))
        if self._wake_read in ready:
            os.read(self._wake_read, 4096)
        if self.master is not None and self.master in ready:
            try:
                data = os.read(self.master, 4096)
            except OSError as error:
                if error.errno not in (errno.EIO, errno.EAGAIN):
                    raise
                return
            self._heard(data)
