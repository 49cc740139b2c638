"""Who gets a message and who does not: each exactly once, in steps that can be broken off anywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from smsbox import campaigns, consent, contacts, coupons, outbox
from smsbox.campaigns import State, feeder, feeding
from smsbox.clock import DAY, HOUR, MINUTE, SECOND, micros
from smsbox.contacts import Changes, New
from smsbox.outbox import sweeps
from tests.campaigns.shop import Till, number, plan


@pytest.fixture
def till(anywhere: Till) -> Till:
    return anywhere


def test_everybody_who_agreed_gets_one_and_the_others_a_reason(till: Till) -> None:
    agreed = till.people(120)
    till.people(30, first=500, agreed=False)
    campaign = till.launched()
    assert campaign.state is State.RUNNING
    till.run()
    assert till.queued(campaign) == agreed
    assert till.reasons(campaign) == {"consent": 30}
    found = till.get(campaign)
    assert (found.fed, found.skipped, found.apart, found.share) == (120, 30, 0, 1.0)


def test_the_first_batch_is_small(till: Till) -> None:
    till.people(200)
    campaign = till.launched()
    till.step()
    assert till.queued(campaign) == [number(place) for place in range(1, 51)]


def test_a_pause_holds_what_waits_and_resuming_lets_it_go(till: Till) -> None:
    till.people(120)
    campaign = till.launched()
    till.step()
    campaigns.pause(till.store, campaign.id, now=till.now, by="Olha")
    till.run()
    states = "SELECT state, count(*) FROM messages GROUP BY state"
    assert [tuple(row) for row in till.store.run(states).fetchall()] == [(3, 50)]
    campaigns.resume(till.store, till.config, campaign.id, now=till.now, by="Olha")
    till.run()
    assert [tuple(row) for row in till.store.run(states).fetchall()] == [(0, 120)]
    campaigns.cancel(till.store, campaign.id, now=till.now, by="Olha")
    till.run()
    assert [tuple(row) for row in till.store.run(states).fetchall()] == [(9, 120)]
    assert till.get(campaign).next_at is None


def rows_of(till: Till, columns: str) -> list[tuple]:
    return [tuple(row) for row in till.store.run(f"SELECT {columns} FROM messages ORDER BY id").fetchall()]


def moment(text: str, zone: str) -> int:
    return micros(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))


def test_the_hour_is_that_of_each_recipient(till: Till) -> None:
    """It is Monday, 13:00 in Kyiv."""
    till.config = replace(till.config, sending=replace(till.config.sending, allow=("+380", "+48", "+351")))
    known = ["+380500000001", "+48500000001", "+351910000001", "+380500000002"]
    zones = {known[2]: "Atlantic/Azores"}
    contacts.add_many(till.store, [New(number=each, zone=zones.get(each)) for each in known], now=till.now)
    till.agree(known)
    till.launched(plan(local_minute=12 * 60 + 30))
    till.run()
    assert rows_of(till, "recipient, send_after") == [
        (known[0], moment("2026-11-24 12:30", "Europe/Kyiv")),  # half past twelve has just passed
        (known[1], moment("2026-11-23 12:30", "Europe/Warsaw")),
        (known[2], moment("2026-11-23 12:30", "Atlantic/Azores")),
        (known[3], moment("2026-11-24 12:30", "Europe/Kyiv")),
    ]


def test_each_is_written_to_in_his_language_which_he_may_have_chosen(till: Till) -> None:
    uk, pl, chose = till.people(1)[0], till.people(1, first=2, language="pl")[0], till.people(1, first=3)[0]
    consent.choose(till.store, chose, at=till.now, language="en", how="sms", evidence="lang en")
    till.launched(plan("Кава зі знижкою, {name|друже}! Відповідь 1 або 0500000001"))
    till.run()
    ends = {number: text.split("\n")[-1] for number, text in rows_of(till, "recipient, text")}
    assert ends == {uk: "Відмова: СТОП", pl: "Rezygnacja: STOP", chose: "Opt out: STOP"}


def test_what_has_not_left_when_the_offer_ends_never_does(till: Till) -> None:
    till.people(1)
    till.launched(plan(valid_hours=3, valid_until=till.now + 2 * HOUR))
    till.run()
    assert rows_of(till, "send_before") == [(till.now + 2 * HOUR,)]


def test_who_has_another_number_now_has_no_second_turn(till: Till) -> None:
    known = till.people(60)
    campaign = till.launched()
    till.step()
    # The first customer is merged into the last: his number is looked at again under another id.
    first = contacts.by_number(till.store, known[0])
    last = contacts.by_number(till.store, known[-1])
    contacts.change(till.store, first.id, Changes(number="+380500009990"), now=till.now)
    contacts.change(till.store, last.id, Changes(number=known[0]), now=till.now)
    till.run()
    queued = till.queued(campaign)
    assert len(queued) == len(set(queued)) and known[0] in queued
    assert till.get(campaign).looked_at_all


def test_numbers_no_modem_may_write_to_are_left_out(till: Till) -> None:
    contacts.add(till.store, New(number="+48500000001"), now=till.now)
    till.agree(["+48500000001"])
    campaign = till.launched()
    till.run()
    assert till.reasons(campaign) == {"destination": 1}


def test_who_lacks_a_field_is_left_out_and_told_so(till: Till) -> None:
    till.people(2, name="Оксана")
    till.people(1, first=5)
    campaign = till.launched(plan("Zerno: {name}, coffee, call 0500000001"))
    till.run()
    assert len(till.queued(campaign)) == 2 and till.reasons(campaign) == {"field": 1}


def test_only_so_many_lie_ready(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeder, "LOOK_AHEAD", 120)
    monkeypatch.setattr(feeding, "BATCH", 20)
    till.people(300)
    campaign = till.launched()
    till.run()
    assert 100 < len(till.queued(campaign)) <= 120
    till.settle(campaign)
    till.wait(MINUTE)
    till.run()
    assert 200 < len(till.queued(campaign)) <= 240


def test_what_waits_for_its_hour_does_not_hold_up_the_others(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeder, "LOOK_AHEAD", 60)
    monkeypatch.setattr(feeding, "BATCH", 20)
    till.people(200)
    campaign = till.launched(plan(local_minute=12 * 60))  # tomorrow
    till.run()
    assert len(till.queued(campaign)) == 200


def test_topics_that_somebody_chose_are_kept_to(till: Till) -> None:
    tea, coffee, any_ = till.people(3)
    for number_, topic in ((tea, "tea"), (coffee, "coffee")):
        consent.choose(till.store, number_, at=till.now, topics=[topic], how="sms", evidence="теми")
    campaign = till.launched(plan(topic="tea"))
    till.run()
    assert till.queued(campaign) == [tea, any_] and till.reasons(campaign) == {"topic": 1}
    assert rows_of(till, "topic") == [("tea",), ("tea",)]


def test_what_a_pause_holds_goes_on_with_it_and_by_no_other_way(till: Till) -> None:
    """Neither by "release them all" nor is what a person holds let go by the campaign."""
    till.people(60)
    campaign = till.launched()
    till.step()
    outbox.hold(till.store, [7], till.now, who="Olha")
    campaigns.pause(till.store, campaign.id, now=till.now)
    till.run()
    sweep = sweeps.begin(till.store, "release", outbox.Filter(states=(outbox.State.HELD,)), by="Petro", now=till.now)
    while sweep.open:
        sweep = sweeps.advance(till.store, sweep.id, till.now)
    assert sweep.counted == 1
    campaigns.resume(till.store, till.config, campaign.id, now=till.now)
    till.run()
    held = [row[0] for row in till.store.run("SELECT id FROM messages WHERE state = 3").fetchall()]
    assert held == [7] and len(till.queued(campaign)) == 60


def test_a_half_sent_text_is_finished_although_its_campaign_is_paused(till: Till) -> None:
    till.people(2)
    campaign = till.launched(plan("Zerno: {name|friend}, answer 1 or call 0500000001. " + "coffee " * 25))
    till.run()
    claim = outbox.claim(
        till.store, sim_id=till.sim, owner="box", now=till.now, lease_until=till.now + MINUTE, rules=till.rules
    )
    assert claim is not None and claim.total == 2
    outbox.accepted(till.store, claim, reference=1, now=till.now)
    campaigns.pause(till.store, campaign.id, now=till.now)
    till.run()
    till.settle(campaign)
    states = [row[0] for row in till.store.run("SELECT state FROM messages ORDER BY id").fetchall()]
    assert states == [int(outbox.State.SENT), int(outbox.State.HELD)]


def test_what_comes_back_from_the_air_is_held_too(till: Till) -> None:
    till.people(3)
    campaign = till.launched()
    till.run()
    how = {"owner": "box", "lease_until": till.now + MINUTE, "rules": till.rules}
    claim = outbox.claim(till.store, sim_id=till.sim, now=till.now, **how)
    assert claim is not None
    campaigns.pause(till.store, campaign.id, now=till.now)
    till.run()
    retry = till.now + MINUTE
    outbox.refused(till.store, claim, error="CMS 42", permanent=False, retry_at=retry, now=till.now)
    till.wait(5 * SECOND)
    till.run()
    states = [row[0] for row in till.store.run("SELECT state FROM messages").fetchall()]
    assert states == [int(outbox.State.HELD)] * 3
    till.wait(MINUTE)
    till.run()
    assert till.get(campaign).next_at is None


def test_what_may_have_left_is_not_called_withdrawn_when_it_is_ended(till: Till) -> None:
    till.people(3)
    campaign = till.launched()
    till.run()
    how = {"owner": "box", "lease_until": till.now + MINUTE, "rules": till.rules}
    claim = outbox.claim(till.store, sim_id=till.sim, now=till.now, **how)
    assert claim is not None
    outbox.uncertain(till.store, claim, reason="timeout", now=till.now)
    till.wait(HOUR)
    outbox.hold_overdue(till.store, now=till.now)
    campaigns.cancel(till.store, campaign.id, now=till.now)
    till.run()
    states = [row[0] for row in till.store.run("SELECT state FROM messages ORDER BY id").fetchall()]
    assert states == [int(outbox.State.HELD), *[int(outbox.State.CANCELLED)] * 2]


def test_coupons_nobody_got_are_taken_back_when_it_is_ended(till: Till) -> None:
    """Whose SMS has left keeps his code; the others' lie in the pool again, or count no more where they were made."""
    numbers = till.people(4)
    text = "Zerno: {name|friend}, {coupon}. Call 0500000001"
    pool = coupons.make_series(till.store, name="P", pool=[f"AAAA{place}" for place in range(4)], by="O", now=till.now)
    made = coupons.make_series(till.store, name="M", by="Olha", now=till.now)
    for series, fate in ((pool, coupons.State.FREE), (made, coupons.State.VOID)):
        campaign = till.launched(plan(text, series_id=series.id))
        till.run()
        claim = outbox.claim(
            till.store, sim_id=till.sim, owner="b", now=till.now, lease_until=till.now + MINUTE, rules=till.rules
        )
        assert claim is not None
        outbox.accepted(till.store, claim, reference=1, now=till.now)
        campaigns.cancel(till.store, campaign.id, now=till.now, by="Olha")
        till.run()
        kept = coupons.of_series(till.store, series.id)
        assert sorted(each.state for each in kept) == sorted([coupons.State.GIVEN, *[fate] * 3])
        (given,) = [each for each in kept if each.state is coupons.State.GIVEN]
        assert given.number == claim.recipient in numbers
        sql = "SELECT count(coupon_id) FROM recipients WHERE campaign_id = ?"
        assert till.store.run(sql, campaign.id).fetchone()[0] == 1
        till.now += 30 * DAY
