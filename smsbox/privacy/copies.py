"""Erasing one person in other database files: backups, and what was rescued."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from smsbox.clock import Micros
from smsbox.people.audit import Actor
from smsbox.privacy.erasing import Erased, erase
from smsbox.store import Store


def erase_in(path: Path, numbers: Sequence[str], now: Micros, *, by: Actor) -> Erased:
    """Erase to whom any of `numbers` leads in the SQLite database at `path`, which nothing may have open, and write
    the file anew, so that no free page of it remembers. A copy of an older version is brought up to date by that.

    Raises StoreTrouble, StoreUnusable.
    """
    store = Store.open(f"sqlite://{path.resolve()}", create=False)
    try:
        done = [erase(store, number, now, by=by, how="cli", asleep=True) for number in numbers]
        store.checkpoint(truncate=True)
        store.run("VACUUM")
        store.checkpoint(truncate=True)
    finally:
        store.close()
    contact_id = next((each.contact_id for each in done if each.contact_id is not None), None)
    return Erased(
        contact_id, *(sum(getattr(each, name) for each in done) for name in ("sent", "received", "calls", "others"))
    )
