"""The till of the demo: it takes coupons of whoever has his message, and not all of them."""

from __future__ import annotations

import random

from smsbox import coupons, outbox
from smsbox.demo.campaign import redeem_some
from tests.campaigns.shop import Till, plan

PEOPLE = 60


def test_nobody_comes_before_his_message_and_not_everybody_comes(till: Till) -> None:
    till.people(PEOPLE)
    series = coupons.make_series(till.store, name="Coffee", by="Olha", now=till.now)
    made = till.launched(plan("Zerno: {name|friend}, {coupon}. Call 0500000001", series_id=series.id))
    till.run()
    chance = random.Random(1)
    _come(till, chance)
    assert coupons.counts(till.store, series.id).given == PEOPLE
    till.settle(made)
    till.store.run("UPDATE messages SET state = ?", int(outbox.State.DELIVERED))
    _come(till, chance)
    found = coupons.counts(till.store, series.id)
    assert 0 < found.redeemed < PEOPLE * 2 / 3
    assert found.given + found.redeemed == PEOPLE


def _come(till: Till, chance: random.Random) -> None:
    for _ in range(200):
        redeem_some(till.store, chance, till.now)
