"""What became of a claimed segment: accepted, refused, not sent, or nobody knows; late and contradictory news too."""

from __future__ import annotations

from typing import Any

from smsbox import events, pacing
from smsbox.clock import Micros
from smsbox.outbox import ledger
from smsbox.outbox.ledger import MessageRow, SegmentRow
from smsbox.outbox.message import Claim
from smsbox.outbox.proof import claim_report, pass_on, resolve
from smsbox.outbox.settling import NO_LEASE, fail, take_as_sent
from smsbox.outbox.states import ACCEPTED, IN_DOUBT, State
from smsbox.routing import Reason, read, wrote
from smsbox.store import Store

_RECOVER_BATCH = 500

_SENDING = "SELECT message_id, seq, attempts FROM segments WHERE (state = 1 OR doubted_at IS NOT NULL) AND state = 1"
_SENDING_OF = _SENDING + " AND owner = ?"
_LAPSED = _SENDING + " AND lease_until <= ?"


def accepted(store: Store, claim: Claim, *, reference: int | None, now: Micros) -> None:
    """The network took the segment under TP-MR `reference` (0..255); None: it has it, and does not say under which."""
    late_accepted(
        store,
        message_id=claim.message_id,
        seq=claim.seq,
        attempt=claim.attempt,
        reference=reference,
        now=now,
        reason=claim.reason,
    )


def late_accepted(
    store: Store,
    *,
    message_id: int,
    seq: int,
    attempt: int,
    reference: int | None,
    now: Micros,
    reason: Reason | None = None,
) -> bool:
    """The network took attempt number `attempt`, whenever that is learned; True when it settled the segment. `reason`:
    why by this SIM, if that is still known.

    It ends a doubt, also one that a person has already answered by a resend which has not been claimed yet. Once that
    is claimed, the news only confirms that the recipient gets it twice.
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
            if reference is not None:
                claim_report(store, segment, reference, now)
            _note_acquaintance(store, message, segment, now)
            told = {} if reason is None else {"why": reason.why.value, "knows": reason.sim_id}
            take_as_sent(store, message, segment, reference=reference, now=now, **told)
            resolve(store, segment.sim_id, now)
            return True
        if segment.attempts == attempt and segment.state in ACCEPTED and segment.reference in (None, reference):
            if reference is not None:
                ledger.change(store, segment, reference=reference, doubted_at=None)
            return False
        if segment.attempts != attempt:
            ledger.change(store, segment, maybe_duplicate=1)
        events.append(
            store, events.LATE_RESULT, now=now, message_id=message_id, seq=seq, attempt=attempt, ref=reference
        )
        return False


def _note_acquaintance(store: Store, message: MessageRow, segment: SegmentRow, now: Micros) -> None:
    if segment.sim_id is not None:
        chosen = message.pinned_sim_id == segment.sim_id
        lane = read(message.lane or 0)
        wrote(store, sim_id=segment.sim_id, recipient=message.recipient, lane=lane, chosen=chosen, now=now)


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
        if refusals and not permanent and not segment.refusals:
            # What fails for good speaks of its number or text; and one number speaks of the SIM once.
            pacing.note_outcome(store, claim.sim_id, now, refused=1)
        pass_on(store, segment, now)
        columns: dict[str, Any] = {
            "error": error,
            "refusals": segment.refusals + refusals,
            "early": None,
            "doubted_at": None,
            **NO_LEASE,
        }
        if permanent:
            fail(store, message, segment, error, now, **columns)
        else:
            due_at = retry_at if retry_at is not None and retry_at > now else None
            ledger.move(store, message, segment, State.QUEUED, due_at=due_at, **columns)
        resolve(store, segment.sim_id, now)


def uncertain(store: Store, claim: Claim, *, reason: str, now: Micros) -> None:
    """No verdict after the first byte of the PDU: it may have been sent. The rest of its message waits for proof."""
    _doubt(store, claim.message_id, claim.seq, claim.attempt, reason, now)


def recover(store: Store, *, owner: str | None, now: Micros) -> int:
    """At start: what was `sending` when its owner died becomes uncertain; how many segments.

    `owner`: the rows claimed in that name. None: every row, where the store has a single owner (SQLite, by its lock);
    where it has several, only rows whose lease ran out.
    """
    if owner is not None:
        return _doubt_all(store, "restart", now, _SENDING_OF, owner)
    if store.dialect.sole_owner:
        return _doubt_all(store, "restart", now, _SENDING)
    return lapse(store, now=now)


def recover_all(store: Store, *, now: Micros) -> int:
    """In a database that was put back, or copied: every segment that is `sending` becomes uncertain, whoever claimed it
    and for however long; how many.
    """
    return _doubt_all(store, "restart", now, _SENDING)


def lapse(store: Store, *, now: Micros) -> int:
    """Tick: a segment whose lease ran out while it was `sending` becomes uncertain, never ready; how many."""
    return _doubt_all(store, "lease", now, _LAPSED, now)


def _doubt_all(store: Store, reason: str, now: Micros, sql: str, *params: Any) -> int:
    done = 0
    while True:
        with store.write():
            rows = store.run(f"{sql} ORDER BY +message_id, seq LIMIT {_RECOVER_BATCH}", *params).fetchall()
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
        ledger.move(store, message, segment, State.UNCERTAIN, reason=reason, doubted_at=now, error=reason, **NO_LEASE)
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
        resolve(store, segment.sim_id, now)


def _load(store: Store, message_id: int, seq: int) -> tuple[MessageRow, SegmentRow] | None:
    message = ledger.message(store, message_id)
    segment = ledger.segment(store, message_id, seq) if message else None
    return (message, segment) if message and segment else None
