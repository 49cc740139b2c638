"""Doing one thing with all that is filtered: counted, agreed to, done in steps; what moved on is left alone."""

from __future__ import annotations

import pytest

from smsbox import events, outbox
from smsbox.clock import HOUR
from smsbox.outbox import BY_ALLOW, BY_DOUBT, BY_PERSON, Filter, State, sweeps
from smsbox.outbox.sweeps import Stage, Sweep
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN, TWO, Shop


def through(store: Store, sweep: Sweep, now: int) -> Sweep:
    """All steps it can go by itself."""
    found: Sweep | None = sweep
    while found is not None and found.open:
        found = sweeps.advance(store, sweep.id, now)
    assert found is not None
    return found


def begun(shop: Shop, act: str, wanted: Filter, **more: int) -> Sweep:
    return through(shop.store, sweeps.begin(shop.store, act, wanted, by="Olha", now=shop.now, **more), shop.now)


def test_counted_exactly_and_nothing_done_before_it_is_agreed_to(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "_COUNT_STEP", 7)
    ids = shop.submit(*[ANNA, BOHDAN] * 20, batch="spring")
    shop.submit(ANNA, ANNA)
    sweep = begun(shop, "cancel", Filter(batch="spring", recipient=ANNA))
    assert (sweep.stage, sweep.counted, sweep.examples) == (Stage.ASKED, 20, tuple(ids[0:10:2]))
    assert outbox.counts(shop.store).of(State.QUEUED) == 42
    assert sweeps.advance(shop.store, sweep.id, shop.now) == sweep


def test_done_in_steps_and_gone_on_with_after_a_restart(shop: Shop, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "_ACT_STEP", 10)
    shop.submit(*[ANNA] * 35)
    sweep = begun(shop, "hold", Filter())
    assert sweeps.agree(shop.store, sweep.id)
    assert not sweeps.agree(shop.store, sweep.id)
    later = shop.one(BOHDAN)
    half = sweeps.advance(shop.store, sweep.id, shop.now)
    assert half is not None and (half.changed, half.stage) == (10, Stage.RUNNING)
    again = Store.open(url)  # as a daemon would after it was killed
    assert sweeps.work(again, shop.now, boottime=lambda: 0.0, seconds=1) == 25
    again.close()
    done = sweeps.get(shop.store, sweep.id)
    assert done is not None and (done.changed, done.stage, done.share) == (35, Stage.DONE, 1.0)
    assert shop.state(later) is State.QUEUED
    (held,) = [line for line in events.of_message(shop.store, 1) if line.kind == events.HELD]
    assert held.data["who"] == "Olha"
    shop.check_counters()


def test_what_moved_on_meanwhile_is_left_alone(shop: Shop) -> None:
    ids = shop.submit(*[ANNA] * 4)
    sweep = begun(shop, "cancel", Filter(states=[State.QUEUED]))
    shop.accept(shop.claimed(), 1)
    flying = shop.claimed()
    outbox.hold(shop.store, [ids[2]], shop.now)
    sweeps.agree(shop.store, sweep.id)
    done = through(shop.store, sweep if sweep.open else sweeps.get(shop.store, sweep.id) or sweep, shop.now)
    assert (done.counted, done.changed) == (4, 1)
    assert [shop.state(each) for each in ids] == [State.SENT, State.SENDING, State.HELD, State.CANCELLED]
    shop.accept(flying, 2)


def test_what_may_arrive_twice_is_counted_apart_and_needs_a_word_of_its_own(shop: Shop) -> None:
    failed, doubtful, undelivered, stopped = shop.submit(ANNA, ANNA, ANNA, ANNA)
    shop.refuse(shop.claimed(), permanent=True)
    shop.doubt(shop.claimed())
    shop.accept(shop.claimed(), 5)
    shop.report(ANNA, 5, 0x46)
    outbox.hold(shop.store, [stopped], shop.now)
    shop.wait(HOUR)
    outbox.hold_overdue(shop.store, now=shop.now)
    sweep = begun(shop, "resend", Filter())
    assert (sweep.counted, sweep.doubtful) == (3, 2)
    sweeps.agree(shop.store, sweep.id)
    assert sweeps.work(shop.store, shop.now, boottime=lambda: 0.0, seconds=1) == 1
    assert [shop.state(each) for each in (failed, doubtful, undelivered, stopped)] == [
        *(State.QUEUED, State.HELD, State.UNDELIVERED, State.HELD)
    ]
    sweep = begun(shop, "resend", Filter())
    sweeps.agree(shop.store, sweep.id, twice=True)
    assert sweeps.work(shop.store, shop.now, boottime=lambda: 0.0, seconds=1) == 2
    assert shop.view(doubtful).maybe_duplicate and shop.view(undelivered).maybe_duplicate
    assert not shop.view(failed).maybe_duplicate
    assert shop.view(stopped).reason == outbox.BY_PERSON


def test_released_and_moved_is_what_a_person_held(shop: Shop) -> None:
    doubtful, stopped, waiting = shop.submit(ANNA, ANNA, ANNA)
    shop.doubt(shop.claimed())
    outbox.hold(shop.store, [stopped], shop.now)
    shop.wait(HOUR)
    outbox.hold_overdue(shop.store, now=shop.now)
    other = shop.new_sim()
    for act, count in (("move", 2), ("release", 1)):
        sweep = begun(shop, act, Filter(), sim_id=other)
        assert sweep.counted == count
        sweeps.agree(shop.store, sweep.id)
        through(shop.store, sweeps.get(shop.store, sweep.id) or sweep, shop.now)
    assert [shop.state(each) for each in (doubtful, stopped, waiting)] == [State.HELD, State.QUEUED, State.QUEUED]
    assert shop.claim() is None
    assert shop.claimed(other).message_id == stopped


def test_a_half_sent_message_is_moved_only_when_that_is_agreed_to(shop: Shop) -> None:
    begun_one, waiting = shop.one(ANNA, TWO), shop.one(BOHDAN)
    shop.accept(shop.claimed(), 1)
    other = shop.new_sim()
    sweep = begun(shop, "move", Filter(), sim_id=other)
    assert (sweep.counted, sweep.doubtful) == (2, 1)
    sweeps.agree(shop.store, sweep.id)
    sweeps.work(shop.store, shop.now, boottime=lambda: 0.0, seconds=1)
    assert shop.claimed(other).message_id == waiting
    assert shop.claimed().message_id == begun_one


def test_stopped_half_way_says_how_far_it_came(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "_ACT_STEP", 10)
    shop.submit(*[ANNA] * 35)
    sweep = begun(shop, "cancel", Filter())
    sweeps.agree(shop.store, sweep.id)
    sweeps.advance(shop.store, sweep.id, shop.now)
    assert sweeps.stop(shop.store, sweep.id, shop.now)
    assert sweeps.work(shop.store, shop.now, boottime=lambda: 0.0, seconds=1) == 0
    stopped = sweeps.get(shop.store, sweep.id)
    assert stopped is not None and (stopped.stage, stopped.changed) == (Stage.STOPPED, 10)
    assert outbox.counts(shop.store).of(State.CANCELLED) == 10


def test_nothing_fits_states_that_exclude_each_other(shop: Shop) -> None:
    shop.submit(ANNA)
    sweep = begun(shop, "hold", Filter(states=[State.DELIVERED]))
    assert (sweep.stage, sweep.counted) == (Stage.ASKED, 0)


@pytest.fixture
def shop(store: Store) -> Shop:
    return Shop(store)


def test_what_is_held_is_counted_by_its_reason(shop: Shop) -> None:
    doubtful, stopped, forbidden = shop.submit(ANNA, ANNA, BOHDAN)
    shop.doubt(shop.claimed())
    shop.wait(HOUR)
    outbox.hold_overdue(shop.store, now=shop.now)
    outbox.hold(shop.store, [stopped], shop.now)
    moments = {"now": shop.now, "lease_until": shop.now + HOUR}
    assert outbox.claim(shop.store, sim_id=shop.sim, owner="t", permitted=[ANNA], **moments) is None  # type: ignore[arg-type]
    assert outbox.held_by_reason(shop.store) == {BY_DOUBT: 1, BY_PERSON: 1, BY_ALLOW: 1}
    for act, found in (("release", stopped), ("resend", doubtful)):
        sweep = begun(shop, act, Filter(states=[State.HELD]))
        assert sweep.examples == (found,), act
    assert begun(shop, "cancel", Filter(states=[State.HELD])).counted == 3
    assert shop.state(forbidden) is State.HELD
