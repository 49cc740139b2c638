"""What leaves the modem: writes in order, some of them in pieces with pauses between."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from smsbox.modem.simulator.port import Port
from smsbox.modem.simulator.reactor import Reactor, Timer


@dataclass(slots=True)
class Outgoing:
    """One write, for hooks: pieces with the pause in seconds before each."""

    pieces: list[tuple[float, bytes]]


class Output:
    """Keeps the order of writes when an earlier one is still being dribbled out."""

    def __init__(self, reactor: Reactor, port: Port) -> None:
        self._reactor = reactor
        self._port = port
        self._queue: deque[tuple[float, bytes]] = deque()
        self._timer: Timer | None = None

    def send(self, pieces: list[tuple[float, bytes]]) -> None:
        """Write the pieces after everything already under way."""
        self._queue.extend(pieces)
        if self._timer is None:
            self._flow()

    def clear(self) -> None:
        """Forget what has not been written."""
        self._queue.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _flow(self) -> None:
        self._timer = None
        while self._queue:
            pause, data = self._queue[0]
            if pause > 0:
                self._queue[0] = (0.0, data)
                self._timer = self._reactor.later(pause, self._flow)
                return
            self._queue.popleft()
            self._port.write(data)
