"""The last known status of each modem, for the page and the command line when no daemon answers."""

from __future__ import annotations

from smsbox.clock import Micros
from smsbox.store.db import Store
from smsbox.store.tables import ModemState


def save(store: Store, name: str, json: str, now: Micros) -> None:
    """Remember `json` for modem `name`; a power cut may take it back, so no flush is spent on it."""
    with store.write(durable=False):
        store.run(
            "INSERT INTO modem_states (name, json, at) VALUES (?, ?, ?) "
            "ON CONFLICT (name) DO UPDATE SET json = excluded.json, at = excluded.at",
            *(name, json, now),
        )


def forget(store: Store, name: str) -> None:
    """Forget a modem that is no longer configured."""
    with store.write(durable=False):
        store.change(ModemState.delete().where(ModemState.name == name))


def all(store: Store) -> dict[str, tuple[str, Micros]]:
    """Name → (json, when), by name."""
    return {row.name: (row.json, row.at) for row in store.query(ModemState.select().order_by(ModemState.name))}
