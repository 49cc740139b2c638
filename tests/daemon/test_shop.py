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
from smsbox.desk import threads
from smsbox.desk.thread import ThreadState
from smsbox.store import Store, options
from tests.contracts.counter import Counter, config
from tests.contracts.shop import ANNA, BOHDAN
from tests.dialogs import parrot
from tests.dialogs.caller import Caller
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


def test_who_rings_all_the_time_is_heard_twenty_times_a_second(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(SystemClock):
        slept: list[float] = []

        def boottime(self) -> float:
            return 1000.0

        def sleep(self, seconds: float) -> None:
            self.slept.append(seconds)
            if len(self.slept) == 3:
                thread.stop()

    def ring(*_: object) -> bool:
        thread.wake()
        return False

    monkeypatch.setattr(intake, "work", ring)
    monkeypatch.setattr("smsbox.daemon.shop.backfill.step", lambda *_: False)
    thread = shop(store)
    thread._clock = clock = Clock()
    thread.run()
    assert clock.slept == [0.05] * 3


def busy(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """An import without an end; what it has done."""
    done: list[int] = []

    def work(*_: object) -> bool:
        done.append(1)
        with store.write():
            options.put(store, "x", "x" * 200_000, 1)
        return True

    monkeypatch.setattr(intake, "work", work)
    monkeypatch.setattr("smsbox.daemon.shop._LONG_LOG", 100_000)
    return done


def test_an_import_waits_for_the_log_to_be_moved(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    done, made = busy(store, monkeypatch), shop(store)
    for _ in range(3):
        made._turn()
    assert len(done) == 1 and store.turns.pausing
    assert store.checkpoint()
    made._turn()
    assert len(done) == 2 and store.log_bytes(whole=True) < 300_000, "the log begins anew"


def test_who_reads_for_long_delays_an_import_and_does_not_end_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    done, made = busy(store, monkeypatch), shop(store)
    monkeypatch.setattr("smsbox.daemon.shop._LOG_PATIENCE", 0.2)
    until(lambda: made._turn() is not None and len(done) > 1, what="a second step")
    assert store.log_bytes() > 0


def test_an_import_rests_longer_where_somebody_waited_to_write(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    busy(store, monkeypatch)
    monkeypatch.setattr("smsbox.daemon.shop._LONG_LOG", 1 << 30)
    made, moments = shop(store), iter(range(100))
    monkeypatch.setattr(made._clock, "boottime", lambda: next(moments) / 100)
    alone = made._turn()
    store.turns.waits += 1
    assert made._turn() > 2 * alone > 0


def test_dialogs_end_by_a_trusted_clock_and_not_before_what_came_was_read(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = parrot.settle_in(monkeypatch)
    caller = Caller(store, now=SystemClock().now() - 2 * DAY)
    caller.flow(parrot.source())
    for number in (ANNA, BOHDAN):
        caller.ask("число", number)
    caller.hear("7", BOHDAN)
    rung, thread = threading.Event(), shop(store)
    thread._turn()
    thread._turn()
    assert caller.dialog(BOHDAN).state == {"numbers": [7]}, "it lay on the SIM while the box was off"
    assert caller.dialog().ended_at is None, "in the first minute"
    monkeypatch.setattr("smsbox.daemon.shop._FIRST_READ", 0.0)
    shop(store, trusted=False)._turn()
    assert caller.dialog().ended_at is None
    books.wanted = 1
    shop(store, rung=rung)._turn()
    assert (caller.dialog().outcome, caller.dialog(BOHDAN).outcome, rung.is_set()) == ("late", None, True)
    assert books.ticked == ["numbers"]


def test_conversations_that_were_put_off_come_back_but_not_by_a_clock_nobody_believes(store: Store) -> None:
    now = SystemClock().now()
    threads.put_off(store, ANNA, now - 1, by="olena", now=now - DAY)
    shop(store, trusted=False)._turn()
    assert threads.get(store, ANNA).state is ThreadState.SNOOZED
    shop(store)._turn()
    assert threads.get(store, ANNA).state is ThreadState.OPEN


def test_a_box_from_before_gets_its_conversations(store: Store) -> None:
    counter = Counter(store, now=SystemClock().now() - DAY)
    counter.hear("Чи є у вас півонії?")
    store.run("DELETE FROM threads")
    store.run("UPDATE received SET routed_at = received_at")
    made = shop(store)
    assert made._turn() <= 0.25, "there may be more"
    assert threads.get(store, ANNA).state is ThreadState.OPEN
    while made._unmade:
        made._turn()
