"""Reading customers: one, by number, or hundreds at a time with all that hangs on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from smsbox.contacts.contact import Contact, Field, NoSuchContact, Note, State, birthday_told
from smsbox.store import Store

CHUNK = 500
_COLUMNS = (
    "SELECT id, number, name, salutation, language, zone, state, birthday, source_id, import_id, created_at, "
    "changed_at, heard_at, bought_at FROM contacts"
)
_BY_NUMBER = (
    "SELECT number, contact_id FROM contact_numbers WHERE number IN ({})",
    "SELECT number, id FROM contacts WHERE number IN ({})",
)
_NAMED = (
    "SELECT n.number, c.id, c.name FROM contact_numbers n JOIN contacts c ON c.id = n.contact_id "
    "WHERE n.number IN ({})",
    "SELECT number, id, name FROM contacts WHERE number IN ({})",
)
_HANGING = (
    "SELECT contact_id, name, value FROM contact_fields WHERE contact_id IN ({})",
    "SELECT contact_id, tag FROM contact_tags WHERE contact_id IN ({})",
    "SELECT contact_id, number FROM contact_numbers WHERE contact_id IN ({})",
)


def get(store: Store, contact_id: int) -> Contact | None:
    """One customer."""
    found = views(store, [contact_id]) if 0 < contact_id < 1 << 63 else []
    return found[0] if found else None


def known(store: Store, contact_id: int) -> Contact:
    """One customer. Raises NoSuchContact."""
    contact = get(store, contact_id)
    if contact is None:
        raise NoSuchContact(contact=contact_id)
    return contact


def by_number(store: Store, number: str) -> Contact | None:
    """To whom E.164 `number` leads, be it his main one or another of his."""
    return by_numbers(store, [number]).get(number)


def by_numbers(store: Store, numbers: Iterable[str]) -> dict[str, Contact]:
    """To whom each of these numbers leads; numbers of nobody are left out."""
    ids = ids_by_numbers(store, numbers)
    people = {each.id: each for each in views(store, list(dict.fromkeys(ids.values())))}
    return {number: people[contact_id] for number, contact_id in ids.items() if contact_id in people}


def ids_by_numbers(store: Store, numbers: Iterable[str]) -> dict[str, int]:
    """The ids of those to whom these numbers lead."""
    found: dict[str, int] = {}
    for some in chunks(dict.fromkeys(numbers)):
        marks = ",".join("?" * len(some))
        for sql in _BY_NUMBER:
            found |= dict(store.run(sql.format(marks), *some).fetchall())
    return found


def names(store: Store, numbers: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Id and name of those to whom these numbers lead; quicker than all that is known of them."""
    found: dict[str, tuple[int, str]] = {}
    for some in chunks(dict.fromkeys(numbers)):
        for sql in _NAMED:
            rows = store.run(sql.format(",".join("?" * len(some))), *some).fetchall()
            found |= {number: (contact_id, name) for number, contact_id, name in rows}
    return found


def views(store: Store, ids: Sequence[int]) -> list[Contact]:
    """The customers with these ids, in their order."""
    return [contact for some in chunks(ids) for contact in _views(store, some)]


def _views(store: Store, ids: Sequence[int]) -> list[Contact]:
    marks = ",".join("?" * len(ids))
    rows = {row[0]: row for row in store.run(f"{_COLUMNS} WHERE id IN ({marks})", *ids).fetchall()}
    fields, tags, others = (_gathered(store, sql.format(marks), ids) for sql in _HANGING)
    return [
        _contact(rows[each], dict(sorted(fields[each])), _column(tags[each]), _column(others[each]))
        for each in ids
        if each in rows
    ]


def _contact(row: Any, fields: dict[str, str], tags: tuple[str, ...], others: tuple[str, ...]) -> Contact:
    values = [*row[:6], State(row[6]), birthday_told(row[7]), *row[8:], fields, tags, others]
    return Contact(*values)


def _gathered(store: Store, sql: str, ids: Sequence[int]) -> dict[int, list[Any]]:
    gathered: dict[int, list[Any]] = defaultdict(list)
    for contact_id, *rest in store.run(sql, *ids).fetchall():
        gathered[contact_id].append(rest)
    return gathered


def _column(rows: list[Any]) -> tuple[str, ...]:
    return tuple(sorted(value for (value,) in rows))


def details(store: Store, contact_id: int) -> list[Field]:
    """What is known of a customer beside his name, with age and origin, by name."""
    sql = "SELECT name, value, at, origin FROM contact_fields WHERE contact_id = ? ORDER BY name"
    return [Field(*row) for row in store.run(sql, contact_id).fetchall()]


def notes(store: Store, contact_id: int, limit: int = 100) -> list[Note]:
    """What was written down about a customer, newest first."""
    sql = "SELECT id, at, who, text FROM contact_notes WHERE contact_id = ? ORDER BY id DESC LIMIT ?"
    return [Note(*row) for row in store.run(sql, contact_id, limit).fetchall()]


def noted(store: Store, ids: Iterable[int]) -> set[tuple[int, str]]:
    """What was written down about these customers: pairs of id and text."""
    found: set[tuple[int, str]] = set()
    for some in chunks(dict.fromkeys(ids)):
        sql = f"SELECT contact_id, text FROM contact_notes WHERE contact_id IN ({','.join('?' * len(some))})"  # noqa: S608
        found.update((row[0], row[1]) for row in store.run(sql, *some).fetchall())
    return found


def tags(store: Store) -> list[str]:
    """All tags somebody has; found by the index, one at a time."""
    return _names(store, "contact_tags", "tag")


def field_names(store: Store) -> list[str]:
    """The names of all fields somebody has."""
    return _names(store, "contact_fields", "name")


def values_of(store: Store, name: str, most: int = 200) -> list[str]:
    """Up to `most` values that the field `name` has with somebody."""
    return _names(store, "contact_fields", "value", " WHERE name = ?", (name,), most)


def _names(
    store: Store, table: str, column: str, where: str = "", given: tuple[str, ...] = (), most: int = 10_000
) -> list[str]:
    beside = f"{where or ' WHERE TRUE'} AND {column} > found.{column}"
    sql = (
        f"WITH RECURSIVE found ({column}) AS (SELECT min({column}) FROM {table}{where} UNION ALL "  # noqa: S608
        f"SELECT (SELECT min({table}.{column}) FROM {table}{beside}) FROM found WHERE found.{column} IS NOT NULL) "
        f"SELECT {column} FROM found WHERE {column} IS NOT NULL LIMIT ?"
    )
    return [row[0] for row in store.run(sql, *given, *given, most).fetchall()]


def chunks(items: Iterable[Any]) -> Iterator[list[Any]]:
    """`items` in lists as long as one statement takes them."""
    left = iter(items)
    while some := list(islice(left, CHUNK)):
        yield some
