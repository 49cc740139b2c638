"""What a campaign under way has taken, what it will still take, and when it would be through, as far as can be said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from smsbox import outbox, problems
from smsbox.campaigns import overview, takes
from smsbox.campaigns.forecast import finish_at
from smsbox.campaigns.rows import State
from smsbox.i18n import quiet
from smsbox.i18n.explanations import Explained
from smsbox.i18n.marks import N_
from smsbox.outbox import MessageClass
from smsbox.outbox import State as MessageState
from smsbox.outbox.quiet import rest
from smsbox.web.campaigns.checked import Tile
from smsbox.web.campaigns.seen import dearest_sms
from smsbox.web.modems.view import trouble

if TYPE_CHECKING:
    from smsbox.campaigns.overview import Tally
    from smsbox.campaigns.rows import Campaign
    from smsbox.web.visit import Visit

_CLOCK = "clock.untrusted"
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


def stands(visit: Visit, campaign: Campaign, tally: Tally) -> Explained | None:
    """Why nothing of it leaves although it runs; None: something does, or only for a moment not."""
    if campaign.state is not State.RUNNING or not (tally.waiting or not campaign.looked_at_all):
        return None
    doubt = next(
        (each for each in problems.open_now(visit.site.store, visit.site.box) if each.problem.key == _CLOCK), None
    )
    if doubt is not None:
        told = problems.tell(doubt.problem, visit.tr)
        return Explained(f"{told.title}. {told.consequence}", told.step)
    found = rest(visit.site.config, visit.now, MessageClass.MARKETING)
    if found is not None:
        return quiet.explained(visit.tr, found.until, visit.zone, visit.now, found.why)
    statuses = visit.site.modem_statuses()
    if any(each.get("state") in ("ready", "starting") or _briefly(each) for each in statuses):
        return None
    say, because = visit.tr.gettext, next((each for one in statuses if (each := trouble(one, visit.tr))), None)
    why = say(N_("Nothing leaves: no modem can send."))
    if because is None:
        return Explained(why, say(N_("It goes on by itself when one can.")))
    return Explained(f"{why} {because.cause}", because.step)


def _briefly(status: Mapping[str, Any]) -> bool:
    """Whether a modem waits for no longer than a minute, for limits of its own."""
    facts = status.get("facts") or {}
    return status.get("reason") == "pacing.limit" and facts.get("reason") in ("gap", "per_minute")


def still(campaign: Campaign, tally: Tally) -> int:
    """SMS that have not left, those of customers not looked at yet reckoned from those who were."""
    return tally.sms_waiting + round((overview.expected(campaign) - campaign.fed) * tally.sms_each)


def through(visit: Visit, campaign: Campaign, tally: Tally, left: int) -> int | None:
    """When the last of it would leave; None: nobody can say."""
    site, modems = visit.site, takes.working(visit.site.config, visit.site.modem_statuses())
    waiting = outbox.counts(site.store)
    ahead = sum(waiting.segments_of(MessageState.QUEUED, kind=kind) for kind in _BEFORE)
    way = takes.road(site.store, site.config, campaign.plan, modems, tally.sms_each, visit.now)
    # who waits for the reports of a pilot goes on no sooner
    return finish_at(replace(way, ahead=ahead), left, site.config, max(visit.now, campaign.pilot_until or 0))
