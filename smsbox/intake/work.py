"""What the shop's loop does for imports: the oldest unfinished one, a little at a time."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, field

from smsbox.clock import DAY, HOUR, Micros
from smsbox.config import Config
from smsbox.intake import apart, applying, imports, spool, undoing
from smsbox.intake.apart import Order, Reader
from smsbox.intake.desk import home_of, reading_of
from smsbox.intake.imports import Import, Stage
from smsbox.intake.spool import Spool
from smsbox.sheets import SheetRefused
from smsbox.store import Store

_LISTEN = 0.1
"""Seconds a turn waits for what a reader has to say: the shop's other work waits as long."""
_DRAFTS_FOR: Micros = DAY
_SWEEP_EVERY: Micros = HOUR


@dataclass(slots=True)
class _Readers:
    """The readers of this process, by database, import and what it is to read, and when leftovers were last looked
    for.
    """

    lock: threading.Lock = field(default_factory=threading.Lock)
    by_import: dict[tuple[str, int, str], Reader] = field(default_factory=dict)
    swept: dict[str, Micros] = field(default_factory=dict)


_READERS = _Readers()


def work(store: Store, config: Config, now: Micros) -> bool:
    """One turn; whether there is more to do at once."""
    home = home_of(store, config)
    _sweep(store, config, home, now)
    found = imports.unfinished(store, home)
    _end_readers(store, {_key(store, each) for each in found if each.stage is Stage.COUNTING})
    if not found:
        return False
    advance(store, config, found[0], now)
    return True


def advance(store: Store, config: Config, seen: Import, now: Micros) -> None:
    """One step of one import."""
    if seen.stage is Stage.COUNTING:
        _count(store, config, seen, now)
    elif seen.stage is Stage.RUNNING:
        _run(store, config, seen, now)
    elif seen.stage is Stage.UNDOING:
        undoing.step(store, seen, now)


def _run(store: Store, config: Config, seen: Import, now: Micros) -> None:
    files = Spool(config.store.directory, seen.id)
    try:
        applying.step(store, files, seen, now)
    except (OSError, ValueError) as error:  # ValueError: what stands there is no JSON
        problem = {"reason": "gone", "detail": str(error)}
        imports.enter(store, seen.id, Stage.FAILED, (Stage.RUNNING,), ended_at=now, problem=problem)
    after = imports.get(store, seen.id)
    if after is None or not after.open:
        files.forget()


def _count(store: Store, config: Config, seen: Import, now: Micros) -> None:
    """Have the reader of the dry run go on; whoever comes while another thread listens to it goes away again."""
    if not _READERS.lock.acquire(blocking=False):
        return
    try:
        key = _key(store, seen)
        reader = _READERS.by_import.get(key)
        if reader is None:
            reader = _READERS.by_import[key] = _begin(store, config, seen, now)
        answers = reader.answers(_LISTEN)
        for told in answers:
            if "rows" in told:
                imports.counted_so_far(store, seen.id, told["rows"], 0)
        ended = next((told for told in answers if "found" in told), None)
        if ended is not None:
            found = ended["found"]
            columns = {"found": found, "total": found["rows"], "place": 0}
            imports.enter(store, seen.id, Stage.ASKED, (Stage.COUNTING,), **columns)
        elif reader.over or any("refused" in told for told in answers):
            _refuse(store, seen, answers, now)
        if ended is not None or reader.over:
            _READERS.by_import.pop(key).close()
    finally:
        _READERS.lock.release()


def _key(store: Store, seen: Import) -> tuple[str, int, str]:
    """An id may come again when its import was thrown away, and the same import is counted anew by another plan."""
    return store.dialect.label, seen.id, f"{seen.made_at} {seen.plan.as_json()}"


def _begin(store: Store, config: Config, seen: Import, now: Micros) -> Reader:
    url, directory = config.store.url, config.store.directory
    return Reader(Order.of(apart.COUNT, url, directory, seen.id, seen.plan, reading_of(config, now)))


def _refuse(store: Store, seen: Import, answers: list[dict], now: Micros) -> None:
    try:
        apart.refuse([told for told in answers if "refused" in told], seen.name)
    except SheetRefused as refusal:
        imports.enter(store, seen.id, Stage.FAILED, (Stage.COUNTING,), ended_at=now, problem=refusal.facts)


def _end_readers(store: Store, wanted: set[tuple[str, int, str]]) -> None:
    """Readers whose import was counted, dropped or given up need not go on."""
    with _READERS.lock:
        for key in [each for each in _READERS.by_import if each[0] == store.dialect.label and each not in wanted]:
            _READERS.by_import.pop(key).close()


def _sweep(store: Store, config: Config, home: str, now: Micros) -> None:
    """Remove what nobody needs any more: drafts nobody went on with, files of imports that are over, old values."""
    key = store.dialect.label
    if 0 <= now - _READERS.swept.get(key, -_SWEEP_EVERY) < _SWEEP_EVERY:
        return
    _READERS.swept[key] = now
    with store.write():
        old = "SELECT id FROM imports WHERE home = ? AND state IN (0, 2) AND made_at < ?"
        for (import_id,) in store.run(old, home, now - _DRAFTS_FOR).fetchall():
            imports.drop(store, import_id)
        over = "SELECT id FROM imports WHERE state IN (4, 5, 7, 8) AND ended_at < ?"
        for (import_id,) in store.run(over, now - imports.UNDO_FOR).fetchall():
            store.run("DELETE FROM import_rows WHERE import_id = ?", import_id)
    for import_id in spool.kept(config.store.directory):
        found = imports.get(store, import_id)
        if found is None or found.stage in (Stage.DONE, Stage.STOPPED, Stage.UNDONE, Stage.FAILED):
            with contextlib.suppress(OSError):
                Spool(config.store.directory, import_id).forget()
