"""What was erased since a backup was made, taken out of the backup too: by marks from which no number can be read.

The database knows of an erased person only the salted mark of his number. So the numbers of the backup are marked in
the same way, and those that are marked, and known to the database no more, are erased there.
"""

from __future__ import annotations

import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from smsbox import consent, privacy
from smsbox.backup import files
from smsbox.clock import Micros
from smsbox.people.audit import ITSELF, Actor
from smsbox.privacy import Erased
from smsbox.store import Store, copying, options
from smsbox.store.copying import PART, Copied

THROUGH = "backup.forgot"
"""Key in a backup: up to which moment erasures have been carried into it."""

_NEWER = "SELECT count(*) FROM suppressed WHERE at > ?"
_KNOWN = "SELECT number FROM permissions WHERE number IN ({})"
_SINCE = "SELECT mark FROM suppressed WHERE at > ?"
_NUMBERS = (
    *(("contacts", "number"), ("contact_numbers", "number"), ("permissions", "number"), ("messages", "recipient")),
    *(("received", "sender"), ("calls", "number"), ("recipients", "number"), ("dialogs", "number")),
)
_BATCH = 400


def erased_since(store: Store, path: Path, since: Micros) -> list[str]:
    """The numbers in the backup at `path` of people who were erased in `store` after `since`. Raises StoreTrouble."""
    marks = {bytes(row[0]) for row in store.run(_SINCE, since).fetchall()}
    if not marks:
        return []
    found = [number for number in numbers_in(path) if consent.mark(store, number) in marks]
    known = {number for some in _parts(found) for number in _known(store, some)}
    return [number for number in found if number not in known]


def numbers_in(path: Path) -> list[str]:
    """Every number that somebody has in the database at `path`, which nobody has open, E.164."""
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)) as connection:
        return _numbers(connection.execute)


def numbers_of(store: Store) -> list[str]:
    """The same of an open one."""
    return _numbers(store.run)


def _numbers(run: Callable[[str], Any]) -> list[str]:
    there = {row[0] for row in run("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}
    found: set[str] = set()
    for table, column in _NUMBERS:
        if table in there:
            rows = run(f"SELECT DISTINCT {column} FROM {table} WHERE {column} LIKE '+%'")  # noqa: S608 – constants
            found.update(row[0] for row in rows.fetchall())
    return sorted(found)


def forget_in(store: Store, path: Path, now: Micros) -> int:
    """Bring the backup at `path` up to what `store` has erased since; how many numbers that were.

    Raises StoreTrouble, OSError.
    """
    copied = copying.said(path)
    if copied is None:
        return 0
    since = max(copied.at, _through(path))
    if not store.run(_NEWER, since).fetchone()[0]:
        return 0
    numbers = erased_since(store, path, since)
    if not numbers:
        return 0
    erase_in(path, numbers, now, by=ITSELF, present=store)
    return len(numbers)


def erase_in(path: Path, numbers: Sequence[str], now: Micros, *, by: Actor, present: Store | None = None) -> Erased:
    """Erase to whom `numbers` lead in the backup at `path`, which stays one, with its sum: a new file is
    made beside it and takes its place, so that a death leaves one or the other, whole. Any other database is
    changed in its place. The marks of the `present` database come along. Raises StoreTrouble, OSError.
    """
    copied = copying.said(path)
    if copied is None:
        return privacy.erase_in(path, numbers, now, by=by)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PART}")
    try:
        copying.closed_file(part)
        shutil.copyfile(path, part)
        if present is not None:
            carry_marks(present, part, now)
        done = privacy.erase_in(part, numbers, now, by=by)
        _say_again(part, copied, now)
        copying.flush(part)
        fresh = files.sum_of(part)
        files.write_sums(path, (files.sum_of(path), fresh))
        part.replace(path)
        copying.flush(path.parent)
        files.write_sums(path, (fresh,))
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(f"{part}{ending}").unlink(missing_ok=True)
    return done


def carry_marks(present: Store, part: Path, now: Micros) -> None:
    """Have the copy at `part` know every mark, before somebody whose mark it lacks is erased there: marks of another
    salt could not be brought in afterwards.
    """
    with closing(Store.open(f"sqlite://{part}", create=False, check=False)) as store:
        consent.carry_marks(present, store, numbers_of(store), now)


def _say_again(part: Path, copied: Copied, now: Micros) -> None:
    """What it counts has changed, and how far it was brought."""
    store = Store.open(f"sqlite://{part}", create=False, check=False)
    try:
        options.put(store, THROUGH, str(now), now)
        store.checkpoint(truncate=True)
    finally:
        store.close()
    copying.restate(part, copied)


def _through(path: Path) -> Micros:
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)) as connection:
        row = connection.execute("SELECT value FROM settings WHERE key = ?", (THROUGH,)).fetchone()
    return int(row[0]) if row else 0


def _known(store: Store, numbers: list[str]) -> set[str]:
    sql = _KNOWN.format(",".join("?" * len(numbers)))
    return {row[0] for row in store.run(sql, *numbers).fetchall()}


def _parts(numbers: list[str]) -> Iterator[list[str]]:
    return (numbers[start : start + _BATCH] for start in range(0, len(numbers), _BATCH))
