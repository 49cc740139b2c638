"""Threads as they change: a message comes, somebody takes it, puts it off, ends it; each change once, in one row.

Every change locks the row of its number first, so of two people who press at once one comes first, and the other is
told. What waits in a thread and `received.settled_at` of its messages are changed together, here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from smsbox import events
from smsbox.clock import Micros
from smsbox.desk.thread import Thread, ThreadState, none_yet, ways
from smsbox.store import Store
from smsbox.store.scanning import octets

MOST = 999
"""Threads are counted up to here."""

_COLUMNS = "SELECT number, state, assigned_to, until, version, waiting_since, waiting_id, unread, last_at FROM threads"
_WAITED_BEFORE = "excluded.waiting_id IS NULL OR threads.waiting_id < excluded.waiting_id"
"""Messages may come out of order: one with gaps is shown a day later, and is older than what came meanwhile."""
_HEARD = (
    "INSERT INTO threads (number, state, version, waiting_since, waiting_id, unread, last_at) "  # noqa: S608 – from above
    "VALUES (?, ?, 1, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET version = threads.version + 1, "
    "state = CASE WHEN excluded.unread > 0 THEN 0 ELSE threads.state END, "
    "until = CASE WHEN excluded.unread > 0 THEN NULL ELSE threads.until END, "
    f"waiting_since = CASE WHEN {_WAITED_BEFORE} THEN threads.waiting_since ELSE excluded.waiting_since END, "
    f"waiting_id = CASE WHEN {_WAITED_BEFORE} THEN threads.waiting_id ELSE excluded.waiting_id END, "
    "unread = threads.unread + excluded.unread, "
    "last_at = CASE WHEN excluded.last_at > threads.last_at THEN excluded.last_at ELSE threads.last_at END"
)
_NEW = (
    "INSERT INTO threads (number, state, version, unread, last_at) VALUES (?, ?, 0, 0, ?) "
    "ON CONFLICT (number) DO NOTHING"
)
_LEFT_OVER = (
    "SELECT id FROM received WHERE sender{} = ? AND id >= ? AND settled_at IS NULL AND routed_at IS NOT NULL "
    "AND state > 0 ORDER BY id"
)


def get(store: Store, number: str) -> Thread:
    """The thread of a number; an empty one where nobody has talked yet."""
    row = store.run(f"{_COLUMNS} WHERE number = ?", number).fetchone()
    return none_yet(number) if row is None else _thread(row)


def of_numbers(store: Store, numbers: Iterable[str]) -> list[Thread]:
    """The threads these numbers have, the last spoken first."""
    wanted = list(dict.fromkeys(numbers))
    if not wanted:
        return []
    marks = ",".join("?" * len(wanted))
    rows = store.run(f"{_COLUMNS} WHERE number IN ({marks}) ORDER BY last_at DESC, number DESC", *wanted)
    return [_thread(row) for row in rows.fetchall()]


def heard(store: Store, number: str, message_id: int, at: Micros, *, for_people: bool) -> None:
    """A message came from a number; `for_people`: somebody has to read it, so that its thread is open again.

    Part of the transaction that routes the message.
    """
    state, unread = (ThreadState.OPEN, 1) if for_people else (ThreadState.DONE, 0)
    waits = (at, message_id) if for_people else (None, None)
    store.run(_HEARD, number, int(state), *waits, unread, at)


def assign(store: Store, number: str, who: str | None, *, was: str | None, by: str, now: Micros) -> tuple[bool, Thread]:
    """Have `who` answer (None: anybody). `was`: who has it as far as `by` knows; if it is somebody else's meanwhile,
    nothing changes. Whether it did, and the thread as it is now, which says who has it.
    """
    with store.write():
        known = held(store, number, now)
        if known.assigned_to != was:
            return known.assigned_to == who, known
        if who != was:
            change(store, number, assigned_to=who)
            log(store, number, "assigned" if who else "left", who or "", who=by, now=now)
        return True, get(store, number)


def read(store: Store, number: str) -> None:
    """Somebody has it before his eyes. Written only where something was unread."""
    if get(store, number).unread:
        with store.write(durable=False):
            store.run("UPDATE threads SET unread = 0, version = version + 1 WHERE number = ? AND unread > 0", number)


def unread(store: Store, number: str, *, by: str, now: Micros) -> bool:
    """It is to look new again, for oneself (`by`) later or for others. False when it did."""
    with store.write():
        if held(store, number, now).unread:
            return False
        change(store, number, unread=1)
        return True


def put_off(store: Store, number: str, until: Micros, *, by: str, now: Micros) -> None:
    """It comes back at `until`, or sooner when the customer writes."""
    with store.write():
        held(store, number, now)
        change(store, number, state=int(ThreadState.SNOOZED), until=until, unread=0)
        log(store, number, "snoozed", str(until), who=by, now=now)


def end(store: Store, number: str, *, by: str, now: Micros) -> bool:
    """Nothing is left to do: what waited is settled. False when it was done before."""
    with store.write():
        known = held(store, number, now)
        if known.state is ThreadState.DONE and known.waiting_since is None:
            return False
        settle(store, known, now)
        change(store, number, state=int(ThreadState.DONE), until=None, unread=0)
        log(store, number, "done", "", who=by, now=now)
        return True


def reopen(store: Store, number: str, *, by: str, now: Micros) -> bool:
    """Something is left to do after all. False when it was open."""
    with store.write():
        if held(store, number, now).state is ThreadState.OPEN:
            return False
        change(store, number, state=int(ThreadState.OPEN), until=None)
        log(store, number, "reopened", "", who=by, now=now)
        return True


def answered(store: Store, number: str, *, by: str, now: Micros, done: bool = False) -> None:
    """A person has written to him: what waited is settled, the next word is his, and who has no one to answer him has
    `by` from now on. Part of the transaction that queues the answer.
    """
    known = held(store, number, now)
    settle(store, known, now)
    state = ThreadState.DONE if done else ThreadState.PENDING
    change(store, number, state=int(state), until=None, unread=0, last_at=max(now, known.last_at))
    if known.assigned_to is None and by:
        change(store, number, assigned_to=by)
    if done:
        log(store, number, "done", "", who=by, now=now)


def settle(store: Store, known: Thread, now: Micros) -> None:
    """Everything that waits in a thread is dealt with, message by message. Inside a transaction that holds its row."""
    if known.waiting_id is None:
        return
    left_over = _LEFT_OVER.format(octets(store))
    for way in ways(known.number):
        for (message_id,) in store.run(left_over, way, known.waiting_id).fetchall():
            store.run("UPDATE received SET settled_at = ? WHERE id = ?", now, message_id)
            events.append(store, events.SETTLED, now=now, message_id=message_id)
    change(store, known.number, waiting_since=None, waiting_id=None)


def wake_due(store: Store, now: Micros, most: int = 200) -> int:
    """Tick: what was put off until now is open again, looks new and stands at the top; how many."""
    sql = "SELECT number FROM threads WHERE until IS NOT NULL AND until <= ? ORDER BY until LIMIT ?"
    due = [row[0] for row in store.run(sql, now, most).fetchall()]
    if not due:
        return 0
    with store.write(durable=False):
        for number in due:
            known = held(store, number, now)
            if known.until is not None and known.until <= now:
                come_back(store, known, now)
                log(store, number, "woken", "", who="", now=now)
    return len(due)


def come_back(store: Store, known: Thread, now: Micros) -> None:
    """Have people look at it again, before what is older than this moment."""
    unread, last_at = max(known.unread, 1), max(now, known.last_at)
    change(store, known.number, state=int(ThreadState.OPEN), until=None, unread=unread, last_at=last_at)


def log(store: Store, number: str, kind: str, text: str, *, who: str, now: Micros) -> None:
    """Write down what somebody did with a thread, for those who read it later."""
    (row_id,) = store.reserve_ids("thread_notes", 1)
    sql = "INSERT INTO thread_notes (id, number, at, who, kind, text) VALUES (?, ?, ?, ?, ?, ?)"
    store.run(sql, row_id, number, now, who, kind, text)


def hold(store: Store, number: str) -> None:
    """Keep everybody else from changing the thread, if there is one, until the open transaction has ended."""
    store.run("SELECT number FROM threads WHERE number = ? FOR UPDATE", number).fetchone()


def held(store: Store, number: str, now: Micros) -> Thread:
    """The thread, its row made where there was none, and nobody else's until this transaction ends."""
    store.run(_NEW, number, int(ThreadState.DONE), now)
    return _thread(store.run(f"{_COLUMNS} WHERE number = ? FOR UPDATE", number).fetchone())


def change(store: Store, number: str, **values: Any) -> None:
    """Write these columns of a thread that is `held`."""
    columns = ", ".join(f"{name} = ?" for name in values)
    sql = f"UPDATE threads SET version = version + 1, {columns} WHERE number = ?"  # noqa: S608 – names from above
    store.run(sql, *values.values(), number)


def _thread(row: Sequence[Any]) -> Thread:
    fields = [row[0], ThreadState(row[1]), *row[2:]]
    return Thread(*fields)
