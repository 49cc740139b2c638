"""What people may do to messages, and what they may not, on both databases."""

from __future__ import annotations

import pytest

from smsbox import outbox
from smsbox.clock import HOUR, MINUTE
from smsbox.outbox import Filter, MessageClass, State
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN, THREE, TWO, Shop


@pytest.fixture
def shop(store: Store) -> Shop:
    return Shop(store)


def test_cancel_queued_and_held_only(shop: Shop) -> None:
    sending, queued, held = shop.submit(ANNA, ANNA, ANNA)
    shop.claimed()
    outbox.hold(shop.store, [held], shop.now)
    assert outbox.cancel(shop.store, [sending, queued, held, 999], shop.now) == [queued, held]
    assert [shop.state(each) for each in (sending, queued, held)] == [State.SENDING, State.CANCELLED, State.CANCELLED]
    assert shop.claim() is None
    assert outbox.cancel(shop.store, [queued], shop.now) == []
    assert outbox.resend(shop.store, [queued], shop.now) == []
    shop.check_counters()


def test_cancel_between_segments_keeps_what_is_out(shop: Shop) -> None:
    message = shop.one(ANNA, THREE)
    shop.accept(shop.claimed(), 1)
    assert outbox.cancel(shop.store, [message], shop.now) == [message]
    shop.report(ANNA, 1)
    assert shop.states(message) == [State.DELIVERED, State.CANCELLED, State.CANCELLED]
    assert shop.state(message) is State.CANCELLED
    assert shop.claim() is None


def test_hold_and_release_is_no_duplicate(shop: Shop) -> None:
    message = shop.one(ANNA, TWO)
    shop.accept(shop.claimed(), 1)
    assert outbox.hold(shop.store, [message], shop.now) == [message]
    shop.report(ANNA, 1)
    view = shop.view(message)
    assert (view.state, view.reason) == (State.HELD, outbox.BY_PERSON)
    assert shop.states(message) == [State.DELIVERED, State.HELD]
    assert shop.claim() is None
    assert outbox.hold_overdue(shop.store, now=shop.now + HOUR) == 0
    assert outbox.release(shop.store, [message], shop.now) == [message]
    claim = shop.claimed()
    assert (claim.seq, claim.maybe_duplicate) == (2, False)


POLE = "+48500000001"


def test_what_may_no_longer_be_written_to_is_put_aside_until_it_may_again(shop: Shop) -> None:
    there = shop.one(POLE, allow=("+48",))
    here = shop.one()
    assert shop.claimed(permitted=("+380",)).message_id == here
    view = shop.view(there)
    assert (view.state, view.reason) == (State.HELD, outbox.BY_ALLOW)
    assert outbox.release(shop.store, [there], shop.now) == [there]
    assert shop.claim(permitted=("+380",)) is None
    assert outbox.resend(shop.store, [there], shop.now) == [there]
    assert shop.claim(permitted=("+380",)) is None
    assert outbox.permit(shop.store, ("+380",), shop.now) == []
    assert outbox.permit(shop.store, ("+380", "+48"), shop.now) == [there]
    claim = shop.claimed(permitted=("+380", "+48"))
    assert (claim.message_id, claim.maybe_duplicate) == (there, False)
    shop.check_counters()


def test_what_another_sim_may_reach_is_left_to_it_and_what_none_may_is_put_aside(shop: Shop) -> None:
    pole, frenchman = shop.one(POLE, allow=("+48",)), shop.one("+33612345678", allow=("+33",))
    options = {"allow": ("+380",), "permitted": ("+380", "+48")}
    assert shop.claim(**options) is None
    assert [shop.state(each) for each in (pole, frenchman)] == [State.QUEUED, State.HELD]
    assert outbox.permit(shop.store, ("+380", "+48"), shop.now) == []
    assert shop.claimed(allow=("+48",), permitted=("+380", "+48")).message_id == pole


def test_a_person_alone_releases_what_a_person_held(shop: Shop) -> None:
    message = shop.one()
    outbox.hold(shop.store, [message], shop.now)
    assert outbox.permit(shop.store, ("+380",), shop.now) == []


def test_resend_of_what_a_person_held_simply_releases_it(shop: Shop) -> None:
    message = shop.one()
    outbox.hold(shop.store, [message], shop.now)
    assert outbox.resend(shop.store, [message], shop.now) == [message]
    assert shop.claimed().maybe_duplicate is False


def test_release_keeps_a_later_moment(shop: Shop) -> None:
    message = shop.one(send_after=shop.now + HOUR)
    outbox.hold(shop.store, [message], shop.now)
    outbox.release(shop.store, [message], shop.now)
    assert shop.view(message).due_at == shop.now + HOUR
    assert shop.claim() is None


def test_resend_of_a_failed_message_is_no_duplicate(shop: Shop) -> None:
    message = shop.one(ANNA, THREE)
    shop.accept(shop.claimed(), 1)
    first = shop.claimed()
    shop.refuse(first, permanent=True)
    assert outbox.resend(shop.store, [message], shop.now) == [message]
    again = shop.claimed()
    assert (again.seq, again.maybe_duplicate, again.refusals) == (2, False, 0)
    assert again.concat_reference == first.concat_reference
    shop.accept(again, 2)
    assert shop.claimed().seq == 3


def test_resend_of_an_undelivered_segment_is_marked(shop: Shop) -> None:
    message = shop.one(ANNA, TWO)
    shop.accept(shop.claimed(), 1)
    first = shop.claimed()
    shop.accept(first, 2)
    shop.report(ANNA, 1)
    shop.report(ANNA, 2, 0x46)
    assert shop.state(message) is State.UNDELIVERED
    outbox.resend(shop.store, [message], shop.now)
    again = shop.claimed()
    assert (again.seq, again.maybe_duplicate, again.concat_reference) == (2, True, first.concat_reference)
    shop.accept(again, 3)
    assert shop.claim() is None
    shop.report(ANNA, 3)
    assert shop.state(message) is State.DELIVERED


def test_resend_leaves_sent_and_sending_alone(shop: Shop) -> None:
    sent, sending, queued = shop.submit(ANNA, ANNA, ANNA)
    shop.accept(shop.claimed(), 1)
    shop.claimed()
    assert outbox.resend(shop.store, [sent, sending, queued], shop.now) == []


def test_resend_of_an_expired_message_drops_the_deadline(shop: Shop) -> None:
    message = shop.one(send_before=shop.now + MINUTE)
    shop.wait(HOUR)
    outbox.expire(shop.store, now=shop.now)
    outbox.resend(shop.store, [message], shop.now)
    assert shop.claimed().message_id == message


def test_a_person_confirms(shop: Shop) -> None:
    message = shop.one(ANNA, TWO)
    shop.doubt(shop.claimed())
    outbox.hold_overdue(shop.store, now=shop.now + HOUR)
    assert outbox.confirm(shop.store, [message], shop.now) == [message]
    assert shop.claimed().seq == 2
    assert outbox.confirm(shop.store, [message], shop.now) == []


def test_move_to_another_sim(shop: Shop) -> None:
    other = shop.new_sim()
    message = shop.one()
    assert outbox.move(shop.store, [message], other, shop.now) == [message]
    assert shop.claim() is None
    assert shop.claimed(other).message_id == message


def test_move_back_to_any_sim(shop: Shop) -> None:
    other = shop.new_sim()
    message = shop.one()
    outbox.move(shop.store, [message], other, shop.now)
    outbox.move(shop.store, [message], None, shop.now)
    assert shop.claimed().message_id == message


def test_a_half_sent_message_moved_starts_anew_and_says_so(shop: Shop) -> None:
    other = shop.new_sim()
    message = shop.one(ANNA, TWO)
    shop.accept(shop.claimed(), 1)
    assert outbox.move(shop.store, [message], None, shop.now) == []
    assert outbox.move(shop.store, [message], other, shop.now) == [message]
    first = shop.claimed(other)
    assert (first.seq, first.maybe_duplicate) == (1, True)
    shop.accept(first, 7)
    second = shop.claimed(other)
    assert (second.seq, second.maybe_duplicate, second.concat_reference) == (2, False, first.concat_reference)
    shop.check_counters()


def test_doubt_cannot_be_moved(shop: Shop) -> None:
    message = shop.one()
    shop.doubt(shop.claimed())
    assert outbox.move(shop.store, [message], shop.new_sim(), shop.now) == []
    outbox.hold_overdue(shop.store, now=shop.now + HOUR)
    assert outbox.move(shop.store, [message], shop.new_sim(), shop.now) == []


def test_queue_of_a_dead_modem_moves_on(shop: Shop) -> None:
    other = shop.new_sim()
    begun, waiting = shop.one(ANNA, TWO), shop.one(BOHDAN)
    shop.accept(shop.claimed(), 1)
    outbox.move(shop.store, [waiting], shop.sim, shop.now)
    assert outbox.reroute(shop.store, shop.sim, shop.now) == 1
    assert shop.claimed(other).message_id == waiting
    assert shop.claim(other) is None
    assert shop.claimed().message_id == begun


def test_paging_and_filters(shop: Shop) -> None:
    ids = shop.submit(*[ANNA, BOHDAN] * 10, batch="spring")
    reply = shop.one(ANNA, kind=MessageClass.REPLY)
    shop.accept(shop.claimed(), 1)
    outbox.cancel(shop.store, ids[:3], shop.now)
    page = outbox.messages(shop.store, limit=8)
    assert [view.id for view in page] == [reply, *reversed(ids[-7:])]
    following = outbox.messages(shop.store, limit=100, before_id=page[-1].id)
    assert [view.id for view in following] == list(reversed(ids[:-7]))
    cancelled = outbox.messages(shop.store, Filter(states=[State.CANCELLED]))
    assert [view.id for view in cancelled] == ids[2::-1]
    two_states = outbox.messages(shop.store, Filter(states=[State.CANCELLED, State.SENT]), limit=2)
    assert [view.id for view in two_states] == [reply, ids[2]]
    assert len(outbox.messages(shop.store, Filter(batch="spring", recipient=BOHDAN))) == 10
    assert [view.id for view in outbox.messages(shop.store, Filter(kinds=[MessageClass.REPLY]))] == [reply]
    shop.now += 5
    later = shop.one("+380500000003")
    assert [view.id for view in outbox.messages(shop.store, Filter(since=shop.now))] == [later]
    assert outbox.messages(shop.store, Filter(since=shop.now, states=[State.SENT])) == []
    assert len(outbox.messages(shop.store, Filter(since=shop.now - 5, recipient=BOHDAN), limit=99)) >= 10
    assert outbox.get(shop.store, 10**30) is None
    assert outbox.get(shop.store, -1) is None


def test_counts(shop: Shop) -> None:
    shop.submit(ANNA, BOHDAN, text=TWO, kind=MessageClass.MARKETING)
    shop.one()
    counts = outbox.counts(shop.store)
    assert counts.of(State.QUEUED) == 3
    assert counts.of(State.QUEUED, kind=MessageClass.MARKETING) == 2
    assert counts.segments_of(State.QUEUED) == 5
    shop.check_counters()


def test_a_step_of_the_clock_keeps_waits_as_long_as_they_were(shop: Shop) -> None:
    backoff, timed = shop.one(ANNA, kind=MessageClass.REPLY), shop.one(BOHDAN, send_after=shop.now + HOUR)
    shop.refuse(shop.claimed(), wait=MINUTE)
    planned = shop.view(timed).due_at
    outbox.clock_stepped(shop.store, by=-24 * HOUR, now=shop.now - 24 * HOUR)
    assert shop.view(backoff).due_at == shop.now + MINUTE - 24 * HOUR
    assert shop.view(timed).due_at == planned
