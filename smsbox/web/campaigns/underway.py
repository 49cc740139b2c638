"""What a campaign under way has taken, what it will still take, and when it would be through, as far as can be said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smsbox import outbox
from smsbox.campaigns import takes
from smsbox.campaigns.forecast import finish_at
from smsbox.campaigns.rows import State
from smsbox.i18n.marks import N_
from smsbox.outbox import MessageClass
from smsbox.outbox import State as MessageState
from smsbox.web.campaigns.checked import Tile, working
from smsbox.web.campaigns.seen import dearest_sms

if TYPE_CHECKING:
    from smsbox.campaigns.overview import Tally
    from smsbox.campaigns.rows import Campaign
    from smsbox.web.visit import Visit

_BEFORE = (MessageClass.REPLY, MessageClass.SERVICE)
"""What leaves before advertising."""


def tiles(visit: Visit, campaign: Campaign, tally: Tally) -> list[Tile]:
    """SMS and money so far; of one that runs also what is still to come."""
    tr, each = visit.tr, dearest_sms(visit.site.config)
    found = [Tile(tr.number(tally.sms_gone), tr.gettext(N_("SMS so far")))]
    if each:
        found.append(Tile(tr.sum(each * tally.sms_gone), tr.gettext(N_("it has cost so far, at most"))))
    left = still(campaign, tally)
    if campaign.state is State.RUNNING and left:
        about = "" if campaign.looked_at_all else "≈ "
        found.append(Tile(about + tr.number(left), tr.gettext(N_("SMS still to come"))))
        ends = through(visit, campaign, tally, left)
        found.append(Tile(visit.moment(ends) or "–", tr.gettext(N_("through, as far as can be said"))))
    return found


def still(campaign: Campaign, tally: Tally) -> int:
    """SMS that have not left, those of customers not looked at yet reckoned from those who were."""
    unmade = campaign.fed / campaign.share - campaign.fed if campaign.share > 0 and not campaign.looked_at_all else 0.0
    return tally.sms_waiting + round(unmade * tally.sms_each)


def through(visit: Visit, campaign: Campaign, tally: Tally, left: int) -> int | None:
    """When the last of it would leave; None: nobody can say."""
    site, modems = visit.site, working(visit)
    waiting = outbox.counts(site.store)
    ahead = sum(waiting.segments_of(MessageState.QUEUED, kind=kind) for kind in _BEFORE)
    way = takes.road(site.store, site.config, campaign.plan, modems, tally.sms_each, visit.now)
    # who waits for the reports of a pilot goes on no sooner
    return finish_at(replace(way, ahead=ahead), left, site.config, max(visit.now, campaign.pilot_until or 0))
