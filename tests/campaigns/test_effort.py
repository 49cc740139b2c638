"""However long a campaign is, looking after it costs the same: counted in steps of SQLite, not in seconds."""

from __future__ import annotations

from functools import partial

from smsbox.campaigns import Campaign, feeder, queue
from smsbox.campaigns.figures import wrong
from smsbox.outbox import State
from tests.campaigns.shop import Till
from tests.effort import steps

GROWTH = 1.5


def grown(till: Till, people: int, first: int) -> Campaign:
    """A campaign most of which was delivered: all but the last hundred."""
    till.people(people, first=first)
    campaign = till.launched(name=str(people))
    till.run()
    with till.store.write():
        ends = "SELECT max(id) FROM messages WHERE batch = ?"
        last = till.store.run(ends, campaign.batch).fetchone()[0]
        done = "UPDATE messages SET state = ?, queue_key = NULL WHERE batch = ? AND id <= ?"
        till.store.run(done, int(State.DELIVERED), campaign.batch, last - 100)
    return till.get(campaign)


def test_a_look_costs_the_same_at_any_length(till: Till) -> None:
    few = grown(till, 300, 1)
    many = grown(till, 1_900, 4_000)
    looks = {
        "what went wrong": lambda campaign: wrong(till.store, campaign),
        "what waits": lambda campaign: queue.waits(till.store, campaign),
        "what was paused": lambda campaign: queue.release_some(till.store, campaign, till.now),
    }
    for what, look in looks.items():
        small, large = (steps(till.store, partial(look, each)) for each in (few, many))
        assert large <= GROWTH * small + 200, (what, small, large)


def test_a_box_with_nothing_to_do_reads_next_to_nothing(till: Till) -> None:
    grown(till, 1_000, 1)
    till.store.run("SELECT 1")
    with till.store.write():
        till.store.run("UPDATE campaigns SET next_at = NULL")
    till.step()
    assert steps(till.store, lambda: (till.step(), feeder.next_look(till.store))) < 400
