"""What customers wrote in a month, from blocks that are remembered: the same as counting every row, whatever happens to
old ones, and cheap.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from smsbox.clock import DAY, HOUR, MINUTE, Micros, micros
from smsbox.outbox.steering import NOBODY
from smsbox.sheets import wrote
from smsbox.store import Store
from smsbox.subscription import growth
from smsbox.subscription.growth import Period

KYIV = ZoneInfo("Europe/Kyiv")
START = micros(datetime(2026, 1, 28, tzinfo=KYIV))
_ALL = (
    "SELECT count(*), count(DISTINCT sender), sum(CASE WHEN settled_at = routed_at THEN 1 ELSE 0 END), "
    "sum(CASE WHEN settled_at <> routed_at AND settled_at - received_at < ? THEN 1 ELSE 0 END), "
    "sum(CASE WHEN settled_at IS NULL THEN 1 ELSE 0 END) FROM received "
    "WHERE received_at >= ? AND received_at < ? AND state > 0"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield opened
    opened.close()


class Life:
    """A shop in which things happen to messages new and old."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.dice, self.now = store, random.Random(seed), START

    def writes(self) -> None:
        """Now and then only a part of a long one is there; the clock was wrong for a while once."""
        (new,) = self.store.reserve_ids("received", 1)
        self.now += self.dice.randrange(1, 5 * HOUR)
        at = self.now - DAY if self.dice.random() < 0.02 else self.now
        state = 0 if self.dice.random() < 0.1 else 2
        routed = at if state and self.dice.random() < 0.6 else None
        settled = routed if self.dice.random() < 0.4 else None
        self.store.run(
            "INSERT INTO received (id, sim_id, sender, sender_kind, text, received_at, wide, total, state, missing, "
            "flash, damaged, settled_at, routed_at) VALUES (?, 1, ?, 1, '', ?, 0, 1, ?, 0, 0, 0, ?, ?)",
            *(new, f"+38050000{self.dice.randrange(30):04}", at, state, settled, routed),
        )

    def changes(self) -> None:
        """One message, of whatever age, as the statements of inbox, desk and privacy change it."""
        newest = self.store.run("SELECT max(id) FROM received").fetchone()[0] or 0
        one = self.dice.randrange(1, newest + 1)
        when = self.dice.choice((self.now, self.now + 10 * MINUTE))
        what: Any = self.dice.choice(_WHAT)
        self.store.run(what.replace(":now", str(when)).replace(":nobody", f"'{NOBODY}'"), one)

    def month(self) -> Period:
        return growth.months(self.now, KYIV, 2)[self.dice.randrange(2)]


_SETTLE = "UPDATE received SET settled_at = :now WHERE id = ? AND settled_at IS NULL AND state > 0"
_WHAT = (
    *(_SETTLE, _SETTLE, "UPDATE received SET routed_at = :now WHERE id = ? AND routed_at IS NULL AND state > 0"),
    "UPDATE received SET state = 1 WHERE id = ? AND state = 0",
    "DELETE FROM received WHERE id = ? AND state = 0",
    "UPDATE received SET sender = :nobody, settled_at = coalesce(settled_at, :now), "
    "routed_at = coalesce(routed_at, :now) WHERE id = ? AND state > 0",
)


def figures(store: Store, period: Period) -> dict[str, int]:
    total, people, itself, within, waits = (
        int(each or 0) for each in store.run(_ALL, HOUR, period.since, period.until).fetchone()
    )
    found = {"received": total, "people": people, "itself": itself, "people_did": total - itself}
    return {**found, "within": within, "waits": waits, "calls": 0}


@pytest.mark.parametrize("seed", range(6))
def test_what_is_remembered_is_what_is_counted(store: Store, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """After each thing that happens; also of a stretch that ends early, as a month that is not over."""
    monkeypatch.setattr(wrote, "BLOCK", 8)
    life = Life(store, seed)
    with store.write():
        for step in range(700):
            life.writes() if step < 40 or life.dice.random() < 0.4 else life.changes()
            month = life.month()
            if life.dice.random() < 0.3:
                until = min(month.until, life.now - life.dice.randrange(20 * DAY))
                month = Period(month.day, month.since, max(until, month.since + 1))
            assert wrote.received(store, month) == figures(store, month), f"step {step}"


def test_a_month_of_long_ago_and_the_running_one_are_not_counted_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wrote, "BLOCK", 8)
    life = Life(store, 1)
    with store.write():
        for _ in range(800):
            life.writes()
    month = growth.months(life.now, KYIV, 2)[0]
    counted: list[tuple[Micros, ...]] = []
    original = wrote._counted

    def noted(asked: Store, stretch: tuple[int, int, int, int], first: int) -> wrote.Counted:
        counted.append(stretch)
        return original(asked, stretch, first)

    monkeypatch.setattr(wrote, "_counted", noted)
    wrote.received(store, month)
    first, counted[:] = len(counted), []
    wrote.received(store, month)
    assert first > 20
    assert len(counted) <= 3, "what some clock put beside its month, and what is not routed yet, is looked at again"
