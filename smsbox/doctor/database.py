"""What the doctor looks at in the database: that it answers, how large it is, whether it is whole.

It is looked at through SQLite alone, never by opening its files: closing any descriptor of them drops the locks that
this process holds (POSIX).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from smsbox.config import Config
from smsbox.doctor.findings import Finding, failure, note, ok, warning
from smsbox.errors import SmsboxError
from smsbox.store import Store, StoreCorrupt, StoreMissing
from smsbox.store.migrations import MIGRATIONS

_MB = 1 << 20
CHECKED = 16 << 20
"""Bytes up to which a database is searched for damage without being asked to; a tenth of a second on a Pi."""
_LOG = 64 << 20


def opened(config: Config) -> tuple[Store | None, list[Finding]]:
    """The store, opened as the daemon would; None with the reason when that fails. The caller closes it."""
    try:
        return Store.open(config.store.url, create=False, check=False), []
    except StoreMissing:
        return None, [warning("doctor.store_none", store=_name(config))]
    except SmsboxError as trouble:
        return None, [failure(trouble)]


def database(config: Config, store: Store, *, deep: bool) -> Iterator[Finding]:
    """How `store` is; `deep` searches it for damage whatever its size."""
    try:
        with store.write():
            store.ping()
    except SmsboxError as trouble:
        yield failure(trouble)
        return
    yield ok("doctor.store_ok", store=_name(config))
    path = config.store.sqlite_path
    if path is None:
        return
    size, log = _size(path), _size(path.with_name(path.name + "-wal"))
    yield ok("doctor.store_size", size=round(size / _MB, 1), schema=len(MIGRATIONS))
    if log > _LOG:
        yield warning("doctor.store_log", size=log // _MB)
    yield _damage(store, path) if deep or size <= CHECKED else note("doctor.store_unchecked", size=size // _MB)


def _damage(store: Store, path: Path) -> Finding:
    """PRAGMA quick_check: every page, without comparing indexes with tables."""
    try:
        verdict = store.run("PRAGMA quick_check(1)").fetchone()[0]
    except SmsboxError as trouble:
        return failure(trouble)
    if verdict == "ok":
        return ok("doctor.store_whole")
    return failure(StoreCorrupt(store=str(path), problem=verdict))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _name(config: Config) -> str:
    return str(config.store.sqlite_path or "PostgreSQL")
