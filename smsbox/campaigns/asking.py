"""May these be written to by this campaign, when, and in which language? Asked for hundreds at a time, of the one
function that says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from smsbox.campaigns import occasions
from smsbox.campaigns.plan import Plan
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.consent import Rules, Verdict
from smsbox.contacts import Contact
from smsbox.outbox.destinations import may_reach
from smsbox.outbox.permission import Permissions
from smsbox.pacing.zones import named, zone_of
from smsbox.store import Store

DESTINATION = "destination"
"""No modem may send to the number: the one refusal that is no matter of the customer's will."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is said of one customer: whether he may be written to, not before which moment (None: any), in which
    language.
    """

    verdict: Verdict
    after: Micros | None
    language: str


def ask(store: Store, config: Config, plan: Plan, people: Sequence[Contact], now: Micros) -> dict[int, Asked]:
    """What is said of each, by his id."""
    rules, allow = Rules.of(config), config.allow_any
    known = Permissions.load(store, [each.number for each in people], now=now, rules=rules)
    found = {}
    for each in people:
        zone = zone_of_contact(each, config)
        after = None if plan.local_minute is None else occasions.next_local(plan.local_minute, now, zone)
        language = known.standings[each.number].language or each.language or config.shop.language
        if may_reach(each.number, allow):
            verdict = known.judge(each.number, now=after or now, topic=plan.topic, zone=zone)
        else:
            verdict = Verdict(DESTINATION)
        found[each.id] = Asked(verdict, after, language)
    return found


def zone_of_contact(contact: Contact, config: Config) -> ZoneInfo:
    """Where his clock hangs."""
    return place_of(contact.zone, contact.number, config)


def place_of(zone: str | None, number: str, config: Config) -> ZoneInfo:
    """Where a clock hangs: as it is known of somebody, by the country of his number, else where the shop is."""
    return named(zone or "") or zone_of(number) or config.region.zone
