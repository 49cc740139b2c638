"""Lists of threads: which are open, mine, put off; page by page and counted by indexes, however many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from smsbox.clock import Micros
from smsbox.desk import threads
from smsbox.desk.thread import Thread, ThreadState
from smsbox.desk.threads import MOST
from smsbox.store import Store
from smsbox.store.scanning import octets

LISTS = ("open", "mine", "pending", "snoozed", "done", "all")
"""Their words in addresses; `mine` is what I have and is not done."""

_LATELY = 20_000
"""Threads that are looked through for how their numbers end."""

_ENDING = (
    "SELECT number FROM (SELECT number, last_at FROM threads ORDER BY last_at DESC LIMIT ?) AS lately "
    "WHERE number LIKE ? ORDER BY last_at DESC LIMIT ?"
)

_OF_STATE = {
    "open": ThreadState.OPEN,
    "pending": ThreadState.PENDING,
    "snoozed": ThreadState.SNOOZED,
    "done": ThreadState.DONE,
}

Place = tuple[Micros, str]
"""Where a page ends: its last thread's last moment and number."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, the last spoken first; `on`: where the next begins, None where none does."""

    threads: list[Thread]
    on: Place | None


def listed(
    store: Store, which: str, limit: int, *, who: str = "", before: Place | None = None, oldest: bool = False
) -> Listed:
    """A page of one of `LISTS`; with `oldest` those that have rested longest come first."""
    rows = [
        row
        for where, values in _parts(which, who)
        for row in _rows(store, "threads", "last_at", where, values, limit, before, oldest=oldest)
    ]
    return _page(store, sorted(rows, key=lambda row: (row[1], row[0]), reverse=not oldest), limit)


def labelled(store: Store, label: str, limit: int, *, before: Place | None = None) -> Listed:
    """Those that have a label, whatever their state, who got it last first."""
    rows = _rows(store, "thread_labels", "at", "label = ?", [label], limit, before)
    return _page(store, rows, limit)


def _rows(
    store: Store,
    table: str,
    column: str,
    where: str,
    values: list[Any],
    limit: int,
    before: Place | None,
    *,
    oldest: bool = False,
) -> list[tuple[str, Micros]]:
    on, way = (">", "ASC") if oldest else ("<", "DESC")
    if before is not None:
        where += f" AND ({column} {on} ? OR ({column} = ? AND number {on} ?))"
        values = [*values, before[0], *before]
    order = f"ORDER BY {column} {way}, number {way} LIMIT ?"
    sql = f"SELECT number, {column} FROM {table} WHERE {where} {order}"  # noqa: S608 – names from here
    return [(row[0], row[1]) for row in store.run(sql, *values, limit + 1).fetchall()]


def _page(store: Store, rows: list[tuple[str, Micros]], limit: int) -> Listed:
    shown = rows[:limit]
    found = {each.number: each for each in threads.of_numbers(store, [number for number, _ in shown])}
    on = (shown[-1][1], shown[-1][0]) if len(rows) > limit else None
    return Listed([found[number] for number, _ in shown if number in found], on)


def counts(store: Store, who: str) -> Mapping[str, int]:
    """How many stand in each list that people work through, counted up to one more than `MOST`."""
    return {
        which: min(sum(_count(store, *part) for part in _parts(which, who)), MOST + 1)
        for which in ("open", "mine", "pending", "snoozed")
    }


def unread(store: Store) -> int:
    """How many threads hold something that nobody has looked at."""
    return _count(store, "unread > 0", [])


def begun(store: Store, beginnings: Sequence[str], limit: int) -> list[str]:
    """Numbers with a thread that begin so."""
    found: list[str] = []
    compared = f"number{octets(store)}"
    for each in beginnings:
        sql = f"SELECT number FROM threads WHERE {compared} >= ? AND {compared} < ? LIMIT ?"  # noqa: S608
        bounds = (each, each[:-1] + chr(ord(each[-1]) + 1))
        found += [row[0] for row in store.run(sql, *bounds, limit).fetchall()]
    return found[:limit]


def ending(store: Store, digits: str, limit: int) -> list[str]:
    """Numbers that end so, of the threads that spoke last."""
    return [row[0] for row in store.run(_ENDING, _LATELY, f"%{digits}", limit).fetchall()]


def _parts(which: str, who: str) -> list[tuple[str, list[Any]]]:
    """The pieces of an index that make a list: conditions with their values."""
    if which == "mine":
        return [("assigned_to = ? AND state = ?", [who, state]) for state in range(ThreadState.DONE)]
    if which in _OF_STATE:
        return [("state = ?", [int(_OF_STATE[which])])]
    return [("last_at >= 0", [])]


def _count(store: Store, where: str, values: list[Any]) -> int:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM threads WHERE {where} LIMIT ?) AS found"  # noqa: S608 – from above
    return int(store.run(sql, *values, MOST + 1).fetchone()[0])
