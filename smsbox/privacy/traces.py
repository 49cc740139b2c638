"""Where else a person is named: every text of every table, whoever wrote it there, looked through before the erasure
and cleaned in its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from smsbox.outbox.steering import NOBODY
from smsbox.sms.msisdn import tail
from smsbox.store import Store, anatomy
from smsbox.store.anatomy import Table

_OWN = frozenset(
    (
        *("settings", "sims", "users", "tokens", "sessions", "smsbox_schema", "consents", "audit"),
        *("draws", "draw_places", "hooks"),
    )
)
"""The shop's own: its SIM cards, its people, its configuration; consents and audit let go in ways of their own. Lists
of draws are published, and no number can be read from them.
"""
_BY_KEY = frozenset(
    (
        *("contacts", "contact_words", "contact_tags", "contact_numbers", "permissions", "correspondents", "ported"),
        *("concat_references", "recipients", "counters", "usage", "signals"),
    )
)
"""Where every row is somebody's: his own are found by number or by id, the others are of others."""
_FINDS = {"sqlite": "instr({}, ?) > 0", "postgresql": "strpos({}, ?) > 0"}


@dataclass(frozen=True, slots=True)
class Trace:
    """One row that names him: the values of its key, and in which columns."""

    table: Table
    key: tuple[Any, ...]


def find(store: Store, named: Sequence[str]) -> list[Trace]:
    """The rows that hold any of `named` in any text; read without keeping anybody waiting."""
    return [
        Trace(table, tuple(row))
        for table in anatomy.tables(store)
        if table.name not in _OWN | _BY_KEY and table.texts and table.key
        for row in _rows(store, table, named)
    ]


def _rows(store: Store, table: Table, named: Sequence[str]) -> list[Any]:
    conditions = " OR ".join(_holds(store, column, named) for column in table.texts)
    sql = f"SELECT {', '.join(table.key)} FROM {table.name} WHERE {conditions}"  # noqa: S608 – names of the schema
    return list(store.run(sql, *(each for _ in table.texts for each in named)).fetchall())


def _holds(store: Store, column: str, named: Sequence[str]) -> str:
    return " OR ".join([_FINDS[store.dialect.name].format(column)] * len(named))


def clean(store: Store, found: Iterable[Trace], named: Sequence[str]) -> int:
    """Take `named` out of these rows; one that is known by them goes altogether. How many rows it was."""
    number = 0
    for trace in found:
        number += _clean(store, trace, named)
    return number


def _clean(store: Store, trace: Trace, named: Sequence[str]) -> int:
    where = " AND ".join(f"{column} = ?" for column in trace.table.key)
    if any(each in str(value) for value in trace.key for each in named):
        return int(store.run(f"DELETE FROM {trace.table.name} WHERE {where}", *trace.key).rowcount)  # noqa: S608
    columns = [column for column in trace.table.texts if column not in trace.table.key]
    cleaned = ", ".join(f"{column} = {_without(column, len(named))}" for column in columns)
    values = [value for _ in columns for each in named for value in (each, NOBODY)]
    sql = f"UPDATE {trace.table.name} SET {cleaned} WHERE {where}"  # noqa: S608 – names of the schema
    return int(store.run(sql, *values, *trace.key).rowcount)


def _without(column: str, count: int) -> str:
    return "replace(" * count + column + ", ?, ?)" * count


def clean_audit(store: Store, contact_id: int | None, named: Sequence[str]) -> None:
    """Lines about him keep who did what and when, not to whom; behind the line that says he was erased."""
    holds = _holds(store, "subject", named), _holds(store, "changes", named)
    sql = f"SELECT id FROM audit WHERE {' OR '.join(holds)}"  # noqa: S608 – conditions from above
    ids = [row[0] for row in store.run(sql, *named, *named).fetchall()]
    if contact_id is not None:
        own = "SELECT id FROM audit WHERE area = 'customer' AND subject = ? AND what <> 'customer.erased'"
        ids += [row[0] for row in store.run(own, str(contact_id)).fetchall()]
    for each in set(ids):
        store.run(
            "UPDATE audit SET changes = '{}', subject = CASE WHEN subject = ? THEN subject ELSE ? END WHERE id = ?",
            *(str(contact_id or ""), NOBODY, each),
        )


def clean_bad_rows(store: Store, numbers: Sequence[str]) -> int:
    """Rows of imports that could not be used stand there as they came, a number in whatever form: `067 123 45 67`."""
    ends = [tail(number) for number in numbers]
    rows = store.run("SELECT import_id, line, detail FROM import_rows WHERE what = 4").fetchall()
    his = [row[:2] for row in rows if any(end in "".join(filter(str.isdigit, row[2])) for end in ends)]
    for key in his:
        store.run("UPDATE import_rows SET detail = '{}' WHERE import_id = ? AND line = ?", *key)
    return len(his)
