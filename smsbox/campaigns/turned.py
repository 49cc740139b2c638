"""What came of a campaign that stands and has one made for each occurrence: the sums of all its turns so far."""

from __future__ import annotations

from collections.abc import Iterable

from smsbox.campaigns import results, rows
from smsbox.campaigns.counting import Group
from smsbox.campaigns.counts import Count
from smsbox.campaigns.results import Results
from smsbox.campaigns.rows import Campaign
from smsbox.clock import Micros
from smsbox.store import Store

_TURNS = "SELECT id FROM campaigns WHERE parent_id = ? AND launched_at IS NOT NULL ORDER BY id"
_ANEW = 20
"""Turns without a kept count that are counted while somebody waits; most of them are small."""


def turns(store: Store, campaign: Campaign) -> list[int]:
    """The ids of its turns that were launched, oldest first; none of one that does not stand."""
    if not campaign.plan.start.standing:
        return []
    return [row[0] for row in store.run(_TURNS, campaign.id).fetchall()]


def counted_now(store: Store, campaign: Campaign, now: Micros) -> Results:
    """All turns, counted to the last message; of one that does not stand its own count."""
    ids = turns(store, campaign)
    return _together(campaign.id, now, [results.results(store, each, now) for each in ids or [campaign.id]])


def at_hand(store: Store, campaign: Campaign, now: Micros) -> Results | None:
    """What can be said at once; its moment is that of the oldest count. None: a turn was never counted yet."""
    ids = turns(store, campaign)
    if not ids:
        return results.at_hand(store, campaign, now)
    found, anew = [], 0
    for each in ids:
        known = results.kept(store, each)
        if known is None:
            anew += 1
            known = results.at_hand(store, rows.get(store, each), now) if anew <= _ANEW else None
        if known is None:
            return None
        found.append(known)
    return _together(campaign.id, min(each.at for each in found), found)


def _together(campaign_id: int, at: Micros, found: Iterable[Results]) -> Results:
    groups: dict[Group, Count] = {}
    for each in found:
        for group, count in each.groups.items():
            groups[group] = groups.get(group, Count()) + count
    return Results(campaign_id, at, groups)
