"""What came of a campaign equals the ledger to the last message, whatever networks, phones and customers do."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox import coupons, outbox, privacy
from smsbox.campaigns import Campaign, Start, Variant, counting, results, rows, turned
from smsbox.campaigns.counts import Count
from smsbox.campaigns.plan import EVERY
from smsbox.campaigns.results import Results
from smsbox.clock import DAY, HOUR, MINUTE
from smsbox.contacts import State as Contact
from smsbox.outbox import State
from smsbox.outbox.states import ACCEPTED
from smsbox.people.audit import Actor
from smsbox.store import Store
from tests.campaigns.played import play
from tests.campaigns.shop import Till, config, plan
from tests.effort import steps

LONG = "Zerno: {name|friend}, код {coupon}, акція до неділі, чекаємо на вас. Відповідь 1 або 0500000001"
SHORT = "Zerno: код {coupon}. Відповідь 1 або 0500000001"


def played(till: Till, chance: random.Random, *, people: int) -> Campaign:
    """A campaign with two texts, coupons and people kept out, played to its end; another one beside it."""
    till.people(people // 2, state=Contact.CUSTOMER)
    till.people(people - people // 2, first=people)
    till.people(3, first=5000, agreed=False)
    series = coupons.make_series(till.store, name="Coffee", now=till.now, by="Olha")
    texts = (Variant(LONG, 2), Variant(SHORT))
    made = till.launched(plan(variants=texts, holdout=0.2, series_id=series.id))
    play(till, made, chance)
    till.now += 2 * HOUR
    outbox.hold_overdue(till.store, now=till.now)
    till.now += 15 * DAY
    other = till.launched(plan(), "Another")
    play(till, other, chance)
    return made


def plain(store: Store, sql: str, *values: Any) -> int:
    return int(store.run(sql, *values).fetchone()[0] or 0)


def messages(store: Store, campaign: Campaign) -> Counter[str]:
    sql = "SELECT state, count(*) FROM messages WHERE batch = ? GROUP BY state"
    return Counter({str(state): number for state, number in store.run(sql, campaign.batch).fetchall()})


def equals_the_ledger(store: Store, campaign: Campaign, found: Results) -> None:
    """Every sum, by a SELECT of its own over messages and segments."""
    whole, batch = found.whole, campaign.batch
    assert dict(whole.messages) == dict(messages(store, campaign))
    assert whole.written == plain(store, "SELECT count(*) FROM messages WHERE batch = ?", batch)
    assert whole.parts == plain(store, "SELECT sum(total) FROM messages WHERE batch = ?", batch)
    by_state = store.run(
        "SELECT s.state, count(*) FROM segments s JOIN messages m ON m.id = s.message_id "
        "WHERE m.batch = ? AND s.seq > 0 GROUP BY s.state",
        batch,
    ).fetchall()
    assert dict(whole.segments) == {str(state): number for state, number in by_state}
    assert whole.paid == sum(number for state, number in by_state if state in ACCEPTED)
    twice = "SELECT sum(s.maybe_duplicate) FROM segments s JOIN messages m ON m.id = s.message_id WHERE m.batch = ?"
    assert whole.twice == plain(store, twice + " AND s.seq > 0", batch)
    assert sum(whole.causes_of(State.FAILED, State.UNDELIVERED).values()) == whole.failed
    assert sum(whole.causes_of(State.CANCELLED).values()) == whole.cancelled
    of = "SELECT count(*) FROM recipients WHERE campaign_id = ? AND "
    assert whole.people == plain(store, of + "1 = 1", campaign.id)
    assert whole.replied == plain(store, of + "replied_at IS NOT NULL", campaign.id)
    assert whole.left == plain(store, of + "left_at IS NOT NULL", campaign.id)
    assert (whole.apart, whole.passed_over) == tuple(
        plain(store, of + f"state = {each}", campaign.id) for each in (2, 1)
    )
    given_out = "SELECT count(*) FROM coupons WHERE campaign_id = ?"
    assert whole.coupons == plain(store, given_out, campaign.id)
    assert whole.redeemed == plain(store, given_out + " AND redeemed_at IS NOT NULL", campaign.id)
    assert whole.worth == plain(store, "SELECT sum(worth) FROM coupons WHERE campaign_id = ?", campaign.id)
    assert whole == sum((found.variant(each) for each in found.variants), found.apart)
    assert whole == found.people(True) + found.people(False)
    stands = rows.get(store, campaign.id)
    assert (stands.fed, stands.skipped, stands.apart) == (whole.written, whole.passed_over, whole.apart)


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10_000), people=st.integers(1, 60))
def test_every_sum_equals_the_ledger(seed: int, people: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = config(Path(folder))
        store = Store.open(made.store.url)
        try:
            till = Till(store, made)
            campaign = played(till, random.Random(seed), people=people)
            equals_the_ledger(store, campaign, results.results(store, campaign.id, till.now))
        finally:
            store.close()


def test_parts_of_any_size_count_the_same(till: Till) -> None:
    campaign = played(till, random.Random(4), people=50)
    whole = results.results(till.store, campaign.id, till.now)
    assert whole.whole.written > 25 and whole.whole.replied and whole.whole.redeemed and whole.whole.failed
    for part in (1, 7, 50):
        found = counting.begin(campaign.id)
        while not found.over:
            counting.go_on(till.store, found, part)
        assert found.groups == whole.groups, part


def test_a_kept_count_is_the_same_count(till: Till) -> None:
    campaign = played(till, random.Random(5), people=40)
    found = results.results(till.store, campaign.id, till.now)
    results.keep(till.store, found)
    assert results.kept(till.store, campaign.id) == found
    results.keep(till.store, Results(campaign.id, till.now - 1, {}))
    assert results.kept(till.store, campaign.id) == found, "an older count does not replace a newer one"


def test_what_may_change_is_counted_again_and_what_cannot_is_left(till: Till) -> None:
    campaign = till.launched()
    assert results.recount(till.store, till.now) == campaign.id
    assert results.recount(till.store, till.now + MINUTE) is None
    assert results.recount(till.store, till.now + 6 * MINUTE) == campaign.id, "what came lately is looked at often"
    assert results.recount(till.store, till.now + 2 * HOUR) == campaign.id
    assert results.recount(till.store, till.now + 4 * DAY) == campaign.id
    assert results.recount(till.store, till.now + 4 * DAY + 6 * MINUTE) is None, "later once an hour"
    assert results.recount(till.store, till.now + 61 * DAY) is None


def test_a_large_campaign_shows_its_last_count_without_counting(till: Till) -> None:
    till.people(40)
    campaign = till.launched()
    till.run()
    found = results.results(till.store, campaign.id, till.now)
    results.keep(till.store, found)
    large = rows.get(till.store, campaign.id)
    few = steps(till.store, lambda: results.kept(till.store, large.id))
    all_of_them = steps(till.store, lambda: results.results(till.store, large.id, till.now))
    assert few <= 200 < all_of_them


def test_nobody_yet(till: Till) -> None:
    campaign = till.launched()
    assert results.results(till.store, campaign.id, till.now).whole == Count()


def test_a_campaign_that_stands_is_the_sum_of_its_turns(till: Till) -> None:
    till.people(12)
    standing = till.launched(plan(start=Start(EVERY, every="day", minute=600)))
    assert turned.turns(till.store, standing) == []
    for _ in range(3):
        till.now += DAY
        till.run()
    ids = turned.turns(till.store, standing)
    assert len(ids) == 3
    counted = [results.results(till.store, each, till.now) for each in ids]
    whole = turned.counted_now(till.store, standing, till.now)
    assert whole.whole == sum((each.whole for each in counted), Count())
    assert whole.whole.written == 12 and whole.whole.skipped["cap"] == 24
    for each in counted[:2]:
        results.keep(till.store, each)
    seen = turned.at_hand(till.store, standing, till.now)
    assert seen is not None and seen.groups == whole.groups


def test_counts_stay_when_somebody_is_erased(till: Till) -> None:
    """To the last purchase, and whoever was heard of since."""
    campaign = played(till, random.Random(8), people=30)
    before = results.results(till.store, campaign.id, till.now)
    till.now += DAY
    sql = (
        "SELECT r.number FROM recipients r JOIN messages m ON m.id = r.message_id JOIN coupons k ON k.id = r.coupon_id "
        "WHERE r.campaign_id = ? AND m.state = 5 AND k.redeemed_at IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM messages d WHERE d.recipient = r.number AND d.state IN (1, 2)) ORDER BY r.number"
    )  # whoever has a message in doubt cannot be erased yet
    for (number,) in till.store.run(sql, campaign.id).fetchall()[:3]:
        privacy.erase(till.store, number, till.now, by=Actor("Olha", "owner"))
    after = results.results(till.store, campaign.id, till.now)
    assert before.whole.bought and before.whole.heard
    assert after.groups == before.groups
