"""The disk under the database: errors while it works, bits that flipped while it lay still, a death in a migration.

Errors come from strace, attached to the running daemon for a while: the system call fails, as on a worn card. Damage
at rest is done to the files of a daemon that has ended. It must then be named, with exit status 78 and the files left
as they are, or do no harm at all. Two things nobody can see: a flipped letter of a text, and whether the last few
commits of the log fell to the card or to a power cut; those are told as lost, and what may have left is in doubt.
"""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from smsbox.store import opening
from smsbox.store.dialect import Sqlite
from smsbox.store.migrations import MIGRATIONS, statements
from tests.campaign.case import Case, Outcome
from tests.campaign.parts.deaths import finish
from tests.campaign.rig import HURRY, STAY_ENDED, Rig, rig
from tests.patience import until

PART = "disk"

ERRORS = {
    "EIO at writes": "pwrite64,fdatasync,fsync,ftruncate:error=EIO",
    "EIO at flushes": "fdatasync,fsync:error=EIO",
    "EIO at reads": "pread64:error=EIO",
    "EROFS, mounted read-only after an error": "pwrite64,ftruncate:error=EROFS",
    "ENOSPC": "pwrite64,ftruncate:error=ENOSPC",
}
WRECKS = ("bit", "bits", "block lost", "block of zeros", "cut short", "blocks exchanged")
_BLOCK = 4096
_TOLD = "changes before the crash are lost"


def io_errors(folder: Path, dice: random.Random, inject: str, *, seconds: float = 3.0) -> Outcome:
    """The disk fails for a while, in the middle of a run, and gets well again."""
    outcome = Outcome()
    if shutil.which("strace") is None:
        return outcome
    with rig(folder, profile="fast") as box:
        box.queue(25, 2)
        box.start()
        box.wait(lambda: len(box.accepted()) > 3)
        with _failing(box, inject):
            box.ask(3)
            time.sleep(1.0)
            stalled = len(box.accepted())
            time.sleep(seconds)
            if "pread" not in inject and len(box.accepted()) > stalled + 1:
                outcome.judgement.trouble.append("sends although it cannot write down that it does")
        well = time.monotonic()
        if box.wait(lambda: len(box.accepted()) > stalled, 20.0):
            outcome.recoveries.append((time.monotonic() - well) / HURRY)
        outcome.fired[inject] += 1
        return finish(box, outcome)


class _failing:
    """While it lasts, the chosen system calls on the database's files fail."""

    def __init__(self, box: Rig, inject: str) -> None:
        calls = inject.split(":")[0]
        paths = [word for suffix in ("", "-wal") for word in ("-P", f"{box.database}{suffix}")]
        self._command = ["strace", "-f", "-qq", "-p", str(box.owner()), *paths, "-e", f"trace={calls}"]
        self._command += ["-e", f"inject={inject}", "-o", str(box.directory / "strace")]

    def __enter__(self) -> None:
        self._tracer = subprocess.Popen(self._command, stderr=subprocess.DEVNULL)
        time.sleep(0.3)

    def __exit__(self, *_: object) -> None:
        self._tracer.send_signal(signal.SIGTERM)
        self._tracer.wait(20)


def wrecked(folder: Path, dice: random.Random, wreck: str, *, killed: bool, unchecked: bool = False) -> Outcome:
    """Damage done to the files of a daemon that was stopped, or killed, in the middle of its queue."""
    outcome = Outcome()
    with rig(folder, profile="fast") as box:
        box.queue(25, 3)
        box.ask(4)
        box.start()
        box.wait(lambda: len(box.accepted()) > dice.randint(3, 25))
        if killed:
            box.kill()
        else:
            box.stop()
        names = [path for path in (box.database, box.database.with_name("smsbox.db-wal")) if path.exists()]
        # A log cut short looks as a power cut leaves it, and nobody can tell.
        damage(box.database if wreck == "cut short" else dice.choice(names), wreck, dice)
        before = {path: path.read_bytes() for path in names}
        box.start(unchecked=unchecked)
        box.wait(lambda: box.ended() or box.nothing_waits(), 60.0)
        if not box.ended():
            finish(box, outcome)
            if _TOLD in box.log():
                outcome.judgement.inbound_lost.clear()
            return outcome
        outcome.fired["named at the start"] += 1
        _judge_refusal(box, before, outcome, started=unchecked)
        return outcome


def damage(path: Path, wreck: str, dice: random.Random) -> None:
    """Do to a file what cards and cables do."""
    content = bytearray(path.read_bytes())
    blocks = max(1, len(content) // _BLOCK)
    here, there = dice.randrange(blocks) * _BLOCK, dice.randrange(blocks) * _BLOCK
    if wreck.startswith("bit"):
        for _ in range(1 if wreck == "bit" else 40):
            content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    elif wreck == "cut short":
        del content[dice.randrange(len(content)) :]
    elif wreck == "blocks exchanged":
        one, other = content[here : here + _BLOCK], content[there : there + _BLOCK]
        content[here : here + _BLOCK], content[there : there + _BLOCK] = other, one
    else:
        size = len(content[here : here + _BLOCK])
        content[here : here + _BLOCK] = bytes(size) if wreck == "block of zeros" else dice.randbytes(size)
    path.write_bytes(content)


def _judge_refusal(box: Rig, before: dict[Path, bytes], outcome: Outcome, *, started: bool) -> None:
    assert box.process is not None
    trouble = outcome.judgement.trouble
    if (code := box.process.returncode) != STAY_ENDED:
        trouble.append(f"ended with {code} on a damaged database: {box.tail()}")
    if "Traceback" in box.log() and not started:
        trouble.append(f"traceback: {box.tail()}")
    if not any(word in box.log() for word in ("damaged", "is empty", "not a database", "another program")):
        trouble.append(f"does not name the damage: {box.tail()}")
    for path, content in before.items() if not started else ():
        if not path.exists() or path.read_bytes() != content:
            trouble.append(f"{path.name} was changed although nothing could be done with it")


def migrated(folder: Path, dice: random.Random, version: int, step: int) -> Outcome:
    """A database of schema `version` with a queue in it meets this program, which dies at statement `step` of it."""
    outcome = Outcome()
    with rig(folder) as box:
        box.queue(8, 1)
        _take_back(box.database, version)
        box.start(at={"label": "migration.step", "nth": step})
        if box.wait(box.ended, 5.0):
            outcome.kills += 1
            found = _version(box.database)
            if found != version:
                outcome.judgement.trouble.append(f"half a migration stays: version {found}")
        else:
            outcome.judgement.trouble.append(f"statement {step} was never reached")
        box.tend() if box.ended() else None
        finish(box, outcome)
        if (found := _version(box.database)) != len(MIGRATIONS):
            outcome.judgement.trouble.append(f"ended with schema {found}")
        return outcome


def made(folder: Path, dice: random.Random, step: int) -> Outcome:
    """The very first start dies while the database is being made; the next one makes it."""
    outcome = Outcome()
    with rig(folder) as box:
        box.start(at={"label": "migration.step", "nth": step})
        until(box.ended)
        outcome.kills += 1
        if box.database.exists():
            outcome.judgement.trouble.append("half a database is left behind")
        box.tend()
        box.queue(5)
        return finish(box, outcome)


def _version(path: Path) -> int:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _take_back(path: Path, version: int) -> None:
    """Rebuild the database as the program of schema `version` would have left it, with the same rows."""
    newer = path.with_name("newer.db")
    path.rename(newer)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        for pragma in (f"page_size = {opening.PAGE_SIZE}", "journal_mode = WAL"):
            old.execute(f"PRAGMA {pragma}")
        old.execute(f"PRAGMA application_id = {opening.APPLICATION_ID}")
        for migration in MIGRATIONS[:version]:
            for statement in statements(migration, Sqlite.words):
                old.execute(statement)
        old.execute(f"PRAGMA user_version = {version}")
        old.execute("ATTACH ? AS newer", (str(newer),))
        for (table,) in old.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'").fetchall():
            columns = ", ".join(row[1] for row in old.execute(f"PRAGMA main.table_info({table})"))
            old.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}")
    newer.unlink()


def _steps(first: int) -> int:
    return sum(len(statements(each, Sqlite.words)) for each in MIGRATIONS[first:])


def cases(dice: random.Random) -> Iterator[Case]:
    """Errors and migrations once, damage without end."""
    for name, inject in ERRORS.items():
        yield Case(PART, name, lambda f, d, inject=inject: io_errors(f, d, inject))
    for version in range(1, len(MIGRATIONS)):
        for step in sorted({1, dice.randint(1, _steps(version)), _steps(version)}):
            yield Case(
                PART, f"killed at {step} migrating from {version}", lambda f, d, v=version, s=step: migrated(f, d, v, s)
            )
    for step in (1, _steps(0)):
        yield Case(PART, f"killed at {step} of the first start", lambda f, d, step=step: made(f, d, step))
    while True:
        for wreck in WRECKS:
            for killed in (False, True):
                seed, unchecked = dice.randrange(1_000_000), dice.random() < 0.3
                yield Case(
                    PART,
                    f"{wreck} {'after a kill' if killed else 'after a stop'}{', unchecked' * unchecked} {seed}",
                    lambda f, d, w=wreck, k=killed, u=unchecked, s=seed: wrecked(
                        f, random.Random(s), w, killed=k, unchecked=u
                    ),
                )
