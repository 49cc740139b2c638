"""What a sent message costs the SD card, and what a long queue costs the processor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox import outbox
from smsbox.outbox import Claim, Draft
from smsbox.sms.tpdu import Address, AddressKind, StatusReport
from smsbox.store import Store, sims
from tests.effort import steps

TEXT = "Доброго дня! Ваше замовлення готове, чекаємо на вас сьогодні до 20:00"
NOW = 10**15


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield opened
    opened.close()


def fill(store: Store, count: int) -> None:
    outbox.submit(store, (Draft(f"+38050{n:07d}", TEXT) for n in range(count)), now=NOW, allow=["+380"])


def send(store: Store, count: int) -> None:
    """As the relay does: result, next intent and a report of some time ago in one transaction."""
    sim = sims.register(store, imsi="255010000000001", iccid=None, modem="m", now=NOW)
    previous: Claim | None = None
    sent: list[tuple[str, int]] = []
    for number in range(count):
        now = NOW + number * 100_000
        with store.write():
            if previous is not None:
                outbox.accepted(store, previous, reference=number % 256, now=now)
                sent.append((previous.recipient, number % 256))
            previous = outbox.claim(store, sim_id=sim, owner="m", now=now, lease_until=now + 1)
            if len(sent) > 5:
                recipient, reference = sent.pop(0)
                address = Address(recipient, AddressKind.INTERNATIONAL)
                report = StatusReport(reference, address, None, None, 0, b"")
                matched = outbox.reported(store, sim_id=sim, report=report, now=now)
                assert matched is not None
                assert matched.state is outbox.State.DELIVERED
        if store.log_bytes() > 2 << 20:
            store.checkpoint()
    assert previous is not None


def written() -> int:
    """Octets this process has handed to write(2) and its like."""
    found = re.search(r"^wchar: (\d+)", Path("/proc/self/io").read_text(), re.MULTILINE)
    assert found
    return int(found[1])


def test_octets_written_for_a_message_from_queue_to_report(store: Store) -> None:
    before = written()
    fill(store, 600)
    send(store, 600)
    store.checkpoint()
    per_message = (written() - before) / 600
    assert per_message < 25_000, per_message


def test_the_effort_does_not_grow_with_the_queue(tmp_path: Path) -> None:
    """Of two queues, in steps of SQLite; the bench measures the time at a million."""
    costs = []
    for count in (1_000, 40_000):
        store = Store.open(f"sqlite://{tmp_path}/{count}.db")
        fill(store, count)
        store.checkpoint()
        costs.append(steps(store, lambda store=store: send(store, 200)))
        store.close()
    assert 200 * 20 < costs[1] < 1.5 * costs[0], costs


def test_the_queries_of_the_hot_path_walk_indexes(store: Store) -> None:
    """Each step down an index, never through a table."""
    seen: list[str] = []
    run = store.run

    def spy(sql: str, *params: object) -> object:
        seen.append(store.dialect.translate(sql))
        return run(sql, *params)

    store.run = spy  # type: ignore[method-assign]
    fill(store, 20)
    send(store, 12)
    del store.run  # type: ignore[method-assign]
    for sql in set(seen):
        if sql.startswith(("SELECT", "UPDATE")):
            plan = [row[3] for row in store.run("EXPLAIN QUERY PLAN " + sql, *[1] * sql.count("?")).fetchall()]
            assert not [step for step in plan if step.startswith("SCAN")], (sql, plan)


def test_ticks_and_lists_walk_indexes(store: Store) -> None:
    from smsbox.outbox import proof, results, ticks

    plans = {
        sql: [row[3] for row in store.run("EXPLAIN QUERY PLAN " + sql, *[1] * sql.count("?")).fetchall()]
        for sql in map(
            store.dialect.translate,
            [
                ticks._PROMOTE,
                ticks._OVERDUE,
                ticks._DEADLINE,
                f"{results._SENDING} ORDER BY +message_id, seq LIMIT 5",
                f"{results._LAPSED} ORDER BY +message_id, seq LIMIT 5",
                proof._FORGET,
                ticks._WAITED_ENOUGH,
            ],
        )
    }
    for sql, plan in plans.items():
        assert not [step for step in plan if step.startswith("SCAN") and "INDEX" not in step], (sql, plan)
