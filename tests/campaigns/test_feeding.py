"""Who gets a message and who does not: each exactly once, in steps that can be broken off anywhere."""

from __future__ import annotations

from smsbox import campaigns
from smsbox.campaigns import State
from tests.campaigns.shop import Till, number


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
    assert till.store.run(states).fetchall() == [(3, 50)]
    campaigns.resume(till.store, till.config, campaign.id, now=till.now, by="Olha")
    till.run()
    assert till.store.run(states).fetchall() == [(0, 120)]
    campaigns.cancel(till.store, campaign.id, now=till.now, by="Olha")
    till.run()
    assert till.store.run(states).fetchall() == [(9, 120)]
    assert till.get(campaign).next_at is None
