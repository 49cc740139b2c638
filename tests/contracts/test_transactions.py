"""Transactions: whole or not at all, joined by inner ones, side by side in threads; on both databases."""

from __future__ import annotations

import threading

import pytest

from smsbox import events, outbox
from smsbox.outbox import Draft, State
from smsbox.store import Store, options
from smsbox.store.alone import alone
from smsbox.store.tables import MODELS
from tests.contracts.shop import ALLOW, ANNA, START, Shop


def test_models_are_the_tables(store: Store) -> None:
    for model in MODELS:
        name = model._meta.table_name
        found = {column[0] for column in store.run(f"SELECT * FROM {name} LIMIT 0").description}
        assert found == set(model._meta.columns), name


def test_an_inner_write_joins(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write():
        options.put(store, "a", "1", 1)
        raise ZeroDivisionError
    assert options.everything(store) == {}
    with store.write(), store.write():
        options.put(store, "a", "1", 1)
    assert options.everything(store) == {"a": "1"}


def test_half_a_change_is_never_kept(store: Store) -> None:
    with pytest.raises(RuntimeError), store.write():
        options.put(store, "before", "1", 1)
        try:
            with store.write():
                options.put(store, "inside", "1", 1)
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
    assert options.everything(store) == {}
    options.put(store, "after", "1", 1)
    assert options.everything(store) == {"after": "1"}


def test_who_is_alone_with_a_number_is_waited_for_and_seen(store: Store) -> None:
    told: list[str] = []
    both = threading.Barrier(2)

    def decide(name: str) -> None:
        both.wait()
        with store.write():
            alone(store, ANNA)
            if not options.everything(store):
                options.put(store, "asked", name, 1)
                told.append(name)
        store.forget_connection()

    for _ in range(50):
        with store.write():
            store.run("DELETE FROM settings")
        threads = [threading.Thread(target=decide, args=(name,)) for name in ("left", "right")]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert len(told) == 1
        told.clear()


def test_a_refused_draft_does_not_spoil_the_transaction_around_it(store: Store) -> None:
    with store.write():
        options.put(store, "a", "1", 1)
        with pytest.raises(outbox.DestinationRefused):
            outbox.submit(store, [Draft("+48500000001", "x")], now=1, allow=ALLOW)
    assert options.everything(store) == {"a": "1"}


def test_counters_and_events_go_back_with_the_rest(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write():
        outbox.submit(store, [Draft(ANNA, "x")], now=1, allow=ALLOW)
        raise ZeroDivisionError
    assert outbox.counts(store).messages == {}
    assert events.since(store) == []
    Shop(store).check_counters()


def test_threads_share_a_queue_and_nobody_claims_twice(store: Store) -> None:
    shop = Shop(store)
    ids = shop.submit(*[f"+38050{n:07d}" for n in range(60)])
    sims = [shop.new_sim() for _ in range(4)]
    claimed: list[int] = []
    failures: list[BaseException] = []

    def relay(sim: int) -> None:
        try:
            previous = None
            while True:
                with store.write():
                    if previous is not None:
                        outbox.accepted(store, previous, reference=1, now=START)
                    previous = outbox.claim(store, sim_id=sim, owner=f"box{sim}", now=START, lease_until=START + 1)
                if previous is None:
                    break
                claimed.append(previous.message_id)
            store.forget_connection()
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=relay, args=(sim,)) for sim in sims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(claimed) == ids
    assert outbox.counts(store).of(State.SENT) == 60
    shop.check_counters()


def test_two_boxes_on_one_queue(url: str, store: Store) -> None:
    """Two processes' worth of connections; a claim that is not committed yet is invisible and skipped."""
    if store.dialect.sole_owner:
        pytest.skip("SQLite has one owner")
    shop = Shop(store)
    first, second = shop.submit(ANNA, ANNA)
    elsewhere = shop.new_sim()
    other = Store.open(url)
    try:
        with store.write():
            mine = shop.claimed(owner="a")
            theirs = outbox.claim(other, sim_id=elsewhere, owner="b", now=shop.now, lease_until=shop.now + 1)
        assert theirs is not None
        assert (mine.message_id, theirs.message_id) == (first, second)
        outbox.recover(other, owner="b", now=shop.now)
        assert [shop.state(each) for each in (first, second)] == [State.SENDING, State.UNCERTAIN]
    finally:
        other.close()


def test_a_view_does_not_change_while_it_is_read(store: Store, url: str) -> None:
    shop = Shop(store)
    shop.one()
    other = Store.open(url)
    try:
        with other.read():
            before = len(outbox.messages(other))
            shop.one()
            assert len(outbox.messages(other)) == before == 1
        assert len(outbox.messages(other)) == 2
    finally:
        other.close()


def test_short_statements_are_not_compiled(store: Store) -> None:
    if store.dialect.name == "postgresql":
        assert store.run("SHOW jit").fetchone()[0] == "off"
