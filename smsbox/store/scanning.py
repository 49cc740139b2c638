"""Looking for rows of a long table in bounded steps: by an index where one answers, else so many rows at a time.

Everything is in the order of ids. A step says how far it looked, so that a page can say so too, and the next step goes
on there; however many rows a table has, a step costs the same.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from smsbox.clock import DAY, Micros
from smsbox.store.casing import containing
from smsbox.store.db import Store

PLAIN_REACH = 20_000
"""Rows looked at in one step when numbers are compared: 0.2 µs each. A step takes some milliseconds: whoever looks asks
between two of them whether his time is over.
"""
TEXT_REACH = 4_000
"""Rows looked at in one step when texts are: 1 µs each."""
_INDEX_REACH = 2_000
"""Rows fetched one by one that an index pointed to: 2 µs each."""
_FEW = 2_000
"""So many rows of a beginning of numbers are sorted at once; of a more frequent one the next is never far."""
_CHUNK = 400
_NEIGHBOURS = 32
_CLOCK_PLAY: Micros = DAY


@dataclass(slots=True)
class Search:
    """What is looked for in `table`. `ways`: conditions that an index answers in the order of ids, one after the other
    (none: the table itself); `given`: the ids are known already; `conditions`: what each row must fulfil beside.

    `low`, `high`: only ids from `low` to `high`. `reach`: rows of the table looked at in one step.
    """

    table: str
    ways: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    given: list[int] | None = None
    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    low: int = 1
    high: int = (1 << 62) - 1
    reach: int = field(default_factory=lambda: PLAIN_REACH)

    def also(self, condition: str, *values: Any) -> None:
        """One more condition."""
        self.conditions.append(condition)
        self.values.extend(values)


@dataclass(frozen=True, slots=True)
class Step:
    """What one step found: `ids` in the order asked for; `place`: the last id looked at; `over`: there is nothing
    behind it.
    """

    ids: list[int]
    place: int
    over: bool


def step(store: Store, search: Search, *, limit: int, before: int | None = None, after: int | None = None) -> Step:
    """Up to `limit` ids below `before`, newest first; with `after` those above it, oldest first."""
    rising = after is not None
    search = _towards(search, before, after)
    if search.low > search.high:
        return Step([], search.low if rising else search.high, over=True)
    if search.given is not None:
        return _through_given(store, search, limit, rising)
    low, high, over = _stretch(store, search, rising)
    ids = _ids(store, search, low, high, limit, rising)
    if len(ids) == limit:
        return Step(ids, ids[-1], over=False)
    return Step(ids, high if rising else low, over)


def number(store: Store, search: Search, *, most: int, before: int) -> tuple[int, bool]:
    """How many there are below `before`, counted up to `most` and as far as one step goes; whether these are all.

    SQLite counts them by itself: fetched, each row would be one more moment to wait for the other threads.
    """
    search = _towards(search, before, None)
    if search.low > search.high:
        return 0, True
    if search.given is not None:
        found = _through_given(store, search, most, rising=False)
        return len(found.ids), found.over
    low, high, over = _stretch(store, search, rising=False)
    counts = (
        store.run(f"SELECT count(*) FROM ({sql}) AS found", *values).fetchone()[0]  # noqa: S608 – names from code
        for sql, values in _selects(search, low, high, most, rising=False)
    )
    found_so_far = sum(counts)
    return min(found_so_far, most), over and found_so_far < most


def newest(store: Store, search: Search, limit: int, before: int | None = None) -> list[int]:
    """Up to `limit` ids below `before`, newest first; it looks until it has them, however far that is."""
    ids: list[int] = []
    while True:
        found = step(store, search, limit=limit - len(ids), before=before)
        ids += found.ids
        if found.over or len(ids) >= limit:
            return ids
        before = found.place


def every(store: Store, search: Search, *, after: int = 0) -> Iterator[Step]:
    """All of it, step by step, oldest first, each a short read of its own."""
    while True:
        found = step(store, search, limit=_CHUNK, after=after)
        yield found
        if found.over:
            return
        after = found.place


def _towards(search: Search, before: int | None, after: int | None) -> Search:
    """The same search, only behind `after`, else below `before`."""
    if after is not None:
        return replace(search, low=max(search.low, after + 1))
    return search if before is None else replace(search, high=min(search.high, before - 1))


def _stretch(store: Store, search: Search, rising: bool) -> tuple[int, int, bool]:
    """From which id to which one step looks, and whether that is all there is."""
    low, high = search.low, search.high
    if not search.ways:
        first, last = _ends(store, search.table)
        low, high = max(low, first or 1), min(high, last or 0)
        over = high - low < search.reach
        return (
            (low, min(high, low + search.reach - 1), over)
            if rising
            else (max(low, high - search.reach + 1), high, over)
        )
    if not search.conditions:
        return low, high, True
    order = "" if rising else " DESC"
    ends = (
        store.run(
            f"SELECT id FROM {search.table} WHERE {way} AND id >= ? AND id <= ? ORDER BY id{order} LIMIT 1 OFFSET ?",  # noqa: S608
            *(*values, low, high, _INDEX_REACH - 1),
        ).fetchone()
        for way, values in search.ways
    )
    places = [row[0] for row in ends if row is not None]
    if not places:
        return low, high, True
    return (low, min(places), False) if rising else (max(places), high, False)


def _ids(store: Store, search: Search, low: int, high: int, limit: int, rising: bool) -> list[int]:
    lists = [
        [row[0] for row in store.run(sql, *values).fetchall()]
        for sql, values in _selects(search, low, high, limit, rising)
    ]
    return lists[0] if len(lists) == 1 else list(islice(heapq.merge(*lists, reverse=not rising), limit))


def _selects(search: Search, low: int, high: int, limit: int, rising: bool) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """A statement for each way, or for the table itself, with its values.

    `IS TRUE` keeps the conditions beside the way from being taken for a way: it is the index that gives the order.
    """
    truth = " IS TRUE" if search.ways else ""
    where = "".join(f" AND (({each}){truth})" for each in search.conditions)
    order = "" if rising else " DESC"
    for way, values in search.ways or [("", ())]:
        begin = f"{way} AND " if way else ""
        yield (
            f"SELECT id FROM {search.table} WHERE {begin}id >= ? AND id <= ?{where} ORDER BY id{order} LIMIT ?",  # noqa: S608
            (*values, low, high, *search.values, limit),
        )


def _ends(store: Store, table: str) -> tuple[int | None, int | None]:
    """The first and the last id: asked for apart, for SQLite reads the whole table for both at once."""
    ends = "SELECT (SELECT min(id) FROM {0}), (SELECT max(id) FROM {0})".format(table)  # noqa: S608, UP032
    first, last = store.run(ends).fetchone()
    return first, last


def _through_given(store: Store, search: Search, limit: int, rising: bool) -> Step:
    """A step through ids that are known."""
    kept = sorted((each for each in search.given or () if search.low <= each <= search.high), reverse=not rising)
    candidates = kept[: _INDEX_REACH if search.conditions else limit]
    over = len(candidates) == len(kept)
    found: list[int] = []
    for start in range(0, len(candidates), _CHUNK):
        some = candidates[start : start + _CHUNK]
        fitting = _fitting(store, search, some)
        found += [each for each in some if each in fitting]
        if len(found) >= limit:
            del found[limit:]
            return Step(found, found[-1], over=over and found[-1] == candidates[-1])
    end = search.high if rising else search.low
    return Step(found, candidates[-1] if candidates and not over else end, over)


def _fitting(store: Store, search: Search, ids: Sequence[int]) -> set[int]:
    if not search.conditions:
        return set(ids)
    marks = ",".join("?" * len(ids))
    where = " AND ".join(f"({each})" for each in search.conditions)
    sql = f"SELECT id FROM {search.table} WHERE id IN ({marks}) AND {where}"  # noqa: S608 – names from code
    return {row[0] for row in store.run(sql, *ids, *search.values).fetchall()}


# ── ways into a table


def by_number(store: Store, search: Search, column: str, number: str) -> None:
    """Only rows of exactly this number; the way in, when there is none yet."""
    where = f"{column}{octets(store)} = ?"
    if search.ways or search.given is not None:
        search.also(where, number)
    else:
        search.ways = [(where, (number,))]


def by_beginnings(store: Store, search: Search, column: str, beginnings: Sequence[str]) -> None:
    """Only rows whose number begins as one of these; the way in when they are few."""
    compared = f"{column}{octets(store)}"
    ranges = " OR ".join([f"({compared} >= ? AND {compared} < ?)"] * len(beginnings))
    bounds = [bound for each in beginnings for bound in (each, each[:-1] + chr(ord(each[-1]) + 1))]
    if search.ways or search.given is not None:
        search.also(ranges, *bounds)
        return
    rows = store.run(f"SELECT id FROM {search.table} WHERE {ranges} LIMIT ?", *bounds, _FEW + 1).fetchall()  # noqa: S608
    if len(rows) <= _FEW:
        search.given = [row[0] for row in rows]
    else:
        search.also(ranges, *bounds)


def by_text(store: Store, search: Search, column: str, text: str) -> None:
    """Only rows that hold `text`, in whatever case."""
    search.also(*containing(store.dialect.name, column, text))
    search.reach = TEXT_REACH


def by_time(store: Store, search: Search, column: str, since: Micros | None, until: Micros | None) -> None:
    """Only rows of that time, from `since` to just before `until`.

    Ids grow with time but for steps of the clock: a day is looked at on both sides, and rows written while the clock
    was wrong for a while mislead neither bound, since of several neighbours the cautious one counts.
    """
    if since is not None:
        search.also(f"{column} >= ?", since)
        search.low = max(search.low, first_since(store, search.table, column, since - _CLOCK_PLAY))
    if until is not None:
        search.also(f"{column} < ?", until)
        after = first_since(store, search.table, column, until + _CLOCK_PLAY, generous=True)
        search.high = min(search.high, after - 1)


def first_since(store: Store, table: str, column: str, at: Micros, *, generous: bool = False) -> int:
    """The first id of `table` that is not older than `at`; one more than the last when all are.

    Where the clock was wrong it is rather too early; `generous`: rather too late.
    """
    first, last = _ends(store, table)
    if first is None or last is None:
        return 1
    pick, start, end = ("min", 0, _NEIGHBOURS) if generous else ("max", 1 - _NEIGHBOURS, 1)
    near = f"SELECT {pick}({column}) FROM {table} WHERE id >= ? AND id < ?"  # noqa: S608 – names from code
    low, high = first, last + 1
    while low < high:
        middle = (low + high) // 2
        found = store.run(near, middle + start, middle + end).fetchone()[0]
        if found is None:  # a hole left by rows that are gone: the next row decides
            found = store.run(
                f"SELECT {column} FROM {table} WHERE id >= ? ORDER BY id LIMIT 1",  # noqa: S608 – names from code
                middle,
            ).fetchone()[0]
        if found < at:
            low = middle + 1
        else:
            high = middle
    return int(low)


def octets(store: Store) -> str:
    """The collation under which numbers have their index, to be put behind the name of a column."""
    words = store.dialect.words["octets"]
    return f" {words}" if words else ""
