"""Status reports: the segment is found by SIM, reference, number and time, on both databases (modem.md E 66, 72-77)."""

from __future__ import annotations

import pytest

from smsbox import events, outbox
from smsbox.clock import DAY, HOUR, MINUTE
from smsbox.outbox import State
from smsbox.sms.tpdu import AddressKind
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN, THREE, TWO, Shop


@pytest.fixture
def shop(store: Store) -> Shop:
    return Shop(store)


def sent(shop: Shop, recipient: str, reference: int, **fields: object) -> int:
    message = shop.one(recipient, **fields)
    shop.accept(shop.claimed(), reference)
    return message


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (0x00, State.DELIVERED),
        (0x01, State.DELIVERED),
        (0x02, State.DELIVERED),
        (0x1F, State.DELIVERED),
        (0x20, State.SENT),
        (0x3F, State.SENT),
        (0x40, State.UNDELIVERED),
        (0x46, State.UNDELIVERED),
        (0x5F, State.UNDELIVERED),
        (0x63, State.UNDELIVERED),
        (0x7F, State.UNDELIVERED),
        (0x90, State.UNDELIVERED),
        (0xFF, State.UNDELIVERED),
    ],
)
def test_every_range_of_tp_st(shop: Shop, status: int, state: State) -> None:
    message = sent(shop, ANNA, 5)
    matched = shop.report(ANNA, 5, status)
    assert matched is not None
    assert matched.message_id == message
    assert shop.state(message) is state
    assert shop.view(message).segments[0].report_status == status


def test_still_trying_then_delivered(shop: Shop) -> None:
    message = sent(shop, ANNA, 5)
    for status in (0x20, 0x22, 0x22, 0x00):
        shop.report(ANNA, 5, status)
    assert shop.state(message) is State.DELIVERED
    assert shop.kinds(message)[2:] == [events.STILL_TRYING, events.STILL_TRYING, events.DELIVERED]
    shop.check_counters()


def test_a_final_report_is_final_and_a_repeated_one_is_known(shop: Shop) -> None:
    message = sent(shop, ANNA, 5)
    shop.report(ANNA, 5, 0x00)
    again = shop.report(ANNA, 5, 0x00)
    other = shop.report(ANNA, 5, 0x46)
    assert again is not None and again.repeated
    assert other is not None and other.repeated
    assert shop.state(message) is State.DELIVERED


def test_national_form_of_the_number(shop: Shop) -> None:
    message = sent(shop, ANNA, 5)
    assert shop.report("0500000001", 5, kind=AddressKind.UNKNOWN) is not None
    assert shop.state(message) is State.DELIVERED


def test_equal_reference_different_numbers(shop: Shop) -> None:
    anna, bohdan = sent(shop, ANNA, 5), sent(shop, BOHDAN, 5)
    shop.report(BOHDAN, 5)
    assert (shop.state(anna), shop.state(bohdan)) == (State.SENT, State.DELIVERED)
    shop.report(ANNA, 5)
    assert shop.state(anna) is State.DELIVERED


def test_equal_reference_equal_number_newest_first_within_time(shop: Shop) -> None:
    old_moment = shop.now
    old = sent(shop, ANNA, 5)
    shop.wait(HOUR)
    new = sent(shop, ANNA, 5)
    shop.report(ANNA, 5, sent_at=shop.now)
    assert (shop.state(old), shop.state(new)) == (State.SENT, State.DELIVERED)
    shop.report(ANNA, 5, sent_at=old_moment)
    assert shop.state(old) is State.DELIVERED


def test_a_report_older_than_the_submit_is_another_ones(shop: Shop) -> None:
    message = sent(shop, ANNA, 5)
    assert shop.report(ANNA, 5, sent_at=shop.now - 3 * MINUTE) is None
    assert shop.state(message) is State.SENT
    assert shop.report(ANNA, 5, sent_at=shop.now - MINUTE) is not None


def test_other_sim_is_not_meant(shop: Shop) -> None:
    message = sent(shop, ANNA, 5)
    assert shop.report(ANNA, 5, sim=shop.new_sim()) is None
    assert shop.state(message) is State.SENT


def test_an_orphan_is_logged_with_its_octets(shop: Shop) -> None:
    assert shop.report(ANNA, 200) is None
    line = events.recent(shop.store, 1)[0]
    assert (line.kind, line.data["ref"], line.data["to"], line.data["hex"]) == (events.REPORT_ORPHAN, 200, ANNA, "c800")


def test_segments_are_reported_each_by_itself(shop: Shop) -> None:
    message = shop.one(ANNA, THREE)
    for reference in (254, 255, 0):
        shop.accept(shop.claimed(), reference)
    shop.report(ANNA, 255)
    assert shop.states(message) == [State.SENT, State.DELIVERED, State.SENT]
    assert shop.state(message) is State.SENT
    shop.report(ANNA, 254)
    shop.report(ANNA, 0)
    assert shop.state(message) is State.DELIVERED


def test_a_report_between_segments_does_not_disturb_the_rest(shop: Shop) -> None:
    message = shop.one(ANNA, TWO)
    shop.accept(shop.claimed(), 1)
    shop.refuse(shop.claimed(), wait=HOUR)
    due = shop.view(message).due_at
    shop.report(ANNA, 1)
    assert shop.view(message).due_at == due
    assert shop.claim() is None
    assert shop.states(message) == [State.DELIVERED, State.QUEUED]


def test_report_before_the_result_is_remembered(shop: Shop) -> None:
    message = shop.one(ANNA)
    claim = shop.claimed()
    matched = shop.report(ANNA, 6, 0x00, sent_at=shop.now)
    assert matched is not None and matched.remembered
    assert shop.state(message) is State.SENDING
    shop.accept(claim, 6)
    assert shop.state(message) is State.DELIVERED


def test_remembered_report_with_another_reference_counts_for_nobody(shop: Shop) -> None:
    message = shop.one(ANNA)
    claim = shop.claimed()
    shop.report(ANNA, 6)
    shop.accept(claim, 7)
    assert shop.state(message) is State.SENT
    assert events.REPORT_ORPHAN in [line.kind for line in events.recent(shop.store)]


def test_remembered_report_is_proof_when_no_result_comes(shop: Shop) -> None:
    message = shop.one(ANNA)
    shop.claimed()
    shop.report(ANNA, 6)
    assert outbox.recover(shop.store, owner="box", now=shop.now) == 1
    assert shop.state(message) is State.DELIVERED
    assert shop.view(message).segments[0].reference == 6


def test_a_definite_refusal_beats_a_remembered_report(shop: Shop) -> None:
    message = shop.one(ANNA)
    claim = shop.claimed()
    shop.report(ANNA, 6)
    shop.refuse(claim, permanent=True)
    assert shop.state(message) is State.FAILED


@pytest.mark.parametrize("status", [0x00, 0x46, 0x20])
def test_a_report_proves_a_doubtful_segment(shop: Shop, status: int) -> None:
    sent(shop, BOHDAN, 9)
    message = shop.one(ANNA, TWO)
    shop.doubt(shop.claimed())
    matched = shop.report(ANNA, 10, status, sent_at=shop.now)
    assert matched is not None and matched.proved
    assert shop.view(message).segments[0].state in (State.DELIVERED, State.UNDELIVERED, State.SENT)
    following = shop.claimed()
    assert (following.message_id, following.seq, following.maybe_duplicate) == (message, 2, False)


def test_a_report_frees_a_message_held_in_doubt(shop: Shop) -> None:
    message = shop.one(ANNA)
    shop.doubt(shop.claimed())
    outbox.hold_overdue(shop.store, now=shop.now + HOUR)
    assert shop.report(ANNA, 10) is not None
    assert shop.state(message) is State.DELIVERED


def test_a_report_far_from_the_next_reference_proves_nothing(shop: Shop) -> None:
    sent(shop, BOHDAN, 100)
    message = shop.one(ANNA)
    shop.doubt(shop.claimed())
    assert shop.report(ANNA, 90) is None
    assert shop.state(message) is State.UNCERTAIN
    assert shop.report(ANNA, 3) is not None, "some modems count from 0 again after a reset"
    assert shop.state(message) is State.DELIVERED


def test_a_leftover_report_of_an_earlier_message_proves_nothing(shop: Shop) -> None:
    """FM-63: the slot of a counted report could not be cleared, it is read again while a later message is in doubt."""
    moment = shop.now
    sent(shop, ANNA, 5)
    shop.report(ANNA, 5, sent_at=moment)
    message = shop.one(ANNA)
    shop.doubt(shop.claimed())
    again = shop.report(ANNA, 5, sent_at=moment)
    assert again is not None and again.repeated
    assert shop.state(message) is State.UNCERTAIN


def test_one_report_for_two_in_doubt_proves_neither_until_the_other_has_its_own(shop: Shop) -> None:
    first, second = shop.submit(ANNA, ANNA)
    shop.doubt(shop.claimed())
    shop.wait(MINUTE)
    shop.doubt(shop.claimed())
    matched = shop.report(ANNA, 1, sent_at=shop.now)
    assert matched is not None and matched.remembered
    assert (shop.state(first), shop.state(second)) == (State.UNCERTAIN, State.UNCERTAIN)
    shop.report(ANNA, 2, 0x46, sent_at=shop.now)
    assert (shop.state(first), shop.state(second)) == (State.DELIVERED, State.UNDELIVERED)
    assert [shop.view(each).segments[0].reference for each in (first, second)] == [1, 2]


def test_a_late_result_takes_its_report_and_leaves_the_other_in_doubt(shop: Shop) -> None:
    first, second = shop.submit(ANNA, ANNA)
    shop.doubt(shop.claimed())
    later = shop.claimed()
    shop.report(ANNA, 4)
    shop.accept(later, 4)
    assert (shop.state(first), shop.state(second)) == (State.UNCERTAIN, State.DELIVERED)


def test_a_refusal_of_the_other_leaves_one_owner(shop: Shop) -> None:
    first, second = shop.submit(ANNA, ANNA)
    shop.doubt(shop.claimed())
    later = shop.claimed()
    shop.report(ANNA, 4)
    shop.refuse(later, permanent=True)
    assert (shop.state(first), shop.state(second)) == (State.DELIVERED, State.FAILED)


def test_doubts_far_apart_do_not_blur_each_other(shop: Shop) -> None:
    first, second = shop.submit(ANNA, ANNA)
    moment = shop.now
    shop.doubt(shop.claimed())
    shop.wait(HOUR)
    shop.doubt(shop.claimed())
    shop.report(ANNA, 2, sent_at=shop.now)
    assert (shop.state(first), shop.state(second)) == (State.UNCERTAIN, State.DELIVERED)
    assert shop.report(ANNA, 9, sent_at=moment + 30 * MINUTE) is None
    assert shop.state(first) is State.UNCERTAIN


def test_a_report_makes_a_waiting_resend_needless(shop: Shop) -> None:
    message = shop.one(ANNA)
    shop.doubt(shop.claimed())
    outbox.resend(shop.store, [message], shop.now)
    shop.report(ANNA, 4, sent_at=shop.now)
    assert shop.state(message) is State.DELIVERED
    assert shop.claim() is None


def test_a_report_of_a_repeated_attempt_proves_no_other(shop: Shop) -> None:
    """The first attempt had arrived and was sent again; its report must not vouch for another message in doubt."""
    repeated, other = shop.submit(ANNA, ANNA)
    shop.doubt(shop.claimed())
    shop.doubt(shop.claimed())
    outbox.resend(shop.store, [repeated], shop.now)
    shop.accept(shop.claimed(), 9)
    shop.report(ANNA, 1, sent_at=shop.now)
    assert shop.state(other) is State.UNCERTAIN
    shop.report(ANNA, 2, sent_at=shop.now)
    assert shop.state(other) is State.DELIVERED, "both had arrived"
    shop.wait(4 * DAY)
    outbox.expire(shop.store, now=shop.now)
    assert shop.store.run("SELECT count(*) FROM segments WHERE doubted_at IS NOT NULL").fetchone()[0] == 0


def test_a_repeated_report_of_an_undelivered_attempt_proves_no_other(shop: Shop) -> None:
    undelivered = sent(shop, ANNA, 2)
    doubtful = shop.one(ANNA)
    shop.doubt(shop.claimed())
    shop.report(ANNA, 2, 0x46, sent_at=shop.now)
    outbox.resend(shop.store, [undelivered], shop.now)
    for _ in range(2):
        matched = shop.report(ANNA, 2, 0x46, sent_at=shop.now)
        assert matched is not None and matched.repeated
        claim = shop.claim()
    assert claim is None
    assert shop.state(doubtful) is State.UNCERTAIN
    assert shop.view(undelivered).segments[0].attempts == 2


def test_taken_without_a_reference_still_gets_its_report(shop: Shop) -> None:
    """CMS 197: the network has this very segment already."""
    message = shop.one(ANNA)
    outbox.accepted(shop.store, shop.claimed(), reference=None, now=shop.now)
    assert shop.state(message) is State.SENT
    assert outbox.hold_overdue(shop.store, now=shop.now + HOUR) == 0
    shop.report(ANNA, 30, sent_at=shop.now)
    assert shop.state(message) is State.DELIVERED
    assert shop.view(message).segments[0].reference == 30


def test_a_confirmed_segment_keeps_its_report(shop: Shop) -> None:
    confirmed, other = shop.submit(ANNA, ANNA)
    shop.doubt(shop.claimed())
    shop.doubt(shop.claimed())
    outbox.confirm(shop.store, [confirmed], shop.now)
    shop.report(ANNA, 1, sent_at=shop.now)
    assert (shop.state(confirmed), shop.state(other)) == (State.SENT, State.UNCERTAIN)
    shop.report(ANNA, 2, sent_at=shop.now)
    assert (shop.state(confirmed), shop.state(other)) == (State.DELIVERED, State.DELIVERED)


def test_a_report_for_what_was_withdrawn_in_doubt_is_logged(shop: Shop) -> None:
    message = shop.one(ANNA)
    shop.doubt(shop.claimed())
    outbox.hold_overdue(shop.store, now=shop.now + HOUR)
    outbox.cancel(shop.store, [message], shop.now)
    shop.report(ANNA, 4, sent_at=shop.now)
    assert shop.state(message) is State.CANCELLED
    assert shop.kinds(message)[-1] == events.LATE_RESULT


def test_after_a_restart_reports_still_find_their_segment(shop: Shop, url: str) -> None:
    message = sent(shop, ANNA, 5)
    shop.store.close()
    reopened = Store.open(url)
    try:
        shop.store = reopened
        shop.wait(DAY)
        shop.report(ANNA, 5)
        assert shop.state(message) is State.DELIVERED
    finally:
        reopened.close()


def test_no_report_within_its_window(shop: Shop) -> None:
    waits = sent(shop, ANNA, 5)
    short = sent(shop, BOHDAN, 6, validity_s=3600)
    without = sent(shop, BOHDAN, 7, report=False)
    shop.wait(3 * HOUR)
    outbox.expire(shop.store, now=shop.now)
    assert [shop.state(each) for each in (waits, short, without)] == [State.SENT, State.UNREPORTED, State.SENT]
    shop.wait(4 * DAY)
    outbox.expire(shop.store, now=shop.now)
    assert shop.state(waits) is State.UNREPORTED
    shop.report(ANNA, 5)
    assert shop.state(waits) is State.DELIVERED, "a very late report is still news"
    shop.wait(30 * DAY)
    outbox.expire(shop.store, now=shop.now)
    assert shop.report(ANNA, 5) is None
    left = shop.store.run("SELECT count(*) FROM segments WHERE await_until IS NOT NULL").fetchone()[0]
    assert left == 0
    shop.check_counters()
