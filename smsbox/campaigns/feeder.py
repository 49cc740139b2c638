"""The feeder: looks at every campaign whose moment has come and does the next small thing for it.

All it knows is in the tables, and each thing is one transaction: after a restart it goes on exactly where it was.
"""

from __future__ import annotations

from smsbox.campaigns import feeding, lifecycle, queue, rows
from smsbox.campaigns.rows import Campaign, State
from smsbox.clock import SECOND, Micros
from smsbox.config import Config
from smsbox.store import Store

LOOK_AHEAD = 2_000
"""So many messages of one campaign lie ready in the outbox at most."""
AGAIN: Micros = 10 * SECOND
"""When a campaign that only waits is looked at again."""


def step(store: Store, config: Config, now: Micros, *, trusted: bool = True) -> bool:
    """Do the next thing for every campaign that is due; whether anything was done, so that relays should look and this
    be called again at once. `trusted`: whether the clock is believed; by one that is not nothing begins or goes on.
    """
    if not trusted:
        return False
    done = [_look(store, config, campaign, now) for campaign in rows.due(store, now)]
    return any(done)


def _look(store: Store, config: Config, campaign: Campaign, now: Micros) -> bool:
    if campaign.state is State.SCHEDULED:
        with store.write():
            lifecycle.begin(store, rows.locked(store, campaign.id), now)
        return True
    if campaign.state is State.RUNNING:
        return _run(store, config, campaign, now)
    if campaign.state is State.PAUSED and queue.hold_some(store, campaign, now):
        return True
    if campaign.state is State.CANCELLED and queue.withdraw_some(store, campaign, now):
        return True
    _rest(store, campaign, None)
    return False


def _run(store: Store, config: Config, campaign: Campaign, now: Micros) -> bool:
    if queue.release_some(store, campaign, now):
        return True
    if campaign.looked_at_all:
        return _finish(store, campaign, now)
    room = LOOK_AHEAD - queue.ready(store, campaign, LOOK_AHEAD)
    most = min(feeding.FIRST if campaign.place == 0 else feeding.BATCH, room)
    if most < feeding.FIRST:
        _rest(store, campaign, now + AGAIN // 5)
        return False
    feeding.feed(store, config, campaign, now, most=most)
    return True


def _finish(store: Store, campaign: Campaign, now: Micros) -> bool:
    """End it once nothing of it waits any more."""
    if queue.waits(store, campaign):
        _rest(store, campaign, now + AGAIN)
        return False
    with store.write():
        found = rows.locked(store, campaign.id)
        if found.state is State.RUNNING:
            lifecycle.finish(store, found, now)
    return True


def _rest(store: Store, campaign: Campaign, until: Micros | None) -> None:
    """Leave it alone until then, unless somebody changes it meanwhile."""
    with store.write(durable=False):
        store.run("UPDATE campaigns SET next_at = ? WHERE id = ? AND version = ?", until, campaign.id, campaign.version)
