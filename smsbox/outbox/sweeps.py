"""One thing done with all messages that a filter finds: counted first, done once a person has agreed, in small steps.

A sweep is a row: what, with which filter, up to which message, how far. Each step is one transaction that changes some
messages and the row together, so a restart goes on where the last step ended, and nothing is done twice. Messages that
were queued after it was begun are none of its own; what has moved on meanwhile is left alone, since each is looked at
again under its lock.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from smsbox.clock import DAY, Micros
from smsbox.outbox import ledger
from smsbox.outbox.filters import Filter, from_json, searched
from smsbox.outbox.ledger import MessageRow
from smsbox.outbox.states import BY_ALLOW, BY_BURST, BY_CAMPAIGN, BY_DOUBT, BY_STOP, State
from smsbox.outbox.steering import act_on
from smsbox.store import Store
from smsbox.store.scanning import Search, step

ACTS: dict[str, tuple[State, ...]] = {
    "cancel": (State.QUEUED, State.HELD),
    "hold": (State.QUEUED,),
    "release": (State.HELD,),
    "resend": (State.UNCERTAIN, State.HELD, State.UNDELIVERED, State.UNREPORTED, State.FAILED),
    "move": (State.QUEUED, State.HELD),
}
"""What can be done, and with messages of which states."""

EXAMPLES = 5
_COUNT_STEP = 2_000
_ACT_STEP = 200
_KEPT: Micros = 30 * DAY

_ONLY_ASKED_FOR = BY_BURST
"""What is held for this is released by those alone who ask for just that: it wants to be looked at by itself."""

_REASONS = {
    "release": f"state <> 3 OR coalesce(reason, '') NOT IN ('{BY_DOUBT}', '{BY_ALLOW}', '{BY_CAMPAIGN}', '{BY_STOP}')",
    "move": f"state <> 3 OR coalesce(reason, '') <> '{BY_DOUBT}'",
    "resend": f"state <> 3 OR reason = '{BY_DOUBT}'",
}
_TWICE = {
    "resend": (State.UNCERTAIN, State.HELD, State.UNDELIVERED, State.UNREPORTED),
    "move": (State.SENT, State.DELIVERED, State.UNDELIVERED, State.UNREPORTED),
}
"""Segments in such states may be at the phone already when they are sent again; a half-sent message that is moved
starts anew.
"""
_BEGUN = "SELECT message_id FROM segments WHERE seq > 0 AND state IN ({}) AND message_id IN ({}) GROUP BY message_id"
_COLUMNS = (
    "SELECT id, act, filter, sim_id, twice, by_whom, made_at, last_id, place, counted, doubtful, examples, state, "
    "changed, ended_at FROM sweeps"
)


class Stage(IntEnum):
    """Where a sweep stands; numbers are in the database and in its partial index."""

    COUNTING = 0
    ASKED = 1
    """Counted; a person decides."""
    RUNNING = 2
    DONE = 3
    STOPPED = 4


@dataclass(frozen=True, slots=True)
class Sweep:
    """One sweep. `counted` messages fit as far as it was counted, of which `doubtful` may then arrive
    twice (`twice`: that was agreed to); `examples` are ids of some; `changed` were done so far, up to `place`.
    """

    id: int
    act: str
    wanted: Filter
    sim_id: int | None
    twice: bool
    by_whom: str
    made_at: Micros
    last_id: int
    place: int
    counted: int
    doubtful: int
    examples: tuple[int, ...]
    stage: Stage
    changed: int
    ended_at: Micros | None

    @property
    def open(self) -> bool:
        """Whether there is work to do on it."""
        return self.stage in (Stage.COUNTING, Stage.RUNNING)

    def told(self, count: int) -> str:
        """It in one line of the audit log: how many messages, and which."""
        return f"{count} × {self.wanted.as_json()}"[:200]

    @property
    def share(self) -> float:
        """How far it is, 0..1, by ids."""
        return 1.0 if not self.open else min(self.place / max(self.last_id, 1), 1.0)


def begin(store: Store, act: str, wanted: Filter, *, by: str, now: Micros, sim_id: int | None = None) -> Sweep:
    """Begin to count what `act` would be done with; nothing is changed before `agree`. Raises KeyError."""
    among = wanted.among(ACTS[act])
    stage = Stage.COUNTING if among is not None else Stage.ASKED
    with store.write():
        store.run("DELETE FROM sweeps WHERE made_at < ? AND state NOT IN (2)", now - _KEPT)
        (sweep_id,) = store.reserve_ids("sweeps", 1)
        last = store.run("SELECT coalesce(max(id), 0) FROM messages").fetchone()[0]
        store.run(
            "INSERT INTO sweeps (id, act, filter, sim_id, twice, by_whom, made_at, last_id, place, counted, doubtful, "
            "examples, state, changed) VALUES (?, ?, ?, ?, 0, ?, ?, ?, 0, 0, 0, '[]', ?, 0)",
            *(sweep_id, act, (among or wanted).as_json(), sim_id, by, now, last, int(stage)),
        )
    found = get(store, sweep_id)
    assert found is not None
    return found


def get(store: Store, sweep_id: int) -> Sweep | None:
    """One sweep."""
    row = store.run(f"{_COLUMNS} WHERE id = ?", sweep_id).fetchone()
    return _read(row) if row else None


def unfinished(store: Store) -> list[Sweep]:
    """What is being counted or done, oldest first."""
    return [_read(row) for row in store.run(f"{_COLUMNS} WHERE state IN (0, 2) ORDER BY id").fetchall()]


def agree(store: Store, sweep_id: int, *, twice: bool = False) -> bool:
    """Do it; `twice`: also with what may then arrive twice. False when it was not waiting for that."""
    with store.write():
        done = store.run(
            "UPDATE sweeps SET state = 2, place = 0, twice = ? WHERE id = ? AND state = 1", int(twice), sweep_id
        )
        return bool(done.rowcount == 1)


def stop(store: Store, sweep_id: int, now: Micros) -> bool:
    """Do no more of it; what is done stays done. False when it had ended."""
    with store.write():
        done = store.run("UPDATE sweeps SET state = 4, ended_at = ? WHERE id = ? AND state IN (0, 1, 2)", now, sweep_id)
        return bool(done.rowcount == 1)


def advance(store: Store, sweep_id: int, now: Micros) -> Sweep | None:
    """One step of it, one transaction; how it stands then."""
    seen = get(store, sweep_id)
    if seen is None or not seen.open:
        return seen
    with store.write(durable=seen.stage is Stage.RUNNING):
        row = store.run(f"{_COLUMNS} WHERE id = ? FOR UPDATE", sweep_id).fetchone()
        sweep = _read(row) if row else None
        if sweep is None or not sweep.open:
            return sweep
        search = searched(store, sweep.wanted, *_conditions(sweep))
        search.high = min(search.high, sweep.last_id)
        if sweep.stage is Stage.COUNTING:
            _count(store, sweep, search)
        else:
            _do(store, sweep, search, now)
    return get(store, sweep_id)


def work(store: Store, now: Micros, *, boottime: Callable[[], float], seconds: float) -> int:
    """Tick: go on with all that is unfinished for at most about `seconds`; how many messages were changed."""
    until, changed = boottime() + seconds, 0
    for sweep in unfinished(store):
        found: Sweep | None = sweep
        while found is not None and found.open and boottime() < until:
            found = advance(store, sweep.id, now)
        changed += (found.changed if found else 0) - sweep.changed
    return changed


def _conditions(sweep: Sweep) -> list[str]:
    found = [_REASONS[sweep.act]] if sweep.act in _REASONS else []
    if sweep.act == "release" and sweep.wanted.reason != _ONLY_ASKED_FOR:
        found.append(f"state <> 3 OR coalesce(reason, '') <> '{_ONLY_ASKED_FOR}'")
    return found


def _count(store: Store, sweep: Sweep, search: Search) -> None:
    found = step(store, search, limit=_COUNT_STEP, after=sweep.place)
    doubtful = len(_may_arrive_twice(store, sweep.act, found.ids))
    examples = (*sweep.examples, *found.ids)[:EXAMPLES]
    store.run(
        "UPDATE sweeps SET place = ?, counted = counted + ?, doubtful = doubtful + ?, examples = ?, state = ? "
        "WHERE id = ?",
        *(found.place, len(found.ids), doubtful, json.dumps(examples)),
        *(int(Stage.ASKED if found.over else Stage.COUNTING), sweep.id),
    )


def _do(store: Store, sweep: Sweep, search: Search, now: Micros) -> None:
    found = step(store, search, limit=_ACT_STEP, after=sweep.place)
    left_out = set() if sweep.twice else _may_arrive_twice(store, sweep.act, found.ids)
    changed = 0
    for message_id in found.ids:
        message = ledger.message(store, message_id)
        if message is None or message_id in left_out or not _still(sweep, message):
            continue
        changed += act_on(store, sweep.act, message, now, sim_id=sweep.sim_id, who=sweep.by_whom)
    store.run(
        "UPDATE sweeps SET place = ?, changed = changed + ?, state = ?, ended_at = ? WHERE id = ?",
        *(found.place, changed, int(Stage.DONE if found.over else Stage.RUNNING), now if found.over else None),
        sweep.id,
    )


def _still(sweep: Sweep, message: MessageRow) -> bool:
    """Whether a message, locked by now, still stands as it was asked for."""
    if message.state not in sweep.wanted.states:
        return False
    if message.state is not State.HELD:
        return True
    if sweep.act == "release" and message.reason in (BY_ALLOW, BY_CAMPAIGN, BY_STOP, _ONLY_ASKED_FOR):
        return message.reason == sweep.wanted.reason == _ONLY_ASKED_FOR
    return sweep.act == "cancel" or (message.reason == BY_DOUBT) == (sweep.act == "resend")


def _may_arrive_twice(store: Store, act: str, ids: list[int]) -> set[int]:
    """Those of which a segment may have arrived, when `act` sends it again: it would be there twice."""
    found: set[int] = set()
    states = _TWICE.get(act, ())
    for start in range(0, len(ids) if states else 0, 500):
        some = ids[start : start + 500]
        sql = _BEGUN.format(",".join("?" * len(states)), ",".join("?" * len(some)))
        found.update(row[0] for row in store.run(sql, *map(int, states), *some).fetchall())
    return found


def _read(row: tuple) -> Sweep:
    return Sweep(
        id=row[0],
        act=row[1],
        wanted=from_json(row[2]),
        sim_id=row[3],
        twice=bool(row[4]),
        by_whom=row[5],
        made_at=row[6],
        last_id=row[7],
        place=row[8],
        counted=row[9],
        doubtful=row[10],
        examples=tuple(json.loads(row[11])),
        stage=Stage(row[12]),
        changed=row[13],
        ended_at=row[14],
    )
