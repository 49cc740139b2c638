"""The one event loop of a process of simulated modems: readable descriptors and timers, asleep when idle."""

from __future__ import annotations

import heapq
import itertools
import selectors
import socket
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Callback = Callable[[], None]
T = TypeVar("T")


class Timer:
    """A call to be made later; `cancel` forgets it."""

    __slots__ = ("due", "run")

    def __init__(self, due: float, run: Callback) -> None:
        self.due = due
        self.run: Callback | None = run

    def cancel(self) -> None:
        """Never make the call."""
        self.run = None


class Reactor:
    """select() over descriptors and a heap of timers; `call` reaches it from other threads."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._heap: list[tuple[float, int, Timer]] = []
        self._order = itertools.count()
        self._calls: deque[Callback] = deque()
        self._inner, self._outer = socket.socketpair()
        self._inner.setblocking(False)
        self._running = False
        self._thread: int | None = None
        self._selector.register(self._inner, selectors.EVENT_READ, self._woken)

    def watch(self, fd: int, on_readable: Callback) -> None:
        """Call `on_readable` whenever `fd` has something to read."""
        self._selector.register(fd, selectors.EVENT_READ, on_readable)

    def watch_writable(self, fd: int, on_writable: Callback) -> None:
        """Call `on_writable` whenever `fd` takes bytes again; for a descriptor of its own (a dup)."""
        self._selector.register(fd, selectors.EVENT_WRITE, on_writable)

    def forget(self, fd: int) -> None:
        """Stop watching `fd`; silent when it was not watched."""
        try:
            self._selector.unregister(fd)
        except KeyError:
            pass

    def later(self, seconds: float, run: Callback) -> Timer:
        """Run `run` after `seconds` (0: in the next turn)."""
        timer = Timer(time.monotonic() + max(0.0, seconds), run)
        heapq.heappush(self._heap, (timer.due, next(self._order), timer))
        return timer

    def post(self, run: Callback) -> None:
        """Run `run` in the loop; callable from any thread."""
        self._calls.append(run)
        self._outer.send(b".")

    def call(self, run: Callable[[], T], timeout: float = 10.0) -> T:
        """Run `run` in the loop and hand back what it returns or raises; from inside the loop at once."""
        if self._thread == threading.get_ident() or not self._running:
            return run()
        future: Future[T] = Future()

        def answer() -> None:
            try:
                future.set_result(run())
            except BaseException as error:  # noqa: BLE001 – handed to the caller's thread, not swallowed
                future.set_exception(error)

        self.post(answer)
        return future.result(timeout)

    def run(self) -> None:
        """Turn until `stop`."""
        self._running = True
        self._thread = threading.get_ident()
        while self._running:
            for key, _ in self._selector.select(self._patience()):
                self._guard(key.data)
            self._run_due()

    def stop(self) -> None:
        """Leave `run` after the present turn; callable from any thread and from a signal handler."""
        self._running = False
        self._outer.send(b".")

    def close(self) -> None:
        """Give the loop's own descriptors back, after `run` has returned."""
        self._selector.close()
        self._inner.close()
        self._outer.close()

    def _patience(self) -> float | None:
        while self._heap and self._heap[0][2].run is None:
            heapq.heappop(self._heap)
        if self._calls:
            return 0.0
        return max(0.0, self._heap[0][0] - time.monotonic()) if self._heap else None

    def _run_due(self) -> None:
        now = time.monotonic()
        while self._heap and self._heap[0][0] <= now:
            timer = heapq.heappop(self._heap)[2]
            if timer.run is not None:
                self._guard(timer.run)

    def _woken(self) -> None:
        try:
            self._inner.recv(4096)
        except BlockingIOError:
            pass
        while self._calls:
            self._guard(self._calls.popleft())

    @staticmethod
    def _guard(run: Callback) -> None:
        try:
            run()
        except Exception:  # noqa: BLE001 – one broken modem must not stop the thirty-one others in this loop
            traceback.print_exc()
