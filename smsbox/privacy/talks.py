"""The dialogs with somebody: in the copy of his data, and without him once he is forgotten; how many there were, and
how they ended, stays.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from smsbox.clock import Micros
from smsbox.i18n.marks import N_
from smsbox.outbox.steering import NOBODY
from smsbox.store import Store

SECTION = (
    "dialogs",
    N_("Dialogs"),
    (
        *(("said_at", N_("When")), ("number", N_("Number")), ("scenario", N_("Scenario"))),
        *(("step", N_("Step")), ("outcome", N_("Outcome"))),
    ),
    "SELECT s.at, d.number, f.title, s.step, d.outcome FROM dialogs d JOIN dialog_steps s ON s.dialog_id = d.id "
    "JOIN flows f ON f.id = d.flow_id WHERE d.number IN ({}) ORDER BY d.id, s.seq",
)
"""Key, title, columns and statement of the section, read by his numbers; what he wrote stands among his messages."""

ENDED = (
    "SELECT id, number FROM dialogs WHERE id > ? AND id < ? AND ended_at IS NOT NULL AND number NOT LIKE ? || '%' "
    "ORDER BY id LIMIT ?"
)
"""Dialogs that are over, for what goes by its age."""


def forget(store: Store, numbers: Sequence[str], now: Micros) -> None:
    """Take these numbers out of all dialogs, and end what is open; part of the open transaction."""
    marks = ",".join("?" * len(numbers))
    sql = f"SELECT id FROM dialogs WHERE number IN ({marks})"  # noqa: S608 – marks only
    forget_these(store, [row[0] for row in store.run(sql, *numbers).fetchall()], now)


def forget_these(store: Store, ids: Sequence[int], now: Micros) -> None:
    """The same for dialogs by id."""
    store.run_many("DELETE FROM dialog_steps WHERE dialog_id = ?", [(each,) for each in ids])
    store.run_many(
        "UPDATE dialogs SET number = ?, state = '{}', ended_at = coalesce(ended_at, ?), "
        "outcome = coalesce(outcome, 'left') WHERE id = ?",
        [(NOBODY + secrets.token_hex(6), now, each) for each in ids],
    )
