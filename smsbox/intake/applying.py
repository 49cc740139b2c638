"""The run of an import: some rows and the place behind them in one transaction, so that a restart goes on exactly where
the last one ended.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from smsbox import consent, contacts
from smsbox.clock import Micros
from smsbox.contacts import NumberTaken
from smsbox.intake import imports
from smsbox.intake.counting import look_up
from smsbox.intake.deciding import AGREES, STAYS, Deed, What, decide, entry
from smsbox.intake.imports import Import, Stage
from smsbox.intake.reading import Bad, Person
from smsbox.intake.spool import Spool
from smsbox.store import Store

BATCH = 60
"""Rows of one transaction: 10 ms here, which relays and pages wait for at most."""
_KEEP = (
    "INSERT INTO import_rows (import_id, line, contact_id, what, detail) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (import_id, line) DO NOTHING"
)
_ADVANCE = (
    "UPDATE imports SET place = ?, added = added + ?, changed = changed + ?, same = same + ?, bad = bad + ?, "
    "agreed = agreed + ?, stayed = stayed + ? WHERE id = ?"
)
_STAYS = frozenset(STAYS.values())


def step(store: Store, spool: Spool, seen: Import, now: Micros) -> None:
    """The next rows of `seen`, which is running. Raises OSError when its people are not there any more."""
    some, place = spool.read(seen.found["people"], seen.place, BATCH)
    with store.write(durable=not some):
        found = imports.locked(store, seen.id)
        if found is None or found.stage is not Stage.RUNNING or found.place != seen.place:
            return
        if some:
            sums = _apply(store, found, some, now)
            store.run(_ADVANCE, place, *sums, found.id)
        else:
            imports.enter(store, found.id, Stage.DONE, (Stage.RUNNING,), ended_at=now)


def _apply(store: Store, found: Import, some: Sequence[Person | Bad], now: Micros) -> list[int]:
    """Do these rows; how many were added, changed, same, bad, agreed, and stay as they wished."""
    deeds = _decided(store, found, some)
    ids = _written(store, deeds, now)
    rows, sums, agreed, stayed = [], dict.fromkeys(What, 0), 0, 0
    for (row, deed), contact_id in zip(deeds, ids, strict=True):
        sums[deed.what] += 1
        stayed += deed.agreement in _STAYS
        line = 0
        if deed.agreement == AGREES and isinstance(row, Person):
            by = found.by_whom
            line = consent.record(store, entry(deed, row, found.plan, now=now, name=found.name, by=by)).consent_id
            agreed += 1
        if deed.what is not What.SAME or line:
            rows.append((found.id, row.line, contact_id, int(deed.what), _detail(row, deed, line, now)))
    if rows:
        store.run_many(_KEEP, rows)
    return [*(sums[what] for what in What), agreed, stayed]


def _decided(store: Store, found: Import, some: Sequence[Person | Bad]) -> list[tuple[Person | Bad, Deed]]:
    there = look_up(store, [each for each in some if isinstance(each, Person)])
    met: set[int] = set()
    deeds: list[tuple[Person | Bad, Deed]] = []
    for each in some:
        if isinstance(each, Bad):
            deeds.append((each, Deed(What.BAD, reason=each.reason)))
            continue
        deed = decide(each, there, found.plan, found.id)
        if deed.contact is not None and deed.contact.id in met:  # two became one since they were counted
            deed = Deed(What.BAD, reason="repeated")
        met.update([deed.contact.id] if deed.contact is not None else [])
        deeds.append((each, deed))
    return deeds


def _written(store: Store, deeds: Sequence[tuple[Person | Bad, Deed]], now: Micros) -> list[int | None]:
    """Add and change the customers of these deeds; their ids."""
    added = iter(contacts.add_many(store, [deed.new for _, deed in deeds if deed.new is not None], now))
    for _, deed in deeds:
        if deed.contact is not None and deed.changes is not None:
            try:
                contacts.change(store, deed.contact.id, deed.changes, now)
            except NumberTaken as taken:  # cannot be: numbers that lead to somebody are left out
                raise AssertionError(taken) from taken
            if "note" in deed.after:
                contacts.note(store, deed.contact.id, deed.after["note"], deed.changes.origin, now)
    return [
        next(added) if deed.new is not None else deed.contact.id if deed.contact is not None else None
        for _, deed in deeds
    ]


def _detail(row: Person | Bad, deed: Deed, line: int, now: Micros) -> str:
    """What has to be known to put the row back, or to say what is wrong with it."""
    told: dict[str, Any] = {"consent": line} if line else {}
    if isinstance(row, Bad):
        told = {"reason": row.reason, "value": row.value, "cells": row.cells, "same_as": row.same_as}
    elif deed.what is What.BAD:
        told = {"reason": deed.reason, "value": "", "cells": ()}
    elif deed.new is not None:
        told |= {"at": now, "tags": sorted(set(filter(None, map(contacts.tag_of, deed.new.tags))))}
    elif deed.after:
        told |= {"before": deed.before, "after": deed.after}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
