"""Whether the database file is still the one that was opened; if somebody took it away, what it held is rescued."""

from __future__ import annotations

import logging
import os

from smsbox.clock import SECOND, Micros
from smsbox.store import Store

log = logging.getLogger(__name__)


class Custody:
    """Watches one SQLite file; a server looks after its own.

    A process goes on writing to a file that was deleted, and the next start would begin with an empty one: everything
    sent meanwhile would be forgotten, or sent again from an older copy.
    """

    GONE = 78
    """Exit status after which systemd does not start us again (EX_CONFIG): a person must say which file is right."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._file = self._identity()

    def in_place(self) -> bool:
        """Whether the path leads to the file that was opened."""
        if self._identity() == self._file:
            return True
        log.critical("the database %s was deleted or replaced while it was in use", self._store.dialect.label)
        return False

    def rescue(self, now: Micros) -> str:
        """Copy what the open database holds to a new file beside it; its path. Raises StoreTrouble."""
        path = f"{self._store.dialect.label}.rescued-{now // SECOND}"
        self._store.run("VACUUM INTO ?", path)
        log.critical("ended on purpose: everything known up to now is in %s; move it back and start again", path)
        return path

    def _identity(self) -> tuple[int, int] | None:
        if not self._store.dialect.sole_owner:
            return None
        try:
            there = os.stat(self._store.dialect.label)
        except OSError:
            return None
        return there.st_dev, there.st_ino
