"""The word to end: given by a signal at any moment, even twice at once, and waited for by the main thread."""

from __future__ import annotations

import queue
import signal


class Ending:
    """What SIGTERM and SIGINT say. A `threading.Event` would not do: its `set` takes a lock that the interrupted `wait`
    may hold, and the daemon would hang instead of ending; putting into a `SimpleQueue` is reentrant.
    """

    def __init__(self) -> None:
        self._said: queue.SimpleQueue[None] = queue.SimpleQueue()

    def listen(self) -> None:
        """Hear both signals from here on; for the main thread."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._said.put(None))

    def wait(self, seconds: float) -> bool:
        """Wait for the word at most so long; whether it was said."""
        try:
            self._said.get(timeout=seconds)
        except queue.Empty:
            return False
        return True
