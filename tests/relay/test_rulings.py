"""The rule of neighbours: who is blamed for a refusal, and when the SIM rests instead of the queue being consumed."""

from __future__ import annotations

import pytest

from smsbox.clock import MINUTE, SECOND
from smsbox.modem.codes import Verdict
from smsbox.pacing import backoff
from smsbox.relay.rulings import (
    FAILURES_IN_A_ROW,
    LONELY_ATTEMPTS,
    TEMPORARY_ATTEMPTS,
    TEMPORARY_ATTEMPTS_BESIDE_NEIGHBOURS,
    Neighbours,
    rule,
)

NOW = 1_790_000_000 * SECOND
ONE, TWO, THREE = "+380500000001", "+380500000002", "+380500000003"
WORKING = Neighbours().success(NOW - MINUTE)


def test_a_bad_number_fails_at_once_while_others_pass() -> None:
    assert rule(Verdict.NUMBER, 1, ONE, WORKING, NOW).permanent


def test_a_bad_number_without_neighbours_gets_the_benefit_of_doubt_but_not_for_ever() -> None:
    first = rule(Verdict.NUMBER, 1, ONE, Neighbours(), NOW)
    assert not first.permanent
    assert first.retry_s > 0
    assert rule(Verdict.NUMBER, LONELY_ATTEMPTS, ONE, Neighbours(), NOW).permanent


def test_an_old_success_proves_nothing() -> None:
    stale = Neighbours().success(NOW - 11 * MINUTE)
    assert not rule(Verdict.NUMBER, 1, ONE, stale, NOW).permanent


@pytest.mark.parametrize(
    ("neighbours", "attempts"), [(WORKING, TEMPORARY_ATTEMPTS_BESIDE_NEIGHBOURS), (Neighbours(), TEMPORARY_ATTEMPTS)]
)
def test_a_temporary_failure_is_tried_again_ever_later_and_at_last_given_up(
    neighbours: Neighbours, attempts: int
) -> None:
    waits = [rule(Verdict.TEMPORARY, attempt, ONE, neighbours, NOW) for attempt in range(1, attempts)]
    assert all(not ruling.permanent for ruling in waits)
    assert [ruling.retry_s for ruling in waits] == sorted(ruling.retry_s for ruling in waits)
    assert rule(Verdict.TEMPORARY, attempts, ONE, neighbours, NOW).permanent


def test_different_numbers_in_a_row_rest_the_sim_and_consume_nothing() -> None:
    after_two = Neighbours().refusal(ONE).refusal(TWO)
    ruling = rule(Verdict.TEMPORARY, 1, THREE, after_two, NOW)
    assert ruling.rest_s > 0
    assert not ruling.permanent
    assert ruling.retry_s >= ruling.rest_s


def test_the_same_number_again_and_again_is_not_a_row() -> None:
    same = Neighbours().refusal(ONE).refusal("+380 50 000 0001".replace(" ", "")).refusal(ONE)
    assert len(same.refused_in_a_row) == 1
    assert rule(Verdict.TEMPORARY, 3, ONE, same, NOW).rest_s == 0


def test_rests_grow_and_a_success_forgives() -> None:
    row = Neighbours().refusal(ONE).refusal(TWO)
    first = rule(Verdict.TEMPORARY, 1, THREE, row, NOW).rest_s
    again = row.rested().refusal(ONE).refusal(TWO)
    assert rule(Verdict.TEMPORARY, 1, THREE, again, NOW).rest_s > first
    assert again.success(NOW).rests == 0


def test_no_credit_stops_the_sim_at_the_second_number() -> None:
    assert FAILURES_IN_A_ROW[Verdict.ACCOUNT] == 2
    assert rule(Verdict.ACCOUNT, 1, ONE, Neighbours(), NOW).rest_s == 0
    assert rule(Verdict.ACCOUNT, 1, TWO, Neighbours().refusal(ONE), NOW).rest_s > 0


def test_a_duplicate_refused_by_the_centre_was_accepted_before() -> None:
    assert rule(Verdict.ALREADY_ACCEPTED, 2, ONE, WORKING, NOW).accepted


def test_our_own_bad_text_is_not_tried_again_and_busy_is_soon() -> None:
    assert rule(Verdict.TEXT, 1, ONE, Neighbours(), NOW).permanent
    assert 0 < rule(Verdict.BUSY, 1, ONE, Neighbours(), NOW).retry_s <= 10


@pytest.mark.parametrize("verdict", [Verdict.SIM, Verdict.CONFIGURATION])
def test_trouble_of_the_sim_holds_the_sim(verdict: Verdict) -> None:
    ruling = rule(verdict, 1, ONE, WORKING, NOW)
    assert ruling.rest_s > 0
    assert ruling.reinitialise
    assert not ruling.permanent


def test_a_modem_out_of_step_is_set_up_anew_but_a_pdu_it_never_takes_is_given_up_at_last() -> None:
    first = rule(Verdict.RESET, 1, ONE, WORKING, NOW)
    assert first.reinitialise
    assert not first.permanent
    assert rule(Verdict.RESET, TEMPORARY_ATTEMPTS_BESIDE_NEIGHBOURS, ONE, WORKING, NOW).permanent


def test_backoff_never_runs_out() -> None:
    assert backoff(1) < backoff(2) < backoff(5) == backoff(500)
