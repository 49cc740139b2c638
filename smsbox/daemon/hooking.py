"""The thread that tells other programs what happened here: reads the log, sends postmen out, a look a second."""

from __future__ import annotations

import logging
import threading

from smsbox.clock import Clock
from smsbox.config import Config
from smsbox.daemon.heartbeats import Heartbeats
from smsbox.errors import SmsboxError
from smsbox.hooks import book, calls
from smsbox.hooks.postroom import Postroom
from smsbox.problems import WARNING, Problem
from smsbox.store import Store

log = logging.getLogger(__name__)

PATIENCE = 180.0
_TROUBLE_PAUSE = 5.0


class Hooking(threading.Thread):
    """One loop; no request and no modem waits for it."""

    def __init__(self, config: Config, store: Store, clock: Clock, hearts: Heartbeats, device: str) -> None:
        """`device`: what this box calls itself in what it tells."""
        super().__init__(name="hooks", daemon=True)
        self._config, self._store, self._beat = config, store, hearts.register("hooks", PATIENCE)
        self._room = Postroom(store, clock, device)
        self._bell = threading.Event()
        self._stopping = False

    def adopt(self, config: Config) -> None:
        """Have these settings count from the next look on."""
        self._config = config

    def stop(self) -> None:
        """End after the look in hand."""
        self._stopping = True
        self._bell.set()

    def problems(self) -> list[Problem]:
        """Webhooks whose calls were given up; for any thread."""
        return [
            Problem("hooks.dead", self._called(hook_id), WARNING, {"count": count, "hook": hook_id})
            for hook_id, count in calls.dead(self._store).items()
        ]

    def _called(self, hook_id: int) -> str:
        """A webhook as people know it."""
        hook = book.get(self._store, hook_id)
        return f"{hook_id} ({hook.host if hook else 'dlr-url'})"

    def run(self) -> None:
        while not self._stopping:
            self._beat()
            self._bell.wait(self._look())
        self._room.close()
        self._store.forget_connection()

    def _look(self) -> float:
        try:
            return self._room.look(self._config)
        except SmsboxError as trouble:  # a sentence; a stack belongs to mistakes of ours
            log.error("webhooks: %s", trouble)
        except Exception:  # a mistake of ours must not end the thread
            log.exception("webhooks: unexpected error")
        return _TROUBLE_PAUSE
