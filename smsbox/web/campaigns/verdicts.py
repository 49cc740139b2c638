"""Why a campaign stands still, and what its pilot has shown, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsbox.campaigns import lifecycle, watch
from smsbox.i18n.explanations import Explained, explain, knows
from smsbox.i18n.marks import N_
from smsbox.web.campaigns.seen import Told

if TYPE_CHECKING:
    from smsbox.campaigns.rows import Campaign
    from smsbox.web.visit import Visit


def why_paused(visit: Visit, campaign: Campaign) -> Explained:
    """Why it is paused, and what to do."""
    facts, say = campaign.paused_why or {}, visit.tr.gettext
    why, by = str(facts.get("why", "")), facts.get("by")
    if why == lifecycle.BY_PERSON and by:
        return Explained(say(N_("%(name)s has paused it.")) % {"name": by}, "")
    if knows(f"campaigns.{why}"):
        return explain(visit.tr, f"campaigns.{why}", facts)
    return Explained(say(N_("Somebody has paused it.")), "")


def pilot(visit: Visit, campaign: Campaign) -> Told | None:
    """How the pilot stands; None when there is none, when what it showed is told by why it is paused, or
    when the campaign is over without its verdict.
    """
    say, plan = visit.tr.gettext, campaign.plan
    if not plan.pilot or campaign.launched_at is None:
        return None
    if campaign.pilot is not None:
        if campaign.pilot.get("verdict") == watch.STOP:
            return None
        counts = {name: visit.tr.number(campaign.pilot.get(name, 0)) for name in ("sent", "failed", "left")}
        title = say(N_("The first few went well: it goes on to all others by itself"))
        if campaign.pilot.get("by"):
            title = say(N_("%(name)s has let it go on to all others")) % {"name": campaign.pilot["by"]}
        return Told("good", "ok", title, say(N_("%(sent)s sent, %(failed)s did not arrive, %(left)s left.")) % counts)
    if campaign.ended_at is not None:  # fewer than the first few were all of them, or somebody ended it among them
        return None
    number = {"num": visit.tr.number(plan.pilot)}
    if campaign.pilot_until is None:
        return Told("info", "sending", say(N_("Now the first %(num)s get it")) % number)
    moment = {"moment": visit.moment(campaign.pilot_until)}
    text = say(N_("What comes of it is watched until %(moment)s; then it goes on by itself, or stops and says why."))
    return Told("info", "waiting", say(N_("The first %(num)s have their message")) % number, text % moment)
