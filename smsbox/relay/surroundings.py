"""What the sessions of one relay share with it and with the rest of the daemon."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from smsbox.clock import Clock, Micros
from smsbox.config import Config
from smsbox.config.model import ModemConfig
from smsbox.relay.errands import Errands
from smsbox.relay.incoming import Incoming
from smsbox.relay.outgoing import Outgoing
from smsbox.relay.routes import Routes
from smsbox.relay.status import StatusBoard
from smsbox.store import Store


@dataclass(slots=True)
class Surroundings:
    """`outgoing` and `incoming` belong to the relay: what is not yet in the database outlives a lost line.

    `modem` and `config` are exchanged by `take_up`, on the thread of the relay.
    """

    modem: ModemConfig
    config: Config
    store: Store
    clock: Clock
    board: StatusBoard
    routes: Routes
    owner: str
    outgoing: Outgoing
    incoming: Incoming
    errands: Errands
    stopping: threading.Event
    wake_fd: int
    beat: Callable[[], None]
    clock_trusted: Callable[[], bool]
    witness: Callable[[Micros, Micros], None]
    """Takes (the network's time, ours), microseconds."""
    resynced: Callable[[], None]
    """To be called when a line that was out of step is clean again."""
    received: Callable[[], None] = lambda: None
    """To be called when something of a customer's is on the disk."""
    fresh: tuple[ModemConfig, Config] | None = None
    """Changed settings that are not in force here yet; put there by other threads."""

    def take_up(self, taken: tuple[ModemConfig, Config]) -> None:
        """These settings count from here on."""
        self.modem, self.config = taken

    def taken_up(self, taken: tuple[ModemConfig, Config]) -> None:
        """Everybody here has heard of these settings; newer ones may have come meanwhile."""
        if self.fresh is taken:
            self.fresh = None
