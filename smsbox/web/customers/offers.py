"""What somebody is to be told by telephone, because he would rather be called: the text of the campaign, as his SMS
would have read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smsbox import campaigns, contacts
from smsbox.campaigns.letters import person_of
from smsbox.campaigns.plan import Plan
from smsbox.contacts.callbacks import Callback
from smsbox.errors import SmsboxError
from smsbox.wording import Template

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

_CODE = "…"
"""Where his SMS would have had a code of its own."""


def offers(visit: Visit, waiting: Sequence[Callback]) -> dict[tuple[int, str], str]:
    """By campaign and number; of texts that cannot be read for him nothing is told."""
    store, found, plans = visit.site.store, dict[tuple[int, str], str](), dict[int, Plan]()
    people = contacts.by_numbers(store, [each.number for each in waiting])
    for each in waiting:
        contact = people.get(each.number)
        try:
            if each.campaign_id not in plans:
                plans[each.campaign_id] = campaigns.get(store, each.campaign_id).plan
            if contact is not None:
                language = contact.language or visit.site.config.shop.language
                person = person_of(contact, language, coupon=_CODE, code=_CODE)
                found[each.campaign_id, each.number] = Template.parse(plans[each.campaign_id].variants[0].text).letter(
                    person
                )
        except (SmsboxError, IndexError):
            continue
    return found
