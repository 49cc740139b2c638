"""What time does to messages: due ones become ready, doubt becomes a hold, deadlines and report windows pass.

Every function is a tick `f(store, now=…)` that works in bounded transactions and may be called as often as one likes.
"""

from __future__ import annotations

from collections.abc import Container

from smsbox import events
from smsbox.clock import DAY, MINUTE, Micros
from smsbox.outbox import ledger
from smsbox.outbox.claims import expire_message
from smsbox.outbox.message import MessageClass
from smsbox.outbox.proof import forget_shadows
from smsbox.outbox.results import lapse
from smsbox.outbox.states import BY_DOUBT, State
from smsbox.outbox.steering import repeat
from smsbox.store import Store

__all__ = ["DOUBT_WINDOW", "clock_stepped", "expire", "hold_overdue", "lapse", "next_due", "promote_due"]

DOUBT_WINDOW: Micros = 15 * MINUTE
"""How long proof is waited for before a person is asked."""

_LATE_REPORTS: Micros = 7 * DAY
_BATCH = 500

# The key as `ledger.queue_key` makes it, for many rows at once.
_PROMOTE = (
    "UPDATE messages SET due_at = NULL, queue_key = (kind * 256 + 127 - priority) * 281474976710656 + id "
    "- CASE WHEN total > 1 AND EXISTS (SELECT 1 FROM segments s WHERE s.message_id = messages.id "
    "AND s.state IN (4, 5, 6, 7)) THEN 1152921504606846976 ELSE 0 END "
    "WHERE id IN (SELECT id FROM messages WHERE due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED)"
)
# The plus keeps SQLite from walking the whole table in the order asked for, instead of sorting the few that matter.
_OVERDUE = (
    "SELECT message_id, seq FROM segments WHERE (state = 1 OR doubted_at IS NOT NULL) AND state = 2 "
    "AND doubted_at <= ? ORDER BY +message_id, seq LIMIT ?"
)
_DEADLINE = (
    "SELECT id FROM messages WHERE send_before <= ? AND state IN (0, 3) AND (reason IS NULL OR reason <> ?) "
    "ORDER BY send_before LIMIT ?"
)
_WAITED_ENOUGH = (
    "SELECT message_id, seq FROM segments WHERE await_until IS NOT NULL AND await_until <= ? "
    "ORDER BY +message_id, seq LIMIT ?"
)


def promote_due(store: Store, *, now: Micros) -> int:
    """Let messages whose moment has come join the queue; how many. Call it only while the clock is trusted."""
    done = 0
    while store.run("SELECT 1 FROM messages WHERE due_at <= ? LIMIT 1", now).fetchone():
        with store.write():
            promoted = store.run(_PROMOTE, now, _BATCH).rowcount
        done += promoted
        if promoted < _BATCH:
            break
    return done


def next_due(store: Store) -> Micros | None:
    """When the next waiting message becomes due; None when none waits."""
    moment = store.run("SELECT min(due_at) FROM messages WHERE due_at IS NOT NULL").fetchone()[0]
    return None if moment is None else int(moment)


def hold_overdue(
    store: Store, *, now: Micros, after: Micros = DOUBT_WINDOW, resend: Container[MessageClass] = ()
) -> int:
    """Hold segments that are uncertain for longer than `after` (µs); how many.

    Messages of the classes in `resend` are queued again at once by that policy, marked as maybe duplicate.
    """
    return _in_batches(store, lambda: _hold_batch(store, now, after, resend))


def _hold_batch(store: Store, now: Micros, after: Micros, resend: Container[MessageClass]) -> int:
    rows = store.run(_OVERDUE, now - after, _BATCH).fetchall()
    for message_id, seq in rows:
        message, segment = ledger.message(store, message_id), ledger.segment(store, message_id, seq)
        if message is None or segment is None or segment.state is not State.UNCERTAIN:
            continue
        ledger.move(store, message, segment, State.HELD, reason=BY_DOUBT)
        events.append(store, events.HELD, now=now, message_id=message_id, seq=seq, reason=BY_DOUBT)
        if MessageClass(message.kind) in resend:
            repeat(store, message, now, by="policy")
    return len(rows)


def expire(store: Store, *, now: Micros) -> int:
    """Fail what was to be sent before `now`, and stop waiting for reports that are overdue; how many of both.

    Call it only while the clock is trusted.
    """
    expired = _in_batches(store, lambda: _expire_batch(store, now))
    forget_shadows(store, now)
    return expired + _in_batches(store, lambda: _unreported_batch(store, now))


def _expire_batch(store: Store, now: Micros) -> int:
    rows = store.run(_DEADLINE, now, BY_DOUBT, _BATCH).fetchall()
    for (message_id,) in rows:
        message = ledger.message(store, message_id)
        if message is not None and message.state in (State.QUEUED, State.HELD):
            expire_message(store, message, now)
    return len(rows)


def _unreported_batch(store: Store, now: Micros) -> int:
    rows = store.run(_WAITED_ENOUGH, now, _BATCH).fetchall()
    for message_id, seq in rows:
        message, segment = ledger.message(store, message_id), ledger.segment(store, message_id, seq)
        if message is None or segment is None:
            continue
        if segment.state is not State.SENT:
            # Kept so long only to recognise repeated and very late reports.
            ledger.change(store, segment, await_until=None)
            continue
        ledger.move(store, message, segment, State.UNREPORTED, await_until=now + _LATE_REPORTS)
        events.append(store, events.UNREPORTED, now=now, message_id=message_id, seq=seq)
    return len(rows)


def clock_stepped(store: Store, *, by: Micros, now: Micros) -> int:
    """The wall clock jumped by `by` µs (negative: back): waits that were counted in seconds keep their length; how
    many.

    Moments of the calendar stay what they are: those that people chose (`send_after`, `send_before`), and those at
    which a customer may be written to.
    """
    with store.write():
        moved = store.run(
            "UPDATE messages SET due_at = due_at + ? "
            "WHERE due_at IS NOT NULL AND (send_after IS NULL OR due_at <> send_after) "
            "AND coalesce(reason, '') NOT IN ('quiet', 'holiday', 'hours')",
            by,
        ).rowcount
        store.run("UPDATE segments SET lease_until = lease_until + ? WHERE state = 1 AND lease_until IS NOT NULL", by)
        store.run("UPDATE segments SET doubted_at = doubted_at + ? WHERE state = 2 AND doubted_at IS NOT NULL", by)
    return int(moved)


def _in_batches(store: Store, batch: object) -> int:
    """Run `batch` in a transaction each until one finds less than it could take."""
    assert callable(batch)
    done = 0
    while True:
        with store.write():
            found = int(batch())
        done += found
        if found < _BATCH:
            return done
