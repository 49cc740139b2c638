"""When a campaign stops by itself: shares with a least number behind them, forgiven once a person has seen them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smsbox import campaigns, coupons, outbox
from smsbox.campaigns import State, Variant, overview, watch
from smsbox.campaigns.figures import Figures, figures
from smsbox.clock import HOUR, MINUTE, SECOND, DaySpan
from smsbox.config.model import ShopConfig
from tests.campaigns.shop import Till, number, plan

SHOP = ShopConfig()
COUNTS = st.integers(0, 5_000)


@pytest.fixture
def till(anywhere: Till) -> Till:
    return anywhere


@given(COUNTS, COUNTS, COUNTS)
@example(150, 0, 3)  # 2 % is not more than 2 %
@example(45, 5, 0)
def test_it_stops_exactly_beyond_the_shares_of_the_shop(sent: int, failed: int, left: int) -> None:
    why = watch.trouble(Figures(sent=sent, failed=failed, left=left), SHOP)
    too_many_left = left >= 3 and left > 0.02 * max(sent, 1)
    too_many_failed = failed >= 5 and failed > 0.1 * (sent + failed)
    assert (why is not None) == (too_many_left or too_many_failed)
    if why is not None:
        assert why["why"] == ("leaving" if too_many_left else "failing")


@given(COUNTS, COUNTS, COUNTS)
def test_what_a_person_has_seen_counts_no_more(sent: int, failed: int, left: int) -> None:
    seen = Figures(sent=sent, failed=failed, left=left)
    assert watch.trouble(seen, SHOP, before=seen) is None


def test_two_of_a_few_are_chance_but_not_in_a_pilot() -> None:
    seen = Figures(sent=8, failed=2, left=2)
    assert watch.trouble(seen, SHOP) is None
    assert watch.trouble(replace(seen, left=0), SHOP, pilot=True) == {"why": "pilot_failing", "failed": 2, "tried": 10}
    assert watch.trouble(seen, SHOP, pilot=True) == {"why": "pilot_leaving", "left": 2, "sent": 8}


def test_the_figures_are_those_of_the_messages(till: Till) -> None:
    known = till.people(30)
    campaign = till.launched()
    till.run()
    outbox.cancel(till.store, [1, 2], till.now)
    outbox.hold(till.store, [3], till.now)
    till.settle(campaign, failed=known[10:14])
    till.leave(*known[20:23])
    till.step()
    assert figures(till.store, till.get(campaign)) == Figures(1, 23, 4, 2, 3)


def test_it_pauses_when_many_leave_and_goes_on_when_somebody_says_so(till: Till) -> None:
    known = till.people(200)
    campaign = till.launched()
    till.step()
    till.settle(campaign)
    till.leave(*known[:3])
    till.run()
    found = till.get(campaign)
    assert found.state is State.PAUSED and found.paused_why == {"why": "leaving", "by": None, "left": 3, "sent": 50}
    campaigns.resume(till.store, till.config, campaign.id, now=till.now, by="Olha")
    till.run()
    assert len(till.queued(campaign)) == 200
    till.settle(campaign)
    till.wait(MINUTE)
    till.run()
    assert till.get(campaign).state is State.FINISHED


def test_it_pauses_when_much_fails(till: Till) -> None:
    known = till.people(200)
    campaign = till.launched()
    till.step()
    till.settle(campaign, failed=known[:6])
    till.run()
    found = till.get(campaign)
    assert found.state is State.PAUSED and (found.paused_why or {})["why"] == "failing"
    assert len(till.queued(campaign)) == 50


def test_a_pilot_waits_for_its_reports_then_goes_on(till: Till) -> None:
    known = till.people(100)
    campaign = till.launched(plan(pilot=10, pilot_wait_s=3600))
    till.run()
    till.settle(campaign)
    assert till.queued(campaign) == known[:10]
    till.wait(HOUR - SECOND)
    till.run()
    assert till.queued(campaign) == known[:10]
    till.wait(SECOND)
    till.run()
    assert till.queued(campaign) == known
    assert (till.get(campaign).pilot or {})["verdict"] == "go"


def test_a_pilot_nobody_could_send_is_waited_for_and_then_a_person_is_asked(till: Till) -> None:
    till.people(100)
    campaign = till.launched(plan(pilot=10, pilot_wait_s=3600))
    for _ in range(12):
        till.run()
        till.wait(HOUR)
    assert len(till.queued(campaign)) == 10 and till.get(campaign).state is State.RUNNING
    till.wait(2 * HOUR)
    till.run()
    found = till.get(campaign)
    assert found.state is State.PAUSED and (found.paused_why or {})["why"] == "pilot_silent"
    campaigns.resume(till.store, till.config, campaign.id, now=till.now)
    till.run()
    till.wait(HOUR)
    till.run()
    assert len(till.queued(campaign)) == 10, "who lets it go on has seen nothing: the others still wait for the pilot"


def test_a_campaign_in_its_pilot_is_not_far(till: Till) -> None:
    """What is shown of it is a share of all who will get it, not of the few who may have it by now."""
    till.people(100)
    campaign = till.launched(plan(pilot=10))
    till.run()
    till.settle(campaign)
    seen = overview.tally(till.store, till.get(campaign))
    assert (seen.handed, seen.people) == (10, 100)
    campaigns.cancel(till.store, campaign.id, now=till.now)
    assert overview.tally(till.store, till.get(campaign)).people == 10


def test_the_night_is_no_time_a_pilot_is_waited_for(till: Till) -> None:
    """Launched in the evening it leaves in the morning, and its reports get as long as was said."""
    night = DaySpan(20 * 60, 9 * 60)
    till.config = replace(till.config, sending=replace(till.config.sending, quiet=night))
    known = till.people(100)
    till.wait(7 * HOUR - 5 * MINUTE)  # five to eight in the evening
    campaign = till.launched(plan(pilot=10, pilot_wait_s=30 * 60))
    for _ in range(13 * 6):
        till.run()
        till.wait(10 * MINUTE)
    assert till.get(campaign).state is State.RUNNING and till.queued(campaign) == known[:10]
    till.wait(10 * MINUTE)
    till.run()
    till.settle(campaign)
    till.wait(29 * MINUTE)
    till.run()
    assert till.queued(campaign) == known[:10]
    till.wait(2 * MINUTE)
    till.run()
    assert till.queued(campaign) == known


def test_who_has_seen_enough_of_a_pilot_waits_for_it_no_longer(till: Till) -> None:
    known = till.people(100)
    campaign = till.launched(plan(pilot=10))
    with pytest.raises(campaigns.IllegalMove):
        campaigns.go_on(till.store, campaign.id, now=till.now)  # nobody has it yet
    till.run()
    seen = till.get(campaign).version
    campaigns.go_on(till.store, campaign.id, seen, now=till.now, by="Olha")
    with pytest.raises(campaigns.ChangedMeanwhile):
        campaigns.go_on(till.store, campaign.id, seen, now=till.now, by="Ivan")
    till.run()
    assert till.queued(campaign) == known
    assert (till.get(campaign).pilot or {})["by"] == "Olha"


def test_the_last_of_a_pilot_has_its_time_too(till: Till) -> None:
    known = till.people(100)
    campaign = till.launched(plan(pilot=10, pilot_wait_s=3600))
    till.run()
    till.wait(HOUR - MINUTE)
    till.settle(campaign)
    till.wait(MINUTE)
    till.run()
    assert till.queued(campaign) == known[:10], "they left a minute ago"
    till.wait(HOUR)
    till.run()
    assert till.queued(campaign) == known


def test_a_pilot_counts_those_who_are_written_to(till: Till) -> None:
    till.people(30, agreed=False)
    till.people(60, first=200)
    campaign = till.launched(plan(pilot=20))
    till.run()
    assert till.queued(campaign) == [number(200 + place) for place in range(20)]


def test_an_empty_pool_of_coupons_pauses_it_before_anybody_goes_without(till: Till) -> None:
    till.people(80)
    codes = [f"KAVA{place:04}" for place in range(60)]
    series = coupons.make_series(till.store, name="Coffee", pool=codes, by="Olha", now=till.now)
    text = "Zerno: {name|friend}, {coupon} for a coffee. Answer 1 or call 0500000001"
    campaign = till.launched(plan(text, series_id=series.id))
    till.run()
    found = till.get(campaign)
    assert found.state is State.PAUSED and (found.paused_why or {})["why"] == "coupons"
    assert len(till.queued(campaign)) == 60 and coupons.remaining(till.store, series.id) == 0
    coupons.add_to_pool(till.store, series.id, [f"TEA{place:04}" for place in range(40)])
    campaigns.resume(till.store, till.config, campaign.id, now=till.now)
    till.run()
    texts = [row[0] for row in till.store.run("SELECT text FROM messages").fetchall()]
    assert len(texts) == 80 and len({text.split(", ")[1].split()[0] for text in texts}) == 80


def test_the_hold_out_is_of_those_who_might_have_got_it(till: Till) -> None:
    till.people(200)
    till.people(50, first=500, agreed=False)
    campaign = till.launched(plan(holdout=0.3))
    till.run()
    found = till.get(campaign)
    assert found.skipped == 50 and 35 < found.apart < 85 and found.fed == 200 - found.apart


def test_so_many_an_hour(till: Till) -> None:
    till.people(300)
    campaign = till.launched(plan(per_hour=120))
    for minute in range(30):
        till.run()
        assert len(till.queued(campaign)) <= 2 * (minute + 1)
        till.wait(MINUTE)
    assert len(till.queued(campaign)) >= 50


def test_both_texts_go_out_by_their_weights(till: Till) -> None:
    till.people(300)
    texts = (Variant("Zerno: A, answer 1 or call 0500000001", 3), Variant("Zerno: B, answer 1 or call 0500000001"))
    campaign = till.launched(plan(variants=texts))
    till.run()
    sql = "SELECT variant, count(*) FROM recipients WHERE campaign_id = ? GROUP BY variant"
    counted = dict(tuple(row) for row in till.store.run(sql, campaign.id).fetchall())
    assert sum(counted.values()) == 300 and 190 < counted[0] < 260


def test_an_offer_that_is_over_goes_to_nobody_else(till: Till) -> None:
    till.people(300)
    campaign = till.launched(plan(valid_hours=1, per_hour=60))
    till.run()
    till.settle(campaign)
    till.wait(HOUR)
    till.run()
    found = till.get(campaign)
    assert found.state is State.FINISHED and found.fed == len(till.queued(campaign)) < 10


def test_one_that_cannot_be_carried_out_stands_in_nobodys_way(till: Till) -> None:
    till.people(5)
    broken = till.launched(plan("Zerno: {coupon}, call 0500000001", series_id=99))
    other = till.launched()
    till.run()
    assert len(till.queued(other)) == 5
    found = till.get(broken)
    assert found.state is State.PAUSED and (found.paused_why or {})["why"] == "trouble"
