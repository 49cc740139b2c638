"""The relays of one daemon: started, watched, stopped together, and exchanged one by one when their line changes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from smsbox.clock import Clock
from smsbox.config import Config, ModemConfig
from smsbox.daemon.heartbeats import Heartbeats
from smsbox.relay import Relay, StatusBoard
from smsbox.relay.errands import Errands

log = logging.getLogger(__name__)

PATIENCE = 60.0
"""Seconds of silence after which a relay's thread is taken for hung."""

_LEAVE_S = 30.0
"""A relay that ends gives the segment under way seven seconds; longer than this is no end any more."""

Make = Callable[[ModemConfig, Config, Callable[[], None]], Relay]
"""A relay for a modem, in a configuration, with what it calls to beat."""


class Relays:
    """All relays; `adopt` is for one thread, the rest for any."""

    def __init__(self, config: Config, make: Make, hearts: Heartbeats, board: StatusBoard, clock: Clock) -> None:
        self._make, self._hearts, self._board, self._clock = make, hearts, board, clock
        self._lock = threading.Lock()
        self._stopping = False
        self._all: dict[str, Relay] = {}
        self._leaving: list[Relay] = []
        self.errands: dict[str, Errands] = {}
        """What may be asked of each modem, by its name; the same object for good."""
        for modem in config.modems:
            self._add(modem, config)

    def _add(self, modem: ModemConfig, config: Config) -> Relay:
        beat = self._hearts.register(f"relay {modem.name}", PATIENCE)
        relay = self._make(modem, config, beat)
        self._all[modem.name] = relay
        self.errands[modem.name] = relay.errands
        return relay

    def start(self) -> None:
        """Start every thread."""
        for relay in self._here():
            relay.start()

    def wake(self) -> None:
        """Something was queued: all look at once."""
        for relay in self._here():
            relay.wake()

    def dead(self) -> list[str]:
        """Threads that ended although nobody stopped them."""
        return [f"relay {relay.modem.name}" for relay in self._here() if not relay.is_alive()]

    def stop(self) -> None:
        """Let every relay finish the segment under way and end; none is started any more."""
        with self._lock:
            self._stopping = True
        for relay in (*self._here(), *self._leaving):
            relay.stop()

    def join(self, deadline: float) -> bool:
        """Wait for their ends until `deadline` of the boot clock; False when one did not end."""
        everybody = (*self._here(), *self._leaving)
        for relay in everybody:
            relay.join(max(0.1, deadline - self._clock.boottime()))
        return not any(relay.is_alive() for relay in everybody)

    def adopt(self, config: Config) -> bool:
        """Have `config` in force: one relay after the other is exchanged whose line changed, the others only told.

        False when all are stopped meanwhile: then some may have the old one still.
        """
        wanted = {modem.name: modem for modem in config.modems}
        changed = []
        for relay in self._here():
            modem = wanted.get(relay.modem.name)
            if modem is not None and modem.line == relay.modem.line:
                relay.adopt(modem, config)
            else:
                changed.append(relay)
        for relay in changed:
            self._exchange(relay, wanted.get(relay.modem.name), config)
        for name, modem in wanted.items():
            if name not in self._all:
                self._begin(modem, config)
        with self._lock:
            return not self._stopping

    def _exchange(self, relay: Relay, modem: ModemConfig | None, config: Config) -> None:
        """The port has one owner: the new relay begins when the old one has ended."""
        name = relay.modem.name
        with self._lock:
            if self._stopping:
                return
            self._leaving.append(self._all.pop(name))
        relay.stop()
        relay.join(_LEAVE_S)
        if relay.is_alive():  # hung for good, it stops beating, and the daemon is started anew with the new settings
            log.error("modem %s: its relay does not end; its new settings wait until it has", name)
            relay.join()
        self._hearts.retire(f"relay {name}")
        relay.close()
        if modem is None:
            self._board.remove(name)
            self.errands.pop(name, None)
        else:
            self._begin(modem, config)
        with self._lock:
            self._leaving.remove(relay)

    def _begin(self, modem: ModemConfig, config: Config) -> None:
        with self._lock:
            if not self._stopping:
                self._add(modem, config).start()

    def _here(self) -> tuple[Relay, ...]:
        with self._lock:
            return tuple(self._all.values())
