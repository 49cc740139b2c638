"""Stopping all programs: nothing is taken, what they wrote waits and leaves when they may go on; nothing else."""

from __future__ import annotations

import pytest

from smsbox import outbox
from smsbox.clock import HOUR, SECOND
from smsbox.outbox import BY_BURST, BY_PERSON, BY_STOP, Draft, MessageView, State
from smsbox.programs import spending, stop, waiting
from smsbox.programs.stop import Stop, Stopped
from smsbox.store import sims
from tests.contracts.shop import ANNA, BOHDAN
from tests.programs.till import LONG, TEXT, Till, neighbours, scattered


def follow(till: Till) -> int:
    """All steps; how many changed."""
    changed = 0
    while some := waiting.follow(till.store, till.now):
        changed += some
    return changed


def standing(message: MessageView) -> tuple[State, str | None]:
    return message.state, message.reason


def left(till: Till, sim: int) -> list[int]:
    found = []
    while claim := outbox.claim(till.store, sim_id=sim, owner="box", now=till.now, lease_until=till.now + HOUR):
        found.append(claim.message_id)
    return found


@pytest.fixture
def sim(till: Till) -> int:
    return sims.register(till.store, imsi="255010000000001", iccid=None, modem="m", now=till.now)


def test_nothing_is_taken_while_they_are_stopped(till: Till) -> None:
    token = till.token()
    assert stop.stop(till.store, "Olena", till.now)
    with pytest.raises(Stopped) as refused:
        till.send(token)
    assert refused.value.facts == {"by": "Olena"} and refused.value.retryable
    assert till.messages() == [] and spending.spent(till.store, till.config, till.now) == {}
    assert stop.go_on(till.store, till.now)
    assert till.send(token).queued


def test_who_stopped_first_did_it(till: Till) -> None:
    stop.stop(till.store, "Olena", till.now)
    assert not stop.stop(till.store, "Taras", till.now + SECOND)
    assert stop.stopped(till.store) == Stop("Olena", till.now)
    assert stop.go_on(till.store, till.now) and not stop.go_on(till.store, till.now)


def test_what_they_wrote_waits_and_leaves_once_they_go_on(till: Till, sim: int) -> None:
    token = till.token()
    theirs = [each.message_id for each in till.send(token, scattered(3)).queued.values()]
    (ours,) = outbox.submit(till.store, [Draft(ANNA, TEXT)], now=till.now, allow=("+380",))
    stop.stop(till.store, "Olena", till.now)
    assert follow(till) == 3
    assert left(till, sim) == [ours]
    assert outbox.held_by_reason(till.store) == {BY_STOP: 3} and waiting.held(till.store) == 3
    stop.go_on(till.store, till.now)
    assert follow(till) == 3 and not stop.going_on(till.store)
    assert left(till, sim) == theirs


def test_many_are_held_and_released_in_steps(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "AT_ONCE", 4)
    till.send(till.token(), scattered(10))
    stop.stop(till.store, "Olena", till.now)
    assert [waiting.follow(till.store, till.now) for _ in range(4)] == [4, 4, 2, 0]
    stop.go_on(till.store, till.now)
    assert [waiting.follow(till.store, till.now) for _ in range(4)] == [4, 4, 2, 0]


def test_stopped_in_the_middle_of_going_on_they_stand_again(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "AT_ONCE", 4)
    till.send(till.token(), scattered(10))
    stop.stop(till.store, "Olena", till.now)
    follow(till)
    stop.go_on(till.store, till.now)
    waiting.follow(till.store, till.now)
    stop.stop(till.store, "Taras", till.now)
    assert follow(till) == 4
    assert {standing(each) for each in till.messages()} == {(State.HELD, BY_STOP)}


def test_what_waits_for_another_reason_goes_on_waiting(till: Till) -> None:
    till.limited(burst=1)
    token = till.token()
    ids = [each.message_id for each in till.send(token, [*neighbours(2), *scattered(1)]).queued.values()]
    outbox.hold(till.store, ids[2:], till.now, who="Olena")
    stop.stop(till.store, "Olena", till.now)
    follow(till)
    stop.go_on(till.store, till.now)
    follow(till)
    assert [standing(each) for each in till.messages()] == [
        (State.QUEUED, None),
        (State.HELD, BY_BURST),
        (State.HELD, BY_PERSON),
    ]


def test_what_is_to_leave_later_waits_as_well(till: Till, sim: int) -> None:
    till.send(till.token(), send_after=till.now + HOUR)
    stop.stop(till.store, "Olena", till.now)
    assert follow(till) == 1
    till.now += 2 * HOUR
    assert left(till, sim) == []
    stop.go_on(till.store, till.now)
    follow(till)
    assert len(left(till, sim)) == 1


def test_what_is_on_its_way_arrives_whole(till: Till, sim: int) -> None:
    (begun,) = till.send(till.token(), ANNA, LONG).queued.values()
    (other,) = till.send(till.token(name="other"), BOHDAN).queued.values()
    claim = outbox.claim(till.store, sim_id=sim, owner="box", now=till.now, lease_until=till.now + HOUR)
    assert claim is not None and claim.message_id == begun.message_id
    stop.stop(till.store, "Olena", till.now)
    follow(till)
    states = {each.id: each.state for each in till.messages()}
    assert states == {begun.message_id: State.SENDING, other.message_id: State.HELD}
