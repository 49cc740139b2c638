"""What the router has done with received messages: which it has not looked at, taking one in hand, noting it."""

from __future__ import annotations

from smsbox import events
from smsbox.clock import Micros
from smsbox.store import Store

_TAKE = "UPDATE received SET routed_at = ? WHERE id = ? AND routed_at IS NULL AND state > 0"
_EARLIER = (
    "SELECT id FROM received WHERE routed_at IS NULL AND state > 0 AND sender = ? AND id <= ? ORDER BY id FOR UPDATE"
)


def unrouted(store: Store, limit: int) -> list[int]:
    """Messages the router has not looked at, oldest first."""
    rows = store.run("SELECT id FROM received WHERE routed_at IS NULL AND state > 0 ORDER BY id LIMIT ?", limit)
    return [row[0] for row in rows.fetchall()]


def take(store: Store, message_id: int, sender: str, now: Micros) -> bool:
    """Mark a message as looked at, in the open transaction; False when somebody else has, or is just doing it.

    Messages of one sender are taken one after the other, in their order: whoever has an earlier one in hand is waited
    for.
    """
    store.run(_EARLIER, sender, message_id).fetchall()
    return bool(store.run(_TAKE, now, message_id).rowcount == 1)


def routed(store: Store, message_id: int, by: str, now: Micros, *, settled: bool, about: str = "") -> None:
    """Note what was done with it; `settled`: no person needs to look at it; `about`: the scenario that did."""
    store.run("UPDATE received SET routed_by = ? WHERE id = ?", by, message_id)
    if settled:
        store.run("UPDATE received SET settled_at = ? WHERE id = ? AND settled_at IS NULL", now, message_id)
    events.append(store, events.ROUTED, now=now, message_id=message_id, by=by, about=about or None)
