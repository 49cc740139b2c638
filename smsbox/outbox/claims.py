"""Giving the next segment to a SIM: chosen, marked as sending and counted, before a byte of it leaves."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

from smsbox import events, pacing
from smsbox.clock import SECOND, Micros
from smsbox.consent import Rules
from smsbox.outbox import ledger
from smsbox.outbox.destinations import may_reach
from smsbox.outbox.ledger import MessageRow, SegmentRow
from smsbox.outbox.message import ALPHABETS, Claim, MessageClass
from smsbox.outbox.permission import DEFAULT, may_send, own
from smsbox.outbox.picking import Search
from smsbox.outbox.proof import shadow
from smsbox.outbox.queue import cut
from smsbox.outbox.states import ACCEPTED, State, advance
from smsbox.outbox.steering import forbid
from smsbox.outbox.withdrawing import put_off, refuse
from smsbox.routing import Reason, Route, Why, read
from smsbox.store import Store

_ASIDE_AT_ONCE = 50
"""Messages put aside (expired, forbidden, not permitted) while looking for one claim; the next claim takes the rest."""

_TEXT = "SELECT text, alphabet, cuts, flash FROM messages WHERE id = ?"
_NEW_SEGMENT = (
    "INSERT INTO segments (message_id, seq, state, attempts, refusals, maybe_duplicate, sim_id, reference_before, "
    "submitted_at, owner, lease_until) VALUES (?, ?, ?, 1, 0, 0, ?, ?, ?, ?, ?)"
)
_OF_CAMPAIGN = "SELECT 1 FROM recipients WHERE message_id = ? LIMIT 1"
_UNTIMED_KINDS = (MessageClass.REPLY, MessageClass.SERVICE)


def claim(
    store: Store,
    *,
    sim_id: int,
    owner: str,
    now: Micros,
    lease_until: Micros,
    timed: bool = True,
    kinds: Sequence[MessageClass] | None = None,
    allow: Sequence[str] | None = None,
    permitted: Sequence[str] | None = None,
    route: Route | None = None,
    resting: Sequence[MessageClass] = (),
    rules: Rules = DEFAULT,
) -> Claim | None:
    """The next segment for SIM `sim_id`, now `sending` in the name of `owner` until `lease_until`; None when nothing
    waits.

    Order: a message this SIM has begun, then replies, service, marketing, then priority, then age; and what it may only
    help with after all of that. `timed=False`: the clock cannot be trusted, so only replies and service without times
    of their own. `kinds`: only these classes. `allow`: only recipients with these prefixes.
    `permitted`: recipients that none of these prefixes lets pass are put aside; None: nobody asks. `route`: what is
    known of all SIMs; None: every SIM may take what is not bound to another. `resting`: of these classes only messages
    that are half sent, as in quiet hours. `rules`: how often and when advertising may leave for somebody: each row is
    asked about, whoever put it there. It is on the disk when the outermost `store.write` ends, not before.
    """
    wanted: Sequence[MessageClass] = tuple(MessageClass) if kinds is None else kinds
    if not timed:
        wanted = [kind for kind in _UNTIMED_KINDS if kind in wanted]
    search = Search(store, sim_id, timed, wanted, allow, permitted, route, resting)
    with store.write():
        search.begin()
        for _ in range(_ASIDE_AT_ONCE):
            picked = search.first()
            message = ledger.message(store, picked) if picked is not None else None
            if message is None:
                return None
            if message.send_before is not None and message.send_before <= now:
                expire_message(store, message, now)
                continue
            if permitted is not None and not may_reach(message.recipient, permitted):
                forbid(store, message, now)
                continue
            if not _permitted(store, message, rules, now):
                continue
            return _take(store, message, search, owner, now, lease_until)
    if route is not None:
        route.unfinished = True
    return None


def _permitted(store: Store, message: MessageRow, rules: Rules, now: Micros) -> bool:
    """Whether `message` may leave; otherwise it is withdrawn or put off. What is half sent is finished."""
    if not _advertises(store, message) or _half_sent(store, message):
        return True
    mine = own(store, message.recipient)
    verdict = may_send(store, message.recipient, now=now, rules=rules, topic=message.topic, message_id=message.id)
    if verdict.reason is None:
        if not mine:
            put_off(store, message, now + SECOND, None)
        return mine
    if verdict.until is None:
        return not refuse(store, message, now, verdict.reason)
    put_off(store, message, verdict.until, verdict.reason)
    return False


def _advertises(store: Store, message: MessageRow) -> bool:
    """By its class, by its place in the queue, or by the campaign it was written for: whoever changes one of them in
    the table has not got round the question.
    """
    kind = message.kind if message.queue_key is None else ledger.kind_of(message.queue_key)
    if message.kind not in _UNTIMED_KINDS or kind not in _UNTIMED_KINDS:
        return True
    return store.run(_OF_CAMPAIGN, message.id).fetchone() is not None


def _half_sent(store: Store, message: MessageRow) -> bool:
    """Its place in the queue alone proves nothing: whoever writes rows himself can give it any."""
    return message.begun and any(row.state in ACCEPTED for row in ledger.segments(store, message.id))


def _reason(message: MessageRow, route: Route | None) -> Reason | None:
    """Why the SIM of `route` takes this message; None where there was nothing to choose."""
    if route is None or message.lane is None or len(route.roster.carriers) < 2:
        return None
    if read(message.lane).bound:
        return Reason(Why.MOVED if message.pinned_sim_id else Why.BEGUN)
    return route.reason(message.lane, message.kind)


def _take(store: Store, message: MessageRow, search: Search, owner: str, now: Micros, lease_until: Micros) -> Claim:
    sim_id, lane, reason = search.sim_id, message.lane or 0, _reason(message, search.route)
    if search.route is not None:
        search.route.took(lane, message.kind)
    rows = {row.seq: row for row in ledger.segments(store, message.id)}
    seq = next(n for n in range(1, message.total + 1) if n not in rows or rows[n].state is State.QUEUED)
    reference = _concat_reference(store, message, sim_id)
    before = store.run("SELECT last_reference FROM sims WHERE id = ?", sim_id).fetchone()
    segment = _mark(
        store, message, rows.get(seq), seq, before[0] if before else None, (sim_id, owner, now, lease_until)
    )
    ledger.settle(store, message, State.SENDING, started=True, sim_id=sim_id, concat_reference=reference)
    pacing.record(store, sim_id, now)
    text, alphabet, cuts, flash = store.run(_TEXT, message.id).fetchone()
    return Claim(
        message_id=message.id,
        seq=seq,
        total=message.total,
        attempt=segment.attempts,
        recipient=message.recipient,
        text=cut(text, cuts, seq),
        alphabet=ALPHABETS[alphabet],
        concat_reference=reference,
        report=bool(message.report),
        flash=bool(flash),
        validity_s=message.validity_s,
        kind=MessageClass(message.kind),
        priority=message.priority,
        more=seq < message.total or search.more(),
        sim_id=sim_id,
        refusals=segment.refusals,
        maybe_duplicate=bool(segment.maybe_duplicate),
        claimed_at=now,
        lane=lane,
        reason=reason,
    )


def _mark(
    store: Store,
    message: MessageRow,
    segment: SegmentRow | None,
    seq: int,
    reference_before: int | None,
    lease: tuple[int, str, Micros, Micros],
) -> SegmentRow:
    """Write the intent: the segment stands at `sending`, with the SIM, the attempt's number and the lease."""
    sim_id, owner, now, lease_until = lease
    state: Any = advance(State.QUEUED if segment is None else segment.state, State.SENDING)
    if segment is None:
        store.run(_NEW_SEGMENT, *(message.id, seq, state, sim_id, reference_before, now, owner, lease_until))
        return SegmentRow(message.id, seq, state, 1, 0, 0, sim_id, None, reference_before, now, *[None] * 6)
    shadow(store, segment)
    ledger.change(
        store,
        segment,
        state=state,
        attempts=segment.attempts + 1,
        sim_id=sim_id,
        reference=None,
        reference_before=reference_before,
        submitted_at=now,
        await_until=None,
        reported_at=None,
        report_status=None,
        doubted_at=None,
        owner=owner,
        lease_until=lease_until,
        early=None,
        error=None,
    )
    return segment


def _concat_reference(store: Store, message: MessageRow, sim_id: int) -> int | None:
    """The 8-bit reference all segments of this message share (23.040 9.2.3.24.1).

    One counter per SIM and recipient, kept over restarts; a repeated segment goes out under the reference it had, so
    that a phone which has it already overwrites it.
    """
    if message.total == 1:
        return None
    if message.concat_reference is not None and message.sim_id == sim_id:
        return message.concat_reference
    row = store.run(
        "SELECT reference FROM concat_references WHERE sim_id = ? AND recipient = ?", sim_id, message.recipient
    ).fetchone()
    # Not everybody starts at 0: a box set up anew should not meet the references its predecessor used last.
    reference = ((row[0] if row else zlib.crc32(f"{sim_id} {message.recipient}".encode())) + 1) % 256
    store.run(
        "INSERT INTO concat_references (sim_id, recipient, reference) VALUES (?, ?, ?) "
        "ON CONFLICT (sim_id, recipient) DO UPDATE SET reference = excluded.reference",
        *(sim_id, message.recipient, reference),
    )
    return reference


def expire_message(store: Store, message: MessageRow, now: Micros) -> None:
    """Fail what is left of a message whose last moment to be sent has passed."""
    rows = ledger.segments(store, message.id)
    for row in rows:
        if row.state in (State.QUEUED, State.HELD):
            ledger.change(store, row, state=advance(row.state, State.FAILED), error="expired")
    ledger.refold(store, message, {row.seq: row.state for row in rows}, reason="expired", rest=State.FAILED)
    events.append(store, events.FAILED, now=now, message_id=message.id, reason="expired")
