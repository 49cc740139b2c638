"""What people do to messages: cancel, hold, release, resend, confirm, move; each returns the ids it really changed.

A message that the network may have is never touched without a mark: only `resend` and `move` send again, and they say
so. `who` is the name of the person, for the timeline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from smsbox import events
from smsbox.clock import Micros
from smsbox.outbox import ledger
from smsbox.outbox.destinations import may_reach
from smsbox.outbox.ledger import MessageRow, SegmentRow
from smsbox.outbox.settling import take_as_sent
from smsbox.outbox.states import ACCEPTED, BY_ALLOW, BY_DOUBT, BY_PERSON, UNSENT, State, advance
from smsbox.routing import Asked, Directory, bound
from smsbox.store import Store

NOBODY = "–"
"""Stands for the number of somebody whose data were erased (`smsbox.privacy`); nothing is ever sent there."""

_REPEATED = (State.UNCERTAIN, State.HELD, State.UNDELIVERED, State.UNREPORTED, State.FAILED, State.CANCELLED)
_MAY_HAVE_ARRIVED = (State.UNCERTAIN, State.HELD, State.UNDELIVERED, State.UNREPORTED)
_BATCH = 500
_FORBIDDEN = "SELECT id, recipient FROM messages WHERE state = ? AND reason = ? ORDER BY id"


def cancel(store: Store, ids: Iterable[int], now: Micros, *, who: str | None = None) -> list[int]:
    """Withdraw what is queued or held; segments that are out stay out."""
    return _each(store, ids, now, partial(_cancel, who=who))


def hold(
    store: Store, ids: Iterable[int], now: Micros, *, who: str | None = None, reason: str = BY_PERSON
) -> list[int]:
    """Stop what is queued until `release`; `reason` as in `states`."""
    return _each(store, ids, now, partial(_hold, who=who, reason=reason))


def release(store: Store, ids: Iterable[int], now: Micros, *, who: str | None = None) -> list[int]:
    """Queue what a person held. What is held because it may have been sent is left alone: see `resend`, `confirm`."""
    return _each(store, ids, now, partial(_release, who=who))


def resend(store: Store, ids: Iterable[int], now: Micros, *, who: str | None = None) -> list[int]:
    """Send again what is held in doubt, uncertain, failed, undelivered or unreported.

    Only the segments that need it, under the same concat reference; those that may have arrived are marked as maybe
    duplicate. A deadline that has passed is dropped. What a person held before it was ever sent is simply released.
    """
    return _each(store, ids, now, partial(_resend, who=who))


def confirm(store: Store, ids: Iterable[int], now: Micros, *, who: str | None = None) -> list[int]:
    """A person knows that what was uncertain or held in doubt did arrive: it counts as sent."""
    return _each(store, ids, now, partial(_confirm, who=who))


def move(store: Store, ids: Iterable[int], sim_id: int | None, now: Micros, *, who: str | None = None) -> list[int]:
    """Let SIM `sim_id` send what is queued or held (None: any SIM).

    A message of which segments went out by another SIM starts anew, marked as maybe duplicate: phones join segments
    of one sender only.
    """
    return _each(store, ids, now, partial(_move, sim_id=sim_id, who=who))


def reroute(store: Store, sim_id: int, now: Micros) -> int:
    """Free what is queued for SIM `sim_id` and not begun, when its modem is gone; how many."""
    done = 0
    for number in (bound(sim_id, timed=False), bound(sim_id, timed=True)):
        rows = store.run("SELECT id FROM messages WHERE lane = ? AND queue_key > 0", number).fetchall()
        done += len(_each(store, (row[0] for row in rows), now, partial(_move, sim_id=None)))
    return done


def act_on(
    store: Store, act: str, message: MessageRow, now: Micros, *, sim_id: int | None = None, who: str | None = None
) -> bool:
    """One of `ACTS` on a message that is locked; whether it changed. Inside a transaction."""
    if act == "move":
        return _move(store, message, now, sim_id=sim_id, who=who)
    return _ACTS[act](store, message, now, who=who)


def _each(store: Store, ids: Iterable[int], now: Micros, act: Callable[[Store, MessageRow, Micros], bool]) -> list[int]:
    """Apply `act` to messages in id order, in bounded transactions."""
    wanted = sorted(set(ids))
    changed: list[int] = []
    for start in range(0, len(wanted), _BATCH):
        with store.write():
            for message_id in wanted[start : start + _BATCH]:
                message = ledger.message(store, message_id)
                if message is not None and act(store, message, now):
                    changed.append(message_id)
    return changed


def _cancel(store: Store, message: MessageRow, now: Micros, who: str | None = None) -> bool:
    if message.state not in (State.QUEUED, State.HELD):
        return False
    rows = ledger.segments(store, message.id)
    for row in rows:
        if row.state in (State.QUEUED, State.HELD):
            ledger.change(store, row, state=advance(row.state, State.CANCELLED))
    ledger.refold(store, message, _states(rows), rest=State.CANCELLED)
    events.append(store, events.CANCELLED, now=now, message_id=message.id, who=who)
    return True


def forbid(store: Store, message: MessageRow, now: Micros) -> bool:
    """Hold a queued message whose number may no longer be written to; `permit` lets it go. Inside a transaction."""
    return _hold(store, message, now, BY_ALLOW)


def permit(store: Store, allow: Sequence[str], now: Micros) -> list[int]:
    """Queue what was held by `forbid` and may be written to by now."""
    rows = store.run(_FORBIDDEN, State.HELD, BY_ALLOW).fetchall()
    return _each(store, (row[0] for row in rows if may_reach(row[1], allow)), now, _release)


def _hold(store: Store, message: MessageRow, now: Micros, reason: str = BY_PERSON, who: str | None = None) -> bool:
    if message.state is not State.QUEUED:
        return False
    rows = ledger.segments(store, message.id)
    for row in rows:
        if row.state is State.QUEUED:
            ledger.change(store, row, state=advance(row.state, State.HELD))
    ledger.refold(store, message, _states(rows), reason=reason, rest=State.HELD)
    events.append(store, events.HELD, now=now, message_id=message.id, reason=reason, who=who)
    return True


def _resend(store: Store, message: MessageRow, now: Micros, who: str | None = None) -> bool:
    return repeat(store, message, now, by=BY_PERSON, who=who) or _release(store, message, now, who)


def _release(store: Store, message: MessageRow, now: Micros, who: str | None = None) -> bool:
    if message.state is not State.HELD or message.reason == BY_DOUBT:
        return False
    rows = ledger.segments(store, message.id)
    for row in rows:
        if row.state is State.HELD:
            ledger.change(store, row, state=advance(row.state, State.QUEUED))
    due_at = message.send_after if message.send_after is not None and message.send_after > now else None
    # A resend that was held keeps to the SIM whose reference it carries.
    keep_sim = message.total > 1 and any(row.maybe_duplicate for row in rows)
    ledger.refold(store, message, _states(rows), due_at=due_at, rest=State.QUEUED, keep_sim=keep_sim)
    events.append(store, events.RELEASED, now=now, message_id=message.id, who=who)
    return True


def repeat(store: Store, message: MessageRow, now: Micros, *, by: str, who: str | None = None) -> bool:
    """Queue again what of `message` needs it; False when nothing does, or when it is held unsent, or cancelled."""
    if message.recipient == NOBODY:
        return False
    held_unsent = message.state is State.HELD and message.reason in UNSENT
    if message.state not in _REPEATED or message.state is State.CANCELLED or held_unsent:
        return False
    rows = ledger.segments(store, message.id)
    for row in rows:
        if row.state in _REPEATED:
            duplicate = 1 if row.state in _MAY_HAVE_ARRIVED else row.maybe_duplicate
            state = advance(row.state, State.QUEUED)
            # `doubted_at`, `reference` and `await_until` stay: late proof makes the repetition needless, and reports of
            # the earlier attempt are still known for what they are.
            ledger.change(store, row, state=state, maybe_duplicate=duplicate, refusals=0)
    if message.send_before is not None and message.send_before <= now:
        store.run("UPDATE messages SET send_before = NULL WHERE id = ?", message.id)
        message.send_before = None
    ledger.refold(store, message, _states(rows), rest=State.QUEUED, keep_sim=message.total > 1)
    events.append(store, events.RESENT, now=now, message_id=message.id, by=by, who=who)
    return True


def _confirm(store: Store, message: MessageRow, now: Micros, who: str | None = None) -> bool:
    doubtful = [
        row
        for row in ledger.segments(store, message.id)
        if row.state is State.UNCERTAIN or (row.state is State.HELD and row.doubted_at is not None)
    ]
    for row in doubtful:
        take_as_sent(store, message, row, reference=None, now=now, proof=BY_PERSON)
    if doubtful:
        events.append(store, events.CONFIRMED, now=now, message_id=message.id, who=who)
    return bool(doubtful)


def _move(store: Store, message: MessageRow, now: Micros, *, sim_id: int | None, who: str | None = None) -> bool:
    if message.state not in (State.QUEUED, State.HELD) or (message.state is State.HELD and message.reason == BY_DOUBT):
        return False
    rows = ledger.segments(store, message.id)
    out = [row for row in rows if row.state in ACCEPTED]
    if out and sim_id is None:
        # Freed for any SIM it would stay with its own anyway.
        return False
    if out and sim_id != message.sim_id:
        _start_anew(store, message, rows)
        out = []
    queued = message.state is State.QUEUED
    message.pinned_sim_id = sim_id
    message.lane = _free_lane(store, message, now) if sim_id is None else bound(sim_id, timed=message.timed)
    store.run("UPDATE messages SET pinned_sim_id = ?, lane = ? WHERE id = ?", sim_id, message.lane, message.id)
    if queued:
        key = ledger.queue_key(message.kind, message.priority, message.id, started=bool(out))
        message.queue_key = key if message.due_at is None else None
        store.run("UPDATE messages SET queue_key = ? WHERE id = ?", message.queue_key, message.id)
    events.append(store, events.MOVED, now=now, message_id=message.id, sim=sim_id, who=who)
    return True


def _free_lane(store: Store, message: MessageRow, now: Micros) -> int:
    """The lane of a message that no person binds to a SIM (any more)."""
    asked = Asked(message.recipient, timed=message.timed)
    return Directory.load(store, now).lanes(store, [asked])[0]


def _start_anew(store: Store, message: MessageRow, rows: list[SegmentRow]) -> None:
    for row in rows:
        if row.state in ACCEPTED:
            state = State.QUEUED if message.state is State.QUEUED else State.HELD
            advance(row.state, State.QUEUED)
            ledger.change(store, row, state=state, maybe_duplicate=1)
    store.run("UPDATE messages SET concat_reference = NULL WHERE id = ?", message.id)
    message.concat_reference = None


def _states(rows: list[SegmentRow]) -> dict[int, State]:
    return {row.seq: row.state for row in rows}


_ACTS: dict[str, Callable[..., bool]] = {"cancel": _cancel, "hold": _hold, "release": _release, "resend": _resend}
