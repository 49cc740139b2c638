"""Calls that came in: who rang, how often, and which of them somebody still has to call back."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox import events
from smsbox.clock import DAY, HOUR, Micros
from smsbox.i18n.named import Named
from smsbox.store import Store

ONE_CALL: Micros = 60_000_000
"""Ringing of one number at one modem, or for one task, within this time is one call."""

PER_HOUR = 60
"""Calls of one modem written down in an hour: a flood of calls fills no disk; the rest is only refused."""

KEPT: Micros = 180 * DAY

_COLUMNS = (
    "SELECT id, sim_id, modem, number, at, last_at, rings, rule, state, message_id, settled_at, settled_by, note "
    "FROM calls"
)
_INSERT = (
    "INSERT INTO calls (id, sim_id, modem, number, at, last_at, rings, rule, state) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?)"
)


class CallState(Named):
    """OPEN: somebody has to call back. LOGGED: nothing to do. ANSWERED: by SMS. DONE: settled by a person."""

    OPEN = 0
    LOGGED = 1
    ANSWERED = 2
    DONE = 3


@dataclass(frozen=True, slots=True)
class Call:
    """One caller's call, or several in a row that one call back settles; `rule` as configured when it came."""

    id: int
    sim_id: int | None
    modem: str
    number: str
    at: Micros
    last_at: Micros
    rings: int
    rule: str
    state: CallState
    message_id: int | None
    settled_at: Micros | None
    settled_by: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Rung:
    """What became of one ringing: the `call` it belongs to; `fresh` when it is not the same call still ringing."""

    call: Call
    fresh: bool


def rang(store: Store, *, modem: str, sim_id: int | None, number: str, rule: str, now: Micros) -> Rung | None:
    """Write down that `number` rang; None when the modem's calls of this hour are too many to keep.

    A task for the same number is counted up, not doubled. Written without a flush unless somebody has to act.
    """
    with store.write(durable=rule != "log"):
        last = _last_of(store, number, "modem = ?", modem)
        # One call back settles what he wanted, whichever SIM he rang; where none is asked for, it is no matter of that.
        open_one = _last_of(store, number, "state = ?", CallState.OPEN) if rule == "callback" else None
        for known in (last, open_one):
            if known is not None and 0 <= now - known.last_at < ONE_CALL:
                return Rung(known, fresh=False)
        if open_one is not None:
            store.run("UPDATE calls SET last_at = ?, rings = rings + 1 WHERE id = ?", now, open_one.id)
            return Rung(_get(store, open_one.id), fresh=True)
        if _of_this_hour(store, modem, now) >= PER_HOUR:
            return None
        (call_id,) = store.reserve_ids("calls", 1)
        state = CallState.OPEN if rule == "callback" else CallState.LOGGED
        store.run(_INSERT, call_id, sim_id, modem, number, now, now, rule, int(state))
        events.append(store, events.CALL_REFUSED, now=now, modem=modem, number=number, rule=rule)
        return Rung(_get(store, call_id), fresh=True)


def answered(store: Store, call_id: int, message_id: int) -> None:
    """Message `message_id` was queued in answer to the call."""
    store.run("UPDATE calls SET state = ?, message_id = ? WHERE id = ?", int(CallState.ANSWERED), message_id, call_id)


def last_answer(store: Store, number: str) -> Micros | None:
    """When a call of `number` was last answered by SMS."""
    row = store.run("SELECT max(last_at) FROM calls WHERE number = ? AND message_id IS NOT NULL", number).fetchone()
    return None if row[0] is None else int(row[0])


def answers_since(store: Store, modem: str, since: Micros) -> int:
    """How many calls of `modem` were answered by SMS since then."""
    row = store.run(
        "SELECT count(*) FROM calls WHERE modem = ? AND last_at >= ? AND message_id IS NOT NULL", modem, since
    ).fetchone()
    return int(row[0])


def settle(store: Store, call_id: int, *, now: Micros, by_whom: str | None = None, note: str | None = None) -> bool:
    """Somebody called back, or need not. False when there is no such open call."""
    if not 0 < call_id < 1 << 63:
        return False
    with store.write():
        done = store.run(
            "UPDATE calls SET state = ?, settled_at = ?, settled_by = ?, note = ? WHERE id = ? AND state = ?",
            *(int(CallState.DONE), now, by_whom, note, call_id, int(CallState.OPEN)),
        ).rowcount
        if done:
            events.append(store, events.CALL_SETTLED, now=now, call_id=call_id, by_whom=by_whom)
    return bool(done)


def listed(store: Store, limit: int, before_id: int | None = None, *, open_only: bool = False) -> list[Call]:
    """The newest calls, older than id `before_id`; `open_only`: those somebody has to call back."""
    conditions, values = ["id < ?"], [before_id if before_id is not None else 1 << 62]
    if open_only:
        conditions.append("state = 0")
    rows = store.run(f"{_COLUMNS} WHERE {' AND '.join(conditions)} ORDER BY id DESC LIMIT ?", *values, limit)
    return [_call(row) for row in rows.fetchall()]


def number_of(store: Store, call_id: int) -> str | None:
    """Who rang, as the network wrote it; None when there is no such call."""
    row = store.run("SELECT number FROM calls WHERE id = ?", call_id).fetchone() if 0 < call_id < 1 << 63 else None
    return None if row is None else str(row[0])


def waiting(store: Store) -> int:
    """How many calls wait to be called back."""
    return int(store.run("SELECT count(*) FROM calls WHERE state = 0").fetchone()[0])


def prune(store: Store, now: Micros) -> int:
    """Forget what was settled half a year ago; how many."""
    with store.write(durable=False):
        return int(store.run("DELETE FROM calls WHERE state <> 0 AND last_at < ?", now - KEPT).rowcount)


def _last_of(store: Store, number: str, which: str, value: object) -> Call | None:
    row = store.run(f"{_COLUMNS} WHERE number = ? AND {which} ORDER BY id DESC LIMIT 1", number, value).fetchone()
    return _call(row) if row else None


def _of_this_hour(store: Store, modem: str, now: Micros) -> int:
    """Calls written down since an hour ago, looked for among the newest only."""
    row = store.run(
        "SELECT count(*) FROM (SELECT modem, at FROM calls ORDER BY id DESC LIMIT ?) AS newest "
        "WHERE modem = ? AND at >= ?",
        *(PER_HOUR * 32, modem, now - HOUR),
    ).fetchone()
    return int(row[0])


def _get(store: Store, call_id: int) -> Call:
    return _call(store.run(f"{_COLUMNS} WHERE id = ?", call_id).fetchone())


def _call(row: tuple) -> Call:
    fields = list(row)
    fields[8] = CallState(fields[8])
    return Call(*fields)
