"""Everything stops: a database that may be a copy of another must not send what that one may have sent already."""

from __future__ import annotations

from smsbox import events
from smsbox.clock import Micros
from smsbox.outbox import ledger
from smsbox.outbox.results import recover_all
from smsbox.outbox.states import BY_DOUBT, State, advance
from smsbox.outbox.ticks import hold_overdue
from smsbox.store import Store

_KINDS = "SELECT kind, count(*), sum(total) FROM messages WHERE state <> 5 AND state = 0 GROUP BY kind"
_SEGMENTS = (
    "UPDATE segments SET state = ? WHERE state = 0 AND seq > 0 "
    "AND message_id IN (SELECT id FROM messages WHERE state <> 5 AND state = 0)"
)
_QUEUED = "UPDATE messages SET state = ?, reason = ?, queue_key = NULL, due_at = NULL WHERE state <> 5 AND state = 0"
_HELD = "UPDATE messages SET reason = ? WHERE state <> 5 AND state = 3 AND coalesce(reason, '') NOT IN (?, ?)"
_COUNT = "SELECT count(*) FROM messages WHERE state <> 5 AND state = 3 AND reason = ?"
_BEGUN = "SELECT id, total FROM messages WHERE state <> 5 AND state = 3 AND reason = ? AND total > 1"
_REST = "INSERT INTO segments (message_id, seq, state, attempts, refusals, maybe_duplicate) VALUES (?, ?, ?, 0, 0, 0)"
_AT_ONCE: Micros = -(1 << 60)


def hold_everything(store: Store, reason: str, now: Micros) -> int:
    """Hold, in one transaction, every message that has not left, for `reason` (`BY_RESTORE` or `BY_CLONE`); how many
    are held for it then.

    What was being sent, or is in doubt, is held as in doubt at once, whatever the settings say of repeating it. What
    was held for another reason could be let go by itself, or by somebody who does not know that this is a copy: it is
    held for `reason` too. Campaigns are another room's (`campaigns.stop_all`).
    """
    with store.write():
        recover_all(store, now=now)
        hold_overdue(store, now=now, after=_AT_ONCE)
        _hold_the_rest(store)
        held = advance(State.QUEUED, State.HELD)
        found = store.run(_KINDS).fetchall()
        # By sets of rows: one by one, a hundred thousand would keep a small computer busy for minutes.
        store.run(_SEGMENTS, int(held))
        store.run(_QUEUED, int(held), reason)
        for kind, messages, segments in found:
            store.tally(kind, State.QUEUED, -messages, -int(segments))
            store.tally(kind, held, messages, int(segments))
        store.run(_HELD, reason, reason, BY_DOUBT)
        count = int(store.run(_COUNT, reason).fetchone()[0])
        events.append(store, events.ALL_HELD, now=now, reason=reason, held=count)
    return count


def _hold_the_rest(store: Store) -> None:
    """What comes after a part in doubt left too, perhaps: proof of that part must not let it go."""
    for message_id, total in store.run(_BEGUN, BY_DOUBT).fetchall():
        rows = {row.seq: row for row in ledger.segments(store, message_id)}
        for row in rows.values():
            if row.state is State.QUEUED:
                ledger.change(store, row, state=advance(row.state, State.HELD))
        for seq in range(1, total + 1):
            if seq not in rows:
                store.run(_REST, message_id, seq, int(State.HELD))
