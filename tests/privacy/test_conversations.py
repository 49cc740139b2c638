"""Conversations in the copy of one's data, forgotten with him, and gone by their age."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox.clock import DAY
from smsbox.desk import labels, notes, tasks, threads
from smsbox.people.audit import Actor
from smsbox.privacy import collecting, conversations, erasing
from smsbox.store import Store

NOW = 1_767_225_600_000_000
ANNA, BOHDAN = "+380500000001", "+380500000002"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(f"sqlite:///{tmp_path}/box.db")
    for number in (ANNA, BOHDAN):
        notes.add(made, number, f"живе на Зеленій ({number})", who="olena", now=NOW)
        labels.put(made, number, "доставка", by="olena", now=NOW)
        tasks.add(made, "order", number, f"для {number}", ref_id=int(number[-1]), now=NOW)
    tasks.add(made, "callback", ANNA, f"для {ANNA}", now=NOW)
    yield made
    made.close()


def test_it_is_in_the_copy(store: Store) -> None:
    plain = collecting.collected(store, ANNA, NOW).as_plain()
    assert [row["note"] for row in plain["notes_of_conversations"]] == [f"живе на Зеленій ({ANNA})"]
    assert [row["label"] for row in plain["labels"]] == ["доставка"]
    assert [row["task"] for row in plain["tasks"]] == [f"для {ANNA}"] * 2


def test_erased_nothing_leads_to_him_and_the_labels_stay_counted(store: Store) -> None:
    erasing.erase(store, ANNA, NOW + 1, by=Actor("owner", "owner"))
    assert threads.get(store, ANNA).version == 0 and notes.of_number(store, ANNA, 9) == []
    for table in ("threads", "thread_notes", "thread_labels", "tasks"):
        found = str(store.run(f"SELECT * FROM {table}").fetchall())
        assert ANNA not in found and BOHDAN in found, table
    assert store.run("SELECT count(*) FROM thread_labels WHERE label = 'доставка'").fetchone() == (2,)
    assert tasks.waiting(store, "order") == 2, "as long as the order itself"
    assert tasks.waiting(store, "callback") == 0


def test_what_is_old_goes(store: Store) -> None:
    threads.answered(store, BOHDAN, by="olena", now=NOW + 9 * DAY)
    assert conversations.forget_old(store, NOW + DAY, lambda: True) == 1
    assert notes.of_number(store, ANNA, 9) == [] and notes.of_number(store, BOHDAN, 9) != []
