"""A campaign played out at random: what networks, phones and customers may do, by the doors they come in at."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

from smsbox import contacts, coupons, outbox, subscription
from smsbox.campaigns import Campaign, attribution
from smsbox.clock import MINUTE, SECOND
from smsbox.consent import Rules
from smsbox.outbox import Claim
from smsbox.sms.tpdu import Address, AddressKind, StatusReport
from tests.campaigns.shop import Till

STATUSES = (0x00, 0x00, 0x00, 0x20, 0x41, 0x45, 0x63)
"""TP-ST: arrived, most of the time; on its way; unknown number, incompatible, expired (23.040 9.2.3.15)."""


def play(till: Till, campaign: Campaign, chance: random.Random) -> None:
    """Feed it and let the network, the phones and the customers do what they do, until nothing moves any more."""
    till.config = replace(till.config, shop=replace(till.config.shop, most_failing=1.0, most_leaving=1.0))
    idle = 0
    while idle < 5:
        busy = till.step()
        claim = outbox.claim(
            *(till.store,),
            sim_id=till.sim,
            owner="box",
            now=till.now,
            lease_until=till.now + 10 * MINUTE,
            rules=Rules.of(till.config),
        )
        if claim is not None:
            _network(till, claim, chance)
        idle = 0 if busy or claim is not None else idle + 1
        till.now += SECOND
    _customers(till, campaign, chance)
    attribution.catch_up(till.store)


def _network(till: Till, claim: Claim, chance: random.Random) -> None:
    """One segment: taken, refused for good or for now, in doubt; reports follow what was taken, most of the time."""
    luck = chance.random()
    if luck < 0.08:
        return outbox.refused(till.store, claim, error="CMS 38", permanent=True, retry_at=None, now=till.now)
    if luck < 0.12 and claim.attempt < 3:
        return outbox.refused(till.store, claim, error="CMS 42", permanent=False, retry_at=till.now, now=till.now)
    if luck < 0.16:
        return outbox.uncertain(till.store, claim, reason="timeout", now=till.now)
    reference = chance.randrange(256)
    outbox.accepted(till.store, claim, reference=reference, now=till.now)
    if chance.random() < 0.8:
        at = datetime.fromtimestamp(till.now / SECOND, tz=UTC)
        whom = Address(claim.recipient, AddressKind.INTERNATIONAL)
        report = StatusReport(reference, whom, at, at, chance.choice(STATUSES), bytes((reference, 0)))
        outbox.reported(till.store, sim_id=till.sim, report=report, now=till.now)
    return None


def _customers(till: Till, campaign: Campaign, chance: random.Random) -> None:
    """They answer, leave, buy with their coupon or without, and some do so who got nothing; of a few dozen each is
    done by some, whatever the dice say.
    """
    rows = till.store.run(
        "SELECT r.number, k.code FROM recipients r LEFT JOIN coupons k ON k.id = r.coupon_id WHERE r.campaign_id = ?",
        campaign.id,
    ).fetchall()
    for place, (number, code) in enumerate(rows):
        till.now += SECOND
        if place % 5 == 1 or chance.random() < 0.1:
            attribution.replied(till.store, number, _answer(till, number), till.now)
            contacts.heard(till.store, number, till.now)
        if place % 5 == 4 or chance.random() < 0.05:
            subscription.leave(till.store, till.config, number, now=till.now, how="staff", evidence="said so")
        if code and (place % 4 == 0 or chance.random() < 0.1):
            coupons.redeem(till.store, code, till.now, "till", "page", worth=chance.randrange(100_00))
        elif chance.random() < 0.1:
            contacts.bought(till.store, number, till.now)


def _answer(till: Till, number: str) -> int:
    """The id of a message that came from `number`."""
    with till.store.write():
        (received_id,) = till.store.reserve_ids("received", 1)
        till.store.run(
            "INSERT INTO received (id, sim_id, sender, sender_kind, text, received_at, wide, total, state, missing, "
            "flash, damaged) VALUES (?, ?, ?, 1, '1', ?, 0, 1, 1, 0, 0, 0)",
            *(received_id, till.sim, number, till.now),
        )
    return received_id
