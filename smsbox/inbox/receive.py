"""Taking a segment in: committed with its raw octets and its slot before anybody deletes it, recognised when it comes
again.

Nothing is ever recognised by its text: two people, or one person twice, may well write the same. Known is only the
same TPDU in the same slot that was not known to be cleared, and the same segment of the same concatenated message.
"""

from __future__ import annotations

from collections.abc import Iterable

from smsbox import events
from smsbox.clock import DAY, MINUTE, Micros, micros
from smsbox.inbox.assembly import assemble, decoded, tidy
from smsbox.inbox.message import Received, Standing
from smsbox.sms.tpdu import Concat, Deliver
from smsbox.store import Store

GROUP_LIFE: Micros = 7 * DAY
"""How long a service centre may hold a segment back; later its reference belongs to another message."""

SAME_SENDING: Micros = 10 * MINUTE
"""Machines use one reference for everything: a whole message that comes again counts as the same only this close."""

_LIVE = "SELECT id, pdu, repeated FROM received_segments WHERE sim_id = ? AND memory = ? AND slot = ? AND live = 1"
_GROUPS = (
    "SELECT id, state FROM received WHERE sim_id = ? AND sender = ? AND reference = ? AND total > 1 AND total = ? "
    "AND wide = ? AND received_at > ? ORDER BY id DESC LIMIT 8 FOR UPDATE"
)
_NEW_MESSAGE = (
    "INSERT INTO received (id, sim_id, sender, sender_kind, text, received_at, sent_at, reference, wide, total, state, "
    "missing, flash, damaged) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_NEW_SEGMENT = (
    "INSERT INTO received_segments (id, received_id, seq, repeated, sim_id, memory, slot, live, pdu, received_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def receive(
    store: Store,
    *,
    sim_id: int,
    memory: str,
    slot: int | None,
    pdu_raw: bytes,
    deliver: Deliver | None,
    now: Micros,
) -> Received:
    """Keep one segment that SIM `sim_id` received; its slot may be cleared once the outermost transaction has ended.

    `slot` None: it came on the wire and lies nowhere. `deliver` None: it could not be read, `pdu_raw` is kept and
    flagged.
    """
    tpdu = deliver.tpdu if deliver is not None else pdu_raw
    with store.write():
        leftover = _leftover(store, sim_id, memory, slot, tpdu)
        if leftover is not None:
            return Received("repeated", leftover, None)
        message_id, seq, repeated = _place(store, sim_id, deliver, now)
        (segment_id,) = store.reserve_ids("received_segments", 1)
        live = 0 if slot is None else 1
        store.run(_NEW_SEGMENT, segment_id, message_id, seq, int(repeated), sim_id, memory, slot, live, tpdu, now)
        if repeated:
            events.append(store, events.SEGMENT_REPEATED, now=now, message_id=message_id, sim=sim_id, seq=seq)
            return Received("repeated", segment_id, None)
        whole = deliver is None or _concat(deliver) is None or assemble(store, message_id, now)
        if whole:
            events.append(store, events.RECEIVED, now=now, message_id=message_id, sim=sim_id)
        return Received("new", segment_id, message_id if whole else None)


def slot_cleared(store: Store, segment_ids: int | Iterable[int], now: Micros) -> None:
    """The modem has deleted these segments; whatever lies in their slots from now on is something else.

    Not flushed for: if a power cut takes it back, an empty slot is expected to hold what it held, which does no harm.
    """
    ids = [segment_ids] if isinstance(segment_ids, int) else list(segment_ids)
    with store.write(durable=False):
        for segment_id in ids:
            store.run("UPDATE received_segments SET live = 0 WHERE id = ? AND live = 1", segment_id)


def _leftover(store: Store, sim_id: int, memory: str, slot: int | None, tpdu: bytes) -> int | None:
    """The segment that was kept from this very slot before and could not be cleared, if this is it."""
    if slot is None:
        return None
    for segment_id, kept, _ in store.run(_LIVE, sim_id, memory, slot).fetchall():
        if bytes(kept) == tpdu:
            return int(segment_id)
        # The slot was cleared after all, and is in use again.
        store.run("UPDATE received_segments SET live = 0 WHERE id = ?", segment_id)
    return None


def _concat(deliver: Deliver) -> Concat | None:
    return deliver.concat if deliver.concat is not None and deliver.concat.total > 1 else None


def _place(store: Store, sim_id: int, deliver: Deliver | None, now: Micros) -> tuple[int, int, bool]:
    """The message a segment belongs to, its place there, and whether that place is taken by the same already."""
    concat = _concat(deliver) if deliver is not None else None
    if deliver is None or concat is None:
        return _new_message(store, sim_id, deliver, None, now), 1, False
    groups = store.run(
        _GROUPS,
        *(sim_id, tidy(deliver.sender.text), concat.reference, concat.total, int(concat.wide), now - GROUP_LIFE),
    ).fetchall()
    for message_id, state in groups:
        kept = _kept(store, message_id, concat.seq)
        if kept is None:
            return message_id, concat.seq, False
        if _same(kept, deliver) and (state != Standing.COMPLETE or _sent_together(kept, deliver)):
            return message_id, concat.seq, True
        # Same number, other content: the reference came round, or its sender never changes it.
    return _new_message(store, sim_id, deliver, concat, now), concat.seq, False


def _kept(store: Store, message_id: int, seq: int) -> Deliver | None:
    row = store.run(
        "SELECT pdu FROM received_segments WHERE received_id = ? AND seq = ? AND repeated = 0", message_id, seq
    ).fetchone()
    return decoded(row[0]) if row else None


def _same(kept: Deliver, deliver: Deliver) -> bool:
    return (kept.text, kept.data, kept.alphabet) == (deliver.text, deliver.data, deliver.alphabet)


def _sent_together(kept: Deliver, deliver: Deliver) -> bool:
    if kept.sent_at is None or deliver.sent_at is None:
        return True
    return abs(micros(kept.sent_at) - micros(deliver.sent_at)) <= SAME_SENDING


def _new_message(store: Store, sim_id: int, deliver: Deliver | None, concat: Concat | None, now: Micros) -> int:
    (message_id,) = store.reserve_ids("received", 1)
    sent_at = micros(deliver.sent_at) if deliver is not None and deliver.sent_at is not None else None
    store.run(
        _NEW_MESSAGE,
        message_id,
        sim_id,
        tidy(deliver.sender.text) if deliver else "",
        int(deliver.sender.kind) if deliver else 0,
        tidy(deliver.text) if deliver else "",
        now,
        sent_at,
        concat.reference if concat else None,
        int(concat.wide) if concat else 0,
        concat.total if concat else 1,
        int(Standing.PENDING if concat else Standing.COMPLETE),
        concat.total if concat else 0,
        int(deliver is not None and deliver.message_class == 0),
        int(deliver is None or deliver.damaged),
    )
    return message_id
