"""Threads: who has one, whose turn it is, what waits in it; one truth with the messages themselves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox import events, outbox
from smsbox.clock import DAY, HOUR
from smsbox.desk import answering, backfill, labels, lists, missed, notes, threads
from smsbox.desk.answering import Seen
from smsbox.desk.thread import ThreadState, ways
from smsbox.inbox import routed
from smsbox.store import Store, options
from tests.desk.network import arrives

NOW = 1_767_225_600_000_000
ANNA, BOHDAN = "+380500000001", "+380500000002"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(f"sqlite:///{tmp_path}/box.db")
    yield made
    made.close()


def comes(store: Store, number: str, text: str, at: int, *, for_people: bool = True, sender: str = "") -> int:
    """A message as the router leaves it."""
    message_id = arrives(store, sender or number, text, at)
    with store.write():
        threads.hold(store, number)
        assert routed.take(store, message_id, sender or number, at)
        if not for_people:
            routed.routed(store, message_id, "help", at, settled=True)
        threads.heard(store, number, message_id, at, for_people=for_people)
    return message_id


def in_step(store: Store) -> None:
    """What threads say of waiting is what their messages say."""
    rows = store.run("SELECT id, sender, received_at FROM received WHERE settled_at IS NULL AND routed_at IS NOT NULL")
    unsettled = rows.fetchall()
    for thread in lists.listed(store, "all", 1000).threads:
        own = [(message_id, at) for message_id, sender, at in unsettled if sender in ways(thread.number)]
        assert (thread.waiting_id, thread.waiting_since) == (min(own) if own else (None, None)), thread
        assert thread.state is not ThreadState.OPEN or own or not thread.unread


def answer(store: Store, number: str, text: str, seen: Seen, by: str, at: int, **how: object) -> answering.Answered:
    press = f"{by}{at}".ljust(22, "x")
    return answering.answer(store, number, text, seen=seen, press=press, by=by, now=at, allow=("+380",), **how)  # type: ignore[arg-type]


def test_a_message_that_came_with_gaps_is_shown_later_and_settled_with_what_came_meanwhile(store: Store) -> None:
    late = arrives(store, ANNA, "Чи є […]", NOW)
    comes(store, ANNA, "Ви тут?", NOW + 1)
    with store.write():
        assert routed.take(store, late, ANNA, NOW + 9)
        threads.heard(store, ANNA, late, NOW, for_people=True)
    assert threads.get(store, ANNA).waiting_id == late
    in_step(store)
    assert threads.end(store, ANNA, by="olena", now=NOW + 10)
    assert store.run("SELECT count(*) FROM received WHERE settled_at IS NULL").fetchone() == (0,)


def test_a_message_for_people_opens_its_thread_and_an_answer_hands_the_turn_over(store: Store) -> None:
    comes(store, ANNA, "Чи є півонії?", NOW)
    comes(store, ANNA, "Білі", NOW + 1)
    thread = threads.get(store, ANNA)
    assert (thread.state, thread.unread, thread.waiting_since) == (ThreadState.OPEN, 2, NOW)
    in_step(store)
    threads.read(store, ANNA)
    assert threads.get(store, ANNA).unread == 0
    done = answer(store, ANNA, "Так, є", answering.last_seen(store, ANNA), "olena", NOW + 5)
    assert done.message_id is not None
    thread = threads.get(store, ANNA)
    assert (thread.state, thread.assigned_to, thread.waiting_since) == (ThreadState.PENDING, "olena", None)
    assert store.run("SELECT count(*) FROM received WHERE settled_at IS NULL").fetchone() == (0,)
    message = outbox.get(store, done.message_id)
    assert (message.kind.label, message.reply_to) == ("reply", 2)
    assert answering.authors(store, [done.message_id]) == {done.message_id: "olena"}
    in_step(store)


def test_what_the_program_dealt_with_opens_nothing(store: Store) -> None:
    comes(store, ANNA, "HELP", NOW, for_people=False)
    thread = threads.get(store, ANNA)
    assert (thread.state, thread.unread, thread.last_at) == (ThreadState.DONE, 0, NOW)
    comes(store, ANNA, "А по телефону?", NOW + 1)
    comes(store, ANNA, "HELP", NOW + 2, for_people=False)
    thread = threads.get(store, ANNA)
    assert (thread.state, thread.unread, thread.last_at) == (ThreadState.OPEN, 1, NOW + 2)
    in_step(store)


def test_of_two_who_assign_it_at_once_one_has_it_and_the_other_is_told_who(store: Store) -> None:
    comes(store, ANNA, "Добрий день", NOW)
    told: list[tuple[str, bool, str | None]] = []

    def press(who: str) -> None:
        won, thread = threads.assign(store, ANNA, who, was=None, by=who, now=NOW)
        told.append((who, won, thread.assigned_to))
        store.forget_connection()

    hands = [threading.Thread(target=press, args=(f"m{each}",)) for each in range(8)]
    for each in hands:
        each.start()
    for each in hands:
        each.join()
    (winner,) = [who for who, won, _ in told if won]
    assert {has for *_, has in told} == {winner}
    won, thread = threads.assign(store, ANNA, "boss", was="somebody else", by="boss", now=NOW)
    assert not won and thread.assigned_to == winner
    assert threads.assign(store, ANNA, "boss", was=winner, by="boss", now=NOW) == (True, threads.get(store, ANNA))
    assert [each.kind for each in notes.of_number(store, ANNA, 9)] == ["assigned", "assigned"]


def test_of_two_who_answer_at_once_the_second_is_stopped_and_shown(store: Store) -> None:
    comes(store, ANNA, "Скільки коштує?", NOW)
    both_saw = answering.last_seen(store, ANNA)
    results: list[answering.Answered] = []

    def press(who: str) -> None:
        results.append(answer(store, ANNA, f"200 грн, {who}", both_saw, who, NOW + 5))
        store.forget_connection()

    hands = [threading.Thread(target=press, args=(who,)) for who in ("olena", "petro")]
    for each in hands:
        each.start()
    for each in hands:
        each.join()
    assert sorted(each.message_id is None for each in results) == [False, True]
    assert store.run("SELECT count(*) FROM messages").fetchone() == (1,)
    (late,) = [each for each in results if each.message_id is None]
    again = answer(store, ANNA, "і доставка 50", late.last, "late", NOW + 6)
    assert again.message_id is not None
    repeated = answer(store, ANNA, "і доставка 50", late.last, "late", NOW + 6)
    assert repeated.repeated and repeated.message_id == again.message_id


def test_a_customer_who_writes_meanwhile_is_read_first(store: Store) -> None:
    comes(store, ANNA, "Хочу 5 троянд", NOW)
    seen = answering.last_seen(store, ANNA)
    comes(store, ANNA, "Ні, 7", NOW + 1, sender="0500000001")
    assert answer(store, ANNA, "5 троянд, добре", seen, "olena", NOW + 5).message_id is None
    assert threads.get(store, ANNA).state is ThreadState.OPEN
    assert answer(store, ANNA, "7", answering.last_seen(store, ANNA), "olena", NOW + 6, done=True).message_id
    assert threads.get(store, ANNA).state is ThreadState.DONE
    in_step(store)


def test_put_off_it_comes_back_by_itself_or_with_the_customer(store: Store) -> None:
    for number in (ANNA, BOHDAN):
        comes(store, number, "Передзвоніть у понеділок", NOW)
        threads.put_off(store, number, NOW + DAY, by="olena", now=NOW + 1)
    assert threads.wake_due(store, NOW + HOUR) == 0
    comes(store, BOHDAN, "Або зараз", NOW + HOUR)
    assert threads.get(store, BOHDAN).state is ThreadState.OPEN
    assert threads.wake_due(store, NOW + DAY) == 1
    assert threads.wake_due(store, NOW + DAY) == 0
    thread = threads.get(store, ANNA)
    assert (thread.state, thread.unread, thread.waiting_since) == (ThreadState.OPEN, 1, NOW)
    first = lists.listed(store, "open", 1).threads
    assert first == [thread], "what came back is seen, not below all that was said since"
    in_step(store)


def test_an_answer_that_failed_brings_its_conversation_back_once_and_what_a_person_holds_does_not(store: Store) -> None:
    comes(store, ANNA, "Чи є півонії?", NOW)
    first = answer(store, ANNA, "Так", answering.last_seen(store, ANNA), "olena", NOW + 1, done=True).message_id
    own = outbox.submit(store, [outbox.Draft(ANNA, "Ваше замовлення готове")], now=NOW, allow=("+380",))[0]

    def became(message_id: int | None, state: outbox.State, kind: str, at: int, reason: str | None = None) -> int:
        with store.write():
            store.run("UPDATE messages SET state = ?, reason = ? WHERE id = ?", int(state), reason, message_id)
            events.append(store, kind, now=at, message_id=message_id, seq=1)
        return missed.bring_back(store, at + 1)

    assert became(own, outbox.State.FAILED, events.FAILED, NOW + 2) == 0, "nobody here wrote it"
    assert became(first, outbox.State.HELD, events.HELD, NOW + 3, outbox.BY_PERSON) == 0
    assert threads.get(store, ANNA).state is ThreadState.DONE
    assert became(first, outbox.State.UNDELIVERED, events.UNDELIVERED, NOW + 4) == 1
    became(first, outbox.State.UNDELIVERED, events.UNDELIVERED, NOW + 6)
    thread = threads.get(store, ANNA)
    assert (thread.state, thread.unread) == (ThreadState.OPEN, 1)
    told = [each.kind for each in notes.of_number(store, ANNA, 9)]
    assert told == ["missed", "done"], "two segments are one answer"
    threads.put_off(store, ANNA, NOW + HOUR, by="olena", now=NOW + 8)
    assert missed.bring_back(store, NOW + 9) == 0
    assert threads.get(store, ANNA).state is ThreadState.SNOOZED
    became(first, outbox.State.FAILED, events.FAILED, NOW + 10)
    assert threads.get(store, ANNA).state is ThreadState.OPEN, "sent again, and failed again"


def test_done_settles_and_open_again_is_open(store: Store) -> None:
    comes(store, ANNA, "Дякую!", NOW)
    assert threads.end(store, ANNA, by="olena", now=NOW + 1)
    assert not threads.end(store, ANNA, by="petro", now=NOW + 2)
    assert store.run("SELECT settled_at FROM received").fetchone() == (NOW + 1,)
    assert threads.reopen(store, ANNA, by="olena", now=NOW + 3)
    assert not threads.reopen(store, ANNA, by="olena", now=NOW + 3)
    in_step(store)


def test_lists_counts_and_labels(store: Store) -> None:
    numbers = [f"+38050000010{each}" for each in range(7)]
    for place, number in enumerate(numbers):
        comes(store, number, "Добрий день", NOW + place)
    threads.assign(store, numbers[0], "olena", was=None, by="olena", now=NOW)
    threads.end(store, numbers[1], by="olena", now=NOW)
    threads.put_off(store, numbers[2], NOW + DAY, by="olena", now=NOW)
    first = lists.listed(store, "open", 3)
    rest = lists.listed(store, "open", 3, before=first.on)
    opened = [each.number for each in (*first.threads, *rest.threads)]
    assert opened == [numbers[6], numbers[5], numbers[4], numbers[3], numbers[0]] and rest.on is None
    assert lists.counts(store, "olena") == {"open": 5, "mine": 1, "pending": 0, "snoozed": 1}
    assert lists.unread(store) == 5
    assert labels.spelled("  Доставка,  ДОМУ ") == "доставка дому"
    assert labels.put(store, numbers[3], "доставка", by="olena", now=NOW)
    assert not labels.put(store, numbers[3], "доставка", by="petro", now=NOW)
    assert [each.number for each in lists.labelled(store, "доставка", 9).threads] == [numbers[3]]
    assert (labels.known(store), labels.of_numbers(store, numbers)[numbers[3]]) == (["доставка"], ["доставка"])
    assert labels.take_off(store, numbers[3], "доставка") and not labels.take_off(store, numbers[3], "доставка")


def test_a_box_from_before_gets_its_threads_in_batches(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits is open, whoever was answered or wrote long ago is not; new ones come meanwhile."""
    monkeypatch.setattr(backfill, "BATCH", 3)

    def before_there_were_threads(number: str, text: str, at: int) -> int:
        message_id = arrives(store, number, text, at)
        with store.write():
            routed.take(store, message_id, number, at)
        return message_id

    for each in range(5):
        before_there_were_threads(f"+38050000020{each}", "колись", NOW - 30 * DAY)
    before_there_were_threads(ANNA, "торік", NOW - 20 * DAY)
    before_there_were_threads(BOHDAN, "питання", NOW - 2 * DAY)
    draft = outbox.Draft(BOHDAN, "відповідь", outbox.MessageClass.REPLY)
    outbox.submit(store, [draft], now=NOW - DAY, allow=("+380",))
    waits = before_there_were_threads(ANNA, "чи відчинено?", NOW - HOUR)
    before_there_were_threads("+38050000001X", "не номер", NOW - HOUR)
    assert backfill.step(store, "UA", NOW)
    comes(store, BOHDAN, "ще питання", NOW)
    comes(store, ANNA, "агов", NOW)
    steps = 1
    while backfill.step(store, "UA", NOW):
        steps += 1
    assert 3 <= steps <= 6 and not backfill.step(store, "UA", NOW)
    assert options.get(store, "desk.backfill") == "0"
    anna, bohdan = threads.get(store, ANNA), threads.get(store, BOHDAN)
    assert (anna.state, anna.waiting_id) == (ThreadState.OPEN, waits)
    assert (bohdan.state, bohdan.waiting_since) == (ThreadState.OPEN, NOW)
    assert [each.state for each in lists.listed(store, "done", 9).threads] == [ThreadState.DONE] * 5
    in_step(store)
