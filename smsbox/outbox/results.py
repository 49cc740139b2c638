"""What became of a claimed segment: accepted, refused, not sent, or nobody knows; also late, repeated and
contradictory news.
"""

from __future__ import annotations

import json
from typing import Any

from smsbox import events, pacing
from smsbox.clock import DAY, HOUR, SECOND, Micros
from smsbox.outbox import ledger
from smsbox.outbox.ledger import MessageRow, SegmentRow
from smsbox.outbox.message import Claim
from smsbox.outbox.states import ACCEPTED, IN_DOUBT, State
from smsbox.store import Store

REPORT_WINDOW: Micros = 3 * DAY
"""How long a report is waited for when the network chose the validity itself."""

_GRACE: Micros = HOUR
_NO_LEASE: dict[str, Any] = {"owner": None, "lease_until": None}
_RECOVER_BATCH = 500

_SENDING = "SELECT message_id, seq, attempts FROM segments WHERE state = 1"
_SENDING_OF = _SENDING + " AND owner = ?"
_LAPSED = _SENDING + " AND lease_until <= ?"


def accepted(store: Store, claim: Claim, *, reference: int, now: Micros) -> None:
    """The network took the segment under TP-MR `reference` (0..255)."""
    late_accepted(
        store, message_id=claim.message_id, seq=claim.seq, attempt=claim.attempt, reference=reference, now=now
    )


def late_accepted(store: Store, *, message_id: int, seq: int, attempt: int, reference: int, now: Micros) -> bool:
    """The network took attempt number `attempt`, whenever that is learned; True when it settled the segment.

    It ends a doubt, also one that a person has already answered by a resend which has not been claimed yet. Once
    that is
    claimed, the news only confirms that the recipient gets it twice.
    """
    with store.write():
        found = _load(store, message_id, seq)
        if found is None:
            return False
        message, segment = found
        settles = segment.attempts == attempt and (
            segment.state in IN_DOUBT
            or (segment.state in (State.HELD, State.QUEUED) and segment.doubted_at is not None)
        )
        if settles:
            take_as_sent(store, message, segment, reference=reference, now=now)
            return True
        if segment.attempts == attempt and segment.state in ACCEPTED and segment.reference in (None, reference):
            ledger.change(store, segment, reference=reference)
            return False
        if segment.attempts != attempt:
            ledger.change(store, segment, maybe_duplicate=1)
        events.append(
            store, events.LATE_RESULT, now=now, message_id=message_id, seq=seq, attempt=attempt, ref=reference
        )
        return False


def take_as_sent(
    store: Store, message: MessageRow, segment: SegmentRow, *, reference: int | None, now: Micros, **proof: Any
) -> None:
    """Bring a segment to `sent`; the rest of its message becomes ready. A report that came before the result counts
    now.
    """
    early = json.loads(segment.early) if segment.early else None
    columns: dict[str, Any] = {"reference": reference, "early": None, "error": None, **_NO_LEASE}
    if message.report and segment.submitted_at is not None:
        validity = REPORT_WINDOW if message.validity_s is None else message.validity_s * SECOND
        columns["await_until"] = segment.submitted_at + validity + _GRACE
    doubted = segment.doubted_at
    ledger.move(store, message, segment, State.SENT, doubted_at=None, **columns)
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
    if early is None:
        return
    if reference is None or early["ref"] == reference:
        settle_report(store, message, segment, status=early["st"], now=early["at"])
    else:
        events.append(store, events.REPORT_ORPHAN, now=now, sim=segment.sim_id, **early)


def settle_report(store: Store, message: MessageRow, segment: SegmentRow, *, status: int, now: Micros) -> None:
    """A report with TP-ST `status` counts for a segment that was sent (23.040 9.2.3.15)."""
    kind, new = outcome(status)
    if new is None:
        ledger.change(store, segment, report_status=status)
    else:
        ledger.move(store, message, segment, new, reported_at=now, report_status=status)
    seq = segment.seq if message.total > 1 else None
    events.append(store, kind, now=now, message_id=message.id, seq=seq, st=status or None)


def outcome(status: int) -> tuple[str, State | None]:
    """What TP-ST says: the kind of event, and the final state if it is one. 0x80 and above are reserved, treated as
    0x63.
    """
    if status < 0x20:
        return events.DELIVERED, State.DELIVERED
    if status < 0x40:
        return events.STILL_TRYING, None
    return events.UNDELIVERED, State.UNDELIVERED


def refused(store: Store, claim: Claim, *, error: str, permanent: bool, retry_at: Micros | None, now: Micros) -> None:
    """The network or the modem refused it: certainly not sent. It fails for good, or is queued again from `retry_at`
    on.
    """
    _give_up_attempt(store, claim, events.REFUSED, error, permanent, retry_at, now, refusals=1)


def not_sent(store: Store, claim: Claim, *, reason: str, retry_at: Micros | None, now: Micros) -> None:
    """Nothing left the modem (no prompt, port gone before the PDU): queued again, and no refusal is counted."""
    _give_up_attempt(store, claim, events.NOT_SENT, reason, False, retry_at, now, refusals=0)


def _give_up_attempt(
    store: Store,
    claim: Claim,
    kind: str,
    error: str,
    permanent: bool,
    retry_at: Micros | None,
    now: Micros,
    refusals: int,
) -> None:
    with store.write():
        found = _load(store, claim.message_id, claim.seq)
        if found is None:
            return
        message, segment = found
        seq = claim.seq if claim.total > 1 else None
        events.append(
            store,
            kind,
            now=now,
            message_id=claim.message_id,
            sim=claim.sim_id,
            seq=seq,
            attempt=claim.attempt,
            error=error,
        )
        in_doubt = segment.state in IN_DOUBT or (segment.state is State.HELD and segment.doubted_at is not None)
        if segment.attempts != claim.attempt or not in_doubt:
            # Settled meanwhile, by proof or by a person: the log has it, the state only moves forward.
            return
        pacing.give_back(store, claim.sim_id, claim.claimed_at)
        if segment.early:
            events.append(store, events.REPORT_ORPHAN, now=now, sim=segment.sim_id, **json.loads(segment.early))
        columns: dict[str, Any] = {
            "error": error,
            "refusals": segment.refusals + refusals,
            "early": None,
            "doubted_at": None,
            **_NO_LEASE,
        }
        if permanent:
            fail(store, message, segment, error, now, **columns)
        else:
            due_at = retry_at if retry_at is not None and retry_at > now else None
            ledger.move(store, message, segment, State.QUEUED, due_at=due_at, **columns)


def fail(store: Store, message: MessageRow, segment: SegmentRow, reason: str, now: Micros, /, **columns: Any) -> None:
    """Fail a segment for good; what was still queued of its message is withdrawn, half a text helps nobody."""
    if message.total > 1:
        for other in ledger.segments(store, message.id):
            if other.seq != segment.seq and other.state is State.QUEUED:
                ledger.move(store, message, other, State.CANCELLED)
    ledger.move(store, message, segment, State.FAILED, reason=reason, **columns)
    events.append(store, events.FAILED, now=now, message_id=message.id, seq=segment.seq, reason=reason)


def uncertain(store: Store, claim: Claim, *, reason: str, now: Micros) -> None:
    """No verdict after the first byte of the PDU: it may have been sent. The rest of its message waits for proof."""
    _doubt(store, claim.message_id, claim.seq, claim.attempt, reason, now)


def recover(store: Store, *, owner: str | None, now: Micros) -> int:
    """At start: what was `sending` when its owner died becomes uncertain; how many segments.

    `owner`: the rows claimed in that name. None: every row, where the store has a single owner (SQLite, by its
    lock); where
    it has several, only rows whose lease ran out.
    """
    if owner is not None:
        return _doubt_all(store, "restart", now, _SENDING_OF, owner)
    if store.dialect.sole_owner:
        return _doubt_all(store, "restart", now, _SENDING)
    return lapse(store, now=now)


def lapse(store: Store, *, now: Micros) -> int:
    """Tick: a segment whose lease ran out while it was `sending` becomes uncertain, never ready; how many."""
    return _doubt_all(store, "lease", now, _LAPSED, now)


def _doubt_all(store: Store, reason: str, now: Micros, sql: str, *params: Any) -> int:
    done = 0
    while True:
        with store.write():
            rows = store.run(f"{sql} ORDER BY message_id, seq LIMIT {_RECOVER_BATCH}", *params).fetchall()
            for message_id, seq, attempt in rows:
                _doubt(store, message_id, seq, attempt, reason, now)
        done += len(rows)
        if len(rows) < _RECOVER_BATCH:
            return done


def _doubt(store: Store, message_id: int, seq: int, attempt: int, reason: str, now: Micros) -> None:
    with store.write():
        found = _load(store, message_id, seq)
        if found is None or found[1].attempts != attempt or found[1].state is not State.SENDING:
            return
        message, segment = found
        ledger.move(store, message, segment, State.UNCERTAIN, reason=reason, doubted_at=now, error=reason, **_NO_LEASE)
        events.append(
            store,
            events.UNCERTAIN,
            now=now,
            message_id=message_id,
            sim=segment.sim_id,
            seq=seq,
            attempt=attempt,
            reason=reason,
        )
        if segment.early:
            # A report for it is here already, and only an accepted segment has one.
            take_as_sent(store, message, segment, reference=json.loads(segment.early)["ref"], now=now, proof="report")


def _load(store: Store, message_id: int, seq: int) -> tuple[MessageRow, SegmentRow] | None:
    message = ledger.message(store, message_id)
    segment = ledger.segment(store, message_id, seq) if message else None
    return (message, segment) if message and segment else None
