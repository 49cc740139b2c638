"""What programs wrote and has not left: it waits while they are stopped, and goes its way when they may go on."""

from __future__ import annotations

from smsbox import outbox
from smsbox.clock import Micros
from smsbox.outbox import BY_STOP, State
from smsbox.programs import stop
from smsbox.store import Store

AT_ONCE = 500
"""Messages that are held or released in one step."""

_QUEUED = (
    "SELECT m.id FROM messages m JOIN program_messages p ON p.message_id = m.id "
    "WHERE m.state <> 5 AND m.state = ? ORDER BY m.id LIMIT ?"
)
_HELD = "SELECT id FROM messages WHERE state <> 5 AND state = ? AND reason = ? ORDER BY id LIMIT ?"


def follow(store: Store, now: Micros) -> int:
    """One step towards what the stop says: hold what is queued, or release what was held for it; how many changed.
    Called again until it is 0.
    """
    found = stop.stopped(store)
    if found is not None:
        queued = [row[0] for row in store.run(_QUEUED, State.QUEUED, AT_ONCE).fetchall()]
        return len(outbox.hold(store, queued, now, who=found.by, reason=BY_STOP))
    if not stop.going_on(store):
        return 0
    held = [row[0] for row in store.run(_HELD, State.HELD, BY_STOP, AT_ONCE).fetchall()]
    if not held:
        stop.gone_on(store)
    return len(outbox.release(store, held, now))


def held(store: Store) -> int:
    """How many of the newest thousand held messages wait for that."""
    return outbox.held_by_reason(store).get(BY_STOP, 0)
