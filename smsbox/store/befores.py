"""The copy of the database that is made before a newer program changes its schema: with it one can go back.

It lies beside the database as `NAME.before-N`, N being the last schema that is in it, and is let go after a while:
it still knows people who were erased since.
"""

from __future__ import annotations

from pathlib import Path

from smsbox.clock import DAY, Micros, SystemClock
from smsbox.store import copying
from smsbox.store.copying import PART

KEPT: Micros = 60 * DAY


def path_of(database: Path, schema: int) -> Path:
    """Where the copy with that schema is, or would be."""
    return database.with_name(f"{database.name}.before-{schema}")


def keep(database: Path, schema: int) -> None:
    """Copy `database`, which the caller has open, as it is before its migration; not one that is itself only being made
    ready. Raises what `copying.copy` raises: then it must not be migrated.
    """
    if database.name.endswith(PART):
        return
    copying.copy(database, path_of(database, schema), now=SystemClock().now())


def prune(database: Path | None, now: Micros) -> list[Path]:
    """Remove copies that are older than `KEPT`; which. `database` None: it is no file of ours. Raises OSError."""
    if database is None:
        return []
    found = database.parent.glob(f"{database.name}.before-*")
    gone = [each for each in found if each.stat().st_mtime_ns // 1_000 < now - KEPT]
    for each in gone:
        each.unlink()
    return gone
