"""A campaign's results are the same after one of its customers was erased; of him nothing is left."""

from __future__ import annotations

from pathlib import Path

from smsbox import campaigns, contacts, coupons, privacy
from smsbox.campaigns.results import results
from smsbox.clock import DAY
from smsbox.people.audit import Actor
from tests.contracts.test_erasing import holding
from tests.web.bakery import launched, number, open_bakery
from tests.web.desk import make_desk

BY = Actor("olha", "owner")


def test_counts_of_a_campaign_outlive_the_person(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    open_bakery(desk)
    store, now = desk.store, desk.clock.at
    campaign = launched(desk)
    his = number(1)
    message_id = store.run("SELECT message_id FROM recipients WHERE number = ?", his).fetchone()[0]
    assert message_id is not None
    with store.write():
        store.run("UPDATE messages SET state = 5, queue_key = NULL, lane = NULL WHERE id = ?", message_id)
        campaigns.replied(store, his, 1, now)
    before, him = results(store, campaign.id, now), contacts.by_number(store, his)
    assert him is not None
    privacy.erase(store, his, now + DAY, by=BY)
    assert holding(store, his, his[1:], "0" + his[4:], him.name) == []
    assert results(store, campaign.id, now) == before
    assert contacts.by_number(store, number(2)) is not None
    desk.store.close()


def test_a_coupon_of_his_can_still_be_redeemed_by_whoever_brings_it(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    open_bakery(desk)
    store, now = desk.store, desk.clock.at
    given = coupons.give(store, 1, number(1), None, now)
    privacy.erase(store, number(1), now, by=BY)
    assert holding(store, number(1)) == []
    redeemed = coupons.redeem(store, given.code, now, by="olha", how="page")
    assert not isinstance(redeemed, coupons.Refused)
    desk.store.close()
