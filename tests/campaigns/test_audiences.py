"""Audiences kept by a name, and what the count of one hangs on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smsbox import consent, contacts, coupons
from smsbox.campaigns import audiences
from smsbox.campaigns.audiences import BadName, NoAudience
from smsbox.clock import DAY, DaySpan
from smsbox.contacts import State, Wanted
from tests.campaigns.shop import Till, plan

TEA = Wanted(any_tags=("чай",), states=(State.CUSTOMER,))


@pytest.fixture
def till(anywhere: Till) -> Till:
    return anywhere


def test_one_is_kept_found_again_changed_by_its_name_and_forgotten(till: Till) -> None:
    kept = audiences.save(till.store, "  Любителі  чаю ", TEA, by="Olha", now=till.now)
    assert (kept.name, kept.wanted, kept.by_whom) == ("Любителі чаю", TEA, "Olha")
    wider = audiences.save(till.store, "любителі чаю", Wanted(any_tags=("чай",)), by="Petro", now=till.now + DAY)
    assert (wider.id, wider.by_whom, wider.changed_at) == (kept.id, "Olha", till.now + DAY)
    audiences.save(till.store, "Birthdays", Wanted(birthday_days=7), by="Olha", now=till.now)
    assert [each.name for each in audiences.saved(till.store)] == ["Birthdays", "любителі чаю"]
    assert audiences.forget(till.store, kept.id) and not audiences.forget(till.store, kept.id)
    with pytest.raises(NoAudience):
        audiences.get(till.store, kept.id)


def test_a_campaign_keeps_its_own_copy(till: Till) -> None:
    till.people(2, tags=("чай",), state=State.CUSTOMER)
    till.people(3, first=10)
    kept = audiences.save(till.store, "Tea", TEA, by="Olha", now=till.now)
    campaign = till.launched(plan(audience=kept.wanted))
    audiences.save(till.store, "Tea", Wanted(everyone=True), by="Olha", now=till.now)
    till.run()
    assert len(till.queued(campaign)) == 2


def test_quiet_hours_make_it_later_and_not_fewer(till: Till) -> None:
    till.people(4)
    sending = replace(till.config.sending, quiet=DaySpan(12 * 60, 14 * 60))  # it is one o'clock
    found = audiences.counts(till.store, plan(), replace(till.config, sending=sending), till.now)
    assert (found.may_get, found.later) == (4, 4)


def test_who_was_added_after_the_launch_is_not_of_it(till: Till) -> None:
    till.people(3)
    campaign = till.launched()
    till.people(3, first=10)
    till.run()
    assert len(till.queued(campaign)) == 3


def test_what_passed_between_them_and_the_shop_can_be_asked(till: Till) -> None:
    """Campaigns got and answered, coupons held and used, topics chosen, silence: each both ways."""
    ann, bob, cyd, dan, eve = till.people(5)
    store, now = till.store, till.now
    series = coupons.make_series(store, name="Autumn", by="Olha", now=now)
    text = "Zerno: {name|friend}, {coupon}. Answer 1 or call 0500000001"
    first = till.launched(plan(text, audience=Wanted(text="0001"), series_id=series.id))
    till.run()
    assert first.id == 1
    (given,) = coupons.of_number(store, ann)
    held = coupons.give(store, series.id, bob, None, now)
    coupons.redeem(store, held.code, now, "Olha")
    consent.choose(store, cyd, at=now, how="sms", topics=("кава", "чай 100%"))
    consent.choose(store, dan, at=now, how="sms", topics=("ка",))
    contacts.heard(store, eve, now - 10 * DAY)
    with store.write():
        store.run("UPDATE recipients SET replied_at = ? WHERE number = ?", now, ann)
    till.now += 20 * DAY

    def found(**asked: object) -> list[str]:
        return [each.number for each in contacts.every(store, Wanted(**asked), now=till.now)]  # type: ignore[arg-type]

    assert found(got_campaign=1) == found(answered_campaign=1) == found(holds_coupon=series.id) == [ann]
    assert found(not_got_campaign=1) == found(not_answered_campaign=1) == [bob, cyd, dan, eve]
    assert found(used_coupon=series.id) == [bob] and found(holds_coupon=given.series_id + 1) == []
    assert found(nothing_got_days=21) == [bob, cyd, dan, eve] and ann in found(nothing_got_days=19)
    assert found(topics=("Кава",)) == [cyd] and found(topics=("ка", "чай 100%")) == [cyd, dan]
    assert found(topics=("чай 1005",)) == []
    assert found(not_heard_days=40) == [ann, bob, cyd, dan] and eve in found(not_heard_days=29)


def test_one_gets_another_name_and_keeps_it_to_itself(till: Till) -> None:
    tea = audiences.save(till.store, "Tea", TEA, by="Olha", now=till.now)
    audiences.save(till.store, "Coffee", Wanted(any_tags=("кава",)), by="Olha", now=till.now)
    renamed = audiences.rename(till.store, tea.id, " Green  tea ", now=till.now + DAY)
    assert (renamed.name, renamed.wanted, renamed.changed_at) == ("Green tea", TEA, till.now + DAY)
    assert audiences.rename(till.store, tea.id, "green TEA", now=till.now).name == "green TEA", "its own may be respelt"
    for name in ("coffee", "  "):
        with pytest.raises(BadName):
            audiences.rename(till.store, tea.id, name, now=till.now)
    with pytest.raises(NoAudience):
        audiences.rename(till.store, 99, "Milk", now=till.now)
    found = audiences.named(till.store, "COFFEE")
    assert found is not None and found.name == "Coffee" and audiences.named(till.store, "Milk") is None
