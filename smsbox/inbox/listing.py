"""Looking at incoming messages, and putting those aside that have been dealt with."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from smsbox import events
from smsbox.clock import Micros
from smsbox.inbox.filters import STANDINGS, InboxFilter, searched
from smsbox.inbox.message import InboundView, Piece, Standing
from smsbox.inbox.veil import Veil
from smsbox.store import Store
from smsbox.store.pages import Page, read_page
from smsbox.store.scanning import first_since, newest
from smsbox.store.tables import ReceivedSegment

_FLOOD = 10_000
"""Messages of a day that are looked at one by one."""
_LOOKED_THROUGH = 1000
"""Messages read, newest first, for the last one of a SIM."""


class _Row(NamedTuple):
    """What is shown of a message. Plain rows: as models they would be half the cost of a page."""

    id: int
    sim_id: int
    sender: str
    text: str
    received_at: int
    sent_at: int | None
    total: int
    state: int
    missing: int
    flash: int
    damaged: int
    settled_at: int | None
    routed_at: int | None
    routed_by: str | None


_ROWS = f"SELECT {', '.join(_Row._fields)} FROM received WHERE "  # noqa: S608 – names from above


def messages(
    store: Store,
    limit: int = 50,
    before_id: int | None = None,
    *,
    sender: str | None = None,
    pending: bool = False,
) -> list[InboundView]:
    """Up to `limit` messages, newest first, older than `before_id`; `pending` shows those too that still wait for
    segments.
    """
    return found(store, InboxFilter(sender=sender, pending=pending), limit, before_id)


def found(store: Store, wanted: InboxFilter, limit: int, before_id: int | None = None) -> list[InboundView]:
    """Up to `limit` messages that are wanted, newest first, older than `before_id`; it looks until it has them, however
    far that is. A page of bounded time is `page`.
    """
    return views(store, newest(store, searched(store, wanted), limit, before_id))


def page(store: Store, wanted: InboxFilter, **how: Any) -> Page[InboundView]:
    """One page of what is wanted, found in bounded time; `how` as in `read_page`: which page, and how long to look."""
    with store.read():
        return read_page(store, searched(store, wanted), lambda ids: views(store, ids), **how)


def views(store: Store, ids: Sequence[int]) -> list[InboundView]:
    """The messages with these ids, in their order; at most some thousands."""
    if not ids:
        return []
    rows = {row.id: row for row in _rows(store, f"id IN ({','.join('?' * len(ids))})", *ids)}
    return _views(store, [rows[each] for each in ids if each in rows], Veil(store))


def get(store: Store, message_id: int) -> InboundView | None:
    """One message."""
    return _one(store, message_id, Veil(store))


def as_received(store: Store, message_id: int) -> InboundView | None:
    """The same with the one-time codes in its text, which nobody may see but the router."""
    return _one(store, message_id, None)


def _one(store: Store, message_id: int, veil: Veil | None) -> InboundView | None:
    if not 0 < message_id < 1 << 63:
        return None
    found = _views(store, _rows(store, "id = ?", message_id), veil)
    return found[0] if found else None


def raw(store: Store, message_id: int) -> list[bytes]:
    """The TPDUs of a message as they came, by segment; for an unreadable one what the modem gave."""
    return [piece.pdu for piece in pieces(store, message_id)]


def pieces(store: Store, message_id: int) -> list[Piece]:
    """The segments of a message that have come, repeated ones after those they repeat."""
    rows = store.query(
        ReceivedSegment.select()
        .where(ReceivedSegment.received_id == message_id)
        .order_by(ReceivedSegment.seq, ReceivedSegment.id)
    )
    return [
        Piece(row.seq, bytes(row.pdu), row.received_at, row.memory, row.slot, bool(row.live), bool(row.repeated))
        for row in rows
    ]


def waiting(store: Store, limit: int = 100) -> list[InboundView]:
    """What nobody has dealt with yet, oldest first."""
    return _views(store, _rows(store, f"{STANDINGS['waiting']} ORDER BY id LIMIT ?", limit), Veil(store))


def arrivals(store: Store, begins: Sequence[Micros]) -> list[int]:
    """How many messages came in each of the times that begin so, the last one until now.

    They are looked at one by one, which is one read for what a shop receives in a day; in a flood they are counted by
    ids, some hundreds of reads however many there are.
    """
    first = first_since(store, "received", "received_at", begins[0])
    rows = store.run("SELECT received_at FROM received WHERE id >= ? ORDER BY id LIMIT ?", first, _FLOOD + 1).fetchall()
    if len(rows) > _FLOOD:
        return _flooded(store, begins)
    found = Counter(bisect_right(begins, at) - 1 for (at,) in rows)
    return [found[place] for place in range(len(begins))]


def _flooded(store: Store, begins: Sequence[Micros]) -> list[int]:
    ids = [first_since(store, "received", "received_at", at) for at in begins]
    last = store.run("SELECT coalesce(max(id), 0) FROM received").fetchone()[0]
    return [max(after - first, 0) for first, after in zip(ids, [*ids[1:], last + 1], strict=True)]


def last_received(store: Store, sim_id: int) -> tuple[Micros | None, bool]:
    """When this SIM last received, and whether that is exact; else it was not after that moment (None: never)."""
    rows = store.run("SELECT sim_id, received_at FROM received ORDER BY id DESC LIMIT ?", _LOOKED_THROUGH).fetchall()
    own = next((at for sim, at in rows if sim == sim_id), None)
    if own is not None or not rows:
        return own, own is not None
    return (rows[-1][1] if len(rows) == _LOOKED_THROUGH else None), False


def settle(store: Store, message_id: int, now: Micros) -> bool:
    """Somebody has dealt with it; False when somebody else had before. Answers belong into the same transaction."""
    with store.write():
        done = store.run("UPDATE received SET settled_at = ? WHERE id = ? AND settled_at IS NULL", now, message_id)
        if done.rowcount != 1:
            return False
        events.append(store, events.SETTLED, now=now, message_id=message_id)
        return True


def _rows(store: Store, where: str, *values: Any) -> list[_Row]:
    return [_Row._make(row) for row in store.run(_ROWS + where, *values).fetchall()]


def _views(store: Store, rows: Sequence[_Row], veil: Veil | None) -> list[InboundView]:
    if not rows:
        return []
    sims = dict(store.run("SELECT id, imsi FROM sims").fetchall())
    return [
        InboundView(
            id=row.id,
            sender=row.sender,
            text=row.text if veil is None else veil.shown(row.sender, row.text),
            veiled=veil is not None and veil.over(row.sender),
            received_at=row.received_at,
            complete=row.state == Standing.COMPLETE,
            sim=sims.get(row.sim_id),
            flash=bool(row.flash),
            damaged=bool(row.damaged),
            missing=row.missing,
            sent_at=row.sent_at,
            settled_at=row.settled_at,
            sim_id=row.sim_id,
            total=row.total,
            routed_at=row.routed_at,
            routed_by=row.routed_by,
        )
        for row in rows
    ]
