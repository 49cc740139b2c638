"""A test of a campaign on telephones of our own: the text as a customer would get it, and nothing is used up by it.

It goes to telephones of the staff alone, as a message of service: it takes no coupon (its code is none that a till
takes), leaves no recipient behind, and counts toward nobody's cap.
"""

from __future__ import annotations

from collections.abc import Sequence

from smsbox import coupons, events, outbox
from smsbox.campaigns import letters, rows
from smsbox.campaigns.plan import BadPlan, Plan
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.contacts import Contact, State, by_numbers
from smsbox.errors import SmsboxError
from smsbox.outbox import Draft, MessageClass
from smsbox.store import Store
from smsbox.subscription import questions

NAMES = {"uk": "Оксана", "ru": "Оксана", "en": "Oksana", "pl": "Oksana"}


class NoStaff(SmsboxError):
    """A test may go to telephones of the staff only. Facts: `number`."""

    key = "campaigns.no_staff"
    exit_code = 77


def test_send(
    store: Store,
    config: Config,
    plan: Plan,
    numbers: Sequence[str],
    now: Micros,
    *,
    campaign_id: int | None = None,
    by: str | None = None,
) -> list[int]:
    """Send each variant of `plan` to `numbers` (E.164); the ids of the messages. Raises NoStaff, BadPlan (no text),
    Unwritable.
    """
    for number in numbers:
        if number not in config.shop.staff:
            raise NoStaff(number=number)
    if not plan.variants:
        raise BadPlan(reason="text")
    known = by_numbers(store, numbers)
    people = [known.get(number) or _somebody(number, config, now) for number in numbers]
    drafts = [_draft(store, config, plan, place, each) for each in people for place in range(len(plan.variants))]
    with store.write():
        ids = outbox.submit(store, drafts, now=now, allow=config.allow_any)
        events.append(
            *(store, events.CAMPAIGN_TESTED),
            now=now,
            campaign=campaign_id,
            first=ids[0],
            last=ids[-1],
            count=len(ids),
            who=by,
        )
        if campaign_id is not None:
            rows.change(store, campaign_id, tested_at=now)
    return ids


def _draft(store: Store, config: Config, plan: Plan, variant: int, contact: Contact) -> Draft:
    language = contact.language or config.shop.language
    coupon = None
    if plan.series_id is not None and letters.asks_for_coupon(plan):
        coupon = coupons.one(store, plan.series_id).test_code()
    code = letters.SAMPLE_CODE if letters.asks_for_code(plan) else None
    question = questions.longest(store) if letters.asks_for_question(plan) else None
    put_in = {"coupon": coupon, "code": code, "question": question}
    text = letters.letter(plan, variant, contact, config, language=language, **put_in)
    return Draft(contact.number, text, kind=MessageClass.SERVICE, validity_s=config.sending.validity_s, batch="test")


def _somebody(number: str, config: Config, now: Micros) -> Contact:
    """Who works here and is no customer is written to as an invented one."""
    name = NAMES.get(config.shop.language, "")
    return Contact(0, number, name, "", None, None, State.LEAD, None, None, None, now, now, None, None)
