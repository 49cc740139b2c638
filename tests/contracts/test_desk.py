"""Conversations and tasks on both databases: of those who press at once one comes first, and the others are told."""

from __future__ import annotations

from functools import partial

from smsbox import events
from smsbox.clock import DAY, HOUR
from smsbox.desk import answering, backfill, callbacks, labels, lasts, lists, missed, notes, tasks, threads
from smsbox.desk.thread import ThreadState
from smsbox.inbox import calls
from smsbox.outbox import State
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN, START
from tests.desk.network import arrives
from tests.desk.test_threads import answer, comes, in_step
from tests.racing import at_once

RIVALS = 8


def test_one_has_it(store: Store) -> None:
    comes(store, ANNA, "Добрий день", START)
    task_id = tasks.add(store, "order", ANNA, "7 троянд", ref_id=7, now=START)
    told: list[tuple[bool, str | None]] = []
    took: list[bool] = []

    def press(who: str) -> None:
        won, thread = threads.assign(store, ANNA, who, was=None, by=who, now=START)
        told.append((won, thread.assigned_to))
        took.append(tasks.take(store, task_id, who=who, now=START))

    at_once(store, [partial(press, f"m{each}") for each in range(RIVALS)])
    assert sum(won for won, _ in told) == sum(took) == 1
    assert len({who for _, who in told}) == 1, "all were told the same name"


def test_one_answers_and_the_others_read_it_first(store: Store) -> None:
    comes(store, ANNA, "Скільки?", START)
    seen = answering.last_seen(store, ANNA)
    done: list[answering.Answered] = []
    at_once(
        store, [lambda who=f"m{each}": done.append(answer(store, ANNA, who, seen, who, START)) for each in range(8)]
    )
    assert sum(each.message_id is not None for each in done) == 1
    assert store.run("SELECT count(*) FROM messages").fetchone() == (1,)
    in_step(store)


def test_customers_and_colleagues_at_once_leave_one_truth(store: Store) -> None:
    comes(store, ANNA, "раз", START)
    at_once(
        store,
        [
            *(partial(comes, store, ANNA, f"ще {each}", START + each) for each in range(4)),
            *(partial(threads.end, store, ANNA, by="olena", now=START + each) for each in range(3)),
            partial(threads.put_off, store, ANNA, START + DAY, by="petro", now=START),
        ],
    )
    in_step(store)
    comes(store, ANNA, "кінець", START + 9)
    assert threads.get(store, ANNA).state is ThreadState.OPEN
    threads.end(store, ANNA, by="olena", now=START + 10)
    assert store.run("SELECT count(*) FROM received WHERE settled_at IS NULL").fetchone() == (0,)


def test_lists_and_labels_and_last_words(store: Store) -> None:
    for place, number in enumerate((ANNA, BOHDAN)):
        comes(store, number, f"слово {place}", START + place)
        labels.put(store, number, "доставка", by="olena", now=START + place)
        tasks.add(store, "order", number, "", ref_id=place, due_at=START + place, now=START)
    answer(store, ANNA, "відповідь", answering.last_seen(store, ANNA), "olena", START + HOUR)
    assert [each.number for each in lists.listed(store, "all", 5).threads] == [ANNA, BOHDAN]
    assert [each.number for each in lists.listed(store, "mine", 5, who="olena").threads] == [ANNA]
    assert [each.number for each in lists.labelled(store, "доставка", 1).threads] == [BOHDAN]
    assert lists.counts(store, "olena") == {"open": 1, "mine": 1, "pending": 1, "snoozed": 0}
    assert lists.begun(store, ["+38050"], 9) and labels.known(store) == ["доставка"]
    assert {number: last.text for number, last in lasts.words(store, [ANNA, BOHDAN]).items()} == {
        ANNA: "відповідь",
        BOHDAN: "слово 1",
    }
    first, place = tasks.to_do(store, 1)
    assert [each.number for each in (*first, *tasks.to_do(store, 9, after=place)[0])] == [ANNA, BOHDAN]


def test_two_boxes_make_threads_of_one_past(store: Store) -> None:
    for each in range(20):
        message_id = arrives(store, f"+38050000020{each % 5}", "колись", START - HOUR + each)
        store.run("UPDATE received SET routed_at = 1 WHERE id = ?", message_id)
    at_once(store, [partial(backfill.step, store, "UA", START) for _ in range(3)])
    while backfill.step(store, "UA", START):
        pass
    assert len(lists.listed(store, "open", 9).threads) == 5
    in_step(store)


def test_a_call_and_its_task_are_ended_from_two_pages_at_once(store: Store) -> None:
    """Each page locks the call before the task: on a shared database they would wait for each other otherwise."""
    for place in range(8):
        rung = calls.rang(store, modem="m", sim_id=1, number=f"+38050000{place:04}", rule="callback", now=START)
        assert rung is not None
        callbacks.rang(store, rung.call, START)
        (task,) = tasks.of_matters(store, callbacks.KIND, [rung.call.id]).values()
        done = at_once(
            store,
            [partial(callbacks.end, store, task.id, now=START, by="olena") for _ in range(3)]
            + [partial(callbacks.settle, store, rung.call.id, now=START, by_whom="ivan", note="") for _ in range(3)],
        )
        assert None not in done
        assert calls.waiting(store) == tasks.waiting(store) == 0


def test_an_answer_that_failed_is_told_once_by_two_boxes(store: Store) -> None:
    for number, by in ((ANNA, "olena"), (BOHDAN, "ivan")):
        comes(store, number, "Чи є півонії?", START)
        sent = answer(store, number, "Так", answering.last_seen(store, number), by, START + 1, done=True)
        with store.write():
            store.run("UPDATE messages SET state = ? WHERE id = ?", int(State.FAILED), sent.message_id)
            events.append(store, events.FAILED, now=START + 2, message_id=sent.message_id)
    at_once(store, [partial(missed.bring_back, store, START + 3) for _ in range(4)])
    for number in (ANNA, BOHDAN):
        assert threads.get(store, number).state is ThreadState.OPEN
        assert [each.kind for each in notes.of_number(store, number, 9)] == ["missed", "done"]


def test_search_and_labels_read_alike_on_both(store: Store) -> None:
    for number in (ANNA, BOHDAN):
        comes(store, number, "Добрий день", START)
        labels.put(store, number, "доставка", by="olena", now=START)
    labels.put(store, ANNA, "привезти", by="olena", now=START)
    notes.add(store, ANNA, "Подруга Галини", who="olena", now=START)
    assert labels.rename(store, "привезти", "доставка") == 1 and labels.known(store) == ["доставка"]
    assert labels.rename(store, "доставка", "") == 2 and labels.known(store) == []
    assert lists.ending(store, ANNA[-4:], 9) == [ANNA] and notes.holding(store, "ГАЛИН", 9) == [ANNA]
