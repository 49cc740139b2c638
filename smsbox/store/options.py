"""Values set on the page: plain text under a key; their meaning is declared in `smsbox.settings`."""

from __future__ import annotations

from smsbox.clock import Micros
from smsbox.store.db import Store
from smsbox.store.tables import Setting


def get(store: Store, key: str) -> str | None:
    """The value of `key`, None when it was never set."""
    row = store.run("SELECT value FROM settings WHERE key = ?", key).fetchone()  # asked many times a second
    return str(row[0]) if row else None


def everything(store: Store) -> dict[str, str]:
    """All values by key."""
    return {row.key: row.value for row in store.query(Setting.select())}


def put(store: Store, key: str, value: str, now: Micros) -> None:
    """Set `key`."""
    with store.write():
        store.run(
            "INSERT INTO settings (key, value, at) VALUES (?, ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value, at = excluded.at",
            *(key, value, now),
        )


def add(store: Store, key: str, value: str, now: Micros) -> bool:
    """Set `key` unless it is set; whether it was not. Of two boxes one is told so."""
    with store.write():
        sql = "INSERT INTO settings (key, value, at) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING"
        return bool(store.run(sql, key, value, now).rowcount)


def drop_older(store: Store, beginning: str, before: Micros) -> None:
    """Forget the keys that begin so (no % or _) and were set before a moment."""
    with store.write():
        store.run("DELETE FROM settings WHERE key LIKE ? AND at < ?", f"{beginning}%", before)


def drop(store: Store, key: str) -> bool:
    """Forget `key`; whether it was set."""
    with store.write():
        return store.change(Setting.delete().where(Setting.key == key)) > 0
