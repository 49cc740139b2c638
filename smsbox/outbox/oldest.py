"""How long messages wait that may leave now: one step down the index for each lane, class and priority in it."""

from __future__ import annotations

from smsbox.clock import Micros
from smsbox.outbox.ledger import kind_of
from smsbox.outbox.message import MessageClass
from smsbox.outbox.picking import present
from smsbox.store import Store

_COLUMNS = "SELECT queue_key, created_at, send_after FROM messages "
_HEAD = f"{_COLUMNS}WHERE lane = ? AND queue_key >= ? ORDER BY queue_key LIMIT 1"
_ID_BITS = 48
_FIRST = -(1 << 62)
_MOST = 500
"""Steps: priorities are what programs say, and there are 256."""


def waiting_since(store: Store) -> dict[MessageClass, Micros]:
    """Since when the oldest message of each class may leave; nothing of a class of which none waits."""
    found: dict[MessageClass, Micros] = {}
    steps = 0
    for lane in present(store):
        key = _FIRST
        while steps < _MOST:
            steps += 1
            row = store.run(_HEAD, lane, key).fetchone()
            if row is None:
                break
            kind, since = MessageClass(kind_of(row[0])), max(row[1], row[2] or 0)
            found[kind] = min(since, found.get(kind, since))
            key = (row[0] >> _ID_BITS) + 1 << _ID_BITS
    return found
