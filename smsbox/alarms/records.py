"""The rows of alarms: matters of one box, how each way to people stands, and the log of what was told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from smsbox.alarms.matters import Heard, Matter
from smsbox.clock import DAY, Micros
from smsbox.problems import Problem, Severity
from smsbox.problems.records import plain
from smsbox.store import Store

KEPT: Micros = 90 * DAY
"""How long the log and what is forgotten are kept."""


@dataclass(frozen=True, slots=True)
class Way:
    """How one way stands: `failures` in a row, not tried before `next_at`; `error`: key and facts of the last."""

    failures: int = 0
    next_at: Micros = 0
    tried_at: Micros | None = None
    reached_at: Micros | None = None
    error: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log: at that moment this was told this way, or could not be told (`error`)."""

    at: Micros
    channel: str
    kind: str
    content: Mapping[str, Any]
    error: Mapping[str, Any] | None


def matters(store: Store, box: str) -> list[Matter]:
    """All that are not forgotten."""
    rows = store.run(
        "SELECT id, key, subject, severity, facts, opened_at, gone_at, turns, heard FROM alarms "
        "WHERE box = ? AND ended_at IS NULL ORDER BY id",
        box,
    ).fetchall()
    return [
        Matter(
            Problem(row[1], row[2], Severity(row[3]), json.loads(row[4])),
            *(row[5], row[6], row[7]),
            heard={way: Heard(*found) for way, found in json.loads(row[8]).items()},
            id=row[0],
        )
        for row in rows
    ]


def keep(store: Store, box: str, before: Iterable[Matter], after: Iterable[Matter], now: Micros) -> list[Matter]:
    """Write down what has changed; `after` with the ids of the new. Raises StoreTrouble: then nothing was written."""
    old = {matter.id: matter for matter in before if matter.id}
    new = list(after)
    changed = [matter for matter in new if not matter.id or _row(matter) != _row(old.get(matter.id))]
    ended = old.keys() - {matter.id for matter in new}
    if not changed and not ended:
        return new
    ids: dict[tuple[str, str], int] = {}
    heard = any(not matter.id or matter.heard != old[matter.id].heard for matter in changed)
    with store.write(durable=heard):  # facts that move all the time are worth no flush
        for each in ended:
            store.run("UPDATE alarms SET ended_at = ? WHERE id = ?", now, each)
        for matter in changed:
            ids[matter.problem.name] = matter.id or _begin(store, box, matter)
            store.run(
                "UPDATE alarms SET severity = ?, facts = ?, opened_at = ?, gone_at = ?, turns = ?, heard = ? "
                "WHERE id = ?",
                *(*_row(matter), ids[matter.problem.name]),
            )
    return [replace(matter, id=ids.get(matter.problem.name, matter.id)) for matter in new]


def _begin(store: Store, box: str, matter: Matter) -> int:
    """A new row, or the one of that name that is open already."""
    name = matter.problem.name
    found = store.run(
        "SELECT id FROM alarms WHERE box = ? AND key = ? AND subject = ? AND ended_at IS NULL", *(box, *name)
    ).fetchone()
    if found is not None:
        return int(found[0])
    (fresh,) = store.reserve_ids("alarms", 1)
    store.run(
        "INSERT INTO alarms (id, box, key, subject, severity, facts, opened_at, turns, heard) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, 1, '{}')",
        *(fresh, box, *name, int(matter.problem.severity), plain(matter.problem), matter.opened_at),
    )
    return fresh


def _row(matter: Matter | None) -> tuple[Any, ...]:
    if matter is None:
        return ()
    heard = {way: [found.at, found.over] for way, found in sorted(matter.heard.items())}
    told = json.dumps(heard) if matter.heard else "{}"
    severity = int(matter.problem.severity)
    return severity, plain(matter.problem), matter.opened_at, matter.gone_at, matter.turns, told


def ways(store: Store, box: str) -> dict[str, Way]:
    """How each way stands that was ever tried."""
    rows = store.run(
        "SELECT channel, failures, next_at, tried_at, reached_at, error FROM alarm_channels WHERE box = ?", box
    ).fetchall()
    return {row[0]: Way(row[1], row[2], row[3], row[4], json.loads(row[5]) if row[5] else None) for row in rows}


def stands(store: Store, box: str, channel: str, way: Way) -> None:
    """Write down how a way stands."""
    error = json.dumps(way.error, ensure_ascii=False) if way.error else None
    with store.write():
        store.run(
            "INSERT INTO alarm_channels (box, channel, failures, next_at, tried_at, reached_at, error) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (box, channel) DO UPDATE SET failures = excluded.failures, "
            "next_at = excluded.next_at, tried_at = excluded.tried_at, reached_at = excluded.reached_at, "
            "error = excluded.error",
            *(box, channel, way.failures, way.next_at, way.tried_at, way.reached_at, error),
        )


def note(store: Store, box: str, line: Line) -> None:
    """One line more in the log."""
    with store.write():
        (fresh,) = store.reserve_ids("alarm_log", 1)
        store.run(
            "INSERT INTO alarm_log (id, box, at, channel, kind, content, error) VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(fresh, box, line.at, line.channel, line.kind, json.dumps(line.content, ensure_ascii=False)),
            json.dumps(line.error, ensure_ascii=False) if line.error else None,
        )


def log(store: Store, box: str, most: int = 50) -> list[Line]:
    """The last lines, the newest first."""
    rows = store.run(
        "SELECT at, channel, kind, content, error FROM alarm_log WHERE box = ? ORDER BY id DESC LIMIT ?", box, most
    ).fetchall()
    return [Line(row[0], row[1], row[2], json.loads(row[3]), json.loads(row[4]) if row[4] else None) for row in rows]


def prune(store: Store, now: Micros) -> None:
    """Forget what is ninety days old."""
    with store.write(durable=False):
        store.run("DELETE FROM alarm_log WHERE at < ?", now - KEPT)
        store.run("DELETE FROM alarms WHERE ended_at < ?", now - KEPT)
        store.run("DELETE FROM sim_probes WHERE made_at < ?", now - KEPT)
