"""The rows of outgoing messages and segments, and the one function that changes where a segment stands.

A message is in the queue exactly while its state is queued: `queue_key` and `lane` when it may be claimed now,
`due_at` when it must wait. Both are derived here, from the segments, whenever one of them moves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from smsbox.clock import Micros
from smsbox.outbox.states import ACCEPTED, State, advance, fold, unclaimed
from smsbox.routing import bound, freed
from smsbox.store import Store

STARTED = 1 << 60
"""Taken off the key of a message whose first segments are out: it is finished before anything else begins."""

_ID_BITS = 48

_MESSAGE = (
    "SELECT m.id, m.kind, m.priority, m.total, m.state, m.reason, m.report, m.validity_s, m.send_after, m.send_before, "
    "m.due_at, m.queue_key, m.lane, m.pinned_sim_id, m.sim_id, m.concat_reference, m.recipient, m.topic "
    "FROM messages m WHERE m.id = ? FOR UPDATE OF m"
)
_SEGMENT_COLUMNS = (
    "SELECT message_id, seq, state, attempts, refusals, maybe_duplicate, sim_id, reference, reference_before, "
    "submitted_at, await_until, reported_at, report_status, doubted_at, early, error FROM segments "
)
_SEGMENTS = _SEGMENT_COLUMNS + "WHERE message_id = ? AND seq > 0 ORDER BY seq"
_SEGMENT = _SEGMENT_COLUMNS + "WHERE message_id = ? AND seq = ?"


@dataclass(slots=True)
class MessageRow:
    """A message as far as sending it needs."""

    id: int
    kind: int
    priority: int
    total: int
    state: State
    reason: str | None
    report: int
    validity_s: int | None
    send_after: Micros | None
    send_before: Micros | None
    due_at: Micros | None
    queue_key: int | None
    lane: int | None
    pinned_sim_id: int | None
    sim_id: int | None
    concat_reference: int | None
    recipient: str
    topic: str | None

    @property
    def timed(self) -> bool:
        """Whether it may only be sent by a box that knows the time."""
        return self.send_after is not None or self.send_before is not None

    @property
    def begun(self) -> bool:
        """Whether it is in the queue to be finished: a segment of it is out."""
        return self.queue_key is not None and self.queue_key < 0


@dataclass(slots=True)
class SegmentRow:
    """A segment that was claimed at least once."""

    message_id: int
    seq: int
    state: State
    attempts: int
    refusals: int
    maybe_duplicate: int
    sim_id: int | None
    reference: int | None
    reference_before: int | None
    submitted_at: Micros | None
    await_until: Micros | None
    reported_at: Micros | None
    report_status: int | None
    doubted_at: Micros | None
    early: str | None
    error: str | None


def queue_key(kind: int, priority: int, message_id: int, *, started: bool = False) -> int:
    """Where in the queue: class first, then priority, then age."""
    return (kind * 256 + 127 - priority << _ID_BITS) + message_id - (STARTED if started else 0)


def kind_of(key: int) -> int:
    """The class that a key of the queue was made for."""
    return (key + STARTED if key < 0 else key) >> _ID_BITS + 8


def message(store: Store, message_id: int) -> MessageRow | None:
    """The row, locked for this transaction."""
    row = store.run(_MESSAGE, message_id).fetchone()
    if row is None:
        return None
    found = MessageRow(*row)
    found.state = State(found.state)
    return found


def segments(store: Store, message_id: int) -> list[SegmentRow]:
    """The segments that have rows, in order."""
    return [_segment(row) for row in store.run(_SEGMENTS, message_id).fetchall()]


def segment(store: Store, message_id: int, seq: int) -> SegmentRow | None:
    """One segment's row."""
    row = store.run(_SEGMENT, message_id, seq).fetchone()
    return _segment(row) if row else None


def _segment(row: Iterable[Any]) -> SegmentRow:
    found = SegmentRow(*row)
    found.state = State(found.state)
    return found


def move(
    store: Store,
    owner: MessageRow,
    moved: SegmentRow,
    new: State,
    /,
    *,
    due_at: Micros | None = None,
    reason: str | None = None,
    **columns: Any,
) -> None:
    """Bring one segment to `new`, and its message with it. Raises IllegalMove.

    `columns` are further columns of the segment; `due_at` keeps a queued message waiting; `reason` is for its
    message.
    """
    change(store, moved, state=advance(moved.state, new), **columns)
    if owner.total == 1:
        settle(store, owner, new, due_at=due_at, reason=reason, started=False)
        return
    states = {each.seq: each.state for each in segments(store, owner.id)}
    refold(store, owner, states, due_at=due_at, reason=reason)


def refold(
    store: Store,
    owner: MessageRow,
    states: dict[int, State],
    *,
    due_at: Micros | None = None,
    reason: str | None = None,
    rest: State | None = None,
    keep_sim: bool = False,
) -> None:
    """Derive the message's state from `states`, those of its segments that have rows; `rest` is that of all others."""
    present = list(states.values())
    if len(present) < owner.total:
        present.append(unclaimed(owner.state, owner.reason) if rest is None else rest)
    started = not ACCEPTED.isdisjoint(present)
    settle(store, owner, fold(present), due_at=due_at, reason=reason, started=started, keep_sim=keep_sim)


def settle(
    store: Store,
    owner: MessageRow,
    new: State,
    *,
    started: bool,
    due_at: Micros | None = None,
    reason: str | None = None,
    keep_sim: bool = False,
    **columns: Any,
) -> None:
    """Write a message's derived columns: state, place in the queue, reason; and the counters.

    A message goes back into the lane it was routed to, unless segments of it are out (`started`) or may be
    (`keep_sim`): a phone joins only segments of one sender.
    """
    if new is owner.state and due_at is None and reason is None and not columns:
        # A report on one segment changes neither why the message is held nor when the next one is due.
        return
    wanted: dict[str, Any] = {"state": new, "reason": reason, "due_at": None, "queue_key": None, **columns}
    if new is State.QUEUED:
        sim_id = owner.pinned_sim_id or (owner.sim_id if started or keep_sim else None)
        wanted["lane"] = bound(sim_id, timed=owner.timed) if sim_id else freed(owner.lane, timed=owner.timed)
        if due_at is not None:
            wanted["due_at"] = due_at
        else:
            wanted["queue_key"] = queue_key(owner.kind, owner.priority, owner.id, started=started)
    changed = {name: value for name, value in wanted.items() if getattr(owner, name) != value}
    if not changed:
        return
    store.run(_update("messages", tuple(changed), "id = ?"), *changed.values(), owner.id)
    if new is not owner.state:
        store.tally(owner.kind, owner.state, -1, -owner.total)
        store.tally(owner.kind, new, 1, owner.total)
    for name, value in changed.items():
        setattr(owner, name, value)


def change(store: Store, row: SegmentRow, /, **columns: Any) -> None:
    """Write columns of a segment; a change of `state` comes from `move` alone."""
    changed = {name: value for name, value in columns.items() if getattr(row, name, row) != value}
    if not changed:
        return
    store.run(
        _update("segments", tuple(changed), "message_id = ? AND seq = ?"), *changed.values(), row.message_id, row.seq
    )
    for name, value in changed.items():
        if hasattr(row, name):
            setattr(row, name, value)


@lru_cache(maxsize=128)
def _update(table: str, names: tuple[str, ...], where: str) -> str:
    """An UPDATE of just these columns: SQLite rewrites every index that one of the named columns belongs to."""
    return f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in names)} WHERE {where}"  # noqa: S608 – names from code
