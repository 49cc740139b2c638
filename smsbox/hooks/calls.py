"""The calls there are to make: each due at its time, tried again later and later, dead after so many times.

Who makes one has it for a while only: a process that dies leaves it to the next one, under the same mark.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from smsbox.clock import DAY, HOUR, MINUTE, SECOND, Micros
from smsbox.i18n.marks import N_
from smsbox.i18n.named import Named
from smsbox.store import Store

BACKOFF: tuple[Micros, ...] = (
    *(10 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY),
)
"""How long after each try the next one comes; after the last of these there is none."""
TRIES = len(BACKOFF) + 1
LEASE: Micros = 90 * SECOND
"""So long a postman has a call; he gives up by himself before."""
MOST_AT_ONCE, MOST_HOOKS = 20, 24
"""Calls of one webhook that are made in one go, and of so many webhooks."""
KEPT, KEPT_DEAD = 7 * DAY, 30 * DAY
MOST_DEAD = 20_000
"""Calls of one webhook that stay when they were given up, the newest: a program that nobody misses fills no card."""
CALLBACKS = 0
"""The webhook of calls that belong to none: where programs hear of their own SMS."""

_COLUMNS = "id, hook_id, kind, mark, number, made_at, content, due_at, tries, tried_at, state, claimed, error"
_SELECT = f"SELECT {_COLUMNS} FROM hook_calls"  # noqa: S608 – constants
_INSERT = (
    "INSERT INTO hook_calls (id, hook_id, kind, mark, number, made_at, content, due_at, tries, state, claimed) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)"
)
_DUE = f"{_SELECT} WHERE hook_id = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?"
_AHEAD = "UPDATE hook_calls SET due_at = ?, claimed = 0 WHERE due_at > ?"
_CLAIM = "UPDATE hook_calls SET due_at = ?, claimed = 1 WHERE id = ?"
_TAKEN = (
    "UPDATE hook_calls SET state = 1, due_at = NULL, claimed = 0, tries = tries + 1, tried_at = ?, error = NULL, "
    "content = '', number = NULL WHERE id = ? AND state = 0"
)
_FAILED = (
    "UPDATE hook_calls SET state = ?, due_at = ?, claimed = 0, tries = tries + 1, tried_at = ?, error = ? "
    "WHERE id = ? AND state = 0"
)


class State(Named):
    """Where a call stands; numbers are in the database."""

    WAITS = 0, N_("Waits")
    TAKEN = 1, N_("Taken")
    DEAD = 2, N_("Given up")


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `content`: what is sent, of a callback the address; empty once it was taken. `due_at` None: never
    again; `error` of the last try, as `SmsboxError` tells it.
    """

    id: int
    hook_id: int
    kind: str
    mark: str
    number: str | None
    made_at: Micros
    content: str
    due_at: Micros | None
    tries: int
    tried_at: Micros | None
    state: State
    claimed: bool
    error: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class New:
    """A call that is to be made."""

    hook_id: int
    kind: str
    mark: str
    number: str | None
    content: str


def add(store: Store, made: Sequence[New], now: Micros) -> list[int]:
    """Have them made from now on; inside the caller's transaction."""
    ids = store.reserve_ids("hook_calls", len(made))
    rows = zip(ids, made, strict=True)
    store.run_many(
        _INSERT, [(i, each.hook_id, each.kind, each.mark, each.number, now, each.content, now) for i, each in rows]
    )
    return ids


def claim(store: Store, hook_ids: Iterable[int], now: Micros) -> list[Call]:
    """Some of what is due for the first of these webhooks that have any; nobody else gets it before `LEASE` is over."""
    found: list[Call] = []
    due = (each for each in hook_ids if store.run(_DUE, each, now, 1).fetchone() is not None)
    for hook_id in islice(due, MOST_HOOKS):
        with store.write(durable=False):
            rows = store.run(f"{_DUE} FOR UPDATE SKIP LOCKED", hook_id, now, MOST_AT_ONCE).fetchall()
            store.run_many(_CLAIM, [(now + LEASE, row[0]) for row in rows])
        found += [_call(row) for row in rows]
    return found


def taken(store: Store, call_id: int, now: Micros) -> None:
    """It was taken: what was in it is kept no longer."""
    with store.write(durable=False):
        store.run(_TAKEN, now, call_id)


def failed(store: Store, call: Call, error: Mapping[str, Any], now: Micros, *, lasting: bool = False) -> State:
    """It was not taken: again later, or (`lasting`, or tried often enough) never; where it stands."""
    over = lasting or call.tries + 1 >= TRIES
    state, due_at = (State.DEAD, None) if over else (State.WAITS, now + BACKOFF[call.tries])
    with store.write(durable=False):
        store.run(_FAILED, int(state), due_at, now, json.dumps(error, ensure_ascii=False), call.id)
    return state


def put_back(store: Store, call_id: int, now: Micros) -> None:
    """There was no time for it: it is due as before."""
    with store.write(durable=False):
        store.run("UPDATE hook_calls SET due_at = ?, claimed = 0 WHERE id = ? AND state = 0", now, call_id)


def let_go(store: Store, now: Micros) -> int:
    """The box has just started and is the only one: what its last postman had is due at once; how many."""
    with store.write(durable=False):
        return int(store.run("UPDATE hook_calls SET due_at = ?, claimed = 0 WHERE claimed = 1", now).rowcount)


def replay(store: Store, hook_id: int, now: Micros, *, call_id: int | None = None) -> int:
    """Try again what was given up, of a webhook, or one; how many. Under the same marks."""
    one, values = ("", ()) if call_id is None else (" AND id = ?", (call_id,))
    sql = f"UPDATE hook_calls SET state = 0, tries = 0, due_at = ? WHERE hook_id = ? AND state = 2{one}"  # noqa: S608
    with store.write():
        return int(store.run(sql, now, hook_id, *values).rowcount)


def listed(store: Store, hook_id: int, limit: int, *, before: int | None = None) -> list[Call]:
    """The newest calls of a webhook, older than `before`."""
    last = (1 << 63) - 1 if before is None else before
    rows = store.run(f"{_SELECT} WHERE hook_id = ? AND id < ? ORDER BY id DESC LIMIT ?", hook_id, last, limit)
    return [_call(row) for row in rows.fetchall()]


def get(store: Store, call_id: int) -> Call | None:
    """One call."""
    row = store.run(f"{_SELECT} WHERE id = ?", call_id).fetchone() if 0 < call_id < 1 << 63 else None
    return _call(row) if row else None


def dead(store: Store) -> dict[int, int]:
    """How many of which webhook were given up."""
    rows = store.run("SELECT hook_id, count(*) FROM hook_calls WHERE state = 2 GROUP BY hook_id")
    return {hook_id: int(count) for hook_id, count in rows.fetchall()}


def waiting(store: Store) -> dict[int, int]:
    """How many of which webhook are still to be made."""
    rows = store.run("SELECT hook_id, count(*) FROM hook_calls WHERE due_at IS NOT NULL GROUP BY hook_id")
    return {hook_id: int(count) for hook_id, count in rows.fetchall()}


def prune(store: Store, now: Micros, *, most: int = 5000) -> int:
    """Forget what was taken a week ago, and what was given up a month ago or before `MOST_DEAD` others; how many. What
    waits for longer than any pause had its time set by a clock that was ahead: it is due.
    """
    sql = "SELECT id FROM hook_calls WHERE due_at IS NULL AND (made_at < ? OR (made_at < ? AND state = 1)) LIMIT ?"
    with store.write(durable=False):
        store.run(_AHEAD, now, now + BACKOFF[-1] + LEASE)
        old = {row[0] for row in store.run(sql, now - KEPT_DEAD, now - KEPT, most).fetchall()}
        for hook_id in dead(store):
            old.update(_beyond(store, hook_id, most))
        store.run_many("DELETE FROM hook_calls WHERE id = ?", [(each,) for each in old])
    return len(old)


def _beyond(store: Store, hook_id: int, most: int) -> list[int]:
    """Some of those that were given up before the newest `MOST_DEAD`."""
    given_up = "SELECT id FROM hook_calls WHERE hook_id = ? AND state = 2"
    first = store.run(f"{given_up} ORDER BY id DESC LIMIT 1 OFFSET ?", hook_id, MOST_DEAD).fetchone()
    rows = store.run(f"{given_up} AND id <= ? LIMIT ?", hook_id, first[0], most) if first else []
    return [row[0] for row in rows]


def forget(store: Store, numbers: Sequence[str]) -> int:
    """Nothing more is told of these numbers, and nothing of it is kept; how many calls. Part of erasing a person."""
    sql = f"DELETE FROM hook_calls WHERE number IN ({','.join('?' * len(numbers))})"  # noqa: S608 – marks only
    with store.write():
        return int(store.run(sql, *numbers).rowcount)


def _call(row: Sequence[Any]) -> Call:
    fields = [*row[:10], State(row[10]), bool(row[11]), json.loads(row[12]) if row[12] else None]
    return Call(*fields)
