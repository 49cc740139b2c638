"""Settling one segment: as sent, as reported on, as failed; what follows for its message and the log follows here."""

from __future__ import annotations

import json
from typing import Any

from smsbox import events, pacing, routing
from smsbox.clock import DAY, HOUR, SECOND, Micros
from smsbox.outbox import ledger
from smsbox.outbox.ledger import MessageRow, SegmentRow
from smsbox.outbox.states import State
from smsbox.store import Store

REPORT_WINDOW: Micros = 3 * DAY
"""How long a report is waited for when the network chose the validity itself."""

_GRACE: Micros = HOUR

_OF_THE_PHONE = frozenset((0x41, 0x42, 0x43, 0x46, 0x47, 0x48, 0x49, 0x61, 0x62))
"""TP-ST that speak of the number or its phone (not obtainable, off until the validity ended, refused by it, withdrawn),
not of the SIM that sent (23.040 9.2.3.15).
"""

_NO_SUCH_CUSTOMER = frozenset((0x41, 0x43, 0x45))
"""TP-ST of a number that this network may not serve: incompatible destination, not obtainable, no interworking
(23.040 9.2.3.15, permanent errors).
"""

NO_LEASE: dict[str, Any] = {"owner": None, "lease_until": None}


def take_as_sent(
    store: Store, message: MessageRow, segment: SegmentRow, *, reference: int | None, now: Micros, **proof: Any
) -> None:
    """Bring a segment to `sent`; the rest of its message becomes ready. A report that came before the result counts
    now.
    """
    early = json.loads(segment.early) if segment.early else None
    columns: dict[str, Any] = {"reference": reference, "early": None, "error": None, **NO_LEASE}
    if message.report and segment.submitted_at is not None:
        validity = REPORT_WINDOW if message.validity_s is None else message.validity_s * SECOND
        columns["await_until"] = segment.submitted_at + validity + _GRACE
    doubted = segment.doubted_at
    # Without a reference it stays among those whose report must be found by elimination.
    columns["doubted_at"] = None if reference is not None else doubted or now
    ledger.move(store, message, segment, State.SENT, **columns)
    if reference is not None:
        store.run("UPDATE sims SET last_reference = ? WHERE id = ?", reference, segment.sim_id)
    events.append(
        store,
        events.SENT,
        now=now,
        message_id=message.id,
        sim=segment.sim_id,
        ref=reference,
        seq=segment.seq if message.total > 1 else None,
        attempt=segment.attempts if segment.attempts > 1 else None,
        doubt=True if doubted is not None else None,
        **proof,
    )
    if early is not None:
        settle_report(store, message, segment, status=early["st"], now=early["at"])


def settle_report(store: Store, message: MessageRow, segment: SegmentRow, *, status: int, now: Micros) -> None:
    """A report with TP-ST `status` counts for a segment that was sent (23.040 9.2.3.15)."""
    kind, new = outcome(status)
    if new is None:
        ledger.change(store, segment, report_status=status)
    else:
        ledger.move(store, message, segment, new, reported_at=now, report_status=status)
        _count_for_the_sim(store, segment.sim_id, new, status, now)
        _tell_routing(store, message, segment, status, now)
    seq = segment.seq if message.total > 1 else None
    events.append(store, kind, now=now, message_id=message.id, seq=seq, st=status or None)


def _tell_routing(store: Store, message: MessageRow, segment: SegmentRow, status: int, now: Micros) -> None:
    """Whom a SIM of his own operator does not reach may have left it."""
    if status < 0x20:
        routing.reached(store, sim_id=segment.sim_id, recipient=message.recipient, now=now)
    elif status in _NO_SUCH_CUSTOMER:
        routing.not_reached(store, sim_id=segment.sim_id, recipient=message.recipient, now=now)


def _count_for_the_sim(store: Store, sim_id: int | None, new: State, status: int, now: Micros) -> None:
    """What the report says of the SIM that sent: for the watch over it only what does not speak of the phone."""
    if sim_id is None:
        return
    if new is State.DELIVERED:
        pacing.note_outcome(store, sim_id, now, delivered=1)
    else:
        pacing.note_outcome(store, sim_id, now, undelivered=int(status not in _OF_THE_PHONE), failed=1)


def outcome(status: int) -> tuple[str, State | None]:
    """What TP-ST says: the kind of event, and the final state if it is one. 0x80 and above are reserved, treated as
    0x63.
    """
    if status < 0x20:
        return events.DELIVERED, State.DELIVERED
    if status < 0x40:
        return events.STILL_TRYING, None
    return events.UNDELIVERED, State.UNDELIVERED


def fail(store: Store, message: MessageRow, segment: SegmentRow, reason: str, now: Micros, /, **columns: Any) -> None:
    """Fail a segment for good; what was still queued of its message is withdrawn, half a text helps nobody."""
    if message.total > 1:
        for other in ledger.segments(store, message.id):
            if other.seq != segment.seq and other.state is State.QUEUED:
                ledger.move(store, message, other, State.CANCELLED)
    ledger.move(store, message, segment, State.FAILED, reason=reason, **columns)
    routing.not_reached(store, sim_id=segment.sim_id, recipient=message.recipient, now=now)
    if segment.sim_id is not None:
        pacing.note_outcome(store, segment.sim_id, now, failed=1)
    events.append(store, events.FAILED, now=now, message_id=message.id, seq=segment.seq, reason=reason)
