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

_COUNT = f"SELECT count(*) {queue.STANDING}"
_FAULTLESS = f"{_COUNT} AND reason = 'expired'"
_LEFT = "SELECT count(*) FROM recipients WHERE campaign_id = ? AND left_at IS NOT NULL AND left_at > 0"
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
    waiting = sum(_count(store, campaign, state) for state in _OPEN)
    withdrawn = _count(store, campaign, State.CANCELLED) + _count(store, campaign, State.FAILED, _FAULTLESS)
    return replace(bad, waiting=waiting, withdrawn=withdrawn, sent=campaign.fed - waiting - withdrawn - bad.failed)


def wrong(store: Store, campaign: Campaign) -> Figures:
    """Only what failed and who left: few, or it would have been paused; so it is quick."""
    left = int(store.run(_LEFT, campaign.id).fetchone()[0])
    refused = _count(store, campaign, State.FAILED) - _count(store, campaign, State.FAILED, _FAULTLESS)
    return Figures(failed=refused + _count(store, campaign, State.UNDELIVERED), left=left)


def _count(store: Store, campaign: Campaign, state: State, sql: str = _COUNT) -> int:
    asked = queue.among(store, campaign, state)
    return 0 if asked is None else int(store.run(sql, *asked).fetchone()[0])


def sent_today(store: Store, config: Config, modems: Sequence[ModemConfig], now: Micros) -> int:
    """Segments the SIMs in these modems have sent on this day of the shop."""
    names, zone = {modem.name: modem for modem in modems}, config.region.zone
    found = [(sim.id, names[sim.modem]) for sim in sims.known(store) if sim.modem in names]
    usages = (pacing.load(store, sim, now=now, zone=zone, package_day=modem.package_day) for sim, modem in found)
    return sum(usage.at(now).day for usage in usages)
