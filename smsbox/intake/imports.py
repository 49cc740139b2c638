"""Imports as rows: what was uploaded, how far it is, what came of it; each stage is entered in one place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from smsbox.clock import DAY, Micros
from smsbox.i18n.phrases import kept
from smsbox.intake import looking
from smsbox.intake import plan as plans
from smsbox.intake.looking import Look
from smsbox.intake.plan import Plan
from smsbox.store import Store

UNDO_FOR: Micros = 30 * DAY
"""How long an import can be undone; the values that were there before are kept no longer."""

_COLUMNS = (
    "id, name, made_at, by_whom, home, plan, looked, found, state, total, place, added, changed, same, bad, agreed, "
    "stayed, undone, problem, ended_at"
)
_INSERT = (
    "INSERT INTO imports (id, name, made_at, by_whom, home, plan, looked, found, state, total, place, added, changed, "
    "same, bad, agreed, stayed, undone) VALUES (?, ?, ?, ?, ?, ?, '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)"
)
_SELECT = f"SELECT {_COLUMNS} FROM imports"  # noqa: S608 – constants


class Stage(IntEnum):
    """Where an import stands; numbers are in the database and in its partial index."""

    DRAFT = 0
    """A person says what the columns mean."""
    COUNTING = 1
    ASKED = 2
    """Counted; a person decides."""
    RUNNING = 3
    DONE = 4
    STOPPED = 5
    UNDOING = 6
    UNDONE = 7
    FAILED = 8


@dataclass(frozen=True, slots=True)
class Import:
    """One import. `total` rows, of which `added`, `changed`, `same`, `bad` were done; `agreed`: consents recorded,
    `stayed`: people who have left or said no and stay so; `found`: the counts of the dry run; `undone`: rows put back.
    """

    id: int
    name: str
    made_at: Micros
    by_whom: str
    home: str
    plan: Plan
    looked: str
    found: Mapping[str, Any]
    stage: Stage
    total: int
    place: int
    added: int
    changed: int
    same: int
    bad: int
    agreed: int
    stayed: int
    undone: int
    problem: Mapping[str, Any] | None
    ended_at: Micros | None

    @property
    def open(self) -> bool:
        """Whether there is work to do on it."""
        return self.stage in (Stage.COUNTING, Stage.RUNNING, Stage.UNDOING)

    @property
    def done(self) -> int:
        """Rows that were done."""
        return self.added + self.changed + self.same + self.bad

    @property
    def share(self) -> float:
        """How far it is, 0..1."""
        if self.stage is Stage.UNDOING:
            return min(self.undone / max(self.added + self.changed, 1), 1.0)
        return min((self.done if self.stage is Stage.RUNNING else self.place) / max(self.total, 1), 1.0)

    @property
    def look(self) -> Look:
        """How the file looks; only while it is a draft."""
        return looking.from_json(self.looked)

    def undoable(self, now: Micros) -> bool:
        """Whether it can be put back."""
        ended = self.ended_at
        worked = self.stage in (Stage.DONE, Stage.STOPPED) or (self.stage is Stage.FAILED and self.done > 0)
        return worked and (self.added + self.changed + self.agreed > 0) and ended is not None and now < ended + UNDO_FOR


def insert(store: Store, name: str, plan: Plan, *, home: str, by: str, now: Micros) -> int:
    """A draft more."""
    with store.write():
        (import_id,) = store.reserve_ids("imports", 1)
        store.run(_INSERT, import_id, name[:200], now, by, home, plan.as_json())
    return import_id


def get(store: Store, import_id: int) -> Import | None:
    """One import."""
    row = store.run(f"{_SELECT} WHERE id = ?", import_id).fetchone()
    return _read(row) if row else None


def locked(store: Store, import_id: int) -> Import | None:
    """The same, inside a transaction that is going to change it."""
    row = store.run(f"{_SELECT} WHERE id = ? FOR UPDATE", import_id).fetchone()
    return _read(row) if row else None


def newest(store: Store, limit: int = 20) -> list[Import]:
    """The last imports, newest first."""
    return [_read(row) for row in store.run(f"{_SELECT} ORDER BY id DESC LIMIT ?", limit).fetchall()]


def unfinished(store: Store, home: str) -> list[Import]:
    """What this box has to work on, oldest first."""
    sql = f"{_SELECT} WHERE state IN (1, 3, 6) AND home = ? ORDER BY id"
    return [_read(row) for row in store.run(sql, home).fetchall()]


def waiting(store: Store) -> list[Import]:
    """What was handed in and is not agreed to yet."""
    return [_read(row) for row in store.run(f"{_SELECT} WHERE state IN (0, 1, 2) ORDER BY id").fetchall()]


def drop(store: Store, import_id: int) -> None:
    """Forget an import and what it kept for being undone."""
    with store.write():
        store.run("DELETE FROM import_rows WHERE import_id = ?", import_id)
        store.run("DELETE FROM imports WHERE id = ?", import_id)


def planned(store: Store, import_id: int, plan: Plan, look: Look) -> bool:
    """A draft is to be done so. False when it is none any more."""
    with store.write():
        sql = "UPDATE imports SET plan = ?, looked = ? WHERE id = ? AND state = 0"
        return bool(store.run(sql, plan.as_json(), look.as_json(), import_id).rowcount)


def enter(store: Store, import_id: int, stage: Stage, among: tuple[Stage, ...], **columns: Any) -> bool:
    """Bring an import from one of the stages `among` to `stage`, with `columns` set. False when it stands elsewhere."""
    told = {name: json.dumps(kept(value)) if isinstance(value, Mapping) else value for name, value in columns.items()}
    names = "".join(f", {name} = ?" for name in told)
    marks = ",".join(str(int(each)) for each in among)
    with store.write():
        sql = f"UPDATE imports SET state = ?{names} WHERE id = ? AND state IN ({marks})"  # noqa: S608 – names from code
        return bool(store.run(sql, int(stage), *told.values(), import_id).rowcount)


def counted_so_far(store: Store, import_id: int, rows: int, total: int) -> None:
    """How far a dry run is."""
    with store.write(durable=False):
        store.run("UPDATE imports SET place = ?, total = ? WHERE id = ? AND state = 1", rows, total, import_id)


def _read(row: tuple[Any, ...]) -> Import:
    values = (
        *row[:5],
        plans.from_json(row[5]),
        row[6],
        json.loads(row[7]) if row[7] else {},
        Stage(row[8]),
        *row[9:18],
        json.loads(row[18]) if row[18] else None,
        row[19],
    )
    return Import(*values)
