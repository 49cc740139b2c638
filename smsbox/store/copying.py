"""Copies of an SQLite database: taken while it works, looked through, and under their name only once they are whole.

A copy carries the row `backup.made`: whoever opens it as a database knows that time has gone on without it, and what
it has queued may have left long ago.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from smsbox.clock import Micros
from smsbox.store.troubles import StoreCorrupt, StoreTrouble

MADE = "backup.made"
"""Key among the options that only a copy has; its value is `Copied.as_json`."""

RESERVE = 32 << 20
"""Octets that a copy leaves free, so that the queue beside it can go on."""

LITTLE = 1 << 20
"""Octets that stay free where nothing but backups lies."""

PART = ".part"
_PATIENCE = 60.0
_MB = 1_000_000
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_KEEP = "INSERT INTO settings (key, value, at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


class CopyFailed(StoreTrouble):
    """The copy could not be written; nothing is left of it. Facts: `path`, `problem`."""

    key = "store.copy_failed"
    retryable = True


class NoRoomForCopy(CopyFailed):
    """The copy has no room where it is to go. Facts: `path`, `needed_mb`, `free_mb` (the reserve is part of
    what is needed).
    """

    key = "store.copy_no_room"


class CopyDiffers(CopyFailed):
    """The copy was written and is not what was copied: a card that lies. Facts: `path`, `problem`."""

    key = "store.copy_differs"


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy says of itself: when it was made, of which box ("" unknown), why (`night`, `hand`, `upgrade`), its
    schema, and how many rows each table had.
    """

    at: Micros
    box: str
    why: str
    schema: int
    rows: dict[str, int]

    def as_json(self) -> str:
        """As the copy keeps it."""
        kept = {"at": self.at, "box": self.box, "why": self.why, "schema": self.schema, "rows": self.rows}
        return json.dumps(kept, ensure_ascii=False)


def from_json(text: str) -> Copied:
    """What `as_json` gave. Raises ValueError."""
    try:
        kept = json.loads(text)
        rows = {str(table): int(count) for table, count in kept["rows"].items()}
        return Copied(int(kept["at"]), str(kept["box"]), str(kept["why"]), int(kept["schema"]), rows)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error


def copy(
    source: Path, target: Path, *, now: Micros, box: str = "", why: str = "upgrade", reserve: int = RESERVE
) -> Copied:
    """Copy the database at `source`, which the caller has open as a Store, to `target` (replaced if it is there).

    Others write on meanwhile. The copy is one state of the database, by `VACUUM INTO` under another name; read back
    from the disk, checked by SQLite and counted against that same state, only then renamed. Killed in between it leaves
    a file ending in `PART`. Raises NoRoomForCopy, CopyDiffers, CopyFailed, StoreCorrupt (of the source), StoreTrouble.
    """
    _refuse_without_room(source, target, reserve)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}{PART}")
    try:
        closed_file(part)
        with _told_of(source, target, part):
            copied = _counted_copy(source, part, now, box, why)
        with _told_of(None, target, part):
            _make_it_say(part, copied)
        flush(part)
        wrong = differences(part, copied)
        if wrong:
            raise CopyDiffers(path=str(target), problem=wrong)
        part.replace(target)
        flush(target.parent)
    except OSError as error:
        raise CopyFailed(path=str(target), problem=error.strerror or str(error)) from error
    finally:
        for leftover in ("", "-journal", "-wal", "-shm"):
            Path(f"{part}{leftover}").unlink(missing_ok=True)
    return copied


def closed_file(path: Path) -> None:
    """An empty file that nobody else may read, before customers' data go into it. Raises OSError."""
    path.touch(mode=0o640, exist_ok=False)


def differences(path: Path, copied: Copied) -> str:
    """What the copy at `path`, which nobody has open, has otherwise than it says; "" when it is what it should be."""
    try:
        with closing(_unchanging(path)) as connection:
            verdict = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
            if verdict != "ok":
                return verdict
            if _number(connection, "PRAGMA user_version") != copied.schema:
                return "user_version"
            found = _counts(connection)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return str(error)
    differ = sorted(each for each in found.keys() | copied.rows.keys() if found.get(each) != copied.rows.get(each))
    return ", ".join(f"{each}: {copied.rows.get(each)} → {found.get(each)}" for each in differ)


def said(path: Path) -> Copied | None:
    """What the file at `path`, which nobody has open, says of itself; None when it is no copy of ours, or damaged."""
    try:
        with closing(_unchanging(path)) as connection:
            row = connection.execute("SELECT value FROM settings WHERE key = ?", (MADE,)).fetchone()
            return None if row is None else from_json(str(row[0]))
    except (sqlite3.Error, ValueError):
        return None


def restate(path: Path, copied: Copied) -> Copied:
    """Have the copy at `path`, which nobody has open and of which somebody was erased, say what it holds now. Raises
    CopyFailed.
    """
    with _told_of(None, path, path):
        with closing(_unchanging(path)) as connection:
            now = replace(copied, schema=_number(connection, "PRAGMA user_version"), rows=_counts(connection))
        _make_it_say(path, now)
    return now


def flush(path: Path) -> None:
    """Have the file or directory on the disk, and its next reader read it from there. Raises OSError."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
        os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(fd)


def room(directory: Path) -> int:
    """Octets that are free there. Raises OSError."""
    there = os.statvfs(directory)
    return there.f_bavail * there.f_frsize


def no_room(target: Path, needed: int, free: int) -> NoRoomForCopy:
    """The error, of octets."""
    return NoRoomForCopy(path=str(target), needed_mb=needed // _MB + 1, free_mb=free // _MB)


# ── inside


def _refuse_without_room(source: Path, target: Path, reserve: int) -> None:
    try:
        with _told_of(source, target, target), closing(_writable(source)) as connection:
            size = _number(connection, "PRAGMA page_count") * _number(connection, "PRAGMA page_size")
        free = room(target.parent)
    except OSError as error:
        raise CopyFailed(path=str(target), problem=error.strerror or str(error)) from error
    if free < size + reserve:
        raise no_room(target, size + reserve, free)


def _counted_copy(source: Path, part: Path, now: Micros, box: str, why: str) -> Copied:
    """`VACUUM INTO`, and the counts of the very state it copies.

    It cannot run inside a transaction that counts. So for the moment in which it takes its view of the database nobody
    may write, and a second connection takes the same view to count in.
    """
    copying, holding, counting = (_writable(source) for _ in range(3))
    with closing(copying), closing(holding), closing(counting):
        copying.set_authorizer(_once_it_reads(lambda: _share_the_view(holding, counting)))
        holding.execute("BEGIN IMMEDIATE")
        copying.execute("VACUUM INTO ?", (str(part),))
        if holding.in_transaction:
            raise sqlite3.NotSupportedError("SQLite copies otherwise than this program knows")
        schema = _number(counting, "PRAGMA user_version")
        return Copied(now, box, why, schema, _counts(counting))


def _once_it_reads(do: Callable[[], None]) -> Callable[..., int]:
    """An authorizer that calls `do` when VACUUM, its view taken, first asks for the schema of the database."""
    done = False

    def authorize(action: int, table: str | None, _column: object, where: str | None, _trigger: object) -> int:
        nonlocal done
        if not done and action == sqlite3.SQLITE_READ and table == "sqlite_master" and where == "main":
            done = True
            do()
        return sqlite3.SQLITE_OK

    return authorize


def _share_the_view(holding: sqlite3.Connection, counting: sqlite3.Connection) -> None:
    counting.execute("BEGIN")
    counting.execute("SELECT count(*) FROM sqlite_master").fetchone()
    holding.execute("ROLLBACK")


def _make_it_say(part: Path, copied: Copied) -> None:
    """Write into the copy that it is one, and have it open with a write-ahead log again, which VACUUM INTO forgets."""
    with closing(sqlite3.connect(part, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA synchronous = FULL")
        if not connection.execute("SELECT 1 FROM settings WHERE key = ?", (MADE,)).fetchone():
            copied.rows["settings"] += 1
        connection.execute(_KEEP, (MADE, copied.as_json(), copied.at))
        connection.execute("PRAGMA journal_mode = WAL")


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    return {name: _number(connection, f'SELECT count(*) FROM "{name}"') for (name,) in names.fetchall()}  # noqa: S608


def _number(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


def _writable(path: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(path))}?mode=rw"
    connection = sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    return connection


def _unchanging(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)


@contextmanager
def _told_of(source: Path | None, target: Path, part: Path) -> Iterator[None]:
    """What SQLite says against it in the words of who wanted `target`, which he knows, whatever it is called while it
    is made (`part`). `source`: what is read; None: nothing but the copy itself, so damage is that of the copy.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            # What is half written is about to go.
            half = part.stat().st_size if part.exists() else 0
            size = half if source is None else source.stat().st_size
            raise no_room(target, size + RESERVE, room(target.parent) + half) from error
        if code in _DAMAGE:
            if source is None:
                raise CopyDiffers(path=str(target), problem=str(error)) from error
            raise StoreCorrupt(store=str(source), problem=str(error)) from error
        raise CopyFailed(path=str(target), problem=str(error)) from error
