"""Broken off before any statement of any transaction and begun anew from the file: nobody twice, nobody forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from smsbox import campaigns, coupons
from smsbox.campaigns import Campaign, feeding
from smsbox.store import Store
from tests.campaigns.shop import Till, config, plan

TEXT = "Zerno: {name|friend}, {coupon}, answer {code} or call 0500000001"


class Died(BaseException):
    """What kill -9 is to a transaction: nothing after it happens."""


@contextmanager
def dying(store: Store, at: int) -> Iterator[list[int]]:
    """Die before statement number `at`; how many there were is counted."""
    passed = [0]
    real_run, real_many = store.run, store.run_many

    def counted(call: Any) -> Any:
        def step(sql: str, *given: Any) -> Any:
            passed[0] += 1
            if passed[0] == at:
                raise Died
            return call(sql, *given)

        return step

    store.run, store.run_many = counted(real_run), counted(real_many)  # type: ignore[method-assign]
    try:
        yield passed
    finally:
        store.run, store.run_many = real_run, real_many  # type: ignore[method-assign]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeding, "FIRST", 4)
    monkeypatch.setattr(feeding, "BATCH", 7)


def begun(folder: Path) -> tuple[Till, Campaign, int]:
    made = config(folder)
    till = Till(Store.open(made.store.url), made)
    till.people(20)
    till.people(4, first=100, agreed=False)
    series = coupons.make_series(
        till.store, name="C", pool=[f"KAVA{place:04}" for place in range(20)], by="Olha", now=till.now
    )
    campaign = till.launched(plan(TEXT, series_id=series.id))
    return till, campaign, series.id


def anew(till: Till) -> Till:
    """The file as the next process finds it."""
    till.store.close()
    return replace_store(till, Store.open(till.config.store.url))


def replace_store(till: Till, store: Store) -> Till:
    return Till(store, replace(till.config), till.now)


def statements(folder: Path) -> int:
    till, _, _ = begun(folder)
    with dying(till.store, -1) as passed:
        till.run()
    till.store.close()
    return passed[0]


@pytest.mark.parametrize("part", range(4))
def test_wherever_it_dies_the_sums_and_the_people_are_the_same(tmp_path: Path, small_batches: None, part: int) -> None:
    count = statements(tmp_path)
    (tmp_path / "smsbox.db").unlink()
    for number, at in enumerate(range(1 + part * 3, count + 1, 12)):
        folder = tmp_path / str(number)
        folder.mkdir()
        till, campaign, series = begun(folder)
        with dying(till.store, at), pytest.raises(Died):
            till.run()
        till = anew(till)
        till.run()
        found = till.get(campaign)
        queued = Counter(till.queued(campaign))
        assert set(queued.values()) == {1} and len(queued) == 20, at
        assert (found.fed, found.skipped, found.looked_at_all) == (20, 4, True), at
        rows = till.store.run("SELECT state, count(*) FROM recipients GROUP BY state").fetchall()
        assert dict(rows) == {0: 20, 1: 4}, at
        assert coupons.remaining(till.store, series) == 0, at
        till.store.close()


def test_a_launch_that_died_is_none(tmp_path: Path) -> None:
    made = config(tmp_path)
    till = Till(Store.open(made.store.url), made)
    till.people(3)
    draft = campaigns.approve(till.store, till.draft().id, 1, by="Olha", now=till.now)
    for at in range(1, 6):
        with dying(till.store, at), pytest.raises(Died):
            campaigns.launch(till.store, till.config, draft.id, draft.version, by="Olha", now=till.now)
        assert till.get(draft) == draft
    till.store.close()
