"""Looking customers up: a filter as a search in bounded steps, by an index where one answers; pages and counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from smsbox.clock import DAY, SECOND, Micros
from smsbox.contacts import dealings, rows
from smsbox.contacts.contact import Contact, words_of
from smsbox.contacts.filters import FieldTest, Wanted
from smsbox.store import Store, scanning
from smsbox.store.casing import containing
from smsbox.store.pages import GoOn, Page, one_step, read_page
from smsbox.store.scanning import Search

FEW = 5_000
"""So many ids that an index gives are sorted at once; of what is more frequent the next is never far."""
_REACH = 2_500
"""Rows looked at in one step when other tables are asked for each: 1 µs and more."""
_CHUNK = 500
_NUMBERLIKE = re.compile(r"[+0-9() .\-/\u00a0]*")
_DIGITS = "0123456789"
_YEAR = 365
_NATIONAL = 10
_LEADS = ("+", "+38", "+380")
"""What may stand before the figures somebody types of a whole Ukrainian number, or of one from abroad."""
_MANY_OTHERS = 500
_NUMERIC = (
    "CASE WHEN replace(replace(f.value, ',', '.'), '.', '') <> '' "
    f"AND ltrim(replace(replace(f.value, ',', '.'), '.', ''), '{_DIGITS}') = '' "
    "AND length(f.value) - length(replace(replace(f.value, ',', '.'), '.', '')) <= 1 "
    "THEN CAST(replace(f.value, ',', '.') AS NUMERIC) {} ? ELSE 1 = 0 END"
)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many fit, `exact`, or at least so many, as far as it was counted: up to `place`."""

    number: int
    exact: bool
    place: int


def searched(store: Store, wanted: Wanted, *, now: Micros, zone: tzinfo = UTC) -> Search:
    """How `wanted` is looked up; `now` and `zone` say what today is, and what so many days ago."""
    search = Search("contacts")
    _by_words(store, search, wanted.text)
    _by_tags(store, search, wanted)
    for test in wanted.fields:
        _by_field(store, search, test, now)
    if wanted.birthday_days is not None:
        _by_birthday(store, search, wanted.birthday_days, datetime.fromtimestamp(now / SECOND, zone))
    _by_columns(search, wanted, now)
    for condition, *values in dealings.conditions(store, wanted, now):
        _slow(search, condition, *values)
    return search


def page(store: Store, wanted: Wanted, *, now: Micros, zone: tzinfo = UTC, **how: Any) -> Page[Contact]:
    """One page of who is wanted, the newest first, found in bounded time; `how` as in `read_page`."""
    with store.read():
        return read_page(store, searched(store, wanted, now=now, zone=zone), lambda ids: rows.views(store, ids), **how)


def every(store: Store, wanted: Wanted, *, now: Micros, zone: tzinfo = UTC, after: int = 0) -> Iterator[Contact]:
    """All who are wanted behind id `after`, oldest first, in short reads."""
    for step in scanning.every(store, searched(store, wanted, now=now, zone=zone), after=after):
        yield from rows.views(store, step.ids)


def count(
    store: Store, wanted: Wanted, *, now: Micros, zone: tzinfo = UTC, go_on: GoOn = one_step, after: int = 0
) -> Counted:
    """How many fit behind id `after`: step by step, as long as `go_on` says so."""
    return count_of(store, searched(store, wanted, now=now, zone=zone), go_on=go_on, after=after)


def count_of(store: Store, search: Search, *, go_on: GoOn = one_step, after: int = 0) -> Counted:
    """How many a search finds behind id `after`."""
    last = store.run("SELECT coalesce(max(id), 0) FROM contacts").fetchone()[0]
    low, last, number = max(search.low, after + 1), min(search.high, last), 0
    given = None if search.given is None else sorted(each for each in search.given if low <= each <= last)
    while low <= last:
        if given is None:
            high = min(low + search.reach - 1, last)
            number += _within(store, search, low, high)
        else:
            some = given[: _REACH // 4]
            number += _among(store, search, some)
            given = given[len(some) :]
            high = some[-1] if given else last
        low = high + 1
        if low <= last and not go_on():
            return Counted(number, exact=False, place=high)
    return Counted(number, exact=True, place=max(last, after))


def _within(store: Store, search: Search, low: int, high: int) -> int:
    where = "".join(f" AND ({each})" for each in search.conditions)
    sql = f"SELECT count(*) FROM contacts WHERE id >= ? AND id <= ?{where}"  # noqa: S608 – conditions from below
    return int(store.run(sql, low, high, *search.values).fetchone()[0])


def _among(store: Store, search: Search, ids: list[int]) -> int:
    if not search.conditions:
        return len(ids)
    where = "".join(f" AND ({each})" for each in search.conditions)
    number = 0
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        sql = f"SELECT count(*) FROM contacts WHERE id IN ({_marks(some)}){where}"  # noqa: S608
        number += store.run(sql, *some, *search.values).fetchone()[0]
    return number


# ── ways in


def _narrow(store: Store, search: Search, table: str, where: str, *values: Any) -> bool:
    """Whether the ids that an index of `table` gives are few; then they are the only ones looked at."""
    column = "id" if table == "contacts" else "contact_id"
    if search.given is not None:
        return False
    found = store.run(f"SELECT {column} FROM {table} WHERE {where} LIMIT ?", *values, FEW + 1).fetchall()  # noqa: S608
    if len(found) > FEW:
        return False
    search.given = sorted({row[0] for row in found})
    return True


def _ends(store: Store, search: Search, table: str, where: str, *values: Any) -> None:
    """Look only where the first and the last id of an index in their order lie."""
    sql = "SELECT contact_id FROM {} WHERE {} ORDER BY contact_id{} LIMIT 1"
    first = store.run(sql.format(table, where, ""), *values).fetchone()
    last = store.run(sql.format(table, where, " DESC"), *values).fetchone()
    search.low = max(search.low, first[0] if first else 1)
    search.high = min(search.high, last[0] if last else 0)


def _slow(search: Search, condition: str, *values: Any) -> None:
    search.also(condition, *values)
    search.reach = min(search.reach, _REACH)


def _by_words(store: Store, search: Search, text: str) -> None:
    if not text.strip():
        return
    digits = "".join(each for each in text if each in _DIGITS)
    if digits and _NUMBERLIKE.fullmatch(text.strip()):
        _by_digits(store, search, text.strip(), digits)
        return
    words = words_of(text)[:-1]
    if not words:
        search.given = []
    for word in sorted(words, key=len, reverse=True):
        bounds = (word, word + chr(0x10FFFF))
        if not _narrow(store, search, "contact_words", "word >= ? AND word < ?", *bounds):
            _slow(search, _word(), *bounds)


def _word() -> str:
    return "EXISTS (SELECT 1 FROM contact_words w WHERE w.contact_id = contacts.id AND w.word >= ? AND w.word < ?)"


def _by_digits(store: Store, search: Search, text: str, digits: str) -> None:
    """Numbers that hold these digits, and with + or 00 in front those that begin so. A Ukrainian number holds what is
    dialled within the country, its 0 included.
    """
    abroad = digits.startswith("00") and len(digits) > _NATIONAL
    wanted = f"+{digits[2:] if abroad else digits}%" if abroad or text.startswith("+") else f"%{digits}%"
    own = rows.ids_by_numbers(store, (lead + digits for lead in _LEADS))
    if own and not text.startswith("+"):
        search.given = sorted(set(own.values()))  # whoever types all of a number means that one
        return
    found = store.run("SELECT contact_id FROM contact_numbers WHERE number LIKE ? LIMIT ?", wanted, _MANY_OTHERS + 1)
    others = [row[0] for row in found.fetchall()]
    if len(others) > _MANY_OTHERS:
        other = "EXISTS (SELECT 1 FROM contact_numbers o WHERE o.contact_id = contacts.id AND o.number LIKE ?)"
        _slow(search, f"contacts.number LIKE ? OR {other}", wanted, wanted)
    elif others:
        search.also(f"contacts.number LIKE ? OR contacts.id IN ({_marks(others)})", wanted, *others)
    else:
        search.also("contacts.number LIKE ?", wanted)


def _by_tags(store: Store, search: Search, wanted: Wanted) -> None:
    has = "EXISTS (SELECT 1 FROM contact_tags t WHERE t.contact_id = contacts.id AND t.tag = ?)"
    for tag in wanted.all_tags:
        _ends(store, search, "contact_tags", "tag = ?", tag)
        if not _narrow(store, search, "contact_tags", "tag = ?", tag):
            _slow(search, has, tag)
    if wanted.any_tags:
        some = f"tag IN ({_marks(wanted.any_tags)})"
        if not _narrow(store, search, "contact_tags", some, *wanted.any_tags):
            _slow(search, has.replace("t.tag = ?", f"t.{some}"), *wanted.any_tags)
    for tag in wanted.no_tags:
        _slow(search, f"NOT {has}", tag)


def _by_field(store: Store, search: Search, test: FieldTest, now: Micros) -> None:
    conditions, values = ["f.contact_id = contacts.id AND f.name = ?"], list[Any]([test.name])
    for condition, *given in _of_value(store, test, now):
        conditions.append(condition)
        values += given
    if test.within_days is not None:
        conditions.append("f.at >= ?")
        values.append(now - test.within_days * DAY)
    if test.op in ("=", "one_of") and test.within_days is None:
        one_of = f"name = ? AND value IN ({_marks(test.values)})"
        if len(test.values) == 1:
            _ends(store, search, "contact_fields", "name = ? AND value = ?", test.name, *test.values)
        if _narrow(store, search, "contact_fields", one_of, test.name, *test.values):
            return
    negated = "NOT " if test.op in ("!=", "none_of", "lacks") else ""
    where = " AND ".join(conditions)
    _slow(search, f"{negated}EXISTS (SELECT 1 FROM contact_fields f WHERE {where})", *values)  # noqa: S608


def _of_value(store: Store, test: FieldTest, now: Micros) -> list[tuple[Any, ...]]:
    """The conditions on the value; those of `!=` say what it is not to be."""
    if test.op in ("=", "!=", "one_of", "none_of"):
        return [(f"f.value IN ({_marks(test.values)})", *test.values)]
    if test.op == "contains":
        return [containing(store.dialect.name, "f.value", test.value)]
    if test.op in ("before", "after"):
        return [("f.value LIKE '____-__-__'",), (f"f.value {'<' if test.op == 'before' else '>='} ?", test.value)]
    if test.op in ("at_least", "at_most"):
        return [(_NUMERIC.format(">=" if test.op == "at_least" else "<="), float(test.value.replace(",", ".")))]
    if test.op in ("older_than_days", "newer_than_days"):
        than = "<" if test.op == "older_than_days" else ">="
        return [(f"f.at {than} ?", now - int(float(test.value.replace(",", ".")) * DAY))]
    return []


def _by_birthday(store: Store, search: Search, days: int, today: datetime) -> None:
    """Birthdays of today and `days` more; that of 29 February comes before 1 March in each year."""
    if days >= _YEAR:
        search.also("birthday IS NOT NULL")
        return
    first, behind = (f"{today + timedelta(days=each):%m-%d}" for each in (0, days + 1))
    column = f"birthday{scanning.octets(store)}"
    joined = "AND" if first < behind else "OR"
    where = f"birthday IS NOT NULL AND ({column} >= ? {joined} {column} < ?)"
    if not _narrow(store, search, "contacts", where, first, behind):
        search.also(where, first, behind)


def _by_columns(search: Search, wanted: Wanted, now: Micros) -> None:
    if wanted.states:
        search.also(f"state IN ({_marks(wanted.states)})", *map(int, wanted.states))
    if wanted.languages:
        search.also(f"coalesce(language, '') IN ({_marks(wanted.languages)})", *wanted.languages)
    for column in ("source", "import"):
        ids = getattr(wanted, f"{column}s")
        if ids:
            search.also(f"{column}_id IN ({_marks(ids)})", *ids)
    bounds = [("heard_at >= ?", wanted.heard_since), ("bought_at >= ?", wanted.bought_since)]
    bounds.append(("bought_at < ?", wanted.bought_before))
    if wanted.not_heard_days is not None:
        bounds.append(("coalesce(heard_at, 0) < ?", now - wanted.not_heard_days * DAY))
    if wanted.not_bought_days is not None:
        bounds.append(("bought_at < ?", now - wanted.not_bought_days * DAY))
    for condition, at in bounds:
        if at is not None:
            search.also(condition, at)


def _marks(values: Any) -> str:
    return ",".join("?" * len(values))
