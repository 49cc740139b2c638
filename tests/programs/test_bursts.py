"""Numbers one after the other: those that are too many are held and shown, released or cancelled by a person."""

from __future__ import annotations

from smsbox import outbox
from smsbox.clock import HOUR, MINUTE
from smsbox.consent import Rules
from smsbox.outbox import BY_BURST, BY_PERSON, Filter, State
from smsbox.programs.sending import Sent
from smsbox.store import sims
from tests.permitted import permit
from tests.programs.till import TEXT, Till, neighbours, scattered


def held(found: Sent) -> list[bool]:
    return [each.held for each in found.queued.values()]


def test_a_few_neighbours_are_nobodys_business(till: Till) -> None:
    assert held(till.send(till.token(), neighbours(20))) == [False] * 20
    assert {each.state for each in till.messages()} == {State.QUEUED}


def test_those_after_the_twentieth_wait_for_a_person(till: Till) -> None:
    assert held(till.send(till.token(), neighbours(25))) == [False] * 20 + [True] * 5
    states = [(each.state, each.reason) for each in till.messages()]
    assert states == [(State.QUEUED, None)] * 20 + [(State.HELD, BY_BURST)] * 5


def test_one_by_one_and_by_several_tokens_is_no_way_around(till: Till) -> None:
    till.limited(burst=3)
    tokens = [till.token(name=f"till {place}") for place in range(2)]
    found = []
    for place, number in enumerate(neighbours(6)):
        till.now += MINUTE
        found += held(till.send(tokens[place % 2], number))
    assert found == [False] * 3 + [True] * 3


def test_numbers_far_from_each_other_are_customers(till: Till) -> None:
    till.limited(burst=3)
    assert not any(held(till.send(till.token(), scattered(50))))


def test_every_neighbourhood_counts_for_itself(till: Till) -> None:
    till.limited(burst=2)
    found = till.send(
        till.token(), [*neighbours(2), *scattered(2), *neighbours(1, first=1000), *neighbours(1, first=2)]
    )
    assert held(found) == [False] * 5 + [True]


def test_somebody_who_was_written_to_may_be_written_to_again(till: Till) -> None:
    till.limited(burst=3)
    token = till.token()
    till.send(token, neighbours(3))
    assert held(till.send(token, neighbours(3), TEXT + "!")) == [False] * 3
    assert held(till.send(token, neighbours(4), TEXT + "?")) == [False] * 3 + [True]


def test_an_hour_later_nobody_minds(till: Till) -> None:
    till.limited(burst=3)
    token = till.token()
    till.send(token, neighbours(3))
    till.now += HOUR - 1
    assert held(till.send(token, neighbours(1, 3))) == [True]
    till.now += 1
    assert held(till.send(token, neighbours(1, 4))) == [False]


def test_that_they_agreed_is_no_proof_that_the_shop_writes_to_them(till: Till) -> None:
    """A thief who has the list of customers has them in order, too; a person who looks sees the names beside it."""
    till.limited(burst=1)
    permit(till.store, *neighbours(3))
    assert held(till.send(till.token(), neighbours(3))) == [False, True, True]


def test_what_people_write_is_not_counted(till: Till) -> None:
    till.limited(burst=2)
    drafts = [outbox.Draft(number, TEXT) for number in neighbours(10)]
    outbox.submit(till.store, drafts, now=till.now, allow=("+380",))
    assert held(till.send(till.token(), neighbours(2, 10))) == [False, False]


def test_it_can_be_switched_off(till: Till) -> None:
    till.limited(burst=0)
    assert not any(held(till.send(till.token(), neighbours(100))))


def test_a_burst_spends_what_it_would_have_cost(till: Till) -> None:
    till.limited(burst=1, per_day=3)
    till.send(till.token(), neighbours(3))
    assert till.store.run("SELECT segments FROM spending WHERE scope = 'all'").fetchone()[0] == 3


def test_what_waits_is_shown_does_not_leave_and_is_released_or_cancelled(till: Till) -> None:
    till.limited(burst=1)
    ids = [each.message_id for each in till.send(till.token(), neighbours(4)).queued.values()]
    shown = outbox.page(till.store, Filter(reason=BY_BURST), limit=10).rows
    assert [each.id for each in shown] == ids[:0:-1]
    sim = sims.register(till.store, imsi="255010000000001", iccid=None, modem="m", now=till.now)
    assert _left(till, sim) == [ids[0]]
    assert outbox.release(till.store, [ids[1]], till.now, who="Olena") == [ids[1]]
    assert outbox.cancel(till.store, [ids[2]], till.now, who="Olena") == [ids[2]]
    assert _left(till, sim) == [ids[1]]
    last = outbox.get(till.store, ids[3])
    assert last is not None and (last.state, last.reason) == (State.HELD, BY_BURST)
    assert outbox.held_by_reason(till.store) == {BY_BURST: 1} and BY_PERSON != BY_BURST


def _left(till: Till, sim: int) -> list[int]:
    """What a SIM may take, one after the other."""
    found = []
    while claim := outbox.claim(
        till.store, sim_id=sim, owner="box", now=till.now, lease_until=till.now + HOUR, rules=Rules()
    ):
        found.append(claim.message_id)
    return found
