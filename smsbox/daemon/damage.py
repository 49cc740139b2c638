"""A database that is damaged when the daemon starts: set aside, and the newest whole backup put in its place."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

from smsbox import backup
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.errors import SmsboxError
from smsbox.i18n.phrases import Phrase
from smsbox.people.audit import ITSELF
from smsbox.problems.looking import REPLACED
from smsbox.store import Store, StoreCorrupt, options

log = logging.getLogger(__name__)


def open_or_restore(config: Config, now: Micros, announce: Callable[[str], None]) -> Store:
    """The store; where its file is damaged for good, out of the newest backup: all of its queue is held then.

    Called by the owner of the folder. Raises what `Store.open` raises: also StoreCorrupt, with nothing changed, when
    there is no backup that is whole, or no room for it.
    """
    try:
        return Store.open(config.store.url)
    except StoreCorrupt as damage:
        log.error("%s", damage)
    try:
        return Store.open(config.store.url)  # a card may read badly once
    except StoreCorrupt as damage:
        found = backup.newest(config)
        if found is None:
            raise
        try:
            done = backup.restore(config, found, now, by=ITSELF)
        except SmsboxError as error:
            log.error("the backup %s cannot be put in its place: %s", found, error)
            raise damage from error
    log.critical("the database was damaged; it is kept as %s, and %s is in its place", done.aside, found)
    announce(
        Phrase(
            "The database was damaged. It is kept as {aside}; the backup of {backup} is in its place.",
            aside=str(done.aside),
            backup=found.name,
        )
    )
    store = Store.open(config.store.url)
    told = {"at": now, "aside": str(done.aside), "backup": found.name, "made_at": done.copied.at}
    options.put(store, REPLACED, json.dumps(told), now)
    return store
