"""Whose turn it is to write, among the threads of one process: a lock that says how often somebody waited for it."""

from __future__ import annotations

import threading


class Turns:
    """`waits`: how often the lock was not free when somebody wanted it. Who has much to do looks at it to know whether
    he is in others' way.

    `pausing`: somebody writes nothing until the log was moved into the file; the thread that moves it looks at once.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.waits = 0
        self.pausing = False

    def acquire(self, *, timeout: float) -> bool:
        """Whether the lock is ours, within `timeout` seconds."""
        if self._lock.acquire(blocking=False):
            return True
        self.waits += 1  # of two at the same moment one may be lost: it says whether, not how many
        return self._lock.acquire(timeout=timeout)

    def release(self) -> None:
        """The next one's turn."""
        self._lock.release()
