"""Has backups made when their night has come or somebody asks, by a process of its own, one at a time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from smsbox.backup import Died, standing
from smsbox.backup.apart import CHECK, MAKE, TOLD, Order, begin
from smsbox.backup.making import HAND, NIGHT, under_way
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.sheets.process import Apart
from smsbox.store.kept import Kept

log = logging.getLogger(__name__)


class Backups:
    """At most one such process. `look` is called by the ticks, the rest by pages."""

    def __init__(self, kept: Kept, config: Callable[[], Config]) -> None:
        self._kept, self._config = kept, config
        self._process: Apart | None = None
        self._act = ""
        self._lock = threading.Lock()

    @property
    def act(self) -> str:
        """What is being done at this moment: `make`, `check`, or "" for nothing."""
        with self._lock:
            return self._act if self._process is not None and not self._process.ended else ""

    def look(self, now: Micros) -> None:
        """See what became of the process, and begin the backup of the night when it is due."""
        self._settle(now)
        config = self._config()
        if standing.due(self._kept, config, now) and not under_way(config.store.directory):
            self._begin(MAKE, NIGHT)

    def make(self) -> bool:
        """Begin one now; False while something is being done already."""
        return self._begin(MAKE, HAND)

    def check(self, path: str) -> bool:
        """Have the file read whole; False while something is being done already."""
        return self._begin(CHECK, path)

    def close(self) -> None:
        """The daemon ends: what is half made is made anew when it is due again."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.close()

    def _begin(self, act: str, said: str) -> bool:
        path = self._config().path
        with self._lock:
            if path is None or (self._process is not None and not self._process.ended):
                return False
            if self._process is not None:
                self._process.close()
            self._process, self._act = begin(Order(act, str(path), said)), act
        return True

    def _settle(self, now: Micros) -> None:
        with self._lock:
            process = self._process
            if process is None or not process.ended:
                return
            self._process = None
        result = process.result()
        process.close()
        if result not in (0, TOLD) and self._act == MAKE:  # it could not say so itself
            died = Died(problem=f"signal {-result}" if result < 0 else f"exit {result}")
            log.error("the backup: %s", died)
            standing.went_wrong(self._kept, standing.FOLDER, died, now)
            standing.plan(self._kept, self._config(), now)
