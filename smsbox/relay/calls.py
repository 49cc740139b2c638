"""Calls that come in: ended, because they occupy the radio, and logged; however often it rings, at a bounded rate."""

from __future__ import annotations

from smsbox import events
from smsbox.clock import Clock
from smsbox.modem.line import GsmLine
from smsbox.store import Store

REFUSAL_PAUSE = 2.0
"""Seconds between two refusals, whoever rings."""

CALLER_PAUSE = 60.0
"""Seconds within which the ringing of one number is one call."""

_CALLERS_KEPT = 100


class Calls:
    """Refuses calls of one modem."""

    def __init__(self, store: Store, clock: Clock, modem: str) -> None:
        self._store = store
        self._clock = clock
        self._modem = modem
        self._rest_until = 0.0
        self._heard_at: dict[str, float] = {}

    def refuse(self, line: GsmLine, number: str | None) -> None:
        """It rings; `number` None as long as the network has not told it. Raises LineError."""
        now = self._clock.boottime()
        if now >= self._rest_until:
            self._rest_until = now + REFUSAL_PAUSE
            line.refuse_call()
        if number is None or now - self._heard_at.get(number, -CALLER_PAUSE) < CALLER_PAUSE:
            return
        if len(self._heard_at) >= _CALLERS_KEPT:
            self._heard_at.clear()
        self._heard_at[number] = now
        events.append(self._store, "call.refused", now=self._clock.now(), modem=self._modem, number=number)
