"""Appointments and waiting lists: in the copy of one's data, and forgotten with him. What took place stays counted,
nameless; what is before him does not take place.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from smsbox.clock import Micros
from smsbox.i18n.marks import N_
from smsbox.outbox.steering import NOBODY
from smsbox.store import Store

SECTIONS: tuple[tuple[str, str, tuple[tuple[str, str], ...], str], ...] = (
    (
        "appointments",
        N_("Appointments"),
        (
            *(("begins_at", N_("When")), ("number", N_("Number")), ("service", N_("Service"))),
            *(("with", N_("With whom")), ("made_at", N_("Booked")), ("note", N_("Note"))),
        ),
        "SELECT at, number, service, resource, made_at, note FROM appointments WHERE number IN ({}) ORDER BY id",
    ),
    (
        "waiting",
        N_("Waiting list"),
        (("since_at", N_("Since")), ("number", N_("Number")), ("service", N_("Service"))),
        "SELECT at, number, service FROM waiting WHERE number IN ({}) ORDER BY id",
    ),
)
"""Key, title, columns and statement of each section, read by his numbers."""

_AHEAD = "UPDATE appointments SET state = 2, held_until = NULL WHERE number = ? AND state IN (0, 1) AND at > ?"
_OLD = "SELECT id FROM appointments WHERE at < ? AND number NOT LIKE ? || '%' ORDER BY at LIMIT ?"
_ONE = "UPDATE appointments SET number = ?, note = '', dialog_id = NULL WHERE id = ?"
_CHUNK = 400
_NAMELESS = "UPDATE appointments SET number = ?, note = '', remind_at = NULL, dialog_id = NULL WHERE number = ?"


def forget(store: Store, numbers: Sequence[str], now: Micros) -> None:
    """Take these numbers out; part of the open transaction."""
    for number in numbers:
        store.run("DELETE FROM waiting WHERE number = ?", number)
        store.run(_AHEAD, number, now)
        store.run(_NAMELESS, NOBODY + secrets.token_hex(6), number)


def forget_old(store: Store, before: Micros, go_on: Callable[[], bool]) -> int:
    """Appointments that were before that moment lose their person, and waits that ended go; how many appointments."""
    done = 0
    while go_on():
        ids = [row[0] for row in store.run(_OLD, before, NOBODY, _CHUNK).fetchall()]
        if not ids:
            break
        with store.write():
            store.run_many(_ONE, [(NOBODY + secrets.token_hex(6), each) for each in ids])
        done += len(ids)
    with store.write():
        store.run("DELETE FROM waiting WHERE ended_at IS NOT NULL AND until < ?", before)
    return done
