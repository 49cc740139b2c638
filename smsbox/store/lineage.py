"""Whether this database is the one that was last used here, or a copy of it: the life it leads, and where.

Each start of the daemon is a life with a name of its own, kept in the database and in a file beside it. The file is
written before (`settled`: no) and after the database, so a power cut leaves either the same name in both, or the one
before in the database and a file that says so. What is otherwise is a copy: older than the file, or without it, or from
another board, machine or folder. A board has its number from the factory. A machine without one has the name that the
system gave it, unless that is made anew at each boot. What nobody can tell from inside is a whole folder, or a whole
card, put back where it was copied from.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

FILE = "lineage"
"""The name of the file, in the folder of the database."""

KEY = "lineage.life"
"""Key of the life among the options."""

PLACE = "lineage.place"
"""Key, in a database that several boxes share, of the place where it lies: `Place.as_text`."""

_BOARD = Path("/sys/firmware/devicetree/base/serial-number")
_MACHINE = Path("/etc/machine-id")
_MOUNTS = Path("/proc/self/mountinfo")
_PASSING = ("tmpfs", "ramfs", "overlay")


@dataclass(frozen=True, slots=True)
class Here:
    """Where the daemon runs: the board, the machine ("": cannot be told), hashed; and the path of the database."""

    board: str = ""
    machine: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """One start of the daemon, as the database knows it."""

    name: str
    here: Here


@dataclass(frozen=True, slots=True)
class Beside:
    """What the file says: the life, the one before it, and whether the database had the life for certain."""

    name: str
    before: str = ""
    settled: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shared database lies: the number of the server's cluster ("": cannot be told) and of a table in it.

    A dump that is put back makes its tables anew, while the row that came with it names the old ones. A restart, a
    failover to a physical replica, VACUUM FULL change neither number.
    """

    cluster: str
    table: str

    def as_text(self) -> str:
        """As the database keeps it."""
        return f"{self.cluster} {self.table}"


def is_elsewhere(known: str | None, here: Place) -> bool:
    """Whether the database was last used at another place than `here`; `known`: what it says of it, None for none."""
    if known is None:
        return False
    cluster, _, table = known.partition(" ")
    return table != here.table or bool(cluster and here.cluster and cluster != here.cluster)


def is_older(known: Life | None, beside: Beside | None, *, lost: bool = False) -> bool:
    """Whether the database is older than the file beside it, or came here without it. `lost`: a broken log has lost the
    end of it, and what may have left since is in doubt already.
    """
    if beside is None:
        return known is not None
    name = known.name if known else ""
    return name != beside.name and (name != beside.before or (beside.settled and not lost))


def came_from_elsewhere(known: Life | None, here: Here) -> bool:
    """Whether it was last used on another board, else on another machine, or at another path."""
    if known is None:
        return False
    there = known.here
    if there.board and here.board:
        return there.board != here.board or there.path != here.path
    if there.machine and here.machine and there.machine != here.machine:
        return True
    return there.path != here.path


def here(database: Path) -> Here:
    """Where this process runs."""
    board = _read(_BOARD).strip("\0 \n")
    machine = _read(_MACHINE).strip()
    lasting = machine not in ("", "uninitialized") and not _passing(_MACHINE)
    return Here(_mark(board), _mark(machine) if lasting else "", str(database.resolve()))


def fresh(at: Here) -> Life:
    """A life that begins."""
    return Life(secrets.token_hex(8), at)


def as_json(life: Life) -> str:
    """As the database keeps it."""
    return json.dumps(asdict(life))


def from_json(text: str | None) -> Life | None:
    """What `as_json` gave; None for none, and for what cannot be read."""
    try:
        kept = json.loads(text or "")
        return Life(str(kept["name"]), Here(**{name: str(value) for name, value in kept["here"].items()}))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def beside(directory: Path) -> Beside | None:
    """What the file says; None when there is none, or none that can be read. Raises OSError."""
    try:
        kept = json.loads((directory / FILE).read_text(encoding="ascii"))
        return Beside(str(kept["name"]), str(kept["before"]), bool(kept["settled"]))
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


def announce(directory: Path, life: Life, found: Beside | None) -> None:
    """Before the database has `life`: write that it is to have it. Raises OSError."""
    before = "" if found is None else found.name if found.settled else found.before
    _write(directory, Beside(life.name, before, settled=False))


def settle(directory: Path, life: Life) -> None:
    """The database has `life`. Raises OSError."""
    found = beside(directory) or Beside(life.name)
    _write(directory, replace(found, settled=True))


def _write(directory: Path, what: Beside) -> None:
    """Whole or not at all."""
    part = directory / f".{FILE}.part"
    with part.open("w", encoding="ascii") as file:
        json.dump(asdict(what), file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(directory / FILE)
    fd = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _mark(name: str) -> str:
    return hashlib.sha256(f"smsbox {name}".encode()).hexdigest()[:16] if name else ""


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


def _passing(path: Path) -> bool:
    """Whether the file lies where the next boot may find another one (proc_pid_mountinfo(5))."""
    found, kind = "", ""
    for line in _read(_MOUNTS).splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split()
        if len(fields) > 4 and path.is_relative_to(fields[4]) and len(fields[4]) >= len(found):
            found, kind = fields[4], right.split()[:1][0] if right else ""
    return kind in _PASSING
