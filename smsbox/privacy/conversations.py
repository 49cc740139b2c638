"""Conversations and tasks: in the copy of one's data, and forgotten with him. What was a matter how often stays
counted, without his number.
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
        "notes_of_conversations",
        N_("Notes of conversations"),
        (("written_at", N_("When")), ("number", N_("Number")), ("note", N_("Note"))),
        "SELECT at, number, text FROM thread_notes WHERE number IN ({}) AND kind = '' ORDER BY id",
    ),
    (
        "labels",
        N_("Labels"),
        (("since_at", N_("Since")), ("number", N_("Number")), ("label", N_("Label"))),
        "SELECT at, number, label FROM thread_labels WHERE number IN ({}) ORDER BY at",
    ),
    (
        "tasks",
        N_("Tasks"),
        (
            *(("made_at", N_("When")), ("number", N_("Number")), ("task", N_("Task"))),
            *(("note", N_("Note")), ("ended_at", N_("Ended"))),
        ),
        "SELECT made_at, number, title, note, ended_at FROM tasks WHERE number IN ({}) ORDER BY id",
    ),
)
"""Key, title, columns and statement of each section, read by his numbers."""

_GONE = ("DELETE FROM threads WHERE number = ?", "DELETE FROM thread_notes WHERE number = ?")
_NAMELESS = (
    "UPDATE thread_labels SET number = ? WHERE number = ?",
    # What is to be done for an order is to be done as long as the order is: its goods lie there, or can be sold again.
    "UPDATE tasks SET number = ?, title = '', note = '', "
    "state = CASE WHEN state < 2 AND kind <> 'order' THEN 3 ELSE state END, "
    "ended_at = CASE WHEN state < 2 AND kind <> 'order' THEN made_at ELSE ended_at END WHERE number = ?",
)
DRAFT = "draft."
"""How the key of what somebody has typed for a number begins: then the number."""
_OLD = "SELECT number FROM threads WHERE last_at < ? AND until IS NULL ORDER BY last_at LIMIT 100"


def forget(store: Store, numbers: Sequence[str]) -> None:
    """Take these numbers out; part of the open transaction."""
    for number in numbers:
        for statement in _GONE:
            store.run(statement, number)
        store.run("DELETE FROM settings WHERE key LIKE ?", f"{DRAFT}{number}.%")
        for statement in _NAMELESS:
            store.run(statement, NOBODY + secrets.token_hex(6), number)


def forget_old(store: Store, before: Micros, go_on: Callable[[], bool]) -> int:
    """The same for all with whom nobody has talked since a moment; how many."""
    done = 0
    while go_on():
        numbers = [row[0] for row in store.run(_OLD, before).fetchall()]
        if not numbers:
            break
        with store.write():
            forget(store, numbers)
        done += len(numbers)
    return done
