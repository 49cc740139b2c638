"""The audit log: who changed what, written in the transaction of the change itself; rows are never altered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from smsbox.clock import DAY, SECOND, Micros
from smsbox.store import Store

CONSOLE = "console"
"""The role of whoever types commands on the box: the system has let him in, not we."""

PRUNED = "audit.pruned"
"""Old lines were removed; the subject is the number of the last of them, and the triggers of the table ask for it."""

_LONGEST_TEXT = 500
_MONTH = 30 * DAY


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: his name, the word of his role, and where from ("" on the box itself)."""

    name: str
    role: str
    address: str = ""


ITSELF = Actor("smsbox", CONSOLE)
"""What nobody does but the program."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. `what` is `area.verb`; `changes`: field → (before, after), without secrets."""

    id: int
    at: Micros
    who: str
    role: str
    address: str
    what: str
    subject: str
    changes: dict[str, tuple[Any, Any]]


def note(
    store: Store, actor: Actor, now: Micros, what: str, subject: str = "", changes: Mapping[str, Any] | None = None
) -> None:
    """One row, in the transaction that is open. `changes`: field → (before, after); equal pairs are left out."""
    told = {name: [_short(before), _short(after)] for name, (before, after) in (changes or {}).items()}
    kept = {name: pair for name, pair in told.items() if pair[0] != pair[1]}
    with store.write():
        store.run(
            "INSERT INTO audit (id, at, who, role, address, area, what, subject, changes) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(store.reserve_ids("audit", 1)[0], now, _short(actor.name), actor.role, actor.address),
            *(what.partition(".")[0], what, _short(subject), json.dumps(kept, ensure_ascii=False)),
        )


def entries(store: Store, *, limit: int, before_id: int | None = None, who: str = "", area: str = "") -> list[Entry]:
    """The newest first, before row `before_id`; only those of `who` and of `area`, where given."""
    wanted = [("id < ?", before_id), ("who = ?", who), ("area = ?", area)]
    asked = [(condition, value) for condition, value in wanted if value]
    where = f"WHERE {' AND '.join(condition for condition, _ in asked)} " if asked else ""
    rows = store.run(
        f"SELECT id, at, who, role, address, what, subject, changes FROM audit {where}"  # noqa: S608 – constants
        "ORDER BY id DESC LIMIT ?",
        *(*(value for _, value in asked), limit),
    )
    return [Entry(*(*row[:7], {name: tuple(pair) for name, pair in json.loads(row[7]).items()})) for row in rows]


def prune(store: Store, kept_s: int, now: Micros, *, most: int = 5000) -> int:
    """Remove lines older than `kept_s` seconds; how many. About once a month: not until the oldest is a month older
    still, for it leaves a line of its own, without which the database lets nothing go.
    """
    before = now - kept_s * SECOND
    with store.write():
        oldest = store.run("SELECT id, at FROM audit ORDER BY id LIMIT ?", most).fetchall()
        gone = [line for line, at in takewhile(lambda row: row[1] < before, oldest)]
        if not gone or oldest[0][1] >= before - _MONTH:
            return 0
        note(store, ITSELF, now, PRUNED, str(gone[-1]), {"lines": (len(gone), 0)})
        store.run("DELETE FROM audit WHERE id <= ?", gone[-1])
    return len(gone)


def everyone(store: Store) -> list[str]:
    """Who ever changed something; found by the index, a name at a time."""
    rows = store.run(
        "WITH RECURSIVE names (who) AS (SELECT min(who) FROM audit UNION ALL "
        "SELECT (SELECT min(audit.who) FROM audit WHERE audit.who > names.who) FROM names WHERE names.who IS NOT NULL) "
        "SELECT who FROM names WHERE who IS NOT NULL"
    )
    return [row[0] for row in rows.fetchall()]


def _short(value: Any) -> Any:
    """Texts end somewhere, and no octet that a database refuses is in them."""
    if not isinstance(value, str):
        return value
    clean = value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    return clean if len(clean) <= _LONGEST_TEXT else clean[: _LONGEST_TEXT - 1] + "…"
