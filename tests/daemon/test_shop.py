"""The thread of the shop: each of its tasks has its turn, whatever becomes of the others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox import campaigns, consent, intake
from smsbox.clock import DAY, SystemClock
from smsbox.consent import Entry, State
from smsbox.daemon.shop import Shop
from smsbox.store import Store
from tests.contracts.counter import Counter, config
from tests.contracts.shop import ANNA, BOHDAN
from tests.patience import until


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield opened
    opened.close()


def shop(store: Store, *, trusted: bool = True, rung: threading.Event | None = None) -> Shop:
    return Shop(
        *(config(), store, SystemClock()),
        beat=lambda: None,
        ring=(rung or threading.Event()).set,
        clock_trusted=lambda: trusted,
    )


def asked(store: Store, number: str, *, days: int) -> None:
    """He was asked so many days ago and given thirty."""
    at = SystemClock().now() - days * DAY
    entry = Entry(number, at, "asked", "keyword", words="?", evidence_id=1, answer_until=at + 30 * DAY)
    consent.record(store, entry)


def test_silence_becomes_no_but_never_by_a_clock_nobody_believes(store: Store) -> None:
    asked(store, ANNA, days=31)
    asked(store, BOHDAN, days=29)
    shop(store, trusted=False)._turn()
    assert consent.standing(store, ANNA).state is State.ASKED
    shop(store)._turn()
    assert consent.standing(store, ANNA).state is State.DECLINED
    assert consent.standing(store, BOHDAN).state is State.ASKED


def test_what_came_is_read_before_silence_counts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(store, ANNA, days=31)
    counter = Counter(store, now=SystemClock().now() - 2 * DAY)
    counter.hear("ТАК")
    shop(store)._turn()
    assert consent.standing(store, ANNA).state is State.AGREED, "he said so in time, the box was off"


def test_a_fault_of_one_task_keeps_no_stop_waiting(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(campaigns, "step", fail)
    monkeypatch.setattr(intake, "work", fail)
    counter, rung = Counter(store), threading.Event()
    thread = shop(store, rung=rung)
    thread.start()
    try:
        counter.hear("СТОП")
        thread.wake()
        until(lambda: counter.state() is State.LEFT)
        until(rung.is_set)
        counter.hear("СТОП", BOHDAN)
        thread.wake()
        until(lambda: counter.state(BOHDAN) is State.LEFT)
        assert thread.is_alive()
    finally:
        thread.stop()
        thread.join(10)
    assert not thread.is_alive()


def test_changed_settings_count_from_the_next_message_on(store: Store) -> None:
    counter, thread = Counter(store), shop(store)
    counter.hear("ДОВІДКА")
    thread._turn()
    thread.adopt(config(name="Пекарня"))
    counter.hear("ДОВІДКА")
    thread._turn()
    assert [text.split(",")[0] for text in counter.texts()] == ["Зернята", "Пекарня"]
