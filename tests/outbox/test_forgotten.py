"""A log that lost commits: as many of the next segments as that are in doubt, and nothing is sent twice in silence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox import outbox
from smsbox.outbox import MessageClass, State
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN, THREE, Shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    store = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield Shop(store)
    store.close()


def doubt(shop: Shop, commits: int) -> int:
    return outbox.doubt_next(shop.store, commits=commits, owner="box", now=shop.now)


def test_the_next_ones_are_in_doubt_and_the_others_wait_on(shop: Shop) -> None:
    last, first = shop.one(ANNA), shop.one(BOHDAN, kind=MessageClass.REPLY)
    middle = shop.one("+380500000003")
    assert doubt(shop, 2) == 2
    assert [shop.state(each) for each in (first, last, middle)] == [State.UNCERTAIN, State.UNCERTAIN, State.QUEUED]
    shop.check_counters()


def test_each_sim_may_have_sent_as_many(shop: Shop) -> None:
    shop.new_sim()
    ids = [shop.one(f"+38050000000{place}") for place in range(5)]
    assert doubt(shop, 2) == 4
    assert [shop.state(each) for each in ids].count(State.QUEUED) == 1


def test_a_long_message_waits_behind_its_doubtful_segment(shop: Shop) -> None:
    long, other = shop.one(ANNA, text=THREE), shop.one(BOHDAN)
    doubt(shop, 2)
    assert shop.states(long)[0] is State.UNCERTAIN
    assert State.SENT not in shop.states(long)
    assert shop.state(other) is State.UNCERTAIN


def test_what_was_sent_is_settled_by_its_report_and_what_is_sent_again_is_marked(shop: Shop) -> None:
    sent, unsent = shop.one(ANNA), shop.one(BOHDAN)
    doubt(shop, 2)
    shop.report(ANNA, reference=1, sent_at=shop.now)
    assert shop.state(sent) is State.DELIVERED
    shop.now += 3600 * 1_000_000
    outbox.hold_overdue(shop.store, now=shop.now, after=1)
    outbox.resend(shop.store, [unsent], now=shop.now)
    assert shop.claimed().maybe_duplicate


def test_an_empty_queue_is_no_trouble(shop: Shop) -> None:
    assert doubt(shop, 10) == 0
