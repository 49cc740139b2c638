"""Tasks: one matter is one task, one person has it, and it ends once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from smsbox.clock import HOUR
from smsbox.desk import tasks
from smsbox.desk.tasks import TaskState
from smsbox.store import Store

NOW = 1_767_225_600_000_000
ANNA = "+380500000001"


@pytest.fixture
def store(tmp_path: Path):
    with_tables = Store.open(f"sqlite:///{tmp_path}/box.db")
    yield with_tables
    with_tables.close()


def test_told_again_it_is_the_same_task_with_its_new_time(store):
    first = tasks.add(store, "order", ANNA, "No. 7", ref_id=7, now=NOW)
    assert tasks.take(store, first, who="olena", now=NOW)
    assert tasks.add(store, "order", ANNA, "No. 7, roses", ref_id=7, due_at=NOW + HOUR, now=NOW + 1) == first
    task = tasks.get(store, first)
    assert (task.title, task.due_at, task.taken_by) == ("No. 7, roses", NOW + HOUR, "olena")
    assert tasks.add(store, "order", ANNA, "No. 8", ref_id=8, now=NOW) != first
    assert tasks.add(store, "form", ANNA, "No. 7", ref_id=7, now=NOW) != first


def test_of_many_hands_one_takes_it(store):
    task_id = tasks.add(store, "callback", ANNA, "Call back", now=NOW)
    won: list[str] = []

    def press(who: str) -> None:
        if tasks.take(store, task_id, who=who, now=NOW):
            won.append(who)
        store.forget_connection()

    hands = [threading.Thread(target=press, args=(f"m{each}",)) for each in range(8)]
    for each in hands:
        each.start()
    for each in hands:
        each.join()
    assert len(won) == 1
    assert tasks.get(store, task_id).taken_by == won[0]
    # Who knows who has it may take it over; who thinks it is still somebody else's may not.
    assert not tasks.take(store, task_id, who="late", was="nobody I know", now=NOW)
    assert tasks.take(store, task_id, who="owner", was=won[0], now=NOW)
    assert not tasks.give_back(store, task_id, who=won[0])
    assert tasks.give_back(store, task_id, who="owner")
    assert tasks.get(store, task_id).state is TaskState.OPEN


def test_it_ends_once_and_its_matter_may_come_again(store):
    task_id = tasks.add(store, "order", ANNA, "No. 7", ref_id=7, now=NOW)
    assert tasks.settle_for(store, "order", 7, NOW + 1, "olena", note="taken away")
    assert not tasks.settle_for(store, "order", 7, NOW + 2, "petro")
    assert not tasks.end(store, task_id, now=NOW + 2, by="petro")
    assert not tasks.take(store, task_id, who="petro", now=NOW + 2)
    task = tasks.get(store, task_id)
    assert (task.state, task.ended_by, task.note) == (TaskState.DONE, "olena", "taken away")
    again = tasks.add(store, "order", ANNA, "No. 7 once more", ref_id=7, now=NOW + 3)
    assert again != task_id
    assert tasks.end(store, again, now=NOW + 4, by="petro", dropped=True)
    assert [each.state for each in tasks.ended(store, 10)] == [TaskState.DROPPED, TaskState.DONE]


def test_the_most_pressing_stands_first_page_by_page(store):
    later = tasks.add(store, "order", ANNA, "tomorrow", ref_id=1, due_at=NOW + 5 * HOUR, now=NOW)
    soon = tasks.add(store, "appointment", ANNA, "in an hour", ref_id=1, due_at=NOW + HOUR, now=NOW)
    at_once = tasks.add(store, "callback", ANNA, "call", now=NOW)
    first, place = tasks.to_do(store, 2)
    rest, end = tasks.to_do(store, 2, after=place)
    assert [each.id for each in (*first, *rest)] == [at_once, soon, later]
    assert end is None
    assert [each.id for each in tasks.to_do(store, 9, kind="order")[0]] == [later]
    assert (tasks.waiting(store), tasks.waiting(store, "order")) == (3, 1)
    assert tasks.get(store, soon).late(NOW + HOUR)
    assert not tasks.get(store, at_once).late(NOW + HOUR)
    assert tasks.of_matters(store, "order", [1, 2])[1].id == later
    assert [each.id for each in tasks.of_number(store, ANNA)] == [at_once, soon, later]


def test_the_list_goes_on_past_tasks_that_were_told_again(store):
    for each in range(1, 31):
        tasks.add(store, "callback", ANNA, "", ref_id=each, now=NOW + each)
    for each in range(1, 31):
        tasks.add(store, "callback", ANNA, "again", ref_id=each, now=NOW + 1000 + each)
    found, place = tasks.to_do(store, 12)
    more, place = tasks.to_do(store, 12, after=place)
    rest, end = tasks.to_do(store, 12, after=place)
    assert end is None
    assert [each.ref_id for each in (*found, *more, *rest)] == [*range(1, 31)]
