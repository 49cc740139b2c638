"""Calls that came in, on both databases."""

from __future__ import annotations

from smsbox.clock import DAY, HOUR, MINUTE, SECOND
from smsbox.inbox import calls
from smsbox.inbox.calls import CallState
from smsbox.store import Store

NOW = 1_790_000_000 * SECOND
ANNA = "+380500000001"


def rang(store: Store, now: int, number: str = ANNA, rule: str = "callback", modem: str = "main") -> calls.Rung | None:
    return calls.rang(store, modem=modem, sim_id=1, number=number, rule=rule, now=now)


def test_ringing_is_one_call_and_an_open_one_is_counted_up(store: Store) -> None:
    first = rang(store, NOW)
    assert first is not None and first.fresh
    again = rang(store, NOW + 20 * SECOND)
    assert again is not None and not again.fresh
    later = rang(store, NOW + HOUR)
    assert later is not None and later.fresh
    assert [(call.number, call.rings, call.state) for call in calls.listed(store, 10)] == [(ANNA, 2, CallState.OPEN)]
    assert calls.waiting(store) == 1


def test_each_modem_has_its_rule_also_for_one_who_rings_several(store: Store) -> None:
    rang(store, NOW, rule="log", modem="second")
    task = rang(store, NOW + SECOND)
    assert task is not None and task.fresh and task.call.state is CallState.OPEN
    answered = rang(store, NOW + HOUR, rule="prompt", modem="third")
    assert answered is not None and answered.fresh and answered.call.state is CallState.LOGGED
    other = rang(store, NOW + 2 * HOUR, modem="fourth")
    assert other is not None and other.call.id == task.call.id
    same = rang(store, NOW + 2 * HOUR + SECOND, modem="fourth")
    assert same is not None and not same.fresh
    assert calls.waiting(store) == 1


def test_a_settled_call_stays_settled_and_the_next_one_is_new(store: Store) -> None:
    first = rang(store, NOW)
    assert first is not None
    assert calls.settle(store, first.call.id, now=NOW + MINUTE, by_whom="olena", note="wants a table")
    assert not calls.settle(store, first.call.id, now=NOW + MINUTE)
    rang(store, NOW + HOUR)
    found = calls.listed(store, 10)
    assert [(call.state, call.settled_by, call.note) for call in found] == [
        (CallState.OPEN, None, None),
        (CallState.DONE, "olena", "wants a table"),
    ]
    assert [call.id for call in calls.listed(store, 10, open_only=True)] == [found[0].id]


def test_a_flood_of_callers_fills_no_disk(store: Store) -> None:
    for turn in range(200):
        rang(store, NOW + turn * SECOND, number=f"+38050000{turn:04d}", rule="log")
    assert len(calls.listed(store, 1000)) == calls.PER_HOUR
    assert rang(store, NOW + 2 * HOUR) is not None


def test_old_calls_are_forgotten_but_never_open_ones(store: Store) -> None:
    rang(store, NOW, number="+380500000002", rule="log")
    rang(store, NOW)
    assert calls.prune(store, NOW + calls.KEPT + DAY) == 1
    assert [call.number for call in calls.listed(store, 10)] == [ANNA]
