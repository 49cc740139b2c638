"""The store: one connection per thread, whole durable transactions, one checkpointing thread; SQLite or PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from smsbox.store import opening, wal
from smsbox.store.dialect import BUSY_SECONDS, Dialect
from smsbox.store.log import Log
from smsbox.store.troubles import StoreBusy
from smsbox.store.turns import Turns

_COUNT = (
    "INSERT INTO counters (kind, state, messages, segments) VALUES (?, ?, ?, ?) ON CONFLICT (kind, state) DO UPDATE "
    "SET messages = counters.messages + excluded.messages, segments = counters.segments + excluded.segments"
)


class _Transaction(threading.local):
    """What this thread's open transaction has gathered for its commit."""

    depth = 0
    reading = 0
    broken = False
    durable = True
    number = 0

    def __init__(self) -> None:
        self.rows: dict[str, list[Sequence[Any]]] = {}
        self.tallies: dict[tuple[int, int], list[int]] = {}


class Store:
    """A database that smsbox may use; made by `Store.open` only.

    Every method works from any thread, each thread on its own connection. Failures of disk or server come as
    `StoreTrouble` (see its `retryable`) and leave the database as it was before the transaction.
    """

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.database = dialect.database()
        self._transaction = _Transaction()
        # Threads of one process queue here, fairly, instead of polling SQLite's lock with growing sleeps.
        self.turns = Turns()
        self._connections: dict[int, Any] = {}
        self._log = Log(dialect.label)
        self._unflushed, self._counted = 0, False

    @classmethod
    def open(cls, url: str, *, create: bool = True, check: bool | None = None) -> Store:
        """Open the store at `sqlite:///absolute/path` or `postgresql://…`; made (`create`) or migrated if needed.

        `check` reads the whole SQLite file for damage; None does so while it is small (16 MB). Raises StoreTrouble, and
        any StoreUnusable, by which the database stays as it was.
        """
        store = cls(opening.dialect_for(url, create=create))
        try:
            opening.prepare(store, create=create, check=check)
        except BaseException:
            store.close()
            raise
        wal.OPEN_HERE[store.dialect.label] += 1
        store._counted = True
        return store

    # ── transactions

    @contextmanager
    def write(self, *, durable: bool = True, together: bool = False) -> Iterator[None]:
        """One transaction; on the disk when the block ends (`durable=False`: soon after). An inner block joins the
        outer. `together`: several threads that end such blocks share one flush; others may see it just before, and
        where the flush fails it may be kept although StoreIoError is raised.

        An exception rolls the whole transaction back, also when an outer block swallows it: half a change is never
        kept.
        """
        mine = self._transaction
        if mine.depth:
            mine.depth += 1
            try:
                yield
            except BaseException:
                mine.broken = True
                raise
            finally:
                mine.depth -= 1
            return
        self._begin(durable and not (together and self.dialect.sole_owner))
        try:
            yield
            self._commit()
        except BaseException:
            self._roll_back()
            raise
        finally:
            mine.depth, mine.broken = 0, False
            mine.rows.clear()
            mine.tallies.clear()
            if self.dialect.sole_owner:
                self.turns.release()
        if together and not mine.durable:
            self._log.flush(mine.number)

    @contextmanager
    def read(self) -> Iterator[None]:
        """One unchanging view of the database for several reads; nothing may be written inside it."""
        mine = self._transaction
        if mine.depth or mine.reading:
            yield
            return
        self.dialect.begin_read(self.run)
        mine.reading = 1
        try:
            yield
        finally:
            mine.reading = 0
            self._end("COMMIT")

    def run(self, sql: str, *params: Any) -> Any:
        """Run one statement (`?` placeholders) on this thread's connection; returns the driver's cursor. Raises
        StoreTrouble.
        """
        connection = None
        try:
            connection = self.database.connection()
            if not params:
                return connection.execute(self.dialect.translate(sql))
            return connection.execute(self.dialect.translate(sql), params)
        except self.dialect.errors as error:
            raise self._trouble(error, connection) from error

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run one statement for each row of parameters. Raises StoreTrouble."""
        connection = None
        try:
            connection = self.database.connection()
            connection.cursor().executemany(self.dialect.translate(sql), rows)
        except self.dialect.errors as error:
            raise self._trouble(error, connection) from error

    def query(self, query: Any) -> list[Any]:
        """All rows of a peewee SELECT. Raises StoreTrouble."""
        try:
            return list(query.bind(self.database))
        except self.dialect.errors as error:
            raise self._trouble(error, None) from error

    def change(self, query: Any) -> int:
        """Run a peewee INSERT, UPDATE or DELETE inside `write`; returns what peewee does. Raises StoreTrouble."""
        try:
            return int(query.bind(self.database).execute())
        except self.dialect.errors as error:
            raise self._trouble(error, None) from error

    def at_commit(self, sql: str, *params: Any) -> None:
        """Run `sql` just before this transaction commits, together with its like; for append-only logs."""
        self._transaction.rows.setdefault(sql, []).append(params)

    def tally(self, kind: int, state: int, messages: int, segments: int) -> None:
        """Add to the counters of messages of `kind` in `state`; a transaction writes the sum of its changes."""
        sums = self._transaction.tallies.setdefault((kind, state), [0, 0])
        sums[0] += messages
        sums[1] += segments

    def reserve_ids(self, table: str, count: int) -> list[int]:
        """The next `count` row ids of `table`; only inside `write`."""
        return self.dialect.reserve_ids(self.run, table, count)

    def in_write(self) -> bool:
        """Whether this thread is inside `write`."""
        return self._transaction.depth > 0

    # ── care

    def ping(self) -> None:
        """Raise StoreTrouble when the database does not answer."""
        self.run("SELECT count(*) FROM counters").fetchone()

    def log_bytes(self, *, whole: bool = False) -> int:
        """Bytes of SQLite's write-ahead log that wait for `checkpoint`, or of the `whole` of it; 0 elsewhere."""
        return self._log.waiting(whole=whole) if self.dialect.sole_owner else 0

    def checkpoint(self, *, truncate: bool = False) -> bool:
        """Move SQLite's log into the database file; True when all of it moved. Only one thread of one process may
        call this.

        SQLite before 3.51.3 can lose a log that two connections checkpoint and restart at once, so no other
        connection does it by itself.
        """
        if not self.dialect.sole_owner:
            return True
        busy, pages, moved = self.run(
            "PRAGMA wal_checkpoint(TRUNCATE)" if truncate else "PRAGMA wal_checkpoint(PASSIVE)"
        ).fetchone()
        return not busy and pages == moved

    def forget_connection(self) -> None:
        """Close this thread's connection; a thread that ends calls it."""
        self._connections.pop(threading.get_ident(), None)
        if not self.database.is_closed():
            self.database.close()

    def close(self) -> None:
        """Close every connection; no thread may be inside a transaction any more."""
        wal.OPEN_HERE[self.dialect.label] -= self._counted
        self._counted = False
        self.forget_connection()
        for connection in list(self._connections.values()):
            connection.close()
        self._connections.clear()
        self._log.close()

    # ── inside

    def _begin(self, durable: bool) -> None:
        sole = self.dialect.sole_owner
        if sole and not self.turns.acquire(timeout=2 * BUSY_SECONDS):
            raise StoreBusy(problem="another thread writes for too long", store=self.dialect.label)
        try:
            durable = durable or self._unflushed >= wal.UNFLUSHED_AT_MOST  # asked in its turn: others waited, too
            mine = self._transaction
            connection = self.database.connection()
            if self._connections.get(threading.get_ident()) is not connection:
                self._connections[threading.get_ident()] = connection
                mine.durable = True
            if mine.durable != durable:
                self.dialect.durable(self.run, durable)
                mine.durable = durable
            self.dialect.begin(self.run)
            mine.depth = 1
        except BaseException as error:
            if sole:
                self.turns.release()
            if isinstance(error, self.dialect.errors):
                raise self._trouble(error, None) from error
            raise

    def _commit(self) -> None:
        mine = self._transaction
        if mine.broken:
            raise RuntimeError("a part of this transaction failed and its error was swallowed")
        tallies = sorted((*key, *sums) for key, sums in mine.tallies.items() if any(sums))
        if tallies or mine.rows:
            self.dialect.order_commits(self.run)
        for sql, rows in mine.rows.items():
            self.run_many(sql, rows)
        if tallies:
            self.run_many(_COUNT, tallies)
        self.run("COMMIT")
        self._unflushed = 0 if mine.durable else self._unflushed + 1
        mine.number = self._log.commit()

    def _roll_back(self) -> None:
        self._end("ROLLBACK")

    def _end(self, word: str) -> None:
        """End a transaction that may be over already: SQLite rolls back by itself on a full disk, a server by hanging
        up.
        """
        connection = self.database.connection() if not self.database.is_closed() else None
        if connection is None:
            return
        try:
            connection.execute(word)
        except self.dialect.errors:
            if self.dialect.connection_lost(connection):
                self.forget_connection()

    def _trouble(self, error: BaseException, connection: Any) -> Exception:
        trouble = self.dialect.trouble(error, connection)
        if connection is not None and self.dialect.connection_lost(connection):
            self.forget_connection()
        return trouble
