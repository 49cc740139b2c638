"""The feeder: looks at every campaign whose moment has come and does the next small thing for it.

All it knows is in the tables, and each thing is one transaction: after a restart it goes on exactly where it was.
"""

from __future__ import annotations

import logging

from smsbox.campaigns import attribution, feeding, lifecycle, queue, rows, turns, watch
from smsbox.campaigns.rows import Campaign, State
from smsbox.clock import HOUR, SECOND, Micros
from smsbox.config import Config
from smsbox.errors import SmsboxError
from smsbox.outbox.permission import NotPermitted
from smsbox.store import Store, StoreTrouble

log = logging.getLogger(__name__)

LOOK_AHEAD = 2_000
"""So many messages of one campaign lie ready in the outbox at most."""
AGAIN: Micros = 2 * SECOND
"""When a campaign that only waits is looked at again."""


def step(store: Store, config: Config, now: Micros, *, trusted: bool = True) -> bool:
    """Do the next thing for every campaign that is due; whether anything was done, so that relays should look and this
    be called again at once. `trusted`: whether the clock is believed; by one that is not nothing begins or goes on.
    """
    if not trusted:
        return False
    attribution.catch_up(store)
    done = [_safely(store, config, campaign, now) for campaign in rows.due(store, now)]
    return any(done)


def _safely(store: Store, config: Config, campaign: Campaign, now: Micros) -> bool:
    """One that cannot be carried out stands in nobody's way: it is paused, and says why."""
    try:
        return _look(store, config, campaign, now)
    except NotPermitted:  # somebody left, or was written to by another box, just now: asked again he is left out
        _rest(store, campaign, now + AGAIN)
        return False
    except SmsboxError as error:
        if error.retryable or isinstance(error, StoreTrouble):
            raise
        log.error("campaign %d: %s", campaign.id, error)
        if campaign.state not in (State.RUNNING, State.SCHEDULED):
            _rest(store, campaign, None)
            return False
        of = {name: fact for name, fact in error.facts.items() if isinstance(fact, (str, int))}
        lifecycle.pause(store, campaign.id, now=now, why={"why": "trouble", "answer": error.key, "of": of})
        return True


def next_look(store: Store) -> Micros | None:
    """When `step` has something to look at; None while there is nothing."""
    found = store.run("SELECT min(next_at) FROM campaigns WHERE next_at IS NOT NULL").fetchone()[0]
    return None if found is None else int(found)


def _look(store: Store, config: Config, campaign: Campaign, now: Micros) -> bool:
    if campaign.state is State.SCHEDULED:
        return _begin(store, config, campaign, now)
    if campaign.state is State.RUNNING:
        return _run(store, config, campaign, now)
    if campaign.state is State.PAUSED and queue.hold_some(store, campaign, now):
        return True
    if campaign.state is State.CANCELLED and queue.withdraw_some(store, campaign, now):
        return True
    # What was just being sent may come back to the queue.
    _rest(store, campaign, now + AGAIN if queue.unsettled(store, campaign) else None)
    return False


def _begin(store: Store, config: Config, campaign: Campaign, now: Micros) -> bool:
    if campaign.plan.start.standing:
        return turns.take(store, config, campaign, now)
    with store.write():
        held = rows.locked(store, campaign.id)
        if held.state is State.SCHEDULED:
            lifecycle.begin(store, held, now)
    return True


def _run(store: Store, config: Config, campaign: Campaign, now: Micros) -> bool:
    if watch.look(store, config, campaign, now) or queue.release_some(store, campaign, now):
        return True
    if campaign.pilot_until is not None:
        return _read_pilot(store, config, campaign, now)
    if campaign.looked_at_all:
        return _finish(store, campaign, now)
    until = feeding.last_moment(campaign)
    if until is not None and until <= now:
        return _end_early(store, campaign)
    most = _room(store, campaign)
    if not most:
        _rest(store, campaign, now + AGAIN)
        return False
    fed = feeding.feed(store, config, campaign, now, most=most)
    if campaign.plan.per_hour and fed:
        _rest(store, campaign, now + fed * HOUR // campaign.plan.per_hour)
    return True


def _room(store: Store, campaign: Campaign) -> int:
    """How many have their turn next; 0: enough lie ready."""
    most = feeding.FIRST if campaign.place == 0 else feeding.BATCH
    if campaign.plan.per_hour:
        most = min(most, max(campaign.plan.per_hour // 60, 1))
    if campaign.in_pilot:
        most = min(most, campaign.plan.pilot - campaign.fed)
    room = LOOK_AHEAD - queue.ready(store, campaign, LOOK_AHEAD)
    return most if room >= most else 0


def _read_pilot(store: Store, config: Config, campaign: Campaign, now: Micros) -> bool:
    """Wait for its reports, then judge them."""
    assert campaign.pilot_until is not None
    if now >= campaign.pilot_until:
        return watch.judge_pilot(store, config, campaign, now)
    _rest(store, campaign, min(campaign.pilot_until, now + AGAIN))
    return False


def _end_early(store: Store, campaign: Campaign) -> bool:
    """The offer is over: nobody else has his turn."""
    with store.write():
        store.run("UPDATE campaigns SET place = high WHERE id = ? AND version = ?", campaign.id, campaign.version)
    return True


def _finish(store: Store, campaign: Campaign, now: Micros) -> bool:
    """End it once nothing of it waits any more."""
    if queue.waits(store, campaign):
        _rest(store, campaign, now + AGAIN)
        return False
    with store.write():
        found = rows.locked(store, campaign.id)
        if found.state is State.RUNNING and found.looked_at_all:
            lifecycle.finish(store, found, now)
    return True


def _rest(store: Store, campaign: Campaign, until: Micros | None) -> None:
    """Leave it alone until then, unless somebody changes it meanwhile."""
    with store.write(durable=False):
        store.run("UPDATE campaigns SET next_at = ? WHERE id = ? AND version = ?", until, campaign.id, campaign.version)
