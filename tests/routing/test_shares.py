"""Weights among SIMs that share lanes."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.routing.shares import PATIENCE, Shares


def run(shares: Shares, weights: dict[int, int], seconds: dict[int, float], until: float, at: float = 0.0) -> Counter:
    """SIMs that take `seconds` for a segment and look ten times a second share an endless lane."""
    taken: Counter[int] = Counter()
    busy = dict.fromkeys(seconds, at)
    while at < until:
        for sim, pace in seconds.items():
            if at >= busy[sim] and shares.may(sim, weights, at):
                shares.took(sim, weights, at)
                taken[sim] += 1
                busy[sim] = at + pace
        at += 0.1
    return taken


def test_three_and_one_send_three_to_one() -> None:
    taken = run(Shares(), {1: 3, 2: 1}, {1: 2.5, 2: 2.5}, 600)
    assert 2.9 < taken[1] / taken[2] < 3.1
    assert taken[1] > 235, "the one with the larger share waits for nobody"


def test_equal_weights_never_wait() -> None:
    taken = run(Shares(), {1: 1, 2: 1}, {1: 2.5, 2: 0.5}, 100)
    assert taken[2] > 160
    assert taken[1] > 35


@given(st.lists(st.integers(1, 9), min_size=2, max_size=4))
@settings(max_examples=15, deadline=None)
def test_everybody_gets_his_share(shares: list[int]) -> None:
    weights = dict(enumerate(shares, 1))
    taken = run(Shares(), weights, dict.fromkeys(weights, 0.4), 150)
    unit = sum(taken.values()) / sum(shares)
    if len(set(shares)) > 1:
        assert all(abs(taken[sim] - unit * weight) <= 2 * weight + 2 for sim, weight in weights.items()), (
            weights,
            taken,
        )


def test_one_that_takes_nothing_is_not_waited_for() -> None:
    shares, weights = Shares(), {1: 3, 2: 1}
    alone = run(shares, weights, {2: 1.0}, 100)
    assert alone[2] > 100 - PATIENCE - 5
    together = run(shares, weights, {1: 1.0, 2: 1.0}, 200, at=100)
    assert together[2] > 25, "and when it is back, the other does not stand still for all it missed"
    assert together[1] > 85


def test_a_sim_that_left_is_no_part_of_the_group_any_more() -> None:
    shares = Shares()
    assert run(shares, {2: 1}, {2: 1.0}, 50)[2] > 45
    assert run(shares, {2: 1, 3: 1}, {2: 1.0, 3: 1.0}, 50)[3] > 45
