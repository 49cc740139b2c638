"""Numbers behind which an automaton seems to answer: silenced for a day, unless somebody of the shop says otherwise.

Silence means that smsbox says nothing to it by itself; what it writes is kept, left to people, and STOP counts. Whoever
is written to by a person is taken for one again.
"""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.clock import DAY, MINUTE, Micros
from smsbox.i18n.marks import N_
from smsbox.store import Store
from smsbox.store.scanning import octets

LASTS: Micros = DAY

LOOK_BACK: Micros = 30 * MINUTE
"""What is older proves nothing: the answers of a day bound what is slower."""

FEWEST = 3
"""Without so many automatic answers there is no loop to look for."""

WHY = {
    "same": N_("It wrote the same {count} times within minutes, each time as an answer to an automatic one."),
    "quick": N_("It answered {count} times in a row, at length and faster than anybody types."),
    "many": N_("It wrote {count} messages within ten minutes, and each was answered automatically."),
}
"""What a number is silenced for."""

_COLUMNS = "SELECT number, why, count, at, until FROM silences"


@dataclass(frozen=True, slots=True)
class Silence:
    """`number` E.164 hears nothing automatic from `at` `until` then; `why` is a key of `WHY`, `count` its figure."""

    number: str
    why: str
    count: int
    at: Micros
    until: Micros


def begin(store: Store, number: str, why: str, count: int, now: Micros) -> None:
    """Silence a number from now on. Inside the caller's transaction."""
    store.run(
        "INSERT INTO silences (number, why, count, at, until) VALUES (?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE "
        "SET why = excluded.why, count = excluded.count, at = excluded.at, until = excluded.until, lifted_at = NULL, "
        "lifted_by = NULL",
        *(number, why, count, now, now + LASTS),
    )


def silent(store: Store, number: str, now: Micros) -> bool:
    """Whether nothing automatic may be said to `number`."""
    sql = "SELECT 1 FROM silences WHERE number = ? AND at <= ? AND until > ? AND lifted_at IS NULL"
    return store.run(sql, number, now, now).fetchone() is not None


def lifted_at(store: Store, number: str) -> Micros:
    """When somebody last said that a person is behind `number`: what was before is no evidence any more; 0: never."""
    row = store.run("SELECT lifted_at FROM silences WHERE number = ?", number).fetchone()
    return 0 if row is None or row[0] is None else int(row[0])


def lift(store: Store, number: str, by: str, now: Micros) -> bool:
    """Answer `number` again, from now on; False when it was not silent."""
    with store.write():
        done = store.run(
            "UPDATE silences SET lifted_at = ?, lifted_by = ? WHERE number = ? AND lifted_at IS NULL AND until > ?",
            *(now, by, number, now),
        )
    return bool(done.rowcount)


def end(store: Store, number: str, now: Micros) -> None:
    """End a silence by itself; what led to it stays evidence. Inside the caller's transaction."""
    store.run("UPDATE silences SET until = ? WHERE number = ? AND until > ?", now, number, now)


def of_number(store: Store, number: str, now: Micros) -> Silence | None:
    """Its silence, while that lasts."""
    rows = store.run(f"{_COLUMNS} WHERE number = ? AND until > ? AND lifted_at IS NULL", number, now).fetchall()
    return Silence(*rows[0]) if rows else None


def silences(store: Store, now: Micros, limit: int = 50) -> list[Silence]:
    """Those that last, the newest first."""
    sql = f"{_COLUMNS} WHERE until > ? AND lifted_at IS NULL ORDER BY until DESC LIMIT ?"
    return [Silence(*row) for row in store.run(sql, now, limit).fetchall()]


def last_words(store: Store, number: str) -> str:
    """The last it wrote; "" where that was erased."""
    sql = f"SELECT text FROM received WHERE sender{octets(store)} = ? ORDER BY id DESC LIMIT 1"  # noqa: S608 – constants
    row = store.run(sql, number).fetchone()
    return "" if row is None else str(row[0])
