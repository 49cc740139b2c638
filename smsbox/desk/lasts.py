"""The last word of either side in each of some threads, for lists: one read by indexes for a whole page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from smsbox.clock import Micros
from smsbox.inbox import Veil
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
_THEIRS = "SELECT id, text, received_at, sender FROM received WHERE id IN ({})"


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
    veil, written = Veil(store), _texts(store, _OURS, rows, slice(1, 2))
    ours = {each: Last(shown(text, batch), at, ours=True) for each, text, at, batch in written}
    came = _texts(store, _THEIRS, rows, slice(2, None))
    theirs = {each: Last(veil.shown(sender, text), at, ours=False) for each, text, at, sender in came}
    found = {}
    for number, last_id, *received in rows:
        said = [ours.get(last_id), *(theirs.get(each) for each in received)]
        last = max((each for each in said if each is not None), key=lambda each: each.at, default=None)
        if last is not None:
            found[number] = last
    return found


def _texts(store: Store, sql: str, rows: Sequence[tuple[Any, ...]], which: slice) -> list[tuple[Any, ...]]:
    """The messages whose ids stand in those columns of `rows`."""
    ids = [each for row in rows for each in row[which] if each is not None]
    return store.run(sql.format(",".join("?" * len(ids))), *ids).fetchall() if ids else []
