"""Advertising that may not leave: withdrawn for good, or put off until its recipient may be written to."""

from __future__ import annotations

from smsbox import events
from smsbox.clock import Micros
from smsbox.consent import LATER
from smsbox.outbox import ledger
from smsbox.outbox.ledger import MessageRow
from smsbox.outbox.message import MessageClass
from smsbox.outbox.states import ACCEPTED, BY_DOUBT, State, advance
from smsbox.store import Store
from smsbox.store.scanning import octets

_UNSENT = "SELECT id FROM messages WHERE recipient{} = ? AND kind = ? AND state IN (0, 3) ORDER BY id"
_AGAIN = (
    "UPDATE messages SET due_at = ? WHERE due_at > ? AND state = 0 "
    "AND reason IN (?, ?, ?) AND (send_after IS NULL OR send_after <= ?)"
)
_OF = " AND recipient{} = ?"
_PUT_OFF = "UPDATE messages SET queue_key = NULL, due_at = ?, reason = ? WHERE id = ? AND state = 0"


def withdraw(store: Store, number: str, now: Micros, *, reason: str, who: str | None = None) -> list[int]:
    """Cancel all advertising that is queued or held for `number`, at once; the ids of what was.

    Begun texts are finished, and what is held because it may have arrived stays what it is. `reason` is one of
    `consent.REFUSALS`; the rest is as in `steering`.
    """
    with store.write():
        rows = store.run(_UNSENT.format(octets(store)), number, int(MessageClass.MARKETING)).fetchall()
        found = (ledger.message(store, row[0]) for row in rows)
        return [each.id for each in found if each is not None and refuse(store, each, now, reason, who=who)]


def reconsider(store: Store, now: Micros, *, number: str | None = None) -> int:
    """Ask again about all that was put off (for `number`): rules or wishes are others now; how many messages."""
    sql, whose = (_AGAIN, ()) if number is None else (_AGAIN + _OF.format(octets(store)), (number,))
    with store.write():
        return int(store.run(sql, now, now, *LATER, now, *whose).rowcount)


def refuse(store: Store, message: MessageRow, now: Micros, reason: str, *, who: str | None = None) -> bool:
    """Cancel `message`, which is locked, unless it has begun; whether it did."""
    if message.state not in (State.QUEUED, State.HELD) or message.reason == BY_DOUBT:
        return False
    rows = ledger.segments(store, message.id)
    if any(row.state in ACCEPTED for row in rows):
        return False
    for row in rows:
        if row.state in (State.QUEUED, State.HELD):
            ledger.change(store, row, state=advance(row.state, State.CANCELLED))
    states = {row.seq: row.state for row in rows}
    ledger.refold(store, message, states, reason=reason, rest=State.CANCELLED)
    events.append(store, events.CANCELLED, now=now, message_id=message.id, reason=reason, who=who)
    return True


def put_off(store: Store, message: MessageRow, until: Micros, reason: str | None) -> None:
    """Let a queued message wait until `until`, in its lane; `reason` is one of `consent.LATER`, or None. Inside the
    claim's transaction.
    """
    store.run(_PUT_OFF, until, reason, message.id)
