"""Backups of a database on a PostgreSQL server: made by pg_dump in its custom format, looked through by pg_restore."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from smsbox.backup.troubles import BackupDamaged, NoPgDump, NotOurs
from smsbox.clock import Micros
from smsbox.store.copying import PART, Copied, CopyFailed, closed_file, flush
from smsbox.store.migrations import MIGRATIONS

ENDING = ".dump"
_MAGIC = b"PGDMP"
_PATIENCE = 3600


def dump(url: str, target: Path, *, now: Micros, box: str, why: str) -> Copied:
    """Have pg_dump write the database at `url` to `target`, whole or not at all.

    The password goes by the environment, never by the command line, which everybody can read. Raises NoPgDump,
    CopyFailed.
    """
    program = shutil.which("pg_dump")
    if program is None:
        raise NoPgDump
    address, password = _without_password(url)
    part = target.with_name(f".{target.name}{PART}")
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    try:
        command = (program, "--format=custom", "--no-owner", "--no-privileges", f"--file={part}", f"--dbname={address}")
        part.unlink(missing_ok=True)
        closed_file(part)
        _run(command, target, environment)
        flush(part)
        listed = contents(part)
        if not listed:
            raise CopyFailed(path=str(target), problem="pg_restore --list")
        part.replace(target)
        flush(target.parent)
    except OSError as error:
        raise CopyFailed(path=str(target), problem=error.strerror or str(error)) from error
    finally:
        part.unlink(missing_ok=True)
    return Copied(now, box, why, len(MIGRATIONS), dict.fromkeys(listed, 0))


def verify(path: Path, at: Micros) -> Copied:
    """What a dump made `at` holds: its tables without counts, all of it read and unpacked. Raises BackupDamaged,
    NotOurs, NoPgDump.
    """
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise NotOurs(path=str(path), problem="not_a_database")
    listed = contents(path)
    if "smsbox_schema" not in listed:
        raise BackupDamaged(path=str(path), problem="pg_restore --list")
    return Copied(at, "", "", len(MIGRATIONS), dict.fromkeys(listed, 0))


def contents(path: Path) -> list[str]:
    """The tables whose rows are in a dump; none for a file that pg_restore cannot read to its end. Raises NoPgDump."""
    program = shutil.which("pg_restore")
    if program is None:
        raise NoPgDump
    whole = subprocess.run((program, f"--file={os.devnull}", str(path)), capture_output=True, timeout=_PATIENCE)
    ran = subprocess.run((program, "--list", str(path)), capture_output=True, text=True, timeout=_PATIENCE)
    words = (line.split() for line in ran.stdout.splitlines() if " TABLE DATA " in line)
    return [line[6] for line in words if len(line) > 6] if not (whole.returncode or ran.returncode) else []


def _run(command: tuple[str, ...], target: Path, environment: dict[str, str]) -> None:
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=_PATIENCE)
    except subprocess.TimeoutExpired as error:
        raise CopyFailed(path=str(target), problem=str(error)) from error
    if ran.returncode:
        said = ran.stderr.strip().splitlines()
        raise CopyFailed(path=str(target), problem=said[-1] if said else f"pg_dump {ran.returncode}")


def _without_password(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    if not parts.password:
        return url, ""
    account, _, place = parts.netloc.rpartition("@")
    user = account.partition(":")[0]
    return urlunsplit(parts._replace(netloc=f"{user}@{place}")), unquote(parts.password)
