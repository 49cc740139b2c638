"""Campaigns that stand: again and again, on birthdays, for those who stopped buying, after something happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from smsbox import campaigns, contacts
from smsbox.campaigns import Start, State, audiences
from smsbox.campaigns.plan import AFTER, BIRTHDAY, EVERY, WIN_BACK
from smsbox.clock import DAY, HOUR, MINUTE, SECOND, Micros, micros
from smsbox.contacts import Changes, New
from tests.campaigns.shop import START, Till, number, plan

KYIV = ZoneInfo("Europe/Kyiv")
DAILY = Start(EVERY, every="day", minute=10 * 60)


@pytest.fixture
def till(anywhere: Till) -> Till:
    return anywhere


def at(text: str) -> Micros:
    return micros(datetime.fromisoformat(text).replace(tzinfo=KYIV))


def test_each_turn_is_a_campaign_of_its_own(till: Till) -> None:
    known = till.people(3)
    till.config = replace(till.config, shop=replace(till.config.shop, cap=9))
    standing = till.launched(plan(start=DAILY))
    assert (standing.state, standing.next_at) == (State.SCHEDULED, at("2026-11-24 10:00"))
    till.run()
    assert till.children(standing) == []
    for day in (24, 25):
        till.now = at(f"2026-11-{day} 10:00")
        till.run()
    made = till.children(standing)
    assert [till.queued(each) for each in made] == [known, known]
    assert [str(each.plan.day) for each in made] == ["2026-11-24", "2026-11-25"]
    assert till.get(standing).next_at == at("2026-11-26 10:00")


def test_turns_that_were_missed_are_not_made_up_for_but_the_last(till: Till) -> None:
    till.people(2)
    standing = till.launched(plan(start=DAILY))
    till.now = at("2026-11-28 15:00")  # four days off, the last turn five hours ago
    till.run()
    (made,) = till.children(standing)
    assert str(made.plan.day) == "2026-11-28"
    till.now = at("2026-12-02 23:30")  # thirteen hours late: that turn is over
    till.run()
    assert len(till.children(standing)) == 1


def test_a_turn_is_taken_once_although_it_is_looked_at_often(till: Till) -> None:
    till.people(2)
    standing = till.launched(plan(start=DAILY))
    till.now = at("2026-11-24 10:00")
    for _ in range(5):
        till.step()
    assert len(till.children(standing)) == 1


def test_it_ends_by_itself_and_a_pause_waits_for_the_next_turn(till: Till) -> None:
    till.people(2)
    standing = till.launched(plan(start=Start(EVERY, every="day", minute=600, until=at("2026-11-26 00:00"))))
    campaigns.pause(till.store, standing.id, now=till.now)
    till.now = at("2026-11-24 12:00")
    till.run()
    assert till.children(standing) == []
    campaigns.resume(till.store, till.config, standing.id, now=till.now)
    till.now = at("2026-11-25 10:00")
    till.run()
    assert len(till.children(standing)) == 1
    assert till.get(standing).state is State.FINISHED


def test_after_a_turn_that_stopped_by_itself_none_follows_unseen(till: Till) -> None:
    known = till.people(60)
    standing = till.launched(plan(start=DAILY))
    till.now = at("2026-11-24 10:00")
    till.run()
    (first,) = till.children(standing)
    till.settle(first)
    till.leave(*known[:4])
    till.people(5, first=100)
    campaigns.pause(till.store, first.id, now=till.now, why={"why": "leaving", "left": 4, "sent": 60})
    till.now = at("2026-11-25 10:00")
    till.run()
    found = till.get(standing)
    assert (found.state, found.paused_why) == (State.PAUSED, {"why": "turn", "by": None})
    assert len(till.children(standing)) == 1
    campaigns.cancel(till.store, first.id, now=till.now)
    campaigns.resume(till.store, till.config, standing.id, now=till.now)
    till.now = at("2026-11-26 10:00")
    till.run()
    assert len(till.children(standing)) == 2


def test_a_turn_somebody_does_not_want_is_left_out_and_no_other(till: Till) -> None:
    till.people(2)
    standing = till.launched(plan(start=Start(EVERY, every="month", day=31, minute=600)))
    assert till.get(standing).start_at == at("2026-11-30 10:00")
    campaigns.skip(till.store, till.config, standing.id, now=till.now)
    with pytest.raises(campaigns.ChangedMeanwhile):
        campaigns.skip(till.store, till.config, standing.id, standing.version, now=till.now)  # the same press again
    campaigns.clock_stepped(till.store, till.config, by=SECOND, now=till.now)  # what is found anew stays left out
    till.now = at("2026-11-30 10:00")
    till.run()
    assert till.children(standing) == []
    assert till.get(standing).start_at == at("2026-12-31 10:00")
    till.now = at("2026-12-31 10:00")
    till.run()
    assert len(till.children(standing)) == 1
    copied = campaigns.copy(till.store, standing.id, "again", by="Olha", now=till.now)
    assert copied.plan.start.skipped is None
    campaigns.pause(till.store, standing.id, now=till.now)
    with pytest.raises(campaigns.IllegalMove):
        campaigns.skip(till.store, till.config, standing.id, now=till.now)


def test_the_last_turn_left_out_is_the_end(till: Till) -> None:
    till.people(1)
    standing = till.launched(plan(start=Start(EVERY, every="day", minute=600, until=at("2026-11-25 00:00"))))
    assert campaigns.skip(till.store, till.config, standing.id, now=till.now).state is State.FINISHED


def test_birthdays_on_the_day_or_before_it(till: Till) -> None:
    days = {number(1): "1990-11-24", number(2): "11-24", number(3): "11-25", number(4): "11-27", number(5): None}
    contacts.add_many(till.store, [New(number=each, birthday=day) for each, day in days.items()], now=till.now)
    till.agree(list(days))
    today = till.launched(plan(start=Start(BIRTHDAY, minute=600)), "today")
    before = till.launched(plan(start=Start(BIRTHDAY, minute=600, days=3)), "before")
    till.now = at("2026-11-24 10:00")
    till.run()
    assert [till.queued(each) for each in till.children(today)] == [[number(1), number(2)]]
    assert [till.queued(each) for each in till.children(before)] == [[number(4)]]
    till.now = at("2026-11-26 10:00")  # nobody's day: no campaign without anybody
    till.run()
    assert len(till.children(today)) == 1


def test_who_was_born_on_29_february_has_his_day_in_every_year(till: Till) -> None:
    contacts.add(till.store, New(number=number(1), birthday="1996-02-29"), now=till.now)
    till.agree([number(1)])
    standing = till.launched(plan(start=Start(BIRTHDAY, minute=600)))
    till.now = at("2027-02-28 10:00")
    till.run()
    till.now = at("2028-02-28 10:00")
    till.run()
    till.now = at("2028-02-29 10:00")
    till.run()
    assert [str(each.plan.day) for each in till.children(standing)] == ["2027-02-28", "2028-02-29"]


def test_who_stopped_buying_is_won_back_once_until_he_buys_again(till: Till) -> None:
    (anna, *_) = till.people(3, bought_at=START - 70 * DAY)
    till.people(1, first=10)  # never bought: nobody to win back
    standing = till.launched(plan(start=Start(WIN_BACK, days=60, minute=600)))
    for day in ("2026-11-24", "2026-11-25", "2026-12-20"):
        till.now = at(f"{day} 10:00")
        till.run()
        for child in till.children(standing):
            till.settle(child)
    assert [len(till.queued(each)) for each in till.children(standing)] == [3]
    bought = at("2026-12-21 12:00")
    contacts.change(till.store, contacts.by_number(till.store, anna).id, Changes(bought_at=bought), now=bought)
    till.now = at("2027-03-01 10:00")
    till.run()
    assert [till.queued(each) for each in till.children(standing)][1:] == [[anna]]


def test_so_many_days_after_a_purchase_also_when_the_box_was_off(till: Till) -> None:
    contacts.add_many(
        till.store,
        [New(number=number(place), bought_at=at(f"2026-11-{20 + place} 16:00")) for place in (1, 2, 3)],
        now=till.now,
    )
    till.agree([number(1), number(2), number(3)])
    standing = till.launched(plan(start=Start(AFTER, days=7, minute=600, event="bought")))
    till.now = at("2026-11-29 10:00")  # the days of the first two, of which one was missed
    till.run()
    till.now = at("2026-11-30 10:00")
    till.run()
    assert [till.queued(each) for each in till.children(standing)] == [[number(1), number(2)], [number(3)]]


def test_so_many_days_after_consent_and_after_a_date_in_a_field(till: Till) -> None:
    till.people(2)
    till.config = replace(till.config, shop=replace(till.config.shop, cap=9))
    dated = New(number=number(9), fields={"service": "2026-11-17"}, origin="staff:Olha")
    contacts.add(till.store, dated, now=till.now)
    till.now += DAY
    till.agree([number(9)])
    joined = till.launched(plan(start=Start(AFTER, days=2, minute=600, event="joined")), "joined")
    served = till.launched(plan(start=Start(AFTER, days=9, minute=600, event="field:Service")), "served")
    till.now = at("2026-11-25 10:00")
    till.run()
    assert [till.queued(each) for each in till.children(joined)] == [[number(1), number(2)]]
    till.now = at("2026-11-26 10:00")
    till.run()
    assert [till.queued(each) for each in till.children(served)] == [[number(9)]]


def test_who_is_over_his_cap_has_another_turn_a_week_later(till: Till) -> None:
    till.people(1, bought_at=START - 70 * DAY)
    first = till.launched()
    till.run()
    till.settle(first)
    standing = till.launched(plan(start=Start(WIN_BACK, days=60, minute=600)))
    for day in range(24, 31):
        till.now = at(f"2026-11-{day} 10:00")
        till.run()
    assert [till.reasons(each) for each in till.children(standing)] == [{"cap": 1}]
    till.now = at("2026-12-08 10:00")
    till.run()
    assert [len(till.queued(each)) for each in till.children(standing)] == [0, 1]


def test_an_occurrence_keeps_its_own_place_and_pauses_alone(till: Till) -> None:
    till.people(120)
    standing = till.launched(plan(start=DAILY))
    till.now = at("2026-11-24 10:00")
    till.step()
    till.step()
    (made,) = till.children(standing)
    campaigns.pause(till.store, made.id, now=till.now)
    till.run()
    assert len(till.queued(made)) == 50
    assert till.get(standing).state is State.SCHEDULED


def test_pausing_and_ending_what_stands_means_what_it_has_made_too(till: Till) -> None:
    till.people(120)
    standing = till.launched(plan(start=DAILY))
    till.now = at("2026-11-24 10:00")
    till.step()
    till.step()
    (made,) = till.children(standing)
    campaigns.pause(till.store, standing.id, now=till.now, by="Olha")
    till.run()
    assert till.get(made).state is State.PAUSED
    campaigns.resume(till.store, till.config, standing.id, now=till.now, by="Olha")
    assert till.get(made).state is State.RUNNING
    campaigns.cancel(till.store, standing.id, now=till.now, by="Olha")
    till.run()
    assert till.get(made).state is State.CANCELLED
    assert till.store.run("SELECT count(*) FROM messages WHERE state <> 9").fetchone()[0] == 0


def test_before_it_begins_a_birthday_campaign_counts_all_who_may_have_one(till: Till) -> None:
    till.people(7, birthday="03-08")
    till.people(5, first=100)
    found = audiences.counts(till.store, plan(start=Start(BIRTHDAY)), till.config, till.now)
    assert found.may_get == 7, "whose birthday nobody knows never gets it"


def test_a_clock_that_was_ahead_and_is_set_right_stops_nothing(till: Till) -> None:
    """It was a year ahead for a while: what it noted then must not be waited for."""
    till.people(3)
    standing = till.launched(plan(start=DAILY))
    running = till.launched(plan(pilot=2, pilot_wait_s=3600))
    right, year = till.now, 365 * DAY
    till.now += year
    till.run()
    assert len(till.children(standing)) == 1
    till.now = right
    campaigns.clock_stepped(till.store, till.config, by=-year, now=till.now)
    assert till.get(standing).next_at == at("2026-11-24 10:00")
    assert (till.get(running).next_at or 0) <= till.now
    assert (till.get(running).pilot_until or 0) <= till.now + 2 * HOUR
    till.now = at("2026-11-24 10:00")
    till.run()
    assert len(till.children(standing)) == 2


def test_a_turn_that_a_clock_jumps_over_is_not_lost(till: Till) -> None:
    """A small computer begins with the time it was switched off at, and is set right by the network."""
    till.people(3)
    standing = till.launched(plan(start=DAILY))
    till.now = at("2026-11-24 10:05")
    campaigns.clock_stepped(till.store, till.config, by=20 * HOUR, now=till.now)
    till.run()
    assert len(till.children(standing)) == 1
    assert till.get(standing).start_at == at("2026-11-25 10:00")
    till.now = at("2026-11-25 23:00")
    campaigns.clock_stepped(till.store, till.config, by=20 * HOUR, now=till.now)
    till.run()
    assert len(till.children(standing)) == 1, "thirteen hours late is too late"


def test_a_clock_set_back_a_little_takes_no_turn_twice(till: Till) -> None:
    till.people(3)
    standing = till.launched(plan(start=DAILY))
    till.now = at("2026-11-24 10:30")
    till.run()
    till.now = at("2026-11-24 09:50")
    campaigns.clock_stepped(till.store, till.config, by=-40 * MINUTE, now=till.now)
    till.wait(HOUR)
    till.run()
    assert len(till.children(standing)) == 1
    assert till.get(standing).next_at == at("2026-11-25 10:00")
