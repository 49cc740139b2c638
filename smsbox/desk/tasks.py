"""What somebody of the shop has to do for a customer: taken by one, done or dropped once, never twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from smsbox.clock import Micros
from smsbox.i18n.marks import N_
from smsbox.i18n.named import Named
from smsbox.store import Store

MOST = 99
"""Tasks are counted up to here."""

_COLUMNS = (
    "SELECT id, kind, number, ref_id, title, due_at, state, taken_by, taken_at, ended_at, ended_by, note, made_at "
    "FROM tasks"
)
_INSERT = (
    "INSERT INTO tasks (id, kind, number, ref_id, title, due_at, turn_at, state, note, made_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, 0, '', ?)"
)
_AGAIN = "UPDATE tasks SET title = ?, due_at = ?, turn_at = COALESCE(?, made_at) WHERE id = ?"
_END = "UPDATE tasks SET state = ?, ended_at = ?, ended_by = ?, note = ? WHERE id = ? AND state IN (0, 1)"


class TaskState(Named):
    """OPEN: nobody has it. TAKEN: somebody is at it. DONE; DROPPED: it need not be done."""

    OPEN = 0, N_("Nobody has it")
    TAKEN = 1, N_("Taken")
    DONE = 2, N_("It is done")
    DROPPED = 3, N_("Not needed")


@dataclass(frozen=True, slots=True)
class Task:
    """`kind`: the word of who made it (`callback`, `order`, `appointment`, `application`, …), and `ref_id` what it
    means there; `title` in the shop's language, to be read as it is; `due_at`: when it should be done, where that
    matters.
    """

    id: int
    kind: str
    number: str
    ref_id: int | None
    title: str
    due_at: Micros | None
    state: TaskState
    taken_by: str | None
    taken_at: Micros | None
    ended_at: Micros | None
    ended_by: str | None
    note: str
    made_at: Micros

    @property
    def open(self) -> bool:
        """Whether something is left to do."""
        return self.state in (TaskState.OPEN, TaskState.TAKEN)

    def late(self, now: Micros) -> bool:
        """Whether it should have been done."""
        return self.open and self.due_at is not None and self.due_at <= now


def add(
    store: Store,
    kind: str,
    number: str,
    title: str,
    *,
    ref_id: int | None = None,
    due_at: Micros | None = None,
    now: Micros,
) -> int:
    """Somebody has to do this; its id. One matter (`kind` and `ref_id`) has one open task: told again, it is that one
    with its new title and time, whoever has taken it. Part of the open transaction, if there is one.
    """
    with store.write():
        known = _open_for(store, kind, ref_id)
        if known is not None:
            store.run(_AGAIN, title, due_at, due_at, known)
            return known
        (task_id,) = store.reserve_ids("tasks", 1)
        turn_at = now if due_at is None else due_at
        store.run(_INSERT, task_id, kind, number, ref_id, title, due_at, turn_at, now)
        return task_id


def settle_for(
    store: Store, kind: str, ref_id: int, now: Micros, by: str, *, note: str = "", dropped: bool = False
) -> bool:
    """What `ref_id` asked for is done, or (`dropped`) not wanted any more; False when no task of it was open."""
    with store.write():
        known = _open_for(store, kind, ref_id)
        return known is not None and end(store, known, now=now, by=by, note=note, dropped=dropped)


def take(store: Store, task_id: int, *, who: str, was: str | None = None, now: Micros) -> bool:
    """`who` does it, and nobody else: True for exactly one. `was`: who has it as far as the taker knows; a task that
    is somebody else's meanwhile stays his.
    """
    with store.write():
        held = "taken_by IS NULL" if was is None else "taken_by = ?"
        sql = f"UPDATE tasks SET state = 1, taken_by = ?, taken_at = ? WHERE id = ? AND state IN (0, 1) AND {held}"  # noqa: S608
        return bool(store.run(sql, who, now, task_id, *([] if was is None else [was])).rowcount)


def give_back(store: Store, task_id: int, *, who: str) -> bool:
    """`who` had taken it and leaves it to others."""
    with store.write():
        sql = "UPDATE tasks SET state = 0, taken_by = NULL, taken_at = NULL WHERE id = ? AND state = 1 AND taken_by = ?"
        return bool(store.run(sql, task_id, who).rowcount)


def end(store: Store, task_id: int, *, now: Micros, by: str, note: str = "", dropped: bool = False) -> bool:
    """It is done, or (`dropped`) need not be; False when it was ended before."""
    with store.write():
        state = TaskState.DROPPED if dropped else TaskState.DONE
        return bool(store.run(_END, int(state), now, by, note, task_id).rowcount)


def get(store: Store, task_id: int) -> Task | None:
    """One task."""
    if not 0 < task_id < 1 << 63:
        return None
    row = store.run(f"{_COLUMNS} WHERE id = ?", task_id).fetchone()
    return None if row is None else _task(row)


def to_do(
    store: Store, limit: int, *, kind: str = "", after: tuple[Micros, int] | None = None
) -> tuple[list[Task], tuple[Micros, int] | None]:
    """What is to be done, the most pressing first, and where the next page begins, if there is one."""
    where, values = ["state IN (0, 1)"], list[str | int]()
    if kind:
        where.append("kind = ?")
        values.append(kind)
    if after is not None:
        where.append("(turn_at > ? OR (turn_at = ? AND id > ?))")
        values += [after[0], after[0], after[1]]
    order = "ORDER BY turn_at, id LIMIT ?"
    rows = store.run(f"{_COLUMNS} WHERE {' AND '.join(where)} {order}", *values, limit + 1).fetchall()
    tasks = [_task(row) for row in rows[:limit]]
    last = tasks[-1] if len(rows) > limit else None
    return tasks, None if last is None else (last.made_at if last.due_at is None else last.due_at, last.id)


def ended(store: Store, limit: int, *, before: tuple[Micros, int] | None = None) -> list[Task]:
    """What was done or dropped, the last first."""
    where, values = "ended_at IS NOT NULL", tuple[int, ...]()
    if before is not None:
        where += " AND (ended_at < ? OR (ended_at = ? AND id < ?))"
        values = (before[0], *before)
    sql = f"{_COLUMNS} WHERE {where} ORDER BY ended_at DESC, id DESC LIMIT ?"
    return [_task(row) for row in store.run(sql, *values, limit).fetchall()]


def of_number(store: Store, number: str, limit: int = 50) -> list[Task]:
    """The tasks for one number, newest first."""
    return [
        _task(row)
        for row in store.run(f"{_COLUMNS} WHERE number = ? ORDER BY id DESC LIMIT ?", number, limit).fetchall()
    ]


def of_matters(store: Store, kind: str, ref_ids: Sequence[int]) -> dict[int, Task]:
    """The open tasks of these matters, by their `ref_id`."""
    if not ref_ids:
        return {}
    marks = ",".join("?" * len(ref_ids))
    rows = store.run(f"{_COLUMNS} WHERE kind = ? AND ref_id IN ({marks}) AND state IN (0, 1)", kind, *ref_ids)
    return {task.ref_id: task for task in map(_task, rows.fetchall()) if task.ref_id is not None}


def waiting(store: Store, kind: str = "") -> int:
    """How many are open or taken, counted up to one more than `MOST`."""
    where, values = ("state IN (0, 1) AND kind = ?", [kind]) if kind else ("state IN (0, 1)", [])
    sql = f"SELECT count(*) FROM (SELECT id FROM tasks WHERE {where} LIMIT ?) AS found"  # noqa: S608 – from above
    return int(store.run(sql, *values, MOST + 1).fetchone()[0])


def _open_for(store: Store, kind: str, ref_id: int | None) -> int | None:
    if ref_id is None:
        return None
    sql = "SELECT id FROM tasks WHERE kind = ? AND ref_id = ? AND state IN (0, 1) FOR UPDATE"
    row = store.run(sql, kind, ref_id).fetchone()
    return None if row is None else int(row[0])


def _task(row: Sequence[Any]) -> Task:
    fields = [*row[:6], TaskState(row[6]), *row[7:]]
    return Task(*fields)
