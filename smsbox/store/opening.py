"""Opening a store: reading its address, refusing what is not ours before touching it, making and migrating it."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from smsbox.i18n.phrases import Phrase
from smsbox.store import befores, wal
from smsbox.store.dialect import BUSY_SECONDS, Dialect, Postgres, Sqlite
from smsbox.store.migrations import MIGRATIONS, statements
from smsbox.store.troubles import (
    BadStoreUrl,
    StoreCorrupt,
    StoreForeign,
    StoreMissing,
    StoreNewer,
    StoreTrouble,
    StoreUnusable,
)

if TYPE_CHECKING:
    from smsbox.store.db import Store

APPLICATION_ID = 0x534D5342
"""`SMSB` in the header of every SQLite file we made."""

PAGE_SIZE = 1024
"""Bytes of a page. Each commit logs whole pages, so small ones spare the SD card; measured in the tests of the store.
"""

LOST_COMMITS = "store.lost_commits"
"""Settings key: how many commits a log left by a crash had lost when it was opened; whoever sends must ask for it."""

_REMEMBER = (
    "INSERT INTO settings (key, value, at) VALUES (?, ?, 0) ON CONFLICT (key) DO UPDATE "
    "SET value = CAST(CAST(settings.value AS INTEGER) + CAST(excluded.value AS INTEGER) AS TEXT)"
)
_SMALLEST = 512
"""Bytes of the smallest SQLite database."""
_SMALL = 16 << 20
_POSTGRES_LOCK = 0x736D7363
_TABLES_OF_OURS = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = ?"


def dialect_for(url: str, *, create: bool) -> Dialect:
    """The dialect of `url`. Raises BadStoreUrl, DriverMissing, and for a file what `prepare` raises before it is
    opened.
    """
    scheme, _, rest = url.partition(":")
    if scheme == "sqlite" and rest.strip("/"):
        # sqlite:///var/lib/x names /var/lib/x, as people write it; sqlite:x is relative to where the program runs.
        path = Path(unquote("/" + rest.lstrip("/") if rest.startswith("//") else rest)).expanduser().absolute()
        _look_at_file(path, create=create)
        return Sqlite(str(path))
    if url.startswith(("postgresql://", "postgres://")):
        return Postgres("postgresql://" + url.split("://", 1)[1])
    raise BadStoreUrl(url=url)


def prepare(store: Store, *, create: bool, check: bool | None) -> None:
    """Bring an opened store to the schema of this program. Raises what `Store.open` raises."""
    if isinstance(store.dialect, Sqlite):
        _prepare_sqlite(store, check)
    else:
        _prepare_postgres(store, create)


# ── SQLite


def _look_at_file(path: Path, *, create: bool) -> None:
    """Refuse a file that is not ours by its header, without touching it; make one when there is none.

    The header is read through SQLite and never by `open`: closing any other descriptor of a database drops the locks
    this whole process holds on it (POSIX), and the next process would take its log for abandoned.
    """
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        if not create:
            raise StoreMissing(store=str(path)) from None
        _make_file(path)
        return
    except OSError as error:
        raise StoreUnusable(store=str(path), problem=error.strerror or str(error)) from error
    if size < _SMALLEST or not path.is_file():
        raise StoreForeign(store=str(path), problem="empty" if size == 0 else "not_a_database")
    application, found = _header(path)
    if application != APPLICATION_ID:
        raise StoreForeign(store=str(path), problem="other_program")
    if found > len(MIGRATIONS):
        raise _newer(path, found)


def _header(path: Path) -> tuple[int, int]:
    """Application id and schema version as the header of the file tells them; the log is not looked at."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)) as connection:
            application = int(connection.execute("PRAGMA application_id").fetchone()[0])
            return application, int(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.OperationalError as error:
        raise StoreUnusable(store=str(path), problem=str(error)) from error
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT:
            # In the middle of a checkpoint – the daemon's, or one that a power cut or a full disk ended – the file
            # alone makes no sense, and with its log it is whole. Whether it is, SQLite tells under its locks.
            return APPLICATION_ID, 0
        raise StoreForeign(store=str(path), problem="not_a_database") from error


def _make_file(path: Path) -> None:
    """Make the database under another name and link it into place whole: a power cut never leaves half a database
    behind.
    """
    making = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        making.unlink(missing_ok=True)
        _fill_file(making)
        making.chmod(0o640)
        try:
            os.link(making, path)
        except FileExistsError:
            pass  # somebody else was quicker; theirs is as good
        finally:
            making.unlink()
        _sync_directory(path.parent)
    except OSError as error:
        raise StoreUnusable(store=str(path), problem=error.strerror or str(error)) from error
    except sqlite3.Error as error:
        raise Sqlite(str(path)).trouble(error, None) from error


def _fill_file(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for migration in MIGRATIONS:
            for statement in statements(migration, Sqlite.words):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    finally:
        connection.close()


def _sync_directory(directory: Path) -> None:
    fd = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _prepare_sqlite(store: Store, check: bool | None) -> None:
    path = Path(store.dialect.label)
    lost = _judge_log(path)
    if check or (check is None and path.stat().st_size <= _SMALL):
        _look_through(path)
    found = _sqlite_version(store)
    if found < len(MIGRATIONS):
        befores.keep(path, found)
        _migrate_sqlite(store)
    if lost:
        with store.write():
            store.run(_REMEMBER, LOST_COMMITS, str(lost))


def _migrate_sqlite(store: Store) -> None:
    """One transaction; what a new index has to sort goes to a file, since a million rows would take 64 MB."""
    store.run("PRAGMA temp_store = 1")
    try:
        with store.write():
            for number in range(_sqlite_version(store), len(MIGRATIONS)):
                for statement in statements(MIGRATIONS[number], Sqlite.words):
                    store.run(statement)
            store.run(f"PRAGMA user_version = {len(MIGRATIONS)}")
    finally:
        store.run("PRAGMA temp_store = 2")


def _judge_log(path: Path) -> int:
    """How many commits a power cut broke off the log; more than one can break off are damage. Raises StoreCorrupt."""
    try:
        lost = wal.lost_commits(path)
    except OSError as error:
        raise StoreUnusable(store=str(path), problem=error.strerror or str(error)) from error
    if lost > wal.PLAUSIBLE:
        raise StoreCorrupt(store=str(path), problem=Phrase("a damaged write-ahead log hides {lost} commits", lost=lost))
    return lost


def _look_through(path: Path) -> None:
    """Raise StoreCorrupt when something in the file is not as it must be; neither file nor log is changed by that."""
    try:
        connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=BUSY_SECONDS)
        try:
            verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        finally:
            connection.close()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise Sqlite(str(path)).trouble(error, None) from error
    if verdict != "ok":
        raise StoreCorrupt(store=str(path), problem=verdict)


def look_again(store: Store) -> None:
    """After an operation met damage: raise StoreCorrupt when it is there, go on when the disk only read badly."""
    if isinstance(store.dialect, Sqlite):
        _look_through(Path(store.dialect.label))
        store.dialect.damaged = False


def _sqlite_version(store: Store) -> int:
    """The schema's number; the log may know more than the header of the file."""
    found = int(store.run("PRAGMA user_version").fetchone()[0])
    if found > len(MIGRATIONS):
        raise _newer(Path(store.dialect.label), found)
    return found


def _newer(path: Path, found: int) -> StoreNewer:
    """With the copy that this program could go on with, if it is there."""
    copy = befores.path_of(path, len(MIGRATIONS))
    return StoreNewer(store=str(path), found=found, known=len(MIGRATIONS), copy=str(copy) if copy.exists() else None)


# ── PostgreSQL


def _prepare_postgres(store: Store, create: bool) -> None:
    with store.write():
        # Two boxes that start at once migrate one after the other.
        store.run("SELECT pg_advisory_xact_lock(?)", _POSTGRES_LOCK)
        found = _postgres_version(store)
        if found == 0 and not create:
            raise StoreMissing(store=store.dialect.label)
        if found > len(MIGRATIONS):
            raise StoreNewer(store=store.dialect.label, found=found, known=len(MIGRATIONS))
        for number in range(found, len(MIGRATIONS)):
            for statement in statements(MIGRATIONS[number], Postgres.words):
                store.run(statement)
            store.run("INSERT INTO smsbox_schema (version) VALUES (?)", number + 1)


def _postgres_version(store: Store) -> int:
    """The schema's number, 0 for a database without our tables."""
    if store.run(_TABLES_OF_OURS, "smsbox_schema").fetchone()[0]:
        return int(store.run("SELECT coalesce(max(version), 0) FROM smsbox_schema").fetchone()[0])
    if store.run(_TABLES_OF_OURS, "messages").fetchone()[0]:
        raise StoreForeign(store=store.dialect.label, problem="other_program")
    try:
        store.run("CREATE TABLE smsbox_schema (version INTEGER NOT NULL PRIMARY KEY)")
    except StoreTrouble as error:
        raise StoreUnusable(store=store.dialect.label, problem=str(error.facts.get("problem"))) from error
    return 0
