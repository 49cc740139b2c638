"""The last word of either side in each of some threads, for lists: one read by indexes for a whole page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.outbox.message import shown
from smsbox.store import Store
from smsbox.store.scanning import octets

_LAST = (
    "SELECT t.number, (SELECT id FROM messages WHERE recipient{0} = t.number ORDER BY id DESC LIMIT 1), "
    "(SELECT id FROM received WHERE sender{0} = t.number AND state > 0 ORDER BY id DESC LIMIT 1), "
    "(SELECT id FROM received WHERE sender{0} = substr(t.number, 2) AND state > 0 ORDER BY id DESC LIMIT 1), "
    "(SELECT id FROM received WHERE sender{0} = '0' || substr(t.number, 5) AND state > 0 ORDER BY id DESC LIMIT 1) "
    "FROM threads t WHERE t.number IN ({1})"
)
_OURS = "SELECT id, text, created_at, batch FROM messages WHERE id IN ({})"
_THEIRS = "SELECT id, text, received_at, NULL FROM received WHERE id IN ({})"


@dataclass(frozen=True, slots=True)
class Last:
    """The last word: who said it, and when."""

    text: str
    at: Micros
    ours: bool


def words(store: Store, numbers: Sequence[str]) -> dict[str, Last]:
    """The last message in each of these threads."""
    if not numbers:
        return {}
    sql = _LAST.format(octets(store), ",".join("?" * len(numbers)))
    rows = store.run(sql, *numbers).fetchall()
    ours = _texts(store, _OURS, [row[1] for row in rows], ours=True)
    theirs = _texts(store, _THEIRS, [each for row in rows for each in row[2:]], ours=False)
    found = {}
    for number, written, *received in rows:
        said = [ours.get(written), *(theirs.get(each) for each in received)]
        last = max((each for each in said if each is not None), key=lambda each: each.at, default=None)
        if last is not None:
            found[number] = last
    return found


def _texts(store: Store, sql: str, ids: Sequence[int | None], *, ours: bool) -> dict[int | None, Last]:
    wanted = [each for each in ids if each is not None]
    if not wanted:
        return {}
    rows = store.run(sql.format(",".join("?" * len(wanted))), *wanted).fetchall()
    return {message_id: Last(shown(text, batch), at, ours) for message_id, text, at, batch in rows}
