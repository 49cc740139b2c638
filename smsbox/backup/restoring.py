"""Puts a backup back: looked through, its queue held, told of whoever left or was erased since, and only then in place.

The present database steps aside and is never deleted. Nothing may have it open: the caller holds the owner's lock.
"""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from smsbox import consent, outbox, privacy
from smsbox.backup import files, forgetting
from smsbox.backup.making import alone
from smsbox.backup.troubles import NotOurs, ServerRestores
from smsbox.campaigns import elsewhere
from smsbox.clock import SECOND, Micros
from smsbox.config import Config
from smsbox.consent.standing import AGREEING
from smsbox.errors import SmsboxError
from smsbox.outbox import BY_RESTORE
from smsbox.people import audit
from smsbox.people.audit import Actor
from smsbox.store import Store, StoreIoError, copying
from smsbox.store.copying import LITTLE, PART, Copied

RESTORED = "backup.restored"
"""The line of the audit log."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it: of which backup; where the database is that was in its place (None: there was none); whether
    that one could be asked what had happened since. `held`: messages that wait for a decision; `settled`: those of
    which it knew that they had left or were withdrawn since; `ads`: offers that left since and are known again; `left`:
    withdrawals carried over; `erased`: people.
    """

    copied: Copied
    aside: Path | None
    asked: bool
    held: int
    settled: int
    ads: int
    left: int
    erased: int


def restore(config: Config, path: Path, now: Micros, *, by: Actor) -> Restored:
    """Put the backup at `path` into the place of the database.

    Raises BackupRunning, ServerRestores, NoBackup, NotOurs, BackupDamaged, NoRoomForCopy, StoreTrouble: all of them
    before the present database is touched.
    """
    with alone(config.store.directory):
        database = config.store.sqlite_path
        if database is None:
            raise ServerRestores
        if database.exists() and path.exists() and path.samefile(database):
            raise NotOurs(path=str(path), problem="in_use")
        copied = files.verify(path)
        size = path.stat().st_size
        if copying.room(database.parent) < size + LITTLE:
            raise copying.no_room(database, size + LITTLE, copying.room(database.parent))
        part = database.with_name(f".{database.name}.{secrets.token_hex(4)}{PART}")
        try:
            files.remove_leftovers(database.parent)
            copying.closed_file(part)
            shutil.copyfile(path, part)
            done = _made_ready(config, part, copied, now, by)
            copying.flush(part)
            aside = _step_aside(database, now)
            part.replace(database)
            copying.flush(database.parent)
        except OSError as error:
            raise StoreIoError(problem=error.strerror or str(error), store=str(database)) from error
        finally:
            for ending in ("", "-wal", "-shm", "-journal"):
                Path(f"{part}{ending}").unlink(missing_ok=True)
    return replace(done, aside=aside)


# ── what the backup does not know


def _made_ready(config: Config, part: Path, copied: Copied, now: Micros, by: Actor) -> Restored:
    """Nothing in it may leave by itself, and who does not want to be written to any more is not."""
    present = _present(config)
    try:
        erased = forgetting.erased_since(present, part, copied.at) if present is not None else []
        if present is not None:
            forgetting.carry_marks(present, part, now)
        if erased:
            privacy.erase_in(part, erased, now, by=by)
        with closing(Store.open(f"sqlite://{part}", create=False)) as store:
            with store.write():
                settled, ads = _carry_letters(present, store, copied.at, now, by) if present is not None else (0, 0)
                held = outbox.hold_everything(store, BY_RESTORE, now)
                left = _carry_will(present, store, copied.at) if present is not None else 0
                audit.note(store, by, now, RESTORED, part.name if not copied.at else str(copied.at))
            store.checkpoint(truncate=True)
    finally:
        if present is not None:
            present.close()
    return Restored(copied, None, present is not None, held, settled, ads, left, len(erased))


def _present(config: Config) -> Store | None:
    """The database as it is, if it can be read at all."""
    try:
        return Store.open(config.store.url, create=False, check=True)
    except SmsboxError:
        return None


def _carry_will(present: Store, store: Store, since: Micros) -> int:
    """Whoever left, declined or chose since does so here too; how many lines it were.

    Those who agreed since are asked again: what proves it is not in the backup.
    """
    lines = [each.entry for each in consent.since(present, since) if each.entry.act not in AGREEING]
    for entry in lines:
        consent.record(store, replace(entry, evidence_id=None, source_id=None, campaign_id=None))
    return len(lines)


def _carry_letters(present: Store, store: Store, since: Micros, now: Micros, by: Actor) -> tuple[int, int]:
    """What the present database knows to have left since, or to be withdrawn, is not held as if it might leave; how
    many messages. Advertising that left is known too, so that nobody gets more of it than the cap lets him; how much of
    it the backup knew nothing of.
    """
    strange = elsewhere.strange(present, store)
    carried = outbox.carry(present, store, since, now, who=by.name, batches=strange)
    elsewhere.carry(present, store, carried.ads, now, who=by.name)
    return carried.settled, len(carried.ads)


def _step_aside(database: Path, now: Micros) -> Path | None:
    """The present database under another name, its log beside it; its own name stays taken until the backup has it.

    A log that stayed would be taken for that of the backup. So it goes before the backup comes.
    """
    aside, there = _aside(database, now), database.exists()
    if there:
        os.link(database, aside)
    for ending in ("-wal", "-shm"):
        log = Path(f"{database}{ending}")
        if log.exists():
            log.rename(f"{aside}{ending}")
    copying.flush(database.parent)
    return aside if there else None


def _aside(database: Path, now: Micros) -> Path:
    stamp = datetime.fromtimestamp(now // SECOND, UTC).strftime("%Y%m%d-%H%M%S")
    return database.with_name(f"{database.name}.replaced-{stamp}")
