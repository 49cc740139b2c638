"""Looking for rows of a long table in bounded steps: by an index where one answers, else so many rows at a time.

Everything is in the order of ids. A step says how far it looked, so that a page can say so too, and the next step goes
on there; however many rows a table has, a step costs the same.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from smsbox.clock import DAY, Micros
from smsbox.store.db import Store

PLAIN_REACH = 60_000
"""Rows looked at in one step when numbers are compared: 0.2 µs each."""
TEXT_REACH = 20_000
"""Rows looked at in one step when texts are: 1 µs each."""
_INDEX_REACH = 4_000
"""Rows fetched one by one that an index pointed to."""
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
    if rising:
        search = _narrowed(search, low=max(search.low, (after or 0) + 1))
    elif before is not None:
        search = _narrowed(search, high=min(search.high, before - 1))
    if search.low > search.high:
        return Step([], search.low if rising else search.high, over=True)
    if search.given is None and not search.ways:
        return _through_table(store, search, limit, rising)
    return _by_index(store, search, limit, rising)


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


def _narrowed(search: Search, *, low: int | None = None, high: int | None = None) -> Search:
    return Search(
        search.table,
        search.ways,
        search.given,
        search.conditions,
        search.values,
        search.low if low is None else low,
        search.high if high is None else high,
        search.reach,
    )


def _through_table(store: Store, search: Search, limit: int, rising: bool) -> Step:
    first, last = _ends(store, search.table)
    low, high = max(search.low, first or 1), min(search.high, last or 0)
    if low > high:
        return Step([], low if rising else high, over=True)
    over = high - low < search.reach
    if rising:
        high = min(high, low + search.reach - 1)
    else:
        low = max(low, high - search.reach + 1)
    where = "".join(f" AND ({each})" for each in search.conditions)
    order = "" if rising else " DESC"
    rows = store.run(
        f"SELECT id FROM {search.table} WHERE id >= ? AND id <= ?{where} ORDER BY id{order} LIMIT ?",  # noqa: S608
        *(low, high, *search.values, limit),
    ).fetchall()
    ids = [row[0] for row in rows]
    if len(ids) == limit:
        return Step(ids, ids[-1], over=False)
    return Step(ids, high if rising else low, over)


def _ends(store: Store, table: str) -> tuple[int | None, int | None]:
    """The first and the last id: asked for apart, for SQLite reads the whole table for both at once."""
    ends = "SELECT (SELECT min(id) FROM {0}), (SELECT max(id) FROM {0})".format(table)  # noqa: S608, UP032
    first, last = store.run(ends).fetchone()
    return first, last


def _by_index(store: Store, search: Search, limit: int, rising: bool) -> Step:
    reach = _INDEX_REACH if search.conditions else limit
    candidates = _candidates(store, search, reach, rising)
    over = len(candidates) < reach
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


def _candidates(store: Store, search: Search, count: int, rising: bool) -> list[int]:
    """The next ids by the indexes."""
    if search.given is not None:
        kept = [each for each in search.given if search.low <= each <= search.high]
        return sorted(kept, reverse=not rising)[:count]
    order = "" if rising else " DESC"
    lists = [
        [
            row[0]
            for row in store.run(
                f"SELECT id FROM {search.table} WHERE {way} AND id >= ? AND id <= ? ORDER BY id{order} LIMIT ?",  # noqa: S608
                *(*values, search.low, search.high, count),
            ).fetchall()
        ]
        for way, values in search.ways
    ]
    return list(islice(heapq.merge(*lists, reverse=not rising), count))


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


# ── words in which SQLite and PostgreSQL differ here


def octets(store: Store) -> str:
    """The collation under which numbers have their index, to be put behind the name of a column."""
    words = store.dialect.words["octets"]
    return f" {words}" if words else ""


def containing(dialect: str, column: str, text: str) -> tuple[str, str]:
    """The condition that `column` holds `text` in whatever case, and its parameter.

    Letters become brackets of their cases: SQLite's LIKE knows ASCII's cases only (sqlite.org/lang_expr.html#like), and
    what PostgreSQL's ILIKE takes for one letter depends on the server's locale.
    """
    if dialect == "sqlite":
        return f"{column} GLOB ?", f"*{_in_any_case(text, lambda each: f'[{each}]' if each in '*?[' else each)}*"
    special = ".*+?()[]{}|^$\\"
    return f"{column} ~ ?", _in_any_case(text, lambda each: f"\\{each}" if each in special else each)


def _in_any_case(text: str, plain: Callable[[str], str]) -> str:
    return "".join(f"[{''.join(cases)}]" if len(cases := _cases(each)) > 1 else plain(each) for each in text)


def _cases(character: str) -> list[str]:
    """A letter in its cases, as far as these are single characters."""
    return sorted(each for each in {character, character.lower(), character.upper()} if len(each) == 1)
