"""Routing costs the same however much was received and sent before, and looking in vain costs next to nothing."""

from __future__ import annotations

from pathlib import Path

from smsbox import router
from smsbox.clock import SECOND
from smsbox.store import Store
from tests.contracts.counter import Counter
from tests.contracts.shop import ANNA, BOHDAN
from tests.effort import steps

MANY = 20_000


def crowd(counter: Counter) -> None:
    """As many received and sent messages of others, and a few of the one who is going to write."""
    store = counter.store
    with store.write():
        store.run_many(
            "INSERT INTO received (id, sim_id, sender, sender_kind, text, received_at, wide, total, state, missing, "
            "flash, damaged, routed_at) VALUES (?, 1, ?, 1, 'Доброго дня', ?, 0, 1, 2, 0, 0, 0, 1)",
            [(1000 + each, f"+38067{each:07d}", counter.now + each) for each in range(MANY)],
        )
        store.run_many(
            "INSERT INTO messages (id, recipient, text, kind, priority, alphabet, total, flash, report, state, "
            "created_at) VALUES (?, ?, 'Доброго дня', 1, 0, 1, 1, 0, 1, 5, ?)",
            [(1000 + each, f"+38067{each:07d}", counter.now + each) for each in range(MANY)],
        )
    counter.now += MANY * SECOND


def test_a_message_costs_the_same_after_twenty_thousand(tmp_path: Path) -> None:
    store = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    counter = Counter(store)

    def cost(text: str, number: str) -> int:
        counter.hear(text, number)
        return steps(store, counter.route)

    cost("СТОП", "+380500000003")  # statements are prepared
    few = cost("СТОП", ANNA), cost("Доброго дня", ANNA)
    crowd(counter)
    many = cost("СТОП", BOHDAN), cost("Доброго дня", BOHDAN)
    for before, after in zip(few, many, strict=True):
        assert after <= before * 1.3 + 100, (few, many)
    idle = steps(store, lambda: router.route_waiting(store, counter.config, counter.now))
    assert idle <= 60
    store.close()
