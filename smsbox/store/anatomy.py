"""Which tables the database has, which of their columns hold text, and by which columns a row is known."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.store.db import Store

_POSTGRES_COLUMNS = (
    "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' "
    "ORDER BY table_name, ordinal_position"
)
_POSTGRES_KEYS = (
    "SELECT k.table_name, k.column_name FROM information_schema.table_constraints c "
    "JOIN information_schema.key_column_usage k USING (constraint_schema, constraint_name) "
    "WHERE c.table_schema = 'public' AND c.constraint_type = 'PRIMARY KEY' ORDER BY k.ordinal_position"
)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `texts`, the columns that hold text, and `key`, those that tell its rows apart."""

    name: str
    columns: tuple[str, ...]
    texts: tuple[str, ...]
    key: tuple[str, ...]


def tables(store: Store) -> list[Table]:
    """All tables of the database, as they are."""
    if store.dialect.name != "sqlite":
        return _of_postgres(store)
    names = store.run("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
    return [_of_sqlite(store, row[0]) for row in names.fetchall()]


def _of_sqlite(store: Store, name: str) -> Table:
    rows = store.run(f"PRAGMA table_info({name})").fetchall()
    keys = sorted((place, column) for _, column, _, _, _, place in rows if place)
    texts = tuple(row[1] for row in rows if row[2] == "TEXT")
    return Table(name, tuple(row[1] for row in rows), texts, tuple(column for _, column in keys))


def _of_postgres(store: Store) -> list[Table]:
    columns = store.run(_POSTGRES_COLUMNS).fetchall()
    keys = store.run(_POSTGRES_KEYS).fetchall()
    return [
        Table(
            name,
            tuple(column for table, column, _ in columns if table == name),
            tuple(column for table, column, kind in columns if table == name and kind == "text"),
            tuple(column for table, column in keys if table == name),
        )
        for name in dict.fromkeys(row[0] for row in columns)
    ]
