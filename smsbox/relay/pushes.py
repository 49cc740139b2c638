"""What the network says by USSD although nobody asked, or too late: written down, never taken for an answer."""

from __future__ import annotations

import logging

from smsbox import events
from smsbox.modem.urc import UssdAnswer
from smsbox.modem.ussd import text_of
from smsbox.relay.surroundings import Surroundings
from smsbox.store import StoreTrouble

log = logging.getLogger(__name__)

PAUSE = 10.0
"""Seconds between two lines in the log, and 600 between two with the same text: a network may repeat itself."""

_SAME = 600.0
_KEPT = 50


class Pushes:
    """The unasked USSD of one session."""

    def __init__(self, around: Surroundings, manufacturer: str) -> None:
        self._around, self._vendor = around, manufacturer
        self._rest_until = 0.0
        self._heard_at: dict[str, float] = {}

    def note(self, said: UssdAnswer) -> None:
        """One of them came. A database in trouble loses the note, never the line."""
        text = text_of(said.text, said.dcs, vendor=self._vendor)
        boot, name = self._around.clock.boottime(), self._around.modem.name
        if not text or boot < self._rest_until or boot - self._heard_at.get(text, -_SAME) < _SAME:
            return
        if len(self._heard_at) >= _KEPT:
            self._heard_at.clear()
        self._rest_until, self._heard_at[text] = boot + PAUSE, boot
        try:
            now = self._around.clock.now()
            events.append(self._around.store, events.USSD_PUSHED, now=now, modem=name, text=text)
        except StoreTrouble as trouble:
            log.error("modem %s: what the network said could not be written down: %s", name, trouble)
