"""Audiences kept by a name, and what the count of one hangs on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smsbox.campaigns import audiences
from smsbox.campaigns.audiences import NoAudience
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
