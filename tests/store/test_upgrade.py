"""From each released schema to this one: nothing is lost, a copy is kept, a death in between costs nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from smsbox.clock import DAY, SystemClock
from smsbox.store import Store, StoreNewer, befores, copying, opening, tables
from smsbox.store.copying import NoRoomForCopy
from smsbox.store.dialect import Postgres
from smsbox.store.migrations import MIGRATIONS, statements
from tests.contracts import postgres
from tests.store import released
from tests.store.released import RELEASED, Rows

NOW = len(MIGRATIONS)
OLD = [schema for schema in RELEASED if schema < NOW]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "smsbox.db"


def lost(before: Rows, after: Rows) -> list[str]:
    """Tables of `before` whose rows, by the columns they had, are not those of `after`."""
    return [name for name, found in before.items() if _cut(after.get(name, []), found) != found]


def _cut(rows: list[dict[str, object]], like: list[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(({name: row[name] for name in like[0]} for row in rows), key=repr) if like else []


def test_every_schema_that_was_released_is_here() -> None:
    """Whoever adds a migration releases the one before it: lay a database of it into tests/store/released."""
    assert RELEASED[0] == 1 and RELEASED[-1] >= NOW - 1


@pytest.mark.parametrize("schema", RELEASED)
def test_nothing_is_lost_and_a_copy_is_kept(path: Path, schema: int) -> None:
    released.lay(schema, path)
    released.fill(path)
    before = released.rows(path)
    assert all(before.values()) and before["messages"]
    store = Store.open(f"sqlite://{path}", check=True)
    assert store.run("PRAGMA user_version").fetchone()[0] == NOW
    for model in tables.MODELS:
        store.query(model.select().limit(1))
    store.close()
    assert lost(before, released.rows(path)) == []
    copy = befores.path_of(path, schema)
    if schema == NOW:
        assert not copy.exists()
        return
    kept = released.rows(copy)
    before["settings"] = [row for row in kept["settings"] if row["key"] == copying.MADE] + before["settings"]
    assert {name: sorted(each, key=repr) for name, each in before.items()} == kept
    said = copying.said(copy)
    assert said is not None and (said.schema, said.why, copying.differences(copy, said)) == (schema, "upgrade", "")


@pytest.mark.parametrize("schema", RELEASED)
def test_it_becomes_what_is_made_anew(path: Path, tmp_path: Path, schema: int) -> None:
    """Tables, columns, indexes and triggers, whichever way the database has come."""
    released.lay(schema, path)
    Store.open(f"sqlite://{path}").close()
    Store.open(f"sqlite://{tmp_path}/new.db").close()
    assert _shape(path) == _shape(tmp_path / "new.db")


def _shape(path: Path) -> dict[str, object]:
    with closing(sqlite3.connect(path)) as found:
        names = found.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite%'").fetchall()
        shape: dict[str, object] = {f"{kind} {name}": True for kind, name in names}
        for kind, name in names:
            if kind == "table":
                shape[name] = sorted(row[1:] for row in found.execute(f'PRAGMA table_info("{name}")').fetchall())
        return shape


# ── the copy


def test_without_room_for_the_copy_nothing_is_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    released.lay(OLD[-1], path)
    before = released.rows(path)
    monkeypatch.setattr(copying, "room", lambda _: copying.RESERVE)
    with pytest.raises(NoRoomForCopy):
        Store.open(f"sqlite://{path}")
    assert released.rows(path) == before
    assert [each.name for each in path.parent.iterdir() if "before" in each.name] == []


def test_an_older_program_names_the_copy_it_can_go_on_with(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    released.lay(OLD[-1], path)
    Store.open(f"sqlite://{path}").close()
    older = tuple(MIGRATIONS[: OLD[-1]])
    monkeypatch.setattr(opening, "MIGRATIONS", older)
    with pytest.raises(StoreNewer) as told:
        Store.open(f"sqlite://{path}")
    copy = befores.path_of(path, OLD[-1])
    assert told.value.facts["copy"] == str(copy)
    path.unlink()
    copy.rename(path)
    back = Store.open(f"sqlite://{path}", check=True)
    assert back.run("SELECT count(*) FROM messages").fetchone()[0]
    back.close()


def test_copies_are_let_go_after_a_while(path: Path) -> None:
    now = SystemClock().now()
    old, young = (path.with_name(f"smsbox.db.before-{schema}") for schema in (3, 7))
    for each, days in ((old, 61), (young, 59)):
        each.touch()
        seconds = (now - days * DAY) / 1e6
        os.utime(each, (seconds, seconds))
    assert befores.prune(path, now) == [old]
    assert young.exists() and not old.exists()


# ── deaths

DYING = """
import os, signal, sys
from smsbox.store import Store, befores, opening
point, path = sys.argv[1], sys.argv[2]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
if point == "copy":
    befores.copying.flush = die
elif point == "commit":
    whole = opening._migrate_sqlite
    def half(store):
        store._commit = die
        whole(store)
    opening._migrate_sqlite = half
else:
    given = opening.statements
    def until(migration, words):
        for number, each in enumerate(given(migration, words)):
            if number == int(point):
                die()
            yield each
    opening.statements = until
Store.open(f"sqlite://{path}")
"""


@pytest.mark.parametrize("point", ["copy", "0", "3", "commit"])
def test_killed_in_between_it_begins_again(path: Path, point: str) -> None:
    """kill -9 while it copies, before and amid the statements, and before the commit."""
    schema = OLD[-2] if point == "3" else OLD[-1]
    released.lay(schema, path)
    before = released.rows(path)
    done = subprocess.run([sys.executable, "-c", DYING, point, str(path)], check=False, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert released.rows(path) == before
    store = Store.open(f"sqlite://{path}", check=True)
    assert store.run("PRAGMA user_version").fetchone()[0] == NOW
    store.close()
    assert lost(before, released.rows(path)) == []
    assert copying.said(befores.path_of(path, schema)) is not None


# ── PostgreSQL


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if postgres.binaries() is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    with postgres.server() as url:
        yield url


@pytest.mark.parametrize("schema", OLD)
def test_on_postgresql_nothing_is_lost(server: str, path: Path, schema: int) -> None:
    """The same rows in a database made as the program of that time made it."""
    psycopg = pytest.importorskip("psycopg")
    released.lay(schema, path)
    released.fill(path)
    before = released.rows(path)
    with psycopg.connect(server, autocommit=True) as made:
        made.execute(f"CREATE DATABASE v{schema}")
    url = server.replace("/postgres?", f"/v{schema}?")
    with psycopg.connect(url, autocommit=True) as made:
        made.execute("CREATE TABLE smsbox_schema (version INTEGER NOT NULL PRIMARY KEY)")
        for number, migration in enumerate(MIGRATIONS[:schema], 1):
            for statement in statements(migration, Postgres.words):
                made.execute(statement)
            made.execute("INSERT INTO smsbox_schema VALUES (%s)", (number,))
        for name, found in before.items():
            columns = ", ".join(found[0])
            marks = ", ".join(["%s"] * len(found[0]))
            sql = f"INSERT INTO {name} ({columns}) VALUES ({marks})"
            made.cursor().executemany(sql, [tuple(row.values()) for row in found])
    store = Store.open(url)
    after: Rows = {}
    for name, found in before.items():
        columns = list(found[0])
        got = store.run(f"SELECT {', '.join(columns)} FROM {name}").fetchall()
        plain = [[bytes(each) if isinstance(each, memoryview) else each for each in row] for row in got]
        after[name] = sorted((dict(zip(columns, row, strict=True)) for row in plain), key=repr)
    assert store.run("SELECT max(version) FROM smsbox_schema").fetchone()[0] == NOW
    store.close()
    assert [name for name in before if after[name] != before[name]] == []
