"""What happened with a number in dialogs of every kind, for his thread; only kinds that have a flow are loaded."""

from __future__ import annotations

from smsbox.desk.happening import Happening
from smsbox.dialogs import rows
from smsbox.dialogs.kinds import KINDS, books_of
from smsbox.store import Store


def happened(store: Store, number: str, limit: int) -> list[Happening]:
    """The newest `limit` of all kinds, the last first."""
    kinds = {row[0] for row in store.run("SELECT DISTINCT kind FROM flows").fetchall()}
    found = [each for kind in KINDS if kind in kinds for each in books_of(kind).happenings(store, number, limit)]
    found += rows.happenings(store, number, limit)
    return sorted(found, key=lambda each: each.at, reverse=True)[:limit]
