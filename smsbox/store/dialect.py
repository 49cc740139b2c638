"""The only place where SQLite and PostgreSQL differ: connecting, opening transactions, claiming, numbering rows,
errors.

Statements elsewhere are written once, with `?` and PostgreSQL's row locks. SQLite needs no row locks, since a write
transaction owns the whole file from BEGIN IMMEDIATE on; its statements lose them here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import peewee

from smsbox.errors import SmsboxError
from smsbox.store import guards
from smsbox.store.drivers import with_psycopg
from smsbox.store.troubles import (
    DriverMissing,
    StoreBusy,
    StoreCorrupt,
    StoreFull,
    StoreIoError,
    StoreTrouble,
    StoreUnreachable,
)

BUSY_SECONDS = 10
"""How long a transaction waits for the writer of another process."""

_PRAGMAS = {
    "synchronous": 2,
    "wal_autocheckpoint": 0,
    "journal_size_limit": 8 << 20,
    "cache_size": -256,  # KiB; each thread has its own, and the system has the file in memory anyway
    "temp_store": 2,
    "foreign_keys": 0,
    "secure_delete": 1,  # what is deleted is overwritten: pages are seldom freed, so it costs next to nothing
}
_ROW_LOCKS = (" FOR UPDATE SKIP LOCKED", " FOR UPDATE OF m", " FOR UPDATE")

_TROUBLES: dict[int, type[SmsboxError]] = {
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_IOERR: StoreIoError,
    sqlite3.SQLITE_CANTOPEN: StoreIoError,
    sqlite3.SQLITE_READONLY: StoreIoError,
    sqlite3.SQLITE_PERM: StoreIoError,
    sqlite3.SQLITE_NOMEM: StoreIoError,
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_PROTOCOL: StoreBusy,
    sqlite3.SQLITE_CORRUPT: StoreCorrupt,
    sqlite3.SQLITE_NOTADB: StoreCorrupt,
}


def _drivers_own(error: BaseException, kind: type[BaseException]) -> BaseException:
    """The error as the driver raised it; peewee wraps it in its own and keeps it as context."""
    known = (each for each in (error, error.__cause__, error.__context__) if isinstance(each, kind))
    return next(known, error)


class _Cursor(sqlite3.Cursor):
    """Rows are read while they are fetched, so that is when damage shows, too: fetching raises the typed errors."""

    dialect: Sqlite

    def fetchone(self) -> Any:
        return self._typed(super().fetchone)

    def fetchall(self) -> list[Any]:
        return self._typed(super().fetchall)

    def __next__(self) -> Any:
        return self._typed(super().__next__)

    def _typed(self, fetch: Callable[[], Any]) -> Any:
        try:
            return fetch()
        except self.dialect.errors as error:
            raise self.dialect.trouble(error, None) from error


class _Connection(sqlite3.Connection):
    """A connection all of whose cursors are ours; `execute` of the driver makes its own."""

    cursors: type[_Cursor]

    def cursor(self, factory: Any = None) -> _Cursor:  # type: ignore[override]
        return super().cursor(self.cursors)

    def execute(self, sql: str, params: Any = ()) -> _Cursor:
        return self.cursor().execute(sql, params)


class Sqlite:
    """SQLite: one file, one writer at a time, one owner."""

    name = "sqlite"
    sole_owner = True
    errors: tuple[type[BaseException], ...] = (sqlite3.Error, peewee.DatabaseError, UnicodeDecodeError)
    words = {
        "id": "INTEGER NOT NULL PRIMARY KEY",
        "blob": "BLOB",
        "clustered": "WITHOUT ROWID",
        "octets": "",
        **guards.SQLITE,
    }

    def __init__(self, path: str) -> None:
        self.label = path
        self.damaged = False
        """Whether an operation met a malformed database, or a disk that read badly."""

    def database(self) -> peewee.Database:
        """A peewee database; connections may be closed by another thread at the very end, hence check_same_thread."""
        cursors = type("Cursor", (_Cursor,), {"dialect": self})
        return peewee.SqliteDatabase(
            self.label,
            pragmas=_PRAGMAS,
            timeout=BUSY_SECONDS,
            check_same_thread=False,
            cached_statements=64,  # for each thread; 256 took 2 MB more of the daemon and made no page quicker
            factory=type("Connection", (_Connection,), {"cursors": cursors}),
        )

    @staticmethod
    @lru_cache(maxsize=512)
    def translate(sql: str) -> str:
        """`sql` without row locks."""
        for lock in _ROW_LOCKS:
            sql = sql.replace(lock, "")
        return sql

    def begin(self, run: Callable[..., Any]) -> None:
        """Open a write transaction and take the file: a transaction that reads first and writes later would fail as
        busy.
        """
        run("BEGIN IMMEDIATE")

    def begin_read(self, run: Callable[..., Any]) -> None:
        """Open a snapshot."""
        run("BEGIN")

    def durable(self, run: Callable[..., Any], durable: bool) -> None:
        """Whether the next commits reach the disk before they return; only between transactions."""
        run("PRAGMA synchronous = 2" if durable else "PRAGMA synchronous = 1")

    def order_commits(self, run: Callable[..., Any]) -> None:
        """Ids follow the order of commits already: there is one writer."""

    def alone(self, run: Callable[..., Any], word: str) -> None:
        """There is one writer, so whoever writes is alone."""

    def reserve_ids(self, run: Callable[..., Any], table: str, count: int) -> list[int]:
        """The next `count` ids of `table`; only inside a write transaction. Raises KeyError for a table that is not
        numbered.
        """
        first = run(_LAST_ID[table]).fetchone()[0] + 1
        return list(range(first, first + count))

    def trouble(self, error: BaseException, connection: Any) -> SmsboxError:
        """The typed error for what the driver raised."""
        cause = _drivers_own(error, sqlite3.Error)
        code = getattr(cause, "sqlite_errorcode", None)
        kind = _TROUBLES.get((code or 0) & 0xFF, StoreTrouble)
        if isinstance(error, UnicodeDecodeError) or "Could not decode to UTF-8" in str(cause):
            kind = StoreCorrupt  # we write nothing else
        self.damaged = self.damaged or kind is StoreCorrupt
        return kind(problem=f"{getattr(cause, 'sqlite_errorname', type(cause).__name__)}: {cause}", store=self.label)

    def connection_lost(self, connection: Any) -> bool:
        """A file cannot hang up."""
        return False


_NUMBERED = (
    *("sims", "messages", "received", "received_segments", "events", "users", "readings", "calls", "sweeps"),
    *("audit", "tokens", "problems", "contacts", "contact_notes", "consents", "sources", "imports"),
    *("coupon_series", "coupons", "audiences", "campaigns", "questions", "flows", "dialogs", "entries", "draws"),
    *("orders", "appointments", "waiting", "survey_answers", "applications", "thread_notes", "canned", "tasks"),
    *("staff_orders", "alarms", "alarm_log", "sim_probes", "hooks", "hook_calls"),
)
_LAST_ID = {table: f"SELECT coalesce(max(id), 0) FROM {table}" for table in _NUMBERED}  # noqa: S608 – constants
_NEXT_IDS = {
    table: f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, ?)"  # noqa: S608
    for table in _NUMBERED
}
_COMMIT_ORDER = 0x736D7362
"""Key of the advisory lock that makes event ids grow in the order of commits."""


class Postgres:
    """PostgreSQL: many owners, rows claimed one by one."""

    name = "postgresql"
    sole_owner = False
    damaged = False
    words = {
        "id": "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
        "blob": "BYTEA",
        "clustered": "",
        "octets": 'COLLATE "C"',
        **guards.POSTGRES,
    }

    def __init__(self, url: str) -> None:
        self.url = url
        self.label = url.rsplit("@", 1)[-1]
        try:
            psycopg: Any = with_psycopg()
        except ImportError as error:
            raise DriverMissing(store=self.label) from error
        self._psycopg = psycopg
        self.errors: tuple[type[BaseException], ...] = (psycopg.Error, peewee.DatabaseError)

    def database(self) -> peewee.Database:
        """A peewee database on psycopg 3."""
        return peewee.PostgresqlDatabase(
            self.url,
            prefer_psycopg3=True,
            connect_timeout=5,
            # Compiling costs more than any of these statements: most of them are about a few rows of an index.
            options=f"-c lock_timeout={BUSY_SECONDS * 1000} -c jit=off",
        )

    @staticmethod
    @lru_cache(maxsize=512)
    def translate(sql: str) -> str:
        """`sql` with psycopg's placeholders."""
        return sql.replace("%", "%%").replace("?", "%s")

    def begin(self, run: Callable[..., Any]) -> None:
        """Open a write transaction."""
        run("BEGIN")

    def begin_read(self, run: Callable[..., Any]) -> None:
        """Open a snapshot."""
        run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def durable(self, run: Callable[..., Any], durable: bool) -> None:
        """Whether the next commits reach the disk before they return."""
        run("SET synchronous_commit = on" if durable else "SET synchronous_commit = off")

    def order_commits(self, run: Callable[..., Any]) -> None:
        """Let one transaction at a time number its events: a reader of `events.since` must never see id 8 before id
        7.

        It is the last thing a transaction does before its commit, so no row is waited for while it is held.
        """
        run("SELECT pg_advisory_xact_lock(?)", _COMMIT_ORDER)

    def alone(self, run: Callable[..., Any], word: str) -> None:
        """Until the transaction ends nobody else is alone with this `word`; two words may be taken for one."""
        run("SELECT pg_advisory_xact_lock(?, hashtext(?))", _COMMIT_ORDER, word)

    def place(self, run: Callable[..., Any]) -> tuple[str, str]:
        """The number of the cluster ("": this role may not read it), and that of the table `settings` within it, which
        pg_restore makes anew.
        """
        allowed = run("SELECT has_function_privilege('pg_control_system()', 'EXECUTE')").fetchone()[0]
        cluster = run("SELECT system_identifier FROM pg_control_system()").fetchone()[0] if allowed else ""
        return str(cluster), str(run("SELECT 'settings'::regclass::oid::bigint").fetchone()[0])

    def reserve_ids(self, run: Callable[..., Any], table: str, count: int) -> list[int]:
        """The next `count` ids of `table`. Raises KeyError for a table that is not numbered."""
        return [row[0] for row in run(_NEXT_IDS[table], count).fetchall()]

    def trouble(self, error: BaseException, connection: Any) -> SmsboxError:
        """The typed error for what the driver raised."""
        cause: Any = _drivers_own(error, self._psycopg.Error)
        problem = f"{type(cause).__name__}: {cause}"
        if isinstance(cause, self._psycopg.errors.DiskFull):
            return StoreFull(problem=problem, store=self.label)
        # Deadlock and serialisation failure: the server rolled back, the same call may be made again at once.
        # 55P03: a row was locked for longer than our patience.
        if (getattr(cause, "sqlstate", None) or "").startswith(("40", "55P03")):
            return StoreBusy(problem=problem, store=self.label)
        if isinstance(cause, self._psycopg.OperationalError | self._psycopg.InterfaceError):
            return StoreUnreachable(problem=problem, store=self.label)
        return StoreTrouble(problem=problem, store=self.label)

    def connection_lost(self, connection: Any) -> bool:
        """Whether the server hung up and a new connection is needed."""
        return connection is None or bool(connection.closed) or bool(connection.broken)


Dialect = Sqlite | Postgres
