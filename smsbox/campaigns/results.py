"""What came of a campaign, as the ledger says it to the last message: per text, for leads and customers apart.

A small campaign is counted when somebody asks; of a large one the last count is kept and shown with its moment, and a
tick counts again what may still change.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from smsbox.campaigns import counting, rows
from smsbox.campaigns.counting import Group
from smsbox.campaigns.counts import Count, from_plain
from smsbox.campaigns.rows import Campaign
from smsbox.campaigns.split import APART
from smsbox.clock import DAY, MINUTE, Micros
from smsbox.config import Config
from smsbox.store import Store, sims

SMALL = 1_000
"""So many recipients are counted at once whenever somebody asks."""
FRESH: Micros = MINUTE // 2
"""So long a kept count is good enough."""
SETTLED: Micros = 60 * DAY
"""So long after its launch a campaign may still change: reports, replies, coupons."""

_KEPT = "SELECT at, counted FROM campaign_results WHERE campaign_id = ?"
_KEEP = (
    "INSERT INTO campaign_results (campaign_id, at, counted) VALUES (?, ?, ?) ON CONFLICT (campaign_id) DO UPDATE "
    "SET at = excluded.at, counted = excluded.counted WHERE campaign_results.at <= excluded.at"
)
LIVELY: Micros = 3 * DAY
"""So long after its launch most of what comes of a campaign comes."""
_STALE = (
    "SELECT c.id FROM campaigns c LEFT JOIN campaign_results r ON r.campaign_id = c.id WHERE c.launched_at IS NOT NULL "
    "AND c.launched_at > ? AND (r.at IS NULL OR r.at < ? OR (r.at < ? AND c.launched_at > ?)) "
    "ORDER BY coalesce(r.at, 0), c.id LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Results:
    """Counted at `at`: sums by variant and by whether somebody was a customer."""

    campaign_id: int
    at: Micros
    groups: Mapping[Group, Count]

    @property
    def whole(self) -> Count:
        """All recipients."""
        return _sum(self.groups.values())

    @property
    def variants(self) -> list[int]:
        """The places of the texts that anybody was to get."""
        return sorted({variant for variant, _ in self.groups if variant != APART})

    def variant(self, place: int) -> Count:
        """Who was to get that text."""
        return _sum(count for (variant, _), count in self.groups.items() if variant == place)

    def people(self, customer: bool) -> Count:
        """Customers, or those who had not bought yet when their turn came."""
        return _sum(count for (_, known), count in self.groups.items() if bool(known) is customer)

    @property
    def apart(self) -> Count:
        """Who got nothing, to compare with; who may not be written to is not among them."""
        return _sum(count for (variant, _), count in self.groups.items() if variant == APART)


def _sum(counts: Iterable[Count]) -> Count:
    return reduce(Count.__add__, counts, Count())


def results(store: Store, campaign_id: int, now: Micros, rest: Callable[[], None] | None = None) -> Results:
    """Counted now, to the last message; `rest` as in `counting.whole`. Raises NoCampaign."""
    rows.get(store, campaign_id)
    return Results(campaign_id, now, counting.whole(store, campaign_id, rest))


def at_hand(store: Store, campaign: Campaign, now: Micros) -> Results | None:
    """What can be said at once: of a small campaign counted now, of a large one as last counted; None: not yet."""
    if not is_large(campaign):
        return results(store, campaign.id, now)
    return kept(store, campaign.id)


def is_large(campaign: Campaign) -> bool:
    """Whether it is counted beside those who ask, not for each of them."""
    return campaign.fed + campaign.skipped + campaign.apart > SMALL


def is_stale(campaign: Campaign, found: Results | None, now: Micros) -> bool:
    """Whether what was kept should be counted again before it is believed."""
    if campaign.launched_at is None:
        return False
    if found is None:
        return True
    moves = campaign.state not in rows.OVER or now - campaign.launched_at < SETTLED
    return moves and not 0 <= now - found.at < FRESH


def kept(store: Store, campaign_id: int) -> Results | None:
    """As last counted."""
    row = store.run(_KEPT, campaign_id).fetchone()
    if row is None:
        return None
    groups = {(each["variant"], each["customer"]): from_plain(each["count"]) for each in json.loads(row[1])}
    return Results(campaign_id, row[0], groups)


def keep(store: Store, found: Results) -> None:
    """Keep a count, unless a later one is kept already. Not flushed for: it can be counted again."""
    plain = [
        {"variant": variant, "customer": customer, "count": count.as_plain()}
        for (variant, customer), count in sorted(found.groups.items())
    ]
    with store.write(durable=False):
        store.run(_KEEP, found.campaign_id, found.at, json.dumps(plain))


def recount(store: Store, now: Micros, *, every: Micros = 60 * MINUTE, lively: Micros = 5 * MINUTE) -> int | None:
    """Tick: count the campaign again whose count is oldest, if it may have changed since; its id, None: none. Those
    launched lately are counted again after `lively`.
    """
    row = store.run(_STALE, now - SETTLED, now - every, now - lively, now - LIVELY).fetchone()
    if row is None:
        return None
    keep(store, results(store, row[0], now))
    return int(row[0])


def recount_some(store: Store, now: Micros, most: int = 20) -> int:
    """Tick: the same for some campaigns, until one of them was large; how many."""
    done = 0
    while done < most:
        found = recount(store, now)
        if found is None:
            break
        done += 1
        if is_large(rows.get(store, found)):
            break
    return done


# ── money


def prices(store: Store, config: Config) -> dict[str, Decimal]:
    """SIM (id as text) → the price of one SMS, of those whose price is set; that of the modem it was last seen in."""
    of_modem = {modem.name: Decimal(str(modem.price)) for modem in config.modems if modem.price > 0}
    return {str(sim.id): of_modem[sim.modem] for sim in sims.known(store) if sim.modem in of_modem}


def cost(count: Count, priced: Mapping[str, Decimal]) -> Decimal | None:
    """What the SMS that the network took cost, at the prices of now; None where the price of one is not set."""
    if not count.accepted or any(sim not in priced for sim in count.accepted):
        return None if count.accepted or not priced else Decimal(0)
    return sum((priced[sim] * number for sim, number in count.accepted.items()), Decimal(0))
