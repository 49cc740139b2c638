"""Makes a backup: into the folder first, then to the stick and the server; what is too old goes, what was erased too.

One at a time, by a lock that the system gives back after any death. What became of each place is kept
(`backup.standing`), and told as a problem where it went wrong.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from smsbox.backup import files, forgetting, postgres, standing
from smsbox.backup.rotation import surplus
from smsbox.backup.standing import FOLDER, SERVER, STICK
from smsbox.backup.troubles import BackupDamaged, BackupRunning, PlaceFailed
from smsbox.clock import Micros
from smsbox.config import Config, secret
from smsbox.errors import SmsboxError
from smsbox.i18n.phrases import Phrase
from smsbox.store import Store, copying
from smsbox.store.copying import PART, Copied, CopyFailed
from smsbox.store.kept import Kept

log = logging.getLogger(__name__)

LOCK = "backup.lock"
NIGHT, HAND = "night", "hand"
_SENT = "backup.sent"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it: the file, and where it is now (`folder`, `stick`, `server`); `failed`: where it is not, and why.
    `forgotten`: numbers that were erased in older backups.
    """

    file: Path
    size: int
    there: tuple[str, ...]
    failed: dict[str, SmsboxError]
    forgotten: int = 0


def make(config: Config, store: Store, now: Micros, *, why: str = HAND) -> Result:
    """Make one now. Raises BackupRunning, and what went wrong in the folder, without which nothing goes anywhere; that
    is kept, too.
    """
    with alone(config.store.directory):
        kept = Kept(store, config.store.directory)
        try:
            path = _into_folder(config, now, kept.box, why)
        except SmsboxError as error:
            standing.went_wrong(kept, FOLDER, error, now)
            standing.plan(kept, config, now)
            raise
        size = path.stat().st_size
        standing.went_well(kept, FOLDER, path.name, size, now)
        there, failed = [FOLDER], {}
        for word, bring in _others(config, kept):
            try:
                bring(path)
                standing.went_well(kept, word, path.name, size, now)
                there.append(word)
            except (SmsboxError, OSError) as error:
                failed[word] = typed = _typed(error, path)
                standing.went_wrong(kept, word, typed, now)
        result = Result(path, size, tuple(there), failed, _forget(config, store, now))
        standing.plan(kept, config, now)
        return result


def check(config: Config, store: Store, path: Path, now: Micros) -> Copied:
    """Read a backup whole, and keep what was found. Raises BackupRunning, and what `files.verify` raises."""
    with alone(config.store.directory):
        kept = Kept(store, config.store.directory)
        try:
            copied = files.verify(path)
        except SmsboxError as error:
            standing.found(kept, path.name, error, now)
            raise
        standing.found(kept, path.name, None, now)
        return copied


@contextmanager
def alone(directory: Path) -> Iterator[None]:
    """Nobody else makes, changes or puts back a backup of this box meanwhile. Raises BackupRunning, CopyFailed."""
    path = directory / LOCK
    try:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    except OSError as error:
        raise CopyFailed(path=str(path), problem=error.strerror or str(error)) from error
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(fd)
        raise BackupRunning from error
    try:
        yield
    finally:
        os.close(fd)


def under_way(directory: Path) -> bool:
    """Whether one is being made at this moment."""
    try:
        with alone(directory):
            return False
    except BackupRunning:
        return True
    except CopyFailed:
        return False


# ── the places


def _into_folder(config: Config, now: Micros, box: str, why: str) -> Path:
    folder, source = config.backup.folder, config.store.sqlite_path
    path = folder / files.name_at(now, "db" if source else postgres.ENDING.removeprefix("."))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        files.remove_leftovers(folder)
        _rotate(folder, config)
        if source is None:
            postgres.dump(config.store.url, path, now=now, box=box, why=why)
        else:
            copying.copy(source, path, now=now, box=box, why=why)
        files.write_sums(path, (files.sum_of(path),))
        _rotate(folder, config)
    except OSError as error:
        raise CopyFailed(path=str(path), problem=error.strerror or str(error)) from error
    return path


def _others(config: Config, kept: Kept) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Where else it goes; the stick only while one is in, since its empty folder lies on the card."""
    if files.stick_is_in(config):
        yield STICK, lambda path: _onto_stick(config, path)
    if config.backup.url:
        yield SERVER, lambda path: _to_server(config, kept, path)


def _onto_stick(config: Config, path: Path) -> None:
    """Copied, read back, and only then under its name. Raises OSError, NoRoomForCopy, BackupDamaged."""
    stick = config.backup.stick
    files.remove_leftovers(stick)
    _rotate(stick, config)
    target, size = stick / path.name, path.stat().st_size
    if copying.room(stick) < size + copying.LITTLE:
        raise copying.no_room(target, size + copying.LITTLE, copying.room(stick))
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}{PART}")
    try:
        copying.closed_file(part)
        shutil.copyfile(path, part)
        copying.flush(part)
        stated = files.sum_of(path)
        if files.sum_of(part) != stated:
            raise BackupDamaged(path=str(target), problem=Phrase("its content is not what was written"))
        files.write_sums(target, (stated,))
        part.replace(target)
        copying.flush(stick)
    finally:
        part.unlink(missing_ok=True)
    _rotate(stick, config)


def _to_server(config: Config, kept: Kept, path: Path) -> None:
    """Raises PlaceFailed, SecretUnusable."""
    from smsbox.backup.server import Server

    told = config.backup
    beside = config.path.parent if config.path else None
    password = secret(told.password_file, beside) if told.password_file else ""
    server = Server(told.url or "", told.user, password, told.authority)
    server.send(path)
    server.send(files.sum_file(path))
    moments = _sent(kept)
    moments[path.name] = files.moment_of(path.name) or 0
    gone = set(surplus(list(moments.values()), config.region.zone, daily=told.daily, weekly=told.weekly))
    for name in [name for name, at in moments.items() if at in gone]:
        server.remove(name)
        server.remove(name + files.SUM)
        del moments[name]
    kept.put(_SENT, json.dumps(sorted(moments)), moments[path.name])


def _sent(kept: Kept) -> dict[str, Micros]:
    """What lies on the server, as far as it came from here."""
    names = json.loads(kept.rows().get(_SENT, "[]"))
    return {name: at for name in names if (at := files.moment_of(name)) is not None}


def _rotate(folder: Path, config: Config) -> None:
    found = {each.at: each.path for each in files.listed(folder)}
    told = config.backup
    for at in surplus(list(found), config.region.zone, daily=told.daily, weekly=told.weekly):
        files.remove(found[at])


def _forget(config: Config, store: Store, now: Micros) -> int:
    """Older backups lose whom the database has erased since; one that cannot be changed goes by its age."""
    if config.store.sqlite_path is None:
        return 0
    done = 0
    for folder in files.folders(config):
        for each in files.listed(folder):
            try:
                done += forgetting.forget_in(store, each.path, now)
            except (SmsboxError, OSError, sqlite3.Error) as error:
                log.error("what was erased since could not be taken out of the backup %s: %s", each.path, error)
    return done


def _typed(error: SmsboxError | OSError, path: Path) -> SmsboxError:
    if isinstance(error, SmsboxError):
        return error
    return PlaceFailed(path=str(error.filename or path), problem=error.strerror or str(error))
