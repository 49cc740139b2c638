"""Files of backups: how they are called, which there are, and whether one is whole.

Beside each lies its SHA-256, as sha256sum(1) writes it: SQLite does not see a letter that has changed inside a text.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from smsbox.backup import postgres
from smsbox.backup.troubles import BackupDamaged, NoBackup, NotOurs
from smsbox.clock import SECOND, Micros
from smsbox.config import Config
from smsbox.errors import SmsboxError
from smsbox.i18n.phrases import Phrase
from smsbox.store import copying
from smsbox.store.copying import Copied
from smsbox.store.opening import APPLICATION_ID

SUM = ".sha256"
LATEST = "latest"
_NAME = re.compile(r"smsbox-([0-9]{8}-[0-9]{6})\.(db|dump)")
_STAMP = "%Y%m%d-%H%M%S"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """One file of a folder: `at`, when it was made, out of its name; its size in octets."""

    path: Path
    at: Micros
    size: int


def name_at(now: Micros, ending: str = "db") -> str:
    """How a backup made `now` is called, in UTC: names in order are in order of time, on every file system."""
    return f"smsbox-{datetime.fromtimestamp(now // SECOND, UTC).strftime(_STAMP)}.{ending}"


def moment_of(name: str) -> Micros | None:
    """When a backup of this name was made; None for a file of another kind."""
    match = _NAME.fullmatch(name)
    try:
        found = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC) if match else None
    except ValueError:
        return None
    return None if found is None else int(found.timestamp()) * SECOND


def listed(folder: Path) -> list[Backup]:
    """The backups in a folder, by their names alone, the newest first; none where it cannot be read."""
    found = []
    try:
        for each in os.scandir(folder):
            at = moment_of(each.name)
            if at is not None and each.is_file(follow_symlinks=False):
                found.append(Backup(Path(each.path), at, each.stat().st_size))
    except OSError:
        return []
    return sorted(found, key=lambda each: each.at, reverse=True)


def folders(config: Config) -> list[Path]:
    """Where backups of this box can be read: the folder, and the stick while one is in."""
    return [config.backup.folder, *([config.backup.stick] if stick_is_in(config) else [])]


def stick_is_in(config: Config) -> bool:
    """Whether a stick is in: something is mounted there."""
    return os.path.ismount(config.backup.stick)


def find(config: Config, said: str) -> Path:
    """The file that is meant: a path, a name in one of the folders, or `latest`. Raises NoBackup."""
    if said == LATEST:
        found = newest(config)
        if found is None:
            raise NoBackup(path=str(config.backup.folder))
        return found
    places = [Path(said), *(folder / said for folder in folders(config) if os.sep not in said)]
    path = next((each for each in places if each.is_file()), None)
    if path is None:
        raise NoBackup(path=said)
    return path.absolute()


def newest(config: Config) -> Path | None:
    """The newest backup that is whole, of all folders that can be read; None when there is none. Reads it whole."""
    every = sorted((each for folder in folders(config) for each in listed(folder)), key=lambda one: -one.at)
    for each in every:
        try:
            verify(each.path)
        except SmsboxError:
            continue
        return each.path
    return None


def verify(path: Path) -> Copied:
    """Read the whole backup and hold it against what it says of itself: its sum, SQLite's own check, its counts.

    Raises NoBackup, NotOurs, BackupDamaged; nothing is changed.
    """
    if not path.is_file():
        raise NoBackup(path=str(path))
    try:
        _refuse_wrong_sum(path)
    except OSError as error:
        raise BackupDamaged(path=str(path), problem=error.strerror or str(error)) from error
    if path.suffix == postgres.ENDING:
        return postgres.verify(path, moment_of(path.name) or 0)
    _refuse_foreign(path)
    copied = copying.said(path)
    if copied is None:
        raise NotOurs(path=str(path), problem="not_a_backup")
    wrong = copying.differences(path, copied)
    if wrong:
        raise BackupDamaged(path=str(path), problem=wrong)
    return copied


def sum_of(path: Path) -> str:
    """Its SHA-256 in hexadecimal digits, read from the disk. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return digest.hexdigest()


def write_sums(path: Path, sums: Iterable[str]) -> None:
    """Have the sum lie beside a backup; two while one file takes the place of another. Raises OSError."""
    beside = sum_file(path)
    making = beside.with_name(f".{beside.name}{copying.PART}")
    making.write_text("".join(f"{each}  {path.name}\n" for each in sums), encoding="ascii")
    copying.flush(making)
    making.replace(beside)


def remove(path: Path) -> None:
    """A backup and its sum; raises OSError."""
    path.unlink(missing_ok=True)
    sum_file(path).unlink(missing_ok=True)


def remove_leftovers(folder: Path) -> None:
    """What a death left half made; nothing else may be making a backup there."""
    for each in folder.glob(f".*{copying.PART}*"):
        each.unlink(missing_ok=True)


def sum_file(path: Path) -> Path:
    """The file of its sum."""
    return path.with_name(path.name + SUM)


def _refuse_wrong_sum(path: Path) -> None:
    """A backup without a sum beside it, brought here by hand, goes by its inside alone."""
    try:
        stated = {line.split()[0] for line in sum_file(path).read_text(encoding="ascii").splitlines() if line.strip()}
    except (FileNotFoundError, UnicodeDecodeError):
        return
    if stated and sum_of(path) not in stated:
        raise BackupDamaged(path=str(path), problem=Phrase("its content is not what was written"))


def _refuse_foreign(path: Path) -> None:
    try:
        address = f"file:{quote(str(path))}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_NOTADB:
            raise NotOurs(path=str(path), problem="not_a_database") from error
        raise BackupDamaged(path=str(path), problem=str(error)) from error
    if application != APPLICATION_ID:
        raise NotOurs(path=str(path), problem="other_program")
