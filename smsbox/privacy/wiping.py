"""What was erased must leave SQLite's log too: asked for in the database, done by the one thread that may."""

from __future__ import annotations

from smsbox.clock import Micros
from smsbox.store import Store, options

_ASKED = "privacy.wipe"


def ask_to_wipe(store: Store, now: Micros) -> None:
    """Have the log moved into the file and cut to nothing; part of the transaction that erases."""
    options.put(store, _ASKED, str(now), now)


def wipe(store: Store) -> bool:
    """Do what was asked for, if it was; whether nothing is left to do. Only the thread that moves the log calls it."""
    if options.get(store, _ASKED) is None:
        return True
    if not store.checkpoint(truncate=True):
        return False
    options.drop(store, _ASKED)
    return True
