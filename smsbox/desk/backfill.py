"""Threads of a box that was at work before there were any: made from its messages, the newest first, some at a time.

Whoever wrote within two weeks and was not answered since is open; everything older counts as settled, which nobody
could say before.
"""

from __future__ import annotations

from smsbox.clock import DAY, Micros
from smsbox.desk import callbacks
from smsbox.desk.thread import ThreadState, ways
from smsbox.sms.address import AddressKind
from smsbox.sms.msisdn import BadNumber, is_premium, parse
from smsbox.store import Store, options
from smsbox.store.scanning import octets

FRESH: Micros = 14 * DAY
BATCH = 200

_KEY = "desk.backfill"
_BATCH_OF = (
    "SELECT id, sender, sender_kind, received_at FROM received WHERE id < ? AND routed_at IS NOT NULL AND state > 0 "
    "ORDER BY id DESC LIMIT ?"
)
_LATER = (
    "SELECT 1 FROM received WHERE sender{0} = ? AND id > ? AND id < ? AND routed_at IS NOT NULL AND state > 0 LIMIT 1"
)
_WRITTEN = "SELECT created_at FROM messages WHERE recipient{0} = ? AND kind = 0 ORDER BY id DESC LIMIT 1"
_WAITING = (
    "SELECT id, received_at FROM received WHERE sender{0} = ? AND id < ? AND settled_at IS NULL "
    "AND routed_at IS NOT NULL AND state > 0 AND received_at > ? ORDER BY id DESC LIMIT 50"
)
_SETTLE = (
    "UPDATE received SET settled_at = ? WHERE sender{0} = ? AND id < ? AND settled_at IS NULL "
    "AND routed_at IS NOT NULL AND state > 0"
)
_MAKE = (
    "INSERT INTO threads (number, state, version, waiting_since, waiting_id, unread, last_at) "
    "VALUES (?, ?, 1, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET "
    "waiting_since = coalesce(excluded.waiting_since, threads.waiting_since), "
    "waiting_id = coalesce(excluded.waiting_id, threads.waiting_id), "
    "state = CASE WHEN excluded.waiting_id IS NULL THEN threads.state ELSE 0 END, version = threads.version + 1"
)


def step(store: Store, country: str, now: Micros) -> bool:
    """Make threads of one batch of older messages; False when all were."""
    place = options.get(store, _KEY)
    if place == "0":
        return False
    with store.write(durable=False):
        if place is None:
            callbacks.catch_up(store, now)
        first, before = _places(store, place)
        rows = store.run(_BATCH_OF, before, BATCH).fetchall()
        for message_id, sender, kind, at in rows:
            number = _customer(sender, kind, country)
            if (
                number is not None
                and store.run(_LATER.format(octets(store)), sender, message_id, first).fetchone() is None
            ):
                _make(store, number, at, first, now)
        options.put(store, _KEY, f"{first} {rows[-1][0]}" if rows else "0", now)
    return bool(rows)


def _places(store: Store, place: str | None) -> tuple[int, int]:
    """Before which message everything is older than the threads, and how far that was looked through."""
    if place is not None:
        begin, _, on = place.partition(" ")
        return int(begin), int(on)
    last = int(store.run("SELECT coalesce(max(id), 0) FROM received").fetchone()[0]) + 1
    began = store.run("SELECT min(waiting_id) FROM threads").fetchone()[0]
    first = last if began is None else min(last, int(began))
    return first, first


def _customer(sender: str, kind: int, country: str) -> str | None:
    """Whose thread it is; none for machines."""
    if kind == AddressKind.ALPHANUMERIC:
        return None
    try:
        number = parse(sender, country)
    except BadNumber:
        return None
    return None if is_premium(number) else number


def _make(store: Store, number: str, at: Micros, first: int, now: Micros) -> None:
    compared = octets(store)
    waits = _WAITING.format(compared)
    written = store.run(_WRITTEN.format(compared), number).fetchone()
    since = max(now - FRESH, written[0] if written else 0)
    waiting = sorted(row for way in ways(number) for row in store.run(waits, way, first, since).fetchall())
    begin = waiting[0][0] if waiting else first
    for way in ways(number):
        store.run(_SETTLE.format(compared), now, way, begin)
    state = ThreadState.OPEN if waiting else ThreadState.DONE
    oldest = waiting[0][1] if waiting else None
    store.run(_MAKE, number, int(state), oldest, begin if waiting else None, len(waiting), at)
