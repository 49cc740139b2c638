"""Campaigns over time: what was launched in each stretch and what came of it, how the list grew, what was redeemed.

Campaigns are told by their kept counts, which a tick renews; growth and coupons by the ledger itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from smsbox.campaigns.counts import Count, from_plain
from smsbox.clock import Micros
from smsbox.store import Store
from smsbox.subscription import growth
from smsbox.subscription.growth import Period

_LAUNCHED = (
    "SELECT c.launched_at, r.counted, r.at FROM campaigns c LEFT JOIN campaign_results r ON r.campaign_id = c.id "
    "WHERE c.launched_at >= ? AND c.launched_at < ?"
)
_REDEEMED = (
    "SELECT count(*), coalesce(sum(worth), 0) FROM coupons WHERE redeemed_at IS NOT NULL AND redeemed_at >= ? "
    "AND redeemed_at < ?"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One period: `campaigns` launched in it with what came of them, `uncounted` of them not yet; who `came` and
    `went`; coupons `redeemed` then, whenever they were given, and what was bought with them in hundredths.
    """

    period: Period
    campaigns: int
    uncounted: int
    count: Count
    came: int
    went: int
    redeemed: int
    worth: int


@dataclass(frozen=True, slots=True)
class OverTime:
    """`counted_at`: the oldest of the counts it stands on, None: of none."""

    stretches: list[Stretch]
    counted_at: Micros | None


def over_time(store: Store, periods: Sequence[Period]) -> OverTime:
    """These periods, in their order, which is that of time."""
    found = store.run(_LAUNCHED, periods[0].since, periods[-1].until).fetchall()
    lines = growth.grown(store, periods)
    came, went = (growth.total(lines, what) or (0,) * len(periods) for what in ("came", "went"))
    stretches = []
    for place, period in enumerate(periods):
        mine = [counted for at, counted, _ in found if period.since <= at < period.until]
        counts = [_whole(each) for each in mine if each is not None]
        redeemed, worth = store.run(_REDEEMED, period.since, period.until).fetchone()
        stretches.append(
            Stretch(
                *(period, len(mine), len(mine) - len(counts), sum(counts, Count())),
                *(came[place], went[place], int(redeemed), int(worth)),
            )
        )
    return OverTime(stretches, min((at for _, _, at in found if at is not None), default=None))


def _whole(counted: str) -> Count:
    return sum((from_plain(each["count"]) for each in json.loads(counted)), Count())
