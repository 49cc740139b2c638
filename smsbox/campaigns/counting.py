"""Counting the recipients of a campaign in the ledger itself, a bounded part at a time.

A part is 2,000 recipients in the order of their numbers: a read of a hundredth of a second, in which SQLite leaves the
other threads their turn. Each recipient is in one part and counted once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from smsbox.campaigns.counts import Count
from smsbox.campaigns.rows import Given
from smsbox.outbox import State
from smsbox.outbox.states import ACCEPTED
from smsbox.store import Store

PART = 2_000

Group = tuple[int, int]
"""Variant (-1: those apart) and whether he was a customer (1) or a lead (0) when his turn came."""

_END = "SELECT number FROM recipients WHERE campaign_id = ? AND number > ? ORDER BY number LIMIT 1 OFFSET ?"
_RANGE = "r.campaign_id = ? AND r.number > ? AND (r.number <= ? OR ? = '')"
_CAUSE = (
    "CASE WHEN m.state IN (6, 8) THEN coalesce(m.reason, (SELECT CASE WHEN s.report_status IS NULL THEN s.error "
    "ELSE 'TP-ST ' || s.report_status END FROM segments s WHERE s.message_id = m.id AND s.seq > 0 "
    "AND s.state IN (6, 8) ORDER BY s.seq LIMIT 1)) WHEN m.state = 9 THEN m.reason END"
)
_PEOPLE = f"""
SELECT variant, customer, given, skipped, state, cause, count(*), count(replied_at), count(left_at), count(coupon_id),
    count(redeemed_at), coalesce(sum(worth), 0), count(bought), count(heard), coalesce(sum(total), 0)
FROM (
    SELECT r.variant, r.customer, r.state AS given, r.reason AS skipped, m.state AS state, {_CAUSE} AS cause,
        r.replied_at, r.left_at, r.coupon_id, k.redeemed_at, k.worth, m.total,
        CASE WHEN r.state <> 1 AND coalesce(c.bought_at, r.bought_at) >= r.at THEN 1 END AS bought,
        CASE WHEN r.state <> 1 AND coalesce(c.heard_at, r.heard_at) >= r.at THEN 1 END AS heard
    FROM recipients r LEFT JOIN messages m ON m.id = r.message_id LEFT JOIN coupons k ON k.id = r.coupon_id
    LEFT JOIN contacts c ON c.id = r.contact_id WHERE {_RANGE}) AS part
GROUP BY variant, customer, given, skipped, state, cause"""  # noqa: S608 – constants
_SEGMENTS = f"""
SELECT r.variant, r.customer, s.state, s.sim_id, count(*), coalesce(sum(s.maybe_duplicate), 0)
FROM recipients r JOIN segments s ON s.message_id = r.message_id AND s.seq > 0 WHERE {_RANGE}
GROUP BY r.variant, r.customer, s.state, s.sim_id"""  # noqa: S608 – constants


@dataclass(slots=True)
class Counting:
    """A count under way: what it has, and behind which number it goes on; `over`: it has them all."""

    campaign_id: int
    groups: dict[Group, Count]
    place: str = ""
    over: bool = False


def begin(campaign_id: int) -> Counting:
    """Nothing counted yet."""
    return Counting(campaign_id, {})


def go_on(store: Store, counting: Counting, part: int = PART) -> None:
    """Count the next `part` recipients."""
    found = store.run(_END, counting.campaign_id, counting.place, part - 1).fetchone()
    end = found[0] if found else ""
    within = (counting.campaign_id, counting.place, end, end)
    with store.read():
        people, segments = store.run(_PEOPLE, *within).fetchall(), store.run(_SEGMENTS, *within).fetchall()
    for row in people:
        _add(counting, row, _of_people(row))
    for row in segments:
        _add(counting, row, _of_segments(row))
    counting.place, counting.over = end, not end


def whole(store: Store, campaign_id: int, rest: Callable[[], None] | None = None) -> dict[Group, Count]:
    """All of them; `rest` is called between two parts, by whoever has time."""
    counting = begin(campaign_id)
    go_on(store, counting)
    while not counting.over:
        if rest is not None:
            rest()
        go_on(store, counting)
    return counting.groups


def _add(counting: Counting, row: Sequence[Any], more: Count) -> None:
    group = (int(row[0]), int(row[1]))
    counting.groups[group] = counting.groups.get(group, Count()) + more


def _of_people(row: Sequence[Any]) -> Count:
    _, _, given, reason, state, cause, number, *sums = row
    replied, left, coupons, redeemed, worth, bought, heard, parts = map(int, sums)
    counters: dict[str, Any] = defaultdict(Counter)
    if given == Given.SKIPPED:
        counters["skipped"][reason or ""] = number
    elif state is not None:
        counters["messages"][str(state)] = number
        if state in (State.FAILED, State.UNDELIVERED, State.CANCELLED):
            counters["causes"][f"{state}:{cause or ''}"] = number
    return Count(
        number,
        number if given == Given.APART else 0,
        *(replied, left, coupons, redeemed, worth, bought, heard, parts),
        **counters,
    )


def _of_segments(row: Sequence[Any]) -> Count:
    _, _, state, sim_id, number, twice = row
    accepted = Counter({str(sim_id): number}) if state in ACCEPTED else Counter[str]()
    return Count(twice=int(twice), segments=Counter({str(state): number}), accepted=accepted)
