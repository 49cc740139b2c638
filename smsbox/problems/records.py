"""The rows of problems: those of one box, one open row for each key and subject, kept for thirty days after the end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from smsbox.clock import DAY, Micros
from smsbox.i18n.phrases import kept
from smsbox.problems.problem import Case, Problem, Severity
from smsbox.store import Store

KEPT: Micros = 30 * DAY
SNOOZE: Micros = DAY

_COLUMNS = "SELECT id, key, subject, severity, facts, opened_at, seen_at, closed_at, snoozed_until FROM problems"
_OPEN = "box = ? AND closed_at IS NULL"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many open problems and warnings nobody has put off (`count`), the worst of them, and how many are put off."""

    count: int = 0
    worst: Severity | None = None
    snoozed: int = 0


def tally(cases: Iterable[Case], now: Micros) -> Tally:
    """The count for the badge, of what is open. Notes mend themselves and are not counted."""
    grave = [each for each in cases if each.problem.severity > Severity.NOTE]
    awake = [each.problem.severity for each in grave if not each.snoozed(now)]
    return Tally(len(awake), max(awake, default=None), len(grave) - len(awake))


def open_now(store: Store, box: str) -> list[Case]:
    """All open ones, the worst first, then the newest."""
    rows = store.run(f"{_COLUMNS} WHERE {_OPEN} ORDER BY severity DESC, opened_at DESC, id DESC", box)
    return _cases(rows.fetchall())


def closed_since(store: Store, box: str, since: Micros, limit: int) -> list[Case]:
    """Up to `limit` that ended after `since`, the last one first."""
    rows = store.run(f"{_COLUMNS} WHERE box = ? AND closed_at > ? ORDER BY closed_at DESC LIMIT ?", box, since, limit)
    return _cases(rows.fetchall())


def case(store: Store, box: str, case_id: int) -> Case | None:
    """One row."""
    found = _cases(store.run(f"{_COLUMNS} WHERE id = ? AND box = ?", case_id, box).fetchall())
    return found[0] if found else None


def snooze(store: Store, box: str, case_id: int, until: Micros) -> bool:
    """Remind nobody of it before `until`; False when it is not open."""
    return _put_off(store, box, case_id, until)


def wake(store: Store, box: str, case_id: int) -> bool:
    """Remind people again; False when it is not open."""
    return _put_off(store, box, case_id, None)


def prune(store: Store, now: Micros) -> int:
    """Forget what ended thirty days ago; how many."""
    with store.write(durable=False):
        return int(store.run("DELETE FROM problems WHERE closed_at < ?", now - KEPT).rowcount)


# ── for the review, inside its transaction


def begin(store: Store, box: str, problem: Problem, now: Micros) -> None:
    """A new row."""
    store.run(
        "INSERT INTO problems (id, box, key, subject, severity, facts, opened_at, seen_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        *(store.reserve_ids("problems", 1)[0], box, problem.key, problem.subject),
        *(int(problem.severity), plain(problem), now, now),
    )


def resume(store: Store, box: str, problem: Problem, since: Micros, now: Micros) -> bool:
    """Open the last row of the same name again if it ended after `since`; whether there was one."""
    row = store.run(
        "SELECT id FROM problems WHERE box = ? AND closed_at > ? AND key = ? AND subject = ? "
        "ORDER BY closed_at DESC LIMIT 1",
        *(box, since, problem.key, problem.subject),
    ).fetchone()
    if row is None:
        return False
    store.run("UPDATE problems SET closed_at = NULL WHERE id = ?", row[0])
    see(store, row[0], problem, now)
    return True


def see(store: Store, case_id: int, problem: Problem, now: Micros) -> None:
    """It is still there, as `problem`; one that became worse is put off no longer."""
    store.run(
        "UPDATE problems SET snoozed_until = CASE WHEN severity < ? THEN NULL ELSE snoozed_until END, "
        "severity = ?, facts = ?, seen_at = ? WHERE id = ?",
        *(int(problem.severity), int(problem.severity), plain(problem), now, case_id),
    )


def end(store: Store, case_id: int, now: Micros) -> None:
    """It is over."""
    store.run("UPDATE problems SET closed_at = ?, snoozed_until = NULL WHERE id = ?", now, case_id)


def plain(problem: Problem) -> str:
    """Its facts as JSON, phrases as phrases; what is none becomes text."""
    return json.dumps(kept(problem.facts), ensure_ascii=False, sort_keys=True, default=str)


def _put_off(store: Store, box: str, case_id: int, until: Micros | None) -> bool:
    with store.write():
        done = store.run(
            f"UPDATE problems SET snoozed_until = ? WHERE id = ? AND {_OPEN}",  # noqa: S608 – a constant
            *(until, case_id, box),
        )
    return bool(done.rowcount)


def _cases(rows: Sequence[Sequence[Any]]) -> list[Case]:
    return [
        Case(row[0], Problem(row[1], row[2], Severity(row[3]), json.loads(row[4])), row[5], row[6], row[7], row[8])
        for row in rows
    ]
