"""Everything stops where the database may be a copy: whatever could leave by itself waits for a person."""

from __future__ import annotations

import pytest

from smsbox import events, outbox
from smsbox.clock import HOUR
from smsbox.outbox import BY_CAMPAIGN, BY_CLONE, BY_DOUBT, BY_RESTORE, State, sweeps
from smsbox.outbox.message import MessageClass
from smsbox.problems import looking
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN, Shop


@pytest.fixture
def shop(store: Store) -> Shop:
    return Shop(store)


LONG = "а" * 150
"""Three SMS."""


def standing(shop: Shop) -> dict[int, tuple[State, str | None]]:
    return {view.id: (view.state, view.reason) for view in outbox.messages(shop.store, limit=100)}


def test_nothing_leaves_by_itself_any_more(shop: Shop) -> None:
    """Queued, due later, half sent, being sent, in doubt, held for a campaign: none goes on without a person."""
    store = shop.store
    sending = shop.one(ANNA, kind=MessageClass.REPLY)
    shop.claimed(lease_until=shop.now)
    half = shop.one(BOHDAN, text=LONG)
    shop.accept(shop.claimed())
    queued, later = shop.one(ANNA), shop.one(ANNA, send_after=shop.now + HOUR)
    campaign, person = shop.one(BOHDAN), shop.one(BOHDAN)
    outbox.hold(store, [campaign], shop.now, reason=BY_CAMPAIGN)
    outbox.hold(store, [person], shop.now)
    assert outbox.hold_everything(store, BY_RESTORE, shop.now) == 5
    restored = (State.HELD, BY_RESTORE)
    assert standing(shop) == {
        **dict.fromkeys((half, queued, later, campaign, person), restored),
        sending: (State.HELD, BY_DOUBT),
    }
    shop.check_counters()
    every = frozenset(MessageClass)
    shop.wait(100 * HOUR)
    assert outbox.promote_due(store, now=shop.now) == 0
    assert outbox.permit(store, ("+",), shop.now) == []
    assert outbox.hold_overdue(store, now=shop.now, after=0, resend=every) == 0
    assert shop.claim() is None
    (told,) = [line for line in events.recent(store, 50) if line.kind == events.ALL_HELD]
    assert told.data == {"reason": BY_RESTORE, "held": 5}


@pytest.mark.parametrize(("reason", "key"), [(BY_RESTORE, "restored"), (BY_CLONE, "cloned")])
def test_said_so_and_let_go_in_one_step(shop: Shop, reason: str, key: str) -> None:
    ids = shop.submit(*[ANNA] * 3)
    assert outbox.hold_everything(shop.store, reason, shop.now) == 3
    by_hand = shop.one(BOHDAN)
    outbox.hold(shop.store, [by_hand], shop.now)
    seen = looking.observe(shop.store, [])
    assert (getattr(seen, key), seen.restored + seen.cloned, seen.held) == (3, 3, 1)
    sweep = sweeps.begin(shop.store, "release", outbox.Filter(states=[State.HELD]), by="Olha", now=shop.now)
    while sweep is not None and sweep.open:
        sweep = sweeps.advance(shop.store, sweep.id, shop.now)
    assert sweep is not None and sweeps.agree(shop.store, sweep.id)
    assert sweeps.work(shop.store, shop.now, boottime=lambda: 0.0, seconds=1) == 4
    assert {state for state, _ in standing(shop).values()} == {State.QUEUED}
    assert [shop.claimed().message_id for _ in ids] == ids
    shop.check_counters()


def test_a_half_sent_one_goes_on_where_it_was(shop: Shop) -> None:
    """Released, its first part does not leave again."""
    half = shop.one(BOHDAN, text=LONG)
    shop.accept(shop.claimed())
    outbox.hold_everything(shop.store, BY_CLONE, shop.now)
    assert outbox.release(shop.store, [half], shop.now) == [half]
    assert shop.claimed().seq == 2


def test_what_follows_a_part_in_doubt_waits_though_that_is_proved(shop: Shop) -> None:
    """It may have left with it, by whoever had the database since."""
    long = shop.one(BOHDAN, text=LONG)
    doubtful = shop.claimed(lease_until=shop.now)
    outbox.hold_everything(shop.store, BY_RESTORE, shop.now)
    outbox.accepted(shop.store, doubtful, reference=7, now=shop.now)
    assert shop.states(long) == [State.SENT, State.HELD, State.HELD]
    assert (shop.claim(), outbox.release(shop.store, [long], shop.now)) == (None, [])
    assert outbox.resend(shop.store, [long], shop.now) == [long]
    assert (shop.claimed().seq, shop.view(long).maybe_duplicate) == (2, True)
    shop.check_counters()
