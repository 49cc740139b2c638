"""The outbox on its way out: order, attempts, refusals, doubt. Every promise holds on both databases."""

from __future__ import annotations

from itertools import pairwise

import pytest

from smsbox import events, outbox
from smsbox.clock import DAY, HOUR, MINUTE, SECOND
from smsbox.outbox import Draft, MessageClass, State
from smsbox.store import Store
from tests.contracts.shop import ALLOW, ANNA, BOHDAN, THREE, TWO, Shop


@pytest.fixture
def shop(store: Store) -> Shop:
    return Shop(store)


def test_one_segment_all_the_way(shop: Shop) -> None:
    message = shop.one(ANNA)
    assert shop.view(message).segments[0].attempts == 0
    claim = shop.claimed()
    assert (claim.message_id, claim.seq, claim.total, claim.attempt, claim.recipient) == (message, 1, 1, 1, ANNA)
    assert claim.concat_reference is None
    assert shop.state(message) is State.SENDING
    shop.accept(claim, 77)
    assert shop.state(message) is State.SENT
    matched = shop.report(ANNA, 77)
    assert matched is not None
    assert matched.state is State.DELIVERED
    view = shop.view(message)
    assert view.state is State.DELIVERED
    assert view.sim == "255010000000002"
    assert view.segments[0].reference == 77
    assert view.segments[0].attempts == 1
    assert not view.segments[0].maybe_duplicate
    assert shop.kinds(message) == [events.QUEUED, events.SENT, events.DELIVERED]
    shop.check_counters()


def test_nothing_is_claimed_twice(shop: Shop) -> None:
    shop.submit(ANNA, BOHDAN)
    assert {shop.claimed().recipient, shop.claimed().recipient} == {ANNA, BOHDAN}
    assert shop.claim() is None


def test_classes_then_priority_then_age(shop: Shop) -> None:
    marketing = shop.one(kind=MessageClass.MARKETING, priority=127)
    late = shop.one(kind=MessageClass.SERVICE)
    urgent = shop.one(kind=MessageClass.SERVICE, priority=5)
    humble = shop.one(kind=MessageClass.SERVICE, priority=-128)
    reply = shop.one(kind=MessageClass.REPLY, priority=-128)
    order = [shop.claimed().message_id for _ in range(5)]
    assert order == [reply, urgent, late, humble, marketing]


def test_only_asked_for_classes(shop: Shop) -> None:
    shop.one(kind=MessageClass.MARKETING)
    reply = shop.one(kind=MessageClass.REPLY)
    wanted = [MessageClass.REPLY, MessageClass.SERVICE]
    assert shop.claimed(kinds=wanted).message_id == reply
    assert shop.claim(kinds=wanted) is None
    assert shop.claim(kinds=[]) is None
    assert shop.claimed(kinds=[MessageClass.MARKETING]).kind is MessageClass.MARKETING


def test_without_a_trusted_clock_only_untimed_replies_and_service(shop: Shop) -> None:
    shop.one(kind=MessageClass.MARKETING)
    shop.one(send_before=shop.now + DAY)
    shop.one(send_after=shop.now - 1)
    service = shop.one()
    assert shop.claimed(timed=False).message_id == service
    assert shop.claim(timed=False) is None
    assert len([1 for _ in range(3) if shop.claim()]) == 3


def test_only_allowed_destinations_of_a_sim(shop: Shop) -> None:
    shop.one("+380500000001")
    abroad = outbox.submit(shop.store, [Draft("+48500000001", "Hi")], now=shop.now, allow=["+380", "+48"])[0]
    assert shop.claimed(allow=["+48"]).message_id == abroad
    assert shop.claim(allow=["+48"]) is None
    assert shop.claim(allow=[]) is None
    assert shop.claim(allow=["+380"]) is not None


def test_refused_destination_writes_nothing(shop: Shop) -> None:
    with pytest.raises(outbox.DestinationRefused) as refused:
        shop.submit(ANNA, "+48500000001")
    assert refused.value.facts["recipient"] == "+48500000001"
    with pytest.raises(outbox.DestinationRefused) as refused:
        shop.submit(ANNA, "+380900200000")
    assert refused.value.facts["reason"] == "premium"
    assert outbox.messages(shop.store) == []
    assert outbox.counts(shop.store).messages == {}
    with pytest.raises(outbox.DestinationRefused):
        outbox.submit(shop.store, [Draft(ANNA, "x")], now=shop.now, allow=[])


@pytest.mark.parametrize(
    "recipient", ["", "+", "067", "+38050000000a", "+38050\r000001", "+٣٨٠٥٠٠٠٠٠٠٠١", "+" + "3" * 40]
)
def test_a_number_that_is_none(shop: Shop, recipient: str) -> None:
    from smsbox.sms.msisdn import BadNumber

    with pytest.raises(BadNumber):
        outbox.submit(shop.store, [Draft(recipient, "x")], now=shop.now, allow=[""])
    assert shop.claim() is None


def test_batches_are_claimable_while_the_rest_is_read(shop: Shop) -> None:
    seen: list[int] = []

    def drafts():
        for number in range(1200):
            if number == 1100:
                seen.append(outbox.counts(shop.store).of(State.QUEUED))
            yield Draft(f"+38050{number:07d}", "Акція")

    ids = outbox.submit(shop.store, drafts(), now=shop.now, allow=ALLOW)
    assert seen == [1000]
    assert len(ids) == len(set(ids)) == 1200
    assert ids == sorted(ids)
    shop.check_counters()


def test_segments_go_in_order_and_share_a_reference(shop: Shop) -> None:
    long, other = shop.one(ANNA, THREE), shop.one(BOHDAN)
    claims = []
    for reference in (5, 6, 7):
        claims.append(shop.claimed())
        shop.accept(claims[-1], reference)
    assert [claim.seq for claim in claims] == [1, 2, 3]
    assert {claim.message_id for claim in claims} == {long}
    assert "".join(claim.text for claim in claims) == THREE
    assert len({claim.concat_reference for claim in claims}) == 1
    assert [claim.more for claim in claims] == [True, True, True]
    last = shop.claimed()
    assert (last.message_id, last.more) == (other, False)
    assert shop.state(long) is State.SENT


def test_a_begun_message_is_finished_by_its_sim_before_a_reply(shop: Shop) -> None:
    other = shop.new_sim()
    long = shop.one(ANNA, TWO, kind=MessageClass.MARKETING)
    first = shop.claimed()
    shop.accept(first, 1)
    reply = shop.one(BOHDAN, kind=MessageClass.REPLY)
    assert shop.claimed(other).message_id == reply
    assert shop.claim(other) is None
    second = shop.claimed()
    assert (second.message_id, second.seq) == (long, 2)


def test_concat_reference_counts_per_sim_and_recipient_and_wraps(shop: Shop) -> None:
    used = []
    for _ in range(257):
        message = shop.one(ANNA, TWO)
        for _ in range(2):
            claim = shop.claimed()
            assert claim.message_id == message
            shop.accept(claim, 1)
        used.append(claim.concat_reference)
    assert all(reference is not None and 0 <= reference <= 255 for reference in used)
    assert [(b - a) % 256 for a, b in pairwise(used)] == [1] * 256


def test_temporary_refusal_waits_and_comes_back(shop: Shop) -> None:
    message = shop.one()
    claim = shop.claimed()
    shop.refuse(claim, wait=MINUTE)
    view = shop.view(message)
    assert view.state is State.QUEUED
    assert view.due_at == shop.now + MINUTE
    assert view.segments[0].error == "CMS 41"
    assert shop.claim() is None
    assert outbox.promote_due(shop.store, now=shop.now) == 0
    assert outbox.next_due(shop.store) == shop.now + MINUTE
    shop.wait(MINUTE)
    assert outbox.promote_due(shop.store, now=shop.now) == 1
    again = shop.claimed()
    assert (again.attempt, again.refusals) == (2, 1)
    assert not again.maybe_duplicate
    shop.accept(again, 9)
    assert shop.kinds(message) == [events.QUEUED, events.REFUSED, events.SENT]
    shop.check_counters()


def test_permanent_refusal_fails_the_whole_message(shop: Shop) -> None:
    message = shop.one(ANNA, THREE)
    shop.accept(shop.claimed(), 1)
    shop.refuse(shop.claimed(), permanent=True)
    view = shop.view(message)
    assert view.state is State.FAILED
    assert view.reason == "CMS 41"
    assert shop.states(message) == [State.SENT, State.FAILED, State.FAILED]
    assert shop.claim() is None
    shop.check_counters()


def test_not_sent_counts_no_refusal(shop: Shop) -> None:
    shop.one()
    claim = shop.claimed()
    outbox.not_sent(shop.store, claim, reason="no_prompt", retry_at=None, now=shop.now)
    again = shop.claimed()
    assert (again.attempt, again.refusals, again.maybe_duplicate) == (2, 0, False)


def test_a_begun_message_in_backoff_is_still_finished_first(shop: Shop) -> None:
    long = shop.one(ANNA, TWO, kind=MessageClass.MARKETING)
    shop.accept(shop.claimed(), 1)
    shop.refuse(shop.claimed(), wait=SECOND)
    shop.one(BOHDAN, kind=MessageClass.REPLY)
    shop.wait(SECOND)
    outbox.promote_due(shop.store, now=shop.now)
    assert shop.claimed().message_id == long


def test_send_after_waits_and_send_before_fails(shop: Shop) -> None:
    later = shop.one(send_after=shop.now + HOUR)
    stale = shop.one(BOHDAN, send_before=shop.now + MINUTE)
    assert shop.view(later).due_at == shop.now + HOUR
    shop.wait(2 * MINUTE)
    assert shop.claim() is None
    assert (shop.state(stale), shop.view(stale).reason) == (State.FAILED, "expired")
    shop.wait(HOUR)
    outbox.promote_due(shop.store, now=shop.now)
    assert shop.claimed().message_id == later
    shop.check_counters()


def test_the_tick_fails_what_is_too_late(shop: Shop) -> None:
    queued = shop.one(send_before=shop.now + MINUTE)
    held = shop.one(send_before=shop.now + MINUTE)
    doubtful = shop.one(BOHDAN, kind=MessageClass.REPLY, send_before=shop.now + MINUTE)
    outbox.hold(shop.store, [held], shop.now)
    shop.doubt(shop.claimed())
    shop.wait(20 * MINUTE)
    outbox.hold_overdue(shop.store, now=shop.now)
    assert outbox.expire(shop.store, now=shop.now) == 2
    assert [shop.state(each) for each in (queued, held)] == [State.FAILED, State.FAILED]
    assert shop.state(doubtful) is State.HELD
    shop.check_counters()


def test_doubt_stops_the_message_and_late_result_frees_it(shop: Shop) -> None:
    message = shop.one(ANNA, THREE)
    claim = shop.claimed()
    shop.doubt(claim)
    assert shop.state(message) is State.UNCERTAIN
    assert shop.view(message).reason == "timeout"
    assert shop.claim() is None
    settled = outbox.late_accepted(
        shop.store, message_id=message, seq=1, attempt=claim.attempt, reference=3, now=shop.now
    )
    assert settled
    assert shop.states(message) == [State.SENT, State.QUEUED, State.QUEUED]
    following = shop.claimed()
    assert (following.seq, following.concat_reference) == (2, claim.concat_reference)
    assert not following.maybe_duplicate


def test_late_result_settles_its_own_attempt_only(shop: Shop) -> None:
    message = shop.one()
    first = shop.claimed()
    shop.doubt(first)
    outbox.hold_overdue(shop.store, now=shop.now + HOUR)
    outbox.resend(shop.store, [message], shop.now)
    second = shop.claimed()
    assert (second.attempt, second.maybe_duplicate) == (2, True)
    outbox.late_accepted(shop.store, message_id=message, seq=1, attempt=1, reference=8, now=shop.now)
    assert shop.state(message) is State.SENDING
    shop.accept(second, 9)
    view = shop.view(message).segments[0]
    assert (view.reference, view.maybe_duplicate) == (9, True)


def test_proof_that_comes_before_the_resend_makes_it_needless(shop: Shop) -> None:
    message = shop.one()
    claim = shop.claimed()
    shop.doubt(claim)
    outbox.resend(shop.store, [message], shop.now)
    assert shop.state(message) is State.QUEUED
    shop.accept(claim, 8)
    assert shop.state(message) is State.SENT
    assert shop.claim() is None


def test_a_late_definite_refusal_ends_the_doubt(shop: Shop) -> None:
    message = shop.one()
    claim = shop.claimed()
    shop.doubt(claim)
    shop.refuse(claim, wait=0)
    assert shop.state(message) is State.QUEUED
    assert not shop.claimed().maybe_duplicate


def test_results_of_a_settled_segment_change_nothing(shop: Shop) -> None:
    message = shop.one()
    claim = shop.claimed()
    shop.accept(claim, 8)
    shop.refuse(claim)
    shop.doubt(claim)
    outbox.not_sent(shop.store, claim, reason="late", retry_at=None, now=shop.now)
    shop.accept(claim, 8)
    assert shop.state(message) is State.SENT
    assert shop.claim() is None
    shop.check_counters()


def test_what_was_sending_at_a_crash_is_uncertain_not_resent(shop: Shop) -> None:
    mine, theirs = shop.one(ANNA), shop.one(BOHDAN)
    shop.claimed(owner="dead")
    shop.claimed(owner="alive", lease_until=shop.now + DAY)
    assert outbox.recover(shop.store, owner="dead", now=shop.now) == 1
    assert (shop.state(mine), shop.state(theirs)) == (State.UNCERTAIN, State.SENDING)
    assert outbox.recover(shop.store, owner="dead", now=shop.now) == 0
    expected = 1 if shop.store.dialect.sole_owner else 0
    assert outbox.recover(shop.store, owner=None, now=shop.now) == expected
    assert shop.claim() is None


def test_a_lease_that_ran_out_is_doubt(shop: Shop) -> None:
    message = shop.one()
    claim = shop.claimed(lease_until=shop.now + MINUTE)
    assert outbox.lapse(shop.store, now=shop.now) == 0
    shop.wait(MINUTE)
    assert outbox.lapse(shop.store, now=shop.now) == 1
    assert shop.state(message) is State.UNCERTAIN
    shop.accept(claim, 4)
    assert shop.state(message) is State.SENT


def test_doubt_becomes_a_hold_and_one_click_resends(shop: Shop) -> None:
    message = shop.one(ANNA, TWO)
    claim = shop.claimed()
    shop.doubt(claim)
    assert outbox.hold_overdue(shop.store, now=shop.now + 14 * MINUTE) == 0
    assert outbox.hold_overdue(shop.store, now=shop.now + 15 * MINUTE) == 1
    view = shop.view(message)
    assert (view.state, view.reason) == (State.HELD, outbox.BY_DOUBT)
    assert outbox.release(shop.store, [message], shop.now) == []
    assert outbox.resend(shop.store, [message], shop.now) == [message]
    again = shop.claimed()
    assert (again.seq, again.attempt, again.maybe_duplicate) == (1, 2, True)
    assert again.concat_reference == claim.concat_reference
    assert shop.view(message).maybe_duplicate
    shop.accept(again, 2)
    assert not shop.claimed().maybe_duplicate
    shop.check_counters()


def test_a_policy_may_resend_by_itself_and_says_so(shop: Shop) -> None:
    service, marketing = shop.one(), shop.one(BOHDAN, kind=MessageClass.MARKETING)
    shop.doubt(shop.claimed())
    shop.doubt(shop.claimed())
    outbox.hold_overdue(shop.store, now=shop.now + HOUR, resend=[MessageClass.SERVICE])
    assert (shop.state(service), shop.state(marketing)) == (State.QUEUED, State.HELD)
    assert shop.claimed().maybe_duplicate


def test_usage_counts_claims_and_takes_back_what_was_certainly_not_sent(shop: Shop) -> None:
    from zoneinfo import ZoneInfo

    from smsbox import pacing

    shop.submit(ANNA, ANNA, ANNA, ANNA)
    claims = [shop.claimed() for _ in range(4)]
    shop.accept(claims[0], 1)
    shop.doubt(claims[1])
    shop.refuse(claims[2])
    outbox.not_sent(shop.store, claims[3], reason="no_prompt", retry_at=None, now=shop.now)
    usage = pacing.load(shop.store, shop.sim, now=shop.now, zone=ZoneInfo("Europe/Kyiv"))
    assert (len(usage.recent), usage.day, usage.month, usage.last_at) == (2, 2, 2, shop.now)
