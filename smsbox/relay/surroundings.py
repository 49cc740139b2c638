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


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`outgoing` and `incoming` belong to the relay: what is not yet in the database outlives a lost line."""

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
