"""Routing anew what waits: after a change in what SIMs may reach, whose they are, or how messages are to be routed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from smsbox.clock import Micros
from smsbox.outbox.picking import present
from smsbox.outbox.queue import heard_by
from smsbox.routing import Asked, Directory, read
from smsbox.store import Store

_BATCH = 500
_COLUMNS = "SELECT id, recipient, lane, reply_to, "
_READY = _COLUMNS + "queue_key FROM messages WHERE lane = ? AND queue_key > ? ORDER BY queue_key LIMIT ?"
_DUE = _COLUMNS + "due_at FROM messages WHERE due_at > ? ORDER BY due_at, id LIMIT ?"
_FIRST_KEY = -(1 << 62)


def readdress(store: Store, *, now: Micros, pulse: Callable[[], object]) -> int:
    """Give every message that waits in a routed lane the lane it would get today; how many moved.

    In bounded transactions, `pulse` called after each. What a person bound to a SIM, what is begun, and what was queued
    for any SIM stays as it is.
    """
    directory = Directory.load(store, now)
    moved = 0
    for lane in [number for number in present(store) if _is_routed(number)]:
        moved += _walk(store, directory, _READY, (lane,), _FIRST_KEY, pulse)
    return moved + _walk(store, directory, _DUE, (), 0, pulse)


def _is_routed(number: int | None) -> bool:
    lane = read(number or 0)
    return bool(lane.knows or lane.operator)


def _walk(
    store: Store, directory: Directory, sql: str, fixed: tuple[int, ...], after: int, pulse: Callable[[], object]
) -> int:
    moved = 0
    while True:
        with store.write():
            rows = store.run(sql, *fixed, after, _BATCH).fetchall()
            moved += _address(store, directory, [row for row in rows if _is_routed(row[2])])
        pulse()
        # Of rows due at one moment some may lie beyond the batch; they are routed well enough as they are.
        if len(rows) < _BATCH:
            return moved
        after = rows[-1][4]


def _address(store: Store, directory: Directory, rows: Sequence[Sequence[Any]]) -> int:
    asked = [
        Asked(recipient, timed=read(lane).timed, sim_id=None if reply_to is None else heard_by(store, reply_to))
        for _, recipient, lane, reply_to, _ in rows
    ]
    lanes = directory.lanes(store, asked)
    changed = [(lane, row[0]) for lane, row in zip(lanes, rows, strict=True) if lane != row[2]]
    for lane, message_id in changed:
        store.run("UPDATE messages SET lane = ? WHERE id = ?", lane, message_id)
    return len(changed)
