"""What customers wrote in a month, counted in blocks of ids: of a block that is full its figures are remembered, and
counted again when anything in it changed, so that a page reads what is new and no more.

What changes in a block goes one way: what waits is settled, what is not whole becomes whole or goes, a sender is
erased. How many there are of each tells whether the figures still hold.
"""

from __future__ import annotations

from bisect import bisect_left
from weakref import WeakKeyDictionary

from smsbox.clock import DAY, HOUR, Micros
from smsbox.outbox.steering import NOBODY
from smsbox.sheets.chapters import Figures, ids
from smsbox.store import Store
from smsbox.store.scanning import octets
from smsbox.subscription.growth import Period

BLOCK = 512
"""Ids of a block; what is new since the last full one is counted each time, 3 µs each."""
_MONTHS = 4
"""Remembered at once: some hundred bytes for a block."""

_COUNT = (
    "SELECT count(*), coalesce(sum(CASE WHEN settled_at = routed_at THEN 1 ELSE 0 END), 0), "
    "coalesce(sum(CASE WHEN settled_at <> routed_at AND settled_at - received_at < ? THEN 1 ELSE 0 END), 0), "
    "coalesce(sum(CASE WHEN settled_at IS NULL THEN 1 ELSE 0 END), 0) FROM received "
    "WHERE id >= ? AND id < ? AND received_at >= ? AND received_at < ? AND state > 0"
)
_FIRST_WRITTEN = (
    "SELECT count(DISTINCT r.sender) FROM received r WHERE r.id >= ? AND r.id < ? AND r.received_at >= ? "
    "AND r.received_at < ? AND r.state > 0 AND NOT EXISTS (SELECT 1 FROM received e WHERE e.sender{0} = r.sender "
    "AND e.id >= ? AND e.id < ? AND e.received_at >= ? AND e.state > 0 AND e.received_at < ?)"
)
"""Who wrote in a block and in none before it: of all blocks together, how many different numbers."""
_FIRM = (
    "SELECT coalesce(max(received_at), 0), coalesce(sum(CASE WHEN settled_at IS NOT NULL AND routed_at IS NULL "
    "THEN 1 ELSE 0 END), 0) FROM received WHERE id >= ? AND id < ? AND state > 0"
)
_WAITING = (
    "SELECT id / ?, count(*) FROM received WHERE settled_at IS NULL AND state > 0 AND id >= ? AND id < ? GROUP BY 1"
)
_PENDING = "SELECT id FROM received WHERE state = 0 AND received_at >= ?"
"""In no order and from no id on: else SQLite goes through the table by its ids, for the index of few is one by time."""
_CHANGED = "SELECT count(*), (SELECT max(id) FROM received) FROM received WHERE sender{0} = ? AND id >= ?"
"""How much is of nobody any more since then, and the newest."""
_CALLS = "SELECT count(*) FROM calls WHERE id >= ? AND id < ? AND at >= ? AND at < ?"

Counted = tuple[int, ...]
"""All, dealt with by smsbox itself, settled within an hour, waiting, and who wrote for the first time."""
_Kept = dict[int, tuple[Counted, Micros, Micros, Counted]]
"""What a block was like when it was counted, its latest moment, up to which moment it was counted, its figures."""
_KEPT: WeakKeyDictionary[Store, dict[int, _Kept]] = WeakKeyDictionary()


def received(store: Store, period: Period) -> Figures:
    """What came in a stretch of time, by what became of it, and the calls; exact at the moment it is asked for."""
    total, itself, within, waits, people = map(sum, zip(*_blocks(store, period), strict=True))
    calls = store.run(_CALLS, *ids(store, "calls", "at", period)).fetchone()[0]
    return {
        "received": total,
        "people": people,
        "itself": itself,
        "people_did": total - itself,
        "within": within,
        "waits": waits,
        "calls": int(calls),
    }


def _blocks(store: Store, period: Period) -> list[Counted]:
    """The figures of each block, those remembered as they are."""
    first, last, since, until = ids(store, "received", "received_at", period)
    waiting = dict(store.run(_WAITING, BLOCK, first, last).fetchall())
    pending = sorted(row[0] for row in store.run(_PENDING, since - DAY).fetchall() if row[0] >= first)
    erased, newest = store.run(_CHANGED.format(octets(store)), NOBODY, first).fetchone()
    full = (newest or 0) // BLOCK - 1
    kept, found = _of_month(store, since), list[Counted]()
    for block in range(first // BLOCK, max(first, last - 1) // BLOCK + 1):
        low, high = max(first, block * BLOCK), min(last, (block + 1) * BLOCK)
        stands = (low, high, waiting.get(block, 0), bisect_left(pending, high), erased)
        known = kept.get(block)
        if known is not None and known[0] == stands and (known[2] == until or known[1] < min(until, known[2])):
            found.append(known[3])
            continue
        found.append(_counted(store, (low, high, since, until), first))
        latest, unsure = store.run(_FIRM, low, high).fetchone()
        if block < full and not unsure:
            kept[block] = (stands, latest, until, found[-1])
    return found


def _of_month(store: Store, since: int) -> _Kept:
    """Where blocks of the month that begins then are remembered; of those looked at last."""
    months = _KEPT.setdefault(store, {})
    kept = months[since] = months.pop(since, {})
    while len(months) > _MONTHS:
        months.pop(next(iter(months)), None)
    return kept


def _counted(store: Store, stretch: tuple[int, int, int, int], first: int) -> Counted:
    low, _, since, until = stretch
    counts = store.run(_COUNT, HOUR, *stretch).fetchone()
    people = store.run(_FIRST_WRITTEN.format(octets(store)), *stretch, first, low, since, until).fetchone()[0]
    return tuple(int(each) for each in (*counts, people))
