"""Trying a campaign on the telephones of the staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsbox.campaigns import letters, trial
from smsbox.campaigns.plan import Plan
from smsbox.errors import SmsboxError

if TYPE_CHECKING:
    from smsbox.campaigns.rows import Campaign
    from smsbox.web.visit import Visit


def send(visit: Visit, found: Campaign, to: str) -> int:
    """Send it to that telephone of the staff, "" for all of them; how many messages. Raises what `trial` raises."""
    site = visit.site
    numbers = [to] if to else list(site.config.shop.staff)
    with site.store.write():
        ids = trial.test_send(
            *(site.store, site.config, found.plan, numbers, visit.now), campaign_id=found.id, by=visit.actor.name
        )
        visit.audit("campaign.tested", f"{found.id} {found.name}", messages=(None, len(ids)))
    return len(ids)


def asks_for_coupon(plan: Plan) -> bool:
    """Whether a text puts in a coupon; False for one that cannot be read."""
    try:
        return letters.asks_for_coupon(plan)
    except SmsboxError:
        return False
