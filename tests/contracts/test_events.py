"""The log: append-only, in the transaction of its cause, ids in the order of commits; on both databases."""

from __future__ import annotations

import threading

import pytest

from smsbox import events
from smsbox.store import Store, scanning
from smsbox.store.migrations import MIGRATIONS


def test_append_and_read(store: Store) -> None:
    events.append(store, "a", now=1, message_id=7, modem="left", text="Привіт", nothing=None)
    events.append(store, "b", now=2)
    first, second = events.since(store)
    assert (first.at, first.kind, first.message_id, first.modem, first.data) == (1, "a", 7, "left", {"text": "Привіт"})
    assert second.data == {}
    assert events.since(store, first.id) == [second]
    assert events.recent(store, 1) == [second]
    assert events.recent(store, 5, before=second.id) == [first]


def test_rolled_back_with_its_cause(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write():
        events.append(store, "a", now=1)
        raise ZeroDivisionError
    with store.write():
        events.append(store, "b", now=1)
    assert [line.kind for line in events.since(store)] == ["b"]


def test_timeline_keeps_outgoing_and_incoming_apart(store: Store) -> None:
    with store.write():
        events.append(store, events.SENT, now=1, message_id=1)
        events.append(store, events.RECEIVED, now=2, message_id=1)
    assert [line.kind for line in events.of_message(store, 1)] == [events.SENT]
    assert [line.kind for line in events.of_message(store, 1, prefix="inbox.")] == [events.RECEIVED]


def test_a_reader_never_misses_an_event_of_a_slower_writer(store: Store) -> None:
    """Whoever follows `since` sees every id, although writers commit in any order."""
    seen: list[int] = []
    stop = threading.Event()

    def follow() -> None:
        while True:
            done = stop.is_set()
            seen.extend(line.id for line in events.since(store, seen[-1] if seen else 0, 1000))
            if done:
                break
        store.forget_connection()

    def write(name: str) -> None:
        for number in range(40):
            with store.write():
                events.append(store, name, now=number)
        store.forget_connection()

    reader = threading.Thread(target=follow)
    writers = [threading.Thread(target=write, args=(str(n),)) for n in range(4)]
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    reader.join()
    assert len(seen) == len(set(seen)) == 160
    assert seen == sorted(seen)


def test_what_is_wanted_is_found_newest_first_and_page_by_page(store: Store) -> None:
    for number in range(1, 31):
        events.append(store, events.SENT, now=number * 1000, message_id=number)
        if number % 3 == 0:
            events.append(store, events.MODEM_DOWN, now=number * 1000, modem="left" if number % 2 else "right")
    events.append(store, events.CALL_REFUSED, now=31_000, modem="left", number="+380500000001")
    moments = lambda wanted: [line.at for line in events.page(store, wanted, 100).rows]  # noqa: E731
    everything = moments(events.Wanted())
    assert everything == sorted(everything, reverse=True) and len(everything) == 41
    assert moments(events.Wanted(kinds=(events.MODEM_DOWN, events.CALL_REFUSED)))[:3] == [31_000, 30_000, 27_000]
    assert moments(events.Wanted(kinds=(events.SENT,))) == [number * 1000 for number in range(30, 0, -1)]
    assert moments(events.Wanted(modem="left")) == [31_000, 27_000, 21_000, 15_000, 9_000, 3_000]
    assert moments(events.Wanted(kinds=(events.CALL_REFUSED,), modem="left")) == [31_000]
    assert moments(events.Wanted(kinds=(events.SENT,), since=5_000, until=7_000)) == [6_000, 5_000]
    seen, before = [], None
    while True:
        page = events.page(store, events.Wanted(kinds=(events.SENT,)), 7, before=before)
        seen += [line.message_id for line in page.rows]
        if page.older is None:
            break
        before = page.older
    assert seen == list(range(30, 0, -1))
    first = events.page(store, events.Wanted(), 100).rows[-1].id
    back = events.page(store, events.Wanted(kinds=(events.SENT,)), 7, after=first)
    assert [line.message_id for line in back.rows] == [8, 7, 6, 5, 4, 3, 2]


def test_what_happens_seldom_is_found_however_much_happened_since(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "PLAIN_REACH", 5)
    with store.write():
        events.append(store, events.CANCELLED, now=1, message_id=7)
        events.append(store, events.MODEM_PAUSED, now=2, modem="left")
        events.append(store, events.MODEM_PAUSED, now=3, modem="right")
        for place in range(50):
            events.append(store, events.SENT, now=4, message_id=place + 1)
    people = (events.CANCELLED, events.MODEM_PAUSED)
    found = events.page(store, events.Wanted(people), 10)
    assert ([line.at for line in found.rows], found.short) == ([3, 2, 1], False)
    found = events.page(store, events.Wanted(people, "left"), 10)
    assert [line.at for line in found.rows] == [2]
    found = events.page(store, events.Wanted((events.SENT, events.CANCELLED)), 10)
    assert len(found.rows) < 10 and found.short  # these are looked for a piece at a time
    assert [line.at for line in events.page(store, events.Wanted((), "right"), 10).rows] == [3]


def test_the_index_of_seldom_kinds_leaves_out_the_frequent_ones(store: Store) -> None:
    assert any(events.seldom() in migration for migration in MIGRATIONS)
    if store.dialect.name == "sqlite":
        sql = f"EXPLAIN QUERY PLAN SELECT id FROM events WHERE kind = ? AND {events.seldom()} ORDER BY id DESC"
        assert "events_seldom" in str(store.run(sql, events.CANCELLED).fetchall())
