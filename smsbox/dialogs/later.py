"""What dialogs say although nobody has written just now: reminders, states of orders, offers from a waiting list.

It is service and needs no consent, but nobody is woken by it: it waits for the end of the quiet hours where its
customer is. Automatons are told nothing.
"""

from __future__ import annotations

from smsbox import contacts, outbox
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.outbox import Draft, MessageClass
from smsbox.outbox.destinations import may_reach
from smsbox.pacing.quiet import next_allowed
from smsbox.pacing.zones import named, zone_of
from smsbox.store import Store
from smsbox.subscription import answers, automatons


def moment(config: Config, store: Store, number: str, now: Micros) -> Micros:
    """The first moment from `now` on at which such a text may reach E.164 `number`: `now` itself, outside of the quiet
    hours ([sending] quiet) by his clock, else by that of the shop. Holidays hold nothing of this back.
    """
    contact = contacts.by_number(store, number)
    own = named(contact.zone) if contact and contact.zone else None
    zone = own or zone_of(number) or config.region.zone
    return next_allowed(zone, config.sending.quiet, now)


def tell(
    store: Store, config: Config, number: str, text: str, *, now: Micros, before: Micros | None = None
) -> int | None:
    """Queue such a text for its moment; its id. None when nobody may be told: the number is not one that may be written
    to, is one of our own, or an automaton's; or `before` – after which the text is worth nothing – comes first.

    Inside the caller's transaction.
    """
    at = moment(config, store, number, now)
    if before is not None and at >= before:
        return None
    if not may_reach(number, config.allow_any) or number in answers.own_numbers(store, config):
        return None
    if automatons.silent(store, number, now):
        return None
    draft = Draft(
        *(number, text, MessageClass.SERVICE),
        send_after=at if at > now else None,
        send_before=before,
        batch=answers.DIALOG,
    )
    return outbox.submit(store, [draft], now=now, allow=config.allow_any)[0]
