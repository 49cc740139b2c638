"""The log: append-only, in the transaction of its cause, ids in the order of commits; on both databases."""

from __future__ import annotations

import threading

import pytest

from smsbox import events
from smsbox.store import Store


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
