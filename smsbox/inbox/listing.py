"""Looking at incoming messages, and putting those aside that have been dealt with."""

from __future__ import annotations

from collections.abc import Sequence

from smsbox import events
from smsbox.clock import Micros
from smsbox.inbox.message import InboundView, Standing
from smsbox.store import Store
from smsbox.store.tables import ReceivedMessage, ReceivedSegment, Sim

_LOOKED_THROUGH = 1000
"""Messages read, newest first, for the last one of a SIM."""


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
    query = ReceivedMessage.select().order_by(ReceivedMessage.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(ReceivedMessage.id < before_id)
    if sender is not None:
        query = query.where(ReceivedMessage.sender == sender)
    if not pending:
        query = query.where(ReceivedMessage.state > int(Standing.PENDING))
    return _views(store, store.query(query))


def get(store: Store, message_id: int) -> InboundView | None:
    """One message."""
    if not 0 < message_id < 1 << 63:
        return None
    views = _views(store, store.query(ReceivedMessage.select().where(ReceivedMessage.id == message_id)))
    return views[0] if views else None


def raw(store: Store, message_id: int) -> list[bytes]:
    """The TPDUs of a message as they came, by segment; for an unreadable one what the modem gave."""
    rows = store.query(
        ReceivedSegment.select().where(ReceivedSegment.received_id == message_id).order_by(ReceivedSegment.seq)
    )
    return [bytes(row.pdu) for row in rows]


def waiting(store: Store, limit: int = 100) -> list[InboundView]:
    """What nobody has dealt with yet, oldest first."""
    query = (
        ReceivedMessage.select()
        .where(ReceivedMessage.settled_at.is_null(), ReceivedMessage.state > int(Standing.PENDING))
        .order_by(ReceivedMessage.id)
        .limit(limit)
    )
    return _views(store, store.query(query))


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


def _views(store: Store, rows: Sequence[ReceivedMessage]) -> list[InboundView]:
    if not rows:
        return []
    sims = {sim.id: sim.imsi for sim in store.query(Sim.select(Sim.id, Sim.imsi))}
    return [
        InboundView(
            id=row.id,
            sender=row.sender,
            text=row.text,
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
        )
        for row in rows
    ]
