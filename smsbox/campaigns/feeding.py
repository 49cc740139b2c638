"""One batch of a campaign: the next customers are asked about, written to or skipped, and the place moves on, all in
one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from smsbox import contacts, outbox
from smsbox.campaigns import asking, occasions, rows, split
from smsbox.campaigns.letters import Unwritable, letter
from smsbox.campaigns.rows import Campaign, Given, State
from smsbox.clock import HOUR, Micros
from smsbox.config import Config
from smsbox.consent import Verdict
from smsbox.contacts import Contact
from smsbox.outbox import Draft, MessageClass
from smsbox.store import Store, scanning

FIRST = 50
"""Recipients of the first batch: the first SMS is to leave at once."""
BATCH = 250
"""Recipients of each batch after it: relays wait for so long when they want to write something down."""

_RECIPIENT = (
    "INSERT INTO recipients (campaign_id, number, contact_id, customer, variant, state, reason, message_id, coupon_id, "
    "code, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(slots=True)
class Turn:
    """What is decided for one customer whose turn it is."""

    contact: Contact
    variant: int
    given: Given
    reason: str | None = None
    draft: Draft | None = None
    coupon_id: int | None = None
    code: str | None = None
    message_id: int | None = None

    def row(self, campaign_id: int, now: Micros) -> Sequence[Any]:
        """What is kept of it."""
        customer = int(self.contact.state is not contacts.State.LEAD)
        return (
            *(campaign_id, self.contact.number, self.contact.id, customer, self.variant, int(self.given)),
            *(self.reason, self.message_id, self.coupon_id, self.code, now),
        )


def feed(store: Store, config: Config, campaign: Campaign, now: Micros, *, most: int) -> Campaign:
    """Give up to `most` customers their turn; how the campaign stands then. It looks at a bounded part of the table."""
    found = _next(store, config, campaign, most)
    with store.write():
        held = rows.locked(store, campaign.id)
        if held.state is not State.RUNNING or held.place != campaign.place:
            return held
        turns = _turns(store, config, held, contacts.views(store, found.ids), now)
        _submit(store, config, turns, now)
        store.run_many(_RECIPIENT, [each.row(held.id, now) for each in turns])
        _count(store, held, turns, held.high if found.over else found.place)
        return rows.get(store, held.id)


def _next(store: Store, config: Config, campaign: Campaign, most: int) -> scanning.Step:
    """The next ids of those who are wanted; what is relative to a day is so to that of the launch."""
    now = campaign.launched_at or 0
    search = contacts.searched(store, campaign.plan.audience, now=now, zone=config.region.zone)
    search.high = min(search.high, campaign.high)
    return scanning.step(store, search, limit=most, after=campaign.place)


def _turns(store: Store, config: Config, campaign: Campaign, people: Sequence[Contact], now: Micros) -> list[Turn]:
    had = _had(store, campaign, [each.number for each in people])
    fresh = [each for each in people if each.number not in had]
    said = asking.verdicts(store, config, fresh, topic=campaign.plan.topic, now=now)
    return [_turn(store, config, campaign, each, said[each.id], now) for each in fresh]


def _had(store: Store, campaign: Campaign, numbers: Sequence[str]) -> set[str]:
    """Numbers that had their turn already, under a customer who has another number now."""
    if not numbers:
        return set()
    marks = ",".join("?" * len(numbers))
    sql = f"SELECT number FROM recipients WHERE campaign_id = ? AND number IN ({marks})"  # noqa: S608 – placeholders
    return {row[0] for row in store.run(sql, campaign.id, *numbers).fetchall()}


def _turn(store: Store, config: Config, campaign: Campaign, contact: Contact, said: Verdict, now: Micros) -> Turn:
    plan = campaign.plan
    weights = [each.weight for each in plan.variants]
    variant = split.variant_of(campaign.seed, contact.number, weights, plan.holdout)
    if said.refused:
        return Turn(contact, variant, Given.SKIPPED, said.reason)
    if variant == split.APART:
        return Turn(contact, variant, Given.APART)
    try:
        text = letter(plan, variant, contact, config)
    except Unwritable as error:
        return Turn(contact, variant, Given.SKIPPED, str(error.facts["reason"]))
    return Turn(contact, variant, Given.MESSAGE, draft=_draft(config, campaign, contact, text, now))


def _draft(config: Config, campaign: Campaign, contact: Contact, text: str, now: Micros) -> Draft:
    plan, after = campaign.plan, None
    if plan.local_minute is not None:
        after = occasions.next_local(plan.local_minute, now, config.region.zone)
    return Draft(
        contact.number,
        text,
        kind=MessageClass.MARKETING,
        validity_s=config.sending.validity_s,
        send_after=after,
        send_before=last_moment(campaign),
        batch=campaign.batch,
    )


def last_moment(campaign: Campaign) -> Micros | None:
    """From when on nothing more of it leaves."""
    bounds = [campaign.plan.valid_until]
    if campaign.plan.valid_hours and campaign.launched_at is not None:
        bounds.append(campaign.launched_at + campaign.plan.valid_hours * HOUR)
    return min((each for each in bounds if each is not None), default=None)


def _submit(store: Store, config: Config, turns: Sequence[Turn], now: Micros) -> None:
    written = [each for each in turns if each.draft is not None]
    drafts = [each.draft for each in written if each.draft is not None]
    for turn, message_id in zip(written, outbox.submit(store, drafts, now=now, allow=config.allow_any), strict=True):
        turn.message_id = message_id


def _count(store: Store, campaign: Campaign, turns: Sequence[Turn], place: int) -> None:
    counted = {given: sum(each.given is given for each in turns) for given in Given}
    rows.change(
        store,
        campaign.id,
        place=place,
        fed=campaign.fed + counted[Given.MESSAGE],
        skipped=campaign.skipped + counted[Given.SKIPPED],
        apart=campaign.apart + counted[Given.APART],
    )
