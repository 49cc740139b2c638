"""A test of a campaign goes to the staff alone and uses up nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smsbox import campaigns, coupons
from smsbox.campaigns import BadPlan, NoStaff, Plan, Variant
from tests.campaigns.shop import Till, number, plan

STAFF = number(700)
TEXT = "Zerno: {name|friend}, {coupon}, answer {code} or call 0500000001"


@pytest.fixture
def till(anywhere: Till) -> Till:
    anywhere.config = replace(anywhere.config, shop=replace(anywhere.config.shop, staff=(STAFF,)))
    return anywhere


def test_each_text_arrives_as_a_customer_would_get_it(till: Till) -> None:
    texts = (Variant("Зерно: {name|друже} A"), Variant("Zerno: {name|friend} B"))
    ids = campaigns.test_send(till.store, till.config, plan(variants=texts), [STAFF], till.now)
    found = till.store.run("SELECT id, recipient, text, kind FROM messages ORDER BY id").fetchall()
    assert [tuple(row) for row in found] == [
        (ids[0], STAFF, "Зерно: Оксана A\nВідмова: СТОП", 1),
        (ids[1], STAFF, "Zerno: Oksana B\nVidmova: STOP", 1),
    ]


def test_it_uses_up_nothing(till: Till) -> None:
    till.people(1, first=700)  # he is a customer, too
    series = coupons.make_series(till.store, name="Coffee", pool=["AAAA1111", "BBBB2222"], by="Olha", now=till.now)
    made = till.draft(plan(TEXT, series_id=series.id))
    for _ in range(3):
        campaigns.test_send(till.store, till.config, made.plan, [STAFF], till.now, campaign_id=made.id)
    assert coupons.remaining(till.store, series.id) == 2
    assert till.store.run("SELECT count(*) FROM recipients").fetchone()[0] == 0
    assert till.get(made).tested_at == till.now and till.get(made).version == made.version
    campaign = till.launched(made.plan)
    till.run()
    assert till.queued(campaign) == [STAFF]  # no cap was touched


def test_the_code_of_a_test_is_worth_nothing(till: Till) -> None:
    series = coupons.make_series(till.store, name="Coffee", by="Olha", now=till.now)
    campaigns.test_send(till.store, till.config, plan(TEXT, series_id=series.id), [STAFF], till.now)
    text = till.store.run("SELECT text FROM messages").fetchone()[0]
    code = text.split(", ")[1]
    assert coupons.find(till.store, code) is None


def test_it_goes_to_nobody_else(till: Till) -> None:
    with pytest.raises(NoStaff):
        campaigns.test_send(till.store, till.config, plan(), [STAFF, number(1)], till.now)
    assert till.store.run("SELECT count(*) FROM messages").fetchone()[0] == 0


def test_without_a_text_there_is_nothing_to_try(till: Till) -> None:
    with pytest.raises(BadPlan):
        campaigns.test_send(till.store, till.config, Plan(), [STAFF], till.now)
