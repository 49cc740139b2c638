"""Keeps the history of a modem: its radio every five minutes and at changes, and what its SIM holds for."""

from __future__ import annotations

import logging

from smsbox import events
from smsbox.clock import MINUTE, Micros
from smsbox.relay.permits import Hold
from smsbox.relay.radio import Radio
from smsbox.store import Store, StoreTrouble, signals

log = logging.getLogger(__name__)

EVERY: Micros = 5 * MINUTE

TOLD = ("money.", "pacing.slow", "pacing.pause", "pacing.move", "relay.roaming", "relay.smsc_unknown")
"""Beginnings of the reasons that are events; limits come and go all day, what people do is an event of its own."""


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


class HoldDiary:
    """Writes to the events when a SIM begins or ceases to hold for a reason that people should hear of."""

    def __init__(self, store: Store, modem: str) -> None:
        self._store = store
        self._modem = modem
        self._told: str | None = None

    def keep(self, hold: Hold | None, now: Micros) -> None:
        """`hold` is what is shown from `now` on."""
        reason = hold.reason if hold is not None and hold.reason.startswith(TOLD) else None
        if reason == self._told:
            return
        facts = dict(hold.facts) if reason is not None and hold is not None else {}
        kind = events.SIM_HOLDS if reason is not None else events.SIM_GOES_ON
        try:
            with self._store.write(durable=False):
                events.append(self._store, kind, now=now, modem=self._modem, hold=reason or self._told, facts=facts)
        except StoreTrouble as trouble:
            log.error("modem %s: this could not be written to the events: %s", self._modem, trouble)
        self._told = reason
