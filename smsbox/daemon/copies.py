"""At the start: whether the database is a copy of another one, and then everything in it that would go on by itself."""

from __future__ import annotations

import logging
from pathlib import Path

from smsbox import outbox, router
from smsbox.campaigns.standstill import stop_all
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.outbox import BY_CLONE, BY_RESTORE
from smsbox.store import Store, copying, lineage, opening, options
from smsbox.store.alone import alone
from smsbox.store.dialect import Postgres

log = logging.getLogger(__name__)

_REMINDERS = "UPDATE appointments SET remind_at = NULL, changed_at = ? WHERE remind_at <= ?"


def begin_life(store: Store, config: Config, now: Micros) -> int:
    """Judge the database and begin a new life in it; how many messages are held because it is a copy.

    A power cut at any point leaves it to be judged in the same way by the next start, and so does a full disk. Raises
    StoreTrouble.
    """
    if isinstance(store.dialect, Postgres):
        return _begin_shared(store, store.dialect, config, now)
    directory = config.store.directory
    life = lineage.fresh(lineage.here(Path(store.dialect.label)))
    why = ""
    try:
        found = lineage.beside(directory)
        why = _why(store, found, life)
        lineage.announce(directory, life, found)
    except OSError as error:
        log.error("the file %s in %s cannot be written: %s", lineage.FILE, directory, error)
        return _stand_still(store, config, why, now) if why else 0
    with store.write():
        held = _stand_still(store, config, why, now) if why else 0
        options.drop(store, copying.MADE)
        options.put(store, lineage.KEY, lineage.as_json(life), now)
    try:
        lineage.settle(directory, life)
    except OSError as error:
        log.error("the file %s in %s cannot be written: %s", lineage.FILE, directory, error)
    return held


def _begin_shared(store: Store, server: Postgres, config: Config, now: Micros) -> int:
    """The same where several boxes share a database: the first to start after a dump was put back judges for all.

    No file beside it says how far time has gone: a box may have lost its folder, or join anew.
    """
    with store.write():
        alone(store, lineage.PLACE)
        place = lineage.Place(*server.place(store.run))
        known = options.get(store, lineage.PLACE)
        held = _stand_still(store, config, BY_RESTORE, now) if lineage.is_elsewhere(known, place) else 0
        if known != place.as_text():
            options.put(store, lineage.PLACE, place.as_text(), now)
    return held


def _why(store: Store, found: lineage.Beside | None, life: lineage.Life) -> str:
    """The reason to hold everything; "" for the database that was used here last."""
    known = lineage.from_json(options.get(store, lineage.KEY))
    if options.get(store, copying.MADE) is not None:
        return BY_RESTORE
    if lineage.came_from_elsewhere(known, life.here):
        return BY_CLONE
    lost = bool(int(options.get(store, opening.LOST_COMMITS) or 0))
    return BY_RESTORE if lineage.is_older(known, found, lost=lost) else ""


def _stand_still(store: Store, config: Config, why: str, now: Micros) -> int:
    """What was received before the copy was made was answered since: whoever wants to leave leaves, the rest is read by
    people. Of reminders that came due since, each was sent.
    """
    with store.write():
        router.hear_leaving(store, config, now)
        held = outbox.hold_everything(store, why, now)
        stopped = stop_all(store, why, now)
        passed = store.run(_REMINDERS, now, now).rowcount
    log.error(
        "this database is a copy (%s): %d messages are held, %d campaigns paused, %d reminders of the past left out",
        *(why, held, stopped, passed),
    )
    return held
