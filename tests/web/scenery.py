"""Scenarios for tests of pages: one of each kind at work, with talks of customers, and one that is a draft."""

from __future__ import annotations

from smsbox import inbox, router
from smsbox.dialogs.examples import examples
from smsbox.dialogs.flows import rows
from smsbox.sms.address import Address, AddressKind
from smsbox.sms.deliver import Deliver
from tests.web.desk import Desk

TALKS = (
    *("Голос за рок", "музика 2", "голос: щось спокійне", "квіти", "11 червоних троянд і 3 тюльпани"),
    *("запис на стрижку завтра", "вікторина", "чек 1234567", "чек 7654321", "смак", "люблю суші", "робота", "Олена"),
)


def furnish_scenarios(desk: Desk) -> None:
    """Ids 1 to 7 in the order of the examples, and 8, a draft."""
    config, now = desk.site.config, desk.clock.at
    for each in examples("uk"):
        kept = rows.create(desk.store, config, each.source, by="owner", now=now)
        rows.open(desk.store, config, kept.id, by="owner", now=now)
    rows.create(desk.store, config, examples("en")[0].source.replace("saturday-vote", "draft"), by="owner", now=now)
    for place, text in enumerate(TALKS):
        octets = place.to_bytes(4, "big")
        sender = Address(f"+3805000090{place // 2:02}", AddressKind.INTERNATIONAL)
        deliver = Deliver(sender, text, None, None, None, None, None, None, False, octets)
        inbox.receive(desk.store, sim_id=1, memory="ME", slot=None, pdu_raw=octets, deliver=deliver, now=now + place)
        router.route_waiting(desk.store, config, now + place)
