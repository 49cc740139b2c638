"""What work costs a database, counted and not timed: the same on a busy machine as on an idle one."""

from __future__ import annotations

from collections.abc import Callable

from smsbox.store import Store

_EVERY = 20


def steps(store: Store, work: Callable[[], object]) -> int:
    """How many steps SQLite's machine takes, on this thread, while `work` is done; to about twenty."""
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += _EVERY
        return 0

    connection = store.database.connection()
    connection.set_progress_handler(count, _EVERY)
    try:
        work()
    finally:
        connection.set_progress_handler(None, 0)
    return counted
