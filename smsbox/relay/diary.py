"""Keeps the history of a modem's radio: a line every five minutes, and at once when the registration changes."""

from __future__ import annotations

import logging

from smsbox.clock import MINUTE, Micros
from smsbox.relay.radio import Radio
from smsbox.store import Store, StoreTrouble, signals

log = logging.getLogger(__name__)

EVERY: Micros = 5 * MINUTE


class RadioDiary:
    """The history of one modem's radio; a database in trouble costs a line of it, nothing else."""

    def __init__(self, store: Store, modem: str) -> None:
        self._store = store
        self._modem = modem
        self._noted_at: Micros | None = None
        self._noted_state = ""

    def keep(self, radio: Radio, now: Micros) -> None:
        """The radio was asked at `now`: write that down if it is due."""
        fresh = self._noted_at is not None and 0 <= now - self._noted_at < EVERY
        if fresh and radio.state == self._noted_state:
            return
        try:
            signals.note(
                self._store,
                self._modem,
                now=now,
                rssi=radio.rssi,
                registration=radio.state,
                technology=radio.technology,
            )
        except StoreTrouble as trouble:
            log.error("modem %s: the signal could not be written down: %s", self._modem, trouble)
            return
        self._noted_at, self._noted_state = now, radio.state
