"""How a campaign fares, in the few figures that decide whether it goes on; read by indexes, however long it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from smsbox import pacing
from smsbox.campaigns import queue
from smsbox.campaigns.rows import Campaign
from smsbox.clock import Micros
from smsbox.config import Config, ModemConfig
from smsbox.outbox import State
from smsbox.store import Store, sims

LEAST_SENT = 50
"""Of fewer people no share says anything."""

_COUNT = "SELECT count(*) FROM messages WHERE state <> 5 AND state = ? AND id >= ? AND batch = ?"
_FAULTLESS = f"{_COUNT} AND reason = 'expired'"
_LEFT = "SELECT count(*) FROM recipients WHERE campaign_id = ? AND left_at IS NOT NULL"
_OPEN = (State.QUEUED, State.SENDING, State.UNCERTAIN, State.HELD)


@dataclass(frozen=True, slots=True)
class Figures:
    """Messages that are `waiting` or in doubt, were `sent` (the network has them), `failed` (refused for good, or never
    arrived), were `withdrawn` before they left (their time over, or their recipient gone); people who `left`.
    """

    waiting: int = 0
    sent: int = 0
    failed: int = 0
    withdrawn: int = 0
    left: int = 0

    @property
    def tried(self) -> int:
        """All that failing ones are a share of."""
        return self.sent + self.failed


def figures(store: Store, campaign: Campaign) -> Figures:
    """How it stands now."""
    bad = wrong(store, campaign)
    first = queue.first(store, campaign)
    if first is None:
        return bad
    counted = {state: _count(store, campaign, first, state) for state in (*_OPEN, State.CANCELLED)}
    expired = _count(store, campaign, first, State.FAILED, _FAULTLESS)
    withdrawn = counted.pop(State.CANCELLED) + expired
    waiting = sum(counted.values())
    return replace(bad, waiting=waiting, withdrawn=withdrawn, sent=campaign.fed - waiting - withdrawn - bad.failed)


def wrong(store: Store, campaign: Campaign) -> Figures:
    """Only what failed and who left: few, or it would have been paused; so it is quick."""
    left = int(store.run(_LEFT, campaign.id).fetchone()[0])
    first = queue.first(store, campaign)
    if first is None:
        return Figures(left=left)
    expired = _count(store, campaign, first, State.FAILED, _FAULTLESS)
    refused = _count(store, campaign, first, State.FAILED) - expired
    return Figures(failed=refused + _count(store, campaign, first, State.UNDELIVERED), left=left)


def _count(store: Store, campaign: Campaign, first: int, state: State, sql: str = _COUNT) -> int:
    return int(store.run(sql, int(state), first, campaign.batch).fetchone()[0])


def sent_today(store: Store, config: Config, modems: Sequence[ModemConfig], now: Micros) -> int:
    """Segments the SIMs in these modems have sent on this day of the shop."""
    names, zone = {modem.name: modem for modem in modems}, config.region.zone
    found = [(sim.id, names[sim.modem]) for sim in sims.known(store) if sim.modem in names]
    usages = (pacing.load(store, sim, now=now, zone=zone, package_day=modem.package_day) for sim, modem in found)
    return sum(usage.at(now).day for usage in usages)
