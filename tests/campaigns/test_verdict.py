"""What is said of two shares is held to exact arithmetic, and to what chance alone does."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.campaigns.verdict import SURE, Group, chance, compare, difference

GROUPS = st.integers(0, 60).flatmap(lambda people: st.builds(Group, st.just(people), st.integers(0, people)))


def exactly(one: Group, other: Group) -> Fraction:
    """Fisher's test in whole numbers."""
    hits, people = one.hits + other.hits, one.people + other.people
    ways = {
        k: math.comb(hits, k) * math.comb(people - hits, one.people - k)
        for k in range(max(0, hits - other.people), min(one.people, hits) + 1)
    }
    return Fraction(sum(each for each in ways.values() if each <= ways[one.hits]), math.comb(people, one.people))


@settings(max_examples=200, deadline=None)
@given(one=GROUPS, other=GROUPS)
def test_the_chance_is_that_of_exact_arithmetic(one: Group, other: Group) -> None:
    expected = 1.0 if not one.people or not other.people else float(exactly(one, other))
    assert chance(one, other) == pytest.approx(expected, abs=1e-6)
    assert chance(one, other) == pytest.approx(chance(other, one), abs=1e-6)


@settings(max_examples=200, deadline=None)
@given(one=GROUPS, other=GROUPS)
def test_the_interval_holds_the_difference_and_leaves_the_possible_never(one: Group, other: Group) -> None:
    told = difference(one, other)
    assert -1 <= told.low <= told.by + 1e-9 and told.by - 1e-9 <= told.high <= 1
    assert told.by == pytest.approx(one.share - other.share)


def test_many_hits_are_judged_by_the_curve_as_by_the_sum() -> None:
    """On both sides of where the way of reckoning changes."""
    exact, curve = chance(Group(10_000, 960), Group(10_000, 1_035)), chance(Group(10_000, 965), Group(10_000, 1_040))
    assert exact == pytest.approx(curve, abs=0.01)


@pytest.mark.parametrize(
    ("groups", "best"),
    [
        ([Group(1000, 120), Group(1000, 81)], 0),
        ([Group(1000, 81), Group(1000, 120)], 1),
        ([Group(30, 4), Group(30, 2)], None),
        ([Group(1000, 100), Group(1000, 100)], None),
        ([Group(0, 0), Group(1000, 100)], None),
        ([Group(500, 0), Group(500, 0)], None),
        ([Group(1000, 150), Group(1000, 90), Group(1000, 80)], 0),
        ([Group(1000, 150), Group(1000, 140), Group(1000, 80)], None),
        ([], None),
    ],
)
def test_the_better_text_is_named_only_when_it_is_sure(groups: list[Group], best: int | None) -> None:
    assert compare(groups).best == best


def test_three_texts_need_a_clearer_difference_than_two() -> None:
    pair = [Group(400, 60), Group(400, 40)]
    assert SURE / 3 < chance(*pair) < SURE
    assert compare(pair).best == 0 and compare([*pair, Group(400, 39)]).best is None


def test_equal_texts_are_told_apart_seldom() -> None:
    """Of 400 comparisons of the same text with itself, no more are called sure than was promised."""
    luck = random.Random(2026)
    wrong = 0
    for _ in range(400):
        one, other = (Group(150, sum(luck.random() < 0.1 for _ in range(150))) for _ in range(2))
        wrong += compare([one, other]).best is not None
    assert wrong <= 400 * SURE


def test_who_is_said_to_be_needed_is_enough() -> None:
    """With so many people a real difference is found in about four of five cases."""
    needed = difference(Group(1000, 120), Group(1000, 90)).needed
    assert needed is not None and 1500 < needed < 2100
    luck = random.Random(7)
    found = 0
    for _ in range(60):
        one = Group(needed, sum(luck.random() < 0.12 for _ in range(needed)))
        other = Group(needed, sum(luck.random() < 0.09 for _ in range(needed)))
        found += difference(one, other).sure
    assert 0.6 < found / 60 < 0.97
