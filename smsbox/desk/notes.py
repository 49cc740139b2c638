"""Notes in a thread, which the customer never sees, and what colleagues did with it."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.desk import threads
from smsbox.store import Store
from smsbox.store.casing import containing

NOTE = ""
"""The kind of what somebody wrote; other kinds are deeds: assigned, left, snoozed, woken, missed, done,
reopened."""

LONGEST = 4_000
_LATELY = 2_000
_AGES: Micros = 1 << 62
_HOLDING = (
    "SELECT DISTINCT number FROM (SELECT number, kind, text FROM thread_notes ORDER BY id DESC LIMIT ?) AS newest "
    "WHERE kind = '' AND {} LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Note:
    """`text`: the note itself, or whom and until when a deed is about."""

    id: int
    at: Micros
    who: str
    kind: str
    text: str


def add(store: Store, number: str, text: str, *, who: str, now: Micros) -> None:
    """Write a note into a thread."""
    with store.write():
        threads.held(store, number, now)
        threads.log(store, number, NOTE, text[:LONGEST], who=who, now=now)
        store.run("UPDATE threads SET version = version + 1 WHERE number = ?", number)


def holding(store: Store, text: str, limit: int) -> list[str]:
    """The numbers of threads whose notes hold `text`, in whatever case; of the newest notes only."""
    condition, value = containing(store.dialect.name, "text", text)
    return [row[0] for row in store.run(_HOLDING.format(condition), _LATELY, value, limit).fetchall()]


def of_number(store: Store, number: str, limit: int, until: Micros = _AGES) -> list[Note]:
    """The newest of one thread that are not younger than `until`, the last first."""
    sql = "SELECT id, at, who, kind, text FROM thread_notes WHERE number = ? AND at <= ? ORDER BY id DESC LIMIT ?"
    return [Note(*row) for row in store.run(sql, number, until, limit).fetchall()]
